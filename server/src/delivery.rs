//! The delivery of what is sent to servers of others: events to webhooks, and sign-outs to clients.
//!
//! An [`Outbox`] says who is due and what is sent to whom; what waits is in the database. A [`Deliverer`] is the loop around it: each receiver has a turn at
//! one node at a time, and whoever does not answer holds up nobody else.

mod deliverer;
mod outbox;
mod reply;
mod turn;

#[cfg(test)]
pub(crate) use self::deliverer::UnderWay;
pub(crate) use self::{
    deliverer::Deliverer,
    outbox::Outbox,
    reply::{Reply, send},
    turn::Turn,
};
