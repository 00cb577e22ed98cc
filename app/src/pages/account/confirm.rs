use domain::secret::Secret;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, go_to, operator, session, visitor},
    components::{AskedPasskey, PasskeyButton, loaded, use_query},
    form::{CreateForm, FormAction, FormNotice, PlainForm, Target},
    paths, t, t_view,
    ui::{CodeBlock, CodeField, Link, Page, PasswordField, Section},
};

/// Where to go on. What confirms is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedReturn {
    /// The page where something dangerous is to be done.
    #[serde(default)]
    pub next: String,
}

/// What the administrator can confirm by that it is they.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedConfirmation {
    by_password: bool,
    by_code: bool,
    by_passkey: Option<AskedPasskey>,
    /// Whose one-time sign-in it would be.
    email: String,
}

/// Loads what the administrator who is signed in can confirm by that it is they.
pub async fn load_confirmation() -> Result<LoadedConfirmation, ApiError> {
    let own = crate::api::signed_in().ok_or(ApiError::SignedOut)?;
    let offer = operator()?.own_confirmation()?.offer().await?;
    Ok(LoadedConfirmation {
        by_password: offer.by_password,
        by_code: offer.by_code,
        by_passkey: offer.by_passkey.map(AskedPasskey::from),
        email: own.email.to_string(),
    })
}

/// Keeps that it is they, and leads back.
async fn go_on(next: &str) -> Result<(), ApiError> {
    session()?.confirm(operator()?.now()).await?;
    go_to(&paths::after_sign_in(next));
    Ok(())
}

/// Confirms by the password that it is the administrator who is signed in.
#[server]
pub async fn confirm_password(typed: TypedReturn, password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    operator.own_confirmation()?.by_password(visitor.browser(), Secret::new(password)).await.keep(&typed)?;
    go_on(&typed.next).await
}

crate::form::needs!(ConfirmPassword);

/// Confirms it by one of their passkeys.
#[server]
pub async fn confirm_by_passkey(typed: TypedReturn, ceremony: String, credential: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let answer = ::control::PasskeyAnswer { sealed: &ceremony, response: &credential };
    operator.own_confirmation()?.by_passkey(answer, visitor.address()).await.keep(&typed)?;
    go_on(&typed.next).await
}

crate::form::needs!(ConfirmByPasskey);

/// Confirms it by a code of their second factor, where they have no password.
#[server]
pub async fn confirm_by_code(typed: TypedReturn, code: String) -> Result<(), ApiError> {
    operator()?.own_confirmation()?.by_code(&code).await.keep(&typed)?;
    go_on(&typed.next).await
}

crate::form::needs!(ConfirmByCode);

/// Where an administrator confirms that it is they, before something dangerous.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let password = FormAction::<ConfirmPassword>::typed();
    let passkey = FormAction::<ConfirmByPasskey>::typed();
    let code = FormAction::<ConfirmByCode>::typed();
    let next = use_query().value("next");
    loaded(load_confirmation(), move |loaded| {
        let LoadedConfirmation { by_password, by_code, by_passkey, email } = loaded;
        let otherwise = match (by_password, by_code) {
            (true, _) => t!("account-confirm-otherwise-password"),
            (false, true) => t!("account-confirm-otherwise-code"),
            (false, false) => t!("account-confirm-otherwise-sign-in"),
        };
        let passkey_next = next.clone();
        let with_passkey = by_passkey.map(|asked| {
            view! {
                <Section title=t!("account-confirm-passkey")>
                    <PlainForm to=ConfirmByPasskey::url()>
                        <input type="hidden" name="typed[next]" value=passkey_next/>
                        <PasskeyButton
                            asked
                            does="second"
                            label=t!("account-confirm-use-passkey")
                            otherwise
                            problem=passkey.form.within("").problem("credential")
                        />
                    </PlainForm>
                </Section>
            }
        });
        let password_next = next.clone();
        let with_password = by_password.then(|| {
            view! {
                <Section title=t!("account-confirm-password")>
                    <CreateForm action=password target=Target::none().with("typed[next]", password_next) label=t!("account-confirm-confirm")>
                        <PasswordField input=password.form.within("").field("password", "") label=t!("account-password-yours") autocomplete="current-password"/>
                    </CreateForm>
                </Section>
            }
        });
        let code_next = next.clone();
        let with_code = by_code.then(|| {
            view! {
                <Section title=t!("account-confirm-code")>
                    <CreateForm action=code target=Target::none().with("typed[next]", code_next) label=t!("account-confirm-confirm")>
                        <CodeField
                            input=code.form.within("").field("code", "")
                            label=t!("account-confirm-code")
                            hint=t!("account-confirm-code-hint")
                        />
                    </CreateForm>
                </Section>
            }
        });
        view! {
            <Page title=t!("account-confirm-title") lead=t!("account-confirm-lead")>
                <FormNotice form=passkey.form beside_fields=true/>
                {with_passkey}
                {with_password}
                {with_code}
                {(!by_password).then(|| view! { <WithoutPassword email/> })}
            </Page>
        }
    })
}

/// What leads on who has no password.
#[component]
fn WithoutPassword(
    /// Their e-mail address.
    email: String,
) -> impl IntoView {
    view! {
        <Section title=t!("account-confirm-again") lead=t!("account-confirm-again-lead")>
            <p>{t!("account-confirm-again-ask")}</p>
            <CodeBlock label=t!("account-confirm-command") code=format!("regrant admin sign-in-link --email {email}")/>
            <p>
                {t_view!(
                    "account-confirm-again-then",
                    account = view! { <Link href=paths::ACCOUNT>{t!("account-title")}</Link> },
                    passkeys = view! { <Link href=paths::PASSKEYS>{t!("account-passkeys")}</Link> },
                )}
            </p>
        </Section>
    }
    .into_any()
}
