//! The way back into the console for administrators who have forgotten their password.

use std::{net::IpAddr, sync::Arc, time::Duration};

use control::{Actor, Control, Entry, Error, Mail, SignInError, Visitor};
use domain::{
    administrator::AdministratorStatus,
    audit::{ActorKind, AuditAction},
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    secret::Secret,
    user::UserIdentifier,
    view::LevelPath,
};
use translation::Language;

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    mail::{TestMail, deliver},
    second_factors::ADA,
};

const NEW: &str = "amazing grace in the navy";

fn from() -> IpAddr {
    "203.0.113.7".parse().unwrap()
}

/// The control plane of an installation that sends mail of its own, and that mail.
fn with_mail(installation: &TestControl) -> (Control, TestMail) {
    let mail = TestMail::outbox();
    (installation.control.clone().with_mail(Arc::new(mail.clone())).writing_in(Language::English), mail)
}

async fn mails(control: &Control, mail: &TestMail) -> Vec<Mail> {
    deliver(control).await;
    mail.take()
}

/// The token of the link in a mail.
fn token(mail: &Mail) -> String {
    mail.text.split_once("/console/sign-in/new-password?token=").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

async fn sign_in(control: &Control, password: &str) -> Result<Entry, SignInError> {
    let visitor = Visitor { name: ADA, address: from(), device: None };
    control.sign_in(visitor, Secret::new(password.to_owned())).await.map(|signed_in| signed_in.entry)
}

on_both_databases! {
    async fn a_forgotten_password_is_replaced_by_a_link_that_works_once(installation) {
        let (control, mail) = with_mail(&installation);
        let ada = installation.ada(BuiltInRole::Administrator).await;
        control.send_administrator_reset_link(" Ada@Example.com ", from()).await.unwrap();
        let [sent] = mails(&control, &mail).await.try_into().unwrap();
        assert_eq!(sent.to, ADA);
        let token = token(&sent);
        assert_eq!(control.peek_administrator_reset_link(&token).await.unwrap().unwrap().email.as_str(), ADA);
        let weak = control.reset_administrator_password(&token, "short").await;
        assert!(matches!(weak, Err(Error::Invalid(at)) if at[0].field == "password"), "the link is not used up");

        control.reset_administrator_password(&token, NEW).await.unwrap();
        assert!(matches!(control.reset_administrator_password(&token, PASSWORD).await, Err(Error::NotFound)));
        assert_eq!(control.peek_administrator_reset_link(&token).await.unwrap(), None);
        assert!(matches!(sign_in(&control, PASSWORD).await, Err(SignInError::Refused)));
        assert!(matches!(sign_in(&control, NEW).await, Ok(Entry::SignedIn(_))));
        assert!(matches!(ada.create_service(&installation.path, "Orders").await, Err(Error::SignedOut)), "their session has ended");
        let [notice] = mails(&control, &mail).await.try_into().unwrap();
        assert!(notice.to == ADA && notice.text.contains("was changed just now") && notice.text.contains(" UTC\n"), "{}", notice.text);
        let line = installation.trail().await.into_iter().find(|line| line.action == AuditAction::AdministratorPasswordReset).unwrap();
        assert_eq!((line.actor_kind, line.target.as_str()), (ActorKind::Administrator, ADA));
        assert!(line.changes.iter().any(|change| change.field == "sessions"), "{:?}", line.changes);
    }

    async fn nobody_learns_whether_somebody_administers(installation) {
        let (control, mail) = with_mail(&installation);
        installation.ada(BuiltInRole::Administrator).await;
        control.send_administrator_reset_link("nobody@example.com", from()).await.unwrap();
        installation.operator().set_administrator_status(ADA, AdministratorStatus::Disabled).await.unwrap();
        control.send_administrator_reset_link(ADA, from()).await.unwrap();
        assert_eq!(mails(&control, &mail).await, []);
        let problem = |outcome: Result<(), Error>| match outcome {
            Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
            other => panic!("{other:?}"),
        };
        assert_eq!(problem(control.send_administrator_reset_link("ada", from()).await), ("email", Problem::NotAnEmail));
        for _ in 0..2 {
            control.send_administrator_reset_link("nobody@example.com", from()).await.unwrap();
        }
        let (field, problem) = problem(control.send_administrator_reset_link("nobody@example.com", from()).await);
        assert!(field == "email" && matches!(problem, Problem::TooManyAttempts { .. }), "as of an address that somebody has: {problem:?}");
    }

    async fn a_link_is_for_half_an_hour_and_for_who_may_sign_in(installation) {
        let (control, mail) = with_mail(&installation);
        installation.ada(BuiltInRole::Administrator).await;
        control.send_administrator_reset_link(ADA, from()).await.unwrap();
        let [of_before] = mails(&control, &mail).await.try_into().unwrap();
        installation.operator().set_administrator_status(ADA, AdministratorStatus::Disabled).await.unwrap();
        for status in [AdministratorStatus::Disabled, AdministratorStatus::Active] {
            if status == AdministratorStatus::Active {
                installation.operator().set_administrator_status(ADA, status).await.unwrap();
            }
            assert!(matches!(control.reset_administrator_password(&token(&of_before), NEW).await, Err(Error::NotFound)), "{status:?}");
        }
        for _ in 0..2 {
            control.send_administrator_reset_link(ADA, from()).await.unwrap();
        }
        let [first, second] = mails(&control, &mail).await.try_into().unwrap();
        installation.clock.advance_seconds(30 * 60 - 1);
        control.reset_administrator_password(&token(&first), NEW).await.unwrap();
        assert!(matches!(control.reset_administrator_password(&token(&second), PASSWORD).await, Err(Error::NotFound)), "the others are void");
        let [_notice] = mails(&control, &mail).await.try_into().unwrap();
        control.send_administrator_reset_link(ADA, from()).await.unwrap();
        let [third] = mails(&control, &mail).await.try_into().unwrap();
        installation.clock.advance_seconds(30 * 60);
        let token = token(&third);
        assert!(matches!(control.reset_administrator_password(&token, PASSWORD).await, Err(Error::NotFound)));
    }

    async fn no_link_outlives_what_ends_links_while_it_is_made(installation) {
        let (control, mail) = with_mail(&installation);
        installation.ada(BuiltInRole::Administrator).await;
        let ending = installation.store.store().begin().await.unwrap();
        let ada = ending.administrators().find_by_email(&UserIdentifier::parse(ADA).unwrap()).await.unwrap().unwrap().administrator.id;
        ending.administrators().lock([ada]).await.unwrap();
        ending.administrators().set_status(ada, AdministratorStatus::Disabled).await.unwrap();
        ending.administrators().delete_links(ada).await.unwrap();
        let sending = {
            let control = control.clone();
            tokio::spawn(async move { control.send_administrator_reset_link(ADA, from()).await })
        };
        // It waits for the administrator's row, or for the writer.
        tokio::time::sleep(Duration::from_millis(200)).await;
        assert!(!sending.is_finished());
        ending.commit().await.unwrap();
        sending.await.unwrap().unwrap();
        assert_eq!(mails(&control, &mail).await, []);
    }

    async fn a_second_factor_is_asked_for_as_before(installation) {
        let (control, mail) = with_mail(&installation);
        let ada = installation.ada(BuiltInRole::Administrator).await;
        installation.enrol(&ada).await;
        control.send_administrator_reset_link(ADA, from()).await.unwrap();
        let [sent] = mails(&control, &mail).await.try_into().unwrap();
        control.reset_administrator_password(&token(&sent), NEW).await.unwrap();
        assert!(matches!(sign_in(&control, NEW).await, Ok(Entry::CodeNeeded(_))));
    }

    async fn an_invitation_is_sent_whatever_strangers_ask_for(installation) {
        let (control, mail) = with_mail(&installation);
        while control.send_administrator_reset_link(ADA, from()).await.is_ok() {}
        let (role, at) = (RoleRef::BuiltIn(BuiltInRole::Auditor), LevelPath::default());
        control.acting_as(Actor::CommandLine).invite_by_mail(ADA, role, &at, Language::English).await.unwrap();
        assert_eq!(mails(&control, &mail).await.len(), 1);
    }

    async fn an_invitation_is_mailed_in_the_language_of_choice_and_sent_again_with_another_link(installation) {
        let (control, mail) = with_mail(&installation);
        let operator = control.acting_as(Actor::CommandLine);
        let (role, at) = (RoleRef::BuiltIn(BuiltInRole::Auditor), LevelPath { tenant: Some(installation.path.tenant.clone()), ..LevelPath::default() });
        let invited = operator.invite_by_mail(ADA, role, &at, Language::German).await.unwrap();
        let [sent] = mails(&control, &mail).await.try_into().unwrap();
        assert!(sent.to == ADA && sent.html.contains("<html lang=\"de\">") && sent.text.contains("7 Tage"), "{}", sent.text);
        assert!(sent.text.contains(&format!("/console/sign-in/invitation?token={}", invited.token.expose())), "{}", sent.text);

        installation.clock.advance_seconds(6 * 24 * 3600);
        let again = operator.send_invitation_again(invited.invitation.id, Language::English).await.unwrap();
        assert_eq!(again.invitation.id, invited.invitation.id);
        let [sent] = mails(&control, &mail).await.try_into().unwrap();
        assert!(sent.html.contains("<html lang=\"de\">"), "as before: {}", sent.html);
        assert!(control.peek_invitation(invited.token.expose()).await.unwrap().is_none(), "the one before is void");
        installation.clock.advance_seconds(6 * 24 * 3600);
        assert_eq!(control.accept_as_new(again.token.expose(), "Ada", PASSWORD).await.unwrap().email.as_str(), ADA);
        assert!(matches!(operator.send_invitation_again(invited.invitation.id, Language::English).await, Err(Error::NotFound)));
        assert_eq!(installation.told(AuditAction::InvitationSentAgain).await, 1);

        let without = installation.operator();
        assert!(matches!(without.invite_by_mail("grace@example.com", role, &at, Language::English).await, Err(Error::NotOffered)));
    }

    async fn nobody_sends_an_invitation_again_that_they_could_not_give(installation) {
        let (control, mail) = with_mail(&installation);
        let operator = control.acting_as(Actor::CommandLine);
        let at = LevelPath { tenant: Some(installation.path.tenant.clone()), ..LevelPath::default() };
        let owner = operator.invite_by_mail(ADA, RoleRef::BuiltIn(BuiltInRole::Owner), &at, Language::English).await.unwrap();
        assert_eq!(mails(&control, &mail).await.len(), 1);
        let tenant = installation.operator().list_tenants().await.unwrap().remove(0);
        for role in [BuiltInRole::Administrator, BuiltInRole::Auditor] {
            let lesser = control.acting_as(installation.actor(&format!("{role:?}@example.com"), role, Some(&tenant)).await);
            let refused = lesser.send_invitation_again(owner.invitation.id, Language::English).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))), "{role:?}: {refused:?}");
        }
        assert_eq!(mails(&control, &mail).await, []);
        assert!(control.peek_invitation(owner.token.expose()).await.unwrap().is_some(), "it is as it was");
    }

    async fn nothing_is_offered_where_only_tenants_send_mail(installation) {
        let control = installation.control.clone().with_mail(Arc::new(TestMail::default()));
        installation.ada(BuiltInRole::Administrator).await;
        assert!(!control.offers_administrator_recovery());
        assert!(matches!(control.send_administrator_reset_link(ADA, from()).await, Err(Error::NotOffered)));
    }
}
