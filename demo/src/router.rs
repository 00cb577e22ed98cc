//! The routes, and what they share.

use std::{future::Future, io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, OriginalUri, RawQuery, State},
    http::{
        HeaderMap, StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, LOCATION, SET_COOKIE},
    },
    middleware,
    response::{IntoResponse as _, Response},
    routing::{get, post},
};
use domain::clock::Clock;
use openidconnect::{OAuth2TokenResponse as _, TokenResponse as _, core::CoreTokenResponse};
use tokio::{net::TcpListener, sync::RwLock};
use url::Url;

use crate::{
    action::{Action, Asking, Which},
    callback::{Callback, CallbackProblem},
    configuration::{Configuration, post_logout_redirect_uri, redirect_uri},
    cookie::SessionCookie,
    exchange::Exchange,
    guard, outcome, page,
    problem::Problem,
    provider::{Pending, Provider},
    session::{Generations, Session, Sessions, SignedIn},
    transport::{self, Recorder},
};

/// So many browsers are remembered.
const SESSIONS: usize = 1_000;
/// Our longest form is a few bytes.
const LONGEST_FORM: usize = 16 * 1024;

/// Why the demonstration does not start.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The public URL cannot be one.
    #[error("{0} cannot be the demonstration's public URL: it must begin with http:// or https://")]
    PublicUrl(Url),
    /// The issuer cannot be one.
    #[error("{0} cannot be an issuer: it must begin with http:// or https://")]
    Issuer(Url),
    /// The issuer needs TLS, and this build has none.
    #[error("the issuer {0} needs TLS, which this build leaves out: build with --features demo/tls")]
    WithoutTls(Url),
    /// The HTTP client cannot be made.
    #[error("the HTTP client cannot be made")]
    Client(#[source] reqwest::Error),
    /// The address is taken or not ours.
    #[error("cannot listen on {address}")]
    Listen {
        /// The configured address.
        address: SocketAddr,
        /// What the system says.
        source: io::Error,
    },
    /// The server ended.
    #[error("the demonstration's server ended")]
    Serve(#[source] io::Error),
}

/// What every route knows.
#[derive(Clone)]
pub(crate) struct Shop(Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) configuration: Configuration,
    pub(crate) content_security_policy: HeaderValue,
    clock: Arc<dyn Clock>,
    client: reqwest::Client,
    cookie: SessionCookie,
    sessions: Sessions,
    provider: RwLock<Option<Arc<Provider>>>,
}

impl std::ops::Deref for Shop {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

type SharedSession = Arc<tokio::sync::Mutex<Session>>;

impl Shop {
    fn recorder(&self) -> Recorder {
        Recorder::new(self.client.clone(), Arc::clone(&self.clock))
    }

    pub(crate) fn now(&self) -> domain::clock::Timestamp {
        self.clock.now()
    }

    fn session(&self, headers: &HeaderMap) -> Option<(String, SharedSession)> {
        let id = self.cookie.read(headers)?;
        Some((id.to_owned(), self.sessions.find(id)?))
    }

    /// Discovers anew: a sign-in must not trip over keys or endpoints that have changed since the last one.
    async fn discover(&self, recorder: &Recorder) -> Result<Arc<Provider>, Problem> {
        let provider = Arc::new(Provider::discover(&self.configuration, recorder).await?);
        *self.provider.write().await = Some(Arc::clone(&provider));
        Ok(provider)
    }

