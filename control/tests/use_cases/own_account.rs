//! What users do for themselves: at their account, by links in mails, and before they have an account.

use std::{net::IpAddr, sync::Arc};

use control::{AtBrowser, Error, Mail, NewRegistration, Offers, OwnAccount, Proof, TypedOwnProfile};
use domain::{
    audit::{ActorKind, AuditAction},
    client::ClientType,
    clock::Clock,
    family::RevocationReason,
    problem::Problem,
    secret::Secret,
    settings::sign_in::SignInSettings,
    user::{PasswordError, User, UserStatus},
    user_link::LinkPurpose,
    view::NewUser,
};
use engine::{
    Engine, Realm,
    endpoint::sign_in::{SignInAttempt, SignInOutcome, SigningIn},
    gate::{Gate, Visitor},
    random::Random,
};
use store::EngineStorage;
use translation::Language;

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    mail::{TestMail, deliver},
};

const ADDRESS: &str = "203.0.113.7";
const OTHER: &str = "amazing grace in the navy";

fn from() -> IpAddr {
    ADDRESS.parse().unwrap()
}

pub(crate) fn browser() -> AtBrowser<'static> {
    AtBrowser { address: from(), device: None }
}

/// Somebody who is not signed in, and types this password.
fn typing(password: &str) -> Proof<'static> {
    Proof { session: None, browser: browser(), password: secret(password) }
}

pub(crate) fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

pub(crate) fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, Problem) {
    match outcome {
        Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
        other => panic!("{other:?}"),
    }
}

/// The token of the link in a mail.
fn token(mail: &Mail) -> String {
    let (_, token) = mail.text.split_once("?token=").unwrap_or_else(|| panic!("no link: {}", mail.text));
    token.split_whitespace().next().unwrap().to_owned()
}

/// An installation whose mail is kept, and the token engine over the same database.
pub(crate) struct Place {
    pub(crate) installation: TestControl,
    mail: TestMail,
    pub(crate) engine: Engine<EngineStorage>,
}

impl Place {
    pub(crate) fn of(installation: TestControl) -> Self {
        let mail = TestMail::outbox();
        let mut installation = installation.with_mail(&mail);
        // A process has one gate.
        let gate = Gate::default();
        installation.control = installation.control.with_gate(gate.clone());
        let engine = Engine::new(
            installation.store.engine_storage().clone(),
            installation.keys.clone(),
            Arc::clone(&installation.clock) as Arc<dyn Clock>,
            Arc::clone(&installation.random) as Arc<dyn Random>,
            &"https://id.example.com".parse().unwrap(),
        );
        Self { installation, mail, engine: engine.with_gate(gate) }
    }

    /// The workspace as it is now.
    pub(crate) async fn realm(&self) -> Arc<Realm> {
        let path = &self.installation.path;
        let workspace = self.installation.operator().load_workspace(path).await.unwrap();
        Arc::new(Realm { workspace, tenant: path.tenant.clone(), issuer: format!("https://id.example.com/{path}") })
    }

    async fn set(&self, change: impl FnOnce(&mut SignInSettings)) {
        let (operator, path) = (self.installation.operator(), &self.installation.path);
        let workspace = operator.load_workspace(path).await.unwrap();
        let mut settings = workspace.sign_in.clone();
        change(&mut settings);
        operator.set_sign_in_settings(path, workspace.version, settings).await.unwrap();
    }

    pub(crate) async fn grace(&self) -> User {
        let [identifier, name, email, password] = ["grace", "Grace Hopper", "grace@acme.example", PASSWORD].map(str::to_owned);
        self.installation.operator().create_user(&self.installation.path, NewUser { identifier, name, email, password }).await.unwrap()
    }

    async fn load(&self, user: &User) -> User {
        self.installation.operator().load_user(&self.installation.path, user.id).await.unwrap().user
    }

    /// Signs in; returns the value of the session's cookie.
    pub(crate) async fn sign_in(&self, name: &str, password: &str) -> Option<String> {
        self.type_password(name, password).await?.started().map(|session| session.cookie.expose().clone())
    }

