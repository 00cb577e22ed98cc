//! A workspace with a client that has all four switches on, and a user; a test changes what matters to it.

use std::sync::{Arc, Mutex};

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    explanation::RefreshExplanation,
    grant_type::GrantType,
    id::{ClientId, FamilyId, KeyId, ServiceId, TenantId, UserId, WorkspaceId},
    name::{Name, Slug},
    redirect_uri::RedirectUri,
    scope::{OFFLINE_ACCESS, Scope},
    service::{self, Service},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    signing_key::{KeyLife, KeyRefusal},
    tenant::Tenant,
    token_event::TokenEventKind,
    trusted_issuer::TrustedIssuers,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};
use engine::{
    Engine, Error, Realm, Refusal,
    browser::Browser,
    client_auth::ClientRequest,
    dpop::ProvenKey,
    endpoint::{
        authorize::{Authorization, AuthorizationAnswer},
        device_authorization::DeviceAuthorization,
        introspect::Introspection,
        pushed_request::PushedAuthorization,
        sign_in::{Candidate, SignInAttempt, SigningIn},
        signed_introspection::{AcceptedAnswers, IntrospectionAnswer},
        userinfo::UserinfoRequest,
    },
    explain::ExplainRefresh,
    family::{RefreshToken, RefreshTokenKey},
    form::Form,
    gate::Visitor,
    keys::{KeyRing, MasterKeys, SecretUse},
    memory::MemoryStorage,
    random::{self, Random, SeededRandom},
    storage::{ClientRecord, Directory as _, PreviousSecret, SealedSigningKey, UserRecord},
    token::{TokenResponse, TokenType, UserClaims},
};
use serde_json::Value;
use url::{Url, form_urlencoded};

use crate::shown::Shown;

pub const REDIRECT: &str = "https://app.example.com/callback";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub struct World {
    pub engine: Engine<MemoryStorage>,
    pub storage: MemoryStorage,
    pub clock: Arc<FixedClock>,
    pub tenant: Slug,
    pub workspace: Workspace,
    pub client: Client,
    pub secret: Option<String>,
    /// What the client presents with each of its requests.
    pub certificate: Option<Shown>,
    secret_used_at: Option<Timestamp>,
    previous_secret: Option<PreviousSecret>,
    pub user: User,
    keys: KeyRing,
    random: Arc<SeededRandom>,
}

impl World {
    /// A server-side web application.
    pub fn new() -> Self {
        Self::with(ClientType::ServerSideWeb)
    }

