//! The search over everything.

use crate::{
    id::UserId,
    name::Slug,
    search::{self, FoundKind, SearchHit, Target},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// What is searched for.
    pub struct SearchFor {
        /// Words, each of which begins a word of what is found, or an identifier. Nothing is found where it is empty.
        pub q: String,
        /// The only kind that is looked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub kind: Option<Sent<FoundKind>>,
        /// The workspace whose things come first.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub near: Option<Sent<Slug>>,
    }
}

impl Resource for SearchFor {}

impl SearchFor {
    /// Reads it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<search::SearchQuery, Vec<Misfit>> {
        let mut reading = Reading::default();
        let text = search::SearchText::parse(&self.q).map_err(|problem| reading.note("/q", problem)).unwrap_or_default();
        let query = search::SearchQuery {
            only: reading.optional("/kind", self.kind.as_ref()),
            near: reading.optional("/near", self.near.as_ref()),
            text,
            limit: search::MOST_HITS,
            ..search::SearchQuery::default()
        };
        reading.done(Some(query))
    }
}

told! {
    /// What was found.
    pub struct SearchResults {
        /// At most 20 of each kind, the closest first.
        pub results: Vec<SearchResult>,
        /// The kinds of which there may be more: search for more words.
        pub incomplete: Vec<Sent<FoundKind>>,
    }

    /// Something that was found.
    pub struct SearchResult {
        /// What it is.
        pub kind: Sent<FoundKind>,
        /// Its identifier; the address of a tenant or of a workspace.
        pub id: String,
        /// What it is called.
        pub name: String,
        /// What tells it from others of that name.
        #[serde(skip_serializing_if = "String::is_empty")]
        pub detail: String,
        /// The address of the workspace that it lies in, or is.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_id: Option<Sent<Slug>>,
        /// What that workspace is called.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server_name: Option<String>,
        /// The user of a session.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Sent<UserId>>,
    }
}

impl From<&search::SearchResults> for SearchResults {
    fn from(found: &search::SearchResults) -> Self {
        Self { results: found.hits.iter().map(SearchResult::from).collect(), incomplete: found.more.iter().map(Sent::of).collect() }
    }
}

impl From<&SearchHit> for SearchResult {
    fn from(hit: &SearchHit) -> Self {
        let workspace = hit.workspace.as_ref();
        let user_id = if let Target::Session(_, user) = &hit.target { Some(Sent::of(user)) } else { None };
        Self {
            kind: Sent::of(&hit.target.kind()),
            id: match &hit.target {
                Target::Tenant(slug) => slug.to_string(),
                Target::Workspace => workspace.map(|workspace| workspace.slug.to_string()).unwrap_or_default(),
                Target::Client(id) => id.to_string(),
                Target::Service(id) => id.to_string(),
                Target::User(id) => id.to_string(),
                Target::Administrator(id) => id.to_string(),
                Target::RefreshToken(id) => id.to_string(),
                Target::Session(id, _) => id.to_string(),
            },
            name: hit.name.clone(),
            detail: hit.detail.clone(),
            server_id: workspace.map(|workspace| Sent::of(&workspace.slug)),
            server_name: workspace.map(|workspace| workspace.name.to_string()),
            user_id,
        }
    }
}
