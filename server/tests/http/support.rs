//! A server of a test's own.

use std::{path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
    response::Response,
};
use control::{Actor, MailQueue, NewAdministrator};
use domain::{
    clock::{FixedClock, Timestamp},
    role::BuiltInRole,
    view::NewWorkspace,
};
use engine::{
    gate::Gate,
    keys::{KeyRing, MasterKeys},
    random::SystemRandom,
};
use server::{
    config::{Configuration, Key, Sources},
    installation::Installation,
};
use store::testing::TestStore;
use tower::ServiceExt as _;

pub(crate) const ADMINISTRATOR: &str = "admin@example.com";

/// A server with an empty database, at the beginning of 2026.
pub(crate) struct TestServer {
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) installation: Installation,
    router: Router,
    _store: TestStore,
}

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The cookies that it sets, as the browser sends them back.
    pub(crate) fn cookies(&self) -> String {
        let cookies = self.headers.get_all(header::SET_COOKIE).iter().map(|cookie| cookie.to_str().unwrap().split(';').next().unwrap());
        cookies.collect::<Vec<_>>().join("; ")
    }
}

impl TestServer {
    /// As one runs it on a loopback address.
    pub(crate) async fn on_loopback() -> Self {
        Self::on(TestStore::sqlite().await.unwrap())
    }

    /// The same, on this database.
    pub(crate) fn on(store: TestStore) -> Self {
        Self::at("http://127.0.0.1:8080", store)
    }

    /// As one runs it behind a proxy that speaks TLS.
    pub(crate) async fn over_tls() -> Self {
        Self::at("https://id.example.com", TestStore::sqlite().await.unwrap())
    }

