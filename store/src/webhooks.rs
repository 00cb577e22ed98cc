//! Webhooks of a tenant: what administrators see and change of them, and how events are delivered.

mod delivery;
mod list;
mod write;

pub use self::{
    delivery::{Delivering, Outcome},
    write::NewWebhookSecret,
};
