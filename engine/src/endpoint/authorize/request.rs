//! The request: what must hold of it before anybody is troubled with it, in the order in which it is told.

use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    decision::{self, Condition, Decision, Grounds},
    explanation::{Check, Remark},
    grant_type::GrantType,
    id::ClientId,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    thumbprint::Thumbprint,
};

use super::{ResponseMode, Unanswerable};
use crate::{
    endpoint::token::{client_has, workspace_allows},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    explain::Trail,
    form::Form,
    pkce,
    storage::Storage,
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
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
    pub(super) nonce: Option<String>,
    pub(super) scopes: Scopes,
    pub(super) offline_requested: bool,
    pub(super) code_challenge: Option<String>,
    pub(super) dpop_jkt: Option<Thumbprint>,
    pub(super) resources: Resources,
    pub(crate) prompt: Prompt,
    pub(super) max_age: Option<i64>,
    pub(super) login_hint: Option<String>,
}

impl Request {
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
        let client = match trail.note(Check::Condition(Condition::ClientActive), active.ok_or(Unanswerable::Client)) {
            Ok(client) => client,
            Err(unanswerable) => return Ok(Err(unanswerable)),
        };
        let registered = |asked: &&str| client.settings.may_return_to(asked) && self.may_send_to(asked);
        let registered = form.get("redirect_uri").filter(registered).map(str::to_owned).ok_or(Unanswerable::RedirectUri);
        let redirect_uri = match trail.note(Check::RedirectUri, registered) {
            Ok(redirect_uri) => redirect_uri,
            Err(unanswerable) => return Ok(Err(unanswerable)),
        };
        let response_mode = if form.get("response_mode") == Some("form_post") { ResponseMode::FormPost } else { ResponseMode::Query };
        Ok(Ok(ReturnAddress { client, redirect_uri, response_mode, state: form.get("state").map(str::to_owned) }))
    }

    /// All that must hold of a request before the user is troubled with it.
    pub(crate) fn check_request(realm: &Realm, form: &Form, address: ReturnAddress, trail: &mut Trail) -> Result<Request, Refusal> {
        let ReturnAddress { client, redirect_uri, response_mode, state } = address;
        trail.note(Check::ResponseType, response_type(form))?;
        trail.note(Check::Condition(Condition::UserGrant), code_grant(realm, &client))?;
        let (max_age, prompt, dpop_jkt) = trail.note(Check::Parameters, other_parameters(form))?;
        let code_challenge = trail.note(Check::CodeChallenge, challenge(form, &client))?;
        let asked = trail.note(Check::Scopes, scopes(form, &client))?;
        let offline_requested = asked.as_ref().is_some_and(|asked| asked.contains(OFFLINE_ACCESS));
        let asked = asked.unwrap_or_else(|| client.settings.scopes.clone()).without(OFFLINE_ACCESS);
        let login_hint = form.get("login_hint").map(str::to_owned);
        let nonce = form.get("nonce").map(str::to_owned);
        let mut request = Request {
            client,
            redirect_uri,
            response_mode,
            state,
            nonce,
            scopes: asked,
            offline_requested,
            code_challenge,
            dpop_jkt,
            resources: Resources::none(),
            prompt,
            max_age,
            login_hint,
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

    /// The resource servers that are asked for, which must be looked up (RFC 8707 §2.1).
    pub(crate) async fn check_resources(
        &self,
        realm: &Realm,
        form: &Form,
        request: &mut Request,
        trail: &mut Trail,
    ) -> Result<Result<(), Refusal>, Error> {
        if form.resources().is_empty() {
            return Ok(Ok(()));
        }
        let found = match self.requested_resources(realm, form).await {
            Err(Error::Refused(refusal)) => Err(refusal),
            found => Ok(found?),
        };
        Ok(trail.note(Check::Resources, found).map(|resources| request.resources = resources))
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

/// The scopes that are asked for; all of the client's where nothing is said. `offline_access` is ignored where it cannot be had, so it
/// is no reason to refuse (OpenID Connect Core §11).
fn scopes(form: &Form, client: &Client) -> Result<Option<Scopes>, Refusal> {
    let asked = form.get("scope").map(str::parse::<Scopes>).transpose().map_err(|_| Refusal::InvalidScope)?;
    let allowed = asked.as_ref().is_none_or(|asked| asked.without(OFFLINE_ACCESS).is_subset(&client.settings.scopes));
    if allowed { Ok(asked) } else { Err(Refusal::InvalidScope) }
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
