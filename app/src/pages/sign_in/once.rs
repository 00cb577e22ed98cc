use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;

use super::{SignInFrame, not_told};
use crate::{
    api::{self, ApiError, control, go_to},
    components::use_query,
    form::{FormAction, FormNotice, PlainForm},
    paths, t, t_view,
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
        <SignInFrame title=t!("account-once-title")>
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    match owner.await {
                        Ok(Some(email)) => Either::Left(view! {
                            <p>{t_view!("account-once-owner", email = view! { <strong>{email}</strong> })}</p>
                            <PlainForm to=UseOneTimeSignIn::url()>
                                <input type="hidden" name="token" value=token/>
                                <PasswordField
                                    input=form.field("password", "")
                                    label=t!("account-password-new")
                                    hint=t!("account-once-password-hint")
                                    optional=true
                                    autocomplete="new-password"
                                />
                                <Button>{t!("account-sign-in")}</Button>
                            </PlainForm>
                        }),
                        Ok(None) => Either::Right(
                            view! {
                                <p>{t!("account-once-gone")}</p>
                                <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">{t!("account-sign-in-go")}</A>
                            }
                            .into_any(),
                        ),
                        Err(error) => Either::Right(not_told(&error)),
                    }
            })}
        </SignInFrame>
    }
    .into_any()
}
