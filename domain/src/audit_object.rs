//! The kind of thing that an audit line is about, and in which logs such lines are.

use crate::audit::AuditAction;

/// The kind of thing that an audit line is about, whose identifier is the line's `target_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AuditObject {
    /// A tenant.
    Tenant,
    /// A workspace and its name.
    Workspace,
    /// What a workspace allows.
    AuthorizationSettings,
    /// The lifetimes of a workspace, and its policy.
    TokenSettings,
    /// How users of a workspace sign in.
    SignInSettings,
    /// An issuer whose assertions a workspace takes; the identifier is the workspace's.
    TrustedIssuer,
    /// A client.
    Client,
    /// A service.
    Service,
    /// A user.
    User,
    /// A refresh token, from its sign-in to its end.
    RefreshToken,
    /// Several refresh tokens: the identifier is that of the client, the user or the workspace that they are of.
    RefreshTokens,
    /// An authorization code: the identifier is that of what was issued for it.
    AuthorizationCode,
    /// A filter that was kept.
    SavedView,
    /// A job.
    Job,
    /// A signing key.
    SigningKey,
    /// An administrator.
    Administrator,
    /// An invitation.
    Invitation,
    /// A role.
    Role,
    /// A webhook.
    Webhook,
    /// The mail server of a tenant.
    MailServer,
    /// What a tenant asks of its administrators.
    AdministratorPolicy,
    /// A chain of audit lines.
    AuditChain,
    /// A version of the master key.
    MasterKey,
    /// Something else.
    Other,
}

impl AuditAction {
    /// Returns the kind of thing that it is done to.
    pub fn object(self) -> AuditObject {
        use AuditObject as O;
        match self.code().split_once('.').unwrap_or_default() {
            ("tenant", _) => O::Tenant,
            // A list that is exported is one of these, where it is not of more.
            ("workspace" | "list", _) => O::Workspace,
            ("authorization_settings", _) => O::AuthorizationSettings,
            ("token_settings", _) => O::TokenSettings,
            ("sign_in_settings", _) => O::SignInSettings,
            ("trusted_issuer", _) => O::TrustedIssuer,
            // Users agree to what a client asks for, and end what it has.
            ("client" | "consent" | "device" | "access", _) => O::Client,
            ("service", _) => O::Service,
            ("user", _) => O::User,
            ("family" | "refresh_token", _) => O::RefreshToken,
            ("families", _) => O::RefreshTokens,
            ("authorization_code", _) => O::AuthorizationCode,
            ("saved_view", _) => O::SavedView,
            ("job", _) => O::Job,
            ("signing_key", _) => O::SigningKey,
            ("administrator", "invited" | "invitation_sent_again" | "invitation_withdrawn") => O::Invitation,
            ("administrator", _) => O::Administrator,
            ("role", _) => O::Role,
            ("webhook", _) => O::Webhook,
            ("mail_server", _) => O::MailServer,
            ("administrator_policy", _) => O::AdministratorPolicy,
            ("audit_chain", _) => O::AuditChain,
            ("master_key", _) => O::MasterKey,
            _ => O::Other,
        }
    }

    /// Returns whether its object is new: what it has was nothing before.
    pub fn creates(self) -> bool {
        let code = self.code();
        [".created", ".added", ".registered"].iter().any(|end| code.ends_with(end))
    }

    /// Returns whether it is what is left of its object.
    pub fn deletes(self) -> bool {
        self.code().ends_with(".deleted")
    }

    /// Returns whether the log of a workspace can have such a line.
    pub fn is_of_workspace(self) -> bool {
        use AuditObject as O;
        match self.object() {
            // Its log has gone with it.
            O::Workspace => !self.deletes(),
            O::Tenant
            | O::Administrator
            | O::Invitation
            | O::Role
            | O::Webhook
            | O::MailServer
            | O::AdministratorPolicy
            | O::AuditChain
            | O::MasterKey => false,
            _ => true,
        }
    }

    /// Returns whether the log of a tenant can have such a line, those of its workspaces included.
    pub fn is_of_tenant(self) -> bool {
        use AuditObject as O;
        match self.object() {
            O::Tenant => !self.deletes(),
            O::AuditChain | O::MasterKey => false,
            _ => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_action_has_an_object_and_a_log_offers_what_it_can_hold() {
        for action in AuditAction::ALL {
            assert_ne!(action.object(), AuditObject::Other, "{}", action.code());
            assert!(
                !action.is_of_workspace() || action.is_of_tenant(),
                "{}: the log of a tenant holds those of its workspaces",
                action.code()
            );
        }
        assert_eq!(AuditAction::AdministratorInvited.object(), AuditObject::Invitation);
        assert_eq!(AuditAction::InvitationAccepted.object(), AuditObject::Administrator);
        for action in [AuditAction::TenantDeleted, AuditAction::MasterKeyRetired, AuditAction::WorkspaceDeleted, AuditAction::RoleAssigned]
        {
            assert!(!action.is_of_workspace(), "{}", action.code());
        }
        assert!(AuditAction::WorkspaceDeleted.is_of_tenant() && AuditAction::RefreshTokenReused.is_of_workspace());
    }
}
