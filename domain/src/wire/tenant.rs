//! Tenants.

use crate::{
    clock::Timestamp,
    name::{Name, Slug},
    tenant,
    view::TenantView,
    wire::{
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// A tenant: a customer of the installation.
    pub struct Tenant told [created_at] needed [id name] {
        /// Its part of every issuer and of every address; it stays as it was made.
        pub id: Sent<Slug>,
        /// Its name.
        pub name: Sent<Name>,
        /// When it was made.
        pub created_at: Sent<Timestamp>,
    }
}

impl Resource for Tenant {
    fn pointer(field: &str) -> String {
        match field {
            "slug" => "/id".to_owned(),
            field => format!("/{field}"),
        }
    }
}

impl From<&tenant::Tenant> for Tenant {
    fn from(tenant: &tenant::Tenant) -> Self {
        Self { id: Sent::of(&tenant.slug), name: Sent::of(&tenant.name), created_at: Sent::of(&tenant.created_at) }
    }
}

told! {
    /// How much there is in a tenant.
    pub struct TenantContents {
        /// Its workspaces.
        pub servers: u64,
        /// The clients in them.
        pub clients: u64,
        /// The users in them.
        pub users: u64,
        /// The administrators of this tenant alone.
        pub administrators: u64,
    }
}

impl From<&TenantView> for TenantContents {
    fn from(view: &TenantView) -> Self {
        Self { servers: view.workspaces, clients: view.clients, users: view.users, administrators: view.administrators }
    }
}
