//! How the clauses of FAPI 2.0 stand.

use control::permission::Action;
use domain::{
    id::ClientId,
    page::Cursor,
    sort::ClientSort,
    wire::{ClientFapi, ServerFapi},
};

use super::{
    at::{ClientAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, ListQuery, Listed, Noun, Operation, Outcome, Place},
};

const NOUN: Noun = Noun {
    one: "client",
    many: "clients",
    searched: true,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &["client_name"],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    let of_server = Place::<WorkspaceAt>::new("Servers", format!("{WORKSPACE}/fapi"));
    vec![
        of_server
            .look(("read_server_fapi", "Look at how the clauses of FAPI 2.0 stand in a workspace"), of_workspace)
            .about("Of the Security Profile and of Message Signing, each with the setting that it depends on.")
            .needs(&[Action::SeeWorkspaces]),
        of_server
            .below::<WorkspaceAt>("/clients")
            .list(("list_fapi_clients", "List clients with how the clauses of FAPI 2.0 stand at each"), NOUN, of_clients)
            .about("Those that the caller sees. `search_phrase` is looked for in their names, or is an identifier.")
            .needs(&[Action::SeeClients]),
        Place::<ClientAt>::new("Clients", format!("{WORKSPACE}/clients/{{client}}/fapi"))
            .look(("read_client_fapi", "Look at how the clauses of FAPI 2.0 stand at a client"), of_client)
            .needs(&[Action::SeeClients]),
    ]
}

async fn of_workspace(ask: Ask<WorkspaceAt>) -> Outcome<ServerFapi> {
    let path = ask.at.workspace();
    let workspace = ask.operator.load_workspace(&path).await?;
    Ok(ServerFapi::of(&workspace, &ask.operator.issuer(&path)))
}

async fn of_clients((ask, query): (Ask<WorkspaceAt>, ListQuery<Cursor<ClientId>>)) -> Outcome<Listed<ClientFapi>> {
    let path = ask.at.workspace();
    let page = ask.operator.list_clients(&path, &query.search, query.sorted::<ClientSort>()?).await?;
    let workspace = ask.operator.load_workspace_of_clients(&path).await?;
    Ok(Listed::of(page, |client| ClientFapi::of(&workspace, &client)))
}

async fn of_client(ask: Ask<ClientAt>) -> Outcome<ClientFapi> {
    let view = ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?;
    Ok(ClientFapi::of(&view.workspace, &view.client))
}
