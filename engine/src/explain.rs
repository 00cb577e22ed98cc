//! Would this client get a refresh token, or new tokens for the one it has? The answer is the real code run dry: the endpoints' own
//! checks leave a trail here, and nothing is written.

use domain::{
    client::{Client, ClientStatus},
    decision::{self, Condition, Decision},
    explanation::{Check, Explanation, Outcome, RefreshExplanation, Refused, Remark, Step, Switch},
    grant_type::GrantType,
    id::{ClientId, FamilyId, UserId},
    policy::{self, LimitRule},
    readiness::{self, Missing},
    scope::{OFFLINE_ACCESS, Scopes},
    user::{User, UserStatus},
};

use crate::{
    endpoint::{
        authorize::{Request, does, silence_refused},
        token::{client_has, workspace_allows},
    },
    engine::{Engine, Realm},
    error::{Error, Refusal},
    family::{Family, RefreshToken, Transition},
    form::Form,
    grant::refresh_token::{ended, presentation, refreshes, still_allowed},
    storage::Storage,
};

/// What was looked at so far, and whether it held.
#[derive(Debug, Default)]
pub(crate) struct Trail {
    steps: Vec<Step>,
    left_out: Scopes,
}

impl Trail {
    /// Notes a check, and hands its result on.
    pub(crate) fn note<T, E>(&mut self, check: Check, result: Result<T, E>) -> Result<T, E> {
        self.step(check, result.is_ok(), None);
        result
    }

    fn step(&mut self, check: Check, holds: bool, remark: Option<Remark>) {
        self.steps.push(Step { check, holds, remark, switch: None });
    }

    /// Adds a remark to a check that was noted.
    fn remark(&mut self, check: Check, remark: Option<Remark>) {
        if let Some(step) = self.steps.iter_mut().rfind(|step| step.check == check) {
            step.remark = remark;
        }
    }

    /// Notes the scopes that are asked for and not granted.
    pub(crate) fn leave_out(&mut self, scopes: &Scopes) {
        if !scopes.is_empty() {
            self.remark(Check::Scopes, Some(Remark::LeftOut));
            self.left_out = scopes.clone();
        }
    }

    fn has(&self, check: Check) -> bool {
        self.steps.iter().any(|step| step.check == check)
    }

    /// The steps, each that does not hold with the place where it is changed.
    fn told(self, realm: &Realm, client: Option<&Client>) -> Vec<Step> {
        let switch = |check| match check {
            Check::Condition(condition) => client.map_or(Switch::Request, |client| Switch::of(condition, &realm.workspace, client)),
            Check::Form | Check::ResponseType | Check::Parameters | Check::CodeChallenge | Check::IdTokenHint
            // What fails there is a request that lets nobody be asked.
            | Check::SignIn | Check::Consent => Switch::Request,
            Check::RedirectUri => Switch::ClientOauth,
            Check::Scopes | Check::StillOffline => Switch::ClientScopes,
            Check::Resources => Switch::Services,
            Check::UserActive => Switch::UserStatus,
            Check::StillWithout => match client {
                Some(client) if client.settings.refresh.without_offline_access.is_some() => Switch::ClientTokens,
                _ => Switch::WorkspaceTokens,
            },
            Check::Family => Switch::LiveTokens,
        };
        let told = self.steps.into_iter().map(|step| Step { switch: (!step.holds).then(|| switch(step.check)), ..step });
        told.collect()
    }
}

/// An authorization request whose fate is asked for.
#[derive(Debug, Clone)]
pub struct Asked<'a> {
    /// The client that the question is about: it is told of even where the request names none.
    pub client: ClientId,
    /// The request's parameters, as a query.
    pub query: &'a str,
    /// Who signs in; where nobody is named, somebody who never agreed before.
    pub user: Option<UserId>,
    /// Are they signed in when the request comes?
    pub signed_in: bool,
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            error: refusal.code().to_owned(),
            reason: refusal.reason().to_owned(),
            description: refusal.description().to_owned(),
            advice: refusal.advice().to_owned(),
        }
    }
}

impl<S: Storage> Engine<S> {
    /// What would become of an authorization request, of a user who signs in and agrees where they are asked, and of the exchange of
    /// its code.
    pub async fn explain(&self, realm: &Realm, asked: Asked<'_>) -> Result<Explanation, Error> {
        let client = self.storage().find_client(realm.workspace.id, asked.client).await?.map(|record| record.client);
        let mut trail = Trail::default();
        let outcome = self.outcome(realm, &asked, &mut trail).await?;
        // A request that ends early has not met all that is not set up.
        if let Some(client) = client.as_ref().filter(|_| !outcome.issues()) {
            for check in readiness::missing(&realm.workspace, client).into_iter().map(Missing::check) {
                if !trail.has(check) {
                    trail.step(check, false, None);
                }
            }
        }
        let left_out = std::mem::take(&mut trail.left_out);
        Ok(Explanation { steps: trail.told(realm, client.as_ref()), left_out, outcome })
    }

