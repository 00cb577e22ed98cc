//! API clients: how they are made. They are clients of the system workspace, and are changed and deleted there.

use control::{Operator, TypedApiClient, permission::Action};
use domain::{
    view::{ApiClientView, LevelPath},
    wire::{ApiClient, NewApiClient},
};

use super::{
    at::{ApiClientAt, TenantAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun = Noun {
    one: "api_client",
    many: "api_clients",
    searched: false,
    sorted_by: "created_at",
    newest_first: false,
    also_by: &[],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<TenantAt>::new("API clients", "/admin/{tenant}/api-clients");
    let one = all.below::<ApiClientAt>("/{api_client}");
    vec![
        all.list(("list_api_clients", "List the API clients of a tenant"), NOUN, list).needs(&[Action::SeeAdministrators]),
        all.create(("create_api_client", "Create an API client"), create)
            .about(
                "A client of the tenant's system workspace, which is created with the first one. It may do what its role permits, and what the \
                 scope of its access token allows of that. Its secret is in the answer, and nowhere else later on.",
            )
            .needs(&[Action::SetApiClients]),
        one.read(("read_api_client", "Read an API client"), read).needs(&[Action::SeeAdministrators]),
    ]
}

fn told(operator: &Operator, view: &ApiClientView) -> ApiClient {
    ApiClient::of(view, operator.token_endpoint(&view.path), operator.admin_api())
}

async fn list((ask, query): (Ask<TenantAt>, ListQuery<String>)) -> Outcome<Listed<ApiClient>> {
    let all = ask.operator.list_api_clients(&ask.at.tenant).await?;
    let all = all.iter().map(|view| (view.client.id.to_string(), told(&ask.operator, view))).collect();
    Ok(Listed::cut(all, &query.window))
}

async fn create(ask: Ask<TenantAt, Nothing, NewApiClient>) -> Outcome<Created<ApiClient>> {
    let (role, at) = ask.body.read(LevelPath { tenant: Some(ask.at.tenant.clone()), ..LevelPath::default() })?;
    let new = ask.operator.create_api_client(&ask.at.tenant, TypedApiClient { name: ask.body.name, role, at }).await?;
    let body = told(&ask.operator, &new.client);
    let tag = Tag::of_content(&body);
    let body = ApiClient { client_secret: Some(new.secret.expose().clone()), ..body };
    Ok(Created::below(&new.client.client.id, body, Some(tag)))
}

async fn read(ask: Ask<ApiClientAt>) -> Outcome<Found<ApiClient>> {
    let view = ask.operator.load_api_client(&ask.at.tenant, ask.at.api_client).await?;
    let body = told(&ask.operator, &view);
    Ok(Found { tag: Tag::of_content(&body), body, version: 0 })
}
