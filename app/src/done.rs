//! Notices of what was done: a code in the address, so that they work without JavaScript, and a sentence for it.

mod notice;

/// The part of an address that names the workspace that was copied.
pub const COPIED: &str = "copied";

use std::borrow::Cow;

use crate::{id, t};

pub use notice::DoneNotice;

macro_rules! done {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $sentence:expr;)*) => {
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
                    Self::Saved(_) => t!("outcomes-saved"),
                    Self::SavedTogether(_) => t!("outcomes-saved-together"),
                    Self::UndoneBut(remains) => return Cow::Owned(remains.sentence()),
                    $(Self::$name => $sentence.text(),)*
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
    TenantCreated = "tenant_created", id!("outcomes-tenant-created");
    WorkspaceCreated = "workspace_created", id!("outcomes-workspace-created");
    /// A workspace was made that starts with a template or as a copy.
    WorkspaceStarted = "workspace_started", id!("outcomes-workspace-started");
    /// A workspace was made as a copy of another one.
    WorkspaceCopied = "workspace_copied", id!("outcomes-workspace-copied");
    /// A workspace was deleted.
    WorkspaceDeleted = "workspace_deleted", id!("outcomes-workspace-deleted");
    /// A tenant has another name.
    TenantRenamed = "tenant_renamed", id!("outcomes-tenant-renamed");
    /// A tenant was deleted.
    TenantDeleted = "tenant_deleted", id!("outcomes-tenant-deleted");
    /// An API client was made.
    ApiClientCreated = "api_client_created", id!("outcomes-api-client-created");
    /// The next signing key took over.
    KeyRotated = "key_rotated", id!("outcomes-key-rotated");
    /// A signing key was published.
    KeyPublished = "key_published", id!("outcomes-key-published");
    /// A signing key was revoked.
    KeyRevoked = "key_revoked", id!("outcomes-key-revoked");
    /// The mail server was saved.
    MailServerSaved = "mail_server_saved", id!("outcomes-mail-server-saved");
    /// The mail server was removed.
    MailServerRemoved = "mail_server_removed", id!("outcomes-mail-server-removed");
    /// A webhook was made.
    WebhookCreated = "webhook_created", id!("outcomes-webhook-created");
    /// A webhook was saved.
    WebhookSaved = "webhook_saved", id!("outcomes-webhook-saved");
    /// A webhook is delivered to.
    WebhookEnabled = "webhook_enabled", id!("outcomes-webhook-enabled");
    /// A webhook is not delivered to any more.
    WebhookDisabled = "webhook_disabled", id!("outcomes-webhook-disabled");
    /// A webhook has a new secret.
    WebhookSecretRotated = "webhook_secret_rotated", id!("outcomes-webhook-secret-rotated");
    /// A test is on its way to a webhook.
    WebhookTested = "webhook_tested", id!("outcomes-webhook-tested");
    /// Events are on their way to a webhook again.
    WebhookReplayed = "webhook_replayed", id!("outcomes-webhook-replayed");
    /// A webhook was deleted.
    WebhookDeleted = "webhook_deleted", id!("outcomes-webhook-deleted");
    /// A chain of audit lines was sealed anew.
    ChainSealed = "chain_sealed", id!("outcomes-chain-sealed");
    /// A mail was sent to try the mail server.
    TestMailSent = "test_mail_sent", id!("outcomes-test-mail-sent");
    /// A client was made.
    ClientCreated = "client_created", id!("outcomes-client-created");
    /// A client was made active.
    ClientEnabled = "client_enabled", id!("outcomes-client-enabled");
    /// A client was made inactive.
    ClientDisabled = "client_disabled", id!("outcomes-client-disabled");
    /// A client was deleted.
    ClientDeleted = "client_deleted", id!("outcomes-client-deleted");
    /// A client has a new secret.
    SecretRotated = "secret_rotated", id!("outcomes-secret-rotated");
    /// A client has a new secret beside the one before.
    SecretAdded = "secret_added", id!("outcomes-secret-added");
    /// The secret before a client's current one was ended.
    PreviousSecretRevoked = "previous_secret_revoked", id!("outcomes-previous-secret-revoked");
    /// An issuer is trusted.
    TrustedIssuerAdded = "trusted_issuer_added", id!("outcomes-trusted-issuer-added");
    /// A trusted issuer was changed.
    TrustedIssuerSaved = "trusted_issuer_saved", id!("outcomes-trusted-issuer-saved");
    /// An issuer is trusted no longer.
    TrustedIssuerRemoved = "trusted_issuer_removed", id!("outcomes-trusted-issuer-removed");
    /// A subject of a trusted issuer was linked to a user.
    SubjectLinked = "subject_linked", id!("outcomes-subject-linked");
    /// A subject of a trusted issuer was unlinked from a user.
    SubjectUnlinked = "subject_unlinked", id!("outcomes-subject-unlinked");
    /// A service was made.
    ServiceCreated = "service_created", id!("outcomes-service-created");
    /// A service's scopes were changed.
    ServiceSaved = "service_saved", id!("outcomes-service-saved");
    /// A service's resource server was changed.
    ServiceResourceSaved = "service_resource_saved", id!("outcomes-service-resource-saved");
    /// A type of authorization details was made.
    DetailsTypeCreated = "details_type_created", id!("outcomes-details-type-created");
    /// A type of authorization details was removed.
    DetailsTypeRemoved = "details_type_removed", id!("outcomes-details-type-removed");
    /// The document of a client is kept.
    DocumentPinned = "document_pinned", id!("outcomes-document-pinned");
    /// The document of a client is kept no longer.
    DocumentUnpinned = "document_unpinned", id!("outcomes-document-unpinned");
    /// Somebody was invited.
    AdministratorInvited = "administrator_invited", id!("outcomes-administrator-invited");
    /// Somebody was invited, and sent the link by mail.
    AdministratorInvitedByMail = "administrator_invited_by_mail", id!("outcomes-administrator-invited-by-mail");
    /// An invitation was sent again.
    InvitationSentAgain = "invitation_sent_again", id!("outcomes-invitation-sent-again");
    /// An invitation was withdrawn.
    InvitationWithdrawn = "invitation_withdrawn", id!("outcomes-invitation-withdrawn");
    /// An invitation was accepted.
    InvitationAccepted = "invitation_accepted", id!("outcomes-invitation-accepted");
    /// A role was assigned.
    RoleAssigned = "role_assigned", id!("outcomes-role-assigned");
    /// A role was withdrawn.
    RoleWithdrawn = "role_withdrawn", id!("outcomes-role-withdrawn");
    /// An administrator may sign in again.
    AdministratorEnabled = "administrator_enabled", id!("outcomes-administrator-enabled");
    /// An administrator may not sign in any more.
    AdministratorDisabled = "administrator_disabled", id!("outcomes-administrator-disabled");
    /// An administrator was deleted.
    AdministratorDeleted = "administrator_deleted", id!("outcomes-administrator-deleted");
    /// An administrator's sessions were ended.
    AdministratorSignedOut = "administrator_signed_out", id!("outcomes-administrator-signed-out");
    /// There is a link with which an administrator signs in.
    SignInLinkCreated = "sign_in_link_created", id!("outcomes-sign-in-link-created");
    /// A role was created.
    RoleCreated = "role_created", id!("outcomes-role-created");
    /// A role was saved.
    RoleSaved = "role_saved", id!("outcomes-role-saved");
    /// A role was deleted.
    RoleDeleted = "role_deleted", id!("outcomes-role-deleted");
    /// An API token was created.
    ApiTokenCreated = "api_token_created", id!("outcomes-api-token-created");
    /// An API token was revoked.
    ApiTokenRevoked = "api_token_revoked", id!("outcomes-api-token-revoked");
    /// A token by which clients register was created.
    InitialAccessTokenCreated = "initial_access_token_created", id!("outcomes-initial-access-token-created");
    /// A token by which clients register was revoked.
    InitialAccessTokenRevoked = "initial_access_token_revoked", id!("outcomes-initial-access-token-revoked");
    /// A client that registered itself cannot manage that any more.
    ClientRegistrationRevoked = "client_registration_revoked", id!("outcomes-client-registration-revoked");
    /// An administrator has a new password.
    OwnPasswordSet = "own_password_set", id!("outcomes-own-password-set");
    /// An administrator who has forgotten their password is sent a link to a new one, if there is one with the address.
    ConsolePasswordLinkSent = "console_password_link_sent", id!("outcomes-console-password-link-sent");
    /// An administrator replaced a forgotten password.
    ConsolePasswordReset = "console_password_reset", id!("outcomes-console-password-reset");
    /// Another session of the administrator was ended.
    OwnSessionEnded = "own_session_ended", id!("outcomes-own-session-ended");
    /// All other sessions of the administrator were ended.
    SignedOutElsewhere = "signed_out_elsewhere", id!("outcomes-signed-out-elsewhere");
    /// The administrator has a second factor.
    SecondFactorSetUp = "second_factor_set_up", id!("outcomes-second-factor-set-up");
    /// The administrator has new recovery codes.
    RecoveryCodesReplaced = "recovery_codes_replaced", id!("outcomes-recovery-codes-replaced");
    /// The authenticator app of the administrator is not asked for any more.
    SecondFactorRemoved = "second_factor_removed", id!("outcomes-second-factor-removed");
    /// The administrator has one more passkey.
    PasskeyAdded = "passkey_added", id!("outcomes-passkey-added");
    /// The administrator has a passkey, which is their first factor beside the password.
    FirstPasskeyAdded = "first_passkey_added", id!("outcomes-first-passkey-added");
    /// A passkey of the administrator has another name.
    PasskeyRenamed = "passkey_renamed", id!("outcomes-passkey-renamed");
    /// An administrator has one passkey less, by somebody else.
    AdministratorPasskeyRemoved = "administrator_passkey_removed", id!("outcomes-administrator-passkey-removed");
    /// A user has one passkey less, by an administrator.
    UserPasskeyRemoved = "user_passkey_removed", id!("outcomes-user-passkey-removed");
    /// The administrator has one passkey less.
    PasskeyRemoved = "passkey_removed", id!("outcomes-passkey-removed");
    /// The second factor of another administrator was reset.
    SecondFactorReset = "second_factor_reset", id!("outcomes-second-factor-reset");
    /// What a tenant asks of its administrators was changed.
    AdministratorPolicySaved = "administrator_policy_saved", id!("outcomes-administrator-policy-saved");
    /// A user was added.
    UserCreated = "user_created", id!("outcomes-user-created");
    /// A user may sign in again.
    UserEnabled = "user_enabled", id!("outcomes-user-enabled");
    /// A user may not sign in any more.
    UserDisabled = "user_disabled", id!("outcomes-user-disabled");
    /// A user has a new password.
    PasswordSet = "password_set", id!("outcomes-password-set");
    /// A user was added, and is sent the way to their password.
    UserInvited = "user_invited", id!("outcomes-user-invited");
    /// A user is sent the way to a new password.
    PasswordLinkSent = "password_link_sent", id!("outcomes-password-link-sent");
    /// A user is sent a link that confirms their address.
    VerificationSent = "verification_sent", id!("outcomes-verification-sent");
    /// Mails to a user are in another language.
    UserLanguageSet = "user_language_set", id!("outcomes-user-language-set");
    /// A user's profile was saved.
    UserSaved = "user_saved", id!("outcomes-user-saved");
    /// The same, and what was saved elsewhere since the page was opened stays.
    UserSavedTogether = "user_saved_together", id!("outcomes-user-saved-together");
    /// A user's second factor was reset.
    UserSecondFactorReset = "user_second_factor_reset", id!("outcomes-user-second-factor-reset");
    /// A user was signed out everywhere.
    UserSignedOut = "user_signed_out", id!("outcomes-user-signed-out");
    /// A session of a user was ended.
    UserSessionEnded = "user_session_ended", id!("outcomes-user-session-ended");
    /// A user was deleted.
    UserDeleted = "user_deleted", id!("outcomes-user-deleted");
    /// A family was ended.
    FamilyRevoked = "family_revoked", id!("outcomes-family-revoked");
    /// Several families were ended.
    FamiliesRevoked = "families_revoked", id!("outcomes-families-revoked");
    /// Reuses were marked as handled.
    ReusesHandled = "reuses_handled", id!("outcomes-reuses-handled");
    /// The mark of a reuse was taken back.
    ReuseReopened = "reuse_reopened", id!("outcomes-reuse-reopened");
    /// A filter was kept under a name.
    ViewSaved = "view_saved", id!("outcomes-view-saved");
    /// A filter that was kept was removed.
    ViewRemoved = "view_removed", id!("outcomes-view-removed");
    /// A job was started.
    JobStarted = "job_started", id!("outcomes-job-started");
    /// A job was stopped.
    JobStopped = "job_stopped", id!("outcomes-job-stopped");
    /// A job that was to be stopped had ended.
    JobOver = "job_over", id!("outcomes-job-over");
    /// The last change was taken back.
    Undone = "undone", id!("outcomes-undone");
    /// The same where nobody can say what it did to sessions and refresh tokens.
    UndonePartly = "undone_partly", id!("outcomes-undone-partly");
    /// The administrator signed out.
    SignedOut = "signed_out", id!("outcomes-signed-out");
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
        match (ended, shortened) {
            (_, 0) => t!("outcomes-remains-ended", ended = ended),
            (0, _) => t!("outcomes-remains-shortened", shortened = shortened),
            _ => t!("outcomes-remains-both", ended = ended, shortened = shortened),
        }
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
