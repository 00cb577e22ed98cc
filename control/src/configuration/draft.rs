//! A plan as it is drafted: what each workspace becomes, what that does to refresh tokens, and how that is told.

use domain::{
    audit::Change,
    client::{Client, ClientSettings, ClientStatus},
    configuration::{ClientTokens, Configured, Doing, Plan, PlannedChange, Terms, Tokens},
    impact::Reach,
    name::Name,
    tenant::Tenant,
    wire::Value as _,
};
use serde::Serialize;

use super::{
    target::{ClientChange, ClientStep, ServiceStep, Target},
    tokens::Effect,
};
use crate::{Error, changes, clients, new_workspace, services};

/// What a workspace becomes, and what that does to refresh tokens.
pub(super) struct Draft {
    pub(super) target: Target,
    pub(super) effect: Effect,
}

/// The tenant that is configured.
pub(super) struct Site {
    pub(super) tenant: Tenant,
    /// Whether it is created.
    pub(super) is_new: bool,
}

/// Returns the plan that drafts are.
pub(super) fn plan(site: &Site, drafts: &[Draft], terms: Terms) -> Result<Plan, Error> {
    let mut planned = Vec::new();
    if site.is_new {
        let (id, name) = (site.tenant.slug.to_string(), site.tenant.name.to_string());
        planned.push(change("/tenant".to_owned(), Doing::Create, Configured::Tenant, (id, name), 0, Vec::new()));
    }
    for draft in drafts {
        planned.extend(draft.changes()?);
    }
    let tokens = drafts.iter().flat_map(|draft| draft.effect.clients.clone()).collect();
    let undecided = drafts.iter().any(|draft| draft.effect.undecided);
    let left_alone = drafts.iter().flat_map(|draft| draft.target.left_alone.clone()).collect();
    Ok(Plan { id: identifier(site, &planned, drafts, terms)?, changes: planned, tokens, undecided, left_alone })
}

/// Returns what tells a plan from every other. How many refresh tokens there are is none of it: that changes all the time.
fn identifier(site: &Site, planned: &[PlannedChange], drafts: &[Draft], terms: Terms) -> Result<String, Error> {
    #[derive(Serialize)]
    struct Identity<'a> {
        tenant: &'a str,
        prune: bool,
        reach: Option<&'static str>,
        changes: Vec<PlannedChange>,
        secrets: Vec<&'a str>,
    }

    let changes = planned.iter().map(|change| PlannedChange { tokens: Tokens::default(), ..change.clone() }).collect();
    let reach = terms.reach.map(Reach::name);
    let secrets = drafts.iter().flat_map(|draft| draft.target.declared_secrets()).map(|secret| secret.expose().as_str());
    let identity = Identity { tenant: site.tenant.slug.as_str(), prune: terms.prune, reach, changes, secrets: secrets.collect() };
    let text = serde_json::to_string(&identity).map_err(Error::internal)?;
    let hash = engine::keys::hash_secret("configuration-plan", &text);
    Ok(format!("{:016x}", hash.first_chunk().map_or(0, |first| u64::from_be_bytes(*first))))
}

impl Draft {
    fn changes(&self) -> Result<Vec<PlannedChange>, Error> {
        let target = &self.target;
        let mut planned = Vec::new();
        planned.extend(self.of_workspace()?);
        planned.extend(target.services.iter().map(of_service));
        for step in &target.clients {
            planned.push(self.of_client(step)?);
        }
        Ok(planned)
    }

    /// Returns what becomes of the refresh tokens of some clients.
    fn tokens(&self, of: impl Fn(&ClientTokens) -> bool) -> Tokens {
        self.effect.clients.iter().filter(|client| of(client)).fold(Tokens::default(), |all, client| all.and(client.tokens))
    }

    /// Returns whether what becomes of a client's refresh tokens is told with its own change, and not with that of the workspace.
    fn is_of_client(&self, client: &ClientTokens) -> bool {
        let step = self.target.step_of(client.client_id);
        step.is_some_and(|step| step.change.ends_all() || !self.target.changes_refreshing())
    }

