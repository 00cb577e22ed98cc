//! The server under test, as its clients and its user see it.

use std::{sync::Arc, time::Duration};

use tokio::sync::Mutex;

use crate::{
    authorization::AuthorizationRequest,
    browser::{Browser, Step, Visit},
    client::{Authentication, Client},
    error::Error,
    fill::{User, Wish},
    http::{Answer, Http},
    key::Key,
    metadata::{Endpoint, Metadata},
    settings::{ClientSettings, Password, Settings},
    sign_in::{self, Brought, SignIn},
    tokens::{Login, Tokens},
    verdict::Stop,
};

/// How long after a rotation of refresh tokens the next one comes; none where they are not replaced.
pub(crate) type Pace = Result<Option<Duration>, Stop>;

/// The server under test.
#[derive(Debug)]
pub(crate) struct Subject {
    pub(crate) http: Http,
    pub(crate) metadata: Metadata,
    pub(crate) settings: Settings,
    sign_in: Option<SignIn>,
    /// One user signs in at a time: their consent is one thing that all of their sign-ins write.
    door: Mutex<()>,
    client: Option<Client>,
    other_client: Option<Client>,
    public_client: Option<Client>,
    fapi_client: Option<Client>,
    other_fapi_client: Option<Client>,
    service: Option<Client>,
    /// How the client's refresh tokens are replaced.
    pub(crate) pace: Pace,
    /// The same for the public client.
    pub(crate) public_pace: Pace,
}

impl Subject {
    /// Reads what the server says of itself, and the clients.
    ///
    /// # Errors
    /// The server has no metadata, or a client's key cannot be read.
    pub(crate) async fn open(settings: Settings) -> Result<Self, Error> {
        let http = Http::open()?;
        let metadata = Metadata::discover(&http, &settings.issuer).await?;
        let open = |client: Option<&ClientSettings>| client.map(|client| Client::open(client, &settings.redirect_uri)).transpose();
        let forms = || SignIn::Forms(User { name: settings.user.clone(), password: settings.password.clone() });
        let sign_in = settings.sign_in_command.clone().map(SignIn::Command).or_else(|| (!settings.user.is_empty()).then(forms));
        Ok(Self {
            client: open(settings.client.as_ref())?,
            other_client: open(settings.other_client.as_ref())?,
            public_client: open(settings.public_client.as_ref())?,
            fapi_client: open(settings.fapi_client.as_ref())?,
            other_fapi_client: open(settings.other_fapi_client.as_ref())?,
            service: open(settings.service.as_ref())?,
            http,
            metadata,
            settings,
            sign_in,
            door: Mutex::new(()),
            pace: Err(Stop::not_tried("it was not measured how refresh tokens are replaced")),
            public_pace: Err(Stop::not_tried("it was not measured how refresh tokens are replaced")),
        })
    }

    /// Returns the issuer.
    pub(crate) fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Returns an endpoint.
    pub(crate) fn endpoint(&self, endpoint: Endpoint) -> Result<&str, Stop> {
        let missing = || Stop::not_offered(format!("the metadata name no {}", endpoint.member()));
        self.metadata.endpoint(endpoint).ok_or_else(missing)
    }

    /// Returns the client that authenticates.
    pub(crate) fn client(&self) -> Result<&Client, Stop> {
        given(self.client.as_ref(), "client")
    }

    /// Returns another client that authenticates.
    pub(crate) fn other_client(&self) -> Result<&Client, Stop> {
        given(self.other_client.as_ref(), "other client")
    }

    /// Returns a client that does not authenticate.
    pub(crate) fn public_client(&self) -> Result<&Client, Stop> {
        given(self.public_client.as_ref(), "public client")
    }

    /// Returns a client that signs, with its key.
    pub(crate) fn fapi_client(&self) -> Result<(&Client, &Arc<Key>), Stop> {
        with_key(given(self.fapi_client.as_ref(), "client with a key")?)
    }

    /// Returns a client for FAPI 2.0, however it authenticates.
    pub(crate) fn profile_client(&self) -> Result<&Client, Stop> {
        given(self.fapi_client.as_ref(), "client with a key")
    }

    /// Returns another client for FAPI 2.0.
    pub(crate) fn other_profile_client(&self) -> Result<&Client, Stop> {
        given(self.other_fapi_client.as_ref(), "other client with a key")
    }

    /// Returns what new tokens of a client are bound to: its certificate, or a key that nobody has used.
    pub(crate) fn holder(client: &Client) -> Result<Key, Stop> {
        Ok(Key::generate()?.or_certificate(client.certificate.clone()))
    }

    /// Returns a client with the client credentials grant.
    pub(crate) fn service(&self) -> Result<&Client, Stop> {
        given(self.service.as_ref(), "client with the client credentials grant")
    }

    /// Returns the scopes to ask for, in one text: those of the settings that the server knows.
    pub(crate) fn scope(&self) -> String {
        let known = self.metadata.list("scopes_supported");
        let is_known = |scope: &&str| known.as_ref().is_none_or(|known| known.contains(scope));
        self.settings.scopes().into_iter().filter(is_known).collect::<Vec<_>>().join(" ")
    }

