//! Second factors of administrators: set up, asked for, used up, lost and required.

use control::{
    Actor, AtBrowser, Credential, Entry, Error, FirstStep, NewAdministrator, Operator, SignInError, TypedApiToken, TypedEnrolment,
};
use domain::{
    administrator::{Administrator, AdministratorPolicy},
    audit::AuditAction,
    clock::Clock,
    permission::Action,
    problem::Problem,
    role::{BuiltInRole, RoleRef},
    secret::Secret,
    view::LevelPath,
};
use engine::{
    random::bytes,
    second_factor::{RecoveryCodes, TotpSecret},
    storage::SecretHash,
};
use serde_json::json;
use store::Sealed;

use crate::installation::{PASSWORD, TestControl, on_both_databases};

pub(crate) const ADA: &str = "ada@example.com";

fn browser() -> AtBrowser<'static> {
    AtBrowser { address: "203.0.113.7".parse().unwrap(), device: None }
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn problem<T: std::fmt::Debug>(outcome: Result<T, Error>) -> (&'static str, Problem) {
    match outcome {
        Err(Error::Invalid(problems)) => (problems[0].field, problems[0].problem),
        other => panic!("{other:?}"),
    }
}

impl TestControl {
    /// An administrator with a password, at the console.
    pub(crate) async fn ada(&self, role: BuiltInRole) -> Operator {
        let new = NewAdministrator { email: ADA.to_owned(), name: "Ada".to_owned(), tenant: Some(self.path.tenant.clone()), role };
        self.operator().create_administrator(new).await.unwrap();
        let token = self.operator().create_one_time_sign_in(ADA).await.unwrap().token;
        let entry = self.control.use_one_time_sign_in(token.expose(), Some(PASSWORD.to_owned())).await.unwrap();
        let Entry::SignedIn(ada) = entry else { panic!("nothing more is asked for: {entry:?}") };
        self.at_the_console(ada).await
    }

    pub(crate) async fn at_the_console(&self, administrator: Administrator) -> Operator {
        let hash: SecretHash = bytes(&*self.random);
        let until = self.clock.now().plus_seconds(3600);
        self.store.store().console_sessions().insert(hash, Some(administrator.id), json!({}), until).await.unwrap();
        self.control.acting_as(self.control.at_the_console(administrator, hash, self.clock.now()).await.unwrap())
    }

    /// Sets a second factor up. Returns the app's secret and the recovery codes.
    pub(crate) async fn enrol(&self, operator: &Operator) -> (Administrator, TotpSecret, RecoveryCodes) {
        let own = operator.own_second_factor().unwrap();
        let offered = own.offer(None).unwrap();
        let app = TotpSecret::from_base32(offered.secret.expose()).unwrap();
        let code = app.code_at(self.clock.now());
        let typed = TypedEnrolment { sealed: &offered.sealed, code: &code, password: secret(PASSWORD) };
        let (administrator, codes) = own.enrol(browser(), typed).await.unwrap();
        self.clock.advance_seconds(30);
        (administrator, app, codes)
    }

    /// The first step of a sign-in.
    pub(crate) async fn first_step(&self) -> FirstStep {
        match self.sign_in(ADA, PASSWORD).await.unwrap().entry {
            Entry::CodeNeeded(step) => step,
            Entry::SignedIn(_) => panic!("the password alone signs nobody in"),
        }
    }

    pub(crate) async fn complete(&self, code: &str) -> Result<Administrator, SignInError> {
        self.control.complete_sign_in(self.first_step().await, code).await
    }

    /// How often the tenant's log tells this.
    pub(crate) async fn told(&self, action: AuditAction) -> usize {
        self.trail().await.iter().filter(|line| line.action == action).count()
    }
}

