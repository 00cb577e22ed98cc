//! Passkeys of administrators: added, used alone and after the password, removed, lost.

use control::{
    Actor, AddedPasskey, Credential, Entry, Error, FirstStep, NewAdministrator, Operator, PasskeyAnswer, SecondStepOffer, SignInError,
};
use domain::{
    administrator::{Administrator, AdministratorPolicy, AdministratorStatus},
    audit::AuditAction,
    clock::Clock,
    passkey::MOST_PASSKEYS,
    permission::Action,
    problem::Problem,
    role::BuiltInRole,
};
use engine::passkey::{OfferedPasskey, PasskeyError, testing::TestAuthenticator};

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    own_account::{browser, problem, secret},
    second_factors::ADA,
};

pub(crate) const ORIGIN: &str = "https://id.example.com";

fn passkey_error(outcome: Result<Administrator, SignInError>) -> PasskeyError {
    match outcome {
        Err(SignInError::Passkey(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn expired(outcome: Result<Administrator, SignInError>) -> (&'static str, Problem) {
    match outcome {
        Err(SignInError::Other(error)) => problem(Err::<(), _>(error)),
        other => panic!("{other:?}"),
    }
}

impl TestControl {
    async fn add_passkey(&self, operator: &Operator, name: &str) -> (TestAuthenticator, AddedPasskey) {
        let own = operator.own_passkeys().unwrap();
        let offered = own.offer(browser(), name, secret(PASSWORD)).await.unwrap();
        let (authenticator, answer) = TestAuthenticator::create(ORIGIN, &offered.options);
        let added = own.add(&offered.sealed, &answer).await.unwrap();
        self.clock.advance_seconds(1);
        (authenticator, added)
    }

    /// Ada with a passkey, at the console.
    async fn ada_with_passkey(&self) -> (Operator, TestAuthenticator) {
        let ada = self.ada(BuiltInRole::Owner).await;
        let (authenticator, added) = self.add_passkey(&ada, "Laptop").await;
        (self.at_the_console(added.signed_out.unwrap()).await, authenticator)
    }

    /// Ada without a password, at the console after a one-time sign-in.
    async fn ada_without_password(&self) -> Operator {
        let tenant = Some(self.path.tenant.clone());
        let new = NewAdministrator { email: ADA.to_owned(), name: "Ada".to_owned(), tenant, role: BuiltInRole::Owner };
        self.operator().create_administrator(new).await.unwrap();
        let token = self.operator().create_one_time_sign_in(ADA).await.unwrap().token;
        let entry = self.control.use_one_time_sign_in(token.expose(), None).await.unwrap();
        let Entry::SignedIn(ada) = entry else { panic!("nothing more is asked for: {entry:?}") };
        self.at_the_console(ada).await
    }

    /// The same in a quarter of an hour.
    async fn later(&self, operator: &Operator) -> Operator {
        let Actor::Administrator(own, Credential::Session(hash)) = operator.actor().clone() else { panic!("at the console") };
        let signed_in_at = self.clock.now();
        self.clock.advance_seconds(900);
        self.control.acting_as(self.control.at_the_console(own, hash, signed_in_at).await.unwrap())
    }

    fn alone(&self) -> OfferedPasskey {
        self.clock.advance_seconds(1);
        self.control.offer_passkey().unwrap().unwrap()
    }

    async fn answer(&self, offered: &OfferedPasskey, response: &str) -> Result<Administrator, SignInError> {
        self.control.sign_in_by_passkey(PasskeyAnswer { sealed: &offered.sealed, response }, browser().address).await
    }

    async fn sign_in_alone(&self, authenticator: &mut TestAuthenticator) -> Result<Administrator, SignInError> {
        let offered = self.alone();
        let response = authenticator.get(&offered.options);
        self.answer(&offered, &response).await
    }

    async fn second(&self, step: FirstStep) -> OfferedPasskey {
        self.clock.advance_seconds(1);
        self.control.offer_second_step(step).await.unwrap().unwrap().passkey.unwrap()
    }

    async fn complete_by(&self, step: FirstStep, authenticator: &mut TestAuthenticator) -> Result<Administrator, SignInError> {
        let offered = self.second(step).await;
        let response = authenticator.get(&offered.options);
        let answer = PasskeyAnswer { sealed: &offered.sealed, response: &response };
        self.control.complete_sign_in_by_passkey(step, answer, browser().address).await
    }
}

on_both_databases! {
    async fn a_passkey_is_added_with_the_password_and_signs_in_alone_and_after_it(installation) {
        let ada = installation.ada(BuiltInRole::Owner).await;
        let own = ada.own_passkeys().unwrap();
        assert_eq!(problem(own.offer(browser(), " ", secret(PASSWORD)).await).0, "name");
        assert_eq!(problem(own.offer(browser(), "Laptop", secret("not it")).await), ("password", Problem::WrongPassword));
        let (mut laptop, added) = installation.add_passkey(&ada, "Laptop").await;
        assert_eq!(added.codes.unwrap().texts().len(), 10, "the first one comes with recovery codes");
        assert!(matches!(own.add("", "").await, Err(Error::Invalid(_))));
        let ada = installation.at_the_console(added.signed_out.unwrap()).await;
        let (mut phone, added) = installation.add_passkey(&ada, "Phone").await;
        assert!(added.codes.is_none() && added.signed_out.is_none(), "a further one leaves them as they are");

        let step = installation.first_step().await;
        let offer = installation.control.offer_second_step(step).await.unwrap();
        assert!(matches!(&offer, Some(SecondStepOffer { has_app: false, passkey: Some(_) })), "{offer:?}");
        for authenticator in [&mut laptop, &mut phone] {
            installation.sign_in_alone(authenticator).await.unwrap();
            installation.complete_by(installation.first_step().await, authenticator).await.unwrap();
        }
        let listed = ada.own_passkeys().unwrap().list().await.unwrap();
        let names: Vec<_> = listed.iter().map(|passkey| (passkey.name.as_str(), passkey.last_used_at.is_some())).collect();
        assert_eq!(names, [("Laptop", true), ("Phone", true)]);
        assert_eq!(installation.told(AuditAction::PasskeyAdded).await, 2);
        assert_eq!(installation.told(AuditAction::AdministratorSignedIn).await, 5, "and once before");
    }

    async fn an_answer_is_good_once_whoever_sends_it_at_once(installation) {
        let (_, mut laptop) = installation.ada_with_passkey().await;
        let offered = installation.alone();
        let response = laptop.get(&offered.options);
        let (one, other) = tokio::join!(installation.answer(&offered, &response), installation.answer(&offered, &response));
        assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        assert_eq!(passkey_error(installation.answer(&offered, &response).await), PasskeyError::Replayed);
        installation.sign_in_alone(&mut laptop).await.unwrap();
        assert!(installation.told(AuditAction::AdministratorPasskeyRefused).await >= 1);
    }

    async fn a_passkey_is_removed_and_with_the_last_one_the_second_factor(installation) {
        let (ada, mut laptop) = installation.ada_with_passkey().await;
        let own = ada.own_passkeys().unwrap();
        let id = own.list().await.unwrap()[0].id;
        assert_eq!(problem(own.remove(id, browser(), secret("not it")).await), ("removal_password", Problem::WrongPassword));
        assert!(ada.own_second_factor().unwrap().load().await.unwrap().is_some_and(|factor| !factor.has_app));
        // Whoever has the laptop is in by it.
        let by_laptop = installation.sign_in_alone(&mut laptop).await.unwrap();
        let elsewhere = installation.at_the_console(by_laptop).await;
        elsewhere.rename_administrator_passkey(ADA, id, "Mine").await.unwrap();
        own.remove(id, browser(), secret(PASSWORD)).await.unwrap();
        let ended = elsewhere.rename_administrator_passkey(ADA, id, "Mine").await;
        assert!(matches!(ended, Err(Error::SignedOut)), "other sessions end: {ended:?}");
        assert!(matches!(own.remove(id, browser(), secret(PASSWORD)).await, Err(Error::NotFound)));
        assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Unknown);
        let entry = installation.sign_in(ADA, PASSWORD).await.unwrap().entry;
        assert!(matches!(entry, Entry::SignedIn(_)), "{entry:?}");
        assert_eq!(installation.told(AuditAction::PasskeyRemoved).await, 1);
    }

    async fn who_has_no_password_is_asked_for_a_recent_sign_in_in_its_place(installation) {
        let ada = installation.ada_without_password().await;
        let later = installation.later(&ada).await;
        let passkeys = later.own_passkeys().unwrap();
        assert!(matches!(passkeys.offer(browser(), "Laptop", secret("")).await, Err(Error::Unconfirmed)));
        assert!(matches!(later.own_password().unwrap().set(browser(), secret(""), PASSWORD).await, Err(Error::Unconfirmed)));
        let offer = later.own_confirmation().unwrap().offer().await.unwrap();
        assert!(!offer.by_password && !offer.by_code && offer.by_passkey.is_none(), "{offer:?}");

        let Actor::Administrator(own, _) = ada.actor().clone() else { panic!("at the console") };
        let ada = installation.at_the_console(own).await;
        let offered = ada.own_passkeys().unwrap().offer(browser(), "Laptop", secret("anything")).await.unwrap();
        let (mut laptop, answer) = TestAuthenticator::create(ORIGIN, &offered.options);
        let added = ada.own_passkeys().unwrap().add(&offered.sealed, &answer).await.unwrap();
        let codes = added.codes.unwrap();
        let ada = installation.at_the_console(added.signed_out.unwrap()).await;

        let later = installation.later(&ada).await;
        let own = later.own_confirmation().unwrap();
        let offer = own.offer().await.unwrap();
        assert!(!offer.by_password && offer.by_code, "{offer:?}");
        assert!(matches!(own.by_password(browser(), secret(PASSWORD)).await, Err(Error::NotOffered)));
        assert_eq!(problem(own.by_code("000000").await), ("code", Problem::WrongCode));
        own.by_code(codes.texts()[0].expose()).await.unwrap();
        assert_eq!(problem(own.by_code(codes.texts()[0].expose()).await), ("code", Problem::WrongCode), "a code is good once");
        let offered = offer.by_passkey.unwrap();
        let response = laptop.get(&offered.options);
        let answer = PasskeyAnswer { sealed: &offered.sealed, response: &response };
        own.by_passkey(answer, browser().address).await.unwrap();
        assert_eq!(problem(own.by_passkey(answer, browser().address).await), ("credential", PasskeyError::Replayed.problem()));
        laptop.verifies_user = false;
        installation.clock.advance_seconds(1);
        let offered = own.offer().await.unwrap().by_passkey.unwrap();
        let response = laptop.get(&offered.options);
        let unverified = own.by_passkey(PasskeyAnswer { sealed: &offered.sealed, response: &response }, browser().address).await;
        assert_eq!(problem(unverified), ("credential", PasskeyError::Unverified.problem()));
        assert_eq!(installation.told(AuditAction::AdministratorConfirmed).await, 2);
        assert_eq!(installation.told(AuditAction::AdministratorPasskeyRefused).await, 2);
        assert_eq!(installation.told(AuditAction::RecoveryCodeUsed).await, 1);
    }

    async fn who_has_to_set_up_a_second_factor_does_it_without_a_password_shortly_after_signing_in(installation) {
        let ada = installation.ada_without_password().await;
        let required = AdministratorPolicy { second_factor_required: true };
        installation.operator().set_administrator_policy(&installation.path.tenant, required).await.unwrap();
        let Actor::Administrator(own, Credential::Session(hash)) = ada.actor().clone() else { panic!("at the console") };
        let signed_in_at = installation.clock.now();
        let recent = installation.control.at_the_console(own.clone(), hash, signed_in_at).await.unwrap();
        let recent = installation.control.acting_as(recent);
        assert!(recent.own_passkeys().unwrap().is_required());
        recent.own_passkeys().unwrap().offer(browser(), "Laptop", secret("")).await.unwrap();
        let stale = installation.control.at_the_console(own, hash, signed_in_at.plus_seconds(-900)).await.unwrap();
        let stale = installation.control.acting_as(stale);
        assert!(matches!(stale.own_passkeys().unwrap().offer(browser(), "Laptop", secret("")).await, Err(Error::Unconfirmed)));
        let offer = stale.own_confirmation().unwrap().offer().await.unwrap();
        assert!(!offer.by_password && !offer.by_code && offer.by_passkey.is_none(), "{offer:?}");
    }

    async fn a_code_does_not_stand_for_a_password_that_there_is_but_a_passkey_does(installation) {
        let (ada, mut laptop) = installation.ada_with_passkey().await;
        let later = installation.later(&ada).await;
        let own = later.own_confirmation().unwrap();
        assert!(matches!(own.by_code("000000").await, Err(Error::NotOffered)));
        let offered = own.offer().await.unwrap().by_passkey.unwrap();
        let response = laptop.get(&offered.options);
        // What is asked for at a sign-in does not confirm, and the other way round.
        let elsewhere = installation.answer(&offered, &response).await;
        assert_eq!(expired(elsewhere), ("credential", Problem::PasskeyExpired));
        own.by_passkey(PasskeyAnswer { sealed: &offered.sealed, response: &response }, browser().address).await.unwrap();
    }

    async fn a_lost_passkey_is_removed_by_another_who_holds_no_less(installation) {
        let (ada, mut laptop) = installation.ada_with_passkey().await;
        let boss = installation.operator();
        let id = boss.list_administrator_passkeys(ADA).await.unwrap()[0].id;
        let administrator = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
        assert_eq!(administrator.list_administrator_passkeys(ADA).await.unwrap().len(), 1);
        for refused in [
            administrator.remove_administrator_passkey(ADA, id).await.err(),
            administrator.rename_administrator_passkey(ADA, id, "Mine").await.err(),
        ] {
            assert!(matches!(refused, Some(Error::Forbidden(Action::ResetSecondFactor))), "{refused:?}");
        }
        assert_eq!(problem(ada.remove_administrator_passkey(ADA, id).await), ("email", Problem::Yourself));
        assert_eq!(problem(boss.rename_administrator_passkey(ADA, id, " ").await).0, "name");
        let renamed = ada.rename_administrator_passkey(ADA, id, "Old laptop").await.unwrap();
        assert_eq!((renamed.id, renamed.name.as_str()), (id, "Old laptop"));
        assert_eq!(boss.list_administrator_passkeys(ADA).await.unwrap()[0].name.as_str(), "Old laptop");

        boss.remove_administrator_passkey(ADA, id).await.unwrap();
        assert!(matches!(boss.remove_administrator_passkey(ADA, id).await, Err(Error::NotFound)));
        assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Unknown);
        let ended = ada.rename_administrator_passkey(ADA, id, "Mine").await;
        assert!(matches!(ended, Err(Error::SignedOut)), "their sessions end: {ended:?}");
        let entry = installation.sign_in(ADA, PASSWORD).await.unwrap().entry;
        assert!(matches!(entry, Entry::SignedIn(_)), "it was their second factor: {entry:?}");
        assert_eq!((installation.told(AuditAction::PasskeyRenamed).await, installation.told(AuditAction::PasskeyRemoved).await), (1, 1));
    }

    async fn an_app_and_passkeys_stand_beside_each_other(installation) {
        let (ada, mut laptop) = installation.ada_with_passkey().await;
        let (after, app, codes) = installation.enrol(&ada).await;
        let step = installation.first_step().await;
        installation.control.complete_sign_in(step, &app.code_at(installation.clock.now())).await.unwrap();
        installation.complete_by(installation.first_step().await, &mut laptop).await.unwrap();
        let ada = installation.at_the_console(after).await;
        // What there is is not sealed anew where there is nothing sealed.
        ada.own_second_factor().unwrap().remove(browser(), secret(PASSWORD)).await.unwrap();
        let store = installation.store.store();
        assert_eq!(store.list_sealed_values_not_under(9, 10).await.unwrap(), []);
        installation.clock.advance_seconds(30);
        let refused = installation.complete(&app.code_at(installation.clock.now())).await;
        assert!(matches!(refused, Err(SignInError::Refused)), "{refused:?}");
        installation.complete(codes.texts()[0].expose()).await.unwrap();
        installation.complete_by(installation.first_step().await, &mut laptop).await.unwrap();
        let again = ada.own_second_factor().unwrap().remove(browser(), secret(PASSWORD)).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    }
}

#[tokio::test]
async fn a_page_that_asks_for_a_new_passkey_adds_one_of_its_own_once_and_for_half_an_hour() {
    let installation = TestControl::new().await;
    let (ada, _) = installation.ada_with_passkey().await;
    let own = ada.own_passkeys().unwrap();
    let offered = own.offer(browser(), "Phone", secret(PASSWORD)).await.unwrap();
    let (authenticator, answer) = TestAuthenticator::create(ORIGIN, &offered.options);
    installation.clock.advance_seconds(1799);
    let (mut elsewhere, mut other_site) = (TestAuthenticator::create(ORIGIN, &offered.options).0, authenticator);
    elsewhere.origin = "https://evil.example".to_owned();
    assert_eq!(problem(own.add(&offered.sealed, &elsewhere.creation(&offered.options)).await), ("credential", Problem::PasskeyRefused));
    other_site.relying_party = "evil.example".to_owned();
    assert_eq!(problem(own.add(&offered.sealed, &other_site.creation(&offered.options)).await), ("credential", Problem::PasskeyRefused));
    own.add(&offered.sealed, &answer).await.unwrap();
    assert_eq!(problem(own.add(&offered.sealed, &answer).await), ("credential", Problem::PasskeyExpired), "once");

    let offered = own.offer(browser(), "Key", secret(PASSWORD)).await.unwrap();
    assert_eq!(problem(own.add(&offered.sealed, &answer).await), ("credential", Problem::PasskeyRefused), "it answers another page");
    let answer = TestAuthenticator::create(ORIGIN, &offered.options).1;
    installation.clock.advance_seconds(1800);
    assert_eq!(problem(own.add(&offered.sealed, &answer).await), ("credential", Problem::PasskeyExpired));

    // The session is over by now.
    let Actor::Administrator(administrator, _) = ada.actor().clone() else { panic!("an administrator") };
    let ada = installation.at_the_console(administrator).await;
    let own = ada.own_passkeys().unwrap();
    for number in own.list().await.unwrap().len()..MOST_PASSKEYS {
        installation.add_passkey(&ada, &format!("Key {number}")).await;
    }
    let one_more = own.offer(browser(), "One more", secret(PASSWORD)).await;
    assert_eq!(problem(one_more), ("name", Problem::TooManyPasskeys));
}

#[tokio::test]
async fn an_answer_that_is_wrong_late_or_of_somebody_else_signs_nobody_in() {
    let installation = TestControl::new().await;
    let (_, mut laptop) = installation.ada_with_passkey().await;
    laptop.origin = "https://evil.example".to_owned();
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Origin);
    laptop.origin = ORIGIN.to_owned();
    laptop.relying_party = "evil.example".to_owned();
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::RelyingParty);
    laptop.relying_party = "id.example.com".to_owned();
    laptop.verifies_user = false;
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Unverified);
    installation.complete_by(installation.first_step().await, &mut laptop).await.unwrap();
    laptop.verifies_user = true;

    let offered = installation.alone();
    let response = laptop.get(&offered.options);
    installation.clock.advance_seconds(1800);
    assert_eq!(expired(installation.answer(&offered, &response).await), ("credential", Problem::PasskeyExpired));
    let offered = installation.alone();
    assert_eq!(passkey_error(installation.answer(&offered, &response).await), PasskeyError::Challenge);
    assert_eq!(passkey_error(installation.answer(&offered, "{}").await), PasskeyError::Malformed);

    // An offer for the second step is none for the first, and the other way round.
    let step = installation.first_step().await;
    let (second, alone) = (installation.second(step).await, installation.alone());
    let response = laptop.get(&second.options);
    assert_eq!(expired(installation.answer(&second, &response).await), ("credential", Problem::PasskeyExpired));
    let response = laptop.get(&alone.options);
    let answer = PasskeyAnswer { sealed: &alone.sealed, response: &response };
    let outcome = installation.control.complete_sign_in_by_passkey(step, answer, browser().address).await;
    assert_eq!(expired(outcome), ("credential", Problem::PasskeyExpired));

    // Somebody else's passkey does not complete Ada's sign-in.
    let boss = installation.operator_as(BuiltInRole::Owner, Some(&installation.acme)).await;
    let Actor::Administrator(boss, _) = boss.actor().clone() else { panic!("an administrator") };
    let link = installation.operator().create_one_time_sign_in(boss.email.as_str()).await.unwrap().token;
    let entry = installation.control.use_one_time_sign_in(link.expose(), Some(PASSWORD.to_owned())).await.unwrap();
    let Entry::SignedIn(boss) = entry else { panic!("nothing more is asked for") };
    let (mut of_boss, _) = installation.add_passkey(&installation.at_the_console(boss).await, "Key").await;
    let outcome = installation.complete_by(installation.first_step().await, &mut of_boss).await;
    assert_eq!(passkey_error(outcome), PasskeyError::Unknown);
    assert_eq!(installation.told(AuditAction::AdministratorPasskeyRefused).await, 5);
}

