//! The reference storage: everything in memory, one lock around it. It says in Rust what another storage says in SQL.

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    audit::AuditEvent,
    clock::Timestamp,
    family::{Revocation, RevocationReason},
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
    name::Slug,
    policy::LimitRule,
    service::Service,
    tenant::Tenant,
    token_event::TokenEvent,
    user::{User, UserIdentifier},
    workspace::Workspace,
};

use crate::{
    family::{Family, Transition},
    storage::{
        AccessEnd, Advance, AuthorizationCode, Basis, ClientRecord, CodeOutcome, CodeRedemption, Consent, EndedSessions, EventIds,
        FamilyCap, FamilyRevocation, LoginSession, Redeemed, SealedSigningKey, SecretHash, SessionEnd, SessionStart, Storage, StorageError,
        UserRecord, Written, revoked_event,
    },
};

/// A storage in memory. A clone is another handle to the same one.
#[derive(Debug, Clone, Default)]
pub struct MemoryStorage(Arc<Mutex<Tables>>);

#[derive(Debug, Default)]
struct Tables {
    tenants: Vec<Tenant>,
    workspaces: HashMap<WorkspaceId, Workspace>,
    clients: HashMap<ClientId, ClientRecord>,
    users: HashMap<UserId, UserRecord>,
    services: Vec<Service>,
    signing_keys: Vec<SealedSigningKey>,
    login_sessions: Vec<LoginSession>,
    consents: HashMap<(WorkspaceId, UserId, ClientId), Consent>,
    codes: HashMap<SecretHash, AuthorizationCode>,
    families: HashMap<FamilyId, Family>,
    denied_access_tokens: HashMap<AccessTokenId, WorkspaceId>,
    used_proofs: HashSet<(WorkspaceId, SecretHash)>,
    token_events: Vec<TokenEvent>,
    audit_events: Vec<AuditEvent>,
}

impl MemoryStorage {
    /// An empty one.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a tenant.
    pub fn put_tenant(&self, tenant: Tenant) {
        self.tables().tenants.push(tenant);
    }

    /// Adds a workspace, or puts it in place of the one with its identifier.
    pub fn put_workspace(&self, workspace: Workspace) {
        self.tables().workspaces.insert(workspace.id, workspace);
    }

    /// Adds a client, or puts it in place of the one with its identifier.
    pub fn put_client(&self, record: ClientRecord) {
        self.tables().clients.insert(record.client.id, record);
    }

    /// Adds a user, or puts it in place of the one with its identifier.
    pub fn put_user(&self, record: UserRecord) {
        self.tables().users.insert(record.user.id, record);
    }

    /// Gives a user another password, which ends their sessions and the codes that are under way.
    pub fn set_password(&self, user: UserId, password_hash: Option<String>) {
        let mut tables = self.tables();
        if let Some(record) = tables.users.get_mut(&user) {
            record.user.version += 1;
            record.password_hash = password_hash;
        }
        tables.login_sessions.retain(|session| session.user_id != user);
        tables.codes.retain(|_, code| code.user_id != user || code.redeemed.is_some());
    }

    /// Deletes a user, with all that was issued for them.
    pub fn delete_user(&self, user: UserId, end: Revocation, event_ids: EventIds) {
        let mut tables = self.tables();
        tables.users.remove(&user);
        tables.login_sessions.retain(|session| session.user_id != user);
        tables.codes.retain(|_, code| code.user_id != user);
        tables.consents.retain(|(_, of, _), _| *of != user);
        let families = tables.live_families(|family| family.user_id == user, end.at);
        tables.end(&families, end, event_ids);
    }

    /// Adds a service after the others.
    pub fn put_service(&self, service: Service) {
        let mut tables = self.tables();
        tables.services.retain(|other| other.id != service.id);
        tables.services.push(service);
    }

    /// Adds a signing key.
    pub fn put_signing_key(&self, key: SealedSigningKey) {
        self.tables().signing_keys.push(key);
    }

    /// The events of the engine, oldest first.
    pub fn token_events(&self) -> Vec<TokenEvent> {
        self.tables().token_events.clone()
    }

    /// The audit lines, oldest first.
    pub fn audit_events(&self) -> Vec<AuditEvent> {
        self.tables().audit_events.clone()
    }

    fn tables(&self) -> MutexGuard<'_, Tables> {
        // A test that failed while it held the lock has said so itself.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tables {
    fn family(&mut self, workspace: WorkspaceId, family: FamilyId) -> Option<&mut Family> {
        self.families.get_mut(&family).filter(|family| family.workspace_id == workspace)
    }

