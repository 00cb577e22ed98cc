//! The console's pages, as `app` names them.

use std::sync::LazyLock;

use app::App;
use leptos_axum::{AxumRouteListing, generate_route_list};

/// The route of each page, and the one for all other addresses.
///
/// They are listed once a process, before any router is there: while Leptos lists routes, no resource of the process loads,
/// and a page rendered at that moment would never be answered.
pub fn page_routes() -> &'static [AxumRouteListing] {
    static ROUTES: LazyLock<Vec<AxumRouteListing>> = LazyLock::new(|| {
        #[expect(clippy::disallowed_methods, reason = "this is the one place")]
        generate_route_list(App)
    });
    &ROUTES
}