#[tokio::test]
async fn a_counter_that_does_not_grow_is_refused() {
    let installation = TestControl::new().await;
    let (_, mut laptop) = installation.ada_with_passkey().await;
    laptop.sign_count = 10;
    installation.sign_in_alone(&mut laptop).await.unwrap();
    laptop.sign_count = 5;
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Counter);
    laptop.sign_count = 11;
    installation.sign_in_alone(&mut laptop).await.unwrap();
}

#[tokio::test]
async fn a_passkey_signs_nobody_in_who_is_disabled_signed_out_or_was_reset() {
    let installation = TestControl::new().await;
    let (_, mut laptop) = installation.ada_with_passkey().await;
    let boss = installation.operator();
    let step = installation.first_step().await;
    let offered = installation.second(step).await;
    boss.end_administrator_sessions(ADA).await.unwrap();
    let response = laptop.get(&offered.options);
    let answer = PasskeyAnswer { sealed: &offered.sealed, response: &response };
    let outcome = installation.control.complete_sign_in_by_passkey(step, answer, browser().address).await;
    assert!(matches!(outcome, Err(SignInError::Other(Error::SignedOut))), "{outcome:?}");

    boss.set_administrator_status(ADA, AdministratorStatus::Disabled).await.unwrap();
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Unknown);
    boss.set_administrator_status(ADA, AdministratorStatus::Active).await.unwrap();
    installation.sign_in_alone(&mut laptop).await.unwrap();

    assert!(boss.reset_second_factor(ADA).await.unwrap());
    assert_eq!(passkey_error(installation.sign_in_alone(&mut laptop).await), PasskeyError::Unknown);
    assert!(matches!(installation.sign_in(ADA, PASSWORD).await.unwrap().entry, Entry::SignedIn(_)));
}

