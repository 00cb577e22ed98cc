//! The consent page.

use axum::{http::StatusCode, response::Response};
use engine::endpoint::authorize::ConsentPage;
use maud::html;

use super::{Forms, Page, asked, destination, details};
use crate::{
    oauth::visit::Visit,
    paths::WorkspaceRoute,
    text::{t, t_html},
};

pub(in crate::oauth) fn render(visit: &Visit, page: &ConsentPage) -> Response {
    let language = visit.language();
    let client = || html! { bdi { (page.client_name) } };
    let (title, deny, allow) = if page.known {
        (t!(language, "pages-continue"), t!(language, "consent-cancel"), t!(language, "pages-continue"))
    } else {
        (t!(language, "consent-title"), t!(language, "consent-deny"), t!(language, "consent-allow"))
    };
    let account = html! { a href=(visit.link(WorkspaceRoute::Account)) { (t!(language, "consent-end-link")) } };
    let body = html! {
        h1 {
            @if page.known {
                (t_html!(language, "consent-continue-to", client = client()))
            } @else {
                (t_html!(language, "consent-allow-client", client = client()))
            }
        }
        p class="lead" { (asked::signed_in_as(language, &page.user.identifier)) }
        @if !page.provenance.is_known() {
            p class="lead" { (asked::provenance(language, &page.client_name, &page.provenance)) }
            @if !page.known {
                @let place = html! { (destination(language, &page.redirect_uri)) };
                p {
                    @if page.returns_to_device {
                        strong { (t_html!(language, "consent-to-device", place = place)) }
                    } @else {
                        (t_html!(language, "consent-to", place = place))
                    }
                }
            }
        }
        @if page.known {
            p {
                (t_html!(
                    language,
                    "consent-known",
                    client = client(),
                    place = html! { (destination(language, &page.redirect_uri)) },
                ))
            }
        }
        @if !page.scopes.is_empty() {
            p {
                @if page.known {
                    (t_html!(language, "consent-may", client = client()))
                } @else {
                    (t_html!(language, "consent-would-like", client = client()))
                }
            }
            (asked::scopes(language, &page.scopes))
        }
        @if page.scopes.is_empty() && !page.details.is_empty() {
            p { (t_html!(language, "consent-asks-for", client = client())) }
        }
        (details::elements(language, details::Heading::OfPage, &page.details))
        (asked::services(language, &page.services))
        @if let Some(seconds) = page.offline_access {
            section class="offline" aria-labelledby="offline" {
                h2 id="offline" { (t!(language, "consent-offline")) }
                p {
                    (t_html!(
                        language,
                        "consent-offline-text",
                        client = client(),
                        duration = html! { (language.duration(seconds)) },
                    ))
                }
            }
        }
        (visit.form(WorkspaceRoute::Consent, &html! {
            input type="hidden" name="interaction" value=(page.interaction);
            div class="choices" {
                button type="submit" name="decision" value="deny" class="secondary" { (deny) }
                button type="submit" name="decision" value="allow" { (allow) }
            }
        }))
        p class="quiet" { (t_html!(language, "consent-end", account = account)) }
    };
    Page { visit, status: StatusCode::OK, title, forms: Forms::Onward, body }.render()
}
