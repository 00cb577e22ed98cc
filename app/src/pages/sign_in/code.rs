use leptos::{either::Either, prelude::*, server_fn::ServerFn};
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{SignInFrame, TypedNext, not_told};
use crate::{
    api::{self, ApiError, Keep, complete_sign_in, go_to, session},
    components::{AskedPasskey, PasskeyButton, use_query},
    form::{FormAction, FormNotice, PlainForm},
    paths, t,
    ui::{Button, CodeField, Kind},
};

/// What can complete a sign-in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedSecondStep {
    has_app: bool,
    passkey: Option<AskedPasskey>,
}

/// Returns what can complete the sign-in that waits in this browser; none where none waits.
pub async fn load_second_step() -> Result<Option<LoadedSecondStep>, ApiError> {
    let offer = session()?.second_step().await?;
    Ok(offer.map(|offer| LoadedSecondStep { has_app: offer.has_app, passkey: offer.passkey.map(AskedPasskey::from) }))
}

/// Completes a sign-in by a passkey.
#[server]
pub async fn complete_by_passkey(typed: TypedNext, ceremony: String, credential: String) -> Result<(), ApiError> {
    let answer = ::control::PasskeyAnswer { sealed: &ceremony, response: &credential };
    api::complete_sign_in_by_passkey(answer).await.keep(&typed)?;
    go_to(&paths::after_sign_in(&typed.next));
    Ok(())
}

crate::form::needs!(CompleteByPasskey);

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
    let by_passkey = FormAction::<CompleteByPasskey>::typed().form;
    let next_by_passkey = next.clone();
    let waits = OnceResource::new(load_second_step());
    view! {
        <SignInFrame title=t!("account-code-title")>
            <FormNotice form beside_fields=true/>
            <FormNotice form=by_passkey beside_fields=true/>
            {Suspend::new(async move {
                    match waits.await {
                        Ok(Some(LoadedSecondStep { has_app, passkey })) => {
                            // Who has passkeys alone has no code but for their loss; what they have comes first.
                            let (label, kind) = match (passkey.is_some(), has_app) {
                                (false, _) => (t!("account-code-code"), Kind::Primary),
                                (true, true) => (t!("account-code-code"), Kind::Secondary),
                                (true, false) => (t!("account-code-recovery-code"), Kind::Secondary),
                            };
                            let hint = match (passkey.is_some(), has_app) {
                                (false, _) => t!("account-code-hint"),
                                (true, true) => t!("account-code-hint-or-passkey"),
                                (true, false) => t!("account-code-hint-recovery-code"),
                            };
                            Either::Left(view! {
                            {passkey.map(|asked| view! {
                                <PlainForm to=CompleteByPasskey::url()>
                                    <input type="hidden" name="typed[next]" value=next_by_passkey/>
                                    <PasskeyButton
                                        asked
                                        does="second"
                                        label=t!("account-confirm-use-passkey")
                                        kind=Kind::Primary
                                        otherwise=t!("account-code-otherwise")
                                        problem=by_passkey.within("").problem("credential")
                                    />
                                </PlainForm>
                            })}
                            <PlainForm to=SignInWithCode::url()>
                                <input type="hidden" name="typed[next]" value=next/>
                                <CodeField
                                    input=form.within("").field("code", "")
                                    label=label
                                    hint=hint
                                />
                                <Button kind>{t!("account-sign-in")}</Button>
                            </PlainForm>
                            <p>{t!("account-code-lost")}</p>
                        })}
                        Ok(None) => Either::Right(
                            view! {
                                <p>{t!("account-code-none")}</p>
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
