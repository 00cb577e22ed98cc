//! What the administrator may do at the place of a page, so that it shows no form that would be refused.

use app::{api::Permitted, paths};
use axum::{
    extract::{Request, State},
    http::Method,
    middleware::Next,
    response::Response,
};
use control::Operator;
use domain::{
    grants::Level,
    permission::{Action, Actions},
    view::LevelPath,
};

use super::{signed_in::SignedIn, state::Console};

/// Finds out what may be done, for the page that is rendered.
pub(super) async fn find(State(console): State<Console>, mut request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() == Method::GET
        && !path.starts_with(paths::API)
        && let Some(SignedIn(actor, _)) = request.extensions().get().cloned()
    {
        let place = paths::level(path);
        let permitted = permitted(&console.control.acting_as(actor), place).await;
        request.extensions_mut().insert(permitted);
    }
    next.run(request).await
}

async fn permitted(operator: &Operator, place: LevelPath) -> Permitted {
    let level = level(operator, place).await;
    let actor = operator.actor();
    // What reaches less far than the place may be permitted within it: a row of a list says of what.
    let actions: Actions = Action::ALL.iter().copied().filter(|action| actor.may_within(*action, level)).collect();
    let roles = if actions == Actions::all() { Vec::new() } else { operator.own_roles().await.unwrap_or_default() };
    Permitted { actions, roles }
}

/// Returns the level of a place; where it is not there, that of what is around it. The page says why it cannot be shown.
async fn level(operator: &Operator, place: LevelPath) -> Level {
    let workspace = LevelPath { client: None, ..place.clone() };
    let tenant = LevelPath { workspace: None, ..workspace.clone() };
    for place in [place, workspace, tenant] {
        if let Ok(level) = operator.level(&place).await {
            return level;
        }
    }
    Level::Installation
}
