use domain::secret::Secret;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, go_to, operator, session, visitor},
    components::use_query,
    form::{CreateForm, FormAction, Target},
    paths,
    ui::{Page, PasswordField, Section},
};

/// Where to go on. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedReturn {
    /// The page where something dangerous is to be done.
    #[serde(default)]
    pub next: String,
}

/// Confirms the password of the administrator who is signed in.
#[server]
pub async fn confirm_password(typed: TypedReturn, password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    operator.own_sessions()?.confirm(visitor.browser(), Secret::new(password)).await.keep(&typed)?;
    session()?.confirm(operator.now()).await?;
    go_to(&paths::after_sign_in(&typed.next));
    Ok(())
}

crate::form::needs!(ConfirmPassword);

/// Where an administrator confirms their password, before something dangerous.
#[component]
pub fn ConfirmPage() -> impl IntoView {
    let action = FormAction::<ConfirmPassword>::typed();
    let form = action.form;
    let next = use_query().value("next");
    view! {
        <Page title="Confirm your password" lead="You typed your password more than 15 minutes ago, and what you are about to do asks for a recent one. What you typed is kept: afterwards, send it again.">
            <Section title="Password">
                <CreateForm action target=Target::none().with("typed[next]", next) label="Confirm">
                    <PasswordField input=form.within("").field("password", "") label="Your password" autocomplete="current-password"/>
                </CreateForm>
            </Section>
        </Page>
    }
    .into_any()
}
