//! The program as it is run: processes of their own on a database of their own, over HTTP, that race, lose answers and are killed.
//!
//! How often is said by `REGRANT_TRIALS`; `cargo xtask prove` says 1,000. After each proof the database and the complete log are
//! searched for every secret that the run knew of.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a helper of tests may fail as loudly as a test")]
#![expect(clippy::print_stdout, reason = "`cargo xtask prove` reads what was seen")]

mod audit;
mod black_box;
mod browser;
mod bursts;
mod changes;
mod cluster;
mod collector;
mod database;
mod distributed;
mod draining;
mod failover;
mod fapi;
mod faults;
mod full_disk;
mod hiding;
mod key_rotation;
mod key_versions;
mod load;
mod losses;
mod metrics;
mod mutual_tls;
mod nodes;
mod otlp;
mod pooling;
mod process;
mod proxy;
mod races;
mod restores;
mod secrets;
mod shop;
mod stalls;
mod theft;
mod tls;

use std::{env, fmt::Display};

/// How often each thing is tried.
fn trials() -> usize {
    env::var("REGRANT_TRIALS").map_or(10, |trials| trials.parse().unwrap())
}

/// One line for the table of `cargo xtask prove`.
fn proved(what: &str, on: &str, trials: usize, seen: impl Display) {
    println!("proved | {what} | {on} | {trials} | {seen}");
}

/// Makes two tests of a proof: on SQLite, and on PostgreSQL.
macro_rules! on_both_databases {
    ($($proof:ident)*) => {
        mod sqlite { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $proof() {
                super::$proof(crate::database::Database::sqlite()).await;
            }
        )* }
        mod postgresql { $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $proof() {
                super::$proof(crate::database::Database::postgresql().await).await;
            }
        )* }
    };
}
use on_both_databases;
