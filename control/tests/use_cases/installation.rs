//! An installation of a test's own.

use std::{sync::Arc, time::Instant};

use control::{Actor, Control, NewAdministrator, Operator, TypedApiToken};
use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    authorization_details::AuthorizationDetails,
    client::{Client, ClientStatus, ClientType},
    clock::{Clock, FixedClock, Timestamp},
    decision::Grounds,
    family::{EndRule, FamilySummary},
    grant_type::GrantType,
    id::{AuditEventId, ClientId, FamilyId, LoginSessionId, TokenEventId, WorkspaceId},
    lifetime::IdleTtl,
    name::Slug,
    permission::{Actions, Extent},
    policy::{Retry, RetryWindow},
    resource::Resources,
    role::{BuiltInRole, RoleRef},
    scope::Scopes,
    subject_type::SignInSector,
    tenant::Tenant,
    token_event::{TokenEvent, TokenEventKind},
    user::User,
    view::{AuditFilter, LevelPath, NewUser, NewWorkspace},
    workspace::WorkspacePath,
};
use engine::{
    family::{Authorization, Family, Position, Presentation, Transition},
    granted_claims::GrantedClaims,
    keys::{KeyRing, MasterKeys},
    random::{Random, SeededRandom, bytes},
    storage::{
        AuthorizationCode, Basis, CodeRedemption, CodeStorage as _, Directory as _, FamilyStorage as _, LoginSession, PresentRefreshToken,
        Redeemed, RefreshOutcome, SessionOrigin, SessionStart, SessionStorage as _, Written,
    },
};
use store::testing::TestStore;

pub(crate) const PASSWORD: &str = "correct horse battery";

/// The same test on both databases.
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($installation:ident) $body:block)*) => {$(
        mod $name {
            use super::*;

            async fn test($installation: crate::installation::TestControl) $body

            #[tokio::test]
            async fn sqlite() {
                test(crate::installation::TestControl::on(store::testing::TestStore::sqlite().await.unwrap()).await).await;
            }

            #[tokio::test]
            async fn postgres() {
                test(crate::installation::TestControl::on(store::testing::TestStore::postgres().await.unwrap()).await).await;
            }
        }
    )*};
}
pub(crate) use on_both_databases;

pub(crate) fn slug(text: &str) -> Slug {
    Slug::parse(text).unwrap()
}

/// A database with the tenant `acme` and its workspace `main`, and a clock to turn.
pub(crate) struct TestControl {
    pub(crate) store: TestStore,
    pub(crate) control: Control,
    pub(crate) keys: KeyRing,
    pub(crate) clock: Arc<FixedClock>,
    pub(crate) random: Arc<SeededRandom>,
    pub(crate) acme: Tenant,
    pub(crate) path: WorkspacePath,
}

impl TestControl {
    pub(crate) async fn new() -> Self {
        Self::on(TestStore::sqlite().await.unwrap()).await
    }

