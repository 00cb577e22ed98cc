//! The console's pages as routes. What makes them of a context and a page is compiled with this crate, to be small.

use std::sync::{Arc, LazyLock};

use axum::{Router, extract::Request, http::StatusCode, response::Response};
use leptos::config::LeptosOptions;
use leptos_axum::{AxumRouteListing, LeptosRoutes as _, generate_route_list, render_app_async_with_context};

use crate::{routes::App, shell::shell};

/// Provides what pages and server functions need; called for each request.
pub type Provide = Arc<dyn Fn() + Send + Sync>;

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

/// The routes of the pages, and of the server functions. For every other address there is a page, too, which `but_for` is the route of.
pub fn pages(options: LeptosOptions, provide: Provide, but_for: &str) -> Router {
    let context = move || provide();
    let page = {
        let options = options.clone();
        move || shell(options.clone())
    };
    let not_found = render_app_async_with_context(context.clone(), page.clone());
    // To the router here, the page for all other addresses would stand in the way of the others: it is the fallback.
    let routes = page_routes().iter().filter(|route| route.path() != but_for).cloned().collect();
    Router::new()
        .leptos_routes_with_context(&options, routes, context, page)
        .fallback(move |request: Request| {
            let answer = not_found(request);
            async move { with_status_not_found(answer.await) }
        })
        .with_state(options)
}

fn with_status_not_found(mut response: Response) -> Response {
    if response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response
}
