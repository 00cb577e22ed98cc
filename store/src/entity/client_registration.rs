//! `client_registrations`

use domain::{client_registration::ClientRegistration, clock::Timestamp, name::Name};
use sea_orm::entity::prelude::*;

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "client_registrations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    pub workspace_id: Uuid,
    pub registered_at: i64,
    /// What the initial access token was called.
    pub initial_access_token: Option<String>,
    /// The hash of the registration access token; none where it was revoked.
    #[sea_orm(column_type = "Blob", nullable)]
    pub token_hash: Option<Vec<u8>>,
    #[sea_orm(column_type = "JsonBinary")]
    pub about: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TryFrom<Model> for ClientRegistration {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let name = row.initial_access_token.map(|name| In("client_registrations", "initial_access_token").parse(Name::try_from(name)));
        Ok(Self {
            registered_at: Timestamp::from_millis(row.registered_at),
            initial_access_token: name.transpose()?,
            manages_itself: row.token_hash.is_some(),
            about: In("client_registrations", "about").json(row.about)?,
        })
    }
}
