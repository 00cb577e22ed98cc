//! Dead ends, in pages: a person who gets an error in a browser reads what to do, and finds links that lead on.
//!
//! This is for answers that no handler of ours wrote, such as 404, 405 and 413; a handler that knows more writes its page itself.

use axum::{
    extract::Request,
    http::{HeaderMap, header},
    middleware::Next,
    response::Response,
};

use crate::{
    browser::navigation::is_navigation,
    pages::dead_end::{DeadEnd, Whereabouts},
};

/// Turns every error of addresses that only browsers visit into a page.
pub(crate) async fn for_browsers(request: Request, next: Next) -> Response {
    let whereabouts = Whereabouts::of(&request);
    with_page(next.run(request).await, &whereabouts)
}

/// Turns an error into a page where a browser shows it as one.
pub(crate) async fn for_navigations(request: Request, next: Next) -> Response {
    if !is_navigation(request.headers()) {
        return next.run(request).await;
    }
    for_browsers(request, next).await
}

fn with_page(response: Response, whereabouts: &Whereabouts) -> Response {
    if needs_no_page(&response) { response } else { DeadEnd::of_status(response.status(), whereabouts).replace_body(response) }
}

/// Returns whether an answer is no error, or is a page already.
fn needs_no_page(response: &Response) -> bool {
    let status = response.status();
    let html = |headers: &HeaderMap| headers.get(header::CONTENT_TYPE).is_some_and(|value| value.as_bytes().starts_with(b"text/html"));
    !(status.is_client_error() || status.is_server_error()) || html(response.headers())
}
