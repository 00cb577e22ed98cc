//! An installation with one of everything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use control::{NewAdministrator, TypedApiClient, TypedApiToken, TypedInitialAccessToken};
use domain::{
    client_uri::JwksUri,
    description::Description,
    family::FamilySummary,
    id::{PasskeyId, TokenEventId, UserId, WebhookAttemptId},
    mail::{MailTls, TypedMailServer},
    name::{Name, Slug},
    permission::{Action, Actions},
    resource::Resource,
    role::{BuiltInRole, RoleRef},
    scope::{Scope, Scopes},
    service::{ServiceScope, ServiceSettings},
    signing::SigningAlgorithm,
    token_event::{TokenEvent, TokenEventKind},
    trusted_issuer::{AssertionIssuer, ClaimName, IssuerKeys, SubjectMatch, TrustedIssuer},
    view::{FamilyFilter, LevelPath, NewUser, TypedWebhook},
    webhook::{AttemptKind, WebhookAttempt},
};
use engine::{
    passkey::Passkey,
    second_factor::{RecoveryCodes, SecondFactor},
};
use server::installation::Installation;
use store::Outcome;

use super::program::Program;
use crate::{shop::Shop, support::TestServer};

const OWNER: &str = "owner@example.com";

/// An issuer whose keys are fetched, for every client.
pub(crate) fn trusted_issuer() -> TrustedIssuer {
    TrustedIssuer {
        id: Slug::parse("idp").unwrap(),
        issuer: AssertionIssuer::parse("https://idp.example.com").unwrap(),
        enabled: true,
        keys: IssuerKeys::JwksUri(JwksUri::parse("https://idp.example.com/keys").unwrap()),
        algorithms: TrustedIssuer::usual_algorithms(),
        kinds: TrustedIssuer::usual_kinds(),
        any_client: true,
        clients: BTreeSet::new(),
        subject_claim: ClaimName::default(),
        subject_match: SubjectMatch::UserName,
        scopes: "openid profile orders".parse().unwrap(),
        assertion_ttl: TrustedIssuer::USUAL_TTL,
        access_token_ttl: None,
    }
}

pub(crate) struct World {
    pub(crate) shop: Shop,
    /// What the parameters of addresses stand for in the tenant, and in the installation.
    in_tenant: BTreeMap<&'static str, String>,
    in_installation: BTreeMap<&'static str, String>,
}

impl World {
    pub(crate) async fn new() -> Self {
        Box::pin(Self::filled()).await
    }

    async fn filled() -> Self {
        let shop = Shop::at(TestServer::with_outbox().await).await;
        shop.refresh_token().await;
        let (operator, path) = (shop.operator(), &shop.path);
        let new = NewAdministrator { email: OWNER.to_owned(), name: "Olga".to_owned(), tenant: None, role: BuiltInRole::Owner };
        operator.create_administrator(new).await.unwrap();
        let user = operator.list_users(path, "alice", None).await.unwrap().items.remove(0);
        let session = operator.list_user_sessions(path, user.id).await.unwrap().remove(0);
        let family = operator.list_families(path, &FamilyFilter::default(), None).await.unwrap().items.remove(0);
        let decision = operator.list_decisions(path, shop.client.id).await.unwrap().remove(0);
        let scope = ServiceScope {
            scope: Scope::parse("orders").unwrap(),
            display_name: Name::parse("Orders").unwrap(),
            description: Description::default(),
            description_de: Description::default(),
        };
        let resource = Some(Resource::parse("https://orders.example.com/").unwrap());
        let settings = ServiceSettings { name: Name::parse("Orders").unwrap(), resource, scopes: vec![scope] };
        let service = operator.add_service(path, settings).await.unwrap();
        let version = operator.load_workspace(path).await.unwrap().version;
        operator.set_trusted_issuers(path, version, [trusted_issuer()].into_iter().collect()).await.unwrap();
        let keys = operator.list_signing_keys(path).await.unwrap().keys;
        let key = keys.iter().find(|key| key.algorithm == SigningAlgorithm::Es256 && key.life.is_current()).unwrap().id;
        let mut in_tenant = BTreeMap::from([
            ("{tenant}", path.tenant.to_string()),
            ("{workspace}", path.workspace.to_string()),
            ("{client}", shop.client.id.to_string()),
            ("{user}", user.id.to_string()),
            ("{session}", session.id.to_string()),
            ("{token}", family.id.to_string()),
            ("{decision}", decision.event.id.to_string()),
            ("{service}", service.id.to_string()),
            ("{key}", key.to_string()),
            ("{scope}", "orders".to_owned()),
            ("{issuer}", "idp".to_owned()),
        ]);
        // Another one, whose sign-in asks for it from then on.
        let other = NewUser {
            identifier: "pat".to_owned(),
            name: "Pat".to_owned(),
            email: String::new(),
            password: "correct-horse-battery".to_owned(),
        };
        let other = operator.create_user(path, other).await.unwrap();
        let mut in_installation = BTreeMap::from([("{tenant}", path.tenant.to_string())]);
        in_tenant.insert("{user_passkey}", Self::user_passkey(&shop, other.id).await);
        in_tenant.insert("{linked_subject}", operator.link_subject(path, other.id, "idp", "00u1a2b3c4").await.unwrap().id.to_string());
        in_tenant.insert("{user_with_passkey}", other.id.to_string());
        in_tenant.extend(Self::people(&shop, Some(path.tenant.clone())).await);
        in_installation.extend(Self::people(&shop, None).await);
        let at = LevelPath { tenant: Some(path.tenant.clone()), ..LevelPath::default() };
        let typed = TypedApiClient { name: "Deploy".to_owned(), role: RoleRef::BuiltIn(BuiltInRole::Support), at };
        let api_client = operator.create_api_client(&path.tenant, typed).await.unwrap().client.client.id;
        in_tenant.insert("{api_client}", api_client.to_string());
        in_tenant.extend(Self::webhook(&shop).await);
        let mail_server = TypedMailServer {
            host: "smtp.example.com".to_owned(),
            port: "465".to_owned(),
            tls: MailTls::Implicit.name().to_owned(),
            user: String::new(),
            sender: "no-reply@example.com".to_owned(),
            sender_name: "Acme".to_owned(),
        };
        operator.set_mail_server(&path.tenant, 0, &mail_server, "").await.unwrap();
        let bound = FamilyFilter { key_bound: Some(true), ..FamilyFilter::default() };
        in_tenant.insert("{job}", shop.operator().start_revocation(&shop.path, &bound).await.unwrap().id.to_string());
        in_tenant.insert("{reuse}", Self::reuse(&shop, &family).await);
        let typed = TypedInitialAccessToken { name: "partners".to_owned(), ttl: "1d".to_owned(), uses: "5".to_owned() };
        let token = operator.create_initial_access_token(path, typed).await.unwrap().token.id;
        in_tenant.insert("{initial_access_token}", token.to_string());
        shop.server.chain_audit_lines().await;
        Self { shop, in_tenant, in_installation }
    }

