//! Templates of workspaces, and workspaces that start with one or as a copy.

use crate::{
    wire::{
        resource::Resource,
        server::Server,
        types::{sent, told},
    },
    workspace_template::{TemplateSetting, WorkspaceTemplate},
};

sent! {
    /// A new workspace that starts with a template.
    pub struct NewServer needed [id name template] {
        /// Its part of the issuer and of addresses; it stays as it was made.
        pub id: String,
        /// Its name.
        pub name: String,
        /// The name of the template.
        pub template: String,
    }

    /// How the copy of a workspace is to be called.
    pub struct DuplicateServer needed [id name] {
        /// Its part of the issuer and of addresses; it stays as it was made.
        pub id: String,
        /// Its name.
        pub name: String,
    }
}

told! {
    /// The templates of workspaces.
    pub struct ServerTemplates {
        /// The templates.
        pub templates: Vec<ServerTemplate>,
    }

    /// Settings that a new workspace can start with.
    pub struct ServerTemplate {
        /// Its name, by which it is chosen.
        pub name: String,
        /// What it is called.
        pub label: String,
        /// What it is for.
        pub description: String,
        /// What it sets in place of the defaults, in words.
        pub sets: Vec<ServerTemplateSetting>,
    }

    /// A setting of a template.
    pub struct ServerTemplateSetting {
        /// What it is called at the console.
        pub label: String,
        /// Its value, in words.
        pub value: String,
    }
}

impl Resource for NewServer {
    fn pointer(field: &str) -> String {
        Server::pointer(field)
    }
}

impl Resource for DuplicateServer {
    fn pointer(field: &str) -> String {
        Server::pointer(field)
    }
}

impl From<&WorkspaceTemplate> for ServerTemplate {
    fn from(template: &WorkspaceTemplate) -> Self {
        let sets = template.sets().into_iter().map(|TemplateSetting { label, value }| ServerTemplateSetting { label, value });
        let WorkspaceTemplate { name, label, description, .. } = template.clone();
        Self { name, label, description, sets: sets.collect() }
    }
}
