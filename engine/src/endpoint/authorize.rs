//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).

mod consent;

use domain::{
    client::{Client, ClientStatus},
    clock::Timestamp,
    decision::{self, Condition, Decision, Grounds},
    explanation::{Check, Remark},
    grant_type::GrantType,
    id::ClientId,
    name::Name,
    policy,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    service::ServiceScope,
    thumbprint::Thumbprint,
    user::{User, UserStatus},
};

use crate::{
    endpoint::token::{client_has, workspace_allows},
    engine::{Engine, Realm},
    error::{Error, Refusal},
    explain::Trail,
    form::Form,
    grant::authorization_code::CODE_PURPOSE,
    interaction::Interaction,
    keys, pkce, random,
    storage::{AuthorizationCode, LoginSession, Storage},
};

/// What becomes of an authorization request.
#[derive(Debug)]
pub enum Authorization {
    /// The request does not say reliably where the answer may be sent: the user is told, and nobody else (RFC 6749 §4.1.2.1).
    Unanswerable(Unanswerable),
    /// The answer, for the client.
    Answer(AuthorizationAnswer),
    /// The user has to sign in first.
    SignIn(SignInPage),
    /// The user has to agree first.
    Consent(Box<ConsentPage>),
}

/// Why a request cannot be answered to its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// Not a form, or a parameter twice.
    #[error("The address that led here is malformed.")]
    Malformed,
    /// The client is missing, unknown or inactive.
    #[error("The application that sent you here is not known.")]
    Client,
    /// The redirect URI is missing or not registered.
    #[error("The application that sent you here gave a return address that is not registered for it.")]
    RedirectUri,
    /// The page was left open for too long.
    #[error("This page was open for too long. Go back to the application and start again.")]
    Expired,
}

/// How an answer travels (OAuth 2.0 Multiple Response Type Encoding Practices §2.1, Form Post Response Mode).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseMode {
    /// In the query of the redirect.
    Query,
    /// In a form that the user's browser posts.
    FormPost,
}

impl Unanswerable {
    /// What is told to whoever builds the client.
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::Malformed => Refusal::RepeatedParameter,
            Self::Client => Refusal::UnknownClient,
            Self::RedirectUri => Refusal::UnregisteredRedirectUri,
            Self::Expired => Refusal::InteractionExpired,
        }
    }
}

/// An authorization response (RFC 6749 §4.1.2), with `iss` in each (RFC 9207 §2).
#[derive(Debug)]
pub struct AuthorizationAnswer {
    /// Where it goes: a registered redirect URI.
    pub redirect_uri: String,
    /// How it travels.
    pub response_mode: ResponseMode,
    /// Its parameters.
    pub parameters: Vec<(&'static str, String)>,
}

/// What the sign-in page needs.
#[derive(Debug, Clone)]
pub struct SignInPage {
    /// The request, to be sent back with the form.
    pub interaction: String,
    /// What the client is called.
    pub client_name: String,
    /// `login_hint`: who the client thinks will sign in.
    pub login_hint: Option<String>,
    /// Where the user will be sent back to, which the page's policy must allow its form.
    pub redirect_uri: String,
}

/// What the consent page needs.
#[derive(Debug, Clone)]
pub struct ConsentPage {
    /// The request, to be sent back with the form.
    pub interaction: String,
    /// What the client is called.
    pub client_name: String,
    /// Who is asked.
    pub user: User,
    /// What is asked for, offline access apart.
    pub scopes: Vec<ServiceScope>,
    /// The services whose resource servers the access is for; none where it is for the workspace itself.
    pub services: Vec<Name>,
    /// Is offline access asked for, and for how long at the most, in seconds?
    pub offline_access: Option<i64>,
    /// Where the user will be sent back to, which the page's policy must allow its form.
    pub redirect_uri: String,
}

/// `prompt` (OpenID Connect Core §3.1.2.1).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) none: bool,
    login: bool,
    consent: bool,
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
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
    nonce: Option<String>,
    scopes: Scopes,
    offline_requested: bool,
    code_challenge: Option<String>,
    dpop_jkt: Option<Thumbprint>,
    resources: Resources,
    pub(crate) prompt: Prompt,
    max_age: Option<i64>,
    login_hint: Option<String>,
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
    client: Client,
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
}

impl<S: Storage> Engine<S> {
    /// Answers an authorization request; `session` is the value of the user's session cookie.
    pub async fn authorize(&self, realm: &Realm, query: &str, session: Option<&str>) -> Result<Authorization, Error> {
        let interaction = Interaction { query: query.to_owned(), started_at: self.now(), consent_of: None };
        self.proceed(realm, interaction, session, None).await
    }

