//! Settings of a workspace.

mod authorization;
mod danger_zone;
mod general;
mod sign_in;

pub use authorization::AuthorizationPage;
pub use danger_zone::DangerZonePage;
pub use general::GeneralPage;
pub use sign_in::SignInSettingsPage;
