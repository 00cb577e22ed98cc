//! The request: what must hold of it before anybody is troubled with it, in the order in which it is told.

use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    decision::{self, Condition, Decision, Grounds},
    explanation::{Check, Remark},
    grant_type::GrantType,
    id::{ClientId, UserId},
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    thumbprint::Thumbprint,
};

use super::{ResponseMode, Unanswerable};
use crate::{
    asked_scopes::AskedScopes,
    endpoint::token::{client_has, workspace_allows},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    explain::Trail,
    form::Form,
    pkce,
    storage::Storage,
    token::id::{self as id_token, IdTokenClaims},
};

/// `prompt` (OpenID Connect Core §3.1.2.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) none: bool,
    pub(super) login: bool,
    pub(super) consent: bool,
}

impl Prompt {
    fn parse(text: &str) -> Result<Self, Refusal> {
        let mut prompt = Self::default();
        let mut count = 0;
        for value in text.split(' ').filter(|value| !value.is_empty()) {
            count += 1;
            match value {
                "none" => prompt.none = true,
                // One user is signed in at a time: to choose another account is to sign in.
                "login" | "select_account" => prompt.login = true,
                "consent" => prompt.consent = true,
                _ => return Err(Refusal::UnknownPrompt),
            }
        }
        if prompt.none && count > 1 {
            return Err(Refusal::PromptNoneNotAlone);
        }
        Ok(prompt)
    }
}

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
    pub(super) offline_requested: bool,
    pub(super) code_challenge: Option<String>,
    pub(super) dpop_jkt: Option<Thumbprint>,
    pub(super) resources: Resources,
    pub(crate) prompt: Prompt,
    pub(super) max_age: Option<i64>,
    pub(super) login_hint: Option<String>,
    /// The user that it is for; none where it is for whoever signs in.
    subject: Option<String>,
}

impl Request {
    /// Returns whether this user may answer it. Nobody gets another user's tokens (OpenID Connect Core §3.1.2.2).
    pub(crate) fn is_for(&self, user: Option<UserId>) -> bool {
        match (&self.subject, user) {
            (Some(subject), Some(user)) => *subject == user.to_string(),
            _ => true,
        }
    }

    /// What the decision about a refresh token asks of it.
    pub(crate) fn facts(&self) -> decision::Request {
        let consented = self.scopes.contains(OFFLINE_ACCESS);
        decision::Request { requested: self.offline_requested, consented, limit_reached: false }
    }
}

/// Where an answer goes, once that is known.
pub(crate) struct ReturnAddress {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
    /// Did the request name it?
    redirect_uri_named: bool,
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
}

impl<S: Storage> Engine<S> {
    /// Where the answer may go: a known client and one of its addresses. Until then nothing is sent anywhere.
    pub(crate) async fn return_address(
        &self,
        realm: &Realm,
        form: &Form,
        trail: &mut Trail,
    ) -> Result<Result<ReturnAddress, Unanswerable>, Error> {
        let record = match form.get("client_id").and_then(|id| id.parse::<ClientId>().ok()) {
            Some(id) => self.storage().find_client(realm.workspace.id, id).await?,
            None => None,
        };
        let active = record.map(|record| record.client).filter(|client| client.status == ClientStatus::Active);
        let unknown = if form.get("client_id").is_some() { Unanswerable::Client } else { Unanswerable::NoClient };
        let client = match trail.note(Check::Condition(Condition::ClientActive), active.ok_or(unknown)) {
            Ok(client) => client,
            Err(unanswerable) => return Ok(Err(unanswerable)),
        };
        let named = form.get("redirect_uri");
        let wanted = match (named, client.settings.redirect_uris.as_slice()) {
            (Some(named), _) if client.settings.may_return_to(named) => Ok(named.to_owned()),
            (Some(_), _) => Err(Unanswerable::RedirectUri),
            (None, [only]) => Ok(only.to_string()),
            (None, _) => Err(Unanswerable::NoRedirectUri),
        };
        let registered = wanted.and_then(|uri| if self.may_send_to(&uri) { Ok(uri) } else { Err(Unanswerable::RedirectUri) });
        let redirect_uri = match trail.note(Check::RedirectUri, registered) {
            Ok(redirect_uri) => redirect_uri,
            Err(unanswerable) => return Ok(Err(unanswerable)),
        };
        let response_mode = if form.get("response_mode") == Some("form_post") { ResponseMode::FormPost } else { ResponseMode::Query };
        let redirect_uri_named = named.is_some();
        Ok(Ok(ReturnAddress { client, redirect_uri, redirect_uri_named, response_mode, state: form.get("state").map(str::to_owned) }))
    }

