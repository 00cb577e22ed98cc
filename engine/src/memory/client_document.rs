//! Clients that are known by a document.

use std::collections::BTreeSet;

use domain::{client::Client, id::UserId, workspace::Workspace};

use super::tables::MemoryStorage;
use crate::storage::{Adopted, Adoption, ClientDocumentStorage, ClientRecord, DocumentRenewal, StorageError, Written};

fn many(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}

impl ClientDocumentStorage for MemoryStorage {
    async fn adopt_client(&self, workspace: &Workspace, adoption: Adoption) -> Result<Adopted, StorageError> {
        let mut tables = self.tables();
        if tables.clients.contains_key(&adoption.client.id) {
            return Ok(Adopted::Stored);
        }
        let is_one = |other: &&ClientRecord| other.client.workspace_id == workspace.id && other.client.document.is_some();
        let others: Vec<Client> = tables.clients.values().filter(is_one).map(|other| other.client.clone()).collect();
        let users = |client: &Client| {
            let of = tables.consents.keys().filter(|(_, _, of)| *of == client.id);
            of.map(|(_, user, _)| *user).collect::<BTreeSet<UserId>>()
        };
        let alone = others.iter().filter(|other| users(other) == BTreeSet::from([adoption.user])).count();
        if many(alone) >= adoption.most_of_user() {
            return Ok(Adopted::Full);
        }
        if many(others.len()) >= adoption.most {
            let has_tokens = |client: &Client| !tables.live_families(|of| of.client_id == client.id, adoption.at).is_empty();
            let is_unused =
                |other: &&Client| other.created_at < adoption.gives_way_before() && users(other).is_empty() && !has_tokens(other);
            let oldest = others.iter().filter(is_unused).min_by_key(|other| (other.created_at, other.id)).cloned();
            let Some(gone) = oldest else { return Ok(Adopted::Full) };
            tables.clients.remove(&gone.id);
            tables.audit_events.push(adoption.line_of(&gone));
        }
        let Adoption { client, audit, .. } = adoption;
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
