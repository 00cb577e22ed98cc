use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;

use super::SignInFrame;
use crate::{
    api::{self, ApiError, control, go_to},
    components::use_query,
    form::{FormAction, FormNotice, PlainForm},
    paths,
    ui::{Button, PasswordField},
};

/// Returns the e-mail address of a one-time sign-in; none where it was used or has expired.
pub async fn load_one_time_sign_in(token: String) -> Result<Option<String>, ApiError> {
    Ok(control()?.peek_one_time_sign_in(&token).await?.map(|administrator| administrator.email.to_string()))
}

/// Uses a one-time sign-in, and sets the administrator's password where one is given.
#[server]
pub async fn use_one_time_sign_in(token: String, password: String) -> Result<(), ApiError> {
    let password = (!password.is_empty()).then_some(password);
    go_to(&api::use_one_time_sign_in(&token, password).await?);
    Ok(())
}

crate::form::needs!(UseOneTimeSignIn);

/// The page of a one-time sign-in. It does nothing by itself: a link that is looked at ahead of its reader must still work for them.
#[component]
pub fn SignInOncePage() -> impl IntoView {
    let token = use_query().value("token");
    let owner = OnceResource::new(load_one_time_sign_in(token.clone()));
    let form = FormAction::<UseOneTimeSignIn>::new().form;
    view! {
        <SignInFrame title="One-time sign-in">
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    match owner.await {
                        Ok(Some(email)) => Either::Left(view! {
                            <p>"This link signs " <strong>{email}</strong> " in, one time."</p>
                            <PlainForm to=UseOneTimeSignIn::url()>
                                <input type="hidden" name="token" value=token/>
                                <PasswordField
                                    input=form.field("password", "")
                                    label="New password"
                                    hint="At least 12 characters, and not easily guessed. Leave it empty to keep the one you have; without one you need a new link next time."
                                    optional=true
                                    autocomplete="new-password"
                                />
                                <Button>"Sign in"</Button>
                            </PlainForm>
                        }),
                        _ => Either::Right(view! {
                            <p>"This link was already used or has expired. Sign in with your password, or make a new link on the server's command line."</p>
                            <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">"Go to the sign-in page"</A>
                        }),
                    }
            })}
        </SignInFrame>
    }
    .into_any()
}
