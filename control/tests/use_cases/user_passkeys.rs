//! Passkeys of users: added at their account, used alone and after the password, removed, lost.

use control::{Error, OwnAccount, PasskeyAnswer};
use domain::{audit::AuditAction, problem::Problem, user::UserStatus};
use engine::{
    Realm,
    endpoint::{passkey::PasskeyOutcome, second_step::CodeOutcome, sign_in::SigningIn},
    passkey::{OfferedPasskey, PasskeyError, testing::TestAuthenticator},
    second_factor::RecoveryCodes,
};

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    own_account::{Place, browser, problem, secret},
    passkeys::ORIGIN,
};

fn refused(outcome: &PasskeyOutcome) -> Option<PasskeyError> {
    match outcome {
        PasskeyOutcome::Refused(error) => Some(*error),
        _ => None,
    }
}

impl Place {
    async fn add_passkey(&self, account: &OwnAccount, name: &str) -> (TestAuthenticator, Option<RecoveryCodes>) {
        let offered = account.offer_passkey(browser(), name, secret(PASSWORD)).await.unwrap();
        let (authenticator, answer) = TestAuthenticator::create(ORIGIN, &offered.options);
        let codes = account.add_passkey(&offered.sealed, &answer).await.unwrap();
        self.installation.clock.advance_seconds(1);
        (authenticator, codes)
    }

    async fn alone(&self) -> OfferedPasskey {
        self.installation.clock.advance_seconds(1);
        self.engine.offer_passkey(&*self.realm().await).unwrap().unwrap()
    }

    async fn answer(&self, realm: &Realm, sealed: &str, response: &str) -> PasskeyOutcome {
        self.engine.sign_in_by_passkey(realm, PasskeyAnswer { sealed, response }, SigningIn::default()).await.unwrap()
    }

    async fn sign_in_alone(&self, authenticator: &mut TestAuthenticator) -> PasskeyOutcome {
        let offered = self.alone().await;
        let response = authenticator.get(&offered.options);
        self.answer(&*self.realm().await, &offered.sealed, &response).await
    }

    async fn complete_by(&self, step: &str, authenticator: &mut TestAuthenticator) -> PasskeyOutcome {
        self.installation.clock.advance_seconds(1);
        let realm = self.realm().await;
        let offered = self.engine.offer_second_step(&realm, step).await.unwrap().passkey.unwrap();
        let response = authenticator.get(&offered.options);
        let answer = PasskeyAnswer { sealed: &offered.sealed, response: &response };
        self.engine.complete_sign_in_by_passkey(&realm, step, answer, SigningIn::default()).await.unwrap()
    }

    async fn told(&self, action: AuditAction) -> usize {
        self.installation.trail().await.iter().filter(|line| line.action == action).count()
    }
}