on_both_databases! {
    async fn a_second_factor_is_set_up_with_a_code_and_the_password_and_asked_for_from_then_on(installation) {
        let ada = installation.ada(BuiltInRole::Owner).await;
        let own = ada.own_second_factor().unwrap();
        let offered = own.offer(None).unwrap();
        assert_eq!(own.offer(Some(&offered.sealed)).unwrap().secret, offered.secret, "the page can be shown again");
        assert_ne!(own.offer(Some("nonsense")).unwrap().secret, offered.secret);
        let app = TotpSecret::from_base32(offered.secret.expose()).unwrap();
        let code = app.code_at(installation.clock.now());
        let typed = |sealed, code, password| TypedEnrolment { sealed, code, password: secret(password) };
        for (sealed, code, password, expected) in [
            (offered.sealed.as_str(), "000000", PASSWORD, ("code", Problem::WrongCode)),
            ("nonsense", code.as_str(), PASSWORD, ("code", Problem::SecretExpired)),
            (offered.sealed.as_str(), code.as_str(), "not the password", ("password", Problem::WrongPassword)),
        ] {
            assert_eq!(problem(own.enrol(browser(), typed(sealed, code, password)).await), expected);
        }
        assert_eq!(own.load().await.unwrap(), None, "nothing is stored before a code confirms it");

        let (after, codes) = own.enrol(browser(), typed(&offered.sealed, &code, PASSWORD)).await.unwrap();
        assert!(matches!(own.remove(browser(), secret(PASSWORD)).await, Err(Error::SignedOut)), "earlier sessions began without it");
        assert!(matches!(installation.complete(&code).await, Err(SignInError::Refused)), "the code that confirmed it is used up");
        installation.clock.advance_seconds(30);
        let code = app.code_at(installation.clock.now());
        assert_eq!(installation.complete(&code).await.unwrap(), after);
        assert!(matches!(installation.complete(&code).await, Err(SignInError::Refused)), "a code is good once");

        // A one-time sign-in stands for the password alone.
        let link = installation.operator().create_one_time_sign_in(ADA).await.unwrap().token;
        let entry = installation.control.use_one_time_sign_in(link.expose(), None).await.unwrap();
        assert!(matches!(entry, Entry::CodeNeeded(_)), "{entry:?}");

        let recovery = codes.texts()[3].expose();
        assert_eq!(installation.complete(&recovery.to_uppercase()).await.unwrap(), after);
        assert!(matches!(installation.complete(recovery).await, Err(SignInError::Refused)), "a recovery code is good once");
        let own = installation.at_the_console(after).await;
        assert_eq!(own.own_second_factor().unwrap().load().await.unwrap().unwrap().recovery_codes, 9);
        for (action, times) in [
            (AuditAction::SecondFactorEnrolled, 1),
            (AuditAction::AdministratorCodeRefused, 3),
            (AuditAction::RecoveryCodeUsed, 1),
            (AuditAction::AdministratorSignedIn, 3),
        ] {
            assert_eq!(installation.told(action).await, times, "{action:?}");
        }
    }

    async fn of_those_who_use_a_code_at_once_one_is_signed_in(installation) {
        let ada = installation.ada(BuiltInRole::Owner).await;
        let (_, app, codes) = installation.enrol(&ada).await;
        for code in [app.code_at(installation.clock.now()), codes.texts()[0].expose().clone()] {
            let (one, other) = (installation.first_step().await, installation.first_step().await);
            let control = &installation.control;
            let (one, other) = tokio::join!(control.complete_sign_in(one, &code), control.complete_sign_in(other, &code));
            assert!(one.is_ok() != other.is_ok(), "{one:?} {other:?}");
        }
    }

    async fn a_secret_is_sealed_and_among_what_is_sealed_anew(installation) {
        let ada = installation.ada(BuiltInRole::Owner).await;
        let (administrator, app, _) = installation.enrol(&ada).await;
        let store = installation.store.store();
        assert_eq!(store.list_sealed_values_not_under(1, 10).await.unwrap(), []);
        assert_eq!((store.count_sealed_values_under(1).await.unwrap(), store.count_sealed_values_under(2).await.unwrap()), (1, 0));
        let value = store.list_sealed_values_not_under(2, 10).await.unwrap().remove(0);
        assert_eq!(value.of, Sealed::AdministratorSecondFactor(administrator.id));
        assert_eq!(installation.keys.open(&value.of.purpose(), &value.sealed).unwrap(), app.expose());
        let transaction = store.begin().await.unwrap();
        transaction.replace_sealed_value(&value, vec![2, 7]).await.unwrap();
        // Those that were replaced meanwhile stay.
        transaction.replace_sealed_value(&value, vec![3, 7]).await.unwrap();
        transaction.commit().await.unwrap();
        assert_eq!(store.list_sealed_values_not_under(2, 10).await.unwrap(), []);
    }

    async fn recovery_codes_are_replaced_and_the_second_factor_is_removed_with_the_password(installation) {
        let ada = installation.ada(BuiltInRole::Owner).await;
        let (after, _, before) = installation.enrol(&ada).await;
        let ada = installation.at_the_console(after).await;
        let own = ada.own_second_factor().unwrap();
        let refused = own.replace_recovery_codes(browser(), secret("not the password")).await;
        assert_eq!(problem(refused), ("codes_password", Problem::WrongPassword));
        let codes = own.replace_recovery_codes(browser(), secret(PASSWORD)).await.unwrap();
        assert!(matches!(installation.complete(before.texts()[0].expose()).await, Err(SignInError::Refused)));
        installation.complete(codes.texts()[0].expose()).await.unwrap();

        let refused = own.remove(browser(), secret("not the password")).await;
        assert_eq!(problem(refused), ("removal_password", Problem::WrongPassword));
        own.remove(browser(), secret(PASSWORD)).await.unwrap();
        assert!(matches!(own.remove(browser(), secret(PASSWORD)).await, Err(Error::NotFound)));
        let entry = installation.sign_in(ADA, PASSWORD).await.unwrap().entry;
        assert!(matches!(entry, Entry::SignedIn(_)), "{entry:?}");
        for action in [AuditAction::RecoveryCodesReplaced, AuditAction::SecondFactorRemoved] {
            assert_eq!(installation.told(action).await, 1, "{action:?}");
        }
    }
}

