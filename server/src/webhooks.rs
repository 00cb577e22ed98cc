//! The delivery of events to webhooks.
//!
//! The audit lines of a tenant are the outbox: a line is written in the transaction of what it tells of, and has its number when it is chained. A
//! webhook is a place in that chain. One node at a time has a webhook, and sends what comes next; the place moves when the receiver has taken it.

mod attempt;
mod outbox;
#[cfg(test)]
mod tests;

pub(crate) use self::outbox::Webhooks;
