//! Links that are sent to users by mail, each good for one thing, once.

/// What a link is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkPurpose {
    /// To confirm that an e-mail address is the user's.
    ConfirmEmail,
    /// To set a new password.
    ResetPassword,
    /// To finish a registration.
    Register,
}

impl LinkPurpose {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::ConfirmEmail, Self::ResetPassword, Self::Register];

    /// Returns what follows the issuer in the address of its page. The token follows as the parameter `token`.
    pub const fn path(self) -> &'static str {
        match self {
            Self::ConfirmEmail => "/account/email/confirm",
            Self::ResetPassword => "/password/new",
            Self::Register => "/register/confirm",
        }
    }

    /// Returns for how long it is good, in seconds.
    pub const fn lifetime(self) -> i64 {
        match self {
            Self::ConfirmEmail | Self::Register => 24 * 3600,
            Self::ResetPassword => 30 * 60,
        }
    }
}
