//! Services and their scopes.

use crate::{
    description::Description,
    id::ServiceId,
    name::Name,
    resource::Resource as ResourceUri,
    scope::Scope,
    service::{self, ServiceKind, ServiceSettings},
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::sent,
    },
};

sent! {
    /// A service: a group of scopes that clients can be given.
    pub struct Service told [id kind] needed [name] {
        /// Its identifier.
        pub id: Sent<ServiceId>,
        /// Who made it: those that come with every workspace stay as they are.
        pub kind: Sent<ServiceKind>,
        /// Its name; it stays as it was made.
        pub name: Sent<Name>,
        /// The address of the resource server behind it, which clients may ask tokens for (RFC 8707).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub resource: Option<Sent<ResourceUri>>,
        /// Its scopes, in the order in which they are shown; at most 100. One that is taken away is taken from the clients that have it, too.
        pub scopes: Vec<ServiceScope>,
    }

    /// A scope of a service.
    pub struct ServiceScope needed [scope_name display_name] {
        /// The scope, which no other service of the workspace has.
        pub scope_name: Sent<Scope>,
        /// What the console calls it.
        pub display_name: Sent<Name>,
        /// What the user is told on the consent page.
        pub description: Sent<Description>,
        /// The same in German; without it German users read the other.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub description_de: Option<Sent<Description>>,
    }
}

impl Resource for Service {}

impl Resource for ServiceScope {
    fn pointer(_: &str) -> String {
        "/scope_name".to_owned()
    }
}

impl From<&service::Service> for Service {
    fn from(service: &service::Service) -> Self {
        Self {
            id: Sent::of(&service.id),
            kind: Sent::of(&service.kind),
            name: Sent::of(&service.name),
            resource: service.resource.as_ref().map(Sent::of),
            scopes: service.scopes.iter().map(ServiceScope::from).collect(),
        }
    }
}

impl From<&service::ServiceScope> for ServiceScope {
    fn from(scope: &service::ServiceScope) -> Self {
        let service::ServiceScope { scope, display_name, description, description_de } = scope;
        Self {
            scope_name: Sent::of(scope),
            display_name: Sent::of(display_name),
            description: Sent::of(description),
            description_de: Some(description_de).filter(|told| !told.is_empty()).map(Sent::of),
        }
    }
}

impl Service {
    /// Reads its settings.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn settings(&self) -> Result<ServiceSettings, Vec<Misfit>> {
        let mut reading = Reading::default();
        let name = reading.take("/name", &self.name);
        let resource = reading.optional("/resource", self.resource.as_ref());
        let scopes = self.scopes.iter().enumerate().filter_map(|(index, scope)| scope.taken(&format!("/scopes/{index}"), &mut reading));
        let scopes: Vec<_> = scopes.collect();
        reading.done(name.map(|name| ServiceSettings { name, resource, scopes }))
    }
}

impl ServiceScope {
    /// Reads it.
    ///
    /// # Errors
    /// All that does not fit.
    pub fn read(&self) -> Result<service::ServiceScope, Vec<Misfit>> {
        let mut reading = Reading::default();
        let scope = self.taken("", &mut reading);
        reading.done(scope)
    }

    fn taken(&self, pointer: &str, reading: &mut Reading) -> Option<service::ServiceScope> {
        let scope = reading.take(&format!("{pointer}/scope_name"), &self.scope_name);
        let display_name = reading.take(&format!("{pointer}/display_name"), &self.display_name);
        let description = reading.take(&format!("{pointer}/description"), &self.description);
        let description_de = reading.optional(&format!("{pointer}/description_de"), self.description_de.as_ref()).unwrap_or_default();
        Some(service::ServiceScope { scope: scope?, display_name: display_name?, description: description?, description_de })
    }
}
