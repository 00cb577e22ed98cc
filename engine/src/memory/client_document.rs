//! Clients that are known by a document.

use domain::{audit::AuditEvent, client::Client, workspace::Workspace};

use super::tables::MemoryStorage;
use crate::storage::{Adopted, ClientDocumentStorage, ClientRecord, DocumentRenewal, StorageError, Written};

impl ClientDocumentStorage for MemoryStorage {
    async fn adopt_client(&self, workspace: &Workspace, client: Client, most: u64, audit: AuditEvent) -> Result<Adopted, StorageError> {
        let mut tables = self.tables();
        if tables.clients.contains_key(&client.id) {
            return Ok(Adopted::Stored);
        }
        let others = tables.clients.values().filter(|other| other.client.workspace_id == workspace.id && other.client.document.is_some());
        if u64::try_from(others.count()).unwrap_or(u64::MAX) >= most {
            return Ok(Adopted::Full);
        }
        tables.clients.insert(client.id, ClientRecord { client, secret_hash: None, secret_used_at: None, previous_secret: None });
        tables.audit_events.push(audit);
        tables.configuration_epoch += 1;
        Ok(Adopted::Stored)
    }

    async fn renew_document(&self, workspace: &Workspace, renewal: DocumentRenewal) -> Result<Written, StorageError> {
        let DocumentRenewal { client, changed, forgets_consents, ends_sign_ins } = renewal;
        let mut tables = self.tables();
        if tables.workspaces.get(&workspace.id).is_none_or(|row| row.version != workspace.version) {
            return Ok(Written::BasisChanged);
        }
        let found = tables.clients.get_mut(&client.id).filter(|record| record.client.version == client.version);
        let Some(record) = found.filter(|record| record.client.workspace_id == workspace.id) else {
            return Ok(Written::BasisChanged);
        };
        let (id, version) = (client.id, client.version);
        record.client = client;
        if changed.is_some() {
            record.client.version = version + 1;
        }
        if forgets_consents {
            tables.consents.retain(|(_, _, of), _| *of != id);
        }
        if ends_sign_ins {
            tables.codes.retain(|_, code| code.client_id != id || code.redeemed.is_some());
            tables.session_clients.retain(|part| part.client_id != id || part.ended_at.is_some());
        }
        tables.audit_events.extend(changed);
        tables.configuration_epoch += 1;
        Ok(Written::Done)
    }
}
