//! What is taken over, fitted to what is there: nothing is overwritten.

use std::collections::HashSet;

use domain::{
    configuration::{Configuration, ConfiguredClient, ConfiguredService, ConfiguredWorkspace},
    grants::Level,
    id::ClientId,
    import::{ImportReport, Place, Reason, Source},
    lifetime::IdleTtl,
    name::Name,
    origin::Origin,
    policy::Rotation,
    policy_violation::{self, PolicyViolation},
    redirect_uri::check_destination,
    scope::Scope,
    service::{Service, ServiceKind, ServiceScope, ServiceSettings},
    settings::tokens::TokenSettings,
    signing::SigningOverrides,
    workspace::{WorkspacePath, WorkspaceSettings},
};
use store::{Reading, WorkspaceStore};

use super::{
    taken::{Import, TakenClient, TakenService, TakenUser},
    values::MOST_SCOPES,
};
use crate::{Error, Operator, new_workspace, permission::Action, permit::level_of};

/// What is imported, in a form that can be written.
pub(super) struct Fitted {
    pub(super) source: Source,
    pub(super) configuration: Configuration,
    /// What the clients were known as, by their names here.
    pub(super) clients: Vec<(String, Name)>,
    pub(super) users: Vec<TakenUser>,
    pub(super) report: ImportReport,
}

/// What there is already.
struct There {
    settings: WorkspaceSettings,
    services: Vec<Service>,
    clients: HashSet<ClientId>,
    names: HashSet<Name>,
}

impl Operator {
    pub(super) async fn fit(&self, path: &WorkspacePath, import: Import) -> Result<Fitted, Error> {
        let Import { source, name, tokens, sign_in, services, clients, users, mut report } = import;
        let tenant = self.tenant_seen(&path.tenant).await?;
        let found = self.control.store().tenant(tenant.id).workspace(&path.workspace).await?;
        if !users.is_empty() {
            self.check(Action::CreateUser, found.as_ref().map_or(Level::Tenant(tenant.id), level_of))?;
        }
        let there = if let Some(store) = &found {
            if name.is_some() {
                report.leave_out(Reason::WorkspaceThere, Place { file: 0, pointer: String::new() }, path.workspace.as_str());
            }
            there(store).await?
        } else {
            let name = name.or_else(|| Name::parse(path.workspace.as_str()).ok()).ok_or(Error::NotFound)?;
            let settings = WorkspaceSettings { tokens, sign_in, ..new_workspace::usual(name) };
            let (_, services) = self.new_workspace(tenant.id, path.workspace.clone(), settings.clone());
            There { settings, services, clients: HashSet::new(), names: HashSet::new() }
        };

        let FittedServices { services, scopes: known } = fit_services(services, &there, &mut report);
        let ids: Vec<ClientId> = clients.iter().filter_map(|client| client.id).collect();
        let mut taken = self.control.store().tenant(tenant.id).taken_client_ids(&ids).await?;
        let own = Origin::parse(self.base_url().as_str());
        let (mut configured, mut known_as) = (Vec::new(), Vec::new());
        for mut client in clients {
            if client.id.is_some_and(|id| there.clients.contains(&id)) || there.names.contains(&client.settings.name) {
                report.leave_out(Reason::ClientThere, client.at, &client.known_as);
                continue;
            }
            // Another workspace may have imported the same file.
            client.id = client.id.filter(|id| taken.insert(*id));
            fit_client(&mut client, &there.settings.tokens, &known, own.as_ref(), &mut report);
            known_as.push((client.known_as, client.settings.name.clone()));
            let TakenClient { at, id, status, settings, secret, .. } = client;
            configured.push(ConfiguredClient { at: at.pointer, id, version: None, status, settings, secret });
        }
        let users = self.fit_users(found.as_ref(), users, &mut report).await?;
        let workspace = ConfiguredWorkspace {
            at: String::new(),
            slug: path.workspace.clone(),
            version: None,
            settings: there.settings,
            services: Some(services),
            clients: Some(configured),
        };
        let configuration = Configuration { tenant: path.tenant.clone(), tenant_name: None, workspaces: vec![workspace] };
        Ok(Fitted { source, configuration, clients: known_as, users, report })
    }

    /// Leaves users out who are there, or twice among them.
    async fn fit_users(
        &self,
        store: Option<&WorkspaceStore<'_, Reading>>,
        users: Vec<TakenUser>,
        report: &mut ImportReport,
    ) -> Result<Vec<TakenUser>, Error> {
        let names: Vec<&str> = users.iter().flat_map(TakenUser::names).collect();
        let there = match store {
            Some(store) => store.taken_names(&names).await?,
            None => HashSet::new(),
        };
        let ids: Vec<_> = users.iter().filter_map(|user| user.id).collect();
        let mut taken = self.control.store().taken_user_ids(&ids).await?;
        let (mut seen, mut fitted) = (HashSet::new(), Vec::new());
        for mut user in users {
            let reason = match () {
                () if user.names().any(|name| there.contains(name)) => Some(Reason::UserThere),
                () if user.names().any(|name| seen.contains(name)) => Some(Reason::UserDuplicate),
                () => None,
            };
            if let Some(reason) = reason {
                report.leave_out(reason, user.at, user.identifier.as_str());
                continue;
            }
            seen.extend(user.names().map(str::to_owned));
            if user.id.is_some_and(|id| !taken.insert(id)) {
                user.id = None;
                report.leave_out(Reason::UserSubject, user.at.clone(), user.identifier.as_str());
            }
            fitted.push(user);
        }
        Ok(fitted)
    }
}

