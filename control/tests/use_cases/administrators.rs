//! The way into the console.

use control::{Entry, NewAdministrator, SignInError, SignedIn};
use domain::{
    administrator::Administrator,
    audit::{ActorKind, AuditAction},
    problem::Problem,
    role::BuiltInRole,
    secret::Secret,
    user::PasswordError,
};
use engine::gate::Visitor;

use crate::installation::{PASSWORD, TestControl, on_both_databases};

const EMAIL: &str = "grace@example.com";

impl TestControl {
    async fn administrator(&self) -> Administrator {
        let new = NewAdministrator {
            email: EMAIL.to_owned(),
            name: "Grace".to_owned(),
            tenant: Some(self.path.tenant.clone()),
            role: BuiltInRole::Auditor,
        };
        self.operator().create_administrator(new).await.unwrap()
    }

    pub(crate) async fn sign_in(&self, email: &str, password: &str) -> Result<SignedIn, SignInError> {
        let visitor = Visitor { name: email, address: "203.0.113.7".parse().unwrap(), device: None };
        self.control.sign_in(visitor, Secret::new(password.to_owned())).await
    }

    async fn one_time(&self) -> String {
        self.operator().create_one_time_sign_in(EMAIL).await.unwrap().token.expose().clone()
    }
}

on_both_databases! {
    async fn a_one_time_sign_in_lets_in_once(installation) {
        let (control, grace) = (&installation.control, installation.administrator().await);
        let token = installation.one_time().await;
        for _ in 0..2 {
            assert_eq!(control.peek_one_time_sign_in(&token).await.unwrap().as_ref(), Some(&grace), "looking does not use it up");
        }
        let short = control.use_one_time_sign_in(&token, Some("short".to_owned())).await;
        assert!(
            matches!(&short, Err(SignInError::Other(control::Error::Invalid(problems)))
                if problems[0].problem == Problem::Password(PasswordError::TooShort)),
            "{short:?}"
        );
        let use_it = || control.use_one_time_sign_in(&token, Some(PASSWORD.to_owned()));
        let (first, second) = tokio::join!(use_it(), use_it());
        let let_in: Vec<_> = [first, second].into_iter().flatten().collect();
        let grace = Administrator { epoch: grace.epoch + 1, ..grace };
        assert_eq!(let_in, [Entry::SignedIn(grace.clone())], "the new password ends all earlier sessions");
        assert_eq!(control.peek_one_time_sign_in(&token).await.unwrap(), None);
        assert!(matches!(use_it().await, Err(SignInError::Refused)));
        assert_eq!(installation.sign_in(EMAIL, PASSWORD).await.unwrap().entry, Entry::SignedIn(grace.clone()));
        assert_eq!(control.find_signed_in(grace.id, grace.epoch).await.unwrap(), Some(grace));
    }

    async fn a_one_time_sign_in_ends_with_the_next_one_and_after_a_day(installation) {
        let control = &installation.control;
        installation.administrator().await;
        let [first, second] = [installation.one_time().await, installation.one_time().await];
        assert!(matches!(control.use_one_time_sign_in(&first, None).await, Err(SignInError::Refused)));
        installation.clock.advance_seconds(24 * 3600 - 1);
        assert!(control.peek_one_time_sign_in(&second).await.unwrap().is_some());
        installation.clock.advance_seconds(1);
        assert!(matches!(control.use_one_time_sign_in(&second, None).await, Err(SignInError::Refused)));
    }
}

#[tokio::test]
async fn a_failed_sign_in_is_written_down_without_what_was_typed_as_password() {
    let installation = TestControl::new().await;
    let control = &installation.control;
    installation.administrator().await;
    control.use_one_time_sign_in(&installation.one_time().await, Some(PASSWORD.to_owned())).await.unwrap();
    installation.clock.advance_seconds(1);
    for (email, password) in [(EMAIL, "wrong wrong wrong"), ("nobody@example.com", PASSWORD), ("my secret password", "")] {
        assert!(matches!(installation.sign_in(email, password).await, Err(SignInError::Refused)), "{email}");
    }
    let failed = installation.trail().await.pop().unwrap();
    assert_eq!(
        (failed.actor_kind, failed.action, failed.target.as_str()),
        (ActorKind::Server, AuditAction::AdministratorSignInFailed, EMAIL)
    );
}

#[tokio::test]
async fn whoever_tries_passwords_has_to_wait_and_is_not_locked_out_for_good() {
    let installation = TestControl::new().await;
    let control = &installation.control;
    installation.administrator().await;
    control.use_one_time_sign_in(&installation.one_time().await, Some(PASSWORD.to_owned())).await.unwrap();
    for _ in 0..10 {
        assert!(matches!(installation.sign_in(EMAIL, "wrong wrong wrong").await, Err(SignInError::Refused)));
    }
    assert!(matches!(installation.sign_in(EMAIL, PASSWORD).await, Err(SignInError::TooMany(_))), "the right password has to wait, too");
    installation.clock.advance_seconds(30);
    assert!(installation.sign_in(EMAIL, PASSWORD).await.is_ok());
}
