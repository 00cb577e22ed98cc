//! Notices of what was done: a code in the address, so that they work without JavaScript, and a sentence for it.

mod notice;

/// The part of an address that names the workspace that was copied.
pub const COPIED: &str = "copied";

use std::borrow::Cow;

use crate::ui::counted;

pub use notice::DoneNotice;

macro_rules! done {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $sentence:literal;)*) => {
        /// Something that was done.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Done {
            /// Settings were saved; the resulting version. Shown only while that is the one in force.
            Saved(i64),
            /// The same, and what was saved elsewhere since the page was opened stays.
            SavedTogether(i64),
            /// The last change was taken back, but not what it did to refresh tokens.
            UndoneBut(Remains),
            $($(#[$doc])* $name,)*
        }

        impl Done {
            const fn code(self) -> &'static str {
                match self {
                    Self::Saved(_) => "saved",
                    Self::SavedTogether(_) => "saved_together",
                    Self::UndoneBut(_) => "undone_but",
                    $(Self::$name => $code,)*
                }
            }

            /// What was done, in a sentence.
            pub fn sentence(self) -> Cow<'static, str> {
                Cow::Borrowed(match self {
                    Self::Saved(_) => "Saved. This is now in force.",
                    Self::SavedTogether(_) => "Saved, together with changes made elsewhere while you were editing (see Logs). This is now in force.",
                    Self::UndoneBut(remains) => return Cow::Owned(remains.sentence()),
                    $(Self::$name => $sentence,)*
                })
            }

            pub(crate) fn parse(code: &str, version: Option<i64>) -> Option<Self> {
                match code {
                    "saved" => version.map(Self::Saved),
                    "saved_together" => version.map(Self::SavedTogether),
                    $($code => Some(Self::$name),)*
                    code => Remains::parse(code.strip_prefix("undone_but.")?).map(Self::UndoneBut),
                }
            }
        }
    };
}

