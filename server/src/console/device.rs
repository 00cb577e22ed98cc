//! The cookie of a browser that signed in to the console before.

use app::api::Visitor;
use axum::{
    extract::{Request, State},
    http::header,
    middleware::Next,
    response::Response,
};
use control::DEVICE_LIFETIME;
use tower_sessions::cookie::SameSite;

use crate::{
    browser::cookies,
    layers::{client_address::ClientAddress, security_headers::OverTls},
};

const NAME: &str = "regrant-console-device";

/// Tells the server functions who asks, and has the browser remember that it signed in where one of them says so.
pub(super) async fn remember(State(OverTls(over_tls)): State<OverTls>, mut request: Request, next: Next) -> Response {
    let Some(ClientAddress(address)) = request.extensions().get().copied() else { return next.run(request).await };
    let device = cookies::read(request.headers(), &cookies::name(over_tls, NAME)).map(str::to_owned);
    let visitor = Visitor::new(address, device);
    request.extensions_mut().insert(visitor.clone());

    let mut response = next.run(request).await;
    let remembered = visitor.remembered();
    if let Some(cookie) = remembered.and_then(|device| cookies::set(over_tls, NAME, device.expose(), SameSite::Lax, DEVICE_LIFETIME)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
