//! On to an address: by a redirect, or by a page where the address is too long for a header. Stock proxies take a head of 4 KB.

use axum::{
    body::Bytes,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use engine::Realm;
use maud::{Markup, PreEscaped, html};

use super::{Forms, Page, script};
use crate::{oauth::visit::Visit, paths::WorkspaceRoute, text::t};

/// The longest address that goes into a header, in bytes: what else there is of a head needs room, too.
pub(in crate::oauth) const LONGEST: usize = 2_000;

/// Leads to an address. 303, so that no form of ours is posted on (RFC 9700 §4.12).
pub(in crate::oauth) fn to(visit: &Visit, address: &str) -> Response {
    if address.len() <= LONGEST
        && let Ok(location) = HeaderValue::from_str(address)
    {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response();
    }
    let language = visit.language();
    let title = t!(language, "pages-going-back");
    let body = html! {
        h1 { (title) }
        p class="lead" { (t!(language, "pages-going-back-lead")) }
        p { a class="button" href=(address) rel="noreferrer" { (t!(language, "pages-continue")) } }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::None, body }.render_going_on(Some(address))
}

/// A request of a client, to be made once more from a page of ours. Any site can make it, and it does nothing by itself, so it has no token.
pub(super) fn request(realm: &Realm, route: WorkspaceRoute, parameters: &[u8], label: &str) -> Markup {
    html! {
        form method="post" action=(route.below(&realm.issuer)) {
            @for (name, value) in form_urlencoded::parse(parameters) {
                input type="hidden" name=(name) value=(value);
            }
            button type="submit" { (label) }
        }
    }
}

/// Makes a request once more from a page of ours, so that our cookie comes along.
pub(in crate::oauth) fn again(visit: &Visit, route: WorkspaceRoute, body: &Bytes) -> Response {
    let language = visit.language();
    let title = t!(language, "pages-going-on");
    let body = html! {
        h1 { (title) }
        p class="lead" { (t!(language, "pages-going-on-lead")) }
        (request(&visit.realm, route, body, t!(language, "pages-continue")))
        script { (PreEscaped(script::SUBMIT)) }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::SentOn, body }.render()
}
