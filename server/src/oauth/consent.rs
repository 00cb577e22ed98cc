//! `POST /consent`

use axum::response::Response;

use super::{authorize, error::ErrorWriter, shared::Asked, visit::Posted};

pub(super) async fn consent(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let (visit, outcome) = match posted {
            Posted::Ours(visit, form) => {
                let agreed = form.get("decision") == Some("allow");
                let interaction = form.get("interaction").unwrap_or_default();
                let outcome = shared.engine.consent(&visit.realm, interaction, visit.browser(), agreed).await?;
                (visit, outcome)
            }
            // The user who is signed in here now is asked.
            Posted::Others(visit, form) => {
                let outcome = shared.engine.resume(&visit.realm, form.get("interaction").unwrap_or_default(), visit.browser()).await?;
                (visit, outcome)
            }
        };
        authorize::respond(&shared, &visit, outcome).await
    };
    errors.or_page(answer.await)
}
