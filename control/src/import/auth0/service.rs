//! Resource servers of a tenant: each is a service with its scopes.

use std::collections::HashSet;

use domain::{import::Reason, name::Name, resource::Resource, scope::Scope};

use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenService,
    values::{MOST_SCOPES, service_scope},
};

/// What services have that were read before: no two of a workspace have the same.
#[derive(Debug, Default)]
pub(super) struct TakenNames {
    names: HashSet<String>,
    resources: HashSet<String>,
    scopes: HashSet<Scope>,
}

pub(super) fn read(mut server: Members<'_>, taken: &mut TakenNames, findings: &mut Findings) -> Option<TakenService> {
    let at = server.at.clone();
    let identifier = server.text("identifier", findings).unwrap_or_default();
    let name = server.text("name", findings).unwrap_or(identifier);
    name.clone_into(&mut server.name);
    // The one of the tenant itself.
    if server.switch("is_system", findings).unwrap_or_default() {
        findings.leave_out(Reason::BuiltInScope, at, name);
        return None;
    }
    let Some(read) = Name::parse(name).ok().filter(|name| taken.names.insert(name.as_str().to_lowercase())) else {
        findings.leave_out(Reason::ServiceInvalid, at, name);
        return None;
    };
    let resource = Resource::parse(identifier).ok().filter(|resource| taken.resources.insert(resource.to_string()));
    if resource.is_none() {
        findings.leave_out(Reason::ResourceInvalid, server.pointer("identifier"), name);
    }
    let mut scopes = Vec::new();
    for mut scope in server.objects("scopes", findings) {
        let value = scope.text("value", findings).unwrap_or_default();
        let Some(read) = service_scope(value, None, scope.text("description", findings)) else {
            findings.leave_out(Reason::ScopeInvalid, scope.at, name);
            continue;
        };
        if scopes.len() == MOST_SCOPES || !taken.scopes.insert(read.scope.clone()) {
            findings.leave_out(Reason::ScopeTaken, scope.at, value);
            continue;
        }
        scopes.push(read);
        scope.leave_rest_out(Reason::ServiceOther, findings);
    }
    server.ignore(&["id", "signing_secret", "allow_offline_access", "skip_consent_for_verifiable_first_party_clients"]);
    server.leave_rest_out(Reason::ServiceOther, findings);
    Some(TakenService { at: findings.place(at), name: read, resource, scopes })
}