    async fn provider(&self, recorder: &Recorder) -> Result<Arc<Provider>, Problem> {
        if let Some(provider) = self.provider.read().await.as_ref() {
            return Ok(Arc::clone(provider));
        }
        self.discover(recorder).await
    }
}

/// Serves the demonstration until `stopped` resolves.
///
/// # Errors
/// A configuration that cannot work, or an address that cannot be listened on.
pub async fn serve(
    configuration: Configuration,
    clock: Arc<dyn Clock>,
    stopped: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let address = configuration.listen;
    let router = router(configuration, clock)?;
    let listener = TcpListener::bind(address).await.map_err(|source| Error::Listen { address, source })?;
    axum::serve(listener, router).with_graceful_shutdown(stopped).await.map_err(Error::Serve)
}

/// The demonstration's routes.
///
/// # Errors
/// A configuration that cannot work.
pub fn router(configuration: Configuration, clock: Arc<dyn Clock>) -> Result<Router, Error> {
    configuration.check()?;
    let shop = Shop(Arc::new(Inner {
        content_security_policy: guard::content_security_policy(&configuration.issuer),
        client: transport::client(&configuration.issuer).map_err(Error::Client)?,
        cookie: SessionCookie::new(configuration.is_https()),
        sessions: Sessions::bounded(SESSIONS),
        provider: RwLock::default(),
        clock,
        configuration,
    }));
    Ok(Router::new()
        .route("/", get(home))
        .route("/sign-in", post(sign_in))
        .route("/callback", get(callback))
        .route("/refresh", post(async |State(shop): State<Shop>, headers: HeaderMap| perform(shop, headers, Some(Action::Refresh)).await))
        .route("/userinfo", post(async |State(shop): State<Shop>, headers: HeaderMap| perform(shop, headers, Some(Action::Userinfo)).await))
        .route("/replay", post(replay))
        .route("/introspect", post(introspect))
        .route("/revoke", post(revoke))
        .route("/sign-out", post(sign_out))
        .route("/signed-out", get(async |State(shop): State<Shop>| page::signed_out(&shop, None)))
        .route("/demo.css", get(async || asset("text/css; charset=utf-8", include_str!("demo.css"))))
        .route("/icon.svg", get(async || asset("image/svg+xml", include_str!("icon.svg"))))
        .fallback(async |State(shop): State<Shop>| {
            page::problem(&shop, StatusCode::NOT_FOUND, "There is no such page", &["The demonstration has one page only."])
        })
        .method_not_allowed_fallback(async |State(shop): State<Shop>| {
            page::problem(
                &shop,
                StatusCode::METHOD_NOT_ALLOWED,
                "That is a button",
                &["This address is behind a button of the page and cannot be opened."],
            )
        })
        .layer(DefaultBodyLimit::max(LONGEST_FORM))
        .layer(middleware::from_fn_with_state(shop.clone(), guard::guard))
        .with_state(shop))
}

async fn home(State(shop): State<Shop>, headers: HeaderMap) -> Response {
    if let Some((_, session)) = shop.session(&headers) {
        let session = session.lock().await;
        if let Some(signed_in) = &session.signed_in {
            return page::signed_in(&shop, &session, signed_in);
        }
    }
    page::welcome(&shop)
}

async fn sign_in(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    let offline = field(&body, "offline").is_some();
    let recorder = shop.recorder();
    let provider = match shop.discover(&recorder).await {
        Ok(provider) => provider,
        Err(problem) => return sign_in_problem(&shop, StatusCode::BAD_GATEWAY, &problem.to_string()),
    };
    let (url, pending) = provider.begin_sign_in(offline);
    // A session that is there keeps what it holds until the new sign-in has succeeded.
    let (id, session) = shop.session(&headers).unwrap_or_else(|| {
        let session = SharedSession::default();
        (shop.sessions.open(Arc::clone(&session)), session)
    });
    let mut session = session.lock().await;
    session.pending = Some(pending);
    session.log.extend(recorder.take());
    session.log.extend([Exchange::by_browser(shop.now(), &url)]);
    (StatusCode::SEE_OTHER, [(LOCATION, url.to_string()), (SET_COOKIE, shop.cookie.set(&id))]).into_response()
}

async fn callback(State(shop): State<Shop>, headers: HeaderMap, OriginalUri(uri): OriginalUri, RawQuery(query): RawQuery) -> Response {
    let Some((id, shared)) = shop.session(&headers) else {
        return sign_in_problem(
            &shop,
            StatusCode::BAD_REQUEST,
            "No sign-in was waiting in this browser: it was begun elsewhere, or the demonstration has been restarted since.",
        );
    };
    let mut session = shared.lock().await;
    let response = match Callback::parse(query.as_deref().unwrap_or_default()) {
        Ok(response) => response,
        Err(problem) => return sign_in_problem(&shop, StatusCode::BAD_REQUEST, &problem.to_string()),
    };
    if session.pending.is_none() && session.signed_in.is_some() {
        // A reload, or the way back from where the sign-in has led.
        return see_other("./");
    }
    let Some(pending) = session.pending.take_if(|pending| response.answers(pending)) else {
        return sign_in_problem(&shop, StatusCode::BAD_REQUEST, &CallbackProblem::OtherState.to_string());
    };
    let mut arrived = redirect_uri(&shop.configuration.public_url);
    arrived.set_query(uri.query());
    session.log.extend([Exchange::by_browser(shop.now(), &arrived)]);
    let recorder = shop.recorder();
    let result = finish_sign_in(&shop, &recorder, response, pending).await;
    session.log.extend(recorder.take());
    match result {
        Ok(signed_in) => session.signed_in = Some(signed_in),
        Err(Unfinished::Callback(problem)) => return sign_in_problem(&shop, StatusCode::BAD_REQUEST, &problem.to_string()),
        Err(Unfinished::Provider(problem)) => return sign_in_problem(&shop, StatusCode::BAD_GATEWAY, &problem.to_string()),
    }
    session.outcome = None;
    drop(session);
    // Who knew the session's name before the sign-in must not know it after.
    shop.sessions.close(&id);
    let id = shop.sessions.open(shared);
    (StatusCode::SEE_OTHER, [(LOCATION, "./".to_owned()), (SET_COOKIE, shop.cookie.set(&id))]).into_response()
}

enum Unfinished {
    Callback(CallbackProblem),
    Provider(Problem),
}

async fn finish_sign_in(shop: &Shop, recorder: &Recorder, response: Callback, pending: Pending) -> Result<SignedIn, Unfinished> {
    let provider = shop.provider(recorder).await.map_err(Unfinished::Provider)?;
    let code = response.code(&provider).map_err(Unfinished::Callback)?;
    let tokens = provider.exchange_code(recorder, code, pending.verifier).await.map_err(Unfinished::Provider)?;
    let claims = provider.verify_sign_in(&tokens, &pending.nonce).map_err(Unfinished::Provider)?;
    let now = shop.now();
    let mut refresh = Generations::default();
    if let Some(token) = tokens.refresh_token() {
        refresh.receive(token.secret(), now);
    }
    Ok(SignedIn {
        subject: claims.subject().to_string(),
        name: claims.name().and_then(|name| name.get(None)).map(|name| name.to_string()),
        email: claims.email().map(|email| email.to_string()),
        asked_offline: pending.offline,
        scope: granted(&tokens),
        id_token: tokens.id_token().map(ToString::to_string).unwrap_or_default(),
        access: outcome::access_token(&tokens, now),
        refresh,
    })
}

fn granted(tokens: &CoreTokenResponse) -> Option<String> {
    Some(tokens.scopes()?.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" "))
}

