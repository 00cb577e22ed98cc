//! Second factors of users: set up at their account, asked for at sign-in, lost and reset.

use control::{Error, OwnAccount, TypedEnrolment};
use domain::{
    audit::{ActorKind, AuditAction},
    clock::Clock,
    problem::Problem,
};
use engine::{
    endpoint::{
        second_step::CodeOutcome,
        sign_in::{SignInOutcome, SigningIn},
    },
    second_factor::{RecoveryCodes, TotpSecret},
};

use crate::{
    installation::{PASSWORD, TestControl, on_both_databases},
    own_account::{Place, browser, problem, secret},
};

impl Place {
    /// Sets a second factor up. Returns the app's secret and the recovery codes.
    pub(crate) async fn enrol(&self, account: &OwnAccount) -> (TotpSecret, RecoveryCodes) {
        let offered = account.offer_second_factor(None).unwrap();
        let app = TotpSecret::from_base32(offered.secret.expose()).unwrap();
        let code = self.shown(&app);
        let typed = TypedEnrolment { sealed: &offered.sealed, code: &code, password: secret(PASSWORD) };
        let codes = account.enrol(browser(), typed).await.unwrap();
        self.installation.clock.advance_seconds(30);
        (app, codes)
    }

    /// The code that an app shows now.
    pub(crate) fn shown(&self, app: &TotpSecret) -> String {
        app.code_at(self.installation.clock.now())
    }

    pub(crate) async fn first_step(&self) -> String {
        match self.type_password("grace", PASSWORD).await {
            Some(SignInOutcome::CodeNeeded(step)) => step.sealed,
            other => panic!("the password alone signs nobody in: {other:?}"),
        }
    }

    pub(crate) async fn complete(&self, step: &str, code: &str) -> CodeOutcome {
        self.engine.complete_sign_in(&*self.realm().await, step, code, SigningIn::default()).await.unwrap()
    }

    pub(crate) async fn at_account(&self) -> OwnAccount {
        let cookie = self.sign_in("grace", PASSWORD).await.unwrap();
        self.account(&cookie).await.unwrap()
    }
}

on_both_databases! {
    async fn a_user_sets_a_second_factor_up_and_signs_in_with_its_codes_each_once(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let elsewhere = place.sign_in("grace", PASSWORD).await.unwrap();
        let account = place.at_account().await;
        let offered = account.offer_second_factor(None).unwrap();
        let typed = TypedEnrolment { sealed: &offered.sealed, code: "000000", password: secret(PASSWORD) };
        assert_eq!(problem(account.enrol(browser(), typed).await), ("code", Problem::WrongCode));
        let (app, codes) = place.enrol(&account).await;
        assert!(place.account(&elsewhere).await.is_none(), "other sessions began without it");
        assert_eq!(place.sign_in("grace", PASSWORD).await, None);

        let code = place.shown(&app);
        let step = place.first_step().await;
        let CodeOutcome::Started(session) = place.complete(&step, &code).await else { panic!("the code is right") };
        assert!(place.account(session.cookie.expose()).await.is_some());
        assert!(matches!(place.complete(&place.first_step().await, &code).await, CodeOutcome::Wrong), "a code is good once");
        let recovery = codes.texts()[7].expose();
        assert!(matches!(place.complete(&place.first_step().await, recovery).await, CodeOutcome::Started(_)));
        assert!(matches!(place.complete(&place.first_step().await, recovery).await, CodeOutcome::Wrong), "nor is a recovery code");
        let account = place.account(session.cookie.expose()).await.unwrap();
        assert_eq!(account.load_second_factor().await.unwrap().unwrap().recovery_codes, 9);

        let trail = place.installation.trail().await;
        let told = |action| trail.iter().filter(|line| line.action == action && line.actor_kind == ActorKind::User).count();
        assert_eq!((told(AuditAction::UserSecondFactorEnrolled), told(AuditAction::UserCodeRefused)), (1, 2));
    }

    async fn of_those_who_use_a_users_code_at_once_one_is_signed_in(installation) {
        let place = Place::of(installation);
        place.grace().await;
        let (app, codes) = place.enrol(&place.at_account().await).await;
        for code in [place.shown(&app), codes.texts()[0].expose().clone()] {
            let (one, other) = (place.first_step().await, place.first_step().await);
            let (one, other) = tokio::join!(place.complete(&one, &code), place.complete(&other, &code));
            let started = [one, other].iter().filter(|outcome| matches!(outcome, CodeOutcome::Started(_))).count();
            assert_eq!(started, 1);
        }
    }

    async fn a_user_replaces_recovery_codes_and_removes_the_second_factor_with_the_password(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (_, before) = place.enrol(&place.at_account().await).await;
        let CodeOutcome::Started(session) = place.complete(&place.first_step().await, before.texts()[0].expose()).await else {
            panic!("the code is right")
        };
        let account = place.account(session.cookie.expose()).await.unwrap();
        let version = account.load_second_factor().await.unwrap().unwrap().version;
        let refused = account.replace_recovery_codes(version, browser(), secret("not it")).await;
        assert_eq!(problem(refused), ("password", Problem::WrongPassword));
        let codes = account.replace_recovery_codes(version, browser(), secret(PASSWORD)).await.unwrap();
        let twice = account.replace_recovery_codes(version, browser(), secret(PASSWORD)).await;
        assert!(matches!(twice, Err(Error::Stale)), "those that were shown stay good: {twice:?}");
        let step = place.first_step().await;
        assert!(matches!(place.complete(&step, before.texts()[1].expose()).await, CodeOutcome::Wrong));
        assert_eq!(problem(account.remove_second_factor(browser(), secret("not it")).await), ("password", Problem::WrongPassword));
        let CodeOutcome::Started(elsewhere) = place.complete(&place.first_step().await, codes.texts()[0].expose()).await else {
            panic!("the new code is right")
        };
        account.remove_second_factor(browser(), secret(PASSWORD)).await.unwrap();
        assert!(place.account(session.cookie.expose()).await.is_some(), "the session that it was removed in goes on");
        assert!(place.account(elsewhere.cookie.expose()).await.is_none(), "the others end");
        assert!(matches!(place.complete(&step, before.texts()[2].expose()).await, CodeOutcome::Over));
        assert!(place.sign_in("grace", PASSWORD).await.is_some());
        assert!(!place.installation.operator().load_user(&place.installation.path, grace.id).await.unwrap().second_factor);
    }

    async fn a_users_lost_second_factor_is_reset_and_their_sessions_end(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (_, codes) = place.enrol(&place.at_account().await).await;
        let CodeOutcome::Started(session) = place.complete(&place.first_step().await, codes.texts()[0].expose()).await else {
            panic!("the code is right")
        };
        let step = place.first_step().await;
        place.mails().await;
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        assert!(operator.load_user(path, grace.id).await.unwrap().second_factor);
        assert!(operator.reset_user_second_factor(path, grace.id).await.unwrap());
        assert!(!operator.reset_user_second_factor(path, grace.id).await.unwrap(), "there is none any more");
        assert!(place.account(session.cookie.expose()).await.is_none());
        assert!(matches!(place.complete(&step, codes.texts()[1].expose()).await, CodeOutcome::Over));
        let mails = place.mails().await;
        assert!(mails.len() == 1 && mails[0].subject.contains("second factor"), "{mails:?}");
        assert!(place.sign_in("grace", PASSWORD).await.is_some());
    }

    async fn a_deleted_user_leaves_no_second_factor(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        place.enrol(&place.at_account().await).await;
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        let version = operator.load_user(path, grace.id).await.unwrap().user.version;
        operator.delete_user(path, grace.id, version, "grace").await.unwrap();
        assert_eq!(place.installation.store.store().count_sealed_values_under(1).await.unwrap(), 0);
    }
}

