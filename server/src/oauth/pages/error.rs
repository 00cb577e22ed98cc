//! The pages that `error_uri` leads to (RFC 6749 §5.2): for developers of clients. They say nothing about any workspace.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use engine::Refusal;
use maud::html;
use translation::Language;

use crate::{
    browser::language::{CHOSEN, Spoken},
    pages::server_page_at,
    text::t,
};

/// `GET /errors/{reason}`
pub(in crate::oauth) async fn page(Path(reason): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let language = Spoken::of(&uri, &headers).language();
    // What clients do not see has no page either.
    match Refusal::from_reason(&reason).filter(|refusal| refusal.public() == *refusal) {
        Some(refusal) => render(refusal, language, uri.path()),
        None => (StatusCode::NOT_FOUND, format!("{}\n", t!(language, "pages-error-none"))).into_response(),
    }
}

fn render(refusal: Refusal, language: Language, path: &str) -> Response {
    let description = language.word(refusal.description());
    let body = html! {
        h1 { (description) }
        p class="lead" { (t!(language, "pages-error-lead")) }
        dl class="facts" {
            dt { (t!(language, "pages-error")) }
            dd { code { (refusal.code().name()) } }
            dt { (t!(language, "pages-error-reason")) }
            dd { code { (refusal.reason()) } }
        }
        h2 { (t!(language, "pages-error-look-at")) }
        p { (language.said(refusal.advice())) }
        p class="quiet" { (t!(language, "pages-error-console")) }
    };
    // A cache keeps it for the readers of its language.
    let headers = [(header::CACHE_CONTROL, "public, max-age=3600"), (header::VARY, "Accept-Language, Cookie")];
    let others = Language::ALL.into_iter().filter(|other| *other != language);
    let others = others.map(|other| (other, format!("{path}?{CHOSEN}={}", other.tag()))).collect();
    (headers, server_page_at(language, description, &body, others)).into_response()
}
