//! What was done is said once: by the page that a form led to, and not when it is opened again, or by an address that somebody made.

use app::{api::ADMINISTRATOR, paths};
use axum::{
    extract::{Request, State},
    http::{Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use domain::{clock::Timestamp, id::AdministratorId};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

use super::{failed_form::cleaned, signed_in::SignedIn, state::Console};

/// The session's key for it.
const KEY: &str = "told";
/// How long it waits for its page.
const SECONDS: i64 = 60;

/// What is to be said, by the address of the page that says it.
#[derive(Debug, Serialize, Deserialize)]
struct Told {
    address: String,
    until: Timestamp,
}

/// Keeps what a form led to, and lets a page say it where it is kept. Whoever is signed out has no session to keep it in, and hears it by the address alone.
pub(super) async fn once(State(console): State<Console>, session: Session, request: Request, next: Next) -> Response {
    if !request.method().is_safe() {
        let answer = next.run(request).await;
        let address = answer.headers().get(header::LOCATION).and_then(|at| at.to_str().ok()).filter(|at| says(at)).map(str::to_owned);
        // A session that was ended is not begun anew for it.
        if let Some(address) = address
            && matches!(session.get::<AdministratorId>(ADMINISTRATOR).await, Ok(Some(_)))
        {
            let told = Told { address, until: console.clock.now().plus_seconds(SECONDS) };
            if let Err(error) = session.insert(KEY, told).await {
                tracing::error!(%error, "what was done could not be kept for its page");
            }
        }
        return answer;
    }
    let address = request.uri().path_and_query().map(|address| address.as_str().to_owned()).unwrap_or_default();
    if request.method() == Method::GET && says(&address) && request.extensions().get::<SignedIn>().is_some() {
        let told = session.remove::<Told>(KEY).await.ok().flatten();
        let is_kept = told.is_some_and(|told| told.address == address && console.clock.now() < told.until);
        if !is_kept && let Some(cleaned) = cleaned(request.uri(), false) {
            return (StatusCode::SEE_OTHER, [(header::LOCATION, cleaned)]).into_response();
        }
    }
    next.run(request).await
}

/// Returns whether a page at this address says that something was done.
fn says(address: &str) -> bool {
    let query = address.split_once('?').map(|(_, query)| query).unwrap_or_default();
    paths::page(address).is_some() && form_urlencoded::parse(query.as_bytes()).any(|(name, _)| name == "done")
}
