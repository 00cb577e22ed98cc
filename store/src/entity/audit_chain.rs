//! `audit_chains`

use domain::{
    audit_chain::{AuditChain, Link},
    digest::Digest,
    id::TenantId,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

/// How far a chain of audit lines reaches.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_chains")]
pub struct Model {
    /// The tenant's identifier; nil for lines that belong to no tenant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub owner: Uuid,
    /// The last line.
    pub number: i64,
    #[sea_orm(column_type = "Blob")]
    pub hash: Vec<u8>,
    /// The last line that was deleted because of its age.
    pub anchor_number: i64,
    #[sea_orm(column_type = "Blob")]
    pub anchor_hash: Vec<u8>,
    /// A MAC over the other columns: the version of the master key, and then the MAC.
    #[sea_orm(column_type = "Blob")]
    pub seal: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the key of a chain.
pub(crate) fn owner(tenant: Option<TenantId>) -> Uuid {
    tenant.map(TenantId::as_uuid).unwrap_or_default()
}

pub(crate) fn row(chain: &AuditChain, seal: Vec<u8>) -> ActiveModel {
    ActiveModel {
        owner: Set(owner(chain.tenant_id)),
        number: Set(chain.head.number),
        hash: Set(chain.head.hash.as_bytes().to_vec()),
        anchor_number: Set(chain.anchor.number),
        anchor_hash: Set(chain.anchor.hash.as_bytes().to_vec()),
        seal: Set(seal),
    }
}

impl TryFrom<&Model> for AuditChain {
    type Error = Error;

    fn try_from(row: &Model) -> Result<Self, Error> {
        let digest = |name, bytes: &[u8]| In("audit_chains", name).parse(Digest::try_from(bytes));
        Ok(Self {
            tenant_id: (!row.owner.is_nil()).then(|| TenantId::from_uuid(row.owner)),
            anchor: Link { number: row.anchor_number, hash: digest("anchor_hash", &row.anchor_hash)? },
            head: Link { number: row.number, hash: digest("hash", &row.hash)? },
        })
    }
}