    /// Types name and password into the sign-in page; none where too many attempts failed.
    pub(crate) async fn type_password(&self, name: &str, password: &str) -> Option<SignInOutcome> {
        let realm = self.realm().await;
        let visitor = Visitor { name, address: from(), device: None };
        let SignInAttempt::Candidate(mut candidate) = self.engine.sign_in_candidate(&realm, visitor).await.unwrap() else { return None };
        let matches = candidate.check(secret(password)).await.unwrap();
        Some(self.engine.sign_in(&realm, *candidate, matches, SigningIn::default()).await.unwrap())
    }

    pub(crate) async fn account(&self, cookie: &str) -> Option<OwnAccount> {
        self.installation.control.own_account(&self.realm().await, Some(cookie)).await.unwrap()
    }

    async fn signed_in(&self) -> OwnAccount {
        let cookie = self.sign_in("grace", PASSWORD).await.unwrap();
        self.account(&cookie).await.unwrap()
    }

    pub(crate) async fn mails(&self) -> Vec<Mail> {
        deliver(&self.installation.control).await;
        self.mail.take()
    }

    async fn reset_link(&self, name: &str) -> Vec<Mail> {
        self.installation.control.send_reset_link(&*self.realm().await, name, from()).await.unwrap();
        self.mails().await
    }

    async fn register(&self, email: &str) -> Result<(), Error> {
        let [name, email, password] = ["Alan Turing", email, OTHER].map(str::to_owned);
        self.installation.control.register(&*self.realm().await, NewRegistration { name, email, password }, from()).await
    }

    async fn last_line(&self) -> (AuditAction, ActorKind, String) {
        let line = self.installation.trail().await.pop().unwrap();
        (line.action, line.actor_kind, line.actor)
    }
}

