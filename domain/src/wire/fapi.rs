//! How the clauses of FAPI 2.0 stand.

use crate::{
    client::Client,
    fapi::{self, Finding},
    id::ClientId,
    name::Name,
    wire::{sent::Sent, types::told},
    workspace::Workspace,
};

told! {
    /// How the clauses of FAPI 2.0 stand in a workspace, but for those that each client answers for.
    pub struct ServerFapi {
        /// Whether the workspace asks its clients for all that the Security Profile asks of them.
        pub asks_for_profile: bool,
        /// The clauses.
        pub clauses: Vec<FapiClause>,
    }

    /// How the clauses of FAPI 2.0 stand that a client answers for.
    pub struct ClientFapi {
        /// Its identifier.
        pub client_id: Sent<ClientId>,
        /// Its name.
        pub client_name: Sent<Name>,
        /// Whether it meets what its workspace asks for.
        pub fits: bool,
        /// The clauses.
        pub clauses: Vec<FapiClause>,
    }

    /// A clause, and how it stands.
    pub struct FapiClause {
        /// Its stable name.
        pub clause: String,
        /// The document that it is in: `security_profile` or `message_signing`.
        pub document: String,
        /// The section of the document.
        pub section: String,
        /// What it asks, in a sentence.
        pub asks: String,
        /// `always` where it holds in every workspace, `holds` where it holds by a setting, and `fails`.
        pub standing: String,
        /// Where it is changed, in words; nothing of what always holds.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub setting: Option<String>,
    }
}

impl ServerFapi {
    /// Of a workspace with this issuer.
    pub fn of(workspace: &Workspace, issuer: &str) -> Self {
        let clauses = fapi::of_workspace(workspace, issuer).into_iter().map(FapiClause::from).collect();
        Self { asks_for_profile: fapi::asks_for_profile(workspace), clauses }
    }
}

impl ClientFapi {
    /// Of a client of a workspace.
    pub fn of(workspace: &Workspace, client: &Client) -> Self {
        Self {
            client_id: Sent::of(&client.id),
            client_name: Sent::of(&client.settings.name),
            fits: fapi::unmet(workspace, &client.settings).is_empty(),
            clauses: fapi::of_client(workspace, &client.settings).into_iter().map(FapiClause::from).collect(),
        }
    }
}

impl From<Finding> for FapiClause {
    fn from(Finding { clause, standing, switch }: Finding) -> Self {
        Self {
            clause: clause.code().to_owned(),
            document: clause.document().name().to_owned(),
            section: clause.section().to_owned(),
            asks: clause.asks().to_owned(),
            standing: standing.name().to_owned(),
            setting: switch.map(|switch| switch.words().to_owned()),
        }
    }
}
