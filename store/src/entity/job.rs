//! `jobs`

use domain::{
    clock::Timestamp,
    id::{JobId, WorkspaceId},
    job::Job,
    page::Counted,
};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Coded, Column as In, to_json},
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "jobs")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    #[sea_orm(column_type = "JsonBinary")]
    pub task: Json,
    pub status: String,
    #[sea_orm(column_type = "JsonBinary")]
    pub started_by: Json,
    pub started_at: i64,
    pub expected: i64,
    pub expected_at_least: bool,
    pub looked_at: i64,
    pub done: i64,
    pub ended_at: Option<i64>,
    /// The last row that it has looked at.
    pub cursor: Option<Uuid>,
    /// Grows with each node that takes it over.
    pub fence: i64,
    /// Until when a node works on it.
    pub held_until: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Returns the row of a job that begins.
pub(crate) fn row(job: &Job) -> Result<ActiveModel, Error> {
    // Destructured, so that a new field does not compile before it has its column.
    let Job { id, workspace_id, task, status, by, started_at, expected, looked_at, done, ended_at } = job;
    Ok(ActiveModel {
        id: Set(id.as_uuid()),
        workspace_id: Set(workspace_id.as_uuid()),
        task: Set(to_json(task)?),
        status: Set(status.code().to_owned()),
        started_by: Set(to_json(by)?),
        started_at: Set(started_at.as_millis()),
        expected: Set(stored(expected.number)),
        expected_at_least: Set(expected.at_least),
        looked_at: Set(stored(*looked_at)),
        done: Set(stored(*done)),
        ended_at: Set(ended_at.map(Timestamp::as_millis)),
        cursor: Set(None),
        fence: Set(0),
        held_until: Set(0),
    })
}

pub(crate) fn stored(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

impl TryFrom<Model> for Job {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let number = |number: i64| u64::try_from(number).unwrap_or_default();
        Ok(Self {
            id: JobId::from_uuid(row.id),
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            task: In("jobs", "task").json(row.task)?,
            status: In("jobs", "status").code(&row.status)?,
            by: In("jobs", "started_by").json(row.started_by)?,
            started_at: Timestamp::from_millis(row.started_at),
            expected: Counted { number: number(row.expected), at_least: row.expected_at_least },
            looked_at: number(row.looked_at),
            done: number(row.done),
            ended_at: row.ended_at.map(Timestamp::from_millis),
        })
    }
}