async fn there(store: &WorkspaceStore<'_, Reading>) -> Result<There, Error> {
    let clients = store.all_clients().await?;
    Ok(There {
        settings: store.workspace().settings(),
        services: store.list_services().await?,
        clients: clients.iter().map(|client| client.id).collect(),
        names: clients.into_iter().map(|client| client.settings.name).collect(),
    })
}

/// The services of an import, and the scopes that its clients can be given.
struct FittedServices {
    /// Those that are new, or get scopes.
    services: Vec<ConfiguredService>,
    /// The standard's, and those that the files and the services here mean alike. A scope that only has the name of another service's is another one.
    scopes: HashSet<Scope>,
}

fn fit_services(services: Vec<TakenService>, there: &There, report: &mut ImportReport) -> FittedServices {
    let mut fitted = Vec::new();
    let standard = there.services.iter().filter(|service| service.kind != ServiceKind::Custom);
    let mut given: HashSet<Scope> = standard.flat_map(|service| &service.scopes).map(|scope| scope.scope.clone()).collect();
    let mut taken: HashSet<Scope> = there.services.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.clone()).collect();
    for TakenService { at, name, resource, scopes } in services {
        let same = |service: &&Service| service.name.as_str().to_lowercase() == name.as_str().to_lowercase();
        let before = there.services.iter().find(same);
        if before.is_some_and(|service| service.kind != ServiceKind::Custom) {
            report.leave_out(Reason::ServiceInvalid, at, name.as_str());
            continue;
        }
        let had_scopes = !scopes.is_empty();
        let mut all: Vec<ServiceScope> = before.map(|service| service.scopes.clone()).unwrap_or_default();
        let had = all.len();
        for scope in scopes {
            let is_its_own = before.is_some_and(|service| service.scopes.iter().any(|other| other.scope == scope.scope));
            match () {
                () if is_its_own => drop(given.insert(scope.scope)),
                () if all.len() < MOST_SCOPES && taken.insert(scope.scope.clone()) => {
                    given.insert(scope.scope.clone());
                    all.push(scope);
                }
                () => {
                    // Of the same name is also what the standard's services have.
                    given.remove(&scope.scope);
                    report.leave_out(Reason::ScopeTaken, at.clone(), scope.scope.as_str());
                }
            }
        }
        // A service of scopes alone is none without them.
        if all.len() == had && (before.is_some() || resource.is_none() && had_scopes) {
            continue;
        }
        let free = resource.filter(|resource| there.services.iter().all(|service| service.resource.as_ref() != Some(resource)));
        let settings = match before {
            Some(service) => ServiceSettings { name: service.name.clone(), resource: service.resource.clone(), scopes: all },
            None => ServiceSettings { name, resource: free, scopes: all },
        };
        fitted.push(ConfiguredService { at: at.pointer, version: None, settings });
    }
    FittedServices { services: fitted, scopes: given }
}

/// Changes what a client cannot have in its workspace.
fn fit_client(client: &mut TakenClient, tokens: &TokenSettings, known: &HashSet<Scope>, own: Option<&Origin>, report: &mut ImportReport) {
    let TakenClient { at, known_as, settings, .. } = client;
    let unknown: Vec<Scope> = settings.scopes.iter().filter(|scope| !known.contains(*scope)).cloned().collect();
    for scope in unknown {
        settings.scopes = settings.scopes.without(scope.as_str());
        report.leave_out(Reason::ClientScope, at.clone(), known_as);
    }
    for uris in [&mut settings.redirect_uris, &mut settings.post_logout_redirect_uris] {
        uris.retain(|uri| {
            let fits = own.is_none_or(|own| check_destination(uri.as_str(), own).is_ok());
            if !fits {
                report.leave_out(Reason::RedirectUriInvalid, at.clone(), known_as);
            }
            fits
        });
    }
    if tokens.signing.check_client(settings.signing).is_err() {
        settings.signing = SigningOverrides::default();
        report.leave_out(Reason::Algorithm, at.clone(), known_as);
    }
    // Each is mended by a value of the client's own, so there is an end.
    while let Err(violation) = policy_violation::check_client(tokens, settings) {
        match violation {
            PolicyViolation::PublicClientWithoutRotation => settings.refresh.rotation = Some(Rotation::Always),
            PolicyViolation::UntilFirstUseWithoutKey => settings.refresh.retry_until_first_use = Some(false),
            PolicyViolation::IdleLongerThanAbsolute => {
                settings.refresh.refresh_token_idle_ttl = Some(IdleTtl::SHORTEST);
                report.leave_out(Reason::Lifetime, at.clone(), known_as);
            }
        }
    }
}
