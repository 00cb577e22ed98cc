//! What every storage must do, as tests that any storage can be put to.
//!
//! A storage brings a [`Fixture`] and calls [`storage_contract!`](crate::storage_contract), which makes a test of each statement.

pub mod access;
pub mod basis;
pub mod deletion;
pub mod families;
pub mod policies;
pub mod records;

use std::{
    future::Future,
    sync::atomic::{AtomicU64, Ordering},
};

use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
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
    settings::{authorization::AuthorizationSettings, tokens::TokenSettings},
    signing::SigningAlgorithm,
    tenant::Tenant,
    token_event::TokenEvent,
    user::{User, UserIdentifier, UserProfile, UserStatus},
    workspace::Workspace,
};

use crate::{
    family::{Family, Presentation},
    storage::{
        AccessEnd, Advance, Basis, ClientRecord, EndedSessions, EventIds, FamilyRevocation, SealedSigningKey, SessionEnd, Storage,
        StorageError, UserRecord,
    },
};

/// A storage under test, empty at first, and the ways around it that a test needs.
pub trait Fixture: Send + Sync + 'static {
    /// The storage.
    type Storage: Storage;

    /// The storage.
    fn storage(&self) -> &Self::Storage;

    /// Puts a workspace there with all that is in it.
    fn seed(&self, seed: Seed) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// Makes a change in the workspace, as an administrator does, from whichever version it is in to the next.
    fn change(&self, seed: &Seed, change: Change) -> impl Future<Output = Result<(), StorageError>> + Send;

    /// The token events of a workspace.
    fn token_events(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<TokenEvent>, StorageError>> + Send;

    /// The audit lines of a workspace.
    fn audit_events(&self, workspace: WorkspaceId) -> impl Future<Output = Result<Vec<AuditEvent>, StorageError>> + Send;
}

/// One workspace with what is in it, as most statements begin.
pub async fn seeded(fixture: &impl Fixture) -> Result<Seed, Failure> {
    let seed = Seed::new("acme", "main")?;
    fixture.seed(seed.clone()).await?;
    Ok(seed)
}

/// What an administrator changes while others write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// The settings of the workspace.
    Workspace,
    /// The client.
    Client,
    /// The user's password, with the end of their sessions and codes.
    Password,
    /// The user, who is deleted with all that was issued for them.
    UserDeleted,
}

impl Change {
    /// Those after which what was issued lives on.
    pub const ALL: [Self; 3] = [Self::Workspace, Self::Client, Self::Password];
}

/// A workspace and what is in it.
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
    /// Another client, which must be none the worse for what is done to the first.
    pub other_client: ClientRecord,
    /// Another user, who must be so too.
    pub other_user: UserRecord,
    /// Its services, in their order.
    pub services: Vec<Service>,
    /// Its signing keys, oldest first.
    pub signing_keys: Vec<SealedSigningKey>,
}

/// What a test may fail with besides an assertion.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// When the tests begin.
pub const START: Timestamp = Timestamp::from_millis(1_795_000_000_123);

/// Ten bytes that no call before got.
pub fn unique() -> [u8; 10] {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    let mut bytes = [0; 10];
    for (byte, source) in bytes.iter_mut().rev().zip(NEXT.fetch_add(1, Ordering::Relaxed).to_le_bytes()) {
        *byte = source;
    }
    bytes
}

/// The address of the resource server of a workspace.
pub const API: &str = "https://orders.example.com/";

/// Ten bytes from which identifiers are counted on, far from those of any other call.
pub fn unique_seed() -> [u8; 10] {
    let mut seed = unique();
    // The count stands at the end; here it must leave room to go on.
    seed.rotate_left(4);
    seed
}

/// Two days of family, seen from `START`.
pub const LIFETIME: i64 = 2 * 24 * 3600;

