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
    below_user("Sign out everywhere?", "", "Sign out everywhere", move |path, view| {
        let (back, identifier) = (path.user(view.user.id), view.user.identifier.to_string());
        let target = user_target(&path, view.user.id);
        danger_form(sign_out, target, back, "Sign out everywhere".to_owned(), move |row| {
            view! {
                <div class="card">
                    <p>
                        "Use this when a device of "<strong>{identifier}</strong>" was lost or somebody else got in. Authorization codes
                        that are on their way end in any case. APIs that check access tokens themselves accept those already issued
                        until they expire."
                    </p>
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
        <CheckboxGroup label="What ends">
            <Checkbox
                tick=form.tick("sessions", true)
                label=format!("End {}", words::sessions(view.open_sessions))
                hint="The next application that sends the user here gets the sign-in page. Refresh tokens that end with a session end, too."
            />
            <Checkbox
                tick=form.tick("tokens", true)
                label=format!("Revoke {}", words::refresh_tokens(view.live))
                hint="Applications lose access now."
            />
            <Checkbox
                tick=form.tick("consents", false)
                label=format!("Withdraw {}", words::consents(view.consents))
                hint="Applications have to ask the user for permission again."
            />
        </CheckboxGroup>
    }
    .into_any()
}