    /// As one runs it for development: mail is written to a directory.
    pub(crate) async fn with_outbox() -> Self {
        let id = engine::random::new_secret(&SystemRandom).expose().clone();
        let outbox = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("outbox-{id}"));
        Self::with("http://127.0.0.1:8080", TestStore::sqlite().await.unwrap(), &[(Key::MailOutbox, &outbox.to_string_lossy())])
    }

    /// As one runs it that is for something.
    pub(crate) async fn of_environment(name: &str, color: &str) -> Self {
        let said = [(Key::EnvironmentName, name), (Key::EnvironmentColor, color)];
        Self::with("http://127.0.0.1:8080", TestStore::sqlite().await.unwrap(), &said)
    }

    /// As a program on this machine reaches it: it listens at a port of its own.
    pub(crate) async fn listening() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let server = Self::at(&format!("http://{}", listener.local_addr().unwrap()), TestStore::sqlite().await.unwrap());
        let router = server.router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
        server
    }

    /// As one runs it for development: what clients publish on this machine is read.
    pub(crate) async fn with_own_network() -> Self {
        Self::with("http://127.0.0.1:8080", TestStore::sqlite().await.unwrap(), &[(Key::AllowPrivateNetworks, "127.0.0.1")])
    }

    /// As one runs it behind a proxy at 10.0.0.1 that passes on certificates of clients, or with more beside that.
    pub(crate) async fn behind_proxy(more: &[(Key, &str)]) -> Self {
        let settings = [&[(Key::TrustedProxies, "10.0.0.1")][..], more].concat();
        Self::with("http://127.0.0.1:8080", TestStore::sqlite().await.unwrap(), &settings)
    }

    fn at(public_url: &str, store: TestStore) -> Self {
        Self::with(public_url, store, &[])
    }

    fn with(public_url: &str, store: TestStore, more: &[(Key, &str)]) -> Self {
        let mut sources = Sources::default();
        for (key, value) in more {
            sources.set(*key, (*value).to_owned());
        }
        sources.set(Key::PublicUrl, public_url.to_owned());
        sources.set(Key::SiteDir, PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/http/site").to_string_lossy().into_owned());
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_767_225_600_000)));
        let installation = Installation {
            configuration: Arc::new(Configuration::from_sources(&sources).unwrap()),
            store: store.store().clone(),
            keys: KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&SystemRandom)).unwrap()),
            clock: clock.clone(),
            random: Arc::new(SystemRandom),
            gate: Gate::default(),
            published_keys: server::PublishedKeys::default(),
            published_documents: server::PublishedDocuments::default(),
            client_authorities: server::ClientAuthorities::default(),
            node: server::Node::default(),
        };
        Self { clock, router: server::router(&installation), installation, _store: store }
    }

    /// Gives the audit lines that wait their places, as a running server does.
    pub(crate) async fn chain_audit_lines(&self) {
        let Installation { store, keys, clock, .. } = &self.installation;
        let work = store.begin_chaining(Arc::clone(clock)).await.unwrap().unwrap();
        while work.chain_some(Timestamp::from_millis(0), keys).await.unwrap() > 0 {}
    }

    /// An answer whose body goes on.
    pub(crate) async fn open(&self, request: Request<Body>) -> Response {
        self.router.clone().oneshot(request).await.unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = String::from_utf8_lossy(&to_bytes(body, usize::MAX).await.unwrap()).into_owned();
        // Where the browser would find the nodes again; nobody reads it.
        let body = body.replace("<!>", "");
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.get_with(path, "").await
    }

    pub(crate) async fn get_with(&self, path: &str, cookies: &str) -> Answer {
        self.send(Request::get(path).header(header::COOKIE, cookies).body(Body::empty()).unwrap()).await
    }

    /// The mails that were written since the last time, as they are in the directory, the oldest first.
    pub(crate) async fn mails(&self) -> Vec<String> {
        for queue in [MailQueue::Tenants, MailQueue::Installation] {
            while self.installation.control().deliver_next_mail(queue).await.unwrap() != control::Delivery::Idle {}
        }
        let outbox = self.installation.configuration.mail_outbox.as_ref().unwrap();
        let mut files: Vec<_> = std::fs::read_dir(outbox).into_iter().flatten().map(|file| file.unwrap().path()).collect();
        files.sort();
        let read = |file: PathBuf| {
            let mail = std::fs::read_to_string(&file).unwrap();
            std::fs::remove_file(file).unwrap();
            mail
        };
        files.into_iter().map(read).collect()
    }

    /// Sends a form as a browser does without JavaScript: to the console with the token of its pages.
    pub(crate) async fn post(&self, path: &str, cookies: &str, form: &str) -> Answer {
        let form = if path.starts_with("/console/api/") && !cookies.is_empty() {
            format!("form_token={}&{form}", self.form_token(cookies).await)
        } else {
            form.to_owned()
        };
        self.send(self.form(path, "same-origin", cookies, &form)).await
    }

    /// The token of the console's forms, as its pages have it.
    pub(crate) async fn form_token(&self, cookies: &str) -> String {
        let page = self.get_with("/console/sign-in", cookies).await;
        let token = page.body.split("name=\"form-token\" content=\"").nth(1).unwrap_or_else(|| panic!("there is a token: {page:?}"));
        token.split('"').next().unwrap().to_owned()
    }

    pub(crate) fn form(&self, path: &str, site: &str, cookies: &str, form: &str) -> Request<Body> {
        Request::builder()
            .method(Method::POST)
            .uri(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html")
            .header(header::REFERER, self.installation.configuration.public_url.join("/console/sign-in"))
            .header("sec-fetch-site", site)
            .header(header::COOKIE, cookies)
            .body(Body::from(form.to_owned()))
            .unwrap()
    }

    /// An administrator's one-time sign-in, who is made where there is none.
    pub(crate) async fn one_time_token(&self) -> String {
        let operator = self.installation.control().acting_as(Actor::CommandLine);
        let new = NewAdministrator { email: ADMINISTRATOR.to_owned(), name: "Ada".to_owned(), tenant: None, role: BuiltInRole::Owner };
        // The second time there is one already.
        let _ = operator.create_administrator(new).await;
        operator.create_one_time_sign_in(ADMINISTRATOR).await.unwrap().token.expose().clone()
    }

    /// Signs an administrator in, with a new password; the answer sets the cookie.
    pub(crate) async fn sign_in(&self) -> Answer {
        self.use_one_time_sign_in("&password=correct-horse-battery").await
    }

    /// Signs the same administrator in at another browser. A new password would end the sessions that there are.
    pub(crate) async fn sign_in_elsewhere(&self) -> Answer {
        self.use_one_time_sign_in("&password=").await
    }

    async fn use_one_time_sign_in(&self, password: &str) -> Answer {
        let token = self.one_time_token().await;
        let answer = self.post("/console/api/use_one_time_sign_in", "", &format!("token={token}{password}")).await;
        assert_eq!(answer.status, StatusCode::FOUND, "{answer:?}");
        answer
    }

    /// A tenant and a workspace.
    pub(crate) async fn set_up_shop(&self) {
        let operator = self.installation.control().acting_as(Actor::CommandLine);
        let tenant = operator.create_tenant("acme", "Acme").await.unwrap();
        operator.create_workspace(&tenant.slug, NewWorkspace { name: "Shop".to_owned(), slug: "shop".to_owned() }).await.unwrap();
    }
}
