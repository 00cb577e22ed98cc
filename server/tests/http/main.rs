//! The server through its front door: HTTP in, HTTP out, on a real database and with a clock that can be turned.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a helper of tests may fail as loudly as a test")]

mod admin_api;
mod attempts;
mod audit;
mod clauses;
mod console;
mod coverage;
mod dead_ends;
mod forms;
mod headers;
mod nonsense;
mod oauth;
mod passkeys;
mod shop;
mod snapshot;
mod standing;
mod support;
mod texts;