#[tokio::test]
async fn guesses_are_bounded_however_often_the_password_is_typed_in_between() {
    let installation = TestControl::new().await;
    let ada = installation.ada(BuiltInRole::Owner).await;
    let (_, app, _) = installation.enrol(&ada).await;
    for _ in 0..5 {
        assert!(matches!(installation.complete("000000").await, Err(SignInError::Refused)));
    }
    let right = app.code_at(installation.clock.now());
    let too_many = installation.complete(&right).await;
    assert!(matches!(&too_many, Err(SignInError::TooMany(wait)) if wait.seconds == 300), "{too_many:?}");
    installation.clock.advance_seconds(300);
    installation.complete(&app.code_at(installation.clock.now())).await.unwrap();
}

#[tokio::test]
async fn a_first_step_counts_for_ten_minutes_and_until_whatever_ends_sessions() {
    let installation = TestControl::new().await;
    let ada = installation.ada(BuiltInRole::Owner).await;
    let (_, app, _) = installation.enrol(&ada).await;
    let (control, boss) = (&installation.control, installation.operator());
    let is_over = async |step| {
        let outcome = control.complete_sign_in(step, &app.code_at(installation.clock.now())).await;
        matches!(outcome, Err(SignInError::Other(Error::SignedOut)))
    };
    let step = installation.first_step().await;
    installation.clock.advance_seconds(599);
    assert!(control.offer_second_step(step).await.unwrap().is_some());
    installation.clock.advance_seconds(1);
    assert!(control.offer_second_step(step).await.unwrap().is_none() && is_over(step).await);

    let step = installation.first_step().await;
    boss.end_administrator_sessions(ADA).await.unwrap();
    assert!(is_over(step).await);

    let step = installation.first_step().await;
    assert!(boss.reset_second_factor(ADA).await.unwrap());
    assert!(is_over(step).await, "nor is it worth more once there is no second factor");
}

