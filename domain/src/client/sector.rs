//! The sector of a client, whose clients have one name for a user.

use super::{Client, ClientSettings};
use crate::subject_type::{SectorIdentifier, SubjectType};

impl Client {
    /// Returns the sector whose name for a user is the `sub` of what is issued to the client; none where that is the user's identifier.
    pub fn sector(&self) -> Option<SectorIdentifier> {
        let Self { id, settings, .. } = self;
        // Where the settings were saved by something that did not ask for a sector, the client is one of its own: nothing may give the identifier away.
        let itself = || SectorIdentifier::parse(&id.to_string()).ok();
        (settings.subject_type == SubjectType::Pairwise).then(|| settings.sector().or_else(itself)).flatten()
    }
}

impl ClientSettings {
    /// Returns the sector of its pairwise subjects: the one that is set, or the one host of all addresses that users are sent back to (OpenID Connect
    /// Core §8.1). None where they are on several hosts, or one of them is on none that anybody has for themselves.
    pub fn sector(&self) -> Option<SectorIdentifier> {
        if let Some(sector) = &self.sector_identifier {
            return Some(sector.clone());
        }
        let mut hosts = self.redirect_uris.iter().map(|uri| SectorIdentifier::of_address(uri.as_str()));
        let first = hosts.next()??;
        hosts.all(|host| host.as_ref() == Some(&first)).then_some(first)
    }
}