on_both_databases! {
    async fn a_user_adds_passkeys_and_signs_in_with_them_alone_and_after_the_password(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let elsewhere = place.sign_in("grace", PASSWORD).await.unwrap();
        let account = place.at_account().await;
        assert_eq!(problem(account.offer_passkey(browser(), "Phone", secret("not it")).await), ("password", Problem::WrongPassword));
        let (mut phone, codes) = place.add_passkey(&account, "Phone").await;
        assert!(place.account(&elsewhere).await.is_none(), "other sessions began without it");
        assert_eq!(place.mails().await.len(), 1);
        assert_eq!(place.sign_in("grace", PASSWORD).await, None, "the password alone signs nobody in");

        let PasskeyOutcome::Started(session) = place.sign_in_alone(&mut phone).await else { panic!("the passkey is right") };
        let account = place.account(session.cookie.expose()).await.unwrap();
        assert!(matches!(place.complete_by(&place.first_step().await, &mut phone).await, PasskeyOutcome::Started(_)));
        let recovery = codes.unwrap().texts()[0].expose().clone();
        assert!(matches!(place.complete(&place.first_step().await, &recovery).await, CodeOutcome::Started(_)));
        let (mut key, codes) = place.add_passkey(&account, "Key").await;
        assert!(codes.is_none());
        assert!(matches!(place.sign_in_alone(&mut key).await, PasskeyOutcome::Started(_)));
        let listed = account.list_passkeys().await.unwrap();
        assert_eq!(listed.iter().map(|passkey| passkey.name.as_str()).collect::<Vec<_>>(), ["Phone", "Key"]);
        assert!(listed.iter().all(|passkey| passkey.last_used_at.is_some()));
        let trail = place.installation.trail().await;
        let by_passkey = trail.iter().filter(|line| line.action == AuditAction::UserSignedIn && line.changes.iter().any(|change| change.field == "passkey"));
        assert_eq!(by_passkey.count(), 3);
        assert_eq!(place.told(AuditAction::UserPasskeyAdded).await, 2);
    }

    async fn a_users_answer_is_good_once_and_refused_for_what_is_wrong_with_it(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let (mut phone, _) = place.add_passkey(&place.at_account().await, "Phone").await;
        let realm = place.realm().await;
        let offered = place.alone().await;
        let response = phone.get(&offered.options);
        let (one, other) = tokio::join!(place.answer(&realm, &offered.sealed, &response), place.answer(&realm, &offered.sealed, &response));
        let started = [&one, &other].into_iter().filter(|outcome| matches!(outcome, PasskeyOutcome::Started(_))).count();
        assert_eq!(started, 1, "{one:?} {other:?}");
        assert_eq!(refused(&place.answer(&realm, &offered.sealed, &response).await), Some(PasskeyError::Replayed));

        "https://evil.example".clone_into(&mut phone.origin);
        assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Origin));
        ORIGIN.clone_into(&mut phone.origin);
        phone.verifies_user = false;
        assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Unverified));
        assert!(matches!(place.complete_by(&place.first_step().await, &mut phone).await, PasskeyOutcome::Started(_)));
        phone.verifies_user = true;
        phone.sign_count = 7;
        assert!(matches!(place.sign_in_alone(&mut phone).await, PasskeyOutcome::Started(_)));
        phone.sign_count = 3;
        assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Counter));
        let offered = place.alone().await;
        phone.sign_count = 20;
        let response = phone.get(&offered.options);
        place.installation.clock.advance_seconds(1800);
        assert!(matches!(place.answer(&realm, &offered.sealed, &response).await, PasskeyOutcome::Over));
        assert!(place.told(AuditAction::UserPasskeyRefused).await >= 4);
    }

    async fn a_user_removes_a_passkey_and_an_administrator_resets_all_of_them(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (mut phone, _) = place.add_passkey(&place.at_account().await, "Phone").await;
        let PasskeyOutcome::Started(session) = place.sign_in_alone(&mut phone).await else { panic!("the passkey is right") };
        let account = place.account(session.cookie.expose()).await.unwrap();
        let id = account.list_passkeys().await.unwrap()[0].id;
        // Whoever has the phone is in by it.
        let PasskeyOutcome::Started(by_phone) = place.sign_in_alone(&mut phone).await else { panic!("the passkey is right") };
        assert!(place.account(by_phone.cookie.expose()).await.is_some());
        let step = place.first_step().await;
        assert_eq!(problem(account.remove_passkey(id, browser(), secret("not it")).await), ("password", Problem::WrongPassword));
        account.remove_passkey(id, browser(), secret(PASSWORD)).await.unwrap();
        assert!(place.account(by_phone.cookie.expose()).await.is_none(), "other sessions end");
        assert!(place.account(session.cookie.expose()).await.is_some(), "and this one goes on");
        assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Unknown));
        let offer = place.engine.offer_second_step(&*place.realm().await, &step).await.unwrap();
        assert_eq!(offer.passkey, None, "a step that began with it is over");
        let account = place.at_account().await;
        assert!(matches!(account.remove_passkey(id, browser(), secret(PASSWORD)).await, Err(Error::NotFound)));

        let (mut key, _) = place.add_passkey(&account, "Key").await;
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        assert!(operator.load_user(path, grace.id).await.unwrap().second_factor);
        assert!(operator.reset_user_second_factor(path, grace.id).await.unwrap());
        assert_eq!(refused(&place.sign_in_alone(&mut key).await), Some(PasskeyError::Unknown));
        assert!(place.sign_in("grace", PASSWORD).await.is_some());
    }
}

