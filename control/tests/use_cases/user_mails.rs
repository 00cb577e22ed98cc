//! What users are sent by mail at an administrator's wish, and in which language.

use control::{Error, Mail};
use domain::{problem::Problem, view::TypedUser};
use translation::Language;

use crate::{
    installation::{PASSWORD, on_both_databases},
    own_account::{Place, problem},
};

const NEW: &str = "amazing grace in the navy";

/// The token of the link in a mail.
fn token(mail: &Mail) -> String {
    mail.text.split_once("?token=").unwrap().1.split_whitespace().next().unwrap().to_owned()
}

on_both_databases! {
    async fn an_administrator_sends_a_user_the_way_to_a_password_which_verifies_the_address(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        operator.send_password_link(path, grace.id).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert!(mail.text.starts_with("The people who run "), "{}", mail.text);
        place.installation.control.reset_password(&*place.realm().await, &token(&mail), NEW).await.unwrap();
        assert!(place.sign_in("grace", NEW).await.is_some());
        assert!(operator.load_user(path, grace.id).await.unwrap().user.profile.email_verified);
        let [notice] = place.mails().await.try_into().unwrap();
        assert!(notice.text.contains(" UTC\n") && notice.text.contains("/account\n"), "{}", notice.text);
        assert!(matches!(operator.send_verification(path, grace.id).await, Err(Error::NotOffered)), "it is verified already");
    }

    async fn a_user_who_is_invited_chooses_the_first_password(installation) {
        let place = Place::of(installation);
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        let alan = TypedUser { identifier: "alan".to_owned(), name: "Alan Turing".to_owned(), ..TypedUser::default() };
        assert_eq!(problem(operator.invite_user(path, &alan, Language::German).await), ("email", Problem::Missing));
        let alan = TypedUser { email: "alan@acme.example".to_owned(), ..alan };
        operator.invite_user(path, &alan, Language::German).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert!(mail.subject.starts_with("Ihr Konto bei ") && mail.text.contains("7 Tage"), "{} {}", mail.subject, mail.text);
        assert!(place.sign_in("alan", NEW).await.is_none());
        place.installation.clock.advance_seconds(6 * 24 * 3600);
        place.installation.control.reset_password(&*place.realm().await, &token(&mail), NEW).await.unwrap();
        assert!(place.sign_in("alan", NEW).await.is_some());
    }

    async fn a_mail_that_an_administrator_causes_is_in_the_language_that_the_user_read_last(installation) {
        let place = Place::of(installation);
        let grace = place.grace().await;
        let (operator, path) = (place.installation.operator(), &place.installation.path);
        let cookie = place.sign_in("grace", PASSWORD).await.unwrap();
        let control = place.installation.control.clone().writing_in(Language::German);
        let own = control.own_account(&place.realm().await, Some(&cookie)).await.unwrap().unwrap();
        own.remember_language().await.unwrap();
        assert_eq!(operator.user_language(path, grace.id).await.unwrap(), Some(Language::German));
        operator.set_user_password(path, grace.id, NEW).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert!(mail.html.contains("<html lang=\"de\">"), "{}", mail.html);
        operator.set_user_language(path, grace.id, Language::English).await.unwrap();
        operator.set_user_password(path, grace.id, NEW).await.unwrap();
        let [mail] = place.mails().await.try_into().unwrap();
        assert!(mail.html.contains("<html lang=\"en\">"), "{}", mail.html);
    }
}
