//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).

mod consent;
mod request;

use domain::{
    decision,
    name::Name,
    policy,
    service::ServiceScope,
    user::{User, UserStatus},
};

pub(crate) use request::{Request, does};

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    explain::Trail,
    form::Form,
    grant::{MOST_CHANGES, authorization_code::CODE_PURPOSE},
    interaction::Interaction,
    keys, random,
    storage::{AuthorizationCode, Basis, LoginSession, Storage, Written},
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

    /// Answers a request, and answers it anew where what it was answered by was changed meanwhile.
    async fn proceed(
        &self,
        realm: &Realm,
        interaction: Interaction,
        session: Option<&str>,
        agreed: Option<bool>,
    ) -> Result<Authorization, Error> {
        let mut answered = self.answer_once(realm, interaction.clone(), session, agreed).await;
        for _ in 0..MOST_CHANGES {
            if !matches!(answered, Err(Error::Unsettled)) {
                break;
            }
            let Some(realm) = self.read_realm_again(realm).await? else {
                return Ok(Authorization::Unanswerable(Unanswerable::Client));
            };
            answered = self.answer_once(&realm, interaction.clone(), session, agreed).await;
        }
        answered
    }

    /// Answers a request by what is read now; [`Error::Unsettled`] where that was changed before the answer was written.
    async fn answer_once(
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
                self.save_consent(realm, &request, &user, &session).await?;
                self.issue_code(realm, request, &user, &session).await
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
            None => self.issue_code(realm, request, &user, &session).await,
        }
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
    async fn issue_code(&self, realm: &Realm, request: Request, user: &User, session: &LoginSession) -> Result<Authorization, Error> {
        let basis = basis(realm, &request, user, session);
        let now = self.now();
        let code = random::new_secret(self.random().as_ref());
        let ttls = policy::ttls_in_force(&realm.workspace.tokens, &request.client.settings);
        let decision::Request { requested: offline_requested, consented: offline_consented, .. } = request.facts();
        let issued = AuthorizationCode {
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
        };
        if self.storage().insert_code(issued, basis).await? == Written::BasisChanged {
            return Err(Error::Unsettled);
        }
        let parameters = vec![("code", code.expose().clone())];
        Ok(Authorization::Answer(answer(realm, request.redirect_uri, request.response_mode, request.state, parameters)))
    }
}

/// What an answer to a user who is signed in rests on.
fn basis(realm: &Realm, request: &Request, user: &User, session: &LoginSession) -> Basis {
    Basis::of_client(&realm.workspace, &request.client).and_user(user).and_session(session.id)
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
