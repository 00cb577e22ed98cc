//! The mail server of a tenant.

use domain::{
    audit::{AuditAction, Change},
    id::MailId,
    mail::{MailHost, MailServer, MailView, TypedMailServer},
    name::{Name, Slug},
    permission::Action,
    problem::Problem,
    tenant::Tenant,
    user::UserIdentifier,
};
use engine::{Door, typed};
use store::{MailServerRecord, Sealed, SealedPassword};

use super::letter::Letter;
use crate::{Error, Operator, audit_line::Line, changes, error::Problems, text::t};

/// The most characters of a user name or a password for a mail server.
const LONGEST: usize = 500;

impl Operator {
    /// Returns how a tenant's mail is sent.
    pub async fn load_mail(&self, tenant: &Slug) -> Result<MailView, Error> {
        let tenant = self.permit_in(Action::SeeTenants, tenant).await?.into_tenant();
        let store = self.control.store().tenant(tenant.id);
        let record = store.find_mail_server().await?;
        Ok(MailView {
            version: record.as_ref().map_or(0, |record| record.version),
            has_password: record.as_ref().is_some_and(|record| record.sealed_password.is_some()),
            last_failure: record.as_ref().and_then(|record| record.last_failure),
            server: record.map(|record| record.server),
            to_outbox: self.control.mail_transport().is_some_and(|transport| !transport.needs_server()),
            waiting: store.count_waiting_mails().await?,
            may_set: self.actor.may(Action::SetMailServer, domain::grants::Level::Tenant(tenant.id)),
        })
    }

    /// Saves a tenant's mail server. Without a new password the one that there is stays, unless it would be sent elsewhere.
    pub async fn set_mail_server(&self, tenant: &Slug, version: i64, typed: &TypedMailServer, password: &str) -> Result<(), Error> {
        let permit = self.permit_in(Action::SetMailServer, tenant).await?;
        let write = self.begin_in(&permit).await?;
        let store = write.transaction.tenant(permit.tenant().id);
        let before = store.find_mail_server().await?;
        if before.as_ref().map_or(0, |before| before.version) != version {
            return Err(Error::Stale);
        }
        let (server, password) = self.checked(permit.tenant(), before.as_ref(), typed, password)?;
        let changed = match (&before, &password) {
            (Some(before), SealedPassword::Kept) => changes::between(&before.server, &server)?,
            (Some(before), SealedPassword::Replaced(password)) => {
                [changes::between(&before.server, &server)?, told(before.sealed_password.is_some(), password.is_some())].concat()
            }
            (None, password) => {
                [changes::one("host", "", &server.host), told(false, matches!(password, SealedPassword::Replaced(Some(_))))].concat()
            }
        };
        if before.is_some() && changed.is_empty() {
            return Ok(());
        }
        store.save_mail_server(&server, password, version).await?;
        write.audit(line(AuditAction::MailServerUpdated, permit.tenant(), changed)).await?;
        write.commit().await
    }

    /// Removes a tenant's mail server. Mail that waits is dropped.
    pub async fn delete_mail_server(&self, tenant: &Slug, version: i64) -> Result<(), Error> {
        let permit = self.permit_in(Action::SetMailServer, tenant).await?;
        let write = self.begin_in(&permit).await?;
        let store = write.transaction.tenant(permit.tenant().id);
        let before = store.find_mail_server().await?.ok_or(Error::NotFound)?;
        store.delete_mail_server(version).await?;
        let gone = changes::one("host", &before.server.host, "");
        write.audit(line(AuditAction::MailServerRemoved, permit.tenant(), gone)).await?;
        write.commit().await
    }