    async fn outcome(&self, realm: &Realm, asked: &Asked<'_>, trail: &mut Trail) -> Result<Outcome, Error> {
        let refused = |refusal: Refusal| Ok(Outcome::Refused(refusal.into()));
        let Ok(form) = trail.note(Check::Form, Form::parse(asked.query)) else {
            return Ok(Outcome::Unanswerable(Refusal::RepeatedParameter.into()));
        };
        let address = match self.return_address(realm, &form, trail).await? {
            Ok(address) => address,
            Err(unanswerable) => return Ok(Outcome::Unanswerable(unanswerable.refusal().into())),
        };
        let mut request = match Self::check_request(realm, &form, address, trail) {
            Ok(request) => request,
            Err(refusal) => return refused(refusal),
        };
        if let Err(refusal) = self.check_references(realm, &form, &mut request, trail).await? {
            return refused(refusal);
        }
        let user = match asked.user {
            Some(id) => self.storage().find_user(realm.workspace.id, id).await?,
            None => None,
        };
        if let Err(outcome) = self.sign_in_step(&request, asked, user.as_ref(), trail) {
            return Ok(outcome);
        }
        match self.consent_need(realm, &request, asked.user).await? {
            Err(remark) if request.prompt.none => {
                trail.step(Check::Consent, false, Some(remark));
                return refused(silence_refused(remark));
            }
            Ok(remark) | Err(remark) => trail.step(Check::Consent, true, Some(remark)),
        }
        self.decision(realm, &request, asked.user, trail).await
    }

    /// The sign-in, as far as the request and the user let it succeed.
    fn sign_in_step(&self, request: &Request, asked: &Asked<'_>, user: Option<&User>, trail: &mut Trail) -> Result<(), Outcome> {
        let active = asked.user.is_none() || user.is_some_and(|user| user.status == UserStatus::Active);
        let now = self.now();
        // Signed in just before the request came.
        let auth_time = (asked.signed_in && active).then(|| now.plus_seconds(-1));
        let is_wanted = request.is_for(asked.user);
        let need = auth_time.ok_or(Remark::SignInAsked).and_then(|auth_time| does(auth_time, request, now, now));
        let need = if is_wanted { need } else { Err(Remark::SignInByHint) };
        let (asks, remark) = need.map_or_else(|remark| (true, remark), |()| (false, Remark::SignedIn));
        if asks && request.prompt.none {
            trail.step(Check::SignIn, false, Some(remark));
            return Err(Outcome::Refused(Refusal::LoginRequired.into()));
        }
        trail.step(Check::SignIn, active && is_wanted, Some(remark));
        if !is_wanted {
            return Err(Outcome::Refused(Refusal::LoginRequired.into()));
        }
        if !active {
            trail.step(Check::UserActive, false, None);
            return Err(Outcome::UserInactive);
        }
        Ok(())
    }

    /// The decision at the exchange.
    async fn decision(&self, realm: &Realm, request: &Request, user: Option<UserId>, trail: &mut Trail) -> Result<Outcome, Error> {
        let (workspace, client, facts) = (&realm.workspace, &request.client, request.facts());
        let decision = self.decide(realm, client, user, facts).await?;
        let failing = match &decision {
            Decision::Issue(_) => &[][..],
            Decision::Withhold(failing) => failing,
        };
        for condition in Condition::ALL {
            if trail.has(Check::Condition(condition)) {
                continue;
            }
            let (fails, holds) = (failing.contains(&condition), decision::holds(condition, workspace, client, facts));
            // What the user is not asked about, they have not refused.
            if condition == Condition::Consented && !holds && !fails && !decision.issues() {
                continue;
            }
            trail.step(Check::Condition(condition), !fails, (!fails && !holds).then_some(Remark::NotNeeded));
        }
        Ok(decision.into())
    }

    /// What is decided when a code is exchanged for which these facts hold, in the name of this user.
    pub async fn decide(&self, realm: &Realm, client: &Client, user: Option<UserId>, facts: decision::Request) -> Result<Decision, Error> {
        let decision = decision::decide(&realm.workspace, client, facts);
        if decision.issues() && self.limit_reached(realm, client, user).await? {
            return Ok(decision::decide(&realm.workspace, client, decision::Request { limit_reached: true, ..facts }));
        }
        Ok(decision)
    }

