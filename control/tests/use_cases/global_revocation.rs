//! Another system ends all that a user has (draft-parecki-oauth-global-token-revocation).

use control::Error;
use domain::{
    audit::{AuditAction, AuditEvent},
    client::ClientType,
    family::RevocationReason,
    settings::authorization::AuthorizationSettings,
    subject_identifier::SubjectIdentifier,
    user::{User, UserStatus},
    view::TypedUser,
};

use crate::installation::{TestControl, on_both_databases};

impl TestControl {
    async fn switch_global_revocation(&self, on: bool) {
        let workspace = self.operator().load_workspace(&self.path).await.unwrap();
        let authorization = AuthorizationSettings { global_token_revocation: on, ..workspace.authorization };
        self.operator().set_authorization_settings(&self.path, workspace.version, authorization).await.unwrap();
    }

    async fn revoke_all_of(&self, subject: &SubjectIdentifier) -> Result<(), Error> {
        self.operator().revoke_user_globally(&self.path, subject).await
    }

    /// What the log says of such calls, oldest first.
    async fn told_of_revocations(&self) -> Vec<String> {
        let trail = self.trail().await;
        let lines = trail.iter().rev().filter(|line| line.action == AuditAction::UserRevokedGlobally);
        let told = |line: &AuditEvent| {
            let changes: Vec<_> = line.changes.iter().map(|change| format!("{} {}", change.field, change.from)).collect();
            format!("{}: {}", line.target, changes.join(", "))
        };
        lines.map(told).collect()
    }
}

fn opaque(user: &User) -> SubjectIdentifier {
    SubjectIdentifier::Opaque { id: user.id.to_string() }
}

on_both_databases! {
    /// Clauses: 296.
    async fn one_call_ends_every_session_and_refresh_token_of_a_user_and_may_be_repeated(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let (alice, bob) = (installation.user("alice").await, installation.user("bob").await);
        let bound = installation.family_with(&shop, &alice, |family| family.authorization.ends_with_session = true).await;
        let lasting = installation.family(&shop, &alice).await;
        let anothers = installation.family_with(&shop, &bob, |family| family.authorization.ends_with_session = true).await;
        installation.switch_global_revocation(true).await;
        installation.revoke_all_of(&opaque(&alice)).await.unwrap();
        for family in [bound, lasting] {
            assert_eq!(installation.family_summary(family).await.revoked.unwrap().reason, RevocationReason::Administrator);
        }
        assert_eq!(operator.load_user(path, alice.id).await.unwrap().open_sessions, 0);
        assert!(installation.family_summary(anothers).await.revoked.is_none());
        let session = operator.load_user(path, bob.id).await.unwrap().open_sessions;
        assert_eq!(session, 1, "who was not named is left alone");
        installation.revoke_all_of(&opaque(&alice)).await.unwrap();
        assert_eq!(installation.told_of_revocations().await, ["alice: sessions 1, live_refresh_tokens 2", "alice: "], "each call leaves a line");
    }

    /// Clauses: 297.
    async fn a_user_is_found_by_what_the_tokens_say_or_by_the_address_they_sign_in_with_and_nobody_else(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let alice = installation.user("alice").await;
        let typed = TypedUser { identifier: "alice".to_owned(), name: "Alice".to_owned(), email: "alice@example.com".to_owned(), ..TypedUser::default() };
        let alice = operator.set_user(path, alice.id, alice.version, &typed).await.unwrap();
        installation.switch_global_revocation(true).await;
        let (iss, sub) = (operator.issuer(path), alice.id.to_string());
        let of = |iss: &str, sub: &str| SubjectIdentifier::IssSub { iss: iss.to_owned(), sub: sub.to_owned() };
        let email = |email: &str| SubjectIdentifier::Email { email: email.to_owned() };
        for subject in [of(&iss, &sub), opaque(&alice), email("alice@example.com"), email("Alice@Example.com")] {
            assert!(installation.revoke_all_of(&subject).await.is_ok(), "{subject:?}");
        }
        let nobody = operator.issuer(path) + "/";
        for subject in [of(&nobody, &sub), of(&iss, "alice"), of("", &sub), email("bob@example.com"), email("alice"), email(""), SubjectIdentifier::Opaque { id: "alice".to_owned() }] {
            let missed = installation.revoke_all_of(&subject).await;
            assert!(matches!(missed, Err(Error::NotFound)), "{subject:?}: {missed:?}");
        }
        let disabled = operator.set_user_status(path, alice.id, alice.version, UserStatus::Disabled).await.unwrap();
        assert!(installation.revoke_all_of(&opaque(&disabled)).await.is_ok(), "who may not sign in may still be named");
        assert_eq!(installation.told_of_revocations().await.len(), 5, "what nobody was found for leaves no line");
    }

    /// Clauses: 298.
    async fn a_workspace_that_does_not_offer_it_ends_nothing(installation) {
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let alice = installation.user("alice").await;
        let family = installation.family(&shop, &alice).await;
        for _ in 0..2 {
            let refused = installation.revoke_all_of(&opaque(&alice)).await;
            assert!(matches!(refused, Err(Error::NotOffered)), "{refused:?}");
            installation.switch_global_revocation(false).await;
        }
        assert!(installation.family_summary(family).await.revoked.is_none());
        assert!(installation.told_of_revocations().await.is_empty());
    }
}
