//! Subjects of trusted issuers that are linked to users: which there can be, who says so, and what ends them.

use control::{Error, FieldError};
use domain::{
    audit::AuditAction,
    linked_subject::{LinkedSubject, MOST_LINKED_SUBJECTS},
    problem::Problem,
    role::BuiltInRole,
    trusted_issuer::{AssertionIssuer, TrustedIssuer},
    user::User,
};

use crate::{
    installation::{TestControl, on_both_databases},
    trusted_issuers::trusted_issuer,
};

impl TestControl {
    async fn trust<const N: usize>(&self, issuers: [TrustedIssuer; N]) {
        let version = self.operator().load_workspace(&self.path).await.unwrap().version;
        self.operator().set_trusted_issuers(&self.path, version, issuers.into_iter().collect()).await.unwrap();
    }

    async fn link(&self, user: &User, issuer: &str, subject: &str) -> Result<LinkedSubject, Error> {
        self.operator().link_subject(&self.path, user.id, issuer, subject).await
    }

    async fn linked(&self, user: &User) -> Vec<String> {
        let linked = self.operator().list_linked_subjects(&self.path, user.id).await.unwrap();
        linked.iter().map(|linked| format!("{}: {}", linked.issuer, linked.subject)).collect()
    }
}

fn problems(linked: Result<LinkedSubject, Error>) -> Vec<(&'static str, Problem)> {
    match linked {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|FieldError { field, problem }| (field, problem)).collect(),
        other => panic!("it is refused: {other:?}"),
    }
}

on_both_databases! {
    /// Clauses: 324.
    async fn a_subject_of_an_issuer_is_one_user(installation) {
        installation.trust([trusted_issuer("idp"), trusted_issuer("other")]).await;
        let (ann, eve) = (installation.user("ann").await, installation.user("eve").await);
        installation.link(&ann, "idp", " 00u1 ").await.unwrap();
        assert_eq!(problems(installation.link(&ann, "idp", "00u1").await), [("subject", Problem::SubjectLinked)]);
        assert_eq!(problems(installation.link(&eve, "idp", "00u1").await), [("subject", Problem::SubjectLinked)]);
        installation.link(&eve, "other", "00u1").await.unwrap();
        installation.link(&eve, "idp", "00U1").await.unwrap();
        assert_eq!((installation.linked(&ann).await, installation.linked(&eve).await.len()), (vec!["idp: 00u1".to_owned()], 2));
        let wrong = installation.link(&ann, "nobody", "a\nb").await;
        assert_eq!(problems(wrong), [("issuer", Problem::UnknownIssuer), ("subject", Problem::AssertionSubject)]);
        for number in 1..MOST_LINKED_SUBJECTS {
            installation.link(&ann, "other", &format!("subject-{number}")).await.unwrap();
        }
        let most = Problem::TooMany { most: MOST_LINKED_SUBJECTS };
        assert_eq!(problems(installation.link(&ann, "other", "one more").await), [("subject", most)]);
    }

    async fn a_link_is_made_and_ended_by_whoever_may_set_the_issuer_and_changes_the_version_of_the_user(installation) {
        installation.trust([trusted_issuer("idp")]).await;
        let (ann, path) = (installation.user("ann").await, &installation.path);
        let support = installation.operator_as(BuiltInRole::Support, None).await;
        let refused = support.link_subject(path, ann.id, "idp", "00u1").await;
        assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
        let linked = installation.link(&ann, "idp", "00u1").await.unwrap();
        assert_eq!(installation.operator().find_user(path, ann.id).await.unwrap().version, ann.version + 1);
        let eve = installation.user("eve").await;
        let of_another = installation.operator().unlink_subject(path, eve.id, linked.id).await;
        assert!(matches!(of_another, Err(Error::NotFound)), "{of_another:?}");
        installation.operator().unlink_subject(path, ann.id, linked.id).await.unwrap();
        let again = installation.operator().unlink_subject(path, ann.id, linked.id).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
        assert_eq!(installation.operator().find_user(path, ann.id).await.unwrap().version, ann.version + 2);
        let trail = installation.trail().await;
        let told = |action: AuditAction| {
            let line = trail.iter().find(|line| line.action == action).unwrap();
            let change = line.changes.first().unwrap();
            (line.target.clone(), change.from.clone(), change.to.clone())
        };
        let (name, subject) = ("ann".to_owned(), "idp: 00u1".to_owned());
        assert_eq!(told(AuditAction::UserSubjectLinked), (name.clone(), String::new(), subject.clone()));
        assert_eq!(told(AuditAction::UserSubjectUnlinked), (name, subject, String::new()));
    }

    /// Clauses: 325.
    async fn a_link_ends_with_its_user_and_with_its_issuer(installation) {
        installation.trust([trusted_issuer("idp"), trusted_issuer("other")]).await;
        let (ann, eve) = (installation.user("ann").await, installation.user("eve").await);
        installation.link(&eve, "idp", "00u2").await.unwrap();
        let version = installation.operator().find_user(&installation.path, eve.id).await.unwrap().version;
        installation.operator().delete_user(&installation.path, eve.id, version, "eve").await.unwrap();
        installation.link(&ann, "idp", "00u2").await.unwrap();
        installation.link(&ann, "other", "00u3").await.unwrap();

        let off = TrustedIssuer { enabled: false, ..trusted_issuer("idp") };
        installation.trust([off, trusted_issuer("other")]).await;
        assert_eq!(installation.linked(&ann).await, ["idp: 00u2", "other: 00u3"], "it is the same issuer");
        let renamed = TrustedIssuer { issuer: AssertionIssuer::parse("https://new.example.com").unwrap(), ..trusted_issuer("idp") };
        installation.trust([renamed.clone(), trusted_issuer("other")]).await;
        assert_eq!(installation.linked(&ann).await, ["other: 00u3"], "whom that one means is not known");
        installation.trust([renamed]).await;
        assert!(installation.linked(&ann).await.is_empty());
        installation.trust([]).await;
        let trail = installation.trail().await;
        let line = trail.iter().find(|line| line.action == AuditAction::TrustedIssuerRemoved && line.target == "other").unwrap();
        let change = line.changes.iter().find(|change| change.field == "linked_subjects").unwrap();
        assert_eq!((change.from.as_str(), change.to.as_str()), ("1", "0"));
    }
}
