//! Where the log goes, and how much of it.

use std::io::{IsTerminal as _, stderr};

use tracing_subscriber::{EnvFilter, fmt};

use crate::config::{LogFormat, LogLevel};

/// Writes the log to standard error from now on. Only the first call has an effect.
pub fn start(level: LogLevel, format: LogFormat) {
    let subscriber = fmt().with_env_filter(filter(level)).with_writer(stderr).with_target(false);
    let _ = match format {
        // Colours are for eyes, not for files.
        LogFormat::Text => subscriber.with_ansi(stderr().is_terminal()).try_init(),
        LogFormat::Json => subscriber.json().flatten_event(true).with_span_list(false).try_init(),
    };
}

/// Returns what is written at a level: of our own rooms, and of the libraries below.
pub fn filter(level: LogLevel) -> EnvFilter {
    // The level is for our own rooms; the libraries below speak up when something looks wrong.
    let quiet = if level == LogLevel::Error { "error" } else { "warn" };
    let ours =
        ["admin_api", "app", "cli", "configuration", "control", "demo", "engine", "foundation", "migrations", "regrant", "server", "store"];
    let rules = ours.map(|room| format!("{room}={}", level.name())).join(",");
    // A browser that was signed out elsewhere sends a cookie without a session: no fault, and anybody could fill the log with it.
    let sessions = "tower_sessions=error,tower_sessions_core=error";
    EnvFilter::new(format!("{quiet},{rules},{sessions}"))
}