    pub fn with(client_type: ClientType) -> Self {
        let random = Arc::new(SeededRandom::new(42));
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_795_000_000_000)));
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(random.as_ref())).unwrap());
        let storage = MemoryStorage::new();
        let base = Url::parse("https://id.example.com").unwrap();
        let handed_in: (Arc<dyn Clock>, Arc<dyn Random>) = (Arc::clone(&clock) as _, Arc::clone(&random) as _);
        let engine = Engine::new(storage.clone(), keys.clone(), handed_in.0, handed_in.1, &base);

        let now = clock.now();
        let id = || random::bytes(random.as_ref());
        let tenant = Tenant { id: TenantId::new(now, id()), slug: slug("acme"), name: name("Acme"), created_at: now, version: 1 };
        let workspace = Workspace {
            id: WorkspaceId::new(now, id()),
            tenant_id: tenant.id,
            slug: slug("main"),
            name: name("Main"),
            created_at: now,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            trusted_issuers: TrustedIssuers::none(),
        };
        for (kind, title, scopes) in service::defaults() {
            let id = ServiceId::new(now, id());
            storage.put_service(Service { id, workspace_id: workspace.id, name: name(title), kind, resource: None, scopes, version: 1 });
        }
        for algorithm in [SigningAlgorithm::Rs256, SigningAlgorithm::Es256] {
            storage.put_signing_key(signing_key(&keys, workspace.id, algorithm, now));
        }
        storage.put_tenant(tenant);
        storage.put_workspace(workspace.clone());

        let user = User {
            id: UserId::new(now, id()),
            workspace_id: workspace.id,
            identifier: UserIdentifier::parse("alice@example.com").unwrap(),
            status: UserStatus::Active,
            created_at: now,
            version: 1,
            profile: UserProfile { email: Some("alice@example.com".to_owned()), ..UserProfile::named(name("Alice")) },
        };
        storage.put_user(UserRecord { user: user.clone(), password_hash: None });

        let mut world = Self {
            engine,
            storage,
            clock,
            tenant: slug("acme"),
            client: new_client(&workspace, client_type, now, id()),
            workspace,
            secret: client_type.is_confidential().then(|| "s3cret".to_owned()),
            certificate: None,
            secret_used_at: None,
            previous_secret: None,
            user,
            keys,
            random,
        };
        world.put_client();
        world
    }

    /// Adds a key of this algorithm.
    pub fn add_signing_key(&self, algorithm: SigningAlgorithm) {
        let key = self.keys.new_signing_key(self.workspace.id, algorithm, self.clock.now(), self.random.as_ref());
        self.storage.put_signing_key(key.unwrap());
    }

    /// The signing keys, newest first.
    pub async fn signing_keys(&self) -> Vec<SealedSigningKey> {
        self.storage.list_signing_keys(self.workspace.id).await.unwrap()
    }

    /// Publishes a key that is to sign next.
    pub fn publish_signing_key(&self, algorithm: SigningAlgorithm) -> KeyId {
        let now = self.clock.now();
        let key = self.keys.new_signing_key(self.workspace.id, algorithm, now, self.random.as_ref()).unwrap();
        let id = key.id;
        self.storage.put_signing_key(SealedSigningKey { life: KeyLife::next(now), ..key });
        id
    }

    /// Leads a key on in its life.
    pub async fn lead_key(&self, id: KeyId, on: impl FnOnce(KeyLife) -> Result<KeyLife, KeyRefusal>) {
        let key = self.signing_keys().await.into_iter().find(|key| key.id == id).unwrap();
        self.storage.put_signing_key(SealedSigningKey { life: on(key.life).unwrap(), ..key });
    }

    /// Changes the workspace.
    pub fn workspace(&mut self, change: impl FnOnce(&mut Workspace)) {
        change(&mut self.workspace);
        self.workspace.version += 1;
        self.storage.put_workspace(self.workspace.clone());
    }

    /// Changes the client's settings.
    pub fn settings(&mut self, change: impl FnOnce(&mut ClientSettings)) {
        change(&mut self.client.settings);
        self.client.version += 1;
        self.put_client();
    }

    /// Makes the client inactive.
    pub fn disable_client(&mut self) {
        self.client.status = ClientStatus::Inactive;
        self.client.version += 1;
        self.put_client();
    }

    /// Changes the user.
    pub fn user(&mut self, change: impl FnOnce(&mut User)) {
        change(&mut self.user);
        self.user.version += 1;
        self.storage.put_user(UserRecord { user: self.user.clone(), password_hash: None });
    }

    /// Goes on as another client of the same workspace.
    pub fn as_other_client(&mut self, client_type: ClientType) {
        self.client = new_client(&self.workspace, client_type, self.clock.now(), random::bytes(self.random.as_ref()));
        self.secret = client_type.is_confidential().then(|| "another".to_owned());
        (self.secret_used_at, self.previous_secret) = (None, None);
        self.put_client();
    }

    fn put_client(&mut self) {
        let secret_hash = self.secret.as_ref().map(|secret| self.keys.hash_client_secret(self.workspace.id, secret).hash);
        let (client, secret_used_at, previous_secret) = (self.client.clone(), self.secret_used_at, self.previous_secret);
        self.storage.put_client(ClientRecord { client, secret_hash, secret_used_at, previous_secret });
    }

    /// Gives the client another secret, beside which the one before works until then.
    pub fn replace_secret(&mut self, secret: &str, until: Timestamp) {
        let before = self.secret.replace(secret.to_owned()).unwrap();
        let hash = self.keys.hash_client_secret(self.workspace.id, &before).hash;
        self.previous_secret = Some(PreviousSecret { hash, until, used_at: self.secret_used_at.take() });
        self.client.version += 1;
        self.put_client();
    }

    /// Has the storage say when the client's secrets were used last.
    pub fn secrets_used_at(&mut self, current: Option<Timestamp>, previous: Option<Timestamp>) {
        self.secret_used_at = current;
        self.previous_secret = self.previous_secret.map(|secret| PreviousSecret { used_at: previous, ..secret });
        self.put_client();
    }

    /// The uses of secrets that were noted since the last call.
    pub fn secret_uses(&self) -> Vec<SecretUse> {
        self.keys.take_secret_uses()
    }

    pub async fn realm(&self) -> Realm {
        self.engine.realm(self.tenant.as_str(), self.workspace.slug.as_str()).await.unwrap().unwrap().as_ref().clone()
    }

    /// Signs the user in; the value of the session cookie.
    pub async fn sign_in(&self) -> String {
        let candidate = self.candidate().await;
        self.engine
            .sign_in(&self.realm().await, candidate, true, SigningIn::default())
            .await
            .unwrap()
            .started()
            .unwrap()
            .cookie
            .expose()
            .clone()
    }

    /// The user as the sign-in page finds them, before the password is checked.
    pub async fn candidate(&self) -> Candidate {
        let visitor = Visitor { name: self.user.identifier.as_str(), address: "203.0.113.7".parse().unwrap(), device: None };
        self.candidate_of(visitor).await
    }

    /// A visitor as the sign-in page finds them.
    pub async fn candidate_of(&self, visitor: Visitor<'_>) -> Candidate {
        match self.engine.sign_in_candidate(&self.realm().await, visitor).await.unwrap() {
            SignInAttempt::Candidate(candidate) => *candidate,
            SignInAttempt::TooMany(too_many) => panic!("{too_many}"),
        }
    }

    /// Signs the user in with a browser that had a session before.
    pub async fn sign_in_after(&self, earlier: &str) -> Option<String> {
        let started = self
            .engine
            .sign_in(&self.realm().await, self.candidate().await, true, SigningIn { earlier: Some(earlier), ..SigningIn::default() })
            .await
            .unwrap();
        started.started().map(|started| started.cookie.expose().clone())
    }

    /// The query of an authorization request; parameters that are given replace the usual ones, empty ones take them away.
    pub fn query(&self, parameters: &[(&str, &str)]) -> String {
        let client_id = self.client.id.to_string();
        let challenge = challenge(VERIFIER);
        let mut all = vec![
            ("response_type", "code"),
            ("client_id", client_id.as_str()),
            ("redirect_uri", REDIRECT),
            ("scope", "openid profile offline_access"),
            ("state", "xyz"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        all.retain(|(name, _)| !parameters.iter().any(|(given, _)| given == name));
        all.extend(parameters.iter().filter(|(_, value)| !value.is_empty()));
        form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish()
    }

    pub async fn authorize(&self, parameters: &[(&str, &str)], session: Option<&str>) -> Authorization {
        self.engine.authorize(&self.realm().await, &self.query(parameters), session).await.unwrap()
    }

    /// Authorizes with a user who signs in and agrees to everything: the parameters of the answer.
    pub async fn answer(&self, parameters: &[(&str, &str)]) -> AuthorizationAnswer {
        self.answer_in(parameters, &self.sign_in().await).await
    }

    /// The same in a session that is there.
    pub async fn answer_in(&self, parameters: &[(&str, &str)], session: &str) -> AuthorizationAnswer {
        let outcome = match self.authorize(parameters, Some(session)).await {
            Authorization::Consent(page) => {
                let browser = Browser::of(Some(session));
                self.engine.consent(&self.realm().await, &page.interaction, browser, true).await.unwrap()
            }
            other => other,
        };
        match outcome {
            Authorization::Answer(answer) => answer,
            Authorization::Refused(page) => page.answer,
            other => panic!("no answer: {other:?}"),
        }
    }

    /// Returns whether the user would have to sign in again.
    pub async fn session_has_ended(&self, session: &str) -> bool {
        matches!(self.authorize(&[], Some(session)).await, Authorization::SignIn(_))
    }

    /// Pushes an authorization request, as the client authenticates; its parameters are as those of [`World::query`].
    pub async fn push(&self, parameters: &[(&str, &str)]) -> Result<PushedAuthorization, Refusal> {
        self.push_with(parameters, &[]).await
    }

    /// The same with these `DPoP` headers.
    pub async fn push_with(&self, parameters: &[(&str, &str)], proofs: &[&str]) -> Result<PushedAuthorization, Refusal> {
        self.push_at(&self.engine, parameters, proofs).await
    }

    /// The same at an engine that knows where the request comes from.
    pub async fn push_at(
        &self,
        engine: &Engine<MemoryStorage>,
        parameters: &[(&str, &str)],
        proofs: &[&str],
    ) -> Result<PushedAuthorization, Refusal> {
        let form = Form::parse(&self.query(parameters)).unwrap();
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        engine.push(&self.realm().await, request, proofs.iter().copied().collect()).await.map_err(refusal)
    }

    pub async fn code(&self, parameters: &[(&str, &str)]) -> String {
        parameter(&self.answer(parameters).await, "code").unwrap()
    }

    /// A request to an endpoint by the client, which authenticates as it is registered.
    pub async fn token(&self, parameters: &[(&str, &str)]) -> Result<TokenResponse, Refusal> {
        self.token_with(parameters, &[]).await
    }

    /// The same with these `DPoP` headers.
    pub async fn token_with(&self, parameters: &[(&str, &str)], proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        self.token_at(&self.realm().await, parameters, proofs).await
    }

    /// The same by a request that had read the workspace so.
    pub async fn token_at(&self, realm: &Realm, parameters: &[(&str, &str)], proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        let form = self.form(parameters);
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        self.engine.token(realm, request, proofs.iter().copied().collect()).await.map_err(refusal)
    }

    pub async fn exchange(&self, code: &str) -> Result<TokenResponse, Refusal> {
        self.exchange_with(code, &[]).await
    }

    pub async fn exchange_with(&self, code: &str, proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        self.token_with(&exchange(code), proofs).await
    }

    /// The same by a request that had read the workspace so.
    pub async fn exchange_at(&self, realm: &Realm, code: &str) -> Result<TokenResponse, Refusal> {
        self.token_at(realm, &exchange(code), &[]).await
    }

    /// A device of the client asks for its codes.
    pub async fn device(&self, parameters: &[(&str, &str)]) -> Result<DeviceAuthorization, Refusal> {
        let form = self.form(parameters);
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        self.engine.authorize_device(&self.realm().await, request, "203.0.113.7".parse().unwrap()).await.map_err(refusal)
    }

    /// A device asks whether its user has decided.
    pub async fn poll(&self, device: &DeviceAuthorization) -> Result<TokenResponse, Refusal> {
        self.poll_with(device, &[]).await
    }

    /// The same with these `DPoP` headers.
    pub async fn poll_with(&self, device: &DeviceAuthorization, proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        let code = device.device_code.expose().as_str();
        self.token_with(&[("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", code)], proofs).await
    }

    /// A whole login.
    pub async fn login(&self) -> TokenResponse {
        self.exchange(&self.code(&[]).await).await.unwrap()
    }

    /// A refresh by a request that had read the workspace so.
    pub async fn refresh_at(&self, realm: &Realm, token: &str) -> Result<TokenResponse, Refusal> {
        self.token_at(realm, &[("grant_type", "refresh_token"), ("refresh_token", token)], &[]).await
    }

    /// A token for the client itself, by a request that had read the workspace so.
    pub async fn own_token_at(&self, realm: &Realm) -> Result<TokenResponse, Refusal> {
        self.token_at(realm, &[("grant_type", "client_credentials")], &[]).await
    }

    pub async fn refresh(&self, token: &str) -> Result<TokenResponse, Refusal> {
        self.refresh_with(token, &[]).await
    }

    pub async fn refresh_with(&self, token: &str, proofs: &[&str]) -> Result<TokenResponse, Refusal> {
        self.token_with(&[("grant_type", "refresh_token"), ("refresh_token", token)], proofs).await
    }

    /// Explains a refresh by the client with whichever key is wanted.
    pub async fn explain_refresh(&self, token: &str) -> RefreshExplanation {
        self.explain_refresh_with(&[("refresh_token", token)], ProvenKey::Wanted).await
    }

    /// The same with these parameters and this key.
    pub async fn explain_refresh_with(&self, parameters: &[(&str, &str)], key: ProvenKey) -> RefreshExplanation {
        let before = (self.storage.token_events(), self.storage.audit_events());
        let refresh = ExplainRefresh { client: self.client.id, parameters, key };
        let explanation = self.engine.explain_refresh(&self.realm().await, refresh).await.unwrap();
        assert_eq!((self.storage.token_events(), self.storage.audit_events()), before, "explaining writes nothing");
        explanation
    }

    pub async fn introspect(&self, token: &str) -> Result<Value, Refusal> {
        let form = self.form(&[("token", token)]);
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        let introspection: Introspection = self.engine.introspect(&self.realm().await, request).await.map_err(refusal)?;
        Ok(serde_json::to_value(introspection).unwrap())
    }

    /// An introspection answer in the form that these accept.
    pub async fn introspect_as(&self, token: &str, accepted: AcceptedAnswers) -> Result<IntrospectionAnswer, Refusal> {
        let form = self.form(&[("token", token)]);
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        self.engine.answer_introspection(&self.realm().await, request, accepted).await.map_err(refusal)
    }

    pub async fn is_active(&self, token: &str) -> bool {
        self.introspect(token).await.unwrap()["active"] == true
    }

    pub async fn revoke(&self, token: &str) -> Result<(), Refusal> {
        let form = self.form(&[("token", token)]);
        let header = self.authorization();
        let request = self.request(header.as_deref(), &form);
        self.engine.revoke(&self.realm().await, request).await.map_err(refusal)
    }

    /// Signs out on this server's own page.
    pub async fn sign_out(&self, session: &str) {
        let form = Form::parse("").unwrap();
        self.engine.logout(&self.realm().await, &form, Some(session), true).await.unwrap();
    }

    /// Asks for the user's claims with a bearer token.
    pub async fn userinfo(&self, access_token: &str) -> Result<UserClaims, Refusal> {
        self.userinfo_as(TokenType::Bearer, access_token, &[]).await
    }

    /// Asks for the user's claims with a token that is presented so, and these `DPoP` headers.
    pub async fn userinfo_as(&self, token_type: TokenType, access_token: &str, proofs: &[&str]) -> Result<UserClaims, Refusal> {
        let certificate = self.certificate.as_ref().map(|shown| shown.certificate.thumbprint);
        let proof = proofs.iter().copied().collect();
        let request = UserinfoRequest { method: "GET", token_type, access_token, proof, certificate };
        self.engine.userinfo(&self.realm().await, request).await.map_err(refusal)
    }

    /// The codes of the engine's events so far.
    pub fn events(&self) -> Vec<&'static str> {
        self.storage.token_events().iter().map(|event| event.kind.code()).collect()
    }

    pub fn last_event(&self) -> TokenEventKind {
        self.storage.token_events().pop().unwrap().kind
    }

    fn form(&self, parameters: &[(&str, &str)]) -> Form {
        let client_id = self.client.id.to_string();
        let mut all = parameters.to_vec();
        if self.secret.is_none() {
            all.push(("client_id", &client_id));
        }
        Form::parse(&form_urlencoded::Serializer::new(String::new()).extend_pairs(all).finish()).unwrap()
    }

    /// A refresh token of this workspace with any content.
    pub fn refresh_token_of(&self, family_id: FamilyId, generation: i64) -> String {
        RefreshTokenKey::new(self.keys.clone(), self.workspace.id).write(RefreshToken { family_id, generation }).expose().clone()
    }

    fn request<'a>(&'a self, authorization: Option<&'a str>, form: &'a Form) -> ClientRequest<'a> {
        ClientRequest { authorization, certificate: self.certificate.as_ref().map(Shown::presented), form }
    }

    fn authorization(&self) -> Option<String> {
        use base64::engine::general_purpose::STANDARD;

        self.secret.as_ref().map(|secret| format!("Basic {}", STANDARD.encode(format!("{}:{secret}", self.client.id))))
    }
}

