//! Resource indicators (RFC 8707): which of a workspace's resource servers a token is for.

use domain::resource::{InvalidResource, Resource, Resources};

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
        if form.resources().is_empty() && form.audiences().is_empty() && granted.is_empty() {
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

    /// Returns the resource servers of an access token that another one is exchanged for: those that the request asks for, by `resource` or by
    /// `audience` (RFC 8693 §2.1), among those that the other one is for and those that the client may ask for beside; or all that the other one is
    /// for.
    pub(crate) fn exchanged(&self, form: &Form, granted: &Resources, targets: &Resources) -> Result<Resources, Refusal> {
        let asked = parsed(form.resources().iter().chain(form.audiences())).map_err(|_| Refusal::ExchangeTarget)?;
        if !asked.is_empty() {
            let allowed = granted.union(targets).intersection(&self.0);
            return if asked.is_subset(&allowed) { Ok(asked) } else { Err(Refusal::ExchangeTarget) };
        }
        let left = granted.intersection(&self.0);
        // A token for no resource server is one for the workspace itself, which the other one is not.
        if left.is_empty() && !granted.is_empty() { Err(Refusal::ExchangeTarget) } else { Ok(left) }
    }

    fn all_of(&self, asked: Resources) -> Result<Resources, Refusal> {
        if asked.is_subset(&self.0) { Ok(asked) } else { Err(Refusal::InvalidTarget) }
    }
}

fn asked(form: &Form) -> Result<Resources, Refusal> {
    parsed(form.resources().iter()).map_err(|_| Refusal::InvalidTarget)
}

fn parsed<'a>(texts: impl Iterator<Item = &'a String>) -> Result<Resources, InvalidResource> {
    texts.map(|text| Resource::parse(text)).collect()
}
