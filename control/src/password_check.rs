//! A password that somebody types again who is signed in: each time counts as an attempt to sign in.

use std::net::IpAddr;

use domain::{problem::Problem, secret::Secret, user::User};
use engine::{
    Account, Door, Realm,
    gate::{Renewal, Visitor},
};

use crate::{Control, Error};

/// The browser that somebody is at.
#[derive(Debug, Clone, Copy)]
pub struct AtBrowser<'a> {
    /// Where the request comes from.
    pub address: IpAddr,
    /// The cookie by which the browser is known.
    pub device: Option<&'a str>,
}

impl Control {
    /// Checks the password of a user whose stored hash this is.
    ///
    /// # Errors
    /// Those of [`Control::check_password`].
    pub(crate) async fn check_password_of_user(
        &self,
        realm: &Realm,
        (user, password_hash): (&User, Option<String>),
        browser: AtBrowser<'_>,
        field: &'static str,
        password: Secret<String>,
    ) -> Result<(), Error> {
        let account = Account { id: user.id.as_uuid(), name: user.identifier.to_string(), password_hash };
        let renewal = self.check_password(Door::Workspace(realm.workspace.id), account, browser, field, password).await?;
        match renewal {
            Some(renewal) => self.engine().renew_password_hash(realm, user, renewal).await.map_err(Error::internal),
            None => Ok(()),
        }
    }

    /// Checks the password of an account. Returns the hash that takes the place of the stored one, if that is not made as ours.
    ///
    /// # Errors
    /// A problem of this field where it is wrong, or where too many attempts failed recently.
    pub(crate) async fn check_password(
        &self,
        door: Door,
        account: Account,
        browser: AtBrowser<'_>,
        field: &'static str,
        password: Secret<String>,
    ) -> Result<Option<Renewal>, Error> {
        let now = self.now();
        let too_many = |seconds| Error::invalid(field, Problem::TooManyAttempts { seconds });
        let name = account.name.clone();
        let visitor = Visitor { name: &name, address: browser.address, device: browser.device };
        let reserved = self.gate().reserve(door, self.keys(), visitor, now);
        let mut attempt = reserved.map_err(|too| too_many(too.seconds))?;
        attempt.found(Some(account), now, self.random()).map_err(|too| too_many(too.seconds))?;
        if attempt.check(password).await? {
            let renewal = attempt.renewal().cloned();
            attempt.succeeded(self.keys(), now, self.random()).map_err(Error::internal)?;
            return Ok(renewal);
        }
        attempt.failed();
        Err(Error::invalid(field, Problem::WrongPassword))
    }
}
