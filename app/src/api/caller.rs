use std::future::Future;

use futures::{Sink, Stream};
use leptos::{
    prelude::FromServerFnError,
    server_fn::{
        Bytes,
        client::{Client, browser::BrowserClient},
        request::browser::BrowserRequest,
        response::browser::BrowserResponse,
    },
};

use super::{FORM_TOKEN_HEADER, form_token};

/// The browser's way to a server function: each call carries the page's form token.
#[derive(Debug)]
pub struct Caller;

impl<Error, Sent, Received> Client<Error, Sent, Received> for Caller
where
    Error: FromServerFnError,
    Sent: FromServerFnError,
    Received: FromServerFnError,
{
    type Request = BrowserRequest;
    type Response = BrowserResponse;

    fn send(request: BrowserRequest) -> impl Future<Output = Result<BrowserResponse, Error>> + Send {
        request.headers().set(FORM_TOKEN_HEADER, &form_token());
        <BrowserClient as Client<Error, Sent, Received>>::send(request)
    }

    fn open_websocket(
        path: &str,
    ) -> impl Future<Output = Result<(impl Stream<Item = Result<Bytes, Bytes>> + Send + 'static, impl Sink<Bytes> + Send + 'static), Error>> + Send
    {
        <BrowserClient as Client<Error, Sent, Received>>::open_websocket(path)
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        <BrowserClient as Client<Error, Sent, Received>>::spawn(future);
    }
}
