//! `logout_receivers`

use domain::{
    clock::Timestamp,
    logout::{LogoutAttempt, LogoutProgress, RecentLogout},
};
use sea_orm::{ActiveValue::NotSet, Set, entity::prelude::*};

use crate::{Error, column::Column as In};

/// A client that is told of sign-outs.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "logout_receivers")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_id: Uuid,
    pub workspace_id: Uuid,
    pub failures: i64,
    pub failing_since: Option<i64>,
    pub due_at: i64,
    /// Grows with each node that takes it over, and with each change of the client's address.
    pub fence: i64,
    /// Until when a node tells it.
    pub held_until: i64,
    pub last_at: Option<i64>,
    pub last_status: Option<i16>,
    pub last_failure: Option<String>,
    pub last_answer: String,
    /// When it last took what it was told.
    pub delivered_at: Option<i64>,
    /// The latest attempts, the last first; none before the first.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub recent: Option<Json>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    #[sea_orm(belongs_to = "super::workspace::Entity", from = "Column::WorkspaceId", to = "super::workspace::Column::Id")]
    Workspace,
}

impl Related<super::workspace::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Workspace.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the columns of the last attempt, with those of the progress after it.
pub(crate) fn attempt_row(progress: &LogoutProgress, attempt: LogoutAttempt) -> ActiveModel {
    let at = Some(attempt.at.as_millis());
    ActiveModel {
        failures: Set(progress.failures),
        failing_since: Set(progress.failing_since.map(Timestamp::as_millis)),
        due_at: Set(progress.due_at.as_millis()),
        last_at: Set(at),
        last_status: Set(attempt.status.and_then(|status| i16::try_from(status).ok())),
        delivered_at: if attempt.failure.is_none() { Set(at) } else { NotSet },
        last_failure: Set(attempt.failure),
        last_answer: Set(attempt.answer),
        ..Default::default()
    }
}

impl Model {
    /// How it takes what it is told.
    pub(crate) fn progress(&self) -> LogoutProgress {
        LogoutProgress {
            failures: self.failures,
            failing_since: self.failing_since.map(Timestamp::from_millis),
            due_at: Timestamp::from_millis(self.due_at),
        }
    }

    /// The latest attempts, the last first.
    pub(crate) fn recent(&self) -> Result<Vec<RecentLogout>, Error> {
        let recent = self.recent.clone().map(|recent| In("logout_receivers", "recent").json(recent));
        Ok(recent.transpose()?.unwrap_or_default())
    }

    /// The last attempt.
    pub(crate) fn last(&self) -> Option<LogoutAttempt> {
        self.last_at.map(|at| LogoutAttempt {
            at: Timestamp::from_millis(at),
            status: self.last_status.and_then(|status| u16::try_from(status).ok()),
            failure: self.last_failure.clone(),
            answer: self.last_answer.clone(),
        })
    }
}
