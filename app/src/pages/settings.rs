//! Settings of a workspace.

mod authorization;
mod danger_zone;
mod general;
mod initial_access_tokens;
mod registration;
mod sign_in;

pub use authorization::AuthorizationPage;
pub use danger_zone::DangerZonePage;
pub use general::GeneralPage;
pub use registration::ClientRegistrationPage;
pub use sign_in::SignInSettingsPage;
