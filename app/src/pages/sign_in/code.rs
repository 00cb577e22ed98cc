use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::SignInFrame;
use crate::{
    api::{ApiError, Keep, complete_sign_in, go_to, session},
    components::use_query,
    form::{FormAction, FormNotice, PlainForm},
    paths,
    ui::{Button, CodeField},
};

/// Where a sign-in leads to. The code is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedNext {
    /// The page that was asked for.
    #[serde(default)]
    pub next: String,
}

/// Returns whether a sign-in waits for a code in this browser.
pub async fn load_first_step() -> Result<bool, ApiError> {
    session()?.awaits_code().await
}

/// Completes a sign-in by a code.
#[server]
pub async fn sign_in_with_code(typed: TypedNext, code: String) -> Result<(), ApiError> {
    complete_sign_in(&code).await.keep(&typed)?;
    go_to(&paths::after_sign_in(&typed.next));
    Ok(())
}

crate::form::needs!(SignInWithCode);

/// The second step of a sign-in.
#[component]
pub fn SignInCodePage() -> impl IntoView {
    let form = FormAction::<SignInWithCode>::typed().form;
    let next = use_query().value("next");
    let waits = OnceResource::new(load_first_step());
    view! {
        <SignInFrame title="Enter your code">
            <FormNotice form beside_fields=true/>
            {Suspend::new(async move {
                    match waits.await {
                        Ok(true) => Either::Left(view! {
                            <PlainForm to=SignInWithCode::url()>
                                <input type="hidden" name="typed[next]" value=next/>
                                <CodeField
                                    input=form.within("").field("code", "")
                                    label="Code"
                                    hint="The six digits that your authenticator app shows, or one of your recovery codes."
                                />
                                <Button>"Sign in"</Button>
                            </PlainForm>
                            <p>"Lost both? Another administrator can reset your second factor, or whoever runs the server on its command line."</p>
                        }),
                        _ => Either::Right(view! {
                            <p>"No sign-in waits for a code here. It has to be entered within 10 minutes of the password."</p>
                            <A href=paths::SIGN_IN attr:class="button" attr:data-kind="primary">"Go to the sign-in page"</A>
                        }),
                    }
            })}
        </SignInFrame>
    }
    .into_any()
}