    /// Returns an authorization request of a client for the usual scopes.
    pub(crate) fn authorization(&self, client: &Client) -> Result<AuthorizationRequest, Stop> {
        Ok(AuthorizationRequest::new(client, &self.scope())?)
    }

    /// Has a browser that nobody has used make a request.
    pub(crate) async fn visit(&self, request: &AuthorizationRequest, wish: Wish) -> Result<Visit, Stop> {
        self.visit_by(&mut Browser::new(&self.http), request, wish).await
    }

    /// Has a browser make a request.
    pub(crate) async fn visit_by(&self, browser: &mut Browser, request: &AuthorizationRequest, wish: Wish) -> Result<Visit, Stop> {
        let step = Step::open(&request.url(self.endpoint(Endpoint::Authorization)?))?;
        self.go(browser, step, &request.redirect_uri, wish).await
    }

    /// Has a browser go on from a step.
    pub(crate) async fn go(&self, browser: &mut Browser, step: Step, redirect_uri: &str, wish: Wish) -> Result<Visit, Stop> {
        let nobody = User { name: String::new(), password: Password::default() };
        let user = match &self.sign_in {
            Some(SignIn::Forms(user)) => user,
            _ if wish == Wish::Look => &nobody,
            Some(SignIn::Command(_)) => return Err(Stop::not_tried("a command signs in, and this needs the server's pages")),
            None => return Err(Stop::not_tried("no user was given")),
        };
        let _one_at_a_time = self.door.lock().await;
        Ok(browser.visit(step, redirect_uri, user, wish).await?)
    }

    /// Signs the user in for a request, and returns the code.
    pub(crate) async fn code(&self, request: &AuthorizationRequest) -> Result<String, Stop> {
        match self.brought(request).await? {
            Brought::Callback(callback) => {
                let code = callback.get("code").map(str::to_owned);
                code.ok_or_else(|| Stop::not_tried(format!("no code: the client got {}", callback.shown())))
            }
            Brought::Tokens(_) => Err(Stop::not_tried("a command brings tokens, and this needs a code")),
        }
    }

    async fn brought(&self, request: &AuthorizationRequest) -> Result<Brought, Stop> {
        if let Some(SignIn::Command(command)) = &self.sign_in {
            let address = request.url(self.endpoint(Endpoint::Authorization)?);
            let _one_at_a_time = self.door.lock().await;
            return Ok(sign_in::run(command, &address, &request.redirect_uri).await?);
        }
        match self.visit(request, Wish::Allow).await? {
            Visit::Arrived(callback) => Ok(Brought::Callback(callback)),
            stayed @ Visit::Stayed(_) => Err(Stop::not_tried(format!("no code: the sign-in ended at {}", stayed.shown()))),
        }
    }

    /// Exchanges a code as a client.
    pub(crate) async fn exchange(&self, client: &Client, request: &AuthorizationRequest, code: &str) -> Result<Answer, Stop> {
        self.exchange_with(client, request, code, None).await
    }

    /// Exchanges a code with a proof of a key.
    pub(crate) async fn exchange_with(
        &self,
        client: &Client,
        request: &AuthorizationRequest,
        code: &str,
        key: Option<&Key>,
    ) -> Result<Answer, Stop> {
        let form = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &request.redirect_uri),
            ("code_verifier", &request.verifier),
        ];
        self.ask_with(client, Endpoint::Token, &form, key).await
    }

    /// Signs the user in at a client, with a refresh token.
    pub(crate) async fn login(&self, client: &Client) -> Result<Login, Stop> {
        self.login_by(client, self.authorization(client)?, None).await
    }

    /// Signs the user in by a request, and exchanges the code with a proof of a key.
    pub(crate) async fn login_by(&self, client: &Client, request: AuthorizationRequest, key: Option<&Key>) -> Result<Login, Stop> {
        let (code, tokens) = match self.brought(&request).await? {
            Brought::Tokens(tokens) => (String::new(), tokens),
            Brought::Callback(callback) => {
                let code = callback.get("code").map(str::to_owned);
                let code = code.ok_or_else(|| Stop::not_tried(format!("no login: the client got {}", callback.shown())))?;
                let answer = self.exchange_with(client, &request, &code, key).await?;
                let tokens = Tokens::read(&answer);
                (code, tokens.ok_or_else(|| Stop::not_tried(format!("no login: the code was answered with {}", answer.shown())))?)
            }
        };
        let refresh = tokens.refresh.clone().ok_or_else(|| Stop::not_offered("the login brought no refresh token"))?;
        Ok(Login { request, code, tokens, refresh })
    }
}

fn given<'a>(client: Option<&'a Client>, what: &str) -> Result<&'a Client, Stop> {
    client.ok_or_else(|| Stop::not_tried(format!("no {what} was given")))
}

fn with_key(client: &Client) -> Result<(&Client, &Arc<Key>), Stop> {
    match &client.authentication {
        Authentication::Key(key) => Ok((client, key)),
        _ => Err(Stop::not_tried(format!("the client {} has no key", client.id))),
    }
}
