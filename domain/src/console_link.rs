//! Pages of the console that a link with a token leads to. Whoever makes such a link is told it by the console, the admin API or the command
//! line; the console has its other addresses itself.

/// Where a one-time sign-in is used.
pub const SIGN_IN_ONCE: &str = "/console/sign-in/once";

/// Where a new administrator accepts an invitation.
pub const INVITATION: &str = "/console/sign-in/invitation";
