//! The user by whom a browser is known, whether or not they are signed in there now.

use domain::user::{UserIdentifier, UserStatus};
use uuid::Uuid;

use crate::{
    browser::Browser,
    device::{Account, Device},
    door::Door,
    engine::Engine,
    error::Error,
    realm::Realm,
    storage::{Storage, UserRecord},
};

impl<S: Storage> Engine<S> {
    /// Returns the user who is signed in in this browser, or who signed in there last with the password that they have now. It is for counting
    /// what they do apart from what strangers do, and gives no access to anything.
    pub(super) async fn known_user(&self, realm: &Realm, browser: Browser<'_>) -> Result<Option<Uuid>, Error> {
        if let Some(cookie) = browser.session
            && let Some((_, user)) = self.login_session(realm, cookie).await?
        {
            return Ok(Some(user.id.as_uuid()));
        }
        let door = Door::Workspace(realm.workspace.id);
        let device = browser.device.and_then(|cookie| Device::open(self.keys(), door, cookie, self.now()));
        let Some(device) = device else { return Ok(None) };
        let Ok(identifier) = UserIdentifier::parse(device.name()) else { return Ok(None) };
        let found = self.storage().find_user_by_identifier(realm.workspace.id, &identifier).await?;
        let Some(UserRecord { user, password_hash }) = found.filter(|record| record.user.status == UserStatus::Active) else {
            return Ok(None);
        };
        let account = Account { id: user.id.as_uuid(), name: user.identifier.to_string(), password_hash };
        Ok(device.knows(&account).then_some(account.id))
    }
}