    /// Whether a basis still holds.
    fn holds(&self, basis: &Basis) -> bool {
        let Basis { workspace, client, user, session } = *basis;
        workspace.is_none_or(|(id, version)| self.workspaces.get(&id).is_some_and(|row| row.version == version))
            && client.is_none_or(|(id, version)| self.clients.get(&id).is_some_and(|record| record.client.version == version))
            && user.is_none_or(|(id, version)| self.users.get(&id).is_some_and(|record| record.user.version == version))
            && session.is_none_or(|id| self.login_sessions.iter().any(|row| row.id == id))
    }

    /// The live families that fulfil a condition, the oldest first.
    fn live_families(&self, condition: impl Fn(&Family) -> bool, now: Timestamp) -> Vec<FamilyId> {
        let mut found: Vec<_> =
            self.families.values().filter(|family| condition(family) && family.is_live(now)).map(|family| family.id).collect();
        found.sort_unstable();
        found
    }

    /// Ends login sessions and what ends with them; `false`, and nothing changed, where there was nothing to end.
    fn end_sessions(&mut self, end: SessionEnd) -> bool {
        let among = |session: LoginSessionId| match end.sessions {
            EndedSessions::Itself(id) => session == id,
            EndedSessions::AllBut(id) => session != id,
        };
        let before = self.login_sessions.len();
        let of_user = |workspace, user| workspace == end.workspace_id && user == end.user_id;
        self.login_sessions.retain(|row| !(of_user(row.workspace_id, row.user_id) && among(row.id)));
        let with_them =
            |family: &Family| of_user(family.workspace_id, family.user_id) && among(family.login_session_id) && family.ends_with_session;
        let ended = self.live_families(with_them, end.at);
        if self.login_sessions.len() == before && ended.is_empty() {
            return false;
        }
        self.end(&ended, end.revocation(), end.event_ids);
        self.audit_events.push(end.audit);
        true
    }

    /// Ends these families.
    fn end(&mut self, ended: &[FamilyId], revocation: Revocation, event_ids: EventIds) {
        for (id, event_id) in ended.iter().zip(event_ids.iter()) {
            if let Some(family) = self.families.get_mut(id) {
                family.revoked = Some(revocation);
                self.token_events.push(revoked_event(event_id, family, revocation));
            }
        }
    }

    /// The families that a new one takes the place of; nothing where there is no room for it.
    fn replaced(&self, new: &Family, cap: FamilyCap) -> Option<Vec<FamilyId>> {
        let of_both = |family: &&Family| family.user_id == new.user_id && family.client_id == new.client_id;
        let mut live: Vec<_> = self.families.values().filter(of_both).filter(|family| family.is_live(new.created_at)).collect();
        let too_many = (live.len() + 1).saturating_sub(cap.most.into());
        match cap.rule {
            LimitRule::Refuse if too_many > 0 => return None,
            LimitRule::EvictLeastRecentlyUsed => live.sort_by_key(|family| (family.last_used_at, family.id)),
            LimitRule::Refuse | LimitRule::EvictOldest => live.sort_by_key(|family| family.id),
        }
        Some(live.into_iter().take(too_many).map(|family| family.id).collect())
    }
}

impl Storage for MemoryStorage {
    async fn find_workspace(&self, tenant: &Slug, workspace: &Slug) -> Result<Option<Workspace>, StorageError> {
        let tables = self.tables();
        let tenant = tables.tenants.iter().find(|row| row.slug == *tenant);
        let found = tenant.and_then(|tenant| tables.workspaces.values().find(|row| row.tenant_id == tenant.id && row.slug == *workspace));
        Ok(found.cloned())
    }

    async fn find_client(&self, workspace: WorkspaceId, client: ClientId) -> Result<Option<ClientRecord>, StorageError> {
        Ok(self.tables().clients.get(&client).filter(|record| record.client.workspace_id == workspace).cloned())
    }

