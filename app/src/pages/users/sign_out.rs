use domain::{id::UserId, view::UserView};
use leptos::prelude::*;

use super::{
    frame::{below_user, user_target},
    words,
};
use crate::{
    api::{ApiError, Keep, done, operator},
    done::Done,
    form::{Form, FormAction, danger_form},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Checkbox, CheckboxGroup},
};

/// Signs a user out everywhere, as far as it is ticked, and leads back to the user.
#[server]
pub async fn sign_out_user(
    path: WorkspacePath,
    user: UserId,
    #[server(default)] sessions: bool,
    #[server(default)] tokens: bool,
    #[server(default)] consents: bool,
) -> Result<(), ApiError> {
    let what = domain::view::SignOut { sessions, tokens, consents };
    operator()?.sign_out_user(&path, user, what).await.keep(&what)?;
    done(&path.user(user), Done::UserSignedOut);
    Ok(())
}

crate::form::needs!(SignOutUser: SignOutUser);

/// Where a user is signed out everywhere.
#[component]
pub fn SignOutUserPage() -> impl IntoView {
    let sign_out = FormAction::<SignOutUser>::new();
    let form = sign_out.form;
    below_user(t!("users-sign-out-title"), "", t!("users-sign-out-submit"), move |path, view| {
        let (back, identifier) = (path.user(view.user.id), view.user.identifier.to_string());
        let target = user_target(&path, view.user.id);
        danger_form(sign_out, target, back, t!("users-sign-out-submit").to_owned(), move |row| {
            view! {
                <div class="card">
                    <p>{t_view!("users-sign-out-question", user = view! { <strong>{identifier}</strong> })}</p>
                    <What form view/>
                </div>
                {row}
            }
            .into_any()
        })
    })
}

#[component]
fn What(form: Form, view: UserView) -> impl IntoView {
    view! {
        <CheckboxGroup label=t!("users-sign-out-what")>
            <Checkbox
                tick=form.tick("sessions", true)
                label=t!("users-sign-out-sessions", sessions = words::sessions(view.open_sessions))
                hint=t!("users-sign-out-sessions-hint")
            />
            <Checkbox
                tick=form.tick("tokens", true)
                label=t!("users-sign-out-tokens", tokens = words::refresh_tokens(view.live))
                hint=t!("users-sign-out-tokens-hint")
            />
            <Checkbox
                tick=form.tick("consents", false)
                label=t!("users-sign-out-consents", consents = words::consents(view.consents))
                hint=t!("users-sign-out-consents-hint")
            />
        </CheckboxGroup>
    }
    .into_any()
}
