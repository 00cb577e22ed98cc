//! The authorization endpoint (RFC 6749 §3.1, OpenID Connect Core §3.1.2).

mod consent;
mod refused;
mod request;
mod terms;

use domain::{
    decision,
    explanation::Remark,
    name::Name,
    policy,
    user::{User, UserStatus},
};

pub use refused::RefusedPage;
pub(crate) use request::{Request, does};
pub use terms::AskedScope;

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    explain::Trail,
    form::Form,
    grant::{MOST_CHANGES, authorization_code::CODE_PURPOSE},
    interaction::{Asked, Interaction},
    keys, random,
    storage::{AuthorizationCode, Basis, LoginSession, Storage, Written},
};

/// What becomes of an authorization request.
#[derive(Debug)]
pub enum Authorization {
    /// The request does not say reliably where the answer may be sent: the user is told, and nobody else (RFC 6749 §4.1.2.1).
    Unanswerable(Unanswerable),
    /// The page was left open for too long.
    Expired {
        /// The query of the request, by which it can be made again; none where that is not known.
        request: Option<String>,
    },
    /// The answer, for the client.
    Answer(AuthorizationAnswer),
    /// A refusal that the user is told of before it goes to the client.
    Refused(Box<RefusedPage>),
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
    /// No client is named.
    #[error("The application that sent you here did not say which it is.")]
    NoClient,
    /// The client is unknown or inactive.
    #[error("The application that sent you here is not known.")]
    Client,
    /// No redirect URI is named, and the client does not have exactly one.
    #[error("The application that sent you here gave no return address.")]
    NoRedirectUri,
    /// The redirect URI is not registered.
    #[error("The application that sent you here gave a return address that is not registered for it.")]
    RedirectUri,
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
            Self::NoClient => Refusal::NoClient,
            Self::Client => Refusal::UnknownClient,
            Self::NoRedirectUri => Refusal::MissingRedirectUri,
            Self::RedirectUri => Refusal::UnregisteredRedirectUri,
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
    /// Whether somebody is signed in whom the client does not ask for (`id_token_hint`).
    pub other_user: bool,
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
    pub scopes: Vec<AskedScope>,
    /// The services whose resource servers the access is for; none where it is for the workspace itself.
    pub services: Vec<Name>,
    /// For how long offline access is asked for, in seconds; none where it is not.
    pub offline_access: Option<i64>,
    /// Whether the user agreed to all of it before, or need not agree, and is asked because another program could pass for the client.
    pub known: bool,
    /// Where the user will be sent back to.
    pub redirect_uri: String,
}

impl<S: Storage> Engine<S> {
    /// Answers an authorization request; `session` is the value of the user's session cookie.
    pub async fn authorize(&self, realm: &Realm, query: &str, session: Option<&str>) -> Result<Authorization, Error> {
        let interaction = Interaction { query: query.to_owned(), started_at: self.now(), asked: None };
        self.proceed(realm, interaction, session, None).await
    }

    /// Goes on with a request after the user has signed in.
    pub async fn resume(&self, realm: &Realm, interaction: &str, session: Option<&str>) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, session, None).await,
            Err(request) => Ok(Authorization::Expired { request }),
        }
    }

    /// Goes on with a request after the user was asked for consent.
    pub async fn consent(&self, realm: &Realm, interaction: &str, session: Option<&str>, agreed: bool) -> Result<Authorization, Error> {
        match self.open_interaction(realm, interaction) {
            Ok(interaction) => self.proceed(realm, interaction, session, Some(agreed)).await,
            Err(request) => Ok(Authorization::Expired { request }),
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
        let back = address.back(&form);
        let cookie = session;
        let mut request = match Self::check_request(realm, &form, address, &mut trail) {
            Ok(request) => request,
            Err(refusal) => return self.refuse(realm, back, refusal, cookie).await,
        };
        if let Err(refusal) = self.check_references(realm, &form, &mut request, &mut trail).await? {
            return self.refuse(realm, back, refusal, cookie).await;
        }

        let session = match session {
            Some(value) => self.login_session(realm, value).await?,
            None => None,
        };
        let other_user = session.as_ref().is_some_and(|(_, user)| !request.is_for(Some(user.id)));
        let Some((session, user)) = session
            .filter(|_| !other_user)
            .filter(|(session, _)| does(session.auth_time, &request, interaction.started_at, self.now()).is_ok())
        else {
            if request.prompt.none {
                return self.refuse(realm, back, Refusal::LoginRequired, cookie).await;
            }
            return Ok(Authorization::SignIn(SignInPage {
                interaction: self.seal_interaction(realm, &Interaction { asked: None, ..interaction })?,
                client_name: request.client.settings.name.to_string(),
                login_hint: request.login_hint,
                other_user,
            }));
        };

        let services = self.storage().list_services(realm.workspace.id).await?;
        let (terms, words) = terms::of(realm, &request, &services);
        let asked = interaction.asked.as_ref().filter(|asked| asked.session == session.id);
        match agreed.zip(asked) {
            // The settings may have changed while the page was open. What was not on it was not agreed to.
            Some((true, asked)) if asked.terms.cover(&terms) => {
                self.save_consent(realm, &request, &user, &session, &asked.terms).await?;
                return self.issue_code(realm, request, &user, &session).await;
            }
            Some((false, _)) => {
                self.record_denial(realm, &request, &user).await?;
                return Ok(Authorization::Answer(back.answer(realm, self.base_url(), Refusal::AccessDenied)));
            }
            _ => {}
        }
        let Err(need) = self.consent_need(realm, &request, Some(user.id)).await? else {
            return self.issue_code(realm, request, &user, &session).await;
        };
        if request.prompt.none {
            return self.refuse(realm, back, silence_refused(need), cookie).await;
        }
        let interaction = Interaction { asked: Some(Asked { session: session.id, terms: terms.clone() }), ..interaction };
        Ok(Authorization::Consent(Box::new(ConsentPage {
            interaction: self.seal_interaction(realm, &interaction)?,
            client_name: request.client.settings.name.to_string(),
            user,
            scopes: words.scopes,
            services: words.services,
            offline_access: terms.offline_seconds,
            known: need == Remark::ClientNotIdentified,
            redirect_uri: request.redirect_uri,
        })))
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
            redirect_uri_named: request.redirect_uri_named,
            scopes: request.scopes,
            left_out: request.left_out,
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

/// Why `prompt=none` cannot be answered where the user would have to be asked.
pub(crate) const fn silence_refused(need: Remark) -> Refusal {
    match need {
        Remark::ClientNotIdentified => Refusal::InteractionRequired,
        _ => Refusal::ConsentRequired,
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