fn exchange(code: &str) -> [(&str, &str); 4] {
    [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", REDIRECT), ("code_verifier", VERIFIER)]
}

/// A key of a world. All of them begin alike, so that one RSA key, which takes its time, does for all.
fn signing_key(keys: &KeyRing, workspace: WorkspaceId, algorithm: SigningAlgorithm, now: Timestamp) -> SealedSigningKey {
    static MADE: Mutex<Vec<SealedSigningKey>> = Mutex::new(Vec::new());
    let mut made = MADE.lock().unwrap();
    let ours = |key: &&SealedSigningKey| key.workspace_id == workspace && key.algorithm == algorithm;
    if let Some(key) = made.iter().find(ours) {
        return key.clone();
    }
    let key = keys.new_signing_key(workspace, algorithm, now, &SeededRandom::new(made.len() as u64)).unwrap();
    made.push(key.clone());
    key
}

fn new_client(workspace: &Workspace, client_type: ClientType, now: Timestamp, id: [u8; 10]) -> Client {
    let mut settings = ClientSettings::defaults(name("Shop"), client_type);
    if client_type.has_users() {
        settings.grant_types.insert(GrantType::RefreshToken);
        settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
        settings.redirect_uris = vec![RedirectUri::parse(REDIRECT).unwrap()];
        settings.post_logout_redirect_uris = vec![RedirectUri::parse("https://app.example.com/").unwrap()];
    }
    let id = ClientId::new(now, id);
    Client {
        id,
        workspace_id: workspace.id,
        created_at: now,
        version: 1,
        epoch: 0,
        document: None,
        registered_itself: false,
        status: ClientStatus::Active,
        settings,
    }
}

pub fn refusal(error: Error) -> Refusal {
    error.refused().ok_or(error).unwrap_or_else(|error| panic!("not a refusal: {error:?}"))
}

pub fn parameter(answer: &AuthorizationAnswer, name: &str) -> Option<String> {
    answer.parameters.iter().find(|(found, _)| *found == name).map(|(_, value)| value.clone())
}

pub fn refresh_token(response: &TokenResponse) -> String {
    response.refresh_token.as_ref().expect("a refresh token").expose().clone()
}

pub fn access_token(response: &TokenResponse) -> String {
    response.access_token.expose().clone()
}

/// The claims of a JWT, unverified.
pub fn claims(jwt: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

/// The header of a JWT.
pub fn header(jwt: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(jwt.split('.').next().unwrap()).unwrap()).unwrap()
}

pub fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()))
}

fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}
