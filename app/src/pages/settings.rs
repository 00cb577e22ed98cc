//! Settings of a workspace.

mod authorization;
mod danger_zone;
mod general;

pub use authorization::AuthorizationPage;
pub use danger_zone::DangerZonePage;
pub use general::GeneralPage;
