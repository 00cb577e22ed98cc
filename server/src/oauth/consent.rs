//! `POST /consent`

use axum::{extract::State, response::Response};

use super::{Shared, authorize, error::Failure, visit::Posted};

pub(super) async fn consent(State(shared): State<Shared>, posted: Posted) -> Result<Response, Failure> {
    let (visit, outcome) = match posted {
        Posted::Ours(visit, form) => {
            let agreed = form.get("decision") == Some("allow");
            let interaction = form.get("interaction").unwrap_or_default();
            let outcome = shared.engine.consent(&visit.realm, interaction, visit.session(), agreed).await?;
            (visit, outcome)
        }
        // Whoever is signed in here now is asked.
        Posted::Others(visit, form) => {
            let outcome = shared.engine.resume(&visit.realm, form.get("interaction").unwrap_or_default(), visit.session()).await?;
            (visit, outcome)
        }
    };
    Ok(authorize::respond(&visit, outcome))
}
