//! A workspace with what is in it, and the requests that tests make there.

use std::{
    sync::atomic::{AtomicU64, Ordering},
    time::{Duration, Instant},
};

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    authorization_details::AuthorizationDetails,
    client::{Client, ClientSettings, ClientStatus, ClientType},
    clock::Timestamp,
    family::{EndRule, Revocation, RevocationReason},
    id::{AuditEventId, ClientId, FamilyId, KeyId, LoginSessionId, ServiceId, TenantId, TokenEventId, UserId, WorkspaceId},
    lifetime::IdleTtl,
    name::{Name, Slug},
    policy::{Retry, RetryWindow},
    resource::{Resource, Resources},
    scope::Scopes,
    service::{self, Service, ServiceKind},
    settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    sign_in_method::{Acr, SignInMethod},
    signing::SigningAlgorithm,
    signing_key::{KeyLife, Urgency},
    subject_type::SectorIdentifier,
    tenant::Tenant,
    trusted_issuer::TrustedIssuers,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};

use crate::{
    family::{Authorization, Family, Position, Presentation},
    granted_claims::GrantedClaims,
    storage::{
        AccessEnd, AllowedFamilies, Basis, ClientRecord, EndedSessions, EventIds, FamilyRevocation, PresentRefreshToken, PreviousSecret,
        SealedSigningKey, SessionEnd, UserRecord, UsualRefresh,
    },
};

/// The error of a test that fails other than by an assertion.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// When the tests begin.
pub const START: Timestamp = Timestamp::from_millis(1_795_000_000_123);

/// The lifetime of a family in seconds: two days.
pub const LIFETIME: i64 = 2 * 24 * 3600;

/// The address of the resource server of a workspace.
pub const API: &str = "https://orders.example.com/";

/// Authorization details of one element.
pub const DETAILS: &str = r#"[{"type":"payment","amount":"12.50","to":["Shop","Grüße"]}]"#;

/// Returns ten bytes that no earlier call returned.
pub fn unique() -> [u8; 10] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    for (byte, source) in bytes.iter_mut().rev().zip(NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes()) {
        *byte = source;
    }
    bytes
}

/// Returns ten bytes from which identifiers are counted up, far from those of any other call.
pub fn unique_seed() -> [u8; 10] {
    let mut seed = unique();
    // The count is at the end; here it must leave room to count on.
    seed.rotate_left(4);
    seed
}

/// A workspace and what is in it, as a test stores it.
#[derive(Debug, Clone)]
pub struct Seed {
    /// Its tenant, which has no other workspace.
    pub tenant: Tenant,
    /// The workspace.
    pub workspace: Workspace,
    /// Its client.
    pub client: ClientRecord,
    /// Its user.
    pub user: UserRecord,
    /// Another client, which nothing that is done to the first may affect.
    pub other_client: ClientRecord,
    /// Another user, whom nothing that is done to the first may affect.
    pub other_user: UserRecord,
    /// Its services, in their order.
    pub services: Vec<Service>,
    /// Its signing keys, oldest first.
    pub signing_keys: Vec<SealedSigningKey>,
}

