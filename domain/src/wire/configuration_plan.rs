//! What applying a configuration would do, and did.

use crate::{
    configuration::{self, Plan, PlannedChange, Tokens},
    id::ClientId,
    name::Name,
    wire::{audit_event::Change, sent::Sent, types::told},
};

told! {
    /// What applying a configuration would do.
    pub struct ConfigurationPlan {
        /// Tells this plan from every other. Applied with it, nothing else is done.
        pub plan: String,
        /// The changes; none where everything is as it is declared.
        pub changes: Vec<ConfigurationChange>,
        /// Whether `reach` has to be said first: existing refresh tokens would end earlier. They are counted as if they did.
        pub undecided: bool,
        /// What becomes of active refresh tokens in all.
        pub tokens: TokenChanges,
        /// The same by client, of the clients whose refresh tokens are affected.
        pub clients: Vec<TokenChangesOfClient>,
        /// The services and clients that a list of the document leaves out, and that stay as they are.
        pub left_alone: Vec<LeftAlone>,
    }

    /// Something that a list leaves out, and that stays as it is.
    pub struct LeftAlone {
        /// The list that leaves it out (RFC 6901).
        pub pointer: String,
        /// `service` or `client`.
        pub kind: String,
        /// Its identifier.
        pub id: String,
        /// Its name.
        pub name: String,
    }

    /// A change that applying a configuration makes.
    pub struct ConfigurationChange {
        /// Where in the document it is declared (RFC 6901); of what is deleted, the list that leaves it out.
        pub pointer: String,
        /// `create`, `change` or `delete`.
        pub action: String,
        /// `tenant`, `server`, `service` or `client`.
        pub kind: String,
        /// Its identifier; empty where it gets one when it is created.
        pub id: String,
        /// Its name.
        pub name: String,
        /// What is changed about it. A secret is not told.
        pub fields: Vec<Change>,
        /// What that does to active refresh tokens.
        pub tokens: TokenChanges,
    }

    /// What becomes of active refresh tokens.
    pub struct TokenChanges {
        /// How many end at once.
        pub ended: u64,
        /// How many get an earlier end and go on.
        pub shortened: u64,
        /// How many cannot be used until it is changed back: refreshing is switched off for their client.
        pub suspended: u64,
    }

    /// What becomes of the active refresh tokens of a client.
    pub struct TokenChangesOfClient {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its name.
        pub client_name: String,
        /// What becomes of them.
        pub tokens: TokenChanges,
    }

    /// What applying a configuration did.
    pub struct AppliedConfiguration {
        /// What was done.
        pub done: ConfigurationPlan,
        /// The clients that were created, and those that got a new secret.
        pub clients: Vec<AppliedClient>,
    }

    /// A client that was created, or that got a new secret.
    pub struct AppliedClient {
        /// The client.
        pub client_id: Sent<ClientId>,
        /// Its name.
        pub client_name: Sent<Name>,
        /// Its new secret, if it got one that was not declared. It is shown only once.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_secret: Option<String>,
    }
}

impl From<&Plan> for ConfigurationPlan {
    fn from(plan: &Plan) -> Self {
        Self {
            plan: plan.id.clone(),
            changes: plan.changes.iter().map(ConfigurationChange::from).collect(),
            undecided: plan.undecided,
            tokens: plan.total().into(),
            clients: plan.tokens.iter().map(TokenChangesOfClient::from).collect(),
            left_alone: plan.left_alone.iter().map(LeftAlone::from).collect(),
        }
    }
}

impl From<&configuration::LeftAlone> for LeftAlone {
    fn from(configuration::LeftAlone { at, kind, id, name }: &configuration::LeftAlone) -> Self {
        Self { pointer: at.clone(), kind: kind.name().to_owned(), id: id.clone(), name: name.clone() }
    }
}

impl From<&configuration::AppliedClient> for AppliedClient {
    fn from(configuration::AppliedClient { id, name, secret }: &configuration::AppliedClient) -> Self {
        let client_secret = secret.as_ref().map(|secret| secret.expose().clone());
        Self { client_id: Sent::of(id), client_name: Sent::of(name), client_secret }
    }
}

impl From<&configuration::AppliedConfiguration> for AppliedConfiguration {
    fn from(configuration::AppliedConfiguration { plan, clients }: &configuration::AppliedConfiguration) -> Self {
        Self { done: plan.into(), clients: clients.iter().map(AppliedClient::from).collect() }
    }
}

impl From<&PlannedChange> for ConfigurationChange {
    fn from(change: &PlannedChange) -> Self {
        let PlannedChange { at, doing, kind, id, name, fields, tokens, .. } = change;
        Self {
            pointer: at.clone(),
            action: doing.name().to_owned(),
            kind: kind.name().to_owned(),
            id: id.clone(),
            name: name.clone(),
            fields: fields.iter().map(Change::from).collect(),
            tokens: (*tokens).into(),
        }
    }
}

impl From<Tokens> for TokenChanges {
    fn from(Tokens { ended, shortened, suspended }: Tokens) -> Self {
        Self { ended, shortened, suspended }
    }
}

impl From<&configuration::ClientTokens> for TokenChangesOfClient {
    fn from(of: &configuration::ClientTokens) -> Self {
        Self { client_id: Sent::of(&of.client_id), client_name: of.client_name.clone(), tokens: of.tokens.into() }
    }
}
