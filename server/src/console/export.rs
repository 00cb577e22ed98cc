//! Lists as files: all that a filter of a list matches, up to a bound, as CSV or as JSON lines. It is read and sent a page at a time.

mod asked;
mod audit;
mod decisions;
mod families;
mod format;
mod stream;

use axum::{Router, routing::get};

use super::state::Console;
use crate::paths::ExportRoute;

/// The routes of the exports. They stand beside the pages, behind the same guard.
pub(super) fn router(console: Console) -> Router {
    let routes = ExportRoute::ALL.iter().fold(Router::new(), |router, route| {
        let handler = match route {
            ExportRoute::TokensCsv | ExportRoute::TokensJsonLines => get(families::export),
            ExportRoute::DecisionsCsv | ExportRoute::DecisionsJsonLines => get(decisions::export),
            ExportRoute::LogCsv
            | ExportRoute::LogJsonLines
            | ExportRoute::TenantLogCsv
            | ExportRoute::TenantLogJsonLines
            | ExportRoute::InstallationLogCsv
            | ExportRoute::InstallationLogJsonLines => get(audit::export),
        };
        router.route(route.template(), handler)
    });
    routes.with_state(console)
}