done! {
    /// A workspace was made.
    TenantCreated = "tenant_created", "Tenant created. Add its first workspace.";
    WorkspaceCreated = "workspace_created", "Workspace created. Its settings are the defaults.";
    /// A workspace was made that starts with a template or as a copy.
    WorkspaceStarted = "workspace_started", "Workspace created, with the settings that you chose.";
    /// A workspace was made as a copy of another one.
    WorkspaceCopied = "workspace_copied", "Workspace created with the settings, services and scopes of another one, and none of its clients, users and keys.";
    /// A workspace was deleted.
    WorkspaceDeleted = "workspace_deleted", "The workspace was deleted, with everything in it.";
    /// A tenant was deleted.
    TenantDeleted = "tenant_deleted", "The tenant was deleted, with everything in it.";
    /// An API client was made.
    ApiClientCreated = "api_client_created", "The API client was created.";
    /// The next signing key took over.
    KeyRotated = "key_rotated", "The key was rotated. The next one signs now.";
    /// A signing key was published.
    KeyPublished = "key_published", "The key was published. It can sign in a minute and a half.";
    /// A signing key was revoked.
    KeyRevoked = "key_revoked", "The key was revoked. Nothing that it signed is accepted any more.";
    /// The mail server was saved.
    MailServerSaved = "mail_server_saved", "The mail server was saved. Send a test mail to try it.";
    /// The mail server was removed.
    MailServerRemoved = "mail_server_removed", "The mail server was removed.";
    /// A webhook was made.
    WebhookCreated = "webhook_created", "The webhook was created. It is told of what happens from now on.";
    /// A webhook was saved.
    WebhookSaved = "webhook_saved", "The webhook was saved.";
    /// A webhook is delivered to.
    WebhookEnabled = "webhook_enabled", "The webhook is active.";
    /// A webhook is not delivered to any more.
    WebhookDisabled = "webhook_disabled", "The webhook is disabled. Nothing is delivered.";
    /// A webhook has a new secret.
    WebhookSecretRotated = "webhook_secret_rotated", "The secret was replaced. The former one signs beside it for a day.";
    /// A test is on its way to a webhook.
    WebhookTested = "webhook_tested", "The test is sent now. Reload the page to see what became of it.";
    /// Events are on their way to a webhook again.
    WebhookReplayed = "webhook_replayed", "It is sent again now. Reload the page to see what became of it.";
    /// A webhook was deleted.
    WebhookDeleted = "webhook_deleted", "The webhook was deleted.";
    /// A chain of audit lines was sealed anew.
    ChainSealed = "chain_sealed", "The chain was sealed anew, as it is now. The reason is in the log of the installation.";
    /// A mail was sent to try the mail server.
    TestMailSent = "test_mail_sent", "The mail server took the test mail.";
    /// A client was made.
    ClientCreated = "client_created", "Client created.";
    /// A client was made active.
    ClientEnabled = "client_enabled", "The client is active.";
    /// A client was made inactive.
    ClientDisabled = "client_disabled", "The client is inactive, and its refresh tokens were ended.";
    /// A client was deleted.
    ClientDeleted = "client_deleted", "The client was deleted, and its refresh tokens were ended.";
    /// A client has a new secret.
    SecretRotated = "secret_rotated", "The secret was replaced. The old one does not work any more.";
    /// A client has a new secret beside the one before.
    SecretAdded = "secret_added", "The secret was replaced. The old one works beside it for the time shown below.";
    /// The secret before a client's current one was ended.
    PreviousSecretRevoked = "previous_secret_revoked", "The old secret was revoked. Only the current one works.";
    /// A service was made.
    ServiceCreated = "service_created", "Service created.";
    /// A service's scopes were changed.
    ServiceSaved = "service_saved", "The service's scopes were saved.";
    /// A service's resource server was changed.
    ServiceResourceSaved = "service_resource_saved", "The resource identifier was saved.";
    /// Somebody was invited.
    AdministratorInvited = "administrator_invited", "The invitation was created. Send them the link: it is shown only once.";
    /// An invitation was withdrawn.
    InvitationWithdrawn = "invitation_withdrawn", "The invitation was withdrawn. Its link does not work any more.";
    /// An invitation was accepted.
    InvitationAccepted = "invitation_accepted", "You have the role now.";
    /// A role was assigned.
    RoleAssigned = "role_assigned", "The role was assigned. It applies from their next request on.";
    /// A role was withdrawn.
    RoleWithdrawn = "role_withdrawn", "The role was withdrawn. It is gone from their next request on.";
    /// An administrator may sign in again.
    AdministratorEnabled = "administrator_enabled", "The administrator can sign in again.";
    /// An administrator may not sign in any more.
    AdministratorDisabled = "administrator_disabled", "The administrator was disabled. Their sessions and API tokens were ended.";
    /// An administrator was deleted.
    AdministratorDeleted = "administrator_deleted", "The administrator was deleted. What they did stays in the log.";
    /// An administrator's sessions were ended.
    AdministratorSignedOut = "administrator_signed_out", "The administrator was signed out everywhere.";
    /// There is a link with which an administrator signs in.
    SignInLinkCreated = "sign_in_link_created", "The one-time sign-in was created. Send them the link: it is shown only once.";
    /// A role was created.
    RoleCreated = "role_created", "The role was created.";
    /// A role was saved.
    RoleSaved = "role_saved", "The role was saved. It applies to everyone who has it from their next request on.";
    /// A role was deleted.
    RoleDeleted = "role_deleted", "The role was deleted. Nobody has it any more.";
    /// An API token was created.
    ApiTokenCreated = "api_token_created", "The API token was created. It is shown only once.";
    /// An API token was revoked.
    ApiTokenRevoked = "api_token_revoked", "The API token was revoked. It does not work any more.";
    /// An administrator has a new password.
    OwnPasswordSet = "own_password_set", "Your password was changed. Your other sessions and your API tokens were ended.";
    /// Another session of the administrator was ended.
    OwnSessionEnded = "own_session_ended", "The session was ended. Whoever used it has to sign in again.";
    /// All other sessions of the administrator were ended.
    SignedOutElsewhere = "signed_out_elsewhere", "You are signed out in all other browsers.";
    /// The administrator has a second factor.
    SecondFactorSetUp = "second_factor_set_up", "Your second factor is set up. Your other sessions were ended.";
    /// The administrator has new recovery codes.
    RecoveryCodesReplaced = "recovery_codes_replaced", "New recovery codes were made. The ones before do not work any more.";
    /// The authenticator app of the administrator is not asked for any more.
    SecondFactorRemoved = "second_factor_removed", "Your authenticator app was removed.";
    /// The administrator has one more passkey.
    PasskeyAdded = "passkey_added", "Your passkey was added.";
    /// The administrator has a passkey, which is their first factor beside the password.
    FirstPasskeyAdded = "first_passkey_added", "Your passkey was added. Your other sessions were ended.";
    /// A passkey of the administrator has another name.
    PasskeyRenamed = "passkey_renamed", "Your passkey was renamed.";
    /// An administrator has one passkey less, by somebody else.
    AdministratorPasskeyRemoved = "administrator_passkey_removed", "The passkey was removed, and their sessions were ended.";
    /// A user has one passkey less, by an administrator.
    UserPasskeyRemoved = "user_passkey_removed", "The passkey was removed, and the user's sessions were ended.";
    /// The administrator has one passkey less.
    PasskeyRemoved = "passkey_removed", "Your passkey was removed.";
    /// The second factor of another administrator was reset.
    SecondFactorReset = "second_factor_reset", "The second factor was reset, and their sessions were ended. They sign in with their password and can set up a new one.";
    /// What a tenant asks of its administrators was changed.
    AdministratorPolicySaved = "administrator_policy_saved", "Saved. This applies to administrators from their next request on.";
    /// A user was added.
    UserCreated = "user_created", "The user was added.";
    /// A user may sign in again.
    UserEnabled = "user_enabled", "The user can sign in again.";
    /// A user may not sign in any more.
    UserDisabled = "user_disabled", "The user was disabled, and their refresh tokens were ended.";
    /// A user has a new password.
    PasswordSet = "password_set", "The password was set, and the user's refresh tokens were ended.";
    /// A user's profile was saved.
    UserSaved = "user_saved", "The user was saved.";
    /// The same, and what was saved elsewhere since the page was opened stays.
    UserSavedTogether = "user_saved_together", "The user was saved, together with changes made elsewhere while you were editing (see Logs).";
    /// A user's second factor was reset.
    UserSecondFactorReset = "user_second_factor_reset", "The second factor was reset, and the user's sessions were ended.";
    /// A user was signed out everywhere.
    UserSignedOut = "user_signed_out", "The user was signed out as you chose.";
    /// A session of a user was ended.
    UserSessionEnded = "user_session_ended", "The session was ended.";
    /// A user was deleted.
    UserDeleted = "user_deleted", "The user was deleted. Nothing that was issued for them works any more.";
    /// A family was ended.
    FamilyRevoked = "family_revoked", "The refresh token was revoked.";
    /// Several families were ended.
    FamiliesRevoked = "families_revoked", "The refresh tokens were revoked.";
    /// Reuses were marked as handled.
    ReusesHandled = "reuses_handled", "Marked as handled.";
    /// The mark of a reuse was taken back.
    ReuseReopened = "reuse_reopened", "The reuse is open again. What it ended stays ended.";
    /// A filter was kept under a name.
    ViewSaved = "view_saved", "The view was saved. It stands above the filter.";
    /// A filter that was kept was removed.
    ViewRemoved = "view_removed", "The saved view was removed.";
    /// A job was started.
    JobStarted = "job_started", "The job was started.";
    /// A job was stopped.
    JobStopped = "job_stopped", "The job was stopped.";
    /// A job that was to be stopped had ended.
    JobOver = "job_over", "The job had ended already.";
    /// The last change was taken back.
    Undone = "undone", "Undone. It is as it was before.";
    /// The same where nobody can say what it did to sessions and refresh tokens.
    UndonePartly = "undone_partly", "Undone. Sessions and refresh tokens that the change ended stay ended, and those that it shortened stay shortened.";
    /// The administrator signed out.
    SignedOut = "signed_out", "You are signed out.";
}

