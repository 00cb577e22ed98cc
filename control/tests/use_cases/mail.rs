//! The mail server of a tenant, and the queue.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use control::{Control, Delivery, Error, Mail, MailAccount, MailQueue, MailTransport, Post};
use domain::{
    audit::AuditAction,
    mail::{MailFailure, TypedMailServer},
    problem::Problem,
    view::NewUser,
};
use tokio::sync::Notify;

use crate::installation::{PASSWORD, TestControl, on_both_databases};

/// A mail server that keeps what it is sent, or refuses everything.
#[derive(Clone, Default)]
pub(crate) struct TestMail(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    sent: Vec<(Option<MailAccount>, Post)>,
    failing: Option<MailFailure>,
    is_outbox: bool,
}

impl TestMail {
    /// One that needs no server of a tenant.
    pub(crate) fn outbox() -> Self {
        let mail = Self::default();
        mail.0.lock().unwrap().is_outbox = true;
        mail
    }

    fn fail(&self, failure: Option<MailFailure>) {
        self.0.lock().unwrap().failing = failure;
    }

    fn sent(&self) -> Vec<(Option<MailAccount>, Post)> {
        self.0.lock().unwrap().sent.clone()
    }

    /// Takes the mails that were sent.
    pub(crate) fn take(&self) -> Vec<Mail> {
        std::mem::take(&mut self.0.lock().unwrap().sent).into_iter().map(|(_, post)| post.mail).collect()
    }
}

#[async_trait]
impl MailTransport for TestMail {
    fn needs_server(&self) -> bool {
        !self.0.lock().unwrap().is_outbox
    }

    async fn send(&self, by: Option<&MailAccount>, post: &Post) -> Result<(), MailFailure> {
        let mut state = self.0.lock().unwrap();
        if let Some(failure) = state.failing {
            return Err(failure);
        }
        state.sent.push((by.cloned(), post.clone()));
        Ok(())
    }
}

/// A mail server that says when it is asked, and answers when it is told to.
struct Waiting {
    mail: TestMail,
    asked: Notify,
    answer: Notify,
}

#[async_trait]
impl MailTransport for Waiting {
    fn needs_server(&self) -> bool {
        self.mail.needs_server()
    }

    async fn send(&self, by: Option<&MailAccount>, post: &Post) -> Result<(), MailFailure> {
        self.asked.notify_one();
        self.answer.notified().await;
        self.mail.send(by, post).await
    }
}

/// Delivers all mail that is due.
pub(crate) async fn deliver(control: &Control) -> Vec<Delivery> {
    let mut deliveries = Vec::new();
    for queue in [MailQueue::Tenants, MailQueue::Installation] {
        loop {
            match control.deliver_next_mail(queue).await.unwrap() {
                Delivery::Idle => break,
                delivery => deliveries.push(delivery),
            }
        }
    }
    deliveries
}

fn server() -> TypedMailServer {
    let [host, port, tls, user, sender] = ["smtp.example.com", "465", "implicit", "acme", "no-reply@example.com"].map(str::to_owned);
    TypedMailServer { host, port, tls, user, sender, sender_name: "Acme".to_owned() }
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, Problem) {
    match outcome {
        Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
        other => panic!("{other:?}"),
    }
}

impl TestControl {
    /// The same installation, whose mail leaves this way.
    pub(crate) fn with_mail(mut self, mail: &TestMail) -> Self {
        self.control = self.control.with_mail(Arc::new(mail.clone()));
        self
    }

    /// A mail that waits: the notice of a new password.
    async fn write_to(&self, identifier: &str) {
        let new = NewUser {
            identifier: identifier.to_owned(),
            name: "Somebody".to_owned(),
            email: format!("{identifier}@example.com"),
            password: PASSWORD.to_owned(),
        };
        let user = self.operator().create_user(&self.path, new).await.unwrap();
        self.operator().set_user_password(&self.path, user.id, PASSWORD).await.unwrap();
    }
}

