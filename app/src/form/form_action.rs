use std::marker::PhantomData;

use domain::permission::Action;
use leptos::server_fn::ServerFn;

use super::Form;
use crate::api::{ApiError, refusal};

/// A server function of ours that a form is posted to. Beside each one [`needs!`] says what has to be permitted, so that no form can be shown to
/// somebody who may not send it.
pub trait FormFunction: ServerFn<Error = ApiError> + 'static {
    /// What has to be permitted; none for what is one's own, and for who is not signed in yet.
    const NEEDS: Option<Action>;
}

/// Says what has to be permitted for a form to be sent to a server function: `needs!(SetClient: SetClient)`, or nothing: `needs!(SignIn)`.
macro_rules! needs {
    ($function:ident) => {
        impl $crate::form::FormFunction for $function {
            const NEEDS: Option<domain::permission::Action> = None;
        }
    };
    ($function:ident: $action:ident) => {
        impl $crate::form::FormFunction for $function {
            const NEEDS: Option<domain::permission::Action> = Some(domain::permission::Action::$action);
        }
    };
}

pub(crate) use needs;

/// A form's way to its server function, and the outcome of its last submission. A page makes one for each form, outside of everything
/// that loads.
pub struct FormAction<S> {
    /// The outcome.
    pub form: Form,
    needs: Option<Action>,
    /// Why nobody sends it, whatever they may do.
    read_only: Option<&'static str>,
    function: PhantomData<fn() -> S>,
}

impl<S: FormFunction> FormAction<S> {
    /// A form whose fields are the server function's arguments.
    pub fn new() -> Self {
        Self { form: Form::of(S::PATH), needs: S::NEEDS, read_only: None, function: PhantomData }
    }

    /// A form whose fields are those of the argument `typed`.
    pub fn typed() -> Self {
        let action = Self::new();
        Self { form: action.form.within("typed"), ..action }
    }

    /// The same where what is sent needs another action than usual.
    #[must_use]
    pub const fn needing(self, action: Action) -> Self {
        Self { form: self.form, needs: Some(action), read_only: self.read_only, function: PhantomData }
    }

    /// The same where nobody sends it, for this reason in a sentence, if there is one.
    #[must_use]
    pub const fn read_only(self, reason: Option<&'static str>) -> Self {
        Self { form: self.form, needs: self.needs, read_only: reason, function: PhantomData }
    }

    /// Returns why it is not to be sent by the administrator who looks at it, in a sentence; nothing where it is.
    pub fn refused(self) -> Option<String> {
        self.read_only.map(str::to_owned).or_else(|| refusal(self.needs?))
    }
}

impl<S> Clone for FormAction<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for FormAction<S> {}
