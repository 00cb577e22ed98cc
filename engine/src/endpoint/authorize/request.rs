//! The authorization request, and what must hold of it before a page is shown, in the order in which it is refused.

use domain::{
    authorization_details::AuthorizationDetails,
    client::Client,
    clock::Timestamp,
    decision::{self, Condition, Decision, Grounds, RefreshFacts},
    explanation::{Check, Remark},
    grant_type::GrantType,
    id::UserId,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    thumbprint::Thumbprint,
    user::User,
};
use uuid::Uuid;

use super::{prompt::Prompt, response_mode::ResponseMode, return_address::ReturnAddress, wanted_acr::WantedAcr};
use crate::{
    asked_details::{self, PARAMETER},
    asked_scopes::AskedScopes,
    claims_request::ClaimsRequest,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant_permission::{client_has, workspace_allows},
    granted_claims::GrantedClaims,
    pkce,
    realm::Realm,
    storage::{Basis, DeviceRequest, LoginSession, Storage},
    token::id::{self as id_token, IdTokenClaims},
    trail::Trail,
};

/// Whoever signs in, they are not the one that is asked for.
const NOBODY: UserId = UserId::from_uuid(Uuid::nil());

/// An authorization request that was checked.
pub(crate) struct Request {
    pub(crate) client: Client,
    pub(super) redirect_uri: String,
    pub(super) redirect_uri_named: bool,
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) scopes: Scopes,
    pub(crate) left_out: Scopes,
    /// The scopes that the user agrees to: those that are asked for, and those of the claims that are asked for by themselves.
    pub(super) consent_scopes: Scopes,
    pub(super) claims: GrantedClaims,
    pub(super) offline_requested: bool,
    pub(super) code_challenge: Option<String>,
    pub(super) dpop_jkt: Option<Thumbprint>,
    pub(super) resources: Resources,
    pub(super) details: AuthorizationDetails,
    pub(crate) prompt: Prompt,
    pub(super) max_age: Option<i64>,
    /// How far the client wants to rely on the sign-in.
    pub(crate) acr: WantedAcr,
    pub(super) login_hint: Option<String>,
    /// What the client calls the user that it is for, by the claim `sub`.
    wanted_subject: Option<String>,
    /// The user that it is for; none if it is for any user.
    subject: Option<UserId>,
}

impl Request {
    /// Returns whether this user may answer it. A client never gets another user's tokens (OpenID Connect Core §3.1.2.2).
    pub(crate) fn is_for(&self, user: Option<UserId>) -> bool {
        match (&self.subject, user) {
            (Some(subject), Some(user)) => *subject == user,
            _ => true,
        }
    }

    /// The key that the code is to be bound to.
    pub(crate) const fn dpop_jkt(&self) -> Option<Thumbprint> {
        self.dpop_jkt
    }

    /// The basis of an answer to a user who is signed in.
    pub(super) fn basis(&self, realm: &Realm, user: &User, session: &LoginSession) -> Basis {
        Basis::of_client(&realm.workspace, &self.client).and_user(user).and_session(session.id)
    }

    /// The facts that the decision about a refresh token depends on.
    pub(crate) fn facts(&self) -> RefreshFacts {
        let consented = self.scopes.contains(OFFLINE_ACCESS);
        RefreshFacts { requested: self.offline_requested, consented, limit_reached: false }
    }
}

impl<S: Storage> Engine<S> {
    /// Checks all that must hold of a request before a page is shown to the user.
    pub(crate) async fn check_request(
        &self,
        realm: &Realm,
        form: &Form,
        address: ReturnAddress,
        trail: &mut Trail,
    ) -> Result<Request, Error> {
        // A page of ours reads the answer as it is.
        let is_trial = self.is_trial_of(realm, address.client.id, &address.redirect_uri);
        let mut request = read_request(realm, form, address, trail)?;
        let has_to_be_signed = realm.workspace.authorization.security.require_signed_authorization_response;
        if has_to_be_signed && !request.response_mode.is_signed() && !is_trial {
            let unsigned: Result<(), Refusal> = Err(Refusal::SignedResponseRequired);
            trail.note(Check::Parameters, unsigned)?;
        }
        self.check_references(realm, form, &mut request, trail).await?;
        Ok(request)
    }