on_both_databases! {
    async fn a_user_edits_what_is_said_of_them_and_not_what_they_sign_in_with(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let account = place.signed_in().await;
        let typed = TypedOwnProfile { name: "Amazing Grace".to_owned(), phone_number: "+49 30 123456".to_owned(), ..TypedOwnProfile::default() };
        assert!(matches!(account.set_profile(grace.version + 1, &typed).await, Err(Error::Stale)));
        place.installation.clock.advance_seconds(1);
        account.set_profile(grace.version, &typed).await.unwrap();
        let saved = place.load(&grace).await;
        assert_eq!((saved.profile.name.as_str(), saved.identifier.as_str()), ("Amazing Grace", "grace"));
        assert_eq!(saved.profile.email, grace.profile.email);
        assert_eq!(place.last_line().await, (AuditAction::UserUpdated, ActorKind::User, "grace".to_owned()));
        assert!(matches!(account.set_profile(saved.version, &typed).await, Err(Error::Stale)), "the page was opened before");
        let nameless = TypedOwnProfile { name: " ".to_owned(), ..TypedOwnProfile::default() };
        assert_eq!(problem(place.signed_in().await.set_profile(saved.version, &nameless).await).0, "name");
    }

    async fn a_mail_is_in_the_language_of_the_user_who_asked_for_it(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (control, realm) = (place.installation.control.clone().writing_in(Language::German), place.realm().await);
        control.send_reset_link(&realm, "grace", from()).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        let name = realm.workspace.name.as_str();
        assert_eq!(mail.subject, format!("Setzen Sie Ihr Passwort für {name} zurück"));
        assert!(mail.text.starts_with(&format!("Sie können ein neues Passwort für {name} wählen.\n")), "{}", mail.text);
        assert!(mail.text.contains("Neues Passwort wählen:\nhttps://id.example.com/") && mail.html.contains("<html lang=\"de\">"));
        control.reset_password(&realm, &token(&mail), OTHER).await.unwrap();
        let [notice] = place.mails().await.try_into().unwrap();
        assert_eq!(notice.subject, format!("Ihr Passwort für {name} wurde geändert"));
        // Nobody knows what a user reads whom an administrator does something to.
        place.installation.operator().set_user_password(&place.installation.path, grace.id, PASSWORD).await.unwrap();
        let [notice] = place.mails().await.try_into().unwrap();
        assert_eq!(notice.subject, format!("Your password for {name} was changed"));
    }

    async fn an_address_is_confirmed_by_the_link_that_was_sent_there_once(installation) {
        let place = Place::of(installation);
        let (control, grace) = (&place.installation.control, place.grace().await);
        let account = place.signed_in().await;
        account.send_email_link(browser(), "Grace@Acme.example", secret("")).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert_eq!(mail.to, "grace@acme.example");
        let (realm, token) = (place.realm().await, token(&mail));
        let seen = control.peek_link(&realm, LinkPurpose::ConfirmEmail, &token).await.unwrap().unwrap();
        assert_eq!(seen.email, "grace@acme.example");
        assert!(control.peek_link(&realm, LinkPurpose::ResetPassword, &token).await.unwrap().is_none(), "it is good for one thing");
        assert!(!place.load(&grace).await.profile.email_verified, "looking does not confirm");
        let (one, other) = tokio::join!(control.confirm_email(&realm, &token, typing(PASSWORD)), control.confirm_email(&realm, &token, typing(PASSWORD)));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert!(place.load(&grace).await.profile.email_verified);
        assert!(control.peek_link(&realm, LinkPurpose::ConfirmEmail, &token).await.unwrap().is_none());
    }

    async fn another_address_takes_the_place_of_the_first_once_it_is_confirmed(installation) {
        let place = Place::of(installation);
        let (control, grace) = (&place.installation.control, place.grace().await);
        let account = place.signed_in().await;
        assert_eq!(problem(account.send_email_link(browser(), "new@acme.example", secret("not it")).await), ("password", Problem::WrongPassword));
        account.send_email_link(browser(), "new@acme.example", secret(PASSWORD)).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert_eq!((mail.to.as_str(), place.load(&grace).await.profile.email.as_deref()), ("new@acme.example", Some("grace@acme.example")));
        place.installation.clock.advance_seconds(24 * 3600 - 1);
        control.confirm_email(&*place.realm().await, &token(&mail), typing(PASSWORD)).await.unwrap();
        let saved = place.load(&grace).await;
        assert_eq!((saved.profile.email.as_deref(), saved.profile.email_verified), (Some("new@acme.example"), true));
        let [notice] = place.mails().await.try_into().unwrap();
        assert_eq!(notice.to, "grace@acme.example", "who had the account so far learns of it");
        assert!(place.sign_in("new@acme.example", PASSWORD).await.is_some() && place.sign_in("grace@acme.example", PASSWORD).await.is_none());
    }

    async fn nobody_has_an_address_confirmed_by_its_owner_for_an_account_of_their_own(installation) {
        let place = Place::of(installation);
        let (control, mallory) = (&place.installation.control, place.grace().await);
        let [identifier, name, email, password] = ["alan", "Alan", "alan@acme.example", OTHER].map(str::to_owned);
        place.installation.operator().create_user(&place.installation.path, NewUser { identifier, name, email, password }).await.unwrap();
        place.signed_in().await.send_email_link(browser(), "victim@acme.example", secret(PASSWORD)).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        let (realm, token) = (place.realm().await, token(&mail));
        // Whoever has the mailbox knows no password of the account, even where they are signed in to their own.
        let elsewhere = place.sign_in("alan", OTHER).await.unwrap();
        for session in [None, Some(elsewhere.as_str())] {
            let tricked = control.confirm_email(&realm, &token, Proof { session, ..typing(OTHER) }).await;
            assert_eq!(problem(tricked), ("password", Problem::WrongPassword));
        }
        assert_eq!(place.load(&mallory).await.profile.email.as_deref(), Some("grace@acme.example"));
        assert!(control.peek_link(&realm, LinkPurpose::ConfirmEmail, &token).await.unwrap().is_some(), "it is not used up");
        let mut refusals = Vec::new();
        for _ in 0..20 {
            refusals.push(problem(control.confirm_email(&realm, &token, typing(OTHER)).await).1);
        }
        assert!(refusals.iter().any(|problem| matches!(problem, Problem::TooManyAttempts { .. })), "{refusals:?}");
    }

    async fn nobody_learns_by_their_own_address_whether_another_is_taken(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let [identifier, name, email, password] = ["alan", "Alan", "alan@acme.example", PASSWORD].map(str::to_owned);
        place.installation.operator().create_user(&place.installation.path, NewUser { identifier, name, email, password }).await.unwrap();
        place.signed_in().await.send_email_link(browser(), "alan@acme.example", secret(PASSWORD)).await.unwrap();
        assert_eq!(place.mails().await, [], "the same answer, and no mail");
        for _ in 0..2 {
            let _ = place.signed_in().await.send_email_link(browser(), "alan@acme.example", secret(PASSWORD)).await;
        }
        let too_many = place.signed_in().await.send_email_link(browser(), "alan@acme.example", secret(PASSWORD)).await;
        assert_eq!(problem(too_many), ("email", Problem::TooManyAttempts { seconds: 600 }));
    }

    async fn a_forgotten_password_is_replaced_by_a_link_which_signs_out_everywhere(installation) {
        let place = Place::of(installation);
        let (control, grace) = (&place.installation.control, place.grace().await);
        let cookie = place.sign_in("grace", PASSWORD).await.unwrap();
        let [mail] = place.reset_link("GRACE@acme.example").await.try_into().unwrap();
        assert_eq!(mail.to, "grace@acme.example");
        let (realm, token) = (place.realm().await, token(&mail));
        let weak = control.reset_password(&realm, &token, "grace.acme.hopper").await;
        assert_eq!(problem(weak), ("password", Problem::Password(PasswordError::Personal)));
        place.installation.clock.advance_seconds(30 * 60 - 1);
        control.reset_password(&realm, &token, OTHER).await.unwrap();
        assert!(place.account(&cookie).await.is_none(), "the session has ended");
        assert!(place.sign_in("grace", PASSWORD).await.is_none() && place.sign_in("grace", OTHER).await.is_some());
        let [notice] = place.mails().await.try_into().unwrap();
        assert!(notice.subject.contains("was changed") && !notice.text.contains("token="), "{}", notice.text);
        assert!(matches!(control.reset_password(&realm, &token, OTHER).await, Err(Error::NotFound)), "it works once");
        let lines = place.installation.trail().await;
        let line = lines.iter().find(|line| line.action == AuditAction::UserPasswordReset).unwrap();
        assert_eq!((line.actor_kind, line.actor.as_str(), line.target_id.clone()), (ActorKind::User, "grace", grace.id.to_string()));
    }

    async fn a_link_to_a_new_password_is_good_for_half_an_hour_and_for_the_address_that_it_was_sent_to(installation) {
        let place = Place::of(installation);
        let (control, grace) = (&place.installation.control, place.grace().await);
        let (operator, path) = (place.installation.operator(), place.installation.path.clone());
        let [late] = place.reset_link("grace").await.try_into().unwrap();
        place.installation.clock.advance_seconds(30 * 60);
        let realm = place.realm().await;
        assert!(matches!(control.reset_password(&realm, &token(&late), OTHER).await, Err(Error::NotFound)));
        let [first] = place.reset_link("grace").await.try_into().unwrap();
        operator.set_user_password(&path, grace.id, OTHER).await.unwrap();
        assert!(matches!(control.reset_password(&realm, &token(&first), PASSWORD).await, Err(Error::NotFound)), "the password was set since");
        place.mails().await;
        place.installation.clock.advance_seconds(3600);
        let [second] = place.reset_link("grace").await.try_into().unwrap();
        let now = place.load(&grace).await;
        operator.set_user_status(&path, grace.id, now.version, UserStatus::Disabled).await.unwrap();
        assert!(matches!(control.reset_password(&realm, &token(&second), PASSWORD).await, Err(Error::NotFound)), "who is disabled does not get in");
        assert_eq!(place.reset_link("grace").await, []);
    }

    async fn the_same_is_written_whether_or_not_there_is_an_account(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let lines = place.installation.trail().await.len();
        for (name, mails) in [("grace", 1), ("nobody", 0), ("nobody@acme.example", 0)] {
            place.installation.control.send_reset_link(&*place.realm().await, name, from()).await.unwrap();
            let waiting = place.installation.operator().load_mail(&place.installation.path.tenant).await.unwrap().waiting;
            assert_eq!(waiting, 1, "{name}: one waits in either case");
            assert_eq!(place.mails().await.len(), mails, "{name}");
        }
        assert_eq!(place.installation.trail().await.len(), lines);
        for name in ["grace", "nobody"] {
            let send = async || place.installation.control.send_reset_link(&*place.realm().await, name, from()).await;
            send().await.unwrap();
            send().await.unwrap();
            assert_eq!(problem(send().await), ("identifier", Problem::TooManyAttempts { seconds: 600 }), "{name}");
        }
    }

    async fn whoever_registers_is_a_user_once_the_address_is_confirmed(installation) {
        let place = Place::of(installation);
        let control = &place.installation.control;
        assert!(matches!(place.register("alan@acme.example").await, Err(Error::NotOffered)), "it is off at first");
        place.set(|settings| settings.registration = true).await;
        assert_eq!(problem(place.register("nobody").await), ("email", Problem::NotAnEmail));
        place.register("Alan@Acme.example").await.unwrap();
        assert!(place.sign_in("alan@acme.example", OTHER).await.is_none());
        assert_eq!(place.installation.operator().list_users(&place.installation.path, "", None).await.unwrap().items, []);
        let [mail] = place.mails().await.try_into().unwrap();
        assert_eq!(mail.to, "alan@acme.example");
        let realm = place.realm().await;
        let finish = async |password| control.finish_registration(&realm, &token(&mail), browser(), secret(password)).await;
        assert_eq!(problem(finish(PASSWORD).await), ("password", Problem::WrongPassword), "who has the mailbox has not registered");
        finish(OTHER).await.unwrap();
        assert!(matches!(finish(OTHER).await, Err(Error::NotFound)));
        let cookie = place.sign_in("alan@acme.example", OTHER).await.unwrap();
        let user = place.account(&cookie).await.unwrap().user().clone();
        assert_eq!((user.profile.email_verified, user.profile.name.as_str()), (true, "Alan Turing"));
        let lines = place.installation.trail().await;
        assert!(lines.iter().any(|line| line.action == AuditAction::UserRegistered && line.actor == "alan@acme.example"));
    }

    async fn an_address_with_an_account_is_registered_to_nobody_and_its_owner_is_told(installation) {
        let place = Place::of(installation);
        place.grace().await;
        place.set(|settings| settings.registration = true).await;
        for confirmed_first in [true, false] {
            place.set(|settings| settings.confirm_registrations = confirmed_first).await;
            place.register("grace@acme.example").await.unwrap();
            let [mail] = place.mails().await.try_into().unwrap();
            assert!(mail.subject.contains("already") && !mail.text.contains("token="), "{}", mail.text);
            assert!(place.sign_in("grace@acme.example", PASSWORD).await.is_some() && place.sign_in("grace@acme.example", OTHER).await.is_none());
        }
        // Of two who register an address, one gets it: the one whose link is used first.
        place.set(|settings| settings.confirm_registrations = true).await;
        place.register("alan@acme.example").await.unwrap();
        place.register("alan@acme.example").await.unwrap();
        let [one, other] = place.mails().await.try_into().unwrap();
        let (control, realm) = (&place.installation.control, place.realm().await);
        control.finish_registration(&realm, &token(&other), browser(), secret(OTHER)).await.unwrap();
        let late = control.finish_registration(&realm, &token(&one), browser(), secret(OTHER)).await;
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");
    }

    async fn without_confirmation_whoever_registers_signs_in_at_once_and_confirms_later(installation) {
        let place = Place::of(installation);
        place.set(|settings| (settings.registration, settings.confirm_registrations) = (true, false)).await;
        place.register("alan@acme.example").await.unwrap();
        let cookie = place.sign_in("alan@acme.example", OTHER).await.unwrap();
        assert!(!place.account(&cookie).await.unwrap().user().profile.email_verified);
        let [mail] = place.mails().await.try_into().unwrap();
        let signed_in = Proof { session: Some(&cookie), ..typing("") };
        place.installation.control.confirm_email(&*place.realm().await, &token(&mail), signed_in).await.unwrap();
        assert!(place.account(&cookie).await.unwrap().user().profile.email_verified);
    }

    async fn a_new_password_keeps_this_session_and_ends_the_others(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let [here, elsewhere] = [place.sign_in("grace", PASSWORD).await.unwrap(), place.sign_in("grace", PASSWORD).await.unwrap()];
        let account = place.account(&here).await.unwrap();
        assert_eq!(account.load().await.unwrap().sessions.iter().map(|own| own.is_this).collect::<Vec<_>>(), [true, false]);
        assert_eq!(problem(account.set_password(browser(), secret("not it"), OTHER).await), ("current", Problem::WrongPassword));
        let common = account.set_password(browser(), secret(PASSWORD), "1qaz2wsx3edc").await;
        assert_eq!(problem(common), ("password", Problem::Password(PasswordError::Common)));
        account.set_password(browser(), secret(PASSWORD), OTHER).await.unwrap();
        assert!(place.account(&here).await.is_some() && place.account(&elsewhere).await.is_none());
        assert_eq!(place.mails().await.len(), 1, "a mail says so");
    }

    async fn wrong_current_passwords_count_as_attempts_to_sign_in(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let account = place.signed_in().await;
        for _ in 0..10 {
            assert_eq!(problem(account.set_password(browser(), secret("not it"), OTHER).await), ("current", Problem::WrongPassword));
        }
        let (field, refused) = problem(account.set_password(browser(), secret(PASSWORD), OTHER).await);
        assert!(field == "current" && matches!(refused, Problem::TooManyAttempts { .. }), "{refused:?}");
        assert!(place.sign_in("grace", PASSWORD).await.is_none());
    }

    async fn a_user_ends_one_of_their_sessions_and_nobody_elses(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let [here, elsewhere] = [place.sign_in("grace", PASSWORD).await.unwrap(), place.sign_in("grace", PASSWORD).await.unwrap()];
        let account = place.account(&here).await.unwrap();
        let other = account.load().await.unwrap().sessions.into_iter().find(|own| !own.is_this).unwrap().session.id;
        account.end_session(other).await.unwrap();
        assert!(place.account(&here).await.is_some() && place.account(&elsewhere).await.is_none());
        let [identifier, name, email, password] = ["alan", "Alan", "", PASSWORD].map(str::to_owned);
        place.installation.operator().create_user(&place.installation.path, NewUser { identifier, name, email, password }).await.unwrap();
        let alan = place.sign_in("alan", PASSWORD).await.unwrap();
        let his = place.account(&alan).await.unwrap().load().await.unwrap().sessions[0].session.id;
        account.end_session(his).await.unwrap();
        assert!(place.account(&alan).await.is_some());
    }

    async fn a_user_ends_everything_and_signs_in_again(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let [here, elsewhere] = [place.sign_in("grace", PASSWORD).await.unwrap(), place.sign_in("grace", PASSWORD).await.unwrap()];
        let shop = place.installation.client("Shop", ClientType::ServerSideWeb).await;
        let family = place.installation.family(&shop, &grace).await;
        place.account(&here).await.unwrap().end_everything().await.unwrap();
        assert!(place.account(&here).await.is_none() && place.account(&elsewhere).await.is_none());
        assert_eq!(place.installation.family_summary(family).await.revoked.unwrap().reason, RevocationReason::User);
        assert_eq!(place.last_line().await, (AuditAction::UserEndedEverything, ActorKind::User, "grace".to_owned()));
        assert!(place.sign_in("grace", PASSWORD).await.is_some());
    }

    async fn a_user_deletes_their_account_where_the_workspace_leaves_it_to_them(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let account = place.signed_in().await;
        assert!(matches!(account.delete(browser(), secret(PASSWORD), "grace").await, Err(Error::NotOffered)));
        place.set(|settings| settings.account_deletion = true).await;
        let account = place.signed_in().await;
        assert_eq!(problem(account.delete(browser(), secret(PASSWORD), "alan").await), ("confirm", Problem::NotThisUser));
        assert_eq!(problem(account.delete(browser(), secret("not it"), "grace").await), ("password", Problem::WrongPassword));
        place.installation.clock.advance_seconds(1);
        account.delete(browser(), secret(PASSWORD), "grace").await.unwrap();
        let gone = place.installation.operator().load_user(&place.installation.path, grace.id).await;
        assert!(matches!(gone, Err(Error::NotFound)));
        assert_eq!(place.last_line().await, (AuditAction::UserDeleted, ActorKind::User, "grace".to_owned()));
        assert!(place.sign_in("grace", PASSWORD).await.is_none());
    }
}

#[tokio::test]
async fn without_mail_nothing_is_offered_that_needs_it() {
    let installation = TestControl::new().await;
    let workspace = installation.operator().load_workspace(&installation.path).await.unwrap();
    assert_eq!(installation.control.offers(&workspace).await.unwrap(), Offers::default());
    let mail = TestMail::default();
    let installation = installation.with_mail(&mail);
    assert_eq!(installation.control.offers(&workspace).await.unwrap(), Offers::default(), "the tenant has no server");
    let installation = installation.with_mail(&TestMail::outbox());
    assert_eq!(installation.control.offers(&workspace).await.unwrap(), Offers { password_reset: true, registration: false });
}
