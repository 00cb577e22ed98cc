//! Users: what is said of them, who signs in as whom, and the end of them.

use std::sync::Arc;

use crate::installation::{PASSWORD, TestControl, on_both_databases};
use control::{Error, Sessions};
use domain::{
    address::{Address, AddressError, TypedAddress},
    audit::AuditAction,
    client::ClientType,
    clock::Clock,
    family::RevocationReason,
    phone_number::PhoneNumberError,
    problem::Problem,
    user::{User, UserIdentifier},
    view::{FamilyFilter, NewUser, SignOut, TypedUser},
};
use engine::storage::{CodeStorage as _, Directory as _};

const EVERYTHING: SignOut = SignOut { sessions: true, tokens: true, consents: true };

/// A user as the form shows them.
fn as_typed(user: &User) -> TypedUser {
    let profile = &user.profile;
    TypedUser {
        identifier: user.identifier.to_string(),
        name: profile.name.to_string(),
        email: profile.email.clone().unwrap_or_default(),
        email_verified: profile.email_verified,
        phone_number: profile.phone_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        phone_number_verified: profile.phone_number_verified,
        address: profile.address.as_ref().map(Address::as_typed).unwrap_or_default(),
    }
}

fn problems<T>(result: Result<T, Error>) -> Vec<(&'static str, Problem)> {
    match result {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|at| (at.field, at.problem)).collect(),
        Err(other) => panic!("{other:?}"),
        Ok(_) => Vec::new(),
    }
}

impl TestControl {
    async fn edit(&self, user: &User, change: impl FnOnce(&mut TypedUser)) -> Result<User, Error> {
        let mut typed = as_typed(user);
        change(&mut typed);
        self.operator().set_user(&self.path, user.id, user.version, &typed).await
    }

    async fn add(&self, identifier: &str, email: &str) -> Result<User, Error> {
        let new = NewUser {
            identifier: identifier.to_owned(),
            name: "Somebody".to_owned(),
            email: email.to_owned(),
            password: PASSWORD.to_owned(),
        };
        self.operator().create_user(&self.path, new).await
    }

    async fn who_signs_in(&self, name: &str) -> Option<String> {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap().id;
        let name = UserIdentifier::parse(name).unwrap();
        let found = self.store.engine_storage().find_user_by_identifier(workspace, &name).await.unwrap();
        found.map(|record| record.user.identifier.to_string())
    }
}

