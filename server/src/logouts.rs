//! Back-channel logout (OpenID Connect Back-Channel Logout 1.0 §2.5): clients are told of login sessions that were ended.
//!
//! What a client is to be told is written in the transaction that ends the session. One node at a time tells a client, one session after the other, by a
//! logout token that is made for the attempt. A client that does not answer is asked again after growing pauses, for a day; one that refuses is not.

mod attempt;
mod outbox;
#[cfg(test)]
mod tests;

pub(crate) use self::outbox::Logouts;
