//! Issuers whose assertions a workspace takes.

mod detail;
mod fields;
mod list;
mod new;
mod typed;

pub use detail::TrustedIssuerPage;
pub use list::TrustedIssuersPage;
pub use new::NewTrustedIssuerPage;
