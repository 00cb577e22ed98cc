//! Services and their scopes.

use control::permission::Action;
use domain::wire::{Service, ServiceScope};

use super::{
    at::{ScopeAt, ServiceAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "service", many: "services", searched: false, sorted_by: "position", newest_first: false, also_by: &[], counted: true };
const CREATES: &[Action] = &[Action::CreateService, Action::SetServiceScopes, Action::SetServiceResource];
const CHANGES: &[Action] = &[Action::SeeServices, Action::SetServiceScopes, Action::SetServiceResource];

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Services", format!("{WORKSPACE}/services"));
    let one = all.below::<ServiceAt>("/{service}");
    let scopes = one.below::<ServiceAt>("/scopes");
    vec![
        all.list(("list_services", "List services"), NOUN, list)
            .about("With their scopes, in the order in which the console shows them.")
            .needs(&[Action::SeeServices]),
        all.create(("create_service", "Create a service"), create).needs(CREATES),
        one.read(("read_service", "Read a service"), read).needs(&[Action::SeeServices]),
        one.replace(("replace_service", "Replace a service's scopes and resource identifier"), read, save)
            .about("A scope that it loses is taken from the clients that have it. A built-in service stays as it is.")
            .needs(CHANGES),
        one.patch(("change_service", "Change a service's scopes and resource identifier"), read, save)
            .about("A list of scopes is replaced whole.")
            .needs(CHANGES),
        scopes
            .create(("add_service_scope", "Add a scope to a service"), add_scope)
            .about("Whatever scopes it has in the meantime.")
            .needs(&[Action::SetServiceScopes]),
        scopes
            .below::<ScopeAt>("/{scope}")
            .remove(("remove_service_scope", "Remove a scope from a service"), read_scope, remove_scope)
            .about("And from the clients that have it.")
            .needs(&[Action::SetServiceScopes]),
    ]
}

fn found(service: &domain::service::Service) -> Found<Service> {
    Found { body: service.into(), tag: Tag::of(service.id, service.version), version: service.version }
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<String>)) -> Outcome<Listed<Service>> {
    let all = ask.operator.list_services(&ask.at.workspace()).await?;
    let all = all.iter().map(|service| (service.id.to_string(), Service::from(service))).collect();
    Ok(Listed::cut(all, &query.window))
}

async fn create(ask: Ask<WorkspaceAt, Nothing, Service>) -> Outcome<Created<Service>> {
    let service = ask.operator.add_service(&ask.at.workspace(), ask.body.settings()?).await?;
    let found = found(&service);
    Ok(Created::below(&service.id, found.body, Some(found.tag)))
}

async fn read(ask: Ask<ServiceAt>) -> Outcome<Found<Service>> {
    Ok(found(&ask.operator.load_service(&ask.at.workspace(), ask.at.service).await?))
}

async fn save((ask, version): (Ask<ServiceAt, Nothing, Service>, i64)) -> Outcome<Found<Service>> {
    let settings = ask.body.settings()?;
    Ok(found(&ask.operator.set_service(&ask.at.workspace(), ask.at.service, version, settings).await?))
}

async fn add_scope(ask: Ask<ServiceAt, Nothing, ServiceScope>) -> Outcome<Created<Service>> {
    let scope = ask.body.read()?;
    let name = percent_encoded(scope.scope.as_str());
    let service = ask.operator.add_service_scope(&ask.at.workspace(), ask.at.service, scope).await?;
    let found = found(&service);
    Ok(Created::below(&name, found.body, Some(found.tag)))
}

async fn read_scope(ask: Ask<ScopeAt>) -> Outcome<Found<Service>> {
    let service = ask.operator.load_service(&ask.at.workspace(), ask.at.service).await?;
    let has = service.scopes.iter().any(|scope| scope.scope == ask.at.scope);
    if has { Ok(found(&service)) } else { Err(control::Error::NotFound.into()) }
}

async fn remove_scope((ask, _): (Ask<ScopeAt>, Found<Service>)) -> Outcome<()> {
    ask.operator.remove_service_scope(&ask.at.workspace(), ask.at.service, &ask.at.scope).await?;
    Ok(())
}

/// A scope can have characters that an address cannot.
fn percent_encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}