#[tokio::test]
async fn a_lost_second_factor_is_reset_by_another_who_holds_no_less_or_on_the_command_line() {
    let installation = TestControl::new().await;
    let ada = installation.ada(BuiltInRole::Owner).await;
    let (after, ..) = installation.enrol(&ada).await;
    let ada = installation.at_the_console(after).await;
    let own = ada.reset_second_factor(ADA).await;
    assert_eq!(problem(own), ("email", Problem::Yourself));
    let administrator = installation.operator_as(BuiltInRole::Administrator, Some(&installation.acme)).await;
    let refused = administrator.reset_second_factor(ADA).await;
    assert!(matches!(refused, Err(Error::Forbidden(Action::ResetSecondFactor))), "{refused:?}");

    let owner = installation.operator_as(BuiltInRole::Owner, Some(&installation.acme)).await;
    assert!(owner.reset_second_factor(ADA).await.unwrap());
    assert!(!installation.operator().reset_second_factor(ADA).await.unwrap(), "there is none any more");
    assert!(matches!(ada.own_second_factor().unwrap().remove(browser(), secret(PASSWORD)).await, Err(Error::SignedOut)));
    assert_eq!(installation.told(AuditAction::SecondFactorReset).await, 1);
}

#[tokio::test]
async fn an_api_token_has_no_second_factor_to_set() {
    let installation = TestControl::new().await;
    installation.ada(BuiltInRole::Owner).await;
    let by_token = installation.control.acting_as(installation.by_token(ADA, None).await);
    assert!(matches!(by_token.own_second_factor(), Err(Error::SignedOut)));
}

#[tokio::test]
async fn who_needs_a_second_factor_does_nothing_before_it_is_set_up() {
    let installation = TestControl::new().await;
    let ada = installation.ada(BuiltInRole::Owner).await;
    let Actor::Administrator(administrator, _) = ada.actor().clone() else { panic!("an administrator") };
    let tenant = &installation.path.tenant;
    let required = AdministratorPolicy { second_factor_required: true };
    ada.set_administrator_policy(tenant, required).await.unwrap();
    assert_eq!(ada.load_administrator_policy(tenant).await.unwrap(), required);
    assert_eq!(installation.told(AuditAction::AdministratorPolicyUpdated).await, 1);

    let ada = installation.at_the_console(administrator).await;
    assert!(matches!(ada.actor(), Actor::Administrator(_, Credential::EnrolmentOnly(..))));
    assert!(ada.own_second_factor().unwrap().is_required());
    assert!(matches!(ada.load_tenant_contents(tenant).await, Err(Error::NotFound)));
    let typed = TypedApiToken { email: ADA.to_owned(), name: "deploy".to_owned(), ttl: "1d".to_owned(), scope: None };
    assert!(matches!(ada.create_api_token(typed).await, Err(Error::Forbidden(Action::CreateApiToken))));

    let (after, ..) = installation.enrol(&ada).await;
    let ada = installation.at_the_console(after).await;
    assert!(matches!(ada.actor(), Actor::Administrator(_, Credential::Session(_))));
    ada.load_tenant_contents(tenant).await.unwrap();

    // It is asked of those who administer the tenant, and of nobody else.
    let boss = installation.actor("boss@example.com", BuiltInRole::Owner, None).await;
    let Actor::Administrator(boss, _) = boss else { panic!("an administrator") };
    let id = boss.id;
    assert!(matches!(installation.at_the_console(boss).await.actor(), Actor::Administrator(_, Credential::Session(_))));
    let at = LevelPath { tenant: Some(tenant.clone()), ..LevelPath::default() };
    installation.operator().assign_role("boss@example.com", RoleRef::BuiltIn(BuiltInRole::Auditor), &at).await.unwrap();
    let boss = installation.operator().load_administrator(id).await.unwrap();
    let both = installation.at_the_console(boss).await;
    assert!(matches!(both.actor(), Actor::Administrator(_, Credential::Session(_))), "nor of those who are in it besides");
}