impl Seed {
    /// Creates a workspace at `{tenant}/{workspace}`.
    pub fn new(tenant: &str, workspace: &str) -> Result<Self, Failure> {
        let tenant = Tenant {
            id: TenantId::new(START, unique()),
            slug: Slug::parse(tenant)?,
            name: Name::parse(tenant)?,
            created_at: START,
            version: 1,
        };
        let workspace = Workspace {
            id: WorkspaceId::new(START, unique()),
            tenant_id: tenant.id,
            slug: Slug::parse(workspace)?,
            name: Name::parse(workspace)?,
            created_at: START,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            trusted_issuers: TrustedIssuers::none(),
        };
        let client = |name| {
            let settings = ClientSettings::defaults(Name::parse(name)?, ClientType::ServerSideWeb);
            let id = ClientId::new(START, unique());
            let (workspace_id, status) = (workspace.id, ClientStatus::Active);
            let client = Client {
                id,
                workspace_id,
                created_at: START,
                version: 1,
                epoch: 0,
                document: None,
                registered_itself: false,
                status,
                settings,
            };
            let previous = PreviousSecret { hash: [8; 32], until: START.plus_seconds(3600), used_at: Some(START) };
            Ok::<_, Failure>(ClientRecord {
                client,
                secret_hash: Some([9; 32]),
                secret_used_at: Some(START),
                previous_secret: Some(previous),
            })
        };
        let user = |identifier, name| {
            let user = User {
                id: UserId::new(START, unique()),
                workspace_id: workspace.id,
                identifier: UserIdentifier::parse(identifier)?,
                status: UserStatus::Active,
                created_at: START,
                version: 1,
                profile: UserProfile::named(Name::parse(name)?),
            };
            Ok::<_, Failure>(UserRecord { user, password_hash: Some("$argon2id$…".to_owned()) })
        };
        let service = |(kind, name, scopes)| {
            Ok(Service {
                id: ServiceId::new(START, unique()),
                workspace_id: workspace.id,
                name: Name::parse(name)?,
                kind,
                resource: None,
                scopes,
                version: 1,
            })
        };
        let mut services: Vec<Service> = service::defaults().into_iter().map(service).collect::<Result<_, Failure>>()?;
        services.push(Service { resource: Some(Resource::parse(API)?), ..service((ServiceKind::Custom, "Orders", Vec::new()))? });
        let key = |at, algorithm, life| SealedSigningKey {
            id: KeyId::new(at, unique()),
            workspace_id: workspace.id,
            algorithm,
            public_key: vec![4; 65],
            sealed_private_key: vec![7; 160],
            life,
        };
        let (later, first) = (START.plus_seconds(60), KeyLife::first(START));
        let signing_keys = vec![
            key(START, SigningAlgorithm::Es256, first.retire(later, 3600)?),
            key(START.plus_seconds(10), SigningAlgorithm::Rs256, first.revoke(later)?),
            key(START.plus_seconds(20), SigningAlgorithm::Es256, KeyLife::next(START).activate(later, Urgency::AtOnce)?),
            key(START.plus_seconds(30), SigningAlgorithm::EdDsa, first.outlive(later, 60)),
            key(later, SigningAlgorithm::Es256, KeyLife::next(later)),
        ];
        Ok(Self {
            services,
            signing_keys,
            client: client("Shop")?,
            user: user("ann@example.com", "Ann")?,
            other_client: client("Calendar")?,
            other_user: user("eve@example.com", "Eve")?,
            tenant,
            workspace,
        })
    }

    /// Returns a family that begins at `START`, not yet stored.
    pub fn family(&self) -> Result<Family, Failure> {
        Ok(Family {
            authorization: Authorization {
                id: FamilyId::new(START, unique()),
                workspace_id: self.workspace.id,
                client_id: self.client.client.id,
                user_id: self.user.user.id,
                login_session_id: LoginSessionId::new(START, unique()),
                scopes: "email offline_access openid profile".parse::<Scopes>()?,
                resources: Resources::none(),
                authorization_details: AuthorizationDetails::none(),
                auth_time: START.plus_seconds(-10),
                signed_in_by: Some(SignInMethod::PasswordAndPasskey),
                acr: Some(Acr::MultiFactor),
                claims: GrantedClaims { userinfo: ["name".to_owned()].into(), ..GrantedClaims::default() },
                sector: Some(SectorIdentifier::parse("shop.example")?),
                created_at: START,
                ends_with_session: false,
                bound_to: None,
            },
            position: Position {
                generation: 0,
                confirmed: false,
                rotated_at: START,
                last_used_at: START,
                expires_at: START.plus_seconds(LIFETIME),
                expires_by: EndRule::Absolute,
                idle_ttl: IdleTtl::SHORTEST,
                revoked: None,
            },
        })
    }

    /// Returns the same with a change.
    pub fn family_with(&self, change: impl FnOnce(&mut Family)) -> Result<Family, Failure> {
        let mut family = self.family()?;
        change(&mut family);
        Ok(family)
    }