#[tokio::test]
async fn a_passkey_is_the_second_factor_that_a_tenant_requires() {
    let installation = TestControl::new().await;
    let ada = installation.ada(BuiltInRole::Owner).await;
    let Actor::Administrator(administrator, _) = ada.actor().clone() else { panic!("an administrator") };
    let required = AdministratorPolicy { second_factor_required: true };
    ada.set_administrator_policy(&installation.path.tenant, required).await.unwrap();
    let ada = installation.at_the_console(administrator).await;
    assert!(matches!(ada.actor(), Actor::Administrator(_, Credential::EnrolmentOnly(..))));
    let (_, added) = installation.add_passkey(&ada, "Laptop").await;
    let ada = installation.at_the_console(added.signed_out.unwrap()).await;
    assert!(matches!(ada.actor(), Actor::Administrator(_, Credential::Session(_))));
}

#[tokio::test]
async fn attempts_with_a_passkey_are_bounded() {
    let installation = TestControl::new().await;
    let (_, mut laptop) = installation.ada_with_passkey().await;
    laptop.origin = "https://evil.example".to_owned();
    let mut outcome = installation.sign_in_alone(&mut laptop).await;
    for _ in 0..20 {
        outcome = installation.sign_in_alone(&mut laptop).await;
    }
    assert!(matches!(outcome, Err(SignInError::TooMany(_))), "{outcome:?}");
}

#[tokio::test]
async fn an_api_token_has_no_passkeys() {
    let installation = TestControl::new().await;
    installation.ada(BuiltInRole::Owner).await;
    let by_token = installation.control.acting_as(installation.by_token(ADA, None).await);
    assert!(matches!(by_token.own_passkeys(), Err(Error::SignedOut)));
}