on_both_databases! {
    async fn a_mail_server_is_saved_with_its_password_sealed_and_shown_without(installation) {
        let mail = TestMail::default();
        let installation = installation.with_mail(&mail);
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        assert_eq!(problem(operator.send_test_mail(tenant, "ann@example.com").await), ("to", Problem::NoMailServer));
        assert_eq!(problem(operator.set_mail_server(tenant, 0, &server(), "").await), ("password", Problem::Missing));
        installation.clock.advance_seconds(1);
        operator.set_mail_server(tenant, 0, &server(), "hunter2 hunter2").await.unwrap();
        let view = operator.load_mail(tenant).await.unwrap();
        assert_eq!((view.version, view.has_password, view.to_outbox), (1, true, false));
        assert!(!format!("{view:?}").contains("hunter2"));
        let log = operator.list_audit_events(tenant, None, domain::view::AuditFilter::default(), None).await.unwrap();
        assert!(!format!("{log:?}").contains("hunter2"));
        let line = &log.items[0];
        let told: Vec<_> = line.changes.iter().map(|change| [&*change.field, &*change.from, &*change.to].join("|")).collect();
        assert_eq!((line.action, told), (AuditAction::MailServerUpdated, vec!["host||smtp.example.com".to_owned(), "password||set".to_owned()]));

        operator.send_test_mail(tenant, "ann@example.com").await.unwrap();
        let (account, post) = mail.sent().remove(0);
        assert_eq!((post.sender.as_str(), post.sender_name.as_str(), post.mail.to.as_str()), ("no-reply@example.com", "Acme", "ann@example.com"));
        assert_eq!(account.unwrap().password.unwrap().expose(), "hunter2 hunter2");
        mail.fail(Some(MailFailure::Authentication));
        assert_eq!(problem(operator.send_test_mail(tenant, "ann@example.com").await), ("to", Problem::Mail(MailFailure::Authentication)));
    }

    async fn a_password_goes_nowhere_but_where_it_was_typed_for(installation) {
        let mail = TestMail::default();
        let installation = installation.with_mail(&mail);
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        operator.set_mail_server(tenant, 0, &server(), "hunter2 hunter2").await.unwrap();
        let renamed = TypedMailServer { sender_name: "Shop".to_owned(), ..server() };
        operator.set_mail_server(tenant, 1, &renamed, "").await.unwrap();
        assert!(matches!(operator.set_mail_server(tenant, 1, &server(), "").await, Err(Error::Stale)));
        for elsewhere in [
            TypedMailServer { host: "evil.example".to_owned(), ..server() },
            TypedMailServer { port: "25".to_owned(), ..server() },
            TypedMailServer { tls: "none".to_owned(), ..server() },
            TypedMailServer { user: "other".to_owned(), ..server() },
        ] {
            assert_eq!(problem(operator.set_mail_server(tenant, 2, &elsewhere, "").await), ("password", Problem::PasswordAgain));
        }
        operator.set_mail_server(tenant, 2, &TypedMailServer { user: String::new(), ..server() }, "").await.unwrap();
        assert!(!operator.load_mail(tenant).await.unwrap().has_password, "without a user there is no password");
    }

    async fn a_mail_is_tried_again_with_longer_pauses_until_it_is_taken(installation) {
        let mail = TestMail::default();
        let installation = installation.with_mail(&mail);
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        operator.set_mail_server(tenant, 0, &TypedMailServer { user: String::new(), ..server() }, "").await.unwrap();
        installation.write_to("alice").await;
        installation.write_to("bob").await;
        mail.fail(Some(MailFailure::Unreachable));
        assert_eq!(deliver(&installation.control).await, [Delivery::Postponed(MailFailure::Unreachable)], "the second one waits for the server, too");
        let view = operator.load_mail(tenant).await.unwrap();
        assert_eq!((view.waiting, view.last_failure.map(|last| last.failure)), (2, Some(MailFailure::Unreachable)));
        assert_eq!(deliver(&installation.control).await, []);
        installation.clock.advance_seconds(60);
        assert_eq!(deliver(&installation.control).await.len(), 1);
        mail.fail(None);
        installation.clock.advance_seconds(59);
        assert_eq!(deliver(&installation.control).await, []);
        installation.clock.advance_seconds(62);
        assert_eq!(deliver(&installation.control).await, [Delivery::Sent; 2]);
        let mut to: Vec<_> = mail.take().into_iter().map(|mail| mail.to).collect();
        to.sort();
        assert_eq!(to, ["alice@example.com", "bob@example.com"]);
        let view = operator.load_mail(tenant).await.unwrap();
        assert_eq!((view.waiting, view.last_failure), (0, None));
    }

    async fn what_a_server_did_is_not_told_of_the_one_that_replaced_it_meanwhile(installation) {
        let mail = TestMail::default();
        let waiting = Arc::new(Waiting { mail: mail.clone(), asked: Notify::new(), answer: Notify::new() });
        let slow = installation.control.clone().with_mail(Arc::clone(&waiting) as Arc<dyn MailTransport>);
        let installation = installation.with_mail(&mail);
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        let first = TypedMailServer { user: String::new(), ..server() };
        operator.set_mail_server(tenant, 0, &first, "").await.unwrap();
        installation.write_to("alice").await;
        installation.write_to("bob").await;
        mail.fail(Some(MailFailure::Unreachable));
        let sending = tokio::spawn(async move { slow.deliver_next_mail(MailQueue::Tenants).await });
        waiting.asked.notified().await;
        let second = TypedMailServer { host: "mx.example.com".to_owned(), ..first };
        operator.set_mail_server(tenant, 1, &second, "").await.unwrap();
        waiting.answer.notify_one();
        assert_eq!(sending.await.unwrap().unwrap(), Delivery::Postponed(MailFailure::Unreachable));
        assert_eq!(operator.load_mail(tenant).await.unwrap().last_failure, None, "nobody has asked the second one yet");
        mail.fail(None);
        assert_eq!(deliver(&installation.control).await, [Delivery::Sent], "what waits is not kept from it");
    }

    async fn a_mail_that_is_refused_or_too_old_is_not_tried_again(installation) {
        let mail = TestMail::outbox();
        let installation = installation.with_mail(&mail);
        installation.write_to("alice").await;
        mail.fail(Some(MailFailure::Refused));
        assert_eq!(deliver(&installation.control).await, [Delivery::Dropped]);
        mail.fail(None);
        installation.write_to("bob").await;
        installation.clock.advance_seconds(24 * 3600);
        assert_eq!(deliver(&installation.control).await, [Delivery::Dropped]);
        assert_eq!(mail.take(), []);
    }

    async fn of_two_nodes_one_sends_a_mail(installation) {
        let mail = TestMail::outbox();
        let installation = installation.with_mail(&mail);
        for user in 0..8 {
            installation.write_to(&format!("user-{user}")).await;
        }
        let (one, other) = tokio::join!(deliver(&installation.control), deliver(&installation.control));
        assert_eq!(one.len() + other.len(), 8);
        let mut to: Vec<_> = mail.take().into_iter().map(|mail| mail.to).collect();
        to.sort();
        to.dedup();
        assert_eq!(to.len(), 8);
    }

    async fn mail_goes_with_its_workspace_and_the_server_with_its_tenant(installation) {
        let mail = TestMail::default();
        let installation = installation.with_mail(&mail);
        let (operator, tenant) = (installation.operator(), &installation.path.tenant);
        operator.set_mail_server(tenant, 0, &server(), "hunter2 hunter2").await.unwrap();
        installation.write_to("alice").await;
        operator.delete_mail_server(tenant, 1).await.unwrap();
        assert_eq!(deliver(&installation.control).await, [Delivery::Dropped], "nobody sends it any more");
        operator.set_mail_server(tenant, 0, &server(), "hunter2 hunter2").await.unwrap();
        installation.write_to("bob").await;
        operator.delete_tenant(tenant, "Acme").await.unwrap();
        assert_eq!(deliver(&installation.control).await, []);
    }
}

#[tokio::test]
async fn a_mailbox_cannot_be_filled_with_test_mails() {
    let mail = TestMail::outbox();
    let installation = TestControl::new().await.with_mail(&mail);
    let (operator, tenant) = (installation.operator(), &installation.path.tenant);
    for _ in 0..3 {
        operator.send_test_mail(tenant, "ann@example.com").await.unwrap();
    }
    assert_eq!(problem(operator.send_test_mail(tenant, "Ann@Example.com").await), ("to", Problem::TooManyAttempts { seconds: 600 }));
    operator.send_test_mail(tenant, "bob@example.com").await.unwrap();
    assert_eq!(problem(operator.send_test_mail(tenant, "not an address").await), ("to", Problem::NotAnEmail));
}