    fn of_workspace(&self) -> Result<Option<PlannedChange>, Error> {
        let target = &self.target;
        let before = target.workspace();
        let names = (before.slug.to_string(), target.settings.name.to_string());
        let at = target.at.clone();
        if target.is_new {
            let fields = new_workspace::between(&new_workspace::usual(target.settings.name.clone()), &target.settings)?;
            return Ok(Some(change(at, Doing::Create, Configured::Server, names, 0, fields)));
        }
        if !target.changes_settings() {
            return Ok(None);
        }
        let renamed = before.name != target.settings.name;
        let name = if renamed { changes::one("name", &before.name, &target.settings.name) } else { Vec::new() };
        let fields = [name, new_workspace::between(&before.settings(), &target.settings)?].concat();
        let tokens = self.tokens(|client| !self.is_of_client(client));
        Ok(Some(PlannedChange { tokens, ..change(at, Doing::Change, Configured::Server, names, before.version, fields) }))
    }

    fn of_client(&self, ClientStep { at, change: step }: &ClientStep) -> Result<PlannedChange, Error> {
        let names = |client: &Client, name: &Name| (client.id.to_string(), name.to_string());
        let kind = Configured::Client;
        Ok(match step {
            ClientChange::Create { client, declared, secret } => {
                let settings = &client.settings;
                let usual = ClientSettings::defaults(settings.name.clone(), settings.client_type);
                let mut fields = changes::one("client_type", "", settings.client_type.name());
                fields.extend(changes::between(&usual, settings)?);
                fields.extend(status(ClientStatus::Active, client.status));
                if settings.has_secret() {
                    fields.extend(clients::told_secret(secret.as_ref()));
                }
                let (id, name) = names(client, &settings.name);
                change(at.clone(), Doing::Create, kind, (if *declared { id } else { String::new() }, name), 0, fields)
            }
            ClientChange::Change { before, settings, status: after, secret } => {
                let mut fields = changes::between(&before.settings, &**settings)?;
                fields.extend(status(before.status, *after));
                fields.extend(match (before.settings.has_secret(), settings.has_secret()) {
                    (false, true) => clients::told_secret(secret.as_ref()),
                    (true, false) => changes::one("client_secret", "set", ""),
                    _ if secret.is_some() => changes::one("client_secret", "set", "as declared"),
                    _ => Vec::new(),
                });
                let tokens = self.tokens(|of| of.client_id == before.id && self.is_of_client(of));
                let change = change(at.clone(), Doing::Change, kind, names(before, &settings.name), before.version, fields);
                PlannedChange { tokens, ..change }
            }
            ClientChange::Delete(doomed) => {
                let tokens = self.tokens(|of| of.client_id == doomed.id);
                let names = names(doomed, &doomed.settings.name);
                PlannedChange { tokens, ..change(at.clone(), Doing::Delete, kind, names, doomed.version, Vec::new()) }
            }
        })
    }
}

fn of_service(ServiceStep { at, before, after }: &ServiceStep) -> PlannedChange {
    let names = (after.name.to_string(), after.name.to_string());
    match before {
        None => change(at.clone(), Doing::Create, Configured::Service, names, 0, services::told(&services::bare(after), after)),
        Some(before) => change(at.clone(), Doing::Change, Configured::Service, names, before.version, services::told(before, after)),
    }
}

fn status(before: ClientStatus, after: ClientStatus) -> Vec<Change> {
    if before == after { Vec::new() } else { changes::one("client_status", &before.to_json(), &after.to_json()) }
}

fn change(at: String, doing: Doing, kind: Configured, (id, name): (String, String), version: i64, fields: Vec<Change>) -> PlannedChange {
    PlannedChange { at, doing, kind, id, name, version, fields, tokens: Tokens::default() }
}
