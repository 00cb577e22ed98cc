//! The seeder, the scenarios and the load generator at a tiny scale, against the real server in this process.
#![expect(clippy::unwrap_used, reason = "a helper of tests may fail as loudly as a test")]

mod scenarios;
mod site;