    /// An administrator of a tenant or the installation with their role and their token, a role of its own, and somebody who is invited.
    async fn people(shop: &Shop, tenant: Option<Slug>) -> [(&'static str, String); 6] {
        let operator = shop.operator();
        let at = LevelPath { tenant: tenant.clone(), ..LevelPath::default() };
        let where_ = tenant.as_ref().map_or("installation", |slug| slug.as_str());
        let email = format!("amy@{where_}.example.com");
        let new = NewAdministrator { email: email.clone(), name: "Amy".to_owned(), tenant: tenant.clone(), role: BuiltInRole::Auditor };
        let administrator = operator.create_administrator(new).await.unwrap().id;
        let typed = TypedApiToken { email, name: "ci".to_owned(), ttl: "1d".to_owned(), scope: None };
        let api_token = operator.create_api_token(typed).await.unwrap().token.id;
        let assignment = operator.load_administrator_within(administrator, &at).await.unwrap().assignments.remove(0).id;
        let role = operator.create_role(tenant.as_ref(), "Looker", Actions::from_iter([Action::SeeClients])).await.unwrap().id;
        let invitee = format!("ina@{where_}.example.com");
        let invitation = operator.invite(&invitee, RoleRef::BuiltIn(BuiltInRole::Support), &at).await.unwrap().invitation.id;
        let (transaction, passkey) = (shop.server.installation.store.begin().await.unwrap(), Self::passkey(shop, tenant.is_some()));
        let administrators = transaction.administrators();
        administrators.insert_second_factor(administrator, &Self::factor(shop)).await.unwrap();
        administrators.insert_passkey(administrator, &passkey).await.unwrap();
        transaction.commit().await.unwrap();
        [
            ("{passkey}", passkey.id.to_string()),
            ("{administrator}", administrator.to_string()),
            ("{assignment}", assignment.to_string()),
            ("{api_token}", api_token.to_string()),
            ("{role}", role.to_string()),
            ("{invitation}", invitation.to_string()),
        ]
    }

    fn factor(shop: &Shop) -> SecondFactor {
        let installation = &shop.server.installation;
        SecondFactor::of_passkeys(&RecoveryCodes::new(&*installation.random), installation.clock.now())
    }

    /// A passkey that no authenticator has.
    fn passkey(shop: &Shop, of_tenant: bool) -> Passkey {
        let now = shop.server.installation.clock.now();
        Passkey {
            id: PasskeyId::new(now, engine::random::bytes(&*shop.server.installation.random)),
            credential: vec![u8::from(of_tenant); 16],
            public_key: vec![1; 16],
            sign_count: 0,
            name: Name::parse("Laptop").unwrap(),
            synced: true,
            created_at: now,
            last_used_at: None,
            challenged_at: now,
        }
    }

    /// A passkey of a user.
    async fn user_passkey(shop: &Shop, user: UserId) -> String {
        let passkey = Self::passkey(shop, true);
        let transaction = shop.server.installation.store.begin().await.unwrap();
        let tenant = shop.operator().load_tenant(&shop.path.tenant).await.unwrap().id;
        let workspace = transaction.lock_workspace(tenant, &shop.path.workspace).await.unwrap().unwrap();
        workspace.store().insert_second_factor(user, &Self::factor(shop)).await.unwrap();
        workspace.store().insert_passkey(user, &passkey).await.unwrap();
        workspace.commit().await.unwrap();
        passkey.id.to_string()
    }

    /// A reuse that somebody has handled. Its refresh token lives on, as none would.
    async fn reuse(shop: &Shop, family: &FamilySummary) -> String {
        let Installation { store, clock, .. } = &shop.server.installation;
        let event = TokenEvent {
            id: TokenEventId::new(clock.now(), [1; 10]),
            workspace_id: shop.client.workspace_id,
            client_id: shop.client.id,
            user_id: Some(family.user_id),
            family_id: Some(family.id),
            at: clock.now(),
            scopes: Scopes::none(),
            left_out: Scopes::none(),
            kind: TokenEventKind::Reused { presented: 0, generation: 2 },
        };
        let transaction = store.begin().await.unwrap();
        transaction.append_reuse(&event, Some("203.0.113.7".parse().unwrap())).await.unwrap();
        transaction.commit().await.unwrap();
        shop.operator().handle_reuses(&shop.path, &[event.id], "Lost phone").await.unwrap();
        event.id.to_string()
    }

    /// A webhook with an attempt to deliver to it.
    async fn webhook(shop: &Shop) -> [(&'static str, String); 2] {
        let typed = TypedWebhook { name: "SIEM".to_owned(), url: "https://hooks.example.com/".to_owned(), ..TypedWebhook::default() };
        let id = shop.operator().create_webhook(&shop.path.tenant, &typed).await.unwrap().0.webhook.id;
        let Installation { store, clock, .. } = &shop.server.installation;
        let taken = store.take_webhook(id, Arc::clone(clock)).await.unwrap().unwrap();
        let attempt = WebhookAttempt {
            id: WebhookAttemptId::new(clock.now(), [1; 10]),
            kind: AttemptKind::Delivery,
            event_id: String::new(),
            event_type: "tenant.created".to_owned(),
            number: Some(1),
            at: clock.now(),
            millis: 12,
            status: Some(500),
            failure: Some("it was answered with status 500".to_owned()),
            answer: "Not now".to_owned(),
        };
        let attempted = attempt.id;
        taken.record(Outcome { attempt: Some(attempt), ..Outcome::default() }).await.unwrap();
        taken.release().await.unwrap();
        [("{webhook}", id.to_string()), ("{attempt}", attempted.to_string())]
    }

    /// The address of an operation, about what there is.
    pub(crate) fn address(&self, template: &str) -> String {
        let parts = if template.starts_with("/system/") { &self.in_installation } else { &self.in_tenant };
        let part = |part: &str| match parts.get(part) {
            Some(found) => found.clone(),
            None if part.starts_with('{') => panic!("say what {part} stands for in {template}"),
            None => part.to_owned(),
        };
        // A passkey is one of its own user's, and so is a subject.
        let of_other = ["{user_passkey}", "{linked_subject}"].iter().any(|part| template.contains(part));
        let template = if of_other { template.replace("{user}", "{user_with_passkey}") } else { template.to_owned() };
        template.split('/').map(part).collect::<Vec<_>>().join("/")
    }

    /// The address of a page of the console, about what there is; none where a part of it stands for nothing.
    pub(crate) fn page(&self, route: &str) -> Option<String> {
        let parts = if route.starts_with("/console/-/") { &self.in_installation } else { &self.in_tenant };
        let part = |part: &str| match part {
            "{family}" => parts.get("{token}").cloned(),
            named if named.starts_with('{') => parts.get(named).cloned(),
            plain => Some(plain.to_owned()),
        };
        Some(route.split('/').map(part).collect::<Option<Vec<_>>>()?.join("/"))
    }

    /// A program of the installation's owner that may do these, or everything.
    pub(crate) async fn program(&self, scope: Option<Actions>) -> Program<'_> {
        let typed = TypedApiToken { email: OWNER.to_owned(), name: "test".to_owned(), ttl: "1d".to_owned(), scope };
        let token = self.shop.operator().create_api_token(typed).await.unwrap().value.expose().clone();
        Program { server: &self.shop.server, token }
    }

    /// A program of an administrator of the tenant who has this role.
    pub(crate) async fn program_as(&self, role: BuiltInRole) -> Program<'_> {
        let email = format!("{}@acme.example.com", role.name());
        let tenant = Some(self.shop.path.tenant.clone());
        let new = NewAdministrator { email: email.clone(), name: "Somebody".to_owned(), tenant, role };
        self.shop.operator().create_administrator(new).await.unwrap();
        let typed = TypedApiToken { email, name: "test".to_owned(), ttl: "1d".to_owned(), scope: None };
        let token = self.shop.operator().create_api_token(typed).await.unwrap().value.expose().clone();
        Program { server: &self.shop.server, token }
    }
}
