//! Decisions and refusals across the clients of a workspace.

use domain::{
    decision,
    id::TokenEventId,
    page::{Page, Window},
    token_event::TokenEvent,
    view::{DecisionFilter, DecisionOutcome},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Order, QueryFilter,
    sea_query::{Expr, ExprTrait as _},
};

use super::partitions::first_at;
use crate::{
    Access, Error, WorkspaceStore,
    entity::token_event::{
        Column, Entity,
        kind::{ASSERTED, DECISIONS, EXCHANGED, ISSUED, REFUSED, REUSED, WITHHELD},
    },
    paging::{Searched, containing, search, searched_page},
};

impl<C: Access> WorkspaceStore<'_, C> {
    /// Returns a page of the decisions and refusals of the token endpoint, newest first. A page with a cursor may have few of them, or none: it
    /// was looked no further. Those that a server of an earlier version recorded are found some minutes later.
    pub async fn search_decisions(&self, filter: &DecisionFilter, window: Window<TokenEventId>) -> Result<Page<TokenEvent>, Error> {
        let window = window.map(TokenEventId::as_uuid);
        // There is an index for each.
        let found = Condition::all()
            .add(Column::WorkspaceId.eq(self.id()))
            .add(Expr::cust(DECISIONS))
            .add_option(filter.client.map(|client| Column::ClientId.eq(client.as_uuid())))
            .add_option(filter.user.map(|user| Column::UserId.eq(user.as_uuid())))
            .add_option(filter.since.map(|since| Column::Id.gte(first_at(since))))
            .add_option(filter.until.map(|until| Column::Id.lt(first_at(until))));
        let found = Entity::find().filter(found);
        let Searched { rows, ended_at } = search(self.connection, found, among(filter), Column::Id, &Order::Desc, &window).await?;
        let events = rows.into_iter().map(|row| row.event(None)).collect::<Result<Vec<_>, Error>>()?;
        let named = |id| TokenEventId::from_uuid(id).to_string();
        Ok(searched_page(events, ended_at, &window, named, |event: &TokenEvent| event.id.as_uuid()))
    }
}

/// Returns which of the decisions are asked for; none where it is all of them.
fn among(filter: &DecisionFilter) -> Option<Condition> {
    let outcome = filter.outcome.map(|outcome| {
        Column::Kind.eq(match outcome {
            DecisionOutcome::Issued => ISSUED,
            DecisionOutcome::Withheld => WITHHELD,
            DecisionOutcome::Refused => REFUSED,
            DecisionOutcome::Reused => REUSED,
            DecisionOutcome::Exchanged => EXCHANGED,
            DecisionOutcome::Asserted => ASSERTED,
        })
    });
    let reason = filter.reason.as_deref().map(because);
    (outcome.is_some() || reason.is_some()).then(|| Condition::all().add_option(outcome).add_option(reason))
}

/// Returns the condition of the decisions with this reason.
fn because(reason: &str) -> Condition {
    let refused = Column::Kind.eq(REFUSED).and(Expr::cust("detail ->> 'refused'").eq(reason));
    let failed = decision::Condition::ALL.into_iter().find(|condition| condition.code() == reason);
    // A list of words in quotes, as text.
    let word = failed.and_then(|condition| serde_json::to_string(&condition).ok());
    let withheld = word.map(|word| Column::Kind.eq(WITHHELD).and(Expr::cust("detail ->> 'conditions'").like(containing(&word))));
    Condition::any().add(refused).add_option(withheld)
}