    /// Sends a mail to an address at once, to try the mail server.
    ///
    /// # Errors
    /// A problem of the field `to`: what is wrong with it, or why the mail was not taken.
    pub async fn send_test_mail(&self, tenant: &Slug, to: &str) -> Result<(), Error> {
        let permit = self.permit_in(Action::SetMailServer, tenant).await?;
        let (tenant, control) = (permit.tenant(), &self.control);
        let to = email(to).map_err(|problem| Error::invalid("to", problem))?;
        let record = control.store().tenant(tenant.id).find_mail_server().await?;
        let transport = control.mail_transport().filter(|transport| record.is_some() || !transport.needs_server());
        let transport = transport.ok_or_else(|| Error::invalid("to", Problem::NoMailServer))?;
        let counted = control.gate().count_mail(Door::Operator(tenant.id), to.as_str(), None, self.now());
        counted.map_err(|too_many| Error::invalid("to", Problem::TooManyAttempts { seconds: too_many.seconds }))?;

        let write = self.begin_in(&permit).await?;
        write.audit(line(AuditAction::TestMailSent, tenant, changes::one("to", "", &to))).await?;
        write.commit().await?;
        let account = record.filter(|_| transport.needs_server()).map(|record| control.account(tenant.id, record)).transpose()?;
        let language = control.language();
        let letter = Letter {
            language,
            subject: t!(language, "mails-test-subject", tenant = tenant.name.to_string()),
            paragraphs: vec![t!(language, "mails-test-text", tenant = tenant.name.to_string())],
            link: None,
            closing: Vec::new(),
        };
        let id = MailId::new(self.now(), control.random_bytes());
        let post = control.addressed(account.as_ref(), None, id, letter.to(to.as_str()));
        transport.send(account.as_ref(), &post).await.map_err(|failure| Error::invalid("to", failure))
    }

    fn checked(
        &self,
        tenant: &Tenant,
        before: Option<&MailServerRecord>,
        typed: &TypedMailServer,
        password: &str,
    ) -> Result<(MailServer, SealedPassword), Error> {
        let mut problems = Problems::default();
        let host = problems.take("host", MailHost::parse(&typed.host));
        let port = problems.take("port", typed.port.trim().parse().ok().filter(|port| *port > 0).ok_or(Problem::Port));
        let tls = problems.take("tls", typed.tls.parse());
        let user = problems.take("user", short(typed.user.trim()));
        let sender = problems.take("sender", email(&typed.sender));
        let sender_name = problems.take("sender_name", Name::parse(&typed.sender_name));
        problems.take("password", short(password));
        let (Some(host), Some(port), Some(tls), Some(user), Some(sender), Some(sender_name)) = (host, port, tls, user, sender, sender_name)
        else {
            return Err(problems.into());
        };
        let server = MailServer { host, port, tls, user: Some(user).filter(|user| !user.is_empty()), sender, sender_name };
        let is_kept = before.is_some_and(|before| before.sealed_password.is_some() && before.server.is_the_same_account_as(&server));
        let password = match (&server.user, password) {
            (None, _) if before.is_some_and(|before| before.sealed_password.is_none()) => SealedPassword::Kept,
            (None, _) => SealedPassword::Replaced(None),
            (Some(_), "") if is_kept => SealedPassword::Kept,
            (Some(_), "") => {
                let had_one = before.is_some_and(|before| before.sealed_password.is_some());
                problems.note("password", if had_one { Problem::PasswordAgain } else { Problem::Missing });
                SealedPassword::Kept
            }
            (Some(_), password) => {
                let purpose = Sealed::MailPassword(tenant.id).purpose();
                let sealed = self.control.keys().seal(&purpose, password.as_bytes(), self.control.random());
                SealedPassword::Replaced(Some(sealed.map_err(Error::internal)?))
            }
        };
        problems.check()?;
        Ok((server, password))
    }
}

/// Returns a text that is not too long and holds no control characters.
fn short(text: &str) -> Result<String, Problem> {
    if text.chars().count() > LONGEST {
        return Err(Problem::TooLong { most: u32::try_from(LONGEST).unwrap_or(u32::MAX) });
    }
    if text.chars().any(char::is_control) { Err(Problem::ControlCharacter) } else { Ok(text.to_owned()) }
}

/// Parses an address that mail can be sent to.
fn email(text: &str) -> Result<UserIdentifier, Problem> {
    typed::identifier(text).ok().filter(UserIdentifier::is_email).ok_or(Problem::NotAnEmail)
}

/// The change of a password, for the audit line.
fn told(before: bool, after: bool) -> Vec<Change> {
    let word = |there: bool, changed: &'static str| if there { changed } else { "" };
    if !before && !after {
        Vec::new()
    } else {
        changes::one("password", word(before, "set"), word(after, if before { "changed" } else { "set" }))
    }
}

fn line(action: AuditAction, tenant: &Tenant, changes: Vec<Change>) -> Line {
    Line { workspace: None, action, target: tenant.name.to_string(), target_id: tenant.id.to_string(), changes }
}
