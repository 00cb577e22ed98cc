use leptos::prelude::*;

use crate::{
    api::{ApiError, begin_session, done},
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths,
    ui::{PasswordField, Section},
};

/// Changes the administrator's own password. Their other sessions end.
#[server]
pub async fn change_password(current: String, password: String) -> Result<(), ApiError> {
    let administrator = crate::api::change_password(current, password).await?;
    begin_session(&administrator).await?;
    done(paths::ACCOUNT, Done::OwnPasswordSet);
    Ok(())
}

crate::form::needs!(ChangePassword);

/// Where the administrator changes their password.
#[component]
pub(super) fn PasswordSection(
    /// The way to the server function.
    action: FormAction<ChangePassword>,
) -> impl IntoView {
    let form = action.form;
    view! {
        <Section title="Password" lead="A new password ends your other sessions and your API tokens.">
            <CreateForm action target=Target::none() label="Change password">
                <PasswordField input=form.field("current", "") label="Current password" autocomplete="current-password"/>
                <PasswordField
                    input=form.field("password", "")
                    label="New password"
                    hint="At least 12 characters, and not easily guessed."
                    autocomplete="new-password"
                />
            </CreateForm>
        </Section>
    }
    .into_any()
}