    /// Has the user as many families at the client as the policy allows, where it ends none of them?
    async fn limit_reached(&self, realm: &Realm, client: &Client, user: Option<UserId>) -> Result<bool, Error> {
        let policy = policy::in_force(&realm.workspace.tokens, &client.settings);
        let (Some(most), LimitRule::Refuse, Some(user)) = (policy.family_limit.most(), policy.family_limit_rule, user) else {
            return Ok(false);
        };
        let live = self.storage().list_live_families(realm.workspace.id, user, self.now()).await?;
        Ok(live.iter().filter(|family| family.authorization.client_id == client.id).count() >= usize::from(most))
    }

    /// What would become of a refresh with this token.
    pub async fn explain_refresh_token(&self, realm: &Realm, text: &str) -> Result<RefreshExplanation, Error> {
        let nothing = |refusal: Refusal| RefreshExplanation { family_id: None, steps: Vec::new(), refused: Some(refusal.into()) };
        let Some(RefreshToken { family_id, generation }) = self.refresh_token_key(realm).read(text) else {
            return Ok(nothing(Refusal::ForgedRefreshToken));
        };
        match self.storage().find_family(realm.workspace.id, family_id).await? {
            Some(family) => self.explain_family(realm, &family, generation).await,
            None => Ok(nothing(Refusal::UnknownRefreshToken)),
        }
    }

    /// What would become of a refresh with the current token of a family; nothing where there is no such family.
    pub async fn explain_refresh(&self, realm: &Realm, family: FamilyId) -> Result<Option<RefreshExplanation>, Error> {
        match self.storage().find_family(realm.workspace.id, family).await? {
            Some(family) => self.explain_family(realm, &family, family.position.generation).await.map(Some),
            None => Ok(None),
        }
    }

    async fn explain_family(&self, realm: &Realm, family: &Family, generation: i64) -> Result<RefreshExplanation, Error> {
        let mut trail = Trail::default();
        let record = self.storage().find_client(realm.workspace.id, family.authorization.client_id).await?;
        let client = record.map(|record| record.client);
        let active = client.clone().filter(|client| client.status == ClientStatus::Active);
        let mut refused = trail.note(Check::Condition(Condition::ClientActive), active.as_ref().ok_or(Refusal::InvalidClient)).err();
        if let Some(client) = &client {
            // All of them are told; it is the first that the client is refused with.
            let mut look = |check, result| refused = refused.or(trail.note(check, result).err());
            look(Check::Condition(Condition::WorkspaceGrant), workspace_allows(realm, GrantType::RefreshToken));
            look(Check::Condition(Condition::ClientGrant), client_has(client, GrantType::RefreshToken));
            let grounds = if family.authorization.scopes.contains(OFFLINE_ACCESS) { Check::StillOffline } else { Check::StillWithout };
            // The grants were looked at already.
            let allowed = still_allowed(&realm.workspace, client, family);
            look(grounds, allowed.or_else(|refusal| if is_of_grant(refusal) { Ok(()) } else { Err(refusal) }));
            let user = self.storage().find_user(realm.workspace.id, family.authorization.user_id).await?;
            let user_active = user.is_some_and(|user| user.status == UserStatus::Active);
            look(Check::UserActive, user_active.then_some(()).ok_or(Refusal::UserInactive));
            if !family.authorization.resources.is_empty() {
                let left = match self.narrowed_resources(realm, &Form::default(), &family.authorization.resources).await {
                    Err(Error::Refused(refusal)) => Err(refusal),
                    found => Ok(found.map(drop)?),
                };
                look(Check::Resources, left);
            }
            let transition =
                family.position.present(presentation(realm, client, family, generation, self.now())).map(|(transition, _)| transition);
            look(Check::Family, transition.map_or_else(|| Err(ended(family)), refreshes));
            trail.remark(Check::Family, transition.and_then(remark_on));
        }
        let steps = trail.told(realm, client.as_ref());
        Ok(RefreshExplanation { family_id: Some(family.authorization.id), steps, refused: refused.map(Refused::from) })
    }
}

/// Returns what becomes of the token itself, where it brings new ones.
const fn remark_on(transition: Transition) -> Option<Remark> {
    match transition {
        Transition::Rotated => Some(Remark::Rotates),
        Transition::Repeated => Some(Remark::WithinWindow),
        Transition::Retried => Some(Remark::Straggler),
        Transition::Kept => Some(Remark::RotationOff),
        Transition::Reused => None,
    }
}

const fn is_of_grant(refusal: Refusal) -> bool {
    matches!(refusal, Refusal::WorkspaceGrant | Refusal::ClientGrant)
}
