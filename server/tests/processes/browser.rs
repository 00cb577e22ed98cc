//! Who talks to the servers: a user's browser, and the client.

use std::{collections::BTreeMap, net::SocketAddr, sync::Arc};

use reqwest::{Client, Response, StatusCode, header, redirect::Policy};
use serde_json::Value;
use url::{Url, form_urlencoded};

use crate::{
    process::{PUBLIC_URL, Process},
    shop::{DeployedShop, PASSWORD, REDIRECT_URI, USER},
};

/// RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// Both of them. What they get to see that is secret, the shop remembers.
#[derive(Clone)]
pub(crate) struct Browser {
    shop: Arc<DeployedShop>,
    pub(crate) http: Client,
    cookies: BTreeMap<String, String>,
}

/// What a client got for a code or for a refresh token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tokens {
    pub(crate) refresh: String,
    pub(crate) access: String,
}

/// An answer of the token endpoint, or of the revocation or introspection endpoint.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) body: Value,
}

impl Answer {
    pub(crate) async fn read(response: Response) -> Result<Self, reqwest::Error> {
        let status = response.status();
        let body = response.text().await?;
        Ok(Self { status, body: serde_json::from_str(&body).unwrap_or_default() })
    }

    pub(crate) fn tokens(&self) -> Tokens {
        assert_eq!(self.status, StatusCode::OK, "{self:?}");
        let text = |member: &str| self.body[member].as_str().unwrap_or_else(|| panic!("{member} in {self:?}")).to_owned();
        Tokens { refresh: text("refresh_token"), access: text("access_token") }
    }

    pub(crate) fn is_refused_as(&self, error: &str) -> bool {
        self.status == StatusCode::BAD_REQUEST && self.body["error"] == error
    }
}

impl Browser {
    pub(crate) fn new(shop: &Arc<DeployedShop>) -> Self {
        Self { shop: Arc::clone(shop), http: connections(), cookies: BTreeMap::new() }
    }

    /// The same browser with new connections: the old ones may lead to a server that is dead by now.
    pub(crate) fn reconnected(&self) -> Self {
        Self { http: connections(), ..self.clone() }
    }

    /// A login: the user signs in and agrees where they are asked, the client exchanges the code.
    pub(crate) async fn login(&mut self, server: &Process) -> Tokens {
        let code = self.code(server).await;
        self.exchange(server.address(), &code).await.tokens()
    }

