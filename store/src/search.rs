//! The search over everything in a tenant, as far as somebody sees it. Each statement finds what it returns by an index, and looks at a
//! bounded number of rows, however many there are.

mod identified;
mod people;

use std::collections::{HashMap, HashSet};

use domain::{
    id::{ClientId, ServiceId, UserId, WorkspaceId, ids_that_begin_with},
    name::{Name, Slug},
    search::{FoundWorkspace, SearchHit, Target},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, Order, QueryFilter, QueryOrder, QuerySelect, prelude::Uuid};

use crate::{
    Access, Error, TenantStore,
    batch::{Batch, among},
    column::Column as In,
    entity::{client, search_word, service, user, workspace},
    paging::matching,
    search_words::{Kind, begins_with, words},
};

/// How many words are looked at in a statement.
const LOOKED_AT: u64 = 1000;
/// How many words of what was typed are tried, to find the one that the fewest things have.
const TRIED: usize = 3;
/// In how many workspaces is looked one by one.
const WORKSPACES: usize = 50;
/// How many things are loaded first: mostly these are what is shown.
const FIRST: usize = 50;

/// What somebody sees of a kind in a tenant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// Everything.
    All,
    /// What is in these workspaces, and these clients; at least one.
    Only {
        /// The workspaces.
        workspaces: Vec<WorkspaceId>,
        /// The clients.
        clients: Vec<ClientId>,
    },
}

impl Seen {
    /// Returns the condition that somebody sees a row by its workspace, or by its client.
    fn condition(&self, workspace: impl ColumnTrait, client: Option<impl ColumnTrait>) -> Condition {
        let Self::Only { workspaces, clients } = self else { return Condition::all() };
        let of_clients = client.map(|client| among(Some(clients), client, |id| id.as_uuid()));
        Condition::any().add(among(Some(workspaces), workspace, |id| id.as_uuid())).add_option(of_clients)
    }
}

/// What is searched for.
#[derive(Debug, Clone, Copy)]
pub struct Sought<'a> {
    /// The text that was typed.
    pub text: &'a str,
    /// The workspace whose things come first.
    pub near: Option<WorkspaceId>,
    /// How many hits are returned at most.
    pub most: usize,
}

/// What was found of a kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// The hits.
    pub hits: Vec<SearchHit>,
    /// Whether there may be more.
    pub more: bool,
}

impl Found {
    /// Returns the first hits, and whether there are more than those.
    fn cut(mut hits: Vec<SearchHit>, most: usize, more: bool) -> Self {
        let more = more || hits.len() > most;
        hits.truncate(most);
        Self { hits, more }
    }
}

/// A row that may be a hit.
struct Candidate {
    id: Uuid,
    workspace: Uuid,
    name: String,
    detail: String,
}

/// Identifiers of what may be found, the closest first.
#[derive(Default)]
struct Candidates {
    ids: Vec<Uuid>,
    /// Whether there may be others.
    more: bool,
}

