//! Subjects of trusted issuers that are linked to users: an assertion about one of them is about this user, whatever else finds users.

use domain::{
    audit::AuditAction,
    id::{LinkedSubjectId, UserId},
    linked_subject::{AssertionSubject, LinkedSubject, MOST_LINKED_SUBJECTS},
    name::Slug,
    problem::Problem,
    workspace::WorkspacePath,
};

use crate::{Error, Operator, changes, edit::get, error::Problems, permission::Action, users::line};

impl Operator {
    /// Returns the subjects that are linked to a user, the oldest first.
    pub async fn list_linked_subjects(&self, path: &WorkspacePath, user: UserId) -> Result<Vec<LinkedSubject>, Error> {
        let store = self.read(Action::SeeUsers, path).await?;
        let user = get(&store, user).await?;
        Ok(store.list_linked_subjects(user.id).await?)
    }

    /// Links a subject of a trusted issuer to a user. It takes what it takes to set the issuer: both say whom its assertions are about.
    ///
    /// # Errors
    /// Problems of `issuer` and `subject`.
    pub async fn link_subject(&self, path: &WorkspacePath, user: UserId, issuer: &str, subject: &str) -> Result<LinkedSubject, Error> {
        let edit = self.edit_any(Action::SetTrustedIssuers, path, user).await?;
        let mut problems = Problems::default();
        let trusted = Slug::parse(issuer.trim()).ok().filter(|issuer| edit.workspace().trusted_issuers.find(issuer).is_some());
        let issuer = problems.take("issuer", trusted.ok_or(Problem::UnknownIssuer));
        let subject = problems.take("subject", AssertionSubject::parse(subject));
        let (Some(issuer), Some(subject)) = (issuer, subject) else { return Err(problems.into()) };
        let store = edit.store();
        if store.is_linked(&issuer, &subject).await? {
            return Err(Error::invalid("subject", Problem::SubjectLinked));
        }
        if store.count_linked_subjects(user).await? >= u64::from(MOST_LINKED_SUBJECTS) {
            return Err(Error::invalid("subject", Problem::TooMany { most: MOST_LINKED_SUBJECTS }));
        }
        let id = LinkedSubjectId::new(edit.now, self.control.random_bytes());
        let linked = LinkedSubject { id, issuer, subject, linked_at: edit.now };
        store.insert_linked_subject(user, &linked).await.map_err(Error::taken("subject"))?;
        // What rests on this user is decided anew.
        let saved = store.update_user(&edit.before, None).await?;
        edit.audit(line(AuditAction::UserSubjectLinked, &saved, changes::one("linked_subject", "", &words(&linked)))).await?;
        edit.commit().await?;
        Ok(linked)
    }

    /// Unlinks a subject from a user. What was issued stays, as with an issuer that is removed.
    ///
    /// # Errors
    /// [`Error::NotFound`] where no such one is linked to them.
    pub async fn unlink_subject(&self, path: &WorkspacePath, user: UserId, id: LinkedSubjectId) -> Result<(), Error> {
        let edit = self.edit_any(Action::SetTrustedIssuers, path, user).await?;
        let store = edit.store();
        let there = store.list_linked_subjects(user).await?;
        let linked = there.iter().find(|linked| linked.id == id).ok_or(Error::NotFound)?;
        if !store.delete_linked_subject(user, id).await? {
            return Err(Error::NotFound);
        }
        // A request that was decided by this link is decided anew.
        let saved = store.update_user(&edit.before, None).await?;
        edit.audit(line(AuditAction::UserSubjectUnlinked, &saved, changes::one("linked_subject", &words(linked), ""))).await?;
        edit.commit().await
    }
}

/// How the log tells of a subject.
fn words(linked: &LinkedSubject) -> String {
    format!("{}: {}", linked.issuer, linked.subject)
}
