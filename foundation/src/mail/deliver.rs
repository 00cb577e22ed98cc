//! The delivery of the mail that waits.

use std::{convert::Infallible, time::Duration};

use control::{Control, Delivery, MailQueue};

/// How long to wait where no mail is due.
const IDLE: Duration = Duration::from_secs(1);
/// How long to wait after a failure of the database.
const FAILED: Duration = Duration::from_secs(10);

/// Delivers mail, for as long as it is polled. Two mails of tenants at a time, so that one server that does not answer holds up nobody else's
/// mail, and that of the installation beside them.
pub async fn deliver(control: Control) -> Infallible {
    tokio::select! {
        never = one_by_one(&control, MailQueue::Tenants) => never,
        never = one_by_one(&control, MailQueue::Tenants) => never,
        never = one_by_one(&control, MailQueue::Installation) => never,
    }
}

async fn one_by_one(control: &Control, queue: MailQueue) -> Infallible {
    loop {
        match control.deliver_next_mail(queue).await {
            Ok(Delivery::Idle) => tokio::time::sleep(IDLE).await,
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "mail cannot be delivered; the next try is in ten seconds");
                tokio::time::sleep(FAILED).await;
            }
        }
    }
}
