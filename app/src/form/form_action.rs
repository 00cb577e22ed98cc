use leptos::{
    prelude::*,
    server_fn::{
        Http, ServerFn,
        codec::{Json, PostUrl},
    },
};
use serde::de::DeserializeOwned;

use super::Form;
use crate::api::{ApiError, Caller};

/// A server function of ours that a form can be posted to, with JavaScript and without.
pub trait FormFunction:
    ServerFn<Client = Caller, Protocol = Http<PostUrl, Json>, Error = ApiError, Output: Send + Sync + 'static>
    + DeserializeOwned
    + Clone
    + Send
    + Sync
    + 'static
{
}

impl<S> FormFunction for S where
    S: ServerFn<Client = Caller, Protocol = Http<PostUrl, Json>, Error = ApiError, Output: Send + Sync + 'static>
        + DeserializeOwned
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// A form's way to its server function, and the outcome of its last submission. A page makes one for each form, outside of everything
/// that loads.
pub struct FormAction<S: Send + Sync + 'static>
where
    S: ServerFn<Error = ApiError>,
    S::Output: Send + Sync + 'static,
{
    pub(super) action: ServerAction<S>,
    /// The outcome.
    pub form: Form,
}

impl<S> FormAction<S>
where
    S: ServerFn<Error = ApiError> + Clone + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    /// A form whose fields are the server function's arguments.
    pub fn new() -> Self {
        let action = ServerAction::new();
        Self { action, form: Form::of(action) }
    }

    /// A form whose fields are those of the argument `typed`.
    pub fn typed() -> Self {
        let Self { action, form } = Self::new();
        Self { action, form: form.within("typed") }
    }
}

impl<S> Clone for FormAction<S>
where
    S: ServerFn<Error = ApiError> + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for FormAction<S>
where
    S: ServerFn<Error = ApiError> + Send + Sync + 'static,
    S::Output: Send + Sync + 'static,
{
}
