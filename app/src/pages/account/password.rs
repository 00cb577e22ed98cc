use domain::secret::Secret;
use leptos::prelude::*;

use crate::{
    api::{ApiError, begin_session, done, operator, visitor},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths, t,
    ui::{Input, PasswordField, Section},
};

/// Changes the administrator's own password, or sets the first one. Their other sessions end.
#[server]
pub async fn change_password(current: String, password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let administrator = operator.own_password()?.set(visitor.browser(), Secret::new(current), &password).await?;
    begin_session(&administrator).await?;
    done(paths::ACCOUNT, Done::OwnPasswordSet);
    Ok(())
}

crate::form::needs!(ChangePassword);

/// Where the administrator changes their password, or sets the first one.
#[component]
pub(super) fn PasswordSection(
    /// Whether they have one.
    has_password: bool,
    /// The way to the server function.
    action: FormAction<ChangePassword>,
) -> impl IntoView {
    let form = action.form;
    let (lead, label) = if has_password {
        (t!("account-password-change-lead"), t!("account-password-change"))
    } else {
        (t!("account-password-set-lead"), t!("account-password-set"))
    };
    view! {
        <Section title=t!("account-password") lead=lead>
            <CreateForm action target=Target::none() label=label>
                <OwnPasswordField has_password input=form.field("current", "") label=t!("account-password-current")/>
                <PasswordField
                    input=form.field("password", "")
                    label=t!("account-password-new")
                    hint=t!("account-password-hint")
                    autocomplete="new-password"
                />
            </CreateForm>
        </Section>
    }
    .into_any()
}

/// The field for the administrator's own password. Who has none is asked for no password, but to have signed in a short while ago.
#[component]
pub(super) fn OwnPasswordField(
    /// Whether they have one.
    has_password: bool,
    /// The field.
    input: Input,
    /// What it is called.
    #[prop(default = t!("account-password-yours"))]
    label: &'static str,
) -> impl IntoView {
    if has_password {
        view! { <PasswordField input label autocomplete="current-password"/> }.into_any()
    } else {
        view! { <input type="hidden" name=input.name value=""/> }.into_any()
    }
}
