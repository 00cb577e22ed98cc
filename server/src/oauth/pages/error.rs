//! The pages that `error_uri` leads to (RFC 6749 §5.2): for developers of clients. They say nothing about any workspace.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Refusal;
use maud::html;

use crate::pages::server_page;

/// `GET /errors/{reason}`
pub(in crate::oauth) async fn page(Path(reason): Path<String>) -> Response {
    // What clients do not see has no page either.
    match Refusal::from_reason(&reason).filter(|refusal| refusal.public() == *refusal) {
        Some(refusal) => render(refusal),
        None => (StatusCode::NOT_FOUND, "There is no such error.\n").into_response(),
    }
}

fn render(refusal: Refusal) -> Response {
    let body = html! {
        h1 { (refusal.description()) }
        p class="lead" { "For those who build or run the application." }
        dl class="facts" {
            dt { "Error" }
            dd { code { (refusal.code().name()) } }
            dt { "Reason" }
            dd { code { (refusal.reason()) } }
        }
        h2 { "What to look at" }
        p { (refusal.advice()) }
        p class="quiet" { "Administrators see why in the console: the client’s page explains its requests one by one." }
    };
    ([(header::CACHE_CONTROL, "public, max-age=3600")], server_page(refusal.description(), &body)).into_response()
}
