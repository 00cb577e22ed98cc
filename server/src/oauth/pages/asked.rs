//! What a user is asked to agree to, as the pages about an application and about a device have it.

use domain::{name::Name, provenance::Provenance, user::UserIdentifier};
use engine::endpoint::authorize::AskedScope;
use maud::{Markup, html};
use translation::Language;

use crate::text::{t, t_html};

/// Says who is asked.
pub(super) fn signed_in_as(language: Language, identifier: &UserIdentifier) -> Markup {
    t_html!(language, "consent-signed-in-as", user = html! { strong { bdi { (identifier) } } })
}

/// Warns of a client that no administrator stands for: whose it is, and that its name says nothing. Nothing of any other.
pub(super) fn provenance(language: Language, client: &str, provenance: &Provenance) -> Markup {
    let client = html! { bdi { (client) } };
    match provenance {
        Provenance::Administrator => html! {},
        Provenance::Published(host) => {
            t_html!(language, "consent-document", client = client, host = html! { strong { bdi { (host) } } })
        }
        Provenance::Registered => t_html!(language, "consent-registered", client = client),
    }
}

/// Says in short whose a client is that no administrator stands for, where its name is read and nothing is agreed to. Nothing of any other.
pub(super) fn origin(language: Language, provenance: &Provenance) -> Markup {
    match provenance {
        Provenance::Administrator => html! {},
        Provenance::Published(host) => t_html!(language, "consent-origin-document", host = html! { bdi { (host) } }),
        Provenance::Registered => html! { (t!(language, "consent-origin-registered")) },
    }
}

/// The scopes, as they are told to users.
pub(super) fn scopes(language: Language, scopes: &[AskedScope]) -> Markup {
    html! {
        ul class="scopes" {
            @for asked in scopes {
                @let told = if language == Language::German { &asked.description_de } else { &asked.description };
                li { bdi { (language.of_scope(asked.scope.as_str(), told)) } }
            }
        }
    }
}

/// The services whose resource servers the access is for; nothing where it is for the workspace itself.
pub(super) fn services(language: Language, services: &[Name]) -> Markup {
    html! {
        @if !services.is_empty() {
            p { (t!(language, "consent-for")) }
            ul class="scopes" {
                @for service in services {
                    li { bdi { (service) } }
                }
            }
        }
    }
}
