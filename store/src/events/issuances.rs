//! The access tokens that were issued lately, as far as events tell.

use std::sync::LazyLock;

use domain::{clock::Timestamp, id::ClientId, page::COUNTED_UP_TO};
use sea_orm::{Statement, prelude::Uuid};

use super::{earlier, partitions::first_at};
use crate::{
    Access, Error, WorkspaceStore,
    entity::token_event::{
        kind::{ASSERTED, EXCHANGED, ISSUED, KEPT, REPEATED, RETRIED, ROTATED, WITHHELD},
        time_of,
    },
};

/// The events with which access tokens were issued, of all workspaces: only a family tells whose most of them are.
static LATELY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "SELECT lately.id, coalesce(lately.workspace_id, token_families.workspace_id) AS workspace, \
                coalesce(lately.client_id, token_families.client_id) AS client \
         FROM ( \
            SELECT id, workspace_id, client_id, family_id FROM engine_events \
            WHERE id >= $1 AND id < $2 \
                AND kind IN ({ISSUED}, {WITHHELD}, {ROTATED}, {REPEATED}, {RETRIED}, {KEPT}, {EXCHANGED}, {ASSERTED}) LIMIT {} \
         ) AS lately LEFT JOIN token_families ON token_families.id = lately.family_id",
        COUNTED_UP_TO + 1
    )
});

/// The access tokens that were issued between two times.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Issuances {
    /// When each was issued, and to which client.
    pub issued: Vec<(Timestamp, ClientId)>,
    /// Whether there may be more.
    pub at_least: bool,
}

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns the access tokens that were issued between two times. It looks at no more than [`COUNTED_UP_TO`] events of each kind, those
    /// of other workspaces among them.
    pub async fn list_issuances(&self, since: Timestamp, until: Timestamp) -> Result<Issuances, Error> {
        let values = [first_at(since).into(), first_at(until).into()];
        let lately = Statement::from_sql_and_values(self.connection.get_database_backend(), LATELY.as_str(), values);
        let rows = self.connection.query_all_raw(lately).await?;
        let mut issuances = Issuances { at_least: rows.len() as u64 > COUNTED_UP_TO, issued: Vec::new() };
        for row in rows {
            let id: Uuid = row.try_get("", "id")?;
            let (workspace, client): (Option<Uuid>, Option<Uuid>) = (row.try_get("", "workspace")?, row.try_get("", "client")?);
            if let Some(client) = client.filter(|_| workspace == Some(self.id())) {
                issuances.issued.push((time_of(id), ClientId::from_uuid(client)));
            }
        }
        let own = earlier::list_issuances(self.connection, self.id(), since, until, COUNTED_UP_TO + 1).await?;
        issuances.at_least |= own.len() as u64 > COUNTED_UP_TO;
        issuances.issued.extend(own);
        Ok(issuances)
    }
}
