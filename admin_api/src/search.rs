//! The search over everything.

use domain::{
    search::SearchQuery,
    wire::{SearchFor, SearchResults},
};

use super::{
    at::LevelAt,
    kit::{Ask, Operation, Outcome, Place},
    levels::Level,
};

pub(super) fn operations() -> Vec<Operation> {
    let about = "What the caller sees: of a tenant its workspaces, clients, services, users and administrators by their names, and its refresh tokens \
                 and sessions by their identifiers; of the installation its tenants and administrators.";
    let at_level = |level: Level| {
        Place::<LevelAt>::new("Search", level.path("/search"))
            .look(level.words(["search", "search_installation"], "Search"), search)
            .about(about)
    };
    Level::BOTH.into_iter().map(at_level).collect()
}

async fn search(ask: Ask<LevelAt, SearchFor>) -> Outcome<SearchResults> {
    let query = SearchQuery { tenant: ask.at.tenant.clone(), ..ask.query.read()? };
    Ok((&ask.operator.search(&query).await?).into())
}
