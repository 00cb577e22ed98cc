//! Resource servers of a tenant: each is a service with its scopes.

use domain::{import::Reason, name::Name, resource::Resource};

use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenService,
    values::{MOST_SCOPES, service_scope},
};

pub(super) fn read(mut server: Members<'_>, before: &[TakenService], findings: &mut Findings) -> Option<TakenService> {
    let at = server.at.clone();
    let identifier = server.text("identifier", findings).unwrap_or_default();
    let name = server.text("name", findings).unwrap_or(identifier);
    name.clone_into(&mut server.name);
    // The one of the tenant itself.
    if server.switch("is_system", findings).unwrap_or_default() {
        findings.leave_out(Reason::BuiltInScope, at, name);
        return None;
    }
    let same = |name: &Name| before.iter().any(|other| other.name.as_str().to_lowercase() == name.as_str().to_lowercase());
    let Some(read) = Name::parse(name).ok().filter(|name| !same(name)) else {
        findings.leave_out(Reason::ServiceInvalid, at, name);
        return None;
    };
    let resource = Resource::parse(identifier).ok().filter(|resource| before.iter().all(|other| other.resource.as_ref() != Some(resource)));
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
        let taken = before.iter().flat_map(|service| &service.scopes).chain(&scopes).any(|other| other.scope == read.scope);
        if taken || scopes.len() == MOST_SCOPES {
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