impl<C: Access> TenantStore<'_, C> {
    /// Returns the workspaces whose name or address contains each word, by address. Only of some, where they are given.
    pub async fn find_workspaces(&self, sought: Sought<'_>, some: Option<&[WorkspaceId]>) -> Result<Found, Error> {
        use workspace::Column;

        let query = workspace::Entity::find()
            .select_only()
            .columns([Column::Id, Column::Slug, Column::Name])
            .filter(Column::TenantId.eq(self.tenant.as_uuid()))
            .filter(Column::DeletedAt.is_null())
            .filter(among(some, Column::Id, |id| id.as_uuid()))
            .filter(matching(&[Column::Slug, Column::Name], sought.text))
            .order_by(Column::Slug, Order::Asc)
            .limit(sought.most as u64 + 1);
        let rows: Vec<(Uuid, String, String)> = query.into_tuple().all(self.connection).await?;
        let hits = rows.into_iter().map(|row| Ok(workspace_hit(found_workspace(row)?)));
        Ok(Found::cut(hits.collect::<Result<_, Error>>()?, sought.most, false))
    }

    /// Returns those of these workspaces that there are.
    pub async fn workspaces_by_id(&self, ids: &[WorkspaceId]) -> Result<HashMap<WorkspaceId, FoundWorkspace>, Error> {
        use workspace::Column;

        let mut found = HashMap::new();
        for batch in Batch::split(ids) {
            let query = workspace::Entity::find()
                .select_only()
                .columns([Column::Id, Column::Slug, Column::Name])
                .filter(Column::TenantId.eq(self.tenant.as_uuid()))
                .filter(Column::DeletedAt.is_null())
                .filter(batch.contains(Column::Id, |id| id.as_uuid()));
            for row in query.into_tuple::<(Uuid, String, String)>().all(self.connection).await? {
                let one = found_workspace(row)?;
                found.insert(one.id, one);
            }
        }
        Ok(found)
    }

    /// Returns the clients of the tenant whose names have words that begin as those that were typed, or whose identifier begins with the text.
    pub async fn find_clients(&self, sought: Sought<'_>, seen: &Seen) -> Result<Found, Error> {
        if let Some(range) = ids_that_begin_with(sought.text) {
            let of_range = client::Entity::find()
                .select_only()
                .column(client::Column::Id)
                .filter(client::Column::Id.between(range.0, range.1))
                .order_by_desc(client::Column::Id)
                .limit(LOOKED_AT);
            let ids: Vec<Uuid> = of_range.into_tuple().all(self.connection).await?;
            let more = ids.len() as u64 == LOOKED_AT;
            let found = self.walk(Kind::Client, Candidates { ids, more }, seen, Sought { text: "", ..sought }).await?;
            if !found.hits.is_empty() {
                return Ok(found);
            }
            // Of so many that begin so in the installation, only some were looked at.
            let worded = self.find_worded(Kind::Client, sought, seen).await?;
            return Ok(Found { more: worded.more || more, ..worded });
        }
        self.find_worded(Kind::Client, sought, seen).await
    }

    /// Returns the services of the tenant whose names have words that begin as those that were typed.
    pub async fn find_services(&self, sought: Sought<'_>, seen: &Seen) -> Result<Found, Error> {
        self.find_worded(Kind::Service, sought, seen).await
    }

    /// Returns the users of the tenant whose names, user names or e-mail addresses have words that begin as those that were typed.
    pub async fn find_users(&self, sought: Sought<'_>, seen: &Seen) -> Result<Found, Error> {
        self.find_worded(Kind::User, sought, seen).await
    }

    async fn find_worded(&self, kind: Kind, sought: Sought<'_>, seen: &Seen) -> Result<Found, Error> {
        let candidates = self.candidates(kind, sought, seen).await?;
        self.walk(kind, candidates, seen, sought).await
    }

    /// Returns what has a word that begins with one of those that were typed: the one that the fewest have, as far as was looked.
    async fn candidates(&self, kind: Kind, sought: Sought<'_>, seen: &Seen) -> Result<Candidates, Error> {
        let mut typed = words(sought.text);
        typed.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
        let mut best: Option<Candidates> = None;
        for word in typed.iter().take(TRIED) {
            let found = self.worded(kind, word, sought.near, seen).await?;
            let is_whole = !found.more;
            if best.as_ref().is_none_or(|best| (found.more, found.ids.len()) < (best.more, best.ids.len())) {
                best = Some(found);
            }
            if is_whole {
                break;
            }
        }
        let mut best = best.unwrap_or_default();
        if let (Kind::Client, Seen::Only { clients, .. }, false) = (kind, seen, typed.is_empty()) {
            best.ids.extend(clients.iter().map(|id| id.as_uuid()));
        }
        Ok(best)
    }

    /// Returns what has a word that begins so: in the near workspace first, and then wherever somebody sees it.
    async fn worded(&self, kind: Kind, word: &str, near: Option<WorkspaceId>, seen: &Seen) -> Result<Candidates, Error> {
        use search_word::Column;

        let here = |id: WorkspaceId| Condition::all().add(Column::WorkspaceId.eq(id.as_uuid()));
        let mut places: Vec<Condition> = near.into_iter().map(here).collect();
        let mut found = Candidates::default();
        match seen {
            Seen::All => places.push(Condition::all().add(Column::TenantId.eq(self.tenant.as_uuid()))),
            Seen::Only { workspaces, .. } => {
                found.more = workspaces.len() > WORKSPACES;
                places.extend(workspaces.iter().take(WORKSPACES).copied().map(here));
            }
        }
        let mut known = HashSet::new();
        for place in places {
            let query = search_word::Entity::find()
                .select_only()
                .column(Column::Id)
                .filter(place)
                .filter(Column::Kind.eq(kind as i16))
                .filter(begins_with(word))
                .order_by_asc(Column::Word)
                .order_by_asc(Column::Id)
                .limit(LOOKED_AT);
            let ids: Vec<Uuid> = query.into_tuple().all(self.connection).await?;
            found.more |= ids.len() as u64 == LOOKED_AT;
            found.ids.extend(ids.into_iter().filter(|id| known.insert(*id)));
        }
        Ok(found)
    }

    /// Returns the first of these that somebody sees and that are what was typed.
    async fn walk(&self, kind: Kind, candidates: Candidates, seen: &Seen, sought: Sought<'_>) -> Result<Found, Error> {
        let Candidates { ids, more } = candidates;
        let (first, rest) = ids.split_at(FIRST.min(ids.len()));
        let mut hits = Vec::new();
        for batch in Batch::split(first).chain(Batch::split(rest)) {
            if hits.len() > sought.most {
                break;
            }
            let rows = self.load(kind, batch, seen, sought.text).await?;
            hits.extend(self.hits(kind, rows, batch).await?);
        }
        Ok(Found::cut(hits, sought.most, more))
    }

    /// Loads those of these that somebody sees and whose names contain each word.
    async fn load(&self, kind: Kind, ids: Batch<'_, Uuid>, seen: &Seen, text: &str) -> Result<Vec<Candidate>, Error> {
        let connection = self.connection;
        let named = |(id, workspace, name): (Uuid, Uuid, String)| Candidate { id, workspace, name, detail: String::new() };
        Ok(match kind {
            Kind::Client => {
                use client::Column;
                let rows = client::Entity::find()
                    .select_only()
                    .columns([Column::Id, Column::WorkspaceId, Column::Name])
                    .filter(ids.contains(Column::Id, |id| *id))
                    .filter(seen.condition(Column::WorkspaceId, Some(Column::Id)))
                    .filter(matching(&[Column::Name], text));
                let rows: Vec<(Uuid, Uuid, String)> = rows.into_tuple().all(connection).await?;
                let client = |row: Candidate| Candidate { detail: ClientId::from_uuid(row.id).to_string(), ..row };
                rows.into_iter().map(named).map(client).collect()
            }
            Kind::Service => {
                use service::Column;
                let rows = service::Entity::find()
                    .select_only()
                    .columns([Column::Id, Column::WorkspaceId, Column::Name])
                    .filter(ids.contains(Column::Id, |id| *id))
                    .filter(seen.condition(Column::WorkspaceId, None::<Column>))
                    .filter(matching(&[Column::Name], text));
                let rows: Vec<(Uuid, Uuid, String)> = rows.into_tuple().all(connection).await?;
                rows.into_iter().map(named).collect()
            }
            Kind::User => {
                use user::Column;
                let rows = user::existing()
                    .select_only()
                    .columns([Column::Id, Column::WorkspaceId, Column::Name, Column::Identifier])
                    .filter(ids.contains(Column::Id, |id| *id))
                    .filter(seen.condition(Column::WorkspaceId, None::<Column>))
                    .filter(matching(&[Column::Identifier, Column::Name, Column::Email], text));
                let rows: Vec<(Uuid, Uuid, String, String)> = rows.into_tuple().all(connection).await?;
                rows.into_iter().map(|(id, workspace, name, detail)| Candidate { id, workspace, name, detail }).collect()
            }
        })
    }

    /// Returns rows as hits, in the order in which they were asked for. One whose workspace is not of this tenant, or is deleted, is none.
    async fn hits(&self, kind: Kind, rows: Vec<Candidate>, asked: Batch<'_, Uuid>) -> Result<Vec<SearchHit>, Error> {
        let mut homes: Vec<WorkspaceId> = rows.iter().map(|row| WorkspaceId::from_uuid(row.workspace)).collect();
        homes.sort_unstable();
        homes.dedup();
        let homes = self.workspaces_by_id(&homes).await?;
        let mut rows: HashMap<Uuid, Candidate> = rows.into_iter().map(|row| (row.id, row)).collect();
        let hit = |id: &Uuid| {
            let row = rows.remove(id)?;
            let workspace = homes.get(&WorkspaceId::from_uuid(row.workspace))?.clone();
            let target = match kind {
                Kind::Client => Target::Client(ClientId::from_uuid(row.id)),
                Kind::Service => Target::Service(ServiceId::from_uuid(row.id)),
                Kind::User => Target::User(UserId::from_uuid(row.id)),
            };
            Some(SearchHit { target, name: row.name, detail: row.detail, workspace: Some(workspace) })
        };
        Ok(asked.iter().filter_map(hit).collect())
    }
}

/// Returns a workspace by its identifier, its address and its name.
fn found_workspace((id, slug, name): (Uuid, String, String)) -> Result<FoundWorkspace, Error> {
    Ok(FoundWorkspace {
        id: WorkspaceId::from_uuid(id),
        slug: In("workspaces", "slug").parse(Slug::parse(&slug))?,
        name: In("workspaces", "name").parse(Name::try_from(name))?,
    })
}

fn workspace_hit(workspace: FoundWorkspace) -> SearchHit {
    SearchHit {
        target: Target::Workspace,
        name: workspace.name.to_string(),
        detail: workspace.slug.to_string(),
        workspace: Some(workspace),
    }
}