    /// Goes on with a request after the user has signed in.
    pub async fn resume(&self, realm: &Realm, interaction: &str, session: Option<&str>) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, session, None).await,
            Err(_) => Ok(Authorization::Unanswerable(Unanswerable::Expired)),
        }
    }

    /// Goes on with a request after the user was asked for consent.
    pub async fn consent(&self, realm: &Realm, interaction: &str, session: Option<&str>, agreed: bool) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, session, Some(agreed)).await,
            Err(_) => Ok(Authorization::Unanswerable(Unanswerable::Expired)),
        }
    }

    async fn proceed(
        &self,
        realm: &Realm,
        interaction: Interaction,
        session: Option<&str>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        let Ok(form) = Form::parse(&interaction.query) else {
            return Ok(Authorization::Unanswerable(Unanswerable::Malformed));
        };
        let mut trail = Trail::default();
        let address = match self.return_address(realm, &form, &mut trail).await? {
            Ok(address) => address,
            Err(unanswerable) => return Ok(Authorization::Unanswerable(unanswerable)),
        };
        let state = address.state.clone();
        let (redirect_uri, response_mode) = (address.redirect_uri.clone(), address.response_mode);
        let refuse = |refusal: Refusal| {
            let (error, description) = (refusal.code().to_owned(), refusal.description().to_owned());
            let parameters = vec![("error", error), ("error_description", description), ("error_uri", refusal.page(self.base_url()))];
            Ok(Authorization::Answer(answer(realm, redirect_uri.clone(), response_mode, state.clone(), parameters)))
        };
        let mut request = match Self::check_request(realm, &form, address, &mut trail) {
            Ok(request) => request,
            Err(refusal) => return refuse(refusal),
        };
        if let Err(refusal) = self.check_resources(realm, &form, &mut request, &mut trail).await? {
            return refuse(refusal);
        }

        let session = match session {
            Some(value) => self.login_session(realm, value).await?,
            None => None,
        };
        let Some((session, user)) =
            session.filter(|(session, _)| does(session.auth_time, &request, interaction.started_at, self.now()).is_ok())
        else {
            if request.prompt.none {
                return refuse(Refusal::LoginRequired);
            }
            return Ok(Authorization::SignIn(SignInPage {
                interaction: self.seal_interaction(realm, &Interaction { consent_of: None, ..interaction })?,
                client_name: request.client.settings.name.to_string(),
                login_hint: request.login_hint,
                redirect_uri: request.redirect_uri,
            }));
        };

        let asked = interaction.consent_of == Some(session.id);
        match agreed.filter(|_| asked) {
            Some(true) => {
                self.save_consent(realm, &request, &user).await?;
                self.issue_code(realm, request, &session).await
            }
            Some(false) => {
                self.record_denial(realm, &request, &user).await?;
                refuse(Refusal::AccessDenied)
            }
            None if self.consent_need(realm, &request, Some(user.id)).await?.is_err() => {
                if request.prompt.none {
                    return refuse(Refusal::ConsentRequired);
                }
                let interaction = Interaction { consent_of: Some(session.id), ..interaction };
                self.consent_page(realm, &request, user, &interaction).await.map(|page| Authorization::Consent(Box::new(page)))
            }
            None => self.issue_code(realm, request, &session).await,
        }
    }

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
        let registered = |asked: &&str| client.settings.redirect_uris.iter().any(|uri| uri.matches(asked));
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

    /// The session of a cookie, while it lives and its user may sign in.
    pub(crate) async fn login_session(&self, realm: &Realm, cookie: &str) -> Result<Option<(LoginSession, User)>, Error> {
        let hash = keys::hash_secret(super::sign_in::SESSION_PURPOSE, cookie);
        let now = self.now();
        let Some(session) = self.storage().find_login_session(realm.workspace.id, &hash).await?.filter(|session| now < session.expires_at)
        else {
            return Ok(None);
        };
        let user = self.storage().find_user(realm.workspace.id, session.user_id).await?;
        Ok(user.filter(|user| user.status == UserStatus::Active).map(|user| (session, user)))
    }

    /// Issues a code and answers with it.
    async fn issue_code(&self, realm: &Realm, request: Request, session: &LoginSession) -> Result<Authorization, Error> {
        let now = self.now();
        let code = random::new_secret(self.random().as_ref());
        let ttls = policy::ttls_in_force(&realm.workspace.tokens, &request.client.settings);
        let decision::Request { requested: offline_requested, consented: offline_consented, .. } = request.facts();
        self.storage()
            .insert_code(AuthorizationCode {
                hash: keys::hash_secret(CODE_PURPOSE, code.expose()),
                workspace_id: realm.workspace.id,
                client_id: request.client.id,
                user_id: session.user_id,
                login_session_id: session.id,
                redirect_uri: request.redirect_uri.clone(),
                scopes: request.scopes,
                offline_consented,
                offline_requested,
                nonce: request.nonce,
                code_challenge: request.code_challenge,
                dpop_jkt: request.dpop_jkt,
                resources: request.resources,
                session_expires_at: session.expires_at,
                auth_time: session.auth_time,
                expires_at: now.plus_seconds(ttls.authorization_code_ttl.as_seconds()),
                redeemed: None,
            })
            .await?;
        let parameters = vec![("code", code.expose().clone())];
        Ok(Authorization::Answer(answer(realm, request.redirect_uri, request.response_mode, request.state, parameters)))
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

fn answer(
    realm: &Realm,
    redirect_uri: String,
    response_mode: ResponseMode,
    state: Option<String>,
    mut parameters: Vec<(&'static str, String)>,
) -> AuthorizationAnswer {
    parameters.extend(state.map(|state| ("state", state)));
    parameters.push(("iss", realm.issuer.clone()));
    AuthorizationAnswer { redirect_uri, response_mode, parameters }
}