    /// Looks up what the request refers to: resource servers (RFC 8707 §2.1), types of authorization details (RFC 9396 §5) and a user.
    async fn check_references(&self, realm: &Realm, form: &Form, request: &mut Request, trail: &mut Trail) -> Result<(), Error> {
        if !form.resources().is_empty() {
            let found = self.resource_servers(realm, form, &Resources::none()).await?.requested(form);
            request.resources = trail.note(Check::Resources, found)?;
        }
        if form.get(PARAMETER).is_some() {
            let asked = self.requested_details(realm, &request.client, form).await?;
            request.details = asked_details::note(trail, true, asked)?;
        }
        if let Some(hint) = form.get("id_token_hint") {
            let found = self.hinted_subject(realm, &request.client, hint).await?.ok_or(Refusal::ForeignIdTokenHint);
            request.subject = Some(trail.note(Check::IdTokenHint, found)?);
        }
        if let Some(called) = &request.wanted_subject {
            let wanted = self.own_subject(realm, &request.client, called).await?.unwrap_or(NOBODY);
            let agrees = request.subject.is_none_or(|hinted| hinted == wanted);
            request.subject = Some(if agrees { wanted } else { NOBODY });
        }
        Ok(())
    }

    /// The user whom this client calls so, by its settings now. A name that another sector has for a user must not lead to what this one calls them.
    async fn own_subject(&self, realm: &Realm, client: &Client, called: &str) -> Result<Option<UserId>, Error> {
        let (workspace, sector) = (realm.workspace.id, client.sector());
        let is_identifier = called.parse::<UserId>().is_ok();
        if is_identifier != sector.is_none() {
            return Ok(None);
        }
        let Some(user) = self.user_called(workspace, called).await? else { return Ok(None) };
        let own = self.subject(workspace, user, sector.as_ref()).await?;
        Ok(Some(user).filter(|_| own == called))
    }

    /// The user of an ID token that this client was given, expired or not (OpenID Connect Core §3.1.2.1), whatever it called them by its settings then.
    async fn hinted_subject(&self, realm: &Realm, client: &Client, hint: &str) -> Result<Option<UserId>, Error> {
        let claims = self.verify_signature::<IdTokenClaims>(realm, id_token::TYPE, hint).await?;
        match claims.filter(|claims| claims.iss == realm.issuer && claims.aud == client.client_id()) {
            Some(claims) => self.user_called(realm.workspace.id, &claims.user.sub).await,
            None => Ok(None),
        }
    }
}

impl Request {
    /// The request of a device, as far as a user decides about it: it has no address to answer to.
    pub(super) fn of_device(realm: &Realm, client: Client, device: &DeviceRequest) -> Self {
        // What was taken from the client since is not asked for.
        let scopes = device.scopes.intersection(&client.settings.scopes);
        let consent_scopes = scopes.clone();
        let details = asked_details::still_allowed(&device.authorization_details, realm, &client);
        Self {
            client,
            redirect_uri: String::new(),
            redirect_uri_named: false,
            response_mode: ResponseMode::Query,
            state: None,
            nonce: None,
            scopes,
            consent_scopes,
            claims: GrantedClaims::default(),
            left_out: device.left_out.clone(),
            offline_requested: device.offline_requested,
            code_challenge: None,
            dpop_jkt: device.dpop_jkt,
            resources: device.resources.clone(),
            details,
            prompt: Prompt::default(),
            max_age: None,
            acr: WantedAcr::default(),
            login_hint: None,
            wanted_subject: None,
            subject: None,
        }
    }
}

/// Returns the checks of a request by itself that fail. They do not depend on each other.
pub(crate) fn failing(realm: &Realm, form: &Form, client: &Client) -> Vec<Check> {
    let checks = [
        (Check::ResponseType, response_type(form).is_ok()),
        (Check::Condition(Condition::UserGrant), code_grant(realm, client).is_ok()),
        (Check::ClientAuthentication, authentication(realm, client).is_ok()),
        (Check::Parameters, other_parameters(form).is_ok()),
        (Check::CodeChallenge, challenge(realm, form, client).is_ok()),
        (Check::Scopes, scopes(form, client).is_ok()),
    ];
    checks.into_iter().filter(|(_, holds)| !holds).map(|(check, _)| check).collect()
}

