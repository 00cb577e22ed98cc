//! What is typed of clients and resource servers that a client may exchange for: names stand for clients, and what is wrong is told by its line.

use std::collections::BTreeMap;

use domain::{
    client::ClientSettings, grant_type::GrantType, id::ClientId, problem::Problem, resource::Resource, token_exchange::MOST_NAMED,
};
use serde::{Deserialize, Serialize};

use super::{
    exchange_lines::{self, numbered},
    typed::TypedOauth,
};
use crate::{
    api::{ApiError, FieldProblem, Typed, operator},
    paths::WorkspacePath,
};

/// What the fields of an exchange are shown with.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct ExchangeNames {
    /// The names of the clients whose tokens it may exchange.
    clients: BTreeMap<ClientId, String>,
    /// The resource servers of the workspace, with the names of their services.
    pub resources: Vec<(String, String)>,
}

impl ExchangeNames {
    /// Loads what is shown beside these settings. Nothing where the client cannot have the grant.
    pub async fn load(path: &WorkspacePath, settings: &ClientSettings) -> Result<Self, ApiError> {
        if !settings.client_type.may_have(GrantType::TokenExchange) {
            return Ok(Self::default());
        }
        let mut clients = BTreeMap::new();
        for id in &settings.token_exchange.subject_clients {
            clients.extend(called(path, *id).await?.map(|name| (*id, name)));
        }
        Ok(Self { clients, resources: resource_servers(path).await? })
    }

    /// Returns lines of clients with their names: `Orders (01a22da2-…)`.
    pub fn told(&self, lines: &str) -> String {
        let told = |line: &str| match exchange_lines::client(line).and_then(|id| Some((id, self.clients.get(&id)?))) {
            Some((id, name)) => format!("{name} ({id})"),
            None => line.to_owned(),
        };
        lines.lines().map(told).collect::<Vec<_>>().join("\n")
    }
}

/// Returns what a client is called; none where it is not there, or not for the administrator.
async fn called(path: &WorkspacePath, id: ClientId) -> Result<Option<String>, ApiError> {
    let found = operator()?.list_clients(path, &id.to_string(), None).await?.items;
    Ok(found.into_iter().find(|client| client.id == id).map(|client| client.settings.name.to_string()))
}

/// Returns the one client of a name.
async fn named(path: &WorkspacePath, name: &str) -> Result<Option<ClientId>, ApiError> {
    let found = operator()?.list_clients(path, name, None).await?.items;
    let mut exact = found.into_iter().filter(|client| client.settings.name.as_str().to_lowercase() == name.to_lowercase());
    Ok(match (exact.next(), exact.next()) {
        (Some(client), None) => Some(client.id),
        _ => None,
    })
}

/// Returns the resource servers of the workspace; none where the administrator may not see its services.
async fn resource_servers(path: &WorkspacePath) -> Result<Vec<(String, String)>, ApiError> {
    match operator()?.list_services(path).await {
        Ok(services) => Ok(services.into_iter().filter_map(|one| Some((one.resource?.to_string(), one.name.to_string()))).collect()),
        Err(control::Error::Forbidden(_) | control::Error::NotFound) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// Returns what was typed with the identifiers of clients in place of their names, and the lines that name what is not there.
pub(super) async fn resolved(
    path: &WorkspacePath,
    client: ClientId,
    mut typed: TypedOauth,
) -> Result<(TypedOauth, Vec<FieldProblem>), ApiError> {
    let mut unknown = Vec::new();
    let typed_any =
        [&typed.subject_clients, &typed.subject_audiences, &typed.exchange_targets].iter().any(|lines| !lines.trim().is_empty());
    if !typed_any {
        return Ok((typed, unknown));
    }
    let before = operator()?.load_client(path, client).await?.client.settings.token_exchange;
    let mut lines = Vec::new();
    for (place, line) in (0_u32..).zip(typed.subject_clients.lines().map(str::trim)) {
        let id = match exchange_lines::client(line) {
            Some(id) => {
                // More than there can be are refused for their number.
                if place < MOST_NAMED && !before.subject_clients.contains(&id) && called(path, id).await?.is_none() {
                    unknown.push(at("subject_clients", Problem::ClientAtLine { line: place }));
                }
                Some(id)
            }
            None if line.is_empty() || place >= MOST_NAMED => None,
            None => named(path, line).await?,
        };
        lines.push(id.map_or_else(|| line.to_owned(), |id| id.to_string()));
    }
    typed.subject_clients = lines.join("\n");
    let there = resource_servers(path).await?;
    let fields = [
        ("subject_audiences", &typed.subject_audiences, &before.subject_audiences),
        ("exchange_targets", &typed.exchange_targets, &before.exchange_targets),
    ];
    for (field, lines, before) in fields.into_iter().filter(|_| !there.is_empty()) {
        for (line, text) in numbered(lines) {
            let Ok(resource) = Resource::parse(text) else { continue };
            let written = resource.to_string();
            if !before.contains(&resource) && there.iter().all(|(offered, _)| *offered != written) {
                unknown.push(at(field, Problem::UnknownResourceAtLine { line }));
            }
        }
    }
    Ok((typed, unknown))
}

fn at(field: &str, problem: Problem) -> FieldProblem {
    FieldProblem { field: field.to_owned(), problem }
}

/// Returns what was read, unless something that it names is not there.
pub(super) fn unless_unknown(unknown: Vec<FieldProblem>, read: Result<ClientSettings, ApiError>) -> Result<ClientSettings, ApiError> {
    match read {
        Ok(_) if !unknown.is_empty() => Err(ApiError::Invalid { problems: unknown, typed: Typed::default() }),
        Err(ApiError::Invalid { problems, typed }) => Err(ApiError::Invalid { problems: [problems, unknown].concat(), typed }),
        read => read,
    }
}

#[cfg(test)]
mod tests {
    use domain::clock::Timestamp;

    use super::*;

    #[test]
    fn a_client_is_told_with_its_name_where_that_is_known() {
        let [orders, gone] = [7, 9].map(|seed| ClientId::new(Timestamp::from_millis(0), [seed; 10]));
        let names = ExchangeNames { clients: [(orders, "Orders (new)".to_owned())].into(), resources: Vec::new() };
        let told = names.told(&format!("{orders}\n{gone}\nNobody"));
        assert_eq!(told, format!("Orders (new) ({orders})\n{gone}\nNobody"));
        assert_eq!(names.told(&told), told);
    }
}
