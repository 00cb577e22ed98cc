//! New passwords: the same is asked of users and of administrators.

use control::{Error, NewAdministrator, SignInError};
use domain::{
    audit::AuditAction,
    problem::Problem,
    role::BuiltInRole,
    settings::sign_in::{PasswordStrength, SignInSettings},
    user::PasswordError,
    view::NewUser,
};

use crate::installation::{PASSWORD, TestControl, on_both_databases};

/// Long enough and with nothing in it but what is known of Grace Hopper at Acme.
const PERSONAL: &str = "grace.acme.hopper";
const COMMON: &str = "1qaz2wsx3edc";
/// Good, and not strong.
const GOOD: &str = "twelve chars";

fn refusal<T: std::fmt::Debug>(outcome: Result<T, Error>) -> PasswordError {
    match outcome {
        Err(Error::Invalid(problems)) => match problems.as_slice() {
            [control::FieldError { field: "password", problem: Problem::Password(error) }] => *error,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    }
}

impl TestControl {
    async fn add_grace(&self, password: &str) -> Result<domain::user::User, Error> {
        let new = NewUser {
            identifier: "grace".to_owned(),
            name: "Grace Hopper".to_owned(),
            email: "grace@acme.example".to_owned(),
            password: password.to_owned(),
        };
        self.operator().create_user(&self.path, new).await
    }
}

on_both_databases! {
    async fn a_users_new_password_is_none_of_the_commonest_and_not_made_of_their_names(installation) {
        assert_eq!(refusal(installation.add_grace(COMMON).await), PasswordError::Common);
        assert_eq!(refusal(installation.add_grace(PERSONAL).await), PasswordError::Personal);
        let grace = installation.add_grace(PASSWORD).await.unwrap();
        let (operator, path) = (installation.operator(), &installation.path);
        assert_eq!(refusal(operator.set_user_password(path, grace.id, PERSONAL).await), PasswordError::Personal);
        assert_eq!(refusal(operator.set_user_password(path, grace.id, "acme.main.acme.main").await), PasswordError::Personal);
        operator.set_user_password(path, grace.id, GOOD).await.unwrap();
    }

    async fn a_workspace_can_ask_for_more_and_existing_passwords_stay(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let grace = installation.add_grace(GOOD).await.unwrap();
        let version = operator.load_workspace(path).await.unwrap().version;
        installation.clock.advance_seconds(1);
        let settings = SignInSettings { minimum_password_strength: PasswordStrength::Strong, ..SignInSettings::default() };
        let saved = operator.set_sign_in_settings(path, version, settings.clone()).await.unwrap();
        assert_eq!(operator.load_workspace(path).await.unwrap(), saved);
        let line = installation.trail().await.pop().unwrap();
        let told: Vec<_> = line.changes.iter().map(|change| [&*change.field, &*change.from, &*change.to].join("|")).collect();
        assert_eq!((line.action, told), (AuditAction::SignInSettingsUpdated, vec!["minimum_password_strength|good|strong".to_owned()]));
        assert!(matches!(operator.set_sign_in_settings(path, version, SignInSettings::default()).await, Err(Error::Stale)));
        let same = operator.set_sign_in_settings(path, saved.version, settings).await.unwrap();
        assert_eq!(same.version, saved.version, "what changes nothing is no change");

        assert_eq!(refusal(operator.set_user_password(path, grace.id, GOOD).await), PasswordError::Guessable);
        assert_eq!(operator.load_user(path, grace.id).await.unwrap().user.version, grace.version, "the password that she has works on");
    }

    async fn an_administrators_new_password_is_checked_in_the_same_way(installation) {
        let new = NewAdministrator {
            email: "grace@acme.example".to_owned(),
            name: "Grace Hopper".to_owned(),
            tenant: None,
            role: BuiltInRole::Auditor,
        };
        let operator = installation.operator();
        operator.create_administrator(new).await.unwrap();
        let token = operator.create_one_time_sign_in("grace@acme.example").await.unwrap().token;
        for (password, expected) in [(COMMON, PasswordError::Common), (PERSONAL, PasswordError::Personal)] {
            let outcome = installation.control.use_one_time_sign_in(token.expose(), Some(password.to_owned())).await;
            let Err(SignInError::Other(error)) = outcome else { panic!("{outcome:?}") };
            assert_eq!(refusal::<()>(Err(error)), expected);
        }
        installation.control.use_one_time_sign_in(token.expose(), Some(GOOD.to_owned())).await.unwrap();
    }
}
