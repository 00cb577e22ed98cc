//! The writing of users who are taken over, in batches.

use domain::{
    audit::{AuditAction, Change},
    id::UserId,
    import::{ImportReport, Reason, Source},
    user::User,
    workspace::WorkspacePath,
};
use engine::second_factor::{SecondFactor, TotpSecret};
use store::{SavedUser, Sealed};

use super::{counts::ImportedUsers, taken::TakenUser};
use crate::{Error, Operator, changes, edit::Edit, permission::Action, users::line};

/// How many users are written in one transaction: on SQLite everybody else who writes waits for it.
const BATCH: usize = 100;

impl Operator {
    /// Adds users, each with a line in the log, and counts them. One who is there by now is left out, and one whose identifier is taken
    /// by now gets another.
    ///
    /// # Errors
    /// Why no more are added: those of the batches before are there, and counted.
    pub(super) async fn add_users(
        &self,
        path: &WorkspacePath,
        source: Source,
        users: Vec<TakenUser>,
        (sum, report): (&mut ImportedUsers, &mut ImportReport),
    ) -> Result<(), Error> {
        let mut left = users.into_iter();
        loop {
            let batch: Vec<TakenUser> = left.by_ref().take(BATCH).collect();
            if batch.is_empty() {
                return Ok(());
            }
            let edit = self.edit_in(Action::CreateUser, path).await?;
            let names: Vec<&str> = batch.iter().flat_map(TakenUser::names).collect();
            let taken = edit.store().taken_names(&names).await?;
            let (late, new): (Vec<TakenUser>, Vec<TakenUser>) =
                batch.into_iter().partition(|user| user.names().any(|name| taken.contains(name)));
            let of_batch = ImportedUsers::of(&new);
            let ids: Vec<UserId> = new.iter().filter_map(|user| user.id).collect();
            let taken = edit.store().taken_user_ids(&ids).await?;
            let mut renumbered = Vec::new();
            for mut user in new {
                if user.id.is_some_and(|id| taken.contains(&id)) {
                    user.id = None;
                    renumbered.push((user.at.clone(), user.identifier.clone()));
                }
                self.add_user_taken_over(&edit, source, user).await?;
            }
            edit.commit().await?;
            for (at, identifier) in renumbered {
                report.leave_out(Reason::UserSubject, at, identifier.as_str());
            }
            for user in late {
                report.leave_out(Reason::UserThere, user.at, user.identifier.as_str());
            }
            *sum = sum.and(of_batch);
        }
    }

    async fn add_user_taken_over(&self, edit: &Edit<'_, ()>, source: Source, taken: TakenUser) -> Result<(), Error> {
        let TakenUser { id, identifier, status, profile, password, second_factor, .. } = taken;
        let user = User {
            id: id.unwrap_or_else(|| UserId::new(edit.now, self.control.random_bytes())),
            workspace_id: edit.workspace().id,
            identifier,
            status,
            created_at: edit.now,
            version: 1,
            profile,
        };
        let mut changed = changes::one("source", "", source.name());
        if let Some(hash) = &password {
            changed.extend(changes::one("password", "", hash.kind()));
        }
        let stored = password.map(engine::password::ImportedHash::into_stored);
        let user = match edit.store().insert_user(&user, stored).await? {
            SavedUser::Saved(user) => *user,
            // Somebody was faster, since the names were looked at.
            SavedUser::Taken(_) => return Err(Error::Stale),
        };
        if let Some(secret) = &second_factor {
            changed.extend(self.add_second_factor(edit, &user, secret).await?);
        }
        edit.audit(line(AuditAction::UserCreated, &user, changed)).await
    }

    /// Gives a user the authenticator app that they have, without recovery codes: nobody would see them.
    async fn add_second_factor(&self, edit: &Edit<'_, ()>, user: &User, secret: &TotpSecret) -> Result<Vec<Change>, Error> {
        let purpose = Sealed::UserSecondFactor(user.id).purpose();
        let sealed_secret = self.control.keys().seal(&purpose, secret.expose(), self.control.random()).map_err(Error::internal)?;
        let sealed_secret = Some(sealed_secret);
        let factor = SecondFactor { sealed_secret, last_step: 0, recovery_codes: Vec::new(), enrolled_at: edit.now, version: 1 };
        edit.store().insert_second_factor(user.id, &factor).await?;
        Ok(changes::one("second_factor", "", "set"))
    }
}