    async fn find_user(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<User>, StorageError> {
        Ok(self.tables().users.get(&user).map(|record| &record.user).filter(|user| user.workspace_id == workspace).cloned())
    }

    async fn find_user_by_identifier(
        &self,
        workspace: WorkspaceId,
        identifier: &UserIdentifier,
    ) -> Result<Option<UserRecord>, StorageError> {
        let tables = self.tables();
        let users = || tables.users.values().filter(|record| record.user.workspace_id == workspace);
        let found = users().find(|record| record.user.identifier == *identifier);
        let mut by_email = users().filter(|record| record.user.profile.email.as_deref() == Some(identifier.as_str()));
        Ok(found.or_else(|| by_email.next().filter(|_| by_email.next().is_none())).cloned())
    }

    async fn list_services(&self, workspace: WorkspaceId) -> Result<Vec<Service>, StorageError> {
        Ok(self.tables().services.iter().filter(|service| service.workspace_id == workspace).cloned().collect())
    }

    async fn list_signing_keys(&self, workspace: WorkspaceId) -> Result<Vec<SealedSigningKey>, StorageError> {
        let mut keys: Vec<_> = self.tables().signing_keys.iter().filter(|key| key.workspace_id == workspace).cloned().collect();
        keys.sort_by_key(|key| std::cmp::Reverse((key.created_at, key.id)));
        Ok(keys)
    }

    async fn begin_login_session(&self, start: SessionStart) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&start.basis) {
            return Ok(Written::BasisChanged);
        }
        if let Some(end) = start.replaces {
            tables.end_sessions(end);
        }
        tables.login_sessions.push(start.session);
        tables.audit_events.push(start.audit);
        Ok(Written::Done)
    }

    async fn is_session_open(&self, workspace: WorkspaceId, session: LoginSessionId) -> Result<bool, StorageError> {
        Ok(self.tables().login_sessions.iter().any(|row| row.workspace_id == workspace && row.id == session))
    }

    async fn find_login_session(&self, workspace: WorkspaceId, token_hash: &SecretHash) -> Result<Option<LoginSession>, StorageError> {
        let tables = self.tables();
        Ok(tables.login_sessions.iter().find(|row| row.workspace_id == workspace && row.token_hash == *token_hash).cloned())
    }

    async fn list_login_sessions(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<LoginSession>, StorageError> {
        let tables = self.tables();
        let live = |row: &&LoginSession| row.workspace_id == workspace && row.user_id == user && now < row.expires_at;
        let mut sessions: Vec<_> = tables.login_sessions.iter().filter(live).cloned().collect();
        sessions.sort_by_key(|session| std::cmp::Reverse(session.id));
        Ok(sessions)
    }

    async fn end_login_sessions(&self, end: SessionEnd) -> Result<bool, StorageError> {
        Ok(self.tables().end_sessions(end))
    }

    async fn find_consent(&self, workspace: WorkspaceId, user: UserId, client: ClientId) -> Result<Option<Consent>, StorageError> {
        Ok(self.tables().consents.get(&(workspace, user, client)).cloned())
    }

    async fn list_consents(&self, workspace: WorkspaceId, user: UserId) -> Result<Vec<Consent>, StorageError> {
        let tables = self.tables();
        let of_user = |row: &&Consent| row.workspace_id == workspace && row.user_id == user;
        let mut consents: Vec<_> = tables.consents.values().filter(of_user).cloned().collect();
        consents.sort_by_key(|consent| std::cmp::Reverse((consent.given_at, consent.client_id)));
        Ok(consents)
    }

    async fn save_consent(&self, consent: Consent, basis: Basis, audit: AuditEvent) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.consents.insert((consent.workspace_id, consent.user_id, consent.client_id), consent);
        tables.audit_events.push(audit);
        Ok(Written::Done)
    }

    async fn insert_code(&self, code: AuthorizationCode, basis: Basis) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.codes.insert(code.hash, code);
        Ok(Written::Done)
    }

    async fn find_code(&self, workspace: WorkspaceId, hash: &SecretHash) -> Result<Option<AuthorizationCode>, StorageError> {
        Ok(self.tables().codes.get(hash).filter(|code| code.workspace_id == workspace).cloned())
    }

    async fn redeem_code(&self, redemption: CodeRedemption) -> Result<CodeOutcome, StorageError> {
        let mut tables = self.tables();
        let open = |code: &AuthorizationCode| code.workspace_id == redemption.workspace_id && code.redeemed.is_none();
        if !tables.codes.get(&redemption.hash).is_some_and(open) {
            return Ok(CodeOutcome::AlreadyRedeemed);
        }
        if !tables.holds(&redemption.basis) {
            return Ok(CodeOutcome::BasisChanged);
        }
        if let Some(family) = redemption.family {
            if let Some(cap) = redemption.cap {
                let Some(replaced) = tables.replaced(&family, cap) else {
                    return Ok(CodeOutcome::LimitReached);
                };
                let revocation = Revocation { at: family.created_at, reason: RevocationReason::FamilyLimit };
                tables.end(&replaced, revocation, cap.event_ids);
            }
            tables.families.insert(family.id, family);
        }
        if let Some(code) = tables.codes.get_mut(&redemption.hash) {
            code.redeemed = Some(redemption.redeemed);
        }
        tables.token_events.push(redemption.event);
        Ok(CodeOutcome::Redeemed)
    }

    async fn find_family(&self, workspace: WorkspaceId, family: FamilyId) -> Result<Option<Family>, StorageError> {
        Ok(self.tables().family(workspace, family).cloned())
    }

    async fn list_live_families(&self, workspace: WorkspaceId, user: UserId, now: Timestamp) -> Result<Vec<Family>, StorageError> {
        let of_user = |family: &&Family| family.workspace_id == workspace && family.user_id == user && family.is_live(now);
        let mut families: Vec<_> = self.tables().families.values().filter(of_user).cloned().collect();
        families.sort_by_key(|family| std::cmp::Reverse(family.id));
        Ok(families)
    }

    async fn use_proof(&self, workspace: WorkspaceId, proof: SecretHash, _expires_at: Timestamp) -> Result<bool, StorageError> {
        Ok(self.tables().used_proofs.insert((workspace, proof)))
    }

    async fn advance(&self, advance: Advance) -> Result<(Transition, Option<Family>), StorageError> {
        let mut tables = self.tables();
        let Some(family) = tables.family(advance.workspace_id, advance.family_id) else {
            return Ok((Transition::Gone, None));
        };
        let (transition, next) = family.present(advance.presentation);
        if transition == Transition::Gone {
            return Ok((transition, Some(next)));
        }
        let seen = family.clone();
        if !tables.holds(&advance.basis) {
            return Ok((Transition::BasisChanged, Some(seen)));
        }
        tables.families.insert(next.id, next.clone());
        tables.token_events.extend(advance.event(transition, &next));
        if transition == Transition::Reused {
            tables.audit_events.push(advance.reuse_audit);
        }
        Ok((transition, Some(next)))
    }

    async fn confirm(&self, workspace: WorkspaceId, family: FamilyId, generation: i64) -> Result<(), StorageError> {
        if let Some(family) = self.tables().family(workspace, family).filter(|family| family.generation == generation) {
            family.confirmed = true;
        }
        Ok(())
    }

    async fn revoke_family(&self, revocation: FamilyRevocation) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let family = tables.family(revocation.workspace_id, revocation.family_id);
        let Some(family) = family.filter(|family| family.revoked.is_none()) else {
            return Ok(false);
        };
        family.revoked = Some(revocation.revocation);
        let event = revoked_event(revocation.event_id, family, revocation.revocation);
        tables.token_events.push(event);
        tables.audit_events.extend(revocation.audit);
        Ok(true)
    }

    async fn end_access(&self, end: AccessEnd) -> Result<bool, StorageError> {
        let mut tables = self.tables();
        let AccessEnd { workspace_id, user_id, client_id, revocation, .. } = end;
        let of_both = |workspace, user, client| (workspace, user, client) == (workspace_id, user_id, client_id);
        let codes = |code: &AuthorizationCode| of_both(code.workspace_id, code.user_id, code.client_id);
        let before = tables.codes.len();
        tables.codes.retain(|_, code| !(codes(code) && code.redeemed.is_none()));
        let unredeemed = before - tables.codes.len();
        let alone = |redeemed: &Redeemed| {
            redeemed.access_token_id.filter(|_| redeemed.family_id.is_none() && revocation.at < redeemed.access_token_expires_at)
        };
        let redeemed = tables.codes.values().filter(|code| codes(code)).filter_map(|code| code.redeemed.as_ref());
        let denied: Vec<_> = redeemed.filter_map(alone).collect();
        let denied = denied.into_iter().filter(|token| tables.denied_access_tokens.insert(*token, workspace_id).is_none()).count();
        let consented = tables.consents.remove(&(workspace_id, user_id, client_id)).is_some();
        let ended = tables.live_families(|family| of_both(family.workspace_id, family.user_id, family.client_id), revocation.at);
        if unredeemed + denied + usize::from(consented) + ended.len() == 0 {
            return Ok(false);
        }
        tables.end(&ended, revocation, end.event_ids);
        tables.audit_events.push(end.audit);
        Ok(true)
    }

    async fn deny_access_token(&self, workspace: WorkspaceId, token: AccessTokenId, _expires_at: Timestamp) -> Result<(), StorageError> {
        self.tables().denied_access_tokens.insert(token, workspace);
        Ok(())
    }

    async fn is_access_token_denied(&self, workspace: WorkspaceId, token: AccessTokenId) -> Result<bool, StorageError> {
        Ok(self.tables().denied_access_tokens.get(&token) == Some(&workspace))
    }

    async fn record_issue(&self, event: TokenEvent, basis: Basis) -> Result<Written, StorageError> {
        let mut tables = self.tables();
        if !tables.holds(&basis) {
            return Ok(Written::BasisChanged);
        }
        tables.token_events.push(event);
        Ok(Written::Done)
    }

    async fn record_event(&self, event: TokenEvent) -> Result<(), StorageError> {
        self.tables().token_events.push(event);
        Ok(())
    }

    async fn record_audit(&self, audit: AuditEvent) -> Result<(), StorageError> {
        self.tables().audit_events.push(audit);
        Ok(())
    }
}