    /// The client exchanges a code.
    pub(crate) async fn exchange(&self, server: SocketAddr, code: &str) -> Answer {
        let form = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT_URI), ("code_verifier", VERIFIER)];
        self.ask(server, "token", &form).await.unwrap()
    }

    /// The code that an answer sends to the client; none where it is another answer.
    pub(crate) fn code_of(&self, response: &Response) -> Option<String> {
        let location = response.headers().get(header::LOCATION)?.to_str().unwrap();
        let location = Url::parse(location).ok().filter(|location| location.as_str().starts_with(REDIRECT_URI))?;
        let code = location.query_pairs().find(|(name, _)| name == "code")?.1.into_owned();
        self.shop.remember(&code);
        Some(code)
    }

    /// A browser that nobody has signed in with.
    pub(crate) fn stranger(&self) -> Self {
        Self { cookies: BTreeMap::new(), ..self.clone() }
    }

    /// Signs in with a password; `false` where it is not the right one by now.
    pub(crate) async fn sign_in(&mut self, server: &Process, password: &str) -> bool {
        let page = self.authorize(server).await.text().await.unwrap();
        let (form, interaction) = (Self::hidden(&page, "form"), Self::interaction(&page));
        let fields = [("form", form.as_str()), ("interaction", &interaction), ("identifier", USER), ("password", password)];
        self.send(server, Step::Post("/acme/shop/login", encode(&fields))).await.status() == StatusCode::SEE_OTHER
    }

    /// The answer to the authorization request.
    pub(crate) async fn authorize(&mut self, server: &Process) -> Response {
        self.send(server, Step::Get(format!("/acme/shop/oauth2/authorize?{}", self.authorization()))).await
    }

    /// The query of the authorization request.
    pub(crate) fn authorization(&self) -> String {
        encode(&[
            ("response_type", "code"),
            ("client_id", &self.shop.client_id),
            ("redirect_uri", REDIRECT_URI),
            ("scope", "openid offline_access"),
            ("code_challenge", CHALLENGE),
            ("code_challenge_method", "S256"),
        ])
    }

    async fn code(&mut self, server: &Process) -> String {
        let mut next = Step::Get(format!("/acme/shop/oauth2/authorize?{}", self.authorization()));
        loop {
            next = match self.take(server, next).await {
                Step::Arrived(code) => return code,
                step => step,
            };
        }
    }

    async fn take(&mut self, server: &Process, step: Step) -> Step {
        let response = self.send(server, step).await;
        if response.status() == StatusCode::SEE_OTHER {
            return self.follow(response.headers()[header::LOCATION].to_str().unwrap());
        }
        assert_eq!(response.status(), StatusCode::OK, "{response:?}");
        self.fill_in(&response.text().await.unwrap())
    }

    async fn send(&mut self, server: &Process, step: Step) -> Response {
        let address = |path: &str| format!("http://{}{path}", server.address());
        let request = match step {
            Step::Get(path) => self.http.get(address(&path)),
            Step::Post(path, form) => self
                .http
                .post(address(path))
                .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
                .header("sec-fetch-site", "same-origin")
                .body(form),
            Step::Arrived(_) => panic!("there is nowhere to go"),
        };
        let cookies: Vec<_> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let response = request.header(header::COOKIE, cookies.join("; ")).send().await.unwrap();
        self.remember_cookies(&response);
        response
    }

    /// Keeps the cookies that were set.
    pub(crate) fn remember_cookies(&mut self, response: &Response) {
        for cookie in response.headers().get_all(header::SET_COOKIE) {
            let (name, value) = cookie.to_str().unwrap().split(';').next().unwrap().split_once('=').unwrap();
            self.shop.remember(value);
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }

    fn follow(&self, location: &str) -> Step {
        if let Some(path) = location.strip_prefix(PUBLIC_URL) {
            return Step::Get(path.to_owned());
        }
        assert!(location.starts_with(REDIRECT_URI), "{location}");
        let location = Url::parse(location).unwrap();
        let code = location.query_pairs().find(|(name, _)| name == "code").unwrap_or_else(|| panic!("{location}")).1.into_owned();
        self.shop.remember(&code);
        Step::Arrived(code)
    }

    fn fill_in(&self, page: &str) -> Step {
        let (form, interaction) = (Self::hidden(page, "form"), Self::interaction(page));
        self.shop.remember(&form);
        self.shop.remember(&interaction);
        let (form, interaction) = (("form", form.as_str()), ("interaction", interaction.as_str()));
        if page.contains("name=\"password\"") {
            Step::Post("/acme/shop/login", encode(&[form, interaction, ("identifier", USER), ("password", PASSWORD)]))
        } else {
            Step::Post("/acme/shop/consent", encode(&[form, interaction, ("decision", "allow")]))
        }
    }

    /// The hidden field that leads back to the request.
    pub(crate) fn interaction(page: &str) -> String {
        Self::hidden(page, "interaction")
    }

    fn hidden(page: &str, name: &str) -> String {
        let field = format!("name=\"{name}\" value=\"");
        page.split(&field).nth(1).unwrap_or_else(|| panic!("{page}")).split('"').next().unwrap().to_owned()
    }

    pub(crate) async fn refresh(&self, server: SocketAddr, token: &str) -> Result<Answer, reqwest::Error> {
        self.ask(server, "token", &[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    pub(crate) async fn revoke(&self, server: SocketAddr, token: &str) -> Result<Answer, reqwest::Error> {
        self.ask(server, "revoke", &[("token", token)]).await
    }

    pub(crate) async fn is_active(&self, server: SocketAddr, token: &str) -> bool {
        self.introspect(server, token).await.unwrap().body["active"].as_bool().unwrap()
    }

    pub(crate) async fn introspect(&self, server: SocketAddr, token: &str) -> Result<Answer, reqwest::Error> {
        self.ask(server, "introspect", &[("token", token)]).await
    }

    /// Posts a form to an endpoint, as the client.
    async fn ask(&self, server: SocketAddr, endpoint: &str, form: &[(&str, &str)]) -> Result<Answer, reqwest::Error> {
        let request = self
            .http
            .post(format!("http://{server}/acme/shop/oauth2/{endpoint}"))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = match &self.shop.client_secret {
            Some(secret) => request.basic_auth(&self.shop.client_id, Some(secret)).body(encode(form)),
            None => request.body(encode(&[form, &[("client_id", self.shop.client_id.as_str())]].concat())),
        };
        let answer = Answer::read(request.send().await?).await?;
        for member in ["refresh_token", "access_token", "id_token"] {
            if let Some(token) = answer.body[member].as_str() {
                self.shop.remember(token);
            }
        }
        Ok(answer)
    }
}

fn connections() -> Client {
    Client::builder().redirect(Policy::none()).no_proxy().build().unwrap()
}

/// Where the browser is on its way through the user's pages.
enum Step {
    Get(String),
    Post(&'static str, String),
    /// Back at the client.
    Arrived(String),
}

pub(crate) fn encode(form: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish()
}
