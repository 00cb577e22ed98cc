//! The writing of what a workspace becomes, in one transaction.

use domain::{
    client::{Client, ClientSettings, ClientStatus},
    client_secret::KEEP_PREVIOUS,
    configuration::AppliedClient,
    impact::Reach,
    in_force,
    signing::SigningAlgorithm,
    wire,
};

use super::{
    misfits::Misfits,
    target::{ClientChange, ClientStep, Target},
    tokens,
};
use crate::{Error, Operator, changes, edit::Edit, lifetimes};

impl Operator {
    /// Makes a workspace what it becomes. One that is created was inserted before.
    pub(super) async fn write_target(
        &self,
        edit: &Edit<'_, ()>,
        target: &Target,
        reach: Option<Reach>,
    ) -> Result<Vec<AppliedClient>, Error> {
        let store = edit.store();
        if !target.is_new {
            // Together, so that nothing is shortened by one change which another one lengthens again.
            let shortened = if target.changes_token_settings() {
                tokens::shortenings(target).apply(&store, reach, edit.now).await?
            } else {
                Vec::new()
            };
            if target.changes_settings() {
                edit.write_settings(target.workspace(), target.settings.clone(), &shortened).await?;
            } else if target.services.iter().any(|step| step.before.as_ref().is_some_and(|before| before.resource != step.after.resource)) {
                // What is about to be issued for the address was decided by the workspace in the version before.
                store.update_workspace(target.workspace()).await?;
            }
        }
        for step in &target.services {
            match &step.before {
                None => edit.write_new_service(&step.after).await?,
                Some(before) => drop(edit.write_service(before, &step.after).await?),
            }
        }
        write_keys(edit, target).await?;
        let mut clients = Vec::new();
        for step in &target.clients {
            clients.extend(self.write_client(edit, target, step, reach).await?);
        }
        Ok(clients)
    }

    async fn write_client(
        &self,
        edit: &Edit<'_, ()>,
        target: &Target,
        ClientStep { at, change }: &ClientStep,
        reach: Option<Reach>,
    ) -> Result<Option<AppliedClient>, Error> {
        match change {
            ClientChange::Create { client, secret, .. } => {
                let usual = ClientSettings::defaults(client.settings.name.clone(), client.settings.client_type);
                let fields =
                    [changes::one("client_type", "", client.settings.client_type.name()), changes::made(&usual, &client.settings)?];
                let first = Client { status: ClientStatus::Active, ..client.clone() };
                let written = edit.write_new_client(&first, secret.as_ref(), fields.concat()).await;
                let mut misfits = Misfits::default();
                let new = misfits.placed::<_, wire::Client>(at, written)?;
                misfits.check()?;
                if client.status == ClientStatus::Inactive {
                    edit.write_client_status(&first, client.status).await?;
                }
                Ok(Some(AppliedClient { id: client.id, name: client.settings.name.clone(), secret: new.flatten() }))
            }
            ClientChange::Change { before, settings, status, secret } => {
                let mut client = before.clone();
                let mut new = None;
                if **settings != before.settings {
                    let shortened = if target.changes_token_settings() || change.ends_all() {
                        Vec::new()
                    } else {
                        lifetimes::of_client(&target.workspace().tokens, before, settings).apply(&edit.store(), reach, edit.now).await?
                    };
                    let written = edit.write_client_settings(before, (**settings).clone(), secret.as_ref(), shortened).await;
                    let mut misfits = Misfits::default();
                    let saved = misfits.placed::<_, wire::Client>(at, written)?;
                    misfits.check()?;
                    if let Some(saved) = saved {
                        (client, new) = (saved.client, saved.secret);
                    }
                }
                if let Some(secret) = secret.as_ref().filter(|_| before.settings.has_secret() && settings.has_secret()) {
                    let stored = self.control.stored_client_secret(client.workspace_id, secret, edit.now);
                    client = edit.write_client_secret(&client, stored, KEEP_PREVIOUS).await?;
                }
                if *status != client.status {
                    edit.write_client_status(&client, *status).await?;
                }
                Ok(new.map(|secret| AppliedClient { id: before.id, name: settings.name.clone(), secret: Some(secret) }))
            }
            ClientChange::Delete(doomed) => {
                edit.write_client_deletion(doomed).await?;
                Ok(None)
            }
        }
    }
}

/// Keeps the signing keys published for as long as tokens of earlier settings live, and lets a key sign by each algorithm that is chosen.
async fn write_keys(edit: &Edit<'_, ()>, target: &Target) -> Result<(), Error> {
    let (before, after) = (&target.workspace().tokens, &target.settings.tokens);
    let (clients, clients_after) = (&target.before.clients, target.clients_after());
    let longest = |algorithm| {
        [in_force::longest_signed_lifetime(algorithm, before, clients), in_force::longest_signed_lifetime(algorithm, after, &clients_after)]
    };
    edit.keep_keys_published(longest).await?;
    let mut chosen: Vec<SigningAlgorithm> = Vec::new();
    if before.signing != after.signing {
        chosen.extend([after.signing.id_token_signed_response_alg, after.signing.access_token_signing_alg]);
    }
    for step in &target.clients {
        match &step.change {
            ClientChange::Create { client, .. } => chosen.extend(client.settings.signing.chosen()),
            ClientChange::Change { settings, .. } => chosen.extend(settings.signing.chosen()),
            ClientChange::Delete(_) => {}
        }
    }
    if chosen.is_empty() { Ok(()) } else { edit.make_signing_keys(chosen).await }
}
