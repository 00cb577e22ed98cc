//! What the token endpoint decided, across the clients of a workspace.

use domain::{
    decision::Condition,
    explanation::Recorded,
    id::TokenEventId,
    page::{Page, Window},
    problem::Problem,
    view::{DecisionFilter, DecisionLine, DecisionOutcome},
    workspace::WorkspacePath,
};
use engine::Refusal;

use crate::{Error, Operator, explain::recorded, permission::Action};

impl Operator {
    /// Returns a page of the decisions and refusals of the token endpoint, newest first. A page with a cursor may have few of them, or none: it
    /// was looked no further.
    ///
    /// # Errors
    /// [`Error::Invalid`] for a reason that there is not.
    pub async fn search_decisions(
        &self,
        path: &WorkspacePath,
        filter: DecisionFilter,
        window: impl Into<Window<TokenEventId>> + Send,
    ) -> Result<Page<DecisionLine>, Error> {
        let window = window.into();
        let store = self.read_at(Action::Explain, path, filter.client).await?;
        let mut page = store.search_decisions(&known(filter)?, window).await?;
        let names = store.client_names(page.items.iter().map(|event| event.client_id)).await?;
        let line = |recorded: Recorded| DecisionLine { client_name: names.get(&recorded.event.client_id).cloned(), recorded };
        let items = recorded(&store, std::mem::take(&mut page.items), self.named_ones(&store).as_deref()).await?;
        Ok(page.with(|_| items.into_iter().map(line).collect()))
    }

    /// Returns the reasons that a decision can have, by their codes: those of refusals, and those for which no refresh token is issued.
    pub fn decision_reasons() -> Vec<&'static str> {
        let mut reasons: Vec<_> = Refusal::ALL.iter().map(|refusal| refusal.reason()).chain(Condition::ALL.map(Condition::code)).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons
    }
}

/// Returns the filter with a reason that is known. Reuse has an outcome of its own, and one reason.
fn known(filter: DecisionFilter) -> Result<DecisionFilter, Error> {
    match filter.reason.as_deref() {
        Some(reason) if !Operator::decision_reasons().contains(&reason) => Err(Error::invalid("reason", Problem::UnknownValue)),
        Some(reason)
            if reason == Refusal::ReusedRefreshToken.reason() && matches!(filter.outcome, None | Some(DecisionOutcome::Reused)) =>
        {
            Ok(DecisionFilter { reason: None, outcome: Some(DecisionOutcome::Reused), ..filter })
        }
        _ => Ok(filter),
    }
}
