//! The reference storage keeps the contract.

use domain::{
    audit::AuditEvent,
    family::{Revocation, RevocationReason},
    id::WorkspaceId,
    token_event::TokenEvent,
    workspace::Workspace,
};
use engine::{
    contract::{Change, Failure, Fixture, START, Seed, linked_subject, passkey, second_factor, unique_seed},
    memory::MemoryStorage,
    storage::{Directory as _, EventIds, SessionClient, StorageError},
};

struct Memory(MemoryStorage);

impl Fixture for Memory {
    type Storage = MemoryStorage;

    fn storage(&self) -> &MemoryStorage {
        &self.0
    }

    async fn seed(&self, seed: Seed) -> Result<(), StorageError> {
        self.0.put_tenant(seed.tenant);
        self.0.put_workspace(seed.workspace);
        for client in [seed.client, seed.other_client] {
            self.0.put_client(client);
        }
        for user in [seed.user, seed.other_user] {
            self.0.put_user(user);
        }
        seed.services.into_iter().for_each(|service| self.0.put_service(service));
        seed.signing_keys.into_iter().for_each(|key| self.0.put_signing_key(key));
        Ok(())
    }

    async fn change(&self, seed: &Seed, change: Change) -> Result<(), StorageError> {
        match change {
            Change::Workspace => {
                let found = self.0.find_workspace(&seed.tenant.slug, &seed.workspace.slug).await?;
                if let Some(workspace) = found {
                    self.0.put_workspace(Workspace { version: workspace.version + 1, ..workspace });
                }
            }
            Change::Client => {
                if let Some(mut record) = self.0.find_client(seed.workspace.id, seed.client.client.id).await? {
                    record.client.version += 1;
                    self.0.put_client(record);
                }
            }
            Change::Password => self.0.set_password(seed.user.user.id, None, START),
            Change::SecondFactor => self.0.put_second_factor(seed.user.user.id, second_factor()),
            Change::Passkey => self.0.put_passkey(seed.user.user.id, passkey(seed)),
            Change::SubjectLinked => {
                if let Ok(linked) = linked_subject(seed) {
                    self.0.link_subject(seed.workspace.id, linked.issuer, linked.subject, seed.user.user.id);
                }
            }
            Change::SubjectUnlinked => self.0.unlink_subjects(seed.user.user.id),
            Change::UserDeleted => {
                let end = Revocation { at: START, reason: RevocationReason::UserDeleted };
                self.0.delete_user(seed.user.user.id, end, EventIds::new(START, unique_seed()));
            }
        }
        Ok(())
    }

    async fn token_events(&self, workspace: WorkspaceId) -> Result<Vec<TokenEvent>, StorageError> {
        Ok(self.0.token_events().into_iter().filter(|event| event.workspace_id == workspace).collect())
    }

    async fn audit_events(&self, workspace: WorkspaceId) -> Result<Vec<AuditEvent>, StorageError> {
        Ok(self.0.audit_events().into_iter().filter(|line| line.workspace_id == Some(workspace)).collect())
    }

    async fn session_clients(&self, workspace: WorkspaceId) -> Result<Vec<SessionClient>, StorageError> {
        Ok(self.0.session_clients().into_iter().filter(|client| client.workspace_id == workspace).collect())
    }
}

#[expect(clippy::unused_async, reason = "the contract asks for a future")]
async fn memory() -> Result<Memory, Failure> {
    Ok(Memory(MemoryStorage::new()))
}

engine::storage_contract!(memory());
