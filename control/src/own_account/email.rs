//! A user's e-mail address: a new one is theirs once they have used the link that was sent there.

use domain::{audit::AuditAction, problem::Problem, secret::Secret, user_link::LinkPurpose};

use super::{AtBrowser, OwnAccount};
use crate::{
    Error,
    links::LinkFor,
    mail::letters,
    users::{email, line},
};

impl OwnAccount {
    /// Sends a link to an address, by which it is confirmed as the user's: the address that they have, or another one in its place, for which the
    /// password is asked. Whether somebody else has it is not said.
    ///
    /// # Errors
    /// Problems of `email` and `password`.
    pub async fn send_email_link(&self, browser: AtBrowser<'_>, typed: &str, password: Secret<String>) -> Result<(), Error> {
        let (control, realm) = (&self.control, &self.realm);
        let address =
            email(typed).and_then(|address| address.ok_or(Problem::Missing)).map_err(|problem| Error::invalid("email", problem))?;
        if !control.has_mail(realm.workspace.tenant_id).await? {
            return Err(Error::invalid("email", Problem::NoMail));
        }
        let own = self.user.profile.email.as_deref() == Some(address.as_str());
        if !own {
            self.check_password(browser, "password", password).await?;
        }
        control.count_mail(realm, address.as_str(), browser.address).map_err(|problem| Error::invalid("email", problem))?;

        let edit = self.edit().await?;
        let owner = edit.store().find_user_by_identifier(&address).await?;
        let free = owner.is_none_or(|owner| owner.id == self.user.id);
        edit.store().delete_links(self.user.id, Some(LinkPurpose::ConfirmEmail)).await?;
        let to = LinkFor { user: Some(self.user.id), email: free.then_some(address.as_str()), sealed: None };
        let name = edit.workspace().name.clone();
        let letter = |address| letters::confirm_email(control.language(), &name, address);
        control.send_link(edit.held(), realm, LinkPurpose::ConfirmEmail, to, edit.now, letter).await?;
        edit.audit(line(AuditAction::EmailLinkSent, &self.user, Vec::new())).await?;
        edit.commit().await
    }
}
