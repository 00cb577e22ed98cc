use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use super::SignInFrame;
use crate::{
    api::{self, ApiError, Keep, go_to},
    components::use_query,
    done::DoneNotice,
    form::{FormAction, FormNotice, PlainForm},
    ui::{Button, PasswordField, TextField},
};

/// Who signs in, as typed, and where to. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedSignIn {
    /// The e-mail address.
    pub email: String,
    /// The page that was asked for.
    #[serde(default)]
    pub next: String,
}

/// Signs an administrator in.
#[server]
pub async fn sign_in(typed: TypedSignIn, password: String) -> Result<(), ApiError> {
    go_to(&api::sign_in(&typed.email, password, &typed.next).await.keep(&typed)?);
    Ok(())
}

crate::form::needs!(SignIn);

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let form = FormAction::<SignIn>::typed().form;
    let next = use_query().value("next");
    view! {
        <SignInFrame title="Sign in to the console">
            <DoneNotice failed=form.failed()/>
            <FormNotice form beside_fields=true/>
            // A plain form: signing in begins a session, and the page after it is one of that session.
            <PlainForm to=SignIn::url()>
                <input type="hidden" name="typed[next]" value=next/>
                <TextField input=form.field("email", "") label="E-mail" kind="email" autocomplete="username"/>
                <PasswordField input=form.within("").field("password", "") label="Password" autocomplete="current-password"/>
                <Button>"Sign in"</Button>
            </PlainForm>
        </SignInFrame>
    }
    .into_any()
}
