//! What a user is asked to agree to, as the pages about an application and about a device have it.

use domain::{name::Name, user::UserIdentifier};
use engine::endpoint::authorize::AskedScope;
use maud::{Markup, html};
use translation::Language;

use crate::text::{t, t_html};

/// Says who is asked.
pub(super) fn signed_in_as(language: Language, identifier: &UserIdentifier) -> Markup {
    t_html!(language, "consent-signed-in-as", user = html! { strong { bdi { (identifier) } } })
}

/// The scopes, as they are told to users.
pub(super) fn scopes(language: Language, scopes: &[AskedScope]) -> Markup {
    html! {
        ul class="scopes" {
            @for asked in scopes {
                li { bdi { (language.of_scope(asked.scope.as_str(), &asked.description)) } }
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
