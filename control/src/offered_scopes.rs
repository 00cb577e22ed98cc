//! Scopes that settings name: each is one of a service of the workspace. A scope that there is none of would do nothing, for ever and in silence.

use domain::{
    problem::Problem,
    scope::Scope,
    service::{self, Service},
    workspace::WorkspaceSettings,
};

use crate::{Error, error::Problems};

/// Returns whether one of these services has a scope.
pub(crate) fn is_among(services: &[Service], scope: &Scope) -> bool {
    services.iter().flat_map(|service| &service.scopes).any(|offered| offered.scope == *scope)
}

/// Returns whether one of the services that every workspace has, or of these beside them, has a scope.
pub(crate) fn is_usual_or_among(services: &[Service], scope: &Scope) -> bool {
    service::defaults().iter().flat_map(|(_, _, scopes)| scopes).any(|offered| offered.scope == *scope) || is_among(services, scope)
}

/// Returns whether there is no such scope among those that are named anew. What was named before stays, whatever has become of it since.
pub(crate) fn has_unknown<'a>(
    named: impl IntoIterator<Item = &'a Scope>,
    was_named: impl Fn(&Scope) -> bool,
    is_offered: impl Fn(&Scope) -> bool,
) -> bool {
    named.into_iter().any(|scope| !was_named(scope) && !is_offered(scope))
}

/// Refuses settings of a workspace that name scopes anew which it does not have: those that clients register with, and those that claims come
/// with.
pub(crate) fn check(before: &WorkspaceSettings, after: &WorkspaceSettings, is_offered: impl Fn(&Scope) -> bool) -> Result<(), Error> {
    let mut problems = Problems::default();
    let scopes = |settings: &WorkspaceSettings| settings.authorization.registration.registration_scopes.clone();
    let (earlier, registered) = (scopes(before), scopes(after));
    if has_unknown(registered.iter(), |scope| earlier.contains(scope.as_str()), &is_offered) {
        problems.note("registration_scopes", Problem::UnknownScope);
    }
    for (line, mapping) in (0..).zip(&after.tokens.claim_mappings) {
        let came_with = |scope: &Scope| before.tokens.claim_mappings.iter().any(|earlier| earlier.scope() == Some(scope));
        if has_unknown(mapping.scope(), came_with, &is_offered) {
            problems.note("claim_mappings", Problem::UnknownScopeAtLine { line });
        }
    }
    problems.check()
}