#[tokio::test]
async fn an_administrator_removes_a_lost_passkey_and_leaves_the_others() {
    let place = Place::of(TestControl::new().await);
    let grace = place.grace().await;
    let (mut phone, _) = place.add_passkey(&place.at_account().await, "Phone").await;
    let PasskeyOutcome::Started(session) = place.sign_in_alone(&mut phone).await else { panic!("the passkey is right") };
    let account = place.account(session.cookie.expose()).await.unwrap();
    let (mut key, _) = place.add_passkey(&account, "Key").await;
    let (operator, path) = (place.installation.operator(), &place.installation.path);
    let there = operator.list_user_passkeys(path, grace.id).await.unwrap();
    assert_eq!(there.iter().map(|passkey| passkey.name.as_str()).collect::<Vec<_>>(), ["Phone", "Key"]);
    let lost = there[0].id;
    assert_eq!(operator.rename_user_passkey(path, grace.id, lost, "Lost phone").await.unwrap().name.as_str(), "Lost phone");
    operator.remove_user_passkey(path, grace.id, lost).await.unwrap();
    let again = operator.remove_user_passkey(path, grace.id, lost).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert!(place.account(session.cookie.expose()).await.is_none(), "their sessions end");
    assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Unknown));
    assert!(matches!(place.sign_in_alone(&mut key).await, PasskeyOutcome::Started(_)));
    assert_eq!((place.told(AuditAction::UserPasskeyRenamed).await, place.told(AuditAction::UserPasskeyRemoved).await), (1, 1));
}

#[tokio::test]
async fn a_passkey_signs_no_disabled_user_in_and_nobody_elsewhere() {
    let place = Place::of(TestControl::new().await);
    let grace = place.grace().await;
    let (mut phone, _) = place.add_passkey(&place.at_account().await, "Phone").await;
    let (operator, path) = (place.installation.operator(), &place.installation.path);
    let version = operator.load_user(path, grace.id).await.unwrap().user.version;
    let disabled = operator.set_user_status(path, grace.id, version, UserStatus::Disabled).await.unwrap();
    assert_eq!(refused(&place.sign_in_alone(&mut phone).await), Some(PasskeyError::Unknown));
    operator.set_user_status(path, grace.id, disabled.version, UserStatus::Active).await.unwrap();

    // The challenge of one workspace is none of another's, though both are at one host.
    let offered = place.alone().await;
    let mut other = Realm::clone(&*place.realm().await);
    other.workspace.id = domain::id::WorkspaceId::new(other.workspace.created_at, [1; 10]);
    let response = phone.get(&offered.options);
    assert!(matches!(place.answer(&other, &offered.sealed, &response).await, PasskeyOutcome::Over));
    let elsewhere = place.engine.offer_passkey(&other).unwrap().unwrap();
    let response = phone.get(&elsewhere.options);
    assert_eq!(refused(&place.answer(&other, &elsewhere.sealed, &response).await), Some(PasskeyError::Unknown));
    assert!(matches!(place.sign_in_alone(&mut phone).await, PasskeyOutcome::Started(_)));
}

#[tokio::test]
async fn a_users_attempts_with_a_passkey_are_bounded() {
    let place = Place::of(TestControl::new().await);
    place.grace().await;
    let (mut phone, _) = place.add_passkey(&place.at_account().await, "Phone").await;
    phone.origin = "https://evil.example".to_owned();
    let mut outcome = place.sign_in_alone(&mut phone).await;
    for _ in 0..20 {
        outcome = place.sign_in_alone(&mut phone).await;
    }
    assert!(matches!(outcome, PasskeyOutcome::TooMany(_)), "{outcome:?}");
}
