//! Audit lines: who did what, to what, when.

use serde::{Deserialize, Serialize};

use crate::{
    audit_context::AuditContext,
    clock::Timestamp,
    id::{AuditEventId, TenantId, WorkspaceId},
};

/// The kind of actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// An administrator at the console.
    Administrator,
    /// Whoever may run `regrant` on the machine.
    CommandLine,
    /// A user at the sign-in page.
    User,
    /// A client at a protocol endpoint.
    Client,
    /// The server itself.
    Server,
}

macro_rules! actions {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $label:literal;)*) => {
        /// What was done. The code is stable; it is what a search asks for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum AuditAction { $($(#[$doc])* #[serde(rename = $code)] $name,)* }

        impl AuditAction {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable code.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// In words.
            pub const fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

actions! {
    /// A tenant was made.
    TenantCreated = "tenant.created", "Tenant created";
    /// A tenant's name was changed.
    TenantUpdated = "tenant.updated", "Tenant changed";
    /// A tenant was deleted, with everything in it.
    TenantDeleted = "tenant.deleted", "Tenant deleted";
    /// The mail server of a tenant was set or changed.
    MailServerUpdated = "mail_server.updated", "Mail server changed";
    /// The mail server of a tenant was removed.
    MailServerRemoved = "mail_server.removed", "Mail server removed";
    /// A mail was sent to try the mail server.
    TestMailSent = "mail_server.tested", "Test mail sent";
    /// A workspace was made.
    WorkspaceCreated = "workspace.created", "Workspace created";
    /// A workspace's name was changed.
    WorkspaceUpdated = "workspace.updated", "Workspace changed";
    /// A workspace was deleted, with everything in it.
    WorkspaceDeleted = "workspace.deleted", "Workspace deleted";
    /// Allowed grant types were changed.
    AuthorizationSettingsUpdated = "authorization_settings.updated", "Authorization settings changed";
    /// Lifetimes or rotation were changed.
    TokenSettingsUpdated = "token_settings.updated", "Token settings changed";
    /// A signing key was published, to sign later.
    SigningKeyPublished = "signing_key.published", "Signing key published";
    /// The next signing key of an algorithm took over.
    SigningKeyRotated = "signing_key.rotated", "Signing key rotated";
    /// A signing key was revoked: nothing that it signed is accepted.
    SigningKeyRevoked = "signing_key.revoked", "Signing key revoked";
    /// How users sign in was changed.
    SignInSettingsUpdated = "sign_in_settings.updated", "Sign-in settings changed";
    /// An issuer was trusted: its assertions are taken.
    TrustedIssuerAdded = "trusted_issuer.added", "Trusted issuer added";
    /// What is taken of a trusted issuer was changed.
    TrustedIssuerUpdated = "trusted_issuer.updated", "Trusted issuer changed";
    /// An issuer is trusted no longer.
    TrustedIssuerRemoved = "trusted_issuer.removed", "Trusted issuer removed";
    /// A client was made.
    ClientCreated = "client.created", "Client created";
    /// A client's settings were changed.
    ClientUpdated = "client.updated", "Client changed";
    /// A test sign-in of a client was begun.
    ClientTested = "client.tested", "Test sign-in begun";
    /// A client was made active.
    ClientEnabled = "client.enabled", "Client enabled";
    /// A client was made inactive.
    ClientDisabled = "client.disabled", "Client disabled";
    /// A client that nobody here made was not taken: what it publishes, or what it would register, is not as it has to be.
    ClientRefused = "client.refused", "Registration or document of a client refused";
    /// A client's secret was replaced.
    ClientSecretRotated = "client.secret_rotated", "Client secret replaced";
    /// The secret of a client that was replaced was revoked before its end.
    ClientPreviousSecretRevoked = "client.previous_secret_revoked", "Previous client secret revoked";
    /// A client was not told that users were signed out: it refused to take it, or did not answer for a day.
    ClientLogoutUndelivered = "client.logout_undelivered", "Sign-out not delivered to the client";
    /// A client that registered itself can no longer read, change and delete what it registered.
    ClientRegistrationRevoked = "client.registration_revoked", "Registration access token revoked";
    /// A token was made by which clients register themselves.
    InitialAccessTokenCreated = "authorization_settings.initial_access_token_created", "Initial access token created";
    /// A token by which clients register themselves was revoked.
    InitialAccessTokenRevoked = "authorization_settings.initial_access_token_revoked", "Initial access token revoked";
    /// A client was deleted.
    ClientDeleted = "client.deleted", "Client deleted";
    /// A service was made.
    ServiceCreated = "service.created", "Service created";
    /// A service's scopes were changed.
    ServiceUpdated = "service.updated", "Service changed";
    /// A user was added.
    UserCreated = "user.created", "User added";
    /// A user was made active.
    UserEnabled = "user.enabled", "User enabled";
    /// A user was disabled.
    UserDisabled = "user.disabled", "User disabled";
    /// A user's password was set.
    UserPasswordSet = "user.password_set", "User password set";
    /// The hash of a user's password that another server made was replaced by one of ours, when the user typed it.
    UserPasswordRehashed = "user.password_rehashed", "User's imported password hashed anew";
    /// What a user signs in with was changed, or what their tokens say of them.
    UserUpdated = "user.updated", "User changed";
    /// A user asked for a link that confirms an e-mail address.
    EmailLinkSent = "user.email_link_sent", "E-mail confirmation asked for";
    /// A user confirmed an e-mail address by a link.
    EmailConfirmed = "user.email_confirmed", "E-mail address confirmed";
    /// An administrator had a link sent to a user, by which they choose a password.
    UserPasswordLinkSent = "user.password_link_sent", "Password link sent to a user";
    /// A user set a new password by a link.
    UserPasswordReset = "user.password_reset", "User password reset by e-mail";
    /// A user set up a second factor.
    UserSecondFactorEnrolled = "user.second_factor_enrolled", "User's second factor set up";
    /// A user removed their second factor.
    UserSecondFactorRemoved = "user.second_factor_removed", "User's second factor removed";
    /// An administrator removed the second factor of a user.
    UserSecondFactorReset = "user.second_factor_reset", "User's second factor reset";
    /// A user added a passkey.
    UserPasskeyAdded = "user.passkey_added", "User's passkey added";
    /// A passkey of a user was removed.
    UserPasskeyRemoved = "user.passkey_removed", "User's passkey removed";
    /// A passkey of a user was renamed.
    UserPasskeyRenamed = "user.passkey_renamed", "User's passkey renamed";
    /// A subject of a trusted issuer was linked to a user.
    UserSubjectLinked = "user.subject_linked", "Issuer's subject linked to user";
    /// A subject of a trusted issuer was unlinked from a user.
    UserSubjectUnlinked = "user.subject_unlinked", "Issuer's subject unlinked from user";
    /// A user made new recovery codes.
    UserRecoveryCodesReplaced = "user.recovery_codes_replaced", "User's recovery codes replaced";
    /// A user registered.
    UserRegistered = "user.registered", "User registered";
    /// A user was deleted.
    UserDeleted = "user.deleted", "User deleted";
    /// A user's sessions were ended by an administrator, or all that they have.
    UserSignedOutByAdministrator = "user.signed_out_by_administrator", "User signed out by an administrator";
    /// Another system ended all sessions and tokens of a user (global token revocation).
    UserRevokedGlobally = "user.revoked_globally", "All sessions and tokens of a user revoked";
    /// A token family was revoked by hand.
    FamilyRevoked = "family.revoked", "Refresh token revoked";
    /// Several token families were revoked by hand.
    FamiliesRevoked = "families.revoked", "Refresh tokens revoked";
    /// A job was started.
    JobStarted = "job.started", "Job started";
    /// A job was stopped before it was done.
    JobStopped = "job.stopped", "Job stopped";
    /// An administrator kept a filter of the refresh tokens under a name.
    SavedViewCreated = "saved_view.created", "View saved";
    /// An administrator removed such a filter.
    SavedViewDeleted = "saved_view.deleted", "Saved view removed";
    /// A list was taken along as a file.
    ListExported = "list.exported", "List exported";
    /// A job was done.
    JobDone = "job.done", "Job done";
    /// An administrator was made.
    AdministratorCreated = "administrator.created", "Administrator created";
    /// A one-time sign-in was made for an administrator.
    OneTimeSignInCreated = "administrator.one_time_sign_in_created", "One-time sign-in created";
    /// Somebody was invited to a role.
    AdministratorInvited = "administrator.invited", "Administrator invited";
    /// An invitation was accepted.
    InvitationAccepted = "administrator.invitation_accepted", "Invitation accepted";
    /// An invitation was given another link, which was sent by mail.
    InvitationSentAgain = "administrator.invitation_sent_again", "Invitation sent again";
    /// An invitation was withdrawn.
    InvitationWithdrawn = "administrator.invitation_withdrawn", "Invitation withdrawn";
    /// A role was assigned to an administrator.
    RoleAssigned = "administrator.role_assigned", "Role assigned";
    /// A role was withdrawn from an administrator.
    RoleWithdrawn = "administrator.role_withdrawn", "Role withdrawn";
    /// A role was made.
    RoleCreated = "role.created", "Role created";
    /// A role's name was changed, or what it permits.
    RoleUpdated = "role.updated", "Role changed";
    /// A role was deleted.
    RoleDeleted = "role.deleted", "Role deleted";
    /// A token for the admin API was made for an administrator.
    ApiTokenCreated = "administrator.api_token_created", "API token created";
    /// A token for the admin API was revoked.
    ApiTokenRevoked = "administrator.api_token_revoked", "API token revoked";
    /// An administrator was enabled again.
    AdministratorEnabled = "administrator.enabled", "Administrator enabled";
    /// An administrator was disabled.
    AdministratorDisabled = "administrator.disabled", "Administrator disabled";
    /// An administrator was deleted.
    AdministratorDeleted = "administrator.deleted", "Administrator deleted";
    /// All sessions of an administrator were ended.
    AdministratorSessionsEnded = "administrator.sessions_ended", "Administrator signed out everywhere";
    /// An administrator ended another session of their own.
    AdministratorSessionEnded = "administrator.session_ended", "Administrator ended a session";
    /// An administrator ended all other sessions of their own.
    AdministratorSignedOutElsewhere = "administrator.signed_out_elsewhere", "Administrator signed out elsewhere";
    /// An administrator signed in.
    AdministratorSignedIn = "administrator.signed_in", "Administrator signed in";
    /// An administrator who was signed in confirmed that it was still they.
    AdministratorConfirmed = "administrator.confirmed", "Administrator confirmed who they are";
    /// An administrator signed out.
    AdministratorSignedOut = "administrator.signed_out", "Administrator signed out";
    /// A wrong password at the console.
    AdministratorSignInFailed = "administrator.sign_in_failed", "Administrator sign-in failed";
    /// An administrator's password was set.
    AdministratorPasswordSet = "administrator.password_set", "Administrator password set";
    /// An administrator replaced a forgotten password by a link that was sent by mail. Their sessions and API tokens ended.
    AdministratorPasswordReset = "administrator.password_reset", "Administrator password reset by e-mail";
    /// A wrong code at the console, after the right password.
    AdministratorCodeRefused = "administrator.code_refused", "Administrator's code refused";
    /// An administrator set up a second factor.
    SecondFactorEnrolled = "administrator.second_factor_enrolled", "Second factor set up";
    /// An administrator removed their second factor.
    SecondFactorRemoved = "administrator.second_factor_removed", "Second factor removed";
    /// Somebody else removed the second factor of an administrator.
    SecondFactorReset = "administrator.second_factor_reset", "Second factor reset";
    /// An administrator added a passkey.
    PasskeyAdded = "administrator.passkey_added", "Passkey added";
    /// A passkey of an administrator was removed.
    PasskeyRemoved = "administrator.passkey_removed", "Passkey removed";
    /// A passkey of an administrator was renamed.
    PasskeyRenamed = "administrator.passkey_renamed", "Passkey renamed";
    /// A passkey was not accepted at the console.
    AdministratorPasskeyRefused = "administrator.passkey_refused", "Administrator's passkey refused";
    /// An administrator made new recovery codes.
    RecoveryCodesReplaced = "administrator.recovery_codes_replaced", "Recovery codes replaced";
    /// An administrator signed in with a recovery code.
    RecoveryCodeUsed = "administrator.recovery_code_used", "Recovery code used";
    /// What a tenant asks of its administrators was changed.
    AdministratorPolicyUpdated = "administrator_policy.updated", "Administrator policy changed";
    /// A version of the master key was made the current one.
    MasterKeyActivated = "master_key.activated", "Master key version activated";
    /// A version of the master key was retired.
    MasterKeyRetired = "master_key.retired", "Master key version retired";
    /// A webhook was created.
    WebhookCreated = "webhook.created", "Webhook created";
    /// A webhook's settings were changed.
    WebhookUpdated = "webhook.updated", "Webhook changed";
    /// A webhook was made active.
    WebhookEnabled = "webhook.enabled", "Webhook enabled";
    /// A webhook was disabled.
    WebhookDisabled = "webhook.disabled", "Webhook disabled";
    /// A webhook was disabled because it failed for days.
    WebhookGivenUp = "webhook.given_up", "Webhook disabled after failures";
    /// A webhook got a new secret.
    WebhookSecretRotated = "webhook.secret_rotated", "Webhook secret replaced";
    /// A test was sent to a webhook.
    WebhookTested = "webhook.tested", "Webhook tested";
    /// Events were sent to a webhook again.
    WebhookReplayed = "webhook.replayed", "Webhook events sent again";
    /// A webhook was deleted.
    WebhookDeleted = "webhook.deleted", "Webhook deleted";
    /// The ends of a chain of audit lines were sealed anew.
    AuditChainSealed = "audit_chain.sealed", "Audit chain sealed anew";
    /// A user signed in at the authorization server.
    UserSignedIn = "user.signed_in", "User signed in";
    /// A wrong password at the authorization server.
    UserSignInFailed = "user.sign_in_failed", "User sign-in failed";
    /// A wrong code of a second factor at the authorization server, after the right password.
    UserCodeRefused = "user.code_refused", "User's code refused";
    /// A passkey was not accepted at the authorization server.
    UserPasskeyRefused = "user.passkey_refused", "User's passkey refused";
    /// A user signed out at the authorization server.
    UserSignedOut = "user.signed_out", "User signed out";
    /// A user signed out at the authorization server everywhere but in one place.
    UserSignedOutElsewhere = "user.signed_out_elsewhere", "User signed out elsewhere";
    /// A user ended all their sessions, and all that clients had of them.
    UserEndedEverything = "user.ended_everything", "User ended all sessions and access";
    /// A user ended all that a client had of them.
    AccessEnded = "access.ended", "Access ended by the user";
    /// A user agreed to what a client asked for.
    ConsentGiven = "consent.given", "Consent given";
    /// A user did not agree.
    ConsentDenied = "consent.denied", "Consent denied";
    /// A user allowed a device what it asked for.
    DeviceAllowed = "device.allowed", "Device allowed";
    /// A user refused a device what it asked for.
    DeviceDenied = "device.denied", "Device denied";
    /// An old refresh token came back and its family was ended.
    RefreshTokenReused = "refresh_token.reused", "Refresh token reuse detected";
    /// Somebody marked such a reuse as handled, or changed the note of the mark.
    ReuseHandled = "refresh_token.reuse_handled", "Refresh token reuse handled";
    /// Somebody took such a mark back.
    ReuseReopened = "refresh_token.reuse_reopened", "Refresh token reuse opened again";
    /// An authorization code came back and what was issued for it was ended.
    CodeReused = "authorization_code.reused", "Authorization code reuse detected";
}

impl AuditAction {
    /// Returns the action with this code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.code() == code)
    }
}

/// One setting that was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// Which, by its name on the wire.
    pub field: String,
    /// What it was; empty if there was nothing.
    pub from: String,
    /// What it is.
    pub to: String,
}

/// An audit line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditEvent {
    /// Its identifier; sorts by time.
    pub id: AuditEventId,
    /// The tenant it happened in; none for what concerns the whole installation.
    pub tenant_id: Option<TenantId>,
    /// The workspace it happened in.
    pub workspace_id: Option<WorkspaceId>,
    /// When.
    pub at: Timestamp,
    /// The kind of actor.
    pub actor_kind: ActorKind,
    /// Who acted: a name or address for people to read. Never a secret.
    pub actor: String,
    /// What was done.
    pub action: AuditAction,
    /// To what: a name for people to read. Never a secret.
    pub target: String,
    /// The identifier of what it was done to.
    pub target_id: String,
    /// What was changed about it.
    pub changes: Vec<Change>,
    /// How it was done, and from where.
    #[serde(default, skip_serializing_if = "AuditContext::is_empty")]
    pub context: AuditContext,
}
