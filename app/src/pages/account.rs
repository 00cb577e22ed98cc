//! The account of the administrator who is signed in.

mod api_tokens;
mod confirm;
mod passkeys;
mod password;
mod qr_code;
mod recovery_codes;
mod second_factor;
mod sessions;
mod view;

pub use confirm::ConfirmPage;
pub use passkeys::PasskeysPage;
pub use second_factor::SecondFactorPage;
pub use view::AccountPage;