async fn replay(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    let number = field(&body, "number").and_then(|number| number.parse().ok());
    perform(shop, headers, number.map(Action::Replay)).await
}

async fn introspect(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    perform(shop, headers, which(&body).map(Action::Introspect)).await
}

async fn revoke(State(shop): State<Shop>, headers: HeaderMap, body: Bytes) -> Response {
    perform(shop, headers, which(&body).map(Action::Revoke)).await
}

/// Does it, remembers what came of it, and sends the browser to look: a reload then repeats nothing.
async fn perform(shop: Shop, headers: HeaderMap, action: Option<Action>) -> Response {
    let Some(action) = action else {
        return page::problem(
            &shop,
            StatusCode::BAD_REQUEST,
            "That form is not complete",
            &["It does not say which token is meant, so nothing was done."],
        );
    };
    let Some((_, session)) = shop.session(&headers) else { return session_over(&shop) };
    let mut session = session.lock().await;
    let Session { signed_in: Some(signed_in), outcome, log, .. } = &mut *session else { return session_over(&shop) };
    let recorder = shop.recorder();
    *outcome = Some(match shop.provider(&recorder).await {
        Ok(provider) => {
            let asking = Asking { configuration: &shop.configuration, provider: &provider, recorder: &recorder, now: shop.now() };
            action.run(&asking, signed_in).await
        }
        Err(problem) => action.unsuccessful(&problem),
    });
    log.extend(recorder.take());
    see_other("./#outcome")
}

async fn sign_out(State(shop): State<Shop>, headers: HeaderMap) -> Response {
    let clear = [(SET_COOKIE, shop.cookie.clear())];
    let Some((id, session)) = shop.session(&headers) else { return (clear, page::signed_out(&shop, None)).into_response() };
    shop.sessions.close(&id);
    let session = session.lock().await;
    let Some(signed_in) = &session.signed_in else { return (clear, page::signed_out(&shop, None)).into_response() };
    let back = post_logout_redirect_uri(&shop.configuration.public_url);
    match shop.provider(&shop.recorder()).await {
        Ok(provider) => match provider.sign_out_url(&shop.configuration.client_id, &signed_in.id_token, &back) {
            Some(url) => (StatusCode::SEE_OTHER, clear, [(LOCATION, url.to_string())]).into_response(),
            None => (clear, page::signed_out(&shop, Some(&Problem::NoEndpoint("end-session")))).into_response(),
        },
        Err(problem) => (clear, page::signed_out(&shop, Some(&problem))).into_response(),
    }
}

fn sign_in_problem(shop: &Shop, status: StatusCode, sentence: &str) -> Response {
    page::problem(shop, status, "The sign-in did not work", &[sentence])
}

fn session_over(shop: &Shop) -> Response {
    page::problem(
        shop,
        StatusCode::FORBIDDEN,
        "Nobody is signed in",
        &["This browser's session is over, so nothing was done. Sign in again to go on."],
    )
}

fn see_other(location: &'static str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, location)]).into_response()
}

fn asset(content_type: &'static str, body: &'static str) -> Response {
    ([(CONTENT_TYPE, content_type), (CACHE_CONTROL, "no-cache")], body).into_response()
}

fn which(body: &[u8]) -> Option<Which> {
    Which::parse(&field(body, "token")?)
}

fn field(body: &[u8], name: &str) -> Option<String> {
    form_urlencoded::parse(body).find(|(field, _)| field == name).map(|(_, value)| value.into_owned())
}
