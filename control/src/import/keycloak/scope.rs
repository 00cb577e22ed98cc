//! Client scopes of a realm: those of its own become a service.

use std::collections::HashSet;

use domain::{
    import::Reason,
    name::Name,
    scope::{ADDRESS, EMAIL, OFFLINE_ACCESS, OPENID, PHONE, PROFILE},
};

use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenService,
    values::{MOST_SCOPES, service_scope},
};

/// What the service is called that has them.
const SERVICE: &str = "Keycloak client scopes";
/// Those that mean the same here, and come with every workspace.
pub(super) const SAME: [&str; 6] = [OPENID, PROFILE, EMAIL, ADDRESS, PHONE, OFFLINE_ACCESS];
/// Those that come with Keycloak, and are about its own claims.
pub(super) const BUILT_IN: [&str; 8] =
    ["acr", "basic", "microprofile-jwt", "organization", "role_list", "roles", "saml_organization", "service_account"];
/// The one that makes cross-origin requests work, which they do here without it.
pub(super) const WEB_ORIGINS: &str = "web-origins";

pub(super) fn read(scopes: Vec<Members<'_>>, at: &str, findings: &mut Findings) -> Option<TakenService> {
    let mut taken = Vec::new();
    let mut seen = HashSet::new();
    for mut scope in scopes {
        let Some(name) = scope.text("name", findings) else {
            findings.leave_out(Reason::ScopeInvalid, scope.at, "");
            continue;
        };
        name.clone_into(&mut scope.name);
        if SAME.contains(&name) || name == WEB_ORIGINS {
            continue;
        }
        if BUILT_IN.contains(&name) {
            findings.leave_out(Reason::BuiltInScope, scope.at, name);
            continue;
        }
        if scope.text("protocol", findings).is_some_and(|protocol| protocol != "openid-connect") {
            findings.leave_out(Reason::ClientProtocol, scope.at, name);
            continue;
        }
        let mut attributes = scope.object("attributes", findings);
        let words = attributes.as_mut().and_then(|attributes| attributes.attribute("consent.screen.text", findings));
        let described = scope.text("description", findings).or(words.as_deref());
        let Some(read) = service_scope(name, words.as_deref(), described) else {
            findings.leave_out(Reason::ScopeInvalid, scope.at, name);
            continue;
        };
        if taken.len() == MOST_SCOPES || !seen.insert(name) {
            findings.leave_out(Reason::ScopeTaken, scope.at, name);
            continue;
        }
        taken.push(read);
        scope.ignore(&["id"]);
        scope.leave_out(&["protocolMappers"], Reason::ScopeMappers, findings);
        if let Some(mut attributes) = attributes {
            attributes.ignore(&["include.in.token.scope", "display.on.consent.screen", "gui.order"]);
            attributes.leave_rest_out(Reason::ServiceOther, findings);
        }
        scope.leave_rest_out(Reason::ServiceOther, findings);
    }
    if taken.is_empty() {
        return None;
    }
    let name = Name::parse(SERVICE).ok()?;
    Some(TakenService { at: findings.place(format!("{at}/clientScopes")), name, resource: None, scopes: taken })
}
