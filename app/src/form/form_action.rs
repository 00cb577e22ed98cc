use std::marker::PhantomData;

use leptos::server_fn::ServerFn;

use super::Form;
use crate::api::ApiError;

/// A server function of ours that a form is posted to.
pub trait FormFunction: ServerFn<Error = ApiError> + 'static {}

impl<S: ServerFn<Error = ApiError> + 'static> FormFunction for S {}

/// A form's way to its server function, and the outcome of its last submission. A page makes one for each form, outside of everything
/// that loads.
pub struct FormAction<S> {
    /// The outcome.
    pub form: Form,
    function: PhantomData<fn() -> S>,
}

impl<S: FormFunction> FormAction<S> {
    /// A form whose fields are the server function's arguments.
    pub fn new() -> Self {
        Self { form: Form::of(S::PATH), function: PhantomData }
    }

    /// A form whose fields are those of the argument `typed`.
    pub fn typed() -> Self {
        let action = Self::new();
        Self { form: action.form.within("typed"), ..action }
    }
}

impl<S> Clone for FormAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for FormAction<S> {}
