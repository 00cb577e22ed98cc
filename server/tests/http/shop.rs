//! A workspace with a user and a client that has everything a refresh token needs, and somebody who signs in there with a browser.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use control::{Actor, Operator};
use domain::{
    client::{Client, ClientSettings, ClientType},
    grant_type::GrantType,
    name::Slug,
    redirect_uri::RedirectUri,
    scope::{self, Scope},
    view::NewUser,
    workspace::WorkspacePath,
};
use serde_json::Value;

use crate::support::{Answer, TestServer};

/// RFC 7636 appendix B.
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const REDIRECT_URI: &str = "https://shop.example.com/callback";
pub(crate) const PASSWORD: &str = "alice-likes-tokens";

pub(crate) struct Shop {
    pub(crate) server: TestServer,
    pub(crate) client: Client,
    pub(crate) secret: String,
    pub(crate) path: WorkspacePath,
}

/// What a form is, name by name.
type Form<'a> = &'a [(&'a str, &'a str)];

impl Shop {
    pub(crate) async fn open() -> Self {
        Self::at(TestServer::on_loopback().await).await
    }

    /// The same, at this server.
    pub(crate) async fn at(server: TestServer) -> Self {
        server.set_up_shop().await;
        let path = WorkspacePath::new(Slug::parse("acme").unwrap(), Slug::parse("shop").unwrap());
        let operator = server.installation.control().acting_as(Actor::CommandLine);
        let user = NewUser {
            identifier: "alice@example.com".to_owned(),
            name: "Alice".to_owned(),
            email: "alice@example.com".to_owned(),
            password: PASSWORD.to_owned(),
        };
        operator.create_user(&path, user).await.unwrap();
        let (client, secret) = Self::make_client(&server, &path, "Shop").await;
        Self { server, client, secret, path }
    }