/// Reads the request, and checks what it says by itself.
fn read_request(realm: &Realm, form: &Form, address: ReturnAddress, trail: &mut Trail) -> Result<Request, Refusal> {
    let ReturnAddress { client, redirect_uri, redirect_uri_named, response_mode, state } = address;
    trail.note(Check::ResponseType, response_type(form))?;
    trail.note(Check::Condition(Condition::UserGrant), code_grant(realm, &client))?;
    if realm.workspace.authorization.security.require_asymmetric_client_authentication {
        trail.note(Check::ClientAuthentication, authentication(realm, &client))?;
    }
    let OtherParameters { max_age, claims, acr, prompt, dpop_jkt } = trail.note(Check::Parameters, other_parameters(form))?;
    let code_challenge = trail.note(Check::CodeChallenge, challenge(realm, form, &client))?;
    let AskedScopes { granted, left_out } = trail.note(Check::Scopes, scopes(form, &client))?;
    trail.leave_out(&left_out);
    let offline_requested = requests_offline_access(form, &granted);
    let scopes = with_offline_access(realm, &client, &granted, offline_requested);
    let mappings = &realm.workspace.tokens.claim_mappings;
    let wanted_subject = claims.wanted_subject().map(str::to_owned);
    let claims = GrantedClaims::of(&claims, &client.settings.scopes.only(Scope::is_for_users), mappings);
    let consent_scopes = scopes.union(&claims.scopes(mappings));
    let login_hint = form.get("login_hint").map(str::to_owned);
    let nonce = form.get("nonce").map(str::to_owned);
    Ok(Request {
        client,
        redirect_uri,
        redirect_uri_named,
        response_mode,
        state,
        nonce,
        scopes,
        consent_scopes,
        claims,
        left_out,
        offline_requested,
        code_challenge,
        dpop_jkt,
        resources: Resources::none(),
        details: AuthorizationDetails::none(),
        prompt,
        max_age,
        acr,
        login_hint,
        wanted_subject,
        subject: None,
    })
}

/// Returns whether a request asks for offline access. One without scopes does not.
pub(crate) fn requests_offline_access(form: &Form, granted: &Scopes) -> bool {
    form.get("scope").is_some() && granted.contains(OFFLINE_ACCESS)
}

/// Returns the scopes that are granted, with `offline_access` where it was requested and can be had. OpenID Connect Core §11: it is ignored if it
/// cannot; the token response records why.
pub(crate) fn with_offline_access(realm: &Realm, client: &Client, granted: &Scopes, requested: bool) -> Scopes {
    let mut scopes = granted.without(OFFLINE_ACCESS);
    let may_have = decision::decide(&realm.workspace, client, RefreshFacts::OFFLINE_GRANTED) == Decision::Issue(Grounds::OfflineAccess);
    if requested
        && may_have
        && let Ok(scope) = Scope::parse(OFFLINE_ACCESS)
    {
        scopes.insert(scope);
    }
    scopes
}

/// Returns why the user must sign in again, if so. `auth_time` is when the user signed in, `asked_at` when the request came.
pub(crate) fn session_satisfies(auth_time: Timestamp, request: &Request, asked_at: Timestamp, now: Timestamp) -> Result<(), Remark> {
    // A sign-in after the request always satisfies it.
    if auth_time >= asked_at {
        return Ok(());
    }
    if request.prompt.login {
        return Err(Remark::SignInByPrompt);
    }
    // OpenID Connect Core §3.1.2.1: a max_age of 0 is the same as the prompt login.
    let young_enough = request.max_age.is_none_or(|max_age| max_age > 0 && now.seconds_since(auth_time) <= max_age);
    if young_enough { Ok(()) } else { Err(Remark::SignInByMaxAge) }
}