#[tokio::test]
async fn guesses_at_a_users_code_are_bounded_and_a_step_counts_for_ten_minutes() {
    let place = Place::of(TestControl::new().await);
    place.grace().await;
    let account = place.at_account().await;
    let (app, codes) = place.enrol(&account).await;
    for _ in 0..5 {
        let step = place.first_step().await;
        assert!(matches!(place.complete(&step, "000000").await, CodeOutcome::Wrong));
    }
    let step = place.first_step().await;
    let outcome = place.complete(&step, &place.shown(&app)).await;
    assert!(matches!(&outcome, CodeOutcome::TooMany(wait) if wait.seconds == 300), "{outcome:?}");
    place.installation.clock.advance_seconds(599);
    assert!(matches!(place.complete(&step, "000000").await, CodeOutcome::Wrong));
    place.installation.clock.advance_seconds(1);
    assert!(matches!(place.complete(&step, &place.shown(&app)).await, CodeOutcome::Over));
    assert!(matches!(place.complete("nonsense", &place.shown(&app)).await, CodeOutcome::Over));

    let in_days = async || {
        for guess in 0..60 {
            place.installation.clock.advance_seconds(300);
            if let CodeOutcome::TooMany(wait) = place.complete(&place.first_step().await, "000000").await {
                return (guess, wait.seconds);
            }
        }
        panic!("guesses go on")
    };
    let (guesses, wait) = in_days().await;
    assert!((44..=45).contains(&guesses) && wait > 70_000, "{guesses} guesses, then {wait} s");
    let recovery = place.complete(&place.first_step().await, codes.texts()[0].expose()).await;
    let CodeOutcome::Started(session) = recovery else { panic!("the owner gets in meanwhile: {recovery:?}") };
    let account = place.account(session.cookie.expose()).await.unwrap();
    account.remove_second_factor(browser(), secret(PASSWORD)).await.unwrap();
    let account = place.account(session.cookie.expose()).await.unwrap();
    let (app, _) = place.enrol(&account).await;
    let right = place.complete(&place.first_step().await, &place.shown(&app)).await;
    assert!(matches!(right, CodeOutcome::Started(_)), "one that was set up anew is counted anew: {right:?}");
}