    async fn make_client(server: &TestServer, path: &WorkspacePath, name: &str) -> (Client, String) {
        let operator = server.installation.control().acting_as(Actor::CommandLine);
        let made = operator.create_client(path, name, ClientType::ServerSideWeb).await.unwrap();
        let mut settings = made.client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse(scope::OFFLINE_ACCESS).unwrap());
        settings.redirect_uris.push(RedirectUri::parse(REDIRECT_URI).unwrap());
        let saved = operator.set_client(path, made.client.id, made.client.version, settings).await.unwrap();
        (saved.client, made.secret.unwrap().expose().clone())
    }

    /// Whoever may do everything.
    pub(crate) fn operator(&self) -> Operator {
        self.server.installation.control().acting_as(Actor::CommandLine)
    }

    /// Another client of the same kind, with its secret.
    pub(crate) async fn another_client(&self) -> (String, String) {
        let (client, secret) = Self::make_client(&self.server, &self.path, "Another").await;
        (client.id.to_string(), secret)
    }

    /// Changes the client as an administrator does.
    pub(crate) async fn set_client(&mut self, change: impl FnOnce(&mut ClientSettings)) {
        let mut settings = self.client.settings.clone();
        change(&mut settings);
        let operator = self.server.installation.control().acting_as(Actor::CommandLine);
        let saved = operator.set_client(&self.path, self.client.id, self.client.version, settings).await.unwrap();
        self.client = saved.client;
    }

    pub(crate) fn path(&self, below: &str) -> String {
        format!("/{}{below}", self.path)
    }

    /// The authorization request, with these parameters in place of or beside its usual ones.
    pub(crate) fn authorization(&self, scope: &str) -> String {
        let client_id = self.client.id.to_string();
        let query = encode(&[
            ("response_type", "code"),
            ("client_id", &client_id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", scope),
            ("state", "state-of-the-client"),
            ("nonce", "nonce-of-the-client"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ]);
        format!("{}?{query}", self.path("/oauth2/authorize"))
    }

    /// Signs Alice in and lets her allow what is asked; the code that comes of it.
    pub(crate) async fn code(&self, scope: &str) -> String {
        let location = self.sign_in_and_allow(scope).await;
        let answer = url::Url::parse(&location).unwrap();
        assert!(location.starts_with(REDIRECT_URI), "{location}");
        let parameter = |wanted: &str| answer.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
        assert_eq!(parameter("state").as_deref(), Some("state-of-the-client"), "{location}");
        assert_eq!(parameter("iss").as_deref(), Some("http://127.0.0.1:8080/acme/shop"), "RFC 9207: {location}");
        parameter("code").unwrap_or_else(|| panic!("there is a code in {location}"))
    }

    async fn sign_in_and_allow(&self, scope: &str) -> String {
        self.answer_to(&self.authorization(scope)).await
    }

    /// Makes an authorization request, signs Alice in and lets her allow what is asked; where the browser is sent with the answer.
    pub(crate) async fn answer_to(&self, request: &str) -> String {
        let base = self.server.installation.configuration.public_url.join("");
        let base = base.trim_end_matches('/');
        let page = self.server.get(request.trim_start_matches(base)).await;
        assert_eq!(page.status, StatusCode::OK, "{page:?}");
        let form = encode(&[("interaction", &hidden(&page, "interaction")), ("identifier", "alice@example.com"), ("password", PASSWORD)]);
        let signed_in = self.server.post(&self.path("/login"), "", &form).await;
        assert_eq!(signed_in.status, StatusCode::SEE_OTHER, "{signed_in:?}");
        let next = signed_in.header("location").trim_start_matches(base).to_owned();
        let cookies = signed_in.cookies();
        let next = self.server.get_with(&next, &cookies).await;
        if next.status == StatusCode::SEE_OTHER {
            return next.header("location").to_owned();
        }
        let form = encode(&[("form", &hidden(&next, "form")), ("interaction", &hidden(&next, "interaction")), ("decision", "allow")]);
        let allowed = self.server.post(&self.path("/consent"), &cookies, &form).await;
        assert_eq!(allowed.status, StatusCode::SEE_OTHER, "{allowed:?}");
        allowed.header("location").to_owned()
    }

    /// Posts a form to an endpoint, as this client with its secret in the header.
    pub(crate) async fn ask(&self, endpoint: &str, form: Form<'_>) -> Answer {
        self.ask_as((&self.client.id.to_string(), &self.secret), endpoint, form).await
    }

    pub(crate) async fn ask_as(&self, (id, secret): (&str, &str), endpoint: &str, form: Form<'_>) -> Answer {
        use base64::{Engine as _, engine::general_purpose::STANDARD};
        let request = Request::post(self.path(endpoint))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::AUTHORIZATION, format!("Basic {}", STANDARD.encode(format!("{id}:{secret}"))))
            .body(Body::from(encode(form)))
            .unwrap();
        self.server.send(request).await
    }

    /// Sends a form of a page of the console, with these fields beside the workspace.
    pub(crate) async fn press(&self, cookies: &str, page: &str, function: &str, fields: Form<'_>) -> Answer {
        let token = self.server.form_token(cookies).await;
        let place = [("form_token", token.as_str()), ("path[tenant]", "acme"), ("path[workspace]", "shop")];
        let form = encode(&[&place[..], fields].concat());
        let mut request = self.server.form(&format!("/console/api/{function}"), "same-origin", cookies, &form);
        request.headers_mut().insert(header::REFERER, self.server.installation.configuration.public_url.join(page).parse().unwrap());
        self.server.send(request).await
    }

    /// Opens the page that a form led to, as the browser does.
    pub(crate) async fn follow(&self, answer: &Answer, cookies: &str) -> Answer {
        self.open_from_here(answer.header("location"), cookies).await
    }

    /// Opens a page as a link of the same server does.
    pub(crate) async fn open_from_here(&self, address: &str, cookies: &str) -> Answer {
        let request = Request::get(address).header(header::COOKIE, cookies).header("sec-fetch-site", "same-origin").body(Body::empty());
        self.server.send(request.unwrap()).await
    }

    /// Exchanges a code.
    pub(crate) async fn exchange(&self, code: &str) -> Answer {
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        self.ask("/oauth2/token", &form).await
    }

    /// Uses a refresh token.
    pub(crate) async fn refresh(&self, token: &str) -> Answer {
        self.ask("/oauth2/token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The refresh token of a new login.
    pub(crate) async fn refresh_token(&self) -> String {
        let tokens = self.exchange(&self.code("openid offline_access").await).await;
        tokens.text("refresh_token").unwrap_or_else(|| panic!("there is a refresh token in {tokens:?}"))
    }
}

impl Answer {
    /// A member of the JSON that was answered.
    pub(crate) fn text(&self, member: &str) -> Option<String> {
        self.json().get(member).and_then(Value::as_str).map(str::to_owned)
    }

    /// The status and the `error` of a refusal.
    pub(crate) fn refusal(&self) -> (u16, String) {
        (self.status.as_u16(), self.text("error").unwrap_or_else(|| panic!("this is a refusal: {self:?}")))
    }
}

pub(crate) fn encode(form: Form<'_>) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}

/// The value of a hidden field.
pub(crate) fn hidden(page: &Answer, name: &str) -> String {
    let field = format!("name=\"{name}\" value=\"");
    let start = page.body.find(&field).unwrap_or_else(|| panic!("there is a field {name}: {page:?}")) + field.len();
    page.body.get(start..).unwrap().split('"').next().unwrap().to_owned()
}
