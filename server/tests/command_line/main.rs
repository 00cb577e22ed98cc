//! The program as it is typed and started: what it says, and how it ends.
#![expect(clippy::unwrap_used, reason = "a helper of tests may fail as loudly as a test")]

#[cfg(unix)]
mod audit;
mod backup;
mod collector;
mod configuration;
#[cfg(unix)]
mod curl;
mod doctor;
mod import;
mod place;
mod scripts;
#[cfg(unix)]
mod standing_up;
mod typed;
