//! The server through its front door: HTTP in, HTTP out, on a real database and with a clock that can be turned.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests may fail as loudly as a test")]

mod account;
mod attempts;
mod clauses;
mod console;
mod coverage;
mod dead_ends;
mod dpop;
mod explain;
mod failed_forms;
mod forms;
mod headers;
mod nonsense;
mod policies;
mod protocol;
mod redirects;
mod refresh_tokens;
mod shop;
mod standing;
mod support;
mod typed;
mod users;
