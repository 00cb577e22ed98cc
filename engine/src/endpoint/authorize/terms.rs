//! The terms of a consent page.

use super::request::Request;
use crate::{interaction::Terms, keys, realm::Realm};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    authorization_details::{Detail, DetailsType},
    in_force,
    lifetime::RefreshTokenTtl,
    name::Name,
    provenance::Provenance,
    resource::Resource,
    scope::{OFFLINE_ACCESS, Scope},
    service::Service,
};

/// A scope and its description for the user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedScope {
    /// The value on the wire.
    pub scope: Scope,
    /// The description.
    pub description: String,
    /// The same for a user who reads German.
    pub description_de: String,
}

impl AskedScope {
    /// All that users may read of it, in whatever language.
    fn words(&self) -> String {
        // What is the same in German has the words of before: a page that is open through an upgrade stays good.
        if self.description_de == self.description {
            self.description.clone()
        } else {
            format!("{}\n{}", self.description, self.description_de)
        }
    }
}

/// An element of authorization details, and the type that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedDetail {
    /// The element.
    pub detail: Detail,
    /// Its type; none if the workspace has it no more.
    pub kind: Option<DetailsType>,
}

impl AskedDetail {
    /// Finds the types of elements.
    pub(crate) fn of<'a>(realm: &Realm, details: impl IntoIterator<Item = &'a Detail>) -> Vec<Self> {
        let kind = |detail: &Detail| realm.workspace.authorization.details_type(detail.type_name()).cloned();
        details.into_iter().map(|detail| Self { kind: kind(detail), detail: detail.clone() }).collect()
    }
}

/// The words of the terms.
pub(super) struct Words {
    pub(super) scopes: Vec<AskedScope>,
    pub(super) details: Vec<AskedDetail>,
    pub(super) services: Vec<Name>,
}

/// Returns the terms of a request by the settings as they are now, and their words.
pub(super) fn of(realm: &Realm, request: &Request, services: &[Service]) -> (Terms, Words) {
    let scopes = asked_scopes(request, services);
    let asked_for = |service: &&Service| service.resource.as_ref().is_some_and(|resource| request.resources.contains(resource));
    let servers: Vec<&Service> = services.iter().filter(asked_for).collect();
    let names = |resource: &Resource| {
        let named = servers.iter().filter(|service| service.resource.as_ref() == Some(resource));
        digest(&named.map(|service| service.name.as_str()).collect::<Vec<_>>().join("\n"))
    };
    let details = AskedDetail::of(realm, request.details.iter());
    // Of a type, all that users read is in its words and in its schema, which names the members.
    let words = |asked: &AskedDetail| digest(&serde_json::to_string(&asked.kind).unwrap_or_default());
    let (client_name, places) = Provenance::of(&request.client).seen(&request.client.settings);
    let terms = Terms {
        details: details.iter().map(|asked| (digest(&asked.detail.to_json().to_string()), words(asked))).collect(),
        seen: digest(&places.into_iter().collect::<Vec<_>>().join("\n")),
        client_name,
        scopes: scopes.iter().map(|asked| (asked.scope.clone(), digest(&asked.words()))).collect(),
        resources: request.resources.iter().map(|resource| (resource.clone(), names(resource))).collect(),
        offline_seconds: offline_seconds(realm, request),
    };
    (terms, Words { scopes, details, services: servers.into_iter().map(|service| service.name.clone()).collect() })
}

/// Returns the scopes as the services describe them, in their order. A scope that no service has is described by its name, so that the
/// user sees all of them.
fn asked_scopes(request: &Request, services: &[Service]) -> Vec<AskedScope> {
    let described = services.iter().flat_map(|service| &service.scopes);
    let described = described.map(|found| (&found.scope, [false, true].map(|german| found.told(german).to_owned())));
    let named = request.consent_scopes.iter().map(|scope| (scope, [scope.to_string(), scope.to_string()]));
    let mut asked: Vec<AskedScope> = Vec::new();
    for (scope, [description, description_de]) in described.chain(named) {
        let wanted = request.consent_scopes.contains(scope.as_str()) && scope.as_str() != OFFLINE_ACCESS;
        if wanted && asked.iter().all(|before| before.scope != *scope) {
            asked.push(AskedScope { scope: scope.clone(), description, description_de });
        }
    }
    asked
}

fn offline_seconds(realm: &Realm, request: &Request) -> Option<i64> {
    let ttls = in_force::ttls(&realm.workspace.tokens, &request.client.settings);
    ttls.refresh_token_ttl.filter(|_| request.scopes.contains(OFFLINE_ACCESS)).map(RefreshTokenTtl::as_seconds)
}

fn digest(words: &str) -> String {
    let hash = keys::hash_secret("consent-words", words);
    URL_SAFE_NO_PAD.encode(hash.get(..16).unwrap_or(&hash))
}