impl Seed {
    /// A workspace at `{tenant}/{workspace}`.
    pub fn new(tenant: &str, workspace: &str) -> Result<Self, Failure> {
        let tenant =
            Tenant { id: TenantId::new(START, unique()), slug: Slug::parse(tenant)?, name: Name::parse(tenant)?, created_at: START };
        let workspace = Workspace {
            id: WorkspaceId::new(START, unique()),
            tenant_id: tenant.id,
            slug: Slug::parse(workspace)?,
            name: Name::parse(workspace)?,
            created_at: START,
            version: 1,
            authorization: AuthorizationSettings::default(),
            tokens: TokenSettings::default(),
        };
        let client = |name| {
            let settings = ClientSettings::defaults(Name::parse(name)?, ClientType::ServerSideWeb);
            let id = ClientId::new(START, unique());
            let (workspace_id, status) = (workspace.id, ClientStatus::Active);
            let client = Client { id, workspace_id, created_at: START, version: 1, epoch: 0, status, settings };
            Ok::<_, Failure>(ClientRecord { client, secret_hash: Some([9; 32]) })
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
            })
        };
        let mut services: Vec<Service> = service::defaults().into_iter().map(service).collect::<Result<_, Failure>>()?;
        services.push(Service { resource: Some(Resource::parse(API)?), ..service((ServiceKind::Custom, "Orders", Vec::new()))? });
        let key = |created_at, algorithm| SealedSigningKey {
            id: KeyId::new(created_at, unique()),
            workspace_id: workspace.id,
            algorithm,
            public_key: vec![4; 65],
            sealed_private_key: vec![7; 160],
            created_at,
        };
        Ok(Self {
            services,
            signing_keys: vec![key(START, SigningAlgorithm::Es256), key(START.plus_seconds(60), SigningAlgorithm::EdDsa)],
            client: client("Shop")?,
            user: user("ann@example.com", "Ann")?,
            other_client: client("Calendar")?,
            other_user: user("eve@example.com", "Eve")?,
            tenant,
            workspace,
        })
    }

    /// A family that begins at `START`, not yet stored.
    pub fn family(&self) -> Result<Family, Failure> {
        Ok(Family {
            id: FamilyId::new(START, unique()),
            workspace_id: self.workspace.id,
            client_id: self.client.client.id,
            user_id: self.user.user.id,
            login_session_id: LoginSessionId::new(START, unique()),
            scopes: "email offline_access openid profile".parse::<Scopes>()?,
            auth_time: START.plus_seconds(-10),
            generation: 0,
            confirmed: false,
            rotated_at: START,
            created_at: START,
            last_used_at: START,
            expires_at: START.plus_seconds(LIFETIME),
            expires_by: EndRule::Absolute,
            idle_ttl: IdleTtl::SHORTEST,
            ends_with_session: false,
            dpop_jkt: None,
            resources: Resources::none(),
            revoked: None,
        })
    }

    /// A presentation of this generation's token to a family, with rotation and a retry window of 30 seconds.
    pub fn advance(&self, family: FamilyId, generation: i64, now: Timestamp) -> Result<Advance, Failure> {
        Ok(Advance {
            workspace_id: self.workspace.id,
            family_id: family,
            basis: self.basis(),
            presentation: Presentation { generation, now, rotate: true, retry: retry(30)? },
            event_id: TokenEventId::new(now, unique()),
            event_scopes: "openid".parse::<Scopes>()?,
            reuse_audit: self.audit(AuditAction::RefreshTokenReused, now),
        })
    }

    /// The end of login sessions of the user.
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

    /// The end of all that the user gave the client.
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

    /// The workspace, the client and the user, as they were seeded.
    pub const fn basis(&self) -> Basis {
        Basis::of_client(&self.workspace, &self.client.client).and_user(&self.user.user)
    }

    /// The end of a family.
    pub fn revocation(&self, family: FamilyId, revocation: Revocation) -> FamilyRevocation {
        FamilyRevocation {
            workspace_id: self.workspace.id,
            family_id: family,
            revocation,
            event_id: TokenEventId::new(revocation.at, unique()),
            audit: Some(self.audit(AuditAction::FamilyRevoked, revocation.at)),
        }
    }

    /// An audit line of the workspace.
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
        }
    }
}

/// A retry window of so many seconds, and nothing beyond it.
pub fn retry(window: i64) -> Result<Retry, Failure> {
    Ok(Retry { window: RetryWindow::from_seconds(window)?, until_first_use: false })
}

/// Makes a test of each statement of the contract. `$fixture` is an expression of a future that brings a new, empty [`Fixture`].
#[macro_export]
macro_rules! storage_contract {
    ($fixture:expr) => {
        $crate::storage_contract! { @families $fixture;
            however_many_present_at_once_a_generation_has_one_successor
            of_many_that_come_too_late_one_ends_the_family
            a_token_that_was_current_within_the_window_gets_the_current_one
            what_is_shorter_than_a_tenth_of_the_idle_lifetime_is_not_written
            a_token_that_does_not_rotate_may_be_used_by_many_at_once
            reuse_ends_the_family_for_good_and_is_written_down
            a_family_that_is_gone_changes_no_more_and_writes_nothing
            no_move_crosses_a_revocation
            a_family_is_revoked_once
            that_a_token_was_used_is_noted_for_the_current_one_alone
            no_family_is_reached_through_another_workspace
        }
        $crate::storage_contract! { @policies $fixture;
            a_family_keeps_what_it_is_bound_to
            a_family_that_is_not_used_ends_by_itself
            until_first_use_the_previous_token_comes_back_at_any_time
            the_end_of_a_session_ends_the_families_that_end_with_it
            no_family_begins_in_a_session_that_was_ended
            however_many_log_in_at_once_the_cap_holds
            a_cap_ends_the_oldest_or_the_least_recently_used
            a_proof_is_used_once
        }
        $crate::storage_contract! { @basis $fixture;
            nothing_is_written_by_what_was_changed
            no_session_begins_by_a_password_that_was_changed
            no_code_outlives_the_password_that_its_session_began_with
            no_exchange_crosses_a_change
            no_refresh_crosses_a_change
            a_new_session_ends_the_one_that_it_takes_the_place_of
        }
        $crate::storage_contract! { @deletion $fixture;
            a_deleted_user_is_not_there_and_their_families_are_known_to_have_ended
            no_sign_in_or_consent_outlives_its_user
            no_exchange_outlives_its_user
            no_refresh_outlives_its_user
        }
        $crate::storage_contract! { @access $fixture;
            the_end_of_an_access_ends_all_that_the_client_has_and_nothing_else
            the_end_of_an_access_that_is_none_writes_nothing
            no_exchange_crosses_the_end_of_an_access
            the_end_of_all_other_sessions_leaves_one
            sessions_and_consents_are_listed_for_their_user_alone
        }
        $crate::storage_contract! { @records $fixture;
            a_code_is_redeemed_once
            a_code_without_a_family_carries_its_access_token
            no_code_is_reached_through_another_workspace
            a_login_session_is_found_until_it_is_ended
            a_consent_takes_the_place_of_the_earlier_one
            a_denied_access_token_stays_denied
            the_configuration_is_read_as_it_was_written
            no_configuration_is_reached_through_another_workspace
            events_and_audit_lines_are_read_as_they_were_written
        }
    };
    (@$module:ident $fixture:expr; $($statement:ident)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
        async fn $statement() {
            let fixture = std::sync::Arc::new($fixture.await.unwrap());
            $crate::contract::$module::$statement(fixture).await.unwrap();
        }
    )*};
}
