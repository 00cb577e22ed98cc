//! The trail of a request: the checks that were made of it, and whether each held.
//!
//! The endpoints' own checks leave it. They throw it away, and an explanation tells it: so it says what the endpoints do.

use domain::{
    client::Client,
    explanation::{Check, Remark, Step, Switch},
    scope::Scopes,
};

use crate::realm::Realm;

/// The checks that were made of a request, in their order.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    steps: Vec<Step>,
    left_out: Scopes,
}

impl Trail {
    /// Notes a check and returns its result. A check that was noted before holds only if both results do. There is nothing to note of a
    /// check that no explanation tells.
    pub(crate) fn note<T, E>(&mut self, check: impl Into<Option<Check>>, result: Result<T, E>) -> Result<T, E> {
        if let Some(check) = check.into() {
            match self.find(check) {
                Some(step) => step.holds &= result.is_ok(),
                None => self.step(check, result.is_ok(), None),
            }
        }
        result
    }

    /// Adds a step.
    pub(crate) fn step(&mut self, check: Check, holds: bool, remark: Option<Remark>) {
        self.steps.push(Step { check, holds, remark, switch: None });
    }

    /// Says where a check that was noted is made to hold, where that depends on why it does not.
    pub(crate) fn lead(&mut self, check: Check, switch: Switch) {
        if let Some(step) = self.find(check) {
            step.switch = Some(switch);
        }
    }

    /// Sets the remark of a check that was noted.
    pub(crate) fn remark(&mut self, check: Check, remark: impl Into<Option<Remark>>) {
        if let Some(step) = self.find(check) {
            step.remark = remark.into();
        }
    }

    /// Notes the scopes that the request asks for and that are not granted.
    pub(crate) fn leave_out(&mut self, scopes: &Scopes) {
        if !scopes.is_empty() {
            self.remark(Check::Scopes, Remark::LeftOut);
            self.left_out = scopes.clone();
        }
    }

    /// Returns whether a check was noted.
    pub(crate) fn has(&self, check: Check) -> bool {
        self.steps.iter().any(|step| step.check == check)
    }

    /// Returns the steps, each failed one with the place where it is changed, and the scopes that were left out.
    pub(crate) fn finish(self, realm: &Realm, client: Option<&Client>) -> (Vec<Step>, Scopes) {
        let usual = |step: &Step| step.switch.unwrap_or_else(|| switch(step.check, realm, client));
        let place = |step: Step| Step { switch: (!step.holds).then(|| usual(&step)), ..step };
        (self.steps.into_iter().map(place).collect(), self.left_out)
    }

    fn find(&mut self, check: Check) -> Option<&mut Step> {
        self.steps.iter_mut().rfind(|step| step.check == check)
    }
}

/// Returns whether the workspace says by which way each request comes: pushed, or signed.
const fn requires_a_way(realm: &Realm) -> bool {
    let settings = &realm.workspace.authorization;
    settings.require_pushed_authorization_requests || settings.require_signed_request_object
}

/// Returns the place where a check is made to hold.
fn switch(check: Check, realm: &Realm, client: Option<&Client>) -> Switch {
    match check {
        Check::Condition(condition) => client.map_or(Switch::Request, |client| Switch::of(condition, &realm.workspace, client)),
        // Where nobody can send such a request, it is the workspace that says so.
        Check::Way if requires_a_way(realm) => Switch::WorkspaceSecurity,
        Check::Form | Check::PushedRequest | Check::RequestObject | Check::Way | Check::ResponseType | Check::Parameters
        | Check::CodeChallenge | Check::IdTokenHint | Check::Key | Check::Certificate
        // These fail only if the request forbids that the user is asked.
        | Check::SignIn | Check::Consent => Switch::Request,
        Check::RedirectUri | Check::ClientKeys | Check::ClientAuthentication | Check::OwnGrant => Switch::ClientOauth,
        Check::MutualTls => Switch::Installation,
        Check::OwnGrantAllowed => Switch::WorkspaceGrantTypes,
        Check::Scopes | Check::StillOffline | Check::AuthorizationDetails => Switch::ClientScopes,
        Check::Resources => Switch::Services,
        Check::UserActive => Switch::UserStatus,
        Check::StillWithout => match client {
            Some(client) if client.settings.refresh.without_offline_access.is_some() => Switch::ClientTokens,
            _ => Switch::WorkspaceTokens,
        },
        Check::Family => Switch::LiveTokens,
    }
}
