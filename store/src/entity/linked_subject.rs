//! `linked_subjects`

use domain::{
    clock::Timestamp,
    id::{LinkedSubjectId, UserId},
    linked_subject::{AssertionSubject, LinkedSubject},
    name::Slug,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{Error, column::Column as In};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "linked_subjects")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub user_id: Uuid,
    /// The trusted issuer, by its name in the settings of the workspace.
    pub issuer: String,
    pub subject: String,
    pub linked_at: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(workspace: Uuid, user: UserId, linked: &LinkedSubject) -> ActiveModel {
    ActiveModel {
        id: Set(linked.id.as_uuid()),
        workspace_id: Set(workspace),
        user_id: Set(user.as_uuid()),
        issuer: Set(linked.issuer.to_string()),
        subject: Set(linked.subject.to_string()),
        linked_at: Set(linked.linked_at.as_millis()),
    }
}

impl TryFrom<Model> for LinkedSubject {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        Ok(Self {
            id: LinkedSubjectId::from_uuid(row.id),
            issuer: In("linked_subjects", "issuer").parse(Slug::parse(&row.issuer))?,
            subject: In("linked_subjects", "subject").parse(AssertionSubject::try_from(row.subject))?,
            linked_at: Timestamp::from_millis(row.linked_at),
        })
    }
}
