//! The mail server of a tenant, and how its mail fares.

use control::permission::Action;
use domain::{
    mail::MailView,
    wire::{MailDelivery, MailServer, TestMail},
};

use super::{
    at::TenantAt,
    error::Failure,
    kit::{Ask, Found, Nothing, Operation, Outcome, Place, Tag},
};

pub(super) fn operations() -> Vec<Operation> {
    let server = Place::<TenantAt>::new("Mail", "/admin/{tenant}/mail-server");
    vec![
        server
            .read(("read_mail_server", "Read the mail server of a tenant"), read)
            .about("There is none at first.")
            .needs(&[Action::SeeTenants]),
        server
            .put(("put_mail_server", "Set or replace the mail server of a tenant"), read, save, create)
            .about("Without a password the one that there is stays, unless it would be sent elsewhere.")
            .needs(&[Action::SetMailServer, Action::SeeTenants]),
        server
            .patch(("change_mail_server", "Change the mail server of a tenant"), read, save)
            .about("Without a password the one that there is stays, unless it would be sent elsewhere.")
            .needs(&[Action::SetMailServer, Action::SeeTenants]),
        server
            .remove(("delete_mail_server", "Remove the mail server of a tenant"), read, remove)
            .about("Mail that waits is dropped.")
            .needs(&[Action::SetMailServer, Action::SeeTenants]),
        server
            .below::<TenantAt>("/delivery")
            .look(("read_mail_delivery", "Read how the mail of a tenant fares"), delivery)
            .needs(&[Action::SeeTenants]),
        server
            .below::<TenantAt>("/test")
            .order(("send_test_mail", "Send a test mail at once"), test)
            .about("Where it is not taken, the problem says why.")
            .needs(&[Action::SetMailServer]),
    ]
}

fn found(at: &TenantAt, view: &MailView) -> Outcome<Found<MailServer>> {
    let server = view.server.as_ref().ok_or(Failure::Control(control::Error::NotFound))?;
    let body = MailServer::of(server, view.has_password);
    Ok(Found { body, tag: Tag::of(&at.tenant, view.version), version: view.version })
}

async fn read(ask: Ask<TenantAt>) -> Outcome<Found<MailServer>> {
    found(&ask.at, &ask.operator.load_mail(&ask.at.tenant).await?)
}

async fn save((ask, version): (Ask<TenantAt, Nothing, MailServer>, i64)) -> Outcome<Found<MailServer>> {
    let (typed, password) = ask.body.typed()?;
    ask.operator.set_mail_server(&ask.at.tenant, version, &typed, password).await?;
    found(&ask.at, &ask.operator.load_mail(&ask.at.tenant).await?)
}

async fn create(ask: Ask<TenantAt, Nothing, MailServer>) -> Outcome<Found<MailServer>> {
    save((ask, NONE_YET)).await
}

/// The version of a mail server that there is not.
const NONE_YET: i64 = 0;

async fn remove((ask, found): (Ask<TenantAt>, Found<MailServer>)) -> Outcome<()> {
    Ok(ask.operator.delete_mail_server(&ask.at.tenant, found.version).await?)
}

async fn delivery(ask: Ask<TenantAt>) -> Outcome<MailDelivery> {
    Ok((&ask.operator.load_mail(&ask.at.tenant).await?).into())
}

async fn test(ask: Ask<TenantAt, Nothing, TestMail>) -> Outcome<()> {
    Ok(ask.operator.send_test_mail(&ask.at.tenant, &ask.body.to).await?)
}