    /// Returns a presentation of this generation's token to a family, with rotation and a retry window of 30 seconds.
    pub fn present(&self, family: FamilyId, generation: i64, now: Timestamp) -> Result<PresentRefreshToken, Failure> {
        Ok(PresentRefreshToken {
            workspace_id: self.workspace.id,
            family_id: family,
            basis: self.basis(),
            presentation: Presentation { generation, now, rotate: true, retry: retry(30)? },
            since: no_time_ago(),
            event_id: TokenEventId::new(now, unique()),
            event_scopes: "openid".parse::<Scopes>()?,
            reuse_audit: self.audit(AuditAction::RefreshTokenReused, now),
        })
    }

    /// Returns the usual refresh with this generation's token, with rotation and a retry window of 30 seconds.
    pub fn refresh(&self, family: FamilyId, generation: i64, now: Timestamp) -> Result<UsualRefresh, Failure> {
        Ok(UsualRefresh {
            workspace: (self.workspace.id, self.workspace.version),
            client: (self.client.client.id, self.client.client.version),
            family_id: family,
            presentation: Presentation { generation, now, rotate: true, retry: retry(30)? },
            since: no_time_ago(),
            bound_to: None,
            allowed: AllowedFamilies { with_offline_access: true, without_offline_access: true },
            scopes: "address email offline_access openid profile".parse()?,
            narrowed: None,
            event_id: TokenEventId::new(now, unique()),
        })
    }

    /// Returns an end of login sessions by the user.
    pub fn session_end(&self, sessions: EndedSessions, at: Timestamp) -> SessionEnd {
        SessionEnd {
            workspace_id: self.workspace.id,
            user_id: self.user.user.id,
            sessions,
            at,
            audit: self.audit(AuditAction::UserSignedOut, at),
            event_ids: EventIds::new(at, unique_seed()),
        }
    }

    /// Returns an end of all that the user gave the client.
    pub fn access_end(&self, at: Timestamp) -> AccessEnd {
        AccessEnd {
            workspace_id: self.workspace.id,
            user_id: self.user.user.id,
            client_id: self.client.client.id,
            revocation: Revocation { at, reason: RevocationReason::User },
            audit: self.audit(AuditAction::AccessEnded, at),
            event_ids: EventIds::new(at, unique_seed()),
        }
    }

    /// Returns the basis of the workspace, the client and the user, as they were stored.
    pub const fn basis(&self) -> Basis {
        Basis::of_client(&self.workspace, &self.client.client).and_user(&self.user.user)
    }

    /// Returns a revocation of a family.
    pub fn revocation(&self, family: FamilyId, revocation: Revocation) -> FamilyRevocation {
        FamilyRevocation {
            workspace_id: self.workspace.id,
            family_id: family,
            revocation,
            event_id: TokenEventId::new(revocation.at, unique()),
            audit: Some(self.audit(AuditAction::FamilyRevoked, revocation.at)),
        }
    }

    /// Returns an audit line of the workspace.
    pub fn audit(&self, action: AuditAction, at: Timestamp) -> AuditEvent {
        AuditEvent {
            id: AuditEventId::new(at, unique()),
            tenant_id: Some(self.tenant.id),
            workspace_id: Some(self.workspace.id),
            at,
            actor_kind: ActorKind::Client,
            actor: "Shop".to_owned(),
            action,
            target: "ann@example.com".to_owned(),
            target_id: String::new(),
            changes: Vec::new(),
            context: AuditContext::default(),
        }
    }
}

/// Returns when a request began that has not been in progress for any time, and will not have been for an hour, however slow the machine is.
///
/// A rotation that takes longer than a tenth of its window moves the window. The statements say when windows begin, and a test of such a delay
/// says how long it is.
fn no_time_ago() -> Instant {
    Instant::now() + Duration::from_hours(1)
}

/// Returns a retry policy with a window of so many seconds, and nothing beyond it.
pub fn retry(window: i64) -> Result<Retry, Failure> {
    Ok(Retry { window: RetryWindow::from_seconds(window)?, until_first_use: false })
}