fn response_type(form: &Form) -> Result<(), Refusal> {
    // What refers to a pushed request was replaced by that before, and an object by what is in it.
    if form.get("request").is_some() {
        return Err(Refusal::NestedRequestObject);
    }
    if form.get("request_uri").is_some() {
        return Err(Refusal::RequestUri);
    }
    match form.get("response_type") {
        Some("code") => Ok(()),
        Some(_) => Err(Refusal::UnknownResponseType),
        None => Err(Refusal::MissingResponseType),
    }
}

fn code_grant(realm: &Realm, client: &Client) -> Result<(), Refusal> {
    let grant = GrantType::AuthorizationCode;
    workspace_allows(realm, grant).and_then(|()| client_has(client, grant))
}

/// Parameters that say something by themselves.
struct OtherParameters {
    max_age: Option<i64>,
    claims: ClaimsRequest,
    acr: WantedAcr,
    prompt: Prompt,
    dpop_jkt: Option<Thumbprint>,
}

/// `max_age`, `acr_values`, `claims`, `prompt` and `dpop_jkt`; and `response_mode`, which was read where the answer's address was.
fn other_parameters(form: &Form) -> Result<OtherParameters, Refusal> {
    ResponseMode::of(form.get("response_mode")).ok_or(Refusal::UnknownResponseMode)?;
    let max_age = form.get("max_age").map(str::parse::<i64>).transpose().ok().filter(|age| age.is_none_or(|age| age >= 0));
    // RFC 9449 §10: the key that the code is to be bound to.
    let dpop_jkt = form.get("dpop_jkt").map(Thumbprint::parse).transpose().map_err(|_| Refusal::MalformedThumbprint)?;
    let max_age = max_age.ok_or(Refusal::MalformedMaxAge)?;
    let prompt = Prompt::parse(form.get("prompt").unwrap_or_default())?;
    let claims = form.get("claims").map(ClaimsRequest::parse).transpose()?.unwrap_or_default();
    let acr = WantedAcr::of(form, &claims);
    // Whoever signed in, and however: the client could not do with it.
    if acr.is_unknown() {
        return Err(Refusal::UnmetAuthenticationRequirements);
    }
    Ok(OtherParameters { max_age, claims, acr, prompt, dpop_jkt })
}

/// The scopes that are asked for, or all that the client may ask a user for. `offline_access` is ignored if it cannot be had, so it is
/// never a reason to refuse (OpenID Connect Core §11).
pub(crate) fn scopes(form: &Form, client: &Client) -> Result<AskedScopes, Refusal> {
    let mut allowed = client.settings.scopes.only(Scope::is_for_users);
    if let Ok(offline_access) = Scope::parse(OFFLINE_ACCESS) {
        allowed.insert(offline_access);
    }
    AskedScopes::beginning(form, &allowed)
}

/// How the client will authenticate when it exchanges its code: no user signs in for a client that gets nothing for it.
fn authentication(realm: &Realm, client: &Client) -> Result<(), Refusal> {
    let is_taken = realm.workspace.authorization.security.takes(client.settings.token_endpoint_auth_method);
    if is_taken { Ok(()) } else { Err(Refusal::UnfitClient) }
}

/// The challenge of a request (RFC 7636 §4.3), which a public client must bring (RFC 9700 §2.1.1), and each client where the workspace says so.
fn challenge(realm: &Realm, form: &Form, client: &Client) -> Result<Option<String>, Refusal> {
    match (form.get("code_challenge"), form.get("code_challenge_method")) {
        // A method without a challenge is none, however right the method is.
        (None, None | Some(pkce::METHOD)) if client.settings.is_public() => Err(Refusal::MissingChallenge),
        (None, None | Some(pkce::METHOD)) if realm.workspace.authorization.security.require_pkce => Err(Refusal::ChallengeRequired),
        (None, None) => Ok(None),
        (Some(challenge), Some(pkce::METHOD)) if pkce::is_challenge(challenge) => Ok(Some(challenge.to_owned())),
        (_, Some(pkce::METHOD)) => Err(Refusal::MalformedChallenge),
        _ => Err(Refusal::UnknownChallengeMethod),
    }
}
