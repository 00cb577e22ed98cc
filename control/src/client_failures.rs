//! Requests that failed by their clients' configuration.

use domain::{client_failure::ClientFailure, id::ClientId, workspace::WorkspacePath};
use engine::Refusal;

use crate::{Error, Operator, edit::get, permission::Action};

/// The most counts that are shown.
const SHOWN: u64 = 100;

impl Operator {
    /// Returns the requests of the last 30 days that failed by the configuration of a client, or of each client of the workspace, for one reason
    /// or any. They are counted by client, reason and day; the newest come first, and there are at most 100. Those of the last seconds at other
    /// nodes may not be counted yet.
    pub async fn list_client_failures(
        &self,
        path: &WorkspacePath,
        client: Option<ClientId>,
        reason: Option<&str>,
    ) -> Result<Vec<ClientFailure>, Error> {
        let store = self.read_at(Action::Explain, path, client).await?;
        if let Some(client) = client {
            get(&store, client).await?;
        }
        // What failed here just now is what people look for. Where it cannot be written, what was written before is still to be seen, and the
        // loop that writes it every few seconds says why.
        let _ = self.control.store().write_client_failures().await;
        let counts = store.list_client_failures(client, reason, SHOWN).await?;
        let names = store.client_names(counts.iter().map(|count| count.client_id)).await?;
        let settings = &store.workspace().authorization;
        let failures = counts.into_iter().filter_map(|count| {
            // None of a reason that a later version recorded.
            let refusal = Refusal::from_reason(&count.reason)?;
            Some(ClientFailure {
                client_name: names.get(&count.client_id).cloned(),
                client_id: count.client_id,
                finding: refusal.finding().to_owned(),
                refused: refusal.refused_in(settings),
                switch: refusal.switch_in(settings),
                times: count.times,
                first_at: count.first_at,
                last_at: count.last_at,
            })
        });
        Ok(failures.collect())
    }
}
