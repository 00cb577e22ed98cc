//! Webhooks of a tenant.

mod attempt;
mod badge;
mod detail;
mod fields;
mod list;
mod new;
mod replay;
mod secret;

pub use attempt::WebhookAttemptPage;
pub use detail::WebhookPage;
pub use list::WebhooksPage;
pub use new::NewWebhookPage;