    /// All that must hold of a request before the user is troubled with it.
    pub(crate) fn check_request(realm: &Realm, form: &Form, address: ReturnAddress, trail: &mut Trail) -> Result<Request, Refusal> {
        let ReturnAddress { client, redirect_uri, redirect_uri_named, response_mode, state } = address;
        trail.note(Check::ResponseType, response_type(form))?;
        trail.note(Check::Condition(Condition::UserGrant), code_grant(realm, &client))?;
        let (max_age, prompt, dpop_jkt) = trail.note(Check::Parameters, other_parameters(form))?;
        let code_challenge = trail.note(Check::CodeChallenge, challenge(form, &client))?;
        let AskedScopes { granted, left_out } = trail.note(Check::Scopes, scopes(form, &client))?;
        trail.leave_out(&left_out);
        // Who names no scope does not ask for offline access.
        let offline_requested = form.get("scope").is_some() && granted.contains(OFFLINE_ACCESS);
        let login_hint = form.get("login_hint").map(str::to_owned);
        let nonce = form.get("nonce").map(str::to_owned);
        let mut request = Request {
            client,
            redirect_uri,
            redirect_uri_named,
            response_mode,
            state,
            nonce,
            scopes: granted.without(OFFLINE_ACCESS),
            left_out,
            offline_requested,
            code_challenge,
            dpop_jkt,
            resources: Resources::none(),
            prompt,
            max_age,
            login_hint,
            subject: None,
        };
        // OpenID Connect Core §11: offline_access is ignored where it cannot be had; the token response records why.
        let may_have =
            decision::decide(&realm.workspace, &request.client, decision::Request::WILLING) == Decision::Issue(Grounds::OfflineAccess);
        if offline_requested
            && may_have
            && let Ok(scope) = Scope::parse(OFFLINE_ACCESS)
        {
            request.scopes.insert(scope);
        }
        Ok(request)
    }

    /// What the request refers to and must be looked up: resource servers (RFC 8707 §2.1) and a user.
    pub(crate) async fn check_references(
        &self,
        realm: &Realm,
        form: &Form,
        request: &mut Request,
        trail: &mut Trail,
    ) -> Result<Result<(), Refusal>, Error> {
        if !form.resources().is_empty() {
            let found = match self.requested_resources(realm, form).await {
                Err(Error::Refused(refusal)) => Err(refusal),
                found => Ok(found?),
            };
            match trail.note(Check::Resources, found) {
                Ok(resources) => request.resources = resources,
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        if let Some(hint) = form.get("id_token_hint") {
            let found = self.hinted_subject(realm, &request.client, hint).await?.ok_or(Refusal::ForeignIdTokenHint);
            match trail.note(Check::IdTokenHint, found) {
                Ok(subject) => request.subject = Some(subject),
                Err(refusal) => return Ok(Err(refusal)),
            }
        }
        Ok(Ok(()))
    }

    /// The user of an ID token that this client was given, expired or not (OpenID Connect Core §3.1.2.1).
    async fn hinted_subject(&self, realm: &Realm, client: &Client, hint: &str) -> Result<Option<String>, Error> {
        let claims = self.verify_signature::<IdTokenClaims>(realm, id_token::TYPE, hint).await?;
        Ok(claims.filter(|claims| claims.iss == realm.issuer && claims.aud == client.id).map(|claims| claims.user.sub))
    }
}

/// Does a session of somebody who signed in then do for the request? If not, why the user has to sign in again.
pub(crate) fn does(auth_time: Timestamp, request: &Request, asked_at: Timestamp, now: Timestamp) -> Result<(), Remark> {
    // A sign-in that the request asked for does in any case.
    if auth_time >= asked_at {
        return Ok(());
    }
    if request.prompt.login {
        return Err(Remark::SignInByPrompt);
    }
    let young_enough = request.max_age.is_none_or(|max_age| now.seconds_since(auth_time) <= max_age);
    if young_enough { Ok(()) } else { Err(Remark::SignInByMaxAge) }
}

fn response_type(form: &Form) -> Result<(), Refusal> {
    if form.get("request").is_some() {
        return Err(Refusal::RequestObject);
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

/// `max_age`, `prompt` and `dpop_jkt`; and `response_mode`, which was read where the answer's address was.
fn other_parameters(form: &Form) -> Result<(Option<i64>, Prompt, Option<Thumbprint>), Refusal> {
    if !matches!(form.get("response_mode"), None | Some("query" | "form_post")) {
        return Err(Refusal::UnknownResponseMode);
    }
    let max_age = form.get("max_age").map(str::parse::<i64>).transpose().ok().filter(|age| age.is_none_or(|age| age >= 0));
    // RFC 9449 §10: the key that the code is to be bound to.
    let dpop_jkt = form.get("dpop_jkt").map(Thumbprint::parse).transpose().map_err(|_| Refusal::MalformedThumbprint)?;
    Ok((max_age.ok_or(Refusal::MalformedMaxAge)?, Prompt::parse(form.get("prompt").unwrap_or_default())?, dpop_jkt))
}

/// The scopes that are asked for, or all that the client may ask a user for. `offline_access` is ignored where it cannot be had, so it is
/// never a reason to refuse (OpenID Connect Core §11).
fn scopes(form: &Form, client: &Client) -> Result<AskedScopes, Refusal> {
    let mut allowed = client.settings.scopes.only(Scope::is_for_users);
    if let Ok(offline_access) = Scope::parse(OFFLINE_ACCESS) {
        allowed.insert(offline_access);
    }
    AskedScopes::of(form, &allowed)
}

/// The challenge of a request (RFC 7636 §4.3), which a public client must bring (RFC 9700 §2.1.1).
fn challenge(form: &Form, client: &Client) -> Result<Option<String>, Refusal> {
    match (form.get("code_challenge"), form.get("code_challenge_method")) {
        (None, None) if client.settings.is_public() => Err(Refusal::MissingChallenge),
        (None, None) => Ok(None),
        (Some(challenge), Some(pkce::METHOD)) if pkce::is_challenge(challenge) => Ok(Some(challenge.to_owned())),
        (Some(_), Some(pkce::METHOD)) => Err(Refusal::MalformedChallenge),
        _ => Err(Refusal::UnknownChallengeMethod),
    }
}
