//! The cookie of a browser that signed in to the console before.

use app::api::Visitor;
use axum::{
    extract::{Request, State},
    http::{HeaderValue, header},
    middleware::Next,
    response::Response,
};
use control::DEVICE_LIFETIME;

use crate::{client_address::ClientAddress, cookies};

/// Whether cookies are for HTTPS alone.
#[derive(Debug, Clone, Copy)]
pub(super) struct OverTls(pub(super) bool);

/// Tells the server functions who asks, and has the browser remember that it signed in where one of them says so.
pub(super) async fn remember(State(OverTls(over_tls)): State<OverTls>, mut request: Request, next: Next) -> Response {
    // A browser takes `__Host-` with `Secure` only (RFC 6265bis §4.1.3.2), and so not from a loopback address without TLS.
    let (name, secure) = if over_tls { ("__Host-regrant-console-device", "; Secure") } else { ("regrant-console-device", "") };
    let Some(ClientAddress(address)) = request.extensions().get().copied() else { return next.run(request).await };
    let device = cookies::read(request.headers(), name).map(str::to_owned);
    let visitor = Visitor::new(address, device);
    request.extensions_mut().insert(visitor.clone());

    let mut response = next.run(request).await;
    let text = visitor
        .remembered()
        .map(|device| format!("{name}={}; Path=/; HttpOnly; SameSite=Lax; Max-Age={DEVICE_LIFETIME}{secure}", device.expose()));
    if let Some(mut cookie) = text.and_then(|text| HeaderValue::from_str(&text).ok()) {
        cookie.set_sensitive(true);
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}
