//! Issuers whose assertions a workspace takes (RFC 7523 §2.1): which there can be, and what a change of them is told as.

use domain::{
    audit::{AuditAction, Change},
    id::ClientId,
    problem::Problem,
    scope::Scope,
    service::Service,
    trusted_issuer::{TrustedIssuer, TrustedIssuers},
    workspace::Workspace,
};
use engine::client_keys;

use crate::{
    Error,
    audit_line::Line,
    changes,
    edit::Edit,
    error::Problems,
    offered_scopes::{has_unknown, is_among, is_usual_or_among},
};

/// Refuses issuers that cannot be, and those for clients and scopes that are not there. What one has already stays, whatever has become of it since.
pub(crate) fn check(
    before: &TrustedIssuers,
    after: &TrustedIssuers,
    is_offered: impl Fn(&Scope) -> bool,
    is_there: impl Fn(ClientId) -> bool,
) -> Result<(), Error> {
    let mut problems = Problems::default();
    if let Err((field, problem)) = after.check() {
        problems.note(field, problem);
    }
    for issuer in after.iter() {
        let earlier = before.find(&issuer.id);
        if let Some(Err(error)) = issuer.keys.jwks().map(client_keys::check) {
            problems.note("jwks", error);
        }
        let was_for = |client: &ClientId| earlier.is_some_and(|earlier| earlier.clients.contains(client));
        if !issuer.clients.iter().all(|client| was_for(client) || is_there(*client)) {
            problems.note("clients", Problem::UnknownClient);
        }
        let could_grant = |scope: &Scope| earlier.is_some_and(|earlier| earlier.scopes.contains(scope.as_str()));
        if has_unknown(issuer.scopes.iter(), could_grant, &is_offered) {
            problems.note("scopes", Problem::UnknownScope);
        }
    }
    problems.check()
}

/// Refuses issuers of a workspace that is new, and has these services beside those that every workspace has. It has no clients yet.
pub(crate) fn check_new(issuers: &TrustedIssuers, services: &[Service]) -> Result<(), Error> {
    check(&TrustedIssuers::none(), issuers, |scope| is_usual_or_among(services, scope), |_| false)
}

/// Returns what differs, for whoever compares two workspaces.
pub(crate) fn between(before: &TrustedIssuers, after: &TrustedIssuers) -> Result<Vec<Change>, Error> {
    let names = |issuers: &TrustedIssuers| issuers.iter().map(|issuer| issuer.id.as_str()).collect::<Vec<_>>().join(", ");
    let (from, to) = (names(before), names(after));
    let mut told = if from == to { Vec::new() } else { changes::one("trusted_issuers", &from, &to) };
    for issuer in after.iter() {
        told.extend(before.find(&issuer.id).map(|earlier| changes::between(earlier, issuer)).transpose()?.unwrap_or_default());
    }
    Ok(told)
}

/// Returns the issuers that are trusted no longer, or under another `iss`: nobody whom they name is one whom somebody linked.
pub(crate) fn gone<'a>(before: &'a TrustedIssuers, after: &'a TrustedIssuers) -> impl Iterator<Item = &'a TrustedIssuer> {
    before.iter().filter(move |issuer| after.find(&issuer.id).is_none_or(|later| later.issuer != issuer.issuer))
}

/// Returns the audit lines of a change, one for each issuer.
pub(crate) fn lines(workspace: &Workspace, before: &TrustedIssuers, after: &TrustedIssuers) -> Result<Vec<Line>, Error> {
    let line = |action, issuer: &TrustedIssuer, changes| Line {
        workspace: Some(workspace.id),
        action,
        target: issuer.id.to_string(),
        target_id: workspace.id.to_string(),
        changes,
    };
    let mut told = Vec::new();
    for issuer in before.iter().filter(|issuer| after.find(&issuer.id).is_none()) {
        told.push(line(AuditAction::TrustedIssuerRemoved, issuer, changes::one("issuer", &issuer.issuer, "")));
    }
    for issuer in after.iter() {
        match before.find(&issuer.id) {
            None => told.push(line(AuditAction::TrustedIssuerAdded, issuer, changes::all(issuer)?)),
            Some(earlier) if earlier != issuer => {
                told.push(line(AuditAction::TrustedIssuerUpdated, issuer, changes::between(earlier, issuer)?));
            }
            Some(_) => {}
        }
    }
    Ok(told)
}

impl Edit<'_, Workspace> {
    /// Refuses issuers that the workspace cannot trust.
    pub(crate) async fn check_trusted_issuers(&self, before: &TrustedIssuers, after: &TrustedIssuers) -> Result<(), Error> {
        // The rest would be looked up in vain.
        after.check().map_err(|(field, problem)| Error::invalid(field, problem))?;
        let store = self.store();
        let services = store.list_services().await?;
        let named = after.iter().flat_map(|issuer| issuer.clients.iter().copied());
        let there = store.client_names(named).await?;
        check(before, after, |scope| is_among(&services, scope), |client| there.contains_key(&client))
    }
}