    pub(crate) async fn on(store: TestStore) -> Self {
        let clock = Arc::new(FixedClock::at(Timestamp::from_millis(1_795_000_000_000)));
        let random = Arc::new(SeededRandom::new(1));
        let keys = KeyRing::new(MasterKeys::parse(&MasterKeys::new_file(&*random)).unwrap());
        let control = Control::new(
            store.store().clone(),
            keys.clone(),
            Arc::clone(&clock) as Arc<dyn Clock>,
            Arc::clone(&random) as Arc<dyn Random>,
            "https://id.example.com".parse().unwrap(),
        );
        let operator = control.acting_as(Actor::CommandLine);
        let acme = operator.create_tenant("acme", "Acme").await.unwrap();
        let path = WorkspacePath::new(slug("acme"), slug("main"));
        operator.create_workspace(&path.tenant, NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() }).await.unwrap();
        Self { store, control, keys, clock, random, acme, path }
    }

    /// The operator of whoever may do everything.
    pub(crate) fn operator(&self) -> Operator {
        self.control.acting_as(Actor::CommandLine)
    }

    /// The operator of an administrator of this tenant, or of the installation.
    pub(crate) async fn operator_as(&self, role: BuiltInRole, tenant: Option<&Tenant>) -> Operator {
        let of = tenant.map_or("installation", |tenant| tenant.slug.as_str());
        self.control.acting_as(self.actor(&format!("{role:?}@{of}.example.com"), role, tenant).await)
    }

    /// The operator of an administrator who has a role at a level of this extent: of the tenant, its workspace, or a client Shop.
    pub(crate) async fn operator_at(&self, role: BuiltInRole, extent: Extent) -> Operator {
        let email = format!("{}@{}.example.com", role.name(), extent.label());
        let tenant = (extent != Extent::Installation).then_some(&self.acme);
        if extent >= Extent::Tenant {
            return self.operator_as(role, tenant).await;
        }
        let client = match extent {
            Extent::Client => Some(self.client("Shop", ClientType::ServerSideWeb).await.id),
            _ => None,
        };
        let at = LevelPath { tenant: Some(self.path.tenant.clone()), workspace: Some(self.path.workspace.clone()), client };
        let invitation = self.operator().invite(&email, RoleRef::BuiltIn(role), &at).await.unwrap();
        self.control.accept_as_new(invitation.token.expose(), "Ada", PASSWORD).await.unwrap();
        self.control.acting_as(self.by_token(&email, None).await)
    }

    /// An administrator by an API token with this scope.
    pub(crate) async fn by_token(&self, email: &str, scope: Option<Actions>) -> Actor {
        let typed = TypedApiToken { email: email.to_owned(), name: "test".to_owned(), ttl: "1y".to_owned(), scope };
        let token = self.operator().create_api_token(typed).await.unwrap();
        self.control.find_by_api_token(token.value.expose()).await.unwrap().unwrap()
    }

    /// An API client, with what an access token with these actions allows of what it may do; nobody where it cannot be used.
    pub(crate) async fn api_client(&self, id: ClientId, scope: Actions) -> Option<Operator> {
        let client = self.store.store().api_clients().find(id).await.unwrap()?;
        let active = client.status == ClientStatus::Active;
        active.then(|| self.control.acting_as(Actor::Client(client.only(scope), scope)))
    }

    /// An administrator who acts by an API token.
    pub(crate) async fn actor(&self, email: &str, role: BuiltInRole, tenant: Option<&Tenant>) -> Actor {
        let tenant = tenant.map(|tenant| tenant.slug.clone());
        let new = NewAdministrator { email: email.to_owned(), name: "Ada".to_owned(), tenant, role };
        self.operator().create_administrator(new).await.unwrap();
        self.by_token(email, None).await
    }

    /// A client that gets refresh tokens.
    pub(crate) async fn client(&self, name: &str, client_type: ClientType) -> Client {
        let client = self.operator().create_client(&self.path, name, client_type).await.unwrap().client;
        let mut settings = client.settings.clone();
        settings.grant_types.insert(GrantType::RefreshToken);
        self.operator().set_client(&self.path, client.id, client.version, settings).await.unwrap().client
    }

    pub(crate) async fn user(&self, identifier: &str) -> User {
        let new =
            NewUser { identifier: identifier.to_owned(), name: "Somebody".to_owned(), email: String::new(), password: PASSWORD.to_owned() };
        self.operator().create_user(&self.path, new).await.unwrap()
    }

    /// The settings and the user as they are.
    async fn basis(&self, client: &Client, user: &User) -> Basis {
        let workspaces = self.operator().list_workspaces(&self.path.tenant, "", None).await.unwrap().items;
        let workspace = workspaces.into_iter().find(|workspace| workspace.id == client.workspace_id).unwrap().slug;
        let view = self.operator().load_client(&WorkspacePath::new(self.path.tenant.clone(), workspace), client.id).await.unwrap();
        let user = self.store.engine_storage().find_user(user.workspace_id, user.id).await.unwrap().unwrap();
        Basis::of_client(&view.workspace, &view.client).and_user(&user)
    }

    /// A code that nobody has exchanged yet, and what an exchange would make of it.
    pub(crate) async fn code(&self, client: &Client, user: &User) -> CodeRedemption {
        let now = self.clock.now();
        let login_session_id = LoginSessionId::new(now, self.bytes());
        let code = AuthorizationCode {
            hash: bytes(&*self.random),
            workspace_id: client.workspace_id,
            client_id: client.id,
            user_id: user.id,
            login_session_id,
            redirect_uri: "https://shop.example.com/callback".to_owned(),
            redirect_uri_named: true,
            scopes: Scopes::none(),
            left_out: Scopes::none(),
            offline_consented: true,
            offline_requested: true,
            nonce: None,
            code_challenge: None,
            dpop_jkt: None,
            resources: Resources::none(),
            authorization_details: AuthorizationDetails::none(),
            auth_time: now,
            signed_in_by: None,
            acr: None,
            claims: GrantedClaims::default(),
            sector: SignInSector::Kept(client.sector()),
            consent_begun_at: None,
            session_expires_at: now.plus_seconds(3600),
            expires_at: now.plus_seconds(600),
            redeemed: None,
        };
        let basis = self.basis(client, user).await;
        assert_eq!(self.store.engine_storage().insert_code(code.clone(), basis).await.unwrap(), Written::Done);
        let family = Family {
            authorization: Authorization {
                id: FamilyId::new(now, self.bytes()),
                workspace_id: client.workspace_id,
                client_id: client.id,
                user_id: user.id,
                login_session_id,
                scopes: Scopes::none(),
                resources: Resources::none(),
                authorization_details: AuthorizationDetails::none(),
                auth_time: now,
                signed_in_by: None,
                acr: None,
                claims: GrantedClaims::default(),
                sector: None,
                created_at: now,
                ends_with_session: false,
                bound_to: None,
            },
            position: Position {
                generation: 0,
                confirmed: false,
                rotated_at: now,
                last_used_at: now,
                expires_at: now.plus_seconds(30 * 24 * 3600),
                expires_by: EndRule::Absolute,
                idle_ttl: IdleTtl::SHORTEST,
                revoked: None,
            },
        };
        CodeRedemption {
            hash: code.hash,
            basis,
            workspace_id: client.workspace_id,
            redeemed: Redeemed {
                at: now,
                family_id: Some(family.authorization.id),
                access_token_id: None,
                access_token_expires_at: now.plus_seconds(3600),
            },
            event: TokenEvent {
                id: TokenEventId::new(now, self.bytes()),
                workspace_id: client.workspace_id,
                client_id: client.id,
                user_id: Some(user.id),
                family_id: Some(family.authorization.id),
                at: now,
                scopes: Scopes::none(),
                left_out: Scopes::none(),
                kind: TokenEventKind::Issued { grounds: Grounds::OfflineAccess },
            },
            family: Some(family),
            cap: None,
            session_client: None,
        }
    }

    /// A token family that lives.
    pub(crate) async fn family(&self, client: &Client, user: &User) -> FamilyId {
        self.family_with(client, user, |_| {}).await
    }

    /// The same, with something about it changed.
    pub(crate) async fn family_with(&self, client: &Client, user: &User, change: impl FnOnce(&mut Family)) -> FamilyId {
        let mut redemption = self.code(client, user).await;
        if let Some(family) = &mut redemption.family {
            change(family);
            let of = &family.authorization;
            if of.ends_with_session {
                let session = LoginSession {
                    id: of.login_session_id,
                    workspace_id: of.workspace_id,
                    user_id: of.user_id,
                    token_hash: bytes(&*self.random),
                    auth_time: of.auth_time,
                    signed_in_by: None,
                    expires_at: family.position.expires_at,
                    origin: SessionOrigin::default(),
                };
                let (basis, audit) = (Basis { user: redemption.basis.user, ..Basis::default() }, self.audit(AuditAction::UserSignedIn));
                let start = SessionStart { session, basis, code: None, passkey: None, audit, replaces: None };
                assert_eq!(self.store.engine_storage().begin_login_session(start).await.unwrap(), Written::Done);
            }
        }
        let id = redemption.event.family_id.unwrap();
        self.store.engine_storage().redeem_code(redemption).await.unwrap();
        self.clock.advance_seconds(1);
        id
    }

    /// Returns a presentation of the first token of a family.
    pub(crate) fn present(&self, workspace_id: WorkspaceId, family_id: FamilyId) -> PresentRefreshToken {
        let now = self.clock.now();
        let window = Retry { window: RetryWindow::LONGEST, until_first_use: false };
        PresentRefreshToken {
            workspace_id,
            family_id,
            basis: Basis::default(),
            presentation: Presentation { generation: 0, now, rotate: true, retry: window },
            since: Instant::now(),
            event_id: TokenEventId::new(now, self.bytes()),
            event_scopes: Scopes::none(),
            reuse_audit: self.audit(AuditAction::RefreshTokenReused),
        }
    }

    /// A reuse: the first token of a new family comes back, from this address, after it was replaced twice.
    pub(crate) async fn reuse(&self, client: &Client, user: &User) -> TokenEventId {
        let family = self.family(client, user).await;
        let mut last = None;
        for generation in [0, 1, 0] {
            let mut present = self.present(client.workspace_id, family);
            present.presentation.generation = generation;
            present.presentation.retry.window = RetryWindow::SHORTEST;
            present.reuse_audit.context.address = Some("203.0.113.7".parse().unwrap());
            let id = present.event_id;
            let RefreshOutcome::Moved(transition, _) = self.store.engine_storage().present_refresh_token(present).await.unwrap() else {
                panic!("it moves")
            };
            last = Some((id, transition));
            self.clock.advance_seconds(1);
        }
        let (id, transition) = last.unwrap();
        assert_eq!(transition, Transition::Reused);
        id
    }

    /// A line of the protocol's.
    fn audit(&self, action: AuditAction) -> AuditEvent {
        let now = self.clock.now();
        AuditEvent {
            id: AuditEventId::new(now, self.bytes()),
            tenant_id: None,
            workspace_id: None,
            at: now,
            actor_kind: ActorKind::Client,
            actor: String::new(),
            action,
            target: String::new(),
            target_id: String::new(),
            changes: Vec::new(),
            context: AuditContext::default(),
        }
    }

    pub(crate) async fn family_summary(&self, id: FamilyId) -> FamilySummary {
        self.operator().load_family(&self.path, id).await.unwrap().summary
    }

    /// The audit lines of the tenant, the oldest first.
    pub(crate) async fn trail(&self) -> Vec<AuditEvent> {
        let mut events = Vec::new();
        let mut after = None;
        loop {
            let page = self.operator().list_audit_events(&self.path.tenant, None, AuditFilter::default(), after).await.unwrap();
            events.extend(page.items);
            match page.next {
                Some(next) => after = Some(next.parse().unwrap()),
                None => break,
            }
        }
        events.reverse();
        events
    }

    pub(crate) fn bytes(&self) -> [u8; 10] {
        bytes(&*self.random)
    }
}