on_both_databases! {
    async fn what_is_said_of_a_user_is_saved_as_typed_and_told_in_the_log(installation) {
        let alice = installation.add("alice", "alice@example.com").await.unwrap();
        installation.clock.advance_seconds(60);
        let saved = installation.edit(&alice, |typed| {
            typed.email_verified = true;
            "+1 (604) 555-1234;ext=5678".clone_into(&mut typed.phone_number);
            typed.address = TypedAddress { street_address: "Hauptstr. 1".to_owned(), locality: "Berlin".to_owned(), ..TypedAddress::default() };
        }).await.unwrap();
        assert_eq!(saved.profile.phone_number.as_ref().unwrap().as_str(), "+16045551234;ext=5678");
        assert_eq!(saved.profile.address.as_ref().unwrap().formatted, "Hauptstr. 1\nBerlin");
        assert_eq!((saved.profile.email_verified, saved.profile.phone_number_verified), (true, false));
        assert_eq!(saved.profile.updated_at, Some(installation.clock.now()));
        let (operator, path) = (installation.operator(), &installation.path);
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().user, saved);

        let line = installation.trail().await.pop().unwrap();
        assert_eq!((line.action, line.target.as_str()), (AuditAction::UserUpdated, "alice"));
        let told: Vec<_> = line.changes.iter().map(|change| [&*change.field, &*change.from, &*change.to].join("|")).collect();
        assert_eq!(told, ["email_verified|false|true", "phone_number||set", "street_address||set", "locality||set"], "no number and no address stays in the log");

        let lines = installation.trail().await.len();
        let again = installation.edit(&saved, |_| {}).await.unwrap();
        assert_eq!((again.version, installation.trail().await.len()), (saved.version, lines), "what changes nothing is no change");
    }

    async fn a_changed_address_or_number_is_unverified_unless_it_is_ticked_for_the_new_one(installation) {
        let alice = installation.add("alice", "alice@example.com").await.unwrap();
        let verified = installation.edit(&alice, |typed| typed.email_verified = true).await.unwrap();
        let changed = installation.edit(&verified, |typed| "a@example.com".clone_into(&mut typed.email)).await.unwrap();
        assert!(!changed.profile.email_verified, "the tick was for the earlier address");
        let both = installation.edit(&changed, |typed| {
            "b@example.com".clone_into(&mut typed.email);
            typed.email_verified = true;
            "+49 30 123456".clone_into(&mut typed.phone_number);
            typed.phone_number_verified = true;
        }).await.unwrap();
        assert!(both.profile.email_verified && both.profile.phone_number_verified);
        let removed = installation.edit(&both, |typed| typed.phone_number = String::new()).await.unwrap();
        assert!(!removed.profile.phone_number_verified && removed.profile.phone_number.is_none());
        let nothing = installation.edit(&removed, |typed| typed.phone_number_verified = true).await;
        assert_eq!(problems(nothing), [("phone_number_verified", Problem::NothingVerified)]);
    }

    async fn every_wrong_value_is_told_at_its_field_and_nothing_is_saved(installation) {
        let alice = installation.add("alice", "").await.unwrap();
        let wrong = installation.edit(&alice, |typed| {
            "p\u{430}ypal".clone_into(&mut typed.identifier);
            " ".clone_into(&mut typed.name);
            "alice".clone_into(&mut typed.email);
            "030 123456".clone_into(&mut typed.phone_number);
            "a\nb".clone_into(&mut typed.address.country);
        }).await;
        assert_eq!(
            problems(wrong),
            [
                ("identifier", Problem::Confusable),
                ("name", Problem::Name(domain::name::NameError::Empty)),
                ("email", Problem::NotAnEmail),
                ("phone_number", Problem::PhoneNumber(PhoneNumberError::WithoutCountry)),
                ("country", Problem::Address(AddressError::Lines)),
            ]
        );
        let (operator, path) = (installation.operator(), &installation.path);
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().user, alice);
        let first = installation.edit(&alice, |typed| "Anne".clone_into(&mut typed.name)).await.unwrap();
        assert!(matches!(installation.edit(&alice, |typed| "Ann".clone_into(&mut typed.name)).await, Err(Error::Stale)));
        assert_eq!(first.profile.name.as_str(), "Anne");
    }

    async fn a_name_to_sign_in_with_is_one_users_whichever_was_set_first(installation) {
        let alice = installation.add("alice", "alice@example.com").await.unwrap();
        let bob = installation.add("bob@example.com", "").await.unwrap();
        for (field, change) in [
            ("identifier", (|typed| "bob@example.com".clone_into(&mut typed.identifier)) as fn(&mut TypedUser)),
            ("email", |typed| "Bob@Example.com".clone_into(&mut typed.email)),
        ] {
            assert_eq!(problems(installation.edit(&alice, change).await), [(field, Problem::Taken)]);
        }
        assert_eq!(problems(installation.edit(&bob, |typed| "alice@example.com".clone_into(&mut typed.email)).await), [("email", Problem::Taken)]);
        assert_eq!(problems(installation.add("alice@example.com", "").await), [("identifier", Problem::Taken)]);
        assert_eq!(problems(installation.add("carl", "bob@example.com").await), [("email", Problem::Taken)]);

        // What somebody gives up is free; what they move from one field to the other stays theirs.
        let alice = installation.edit(&alice, |typed| {
            "alice@example.com".clone_into(&mut typed.identifier);
            typed.email = String::new();
        }).await.unwrap();
        assert_eq!(installation.who_signs_in("alice").await, None);
        assert_eq!(installation.who_signs_in("alice@example.com").await.as_deref(), Some("alice@example.com"));
        installation.add("alice", "").await.unwrap();
        let alice = installation.edit(&alice, |typed| "alice@example.com".clone_into(&mut typed.email)).await.unwrap();
        installation.edit(&alice, |typed| typed.email = String::new()).await.unwrap();
        assert_eq!(installation.who_signs_in("alice@example.com").await.as_deref(), Some("alice@example.com"));
    }

    async fn of_many_who_want_a_name_at_once_one_gets_it(installation) {
        let installation = Arc::new(installation);
        let mut users = Vec::new();
        for number in 0..8 {
            users.push(installation.add(&format!("user{number}"), "").await.unwrap());
        }
        let mut wanted = tokio::task::JoinSet::new();
        for (number, user) in users.into_iter().enumerate() {
            let installation = Arc::clone(&installation);
            wanted.spawn(async move {
                match number % 3 {
                    0 => installation.edit(&user, |typed| "wanted@example.com".clone_into(&mut typed.email)).await,
                    1 => installation.edit(&user, |typed| "wanted@example.com".clone_into(&mut typed.identifier)).await,
                    _ => installation.add("wanted@example.com", "").await,
                }
            });
        }
        let mut won = 0;
        while let Some(outcome) = wanted.join_next().await {
            match outcome.unwrap() {
                Ok(_) => won += 1,
                Err(Error::Invalid(problems)) => assert_eq!(problems[0].problem, Problem::Taken),
                Err(other) => panic!("{other:?}"),
            }
        }
        assert_eq!(won, 1);
    }

    async fn whoever_is_signed_out_everywhere_has_nothing_left_and_the_log_says_what_ended(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let bound = installation.family_with(&shop, &alice, |family| family.authorization.ends_with_session = true).await;
        let lasting = installation.family(&shop, &alice).await;
        let view = operator.load_user(path, alice.id).await.unwrap();
        assert_eq!((view.open_sessions, view.sessions[0].clients.as_slice()), (1, ["Shop".to_owned()].as_slice()));

        let nothing = operator.sign_out_user(path, alice.id, SignOut { sessions: false, tokens: false, consents: false }).await;
        assert_eq!(problems(nothing), [("sessions", Problem::NothingChosen)]);
        operator.sign_out_user(path, alice.id, SignOut { sessions: true, tokens: false, consents: false }).await.unwrap();
        assert!(installation.family_summary(bound).await.revoked.is_some());
        assert!(installation.family_summary(lasting).await.revoked.is_none(), "what is not ticked stays");
        operator.sign_out_user(path, alice.id, EVERYTHING).await.unwrap();
        let end = installation.family_summary(lasting).await.revoked.unwrap();
        assert_eq!(end.reason, RevocationReason::Administrator);
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().open_sessions, 0);
        let trail = installation.trail().await;
        let told: Vec<_> = trail.iter().filter(|line| line.action == AuditAction::UserSignedOutByAdministrator).flat_map(|line| &line.changes).map(|change| format!("{} {}", change.field, change.from)).collect();
        assert_eq!(told, ["sessions 1", "live_refresh_tokens 1", "live_refresh_tokens 1"]);
        let lines = trail.len();
        operator.sign_out_user(path, alice.id, EVERYTHING).await.unwrap();
        assert_eq!(installation.trail().await.len(), lines, "what ends nothing leaves no line");
    }

    async fn a_revocation_ends_the_session_that_it_began_in_where_that_is_asked_for(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let sessions = async || operator.load_user(path, alice.id).await.unwrap().open_sessions;
        let stays = installation.family_with(&shop, &alice, |family| family.authorization.ends_with_session = true).await;
        let ends = installation.family_with(&shop, &alice, |family| family.authorization.ends_with_session = true).await;
        assert_eq!(sessions().await, 2);
        operator.revoke_family(path, stays, Sessions::Stay).await.unwrap();
        assert_eq!(sessions().await, 2);
        let ended = operator.revoke_family(path, ends, Sessions::End).await.unwrap();
        assert_eq!((sessions().await, ended.revoked.is_some()), (1, true));
        let session = operator.load_user(path, alice.id).await.unwrap().sessions.remove(0).id;
        let bob = installation.user("bob").await;
        operator.end_user_session(path, bob.id, session).await.unwrap();
        assert_eq!(sessions().await, 1, "it is not his");
        operator.end_user_session(path, alice.id, session).await.unwrap();
        assert_eq!(sessions().await, 0);
    }

    async fn a_deleted_user_leaves_a_trail_and_nothing_else(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.add("alice", "alice@example.com").await.unwrap();
        let alice = installation.edit(&alice, |typed| "+49 30 123456".clone_into(&mut typed.phone_number)).await.unwrap();
        let family = installation.family(&shop, &alice).await;
        let code = installation.code(&shop, &alice).await;

        let wrong = operator.delete_user(path, alice.id, alice.version, "alicia").await;
        assert_eq!(problems(wrong), [("confirm", Problem::NotThisUser)]);
        assert!(matches!(operator.delete_user(path, alice.id, alice.version - 1, "alice").await, Err(Error::Stale)));
        operator.delete_user(path, alice.id, alice.version, " ALICE ").await.unwrap();
        assert!(matches!(operator.load_user(path, alice.id).await, Err(Error::NotFound)));
        assert!(matches!(operator.set_user_password(path, alice.id, PASSWORD).await, Err(Error::NotFound)));
        assert!(matches!(operator.delete_user(path, alice.id, alice.version + 1, "alice").await, Err(Error::NotFound)));
        assert_eq!(operator.list_users(path, "", None).await.unwrap().total, Some(0));
        assert_eq!(operator.list_users(path, "deleted", None).await.unwrap().items, []);
        assert_ne!(installation.store.engine_storage().redeem_code(code).await.unwrap(), engine::storage::CodeOutcome::Redeemed);

        let summary = installation.family_summary(family).await;
        assert_eq!((summary.user_words(), summary.revoked.unwrap().reason), ("deleted user", RevocationReason::UserDeleted));
        let of_alice = FamilyFilter { user: Some(alice.id), ..FamilyFilter::default() };
        assert_eq!(operator.list_families(path, &of_alice, None).await.unwrap().items.len(), 1);
        let line = installation.trail().await.pop().unwrap();
        assert_eq!((line.action, line.target.as_str(), line.target_id), (AuditAction::UserDeleted, "alice", alice.id.to_string()));
        assert!(line.changes.iter().any(|change| (change.field.as_str(), change.from.as_str()) == ("live_refresh_tokens", "1")));

        let again = installation.add("alice", "alice@example.com").await.unwrap();
        assert_ne!(again.id, alice.id, "another user, and another sub");
    }
}
