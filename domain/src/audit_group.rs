//! What audit lines are about: the tabs of a log.

use serde::{Deserialize, Serialize};

use crate::audit::AuditAction;

/// What an audit line is about, as the tabs of a log have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditGroup {
    /// Somebody changed something.
    Changes,
    /// Somebody signed in or out, or did not get in.
    SignIns,
    /// It may have been an attack, much was handed out, or it concerns keys, passwords, second factors and who may do what.
    Security,
}

impl AuditGroup {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Changes, Self::SignIns, Self::Security];

    /// Returns its stable name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Changes => "changes",
            Self::SignIns => "sign_ins",
            Self::Security => "security",
        }
    }

    /// Returns it in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Changes => "Changes",
            Self::SignIns => "Sign-ins",
            Self::Security => "Security",
        }
    }

    /// Returns the group with this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.name() == name)
    }

    /// Returns whether an action belongs to it. One can belong to two: a sign-in that failed is of both the others.
    pub const fn holds(self, action: AuditAction) -> bool {
        match self {
            Self::Changes => !is_sign_in(action) && !is_detection(action) && !is_disclosure(action),
            Self::SignIns => is_sign_in(action),
            Self::Security => is_detection(action) || is_about_access(action) || is_disclosure(action),
        }
    }
}

/// Returns whether somebody signed in or out, or tried to.
const fn is_sign_in(action: AuditAction) -> bool {
    use AuditAction as A;
    matches!(
        action,
        A::AdministratorSignedIn
            | A::AdministratorConfirmed
            | A::AdministratorSignedOut
            | A::AdministratorSignInFailed
            | A::AdministratorCodeRefused
            | A::AdministratorPasskeyRefused
            | A::AdministratorSessionEnded
            | A::AdministratorSignedOutElsewhere
            | A::RecoveryCodeUsed
            | A::UserSignedIn
            | A::UserSignInFailed
            | A::UserCodeRefused
            | A::UserPasskeyRefused
            | A::UserSignedOut
            | A::UserSignedOutElsewhere
            | A::UserEndedEverything
            | A::ConsentGiven
            | A::ConsentDenied
            | A::DeviceAllowed
            | A::DeviceDenied
            | A::ClientLogoutUndelivered
    )
}

/// Returns whether something was detected or refused.
const fn is_detection(action: AuditAction) -> bool {
    use AuditAction as A;
    matches!(
        action,
        A::RefreshTokenReused
            | A::ClientRefused
            | A::CodeReused
            | A::AdministratorSignInFailed
            | A::AdministratorCodeRefused
            | A::AdministratorPasskeyRefused
            | A::UserSignInFailed
            | A::UserCodeRefused
            | A::UserPasskeyRefused
            | A::RecoveryCodeUsed
    )
}

/// Returns whether much was handed out at once.
const fn is_disclosure(action: AuditAction) -> bool {
    matches!(action, AuditAction::ListExported)
}

/// Returns whether it changed who gets in, with what, or what they may do.
const fn is_about_access(action: AuditAction) -> bool {
    use AuditAction as A;
    matches!(
        action,
        A::SigningKeyRevoked
            | A::SigningKeyRotated
            | A::ClientSecretRotated
            | A::TrustedIssuerAdded
            | A::TrustedIssuerUpdated
            | A::TrustedIssuerRemoved
            | A::ClientPreviousSecretRevoked
            | A::ClientRegistrationRevoked
            | A::InitialAccessTokenCreated
            | A::InitialAccessTokenRevoked
            | A::UserPasswordSet
            | A::UserPasswordLinkSent
            | A::UserPasswordReset
            | A::UserSecondFactorEnrolled
            | A::UserSecondFactorRemoved
            | A::UserSecondFactorReset
            | A::UserPasskeyAdded
            | A::UserPasskeyRemoved
            | A::UserSubjectLinked
            | A::UserSubjectUnlinked
            | A::UserRecoveryCodesReplaced
            | A::UserSignedOutByAdministrator
            | A::UserRevokedGlobally
            | A::AdministratorCreated
            | A::OneTimeSignInCreated
            | A::AdministratorInvited
            | A::InvitationSentAgain
            | A::InvitationAccepted
            | A::RoleAssigned
            | A::RoleWithdrawn
            | A::RoleCreated
            | A::RoleUpdated
            | A::RoleDeleted
            | A::ApiTokenCreated
            | A::ApiTokenRevoked
            | A::AdministratorEnabled
            | A::AdministratorDisabled
            | A::AdministratorDeleted
            | A::AdministratorSessionsEnded
            | A::AdministratorPasswordSet
            | A::AdministratorPasswordReset
            | A::SecondFactorEnrolled
            | A::SecondFactorRemoved
            | A::SecondFactorReset
            | A::PasskeyAdded
            | A::PasskeyRemoved
            | A::RecoveryCodesReplaced
            | A::AdministratorPolicyUpdated
            | A::MasterKeyActivated
            | A::MasterKeyRetired
            | A::WebhookSecretRotated
            | A::AuditChainSealed
            | A::ReuseHandled
            | A::ReuseReopened
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_action_is_under_a_tab_and_a_group_has_a_name_of_its_own() {
        for action in AuditAction::ALL {
            assert!(AuditGroup::ALL.into_iter().any(|group| group.holds(*action)), "{action:?}");
        }
        for group in AuditGroup::ALL {
            assert_eq!(AuditGroup::from_name(group.name()), Some(group));
        }
        assert!(AuditGroup::SignIns.holds(AuditAction::UserSignInFailed) && AuditGroup::Security.holds(AuditAction::UserSignInFailed));
        assert!(!AuditGroup::Changes.holds(AuditAction::RefreshTokenReused) && AuditGroup::Changes.holds(AuditAction::RoleCreated));
    }
}
