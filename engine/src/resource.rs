//! Resource indicators (RFC 8707): which of a workspace's resource servers a token is for.

use std::collections::BTreeSet;

use domain::resource::{Resource, Resources};

use crate::{
    engine::{Engine, Realm},
    error::{Error, Refusal},
    form::Form,
    storage::Storage,
};

impl<S: Storage> Engine<S> {
    /// The resource servers that a request asks for where nothing limits it: each is that of a service of the workspace.
    pub(crate) async fn requested_resources(&self, realm: &Realm, form: &Form) -> Result<Resources, Error> {
        let asked = asked(form)?;
        if asked.is_empty() || asked.is_subset(&self.registered_resources(realm).await?) {
            Ok(asked)
        } else {
            Err(Refusal::InvalidTarget.into())
        }
    }

    /// The resource servers of one access token: those asked for, all that were granted where none are, and none that was taken from the
    /// workspace since. What was granted stays granted (RFC 8707 §2.2).
    pub(crate) async fn narrowed_resources(&self, realm: &Realm, form: &Form, granted: &Resources) -> Result<Resources, Error> {
        let asked = asked(form)?;
        if !asked.is_subset(granted) {
            return Err(Refusal::InvalidTarget.into());
        }
        if granted.is_empty() {
            return Ok(Resources::none());
        }
        let registered = self.registered_resources(realm).await?;
        if !asked.is_empty() {
            return if asked.is_subset(&registered) { Ok(asked) } else { Err(Refusal::InvalidTarget.into()) };
        }
        let left = granted.intersection(&registered);
        // A token for no resource server is one for the workspace itself, which was not granted.
        if left.is_empty() { Err(Refusal::InvalidTarget.into()) } else { Ok(left) }
    }

    async fn registered_resources(&self, realm: &Realm) -> Result<Resources, Error> {
        Ok(self.storage().list_services(realm.workspace.id).await?.into_iter().filter_map(|service| service.resource).collect())
    }
}

fn asked(form: &Form) -> Result<Resources, Refusal> {
    let resources: Result<BTreeSet<_>, _> = form.resources().iter().map(|text| Resource::parse(text)).collect();
    resources.map(Resources::from_iter).map_err(|_| Refusal::InvalidTarget)
}
