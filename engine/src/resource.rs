//! Resource indicators (RFC 8707): which of a workspace's resource servers a token is for.

use std::collections::BTreeSet;

use domain::resource::{Resource, Resources};

use crate::{
    engine::Engine,
    error::Refusal,
    form::Form,
    realm::Realm,
    storage::{Storage, StorageError},
};

/// The resource servers that a workspace has, as far as a request needs to know them.
pub(crate) struct ResourceServers(Resources);

impl<S: Storage> Engine<S> {
    /// Reads the resource servers of a workspace, unless the request names none and none were granted.
    pub(crate) async fn resource_servers(&self, realm: &Realm, form: &Form, granted: &Resources) -> Result<ResourceServers, StorageError> {
        if form.resources().is_empty() && granted.is_empty() {
            return Ok(ResourceServers(Resources::none()));
        }
        let services = self.services(realm.workspace.id).await?;
        Ok(ResourceServers(services.iter().filter_map(|service| service.resource.clone()).collect()))
    }
}

impl ResourceServers {
    /// Returns the resource servers that a request asks for, when no earlier grant limits it.
    pub(crate) fn requested(&self, form: &Form) -> Result<Resources, Refusal> {
        asked(form).and_then(|asked| self.all_of(asked))
    }

    /// Returns the resource servers of one access token: those that the request asks for, or all that were granted, without those that
    /// the workspace no longer has. The grant itself stays as it is (RFC 8707 §2.2).
    pub(crate) fn narrowed(&self, form: &Form, granted: &Resources) -> Result<Resources, Refusal> {
        let asked = asked(form)?;
        if !asked.is_subset(granted) {
            return Err(Refusal::InvalidTarget);
        }
        if !asked.is_empty() {
            return self.all_of(asked);
        }
        let left = granted.intersection(&self.0);
        // A token for no resource server is one for the workspace itself, which was not granted.
        if left.is_empty() && !granted.is_empty() { Err(Refusal::InvalidTarget) } else { Ok(left) }
    }

    fn all_of(&self, asked: Resources) -> Result<Resources, Refusal> {
        if asked.is_subset(&self.0) { Ok(asked) } else { Err(Refusal::InvalidTarget) }
    }
}

fn asked(form: &Form) -> Result<Resources, Refusal> {
    let resources: Result<BTreeSet<_>, _> = form.resources().iter().map(|text| Resource::parse(text)).collect();
    resources.map(Resources::from_iter).map_err(|_| Refusal::InvalidTarget)
}
