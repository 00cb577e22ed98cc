//! Which families a filter means, as conditions on their rows.

use domain::{clock::Timestamp, family::FamilyState, view::FamilyFilter};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{BinOper, Expr, ExprTrait},
};

use super::selection::FamiliesOf;
use crate::{
    entity::token_family::{Column, is_live, reason_number},
    events::first_at,
    paging::containing,
};

/// What a filter asks for.
pub(super) struct Wanted {
    /// What an index finds.
    pub(super) found: Condition,
    /// Which of those are meant, where no index finds them: a column that each refresh changes has none.
    pub(super) among: Option<Condition>,
}

/// Returns what a filter asks for at this time.
pub(super) fn wanted(filter: &FamilyFilter, now: Timestamp) -> Wanted {
    // Destructured, so that a new field does not compile before it is asked for.
    let FamilyFilter { client, user, state, began_before, unused_since, expires_before, ended_because, scope, key_bound } = filter;
    let found = FamiliesOf::Owner(*client, *user).condition();
    let found = found.add_option(began_before.map(|before| Column::Id.lt(first_at(before))));
    let state = state.map(|state| match state {
        FamilyState::Live => is_live(now),
        FamilyState::Expired => Condition::all().add(Column::RevokedAt.is_null()).add(is_live(now).not()),
        FamilyState::Revoked => Condition::all().add(Column::RevokedAt.is_not_null()),
    });
    if filter.is_indexed() {
        return Wanted { found: found.add_option(state), among: None };
    }
    let among = Condition::all()
        .add_option(state)
        .add_option(unused_since.map(|since| Column::LastUsedAt.lt(since.as_millis())))
        .add_option(expires_before.map(|before| Condition::all().add(is_live(now)).add(is_live(before).not())))
        .add_option(ended_because.map(|reason| Column::RevocationReason.eq(reason_number(reason))))
        .add_option(scope.as_ref().map(|scope| has_scope(scope.as_str())))
        .add_option(key_bound.map(|bound| if bound { is_unbound().not() } else { is_unbound() }));
    Wanted { found, among: Some(among) }
}

/// Returns the condition that a family is bound to neither a key nor a certificate.
fn is_unbound() -> Condition {
    Condition::all().add(Column::DpopJkt.is_null()).add(Column::X5tS256.is_null())
}

/// Returns the condition that a family has a scope.
pub(super) fn has_scope(scope: &str) -> Expr {
    // Between spaces: another scope may contain the word.
    let scopes = Expr::val(" ").binary(BinOper::Custom("||"), Expr::col(Column::Scopes)).binary(BinOper::Custom("||"), " ");
    scopes.like(containing(&format!(" {scope} ")))
}