/// What a change that was taken back did to refresh tokens, which is not taken back: no end is ever moved later.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Remains {
    /// How many it ended.
    pub ended: u64,
    /// How many others got an earlier end.
    pub shortened: u64,
}

impl Remains {
    fn parse(text: &str) -> Option<Self> {
        let (ended, shortened) = text.split_once('.')?;
        Some(Self { ended: ended.parse().ok()?, shortened: shortened.parse().ok()? })
    }

    fn sentence(self) -> String {
        let Self { ended, shortened } = self;
        let tokens = |count, did: &str| {
            let (was, stays) = if count == 1 { ("was", "stays") } else { ("were", "stay") };
            (count > 0).then(|| format!("{} that {was} {did} {stays} {did}", counted(count, "refresh token", "refresh tokens")))
        };
        let parts: Vec<String> = [tokens(ended, "ended"), tokens(shortened, "shortened")].into_iter().flatten().collect();
        format!("Undone. It is as it was before, but {}.", parts.join(" and "))
    }
}

impl Done {
    /// The address of a page that says this was done.
    pub fn at(self, path: &str) -> String {
        let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
        let query = query.map(|query| format!("{query}&")).unwrap_or_default();
        match self {
            Self::Saved(version) | Self::SavedTogether(version) => format!("{path}?{query}done={}&version={version}", self.code()),
            Self::UndoneBut(Remains { ended, shortened }) => format!("{path}?{query}done={}.{ended}.{shortened}", self.code()),
            other => format!("{path}?{query}done={}", other.code()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_told_by_the_address() {
        assert_eq!(Done::Saved(7).at("/console/a/b"), "/console/a/b?done=saved&version=7");
        assert_eq!(Done::UserCreated.at("/console/a/b?page=2"), "/console/a/b?page=2&done=user_created");
        assert_eq!(Done::parse("saved", Some(7)), Some(Done::Saved(7)));
        assert_eq!(Done::parse("saved", None), None);
        assert_eq!(Done::parse("<b>", None), None);
    }

    #[test]
    fn what_is_not_taken_back_is_counted() {
        let told = |ended, shortened| {
            let done = Done::UndoneBut(Remains { ended, shortened });
            let address = done.at("/console/a/b");
            assert_eq!(Done::parse(address.split_once("done=").unwrap().1, None), Some(done));
            done.sentence().into_owned()
        };
        assert_eq!(told(0, 4), "Undone. It is as it was before, but 4 refresh tokens that were shortened stay shortened.");
        assert_eq!(
            told(1, 1200),
            "Undone. It is as it was before, but 1 refresh token that was ended stays ended and 1,200 refresh tokens that were shortened stay \
             shortened."
        );
        for other in ["undone_but", "undone_but.1", "undone_but.1.x", "undone_but.1.2.3"] {
            assert_eq!(Done::parse(other, None), None, "{other}");
        }
    }
}
