use domain::id::UserId;
use leptos::prelude::*;

use super::{
    frame::{below_user, user_target},
    words,
};
use crate::{
    api::{ApiError, Keep, done, operator},
    done::Done,
    form::{FormAction, danger_form},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::TextField,
};

/// Deletes a user and leads to the others.
#[server]
pub async fn delete_user(path: WorkspacePath, user: UserId, version: i64, #[server(default)] confirm: String) -> Result<(), ApiError> {
    let typed = serde_json::json!({ "confirm": confirm });
    operator()?.delete_user(&path, user, version, &confirm).await.keep(&typed)?;
    done(&path.users(), Done::UserDeleted);
    Ok(())
}

crate::form::needs!(DeleteUser: DeleteUser);

/// Where a user is deleted, once it was typed who.
#[component]
pub fn DeleteUserPage() -> impl IntoView {
    let delete = FormAction::<DeleteUser>::new();
    below_user(t!("users-delete-title"), "", t!("users-delete-here"), move |path, view| {
        let user = view.user;
        let (identifier, back) = (user.identifier.to_string(), path.user(user.id));
        let live = view.live;
        let target = user_target(&path, user.id).with("version", user.version);
        danger_form(delete, target, back, t!("users-delete-submit").to_owned(), move |row| {
            view! {
                <div class="card">
                    <p>{t_view!("users-delete-question", user = view! { <strong>{identifier}</strong> })}</p>
                    <p>{t!("users-delete-with")}</p>
                    <ul>
                        <li>{words::sessions(view.open_sessions)}</li>
                        <li>{words::refresh_tokens(live)}</li>
                        <li>{words::consents(view.consents)}</li>
                        <li>{t!("users-delete-profile")}</li>
                    </ul>
                    <p>{t!("users-delete-log")}</p>
                    <TextField input=delete.form.field("confirm", "") label=t!("users-delete-confirm")/>
                </div>
                {row}
            }
            .into_any()
        })
    })
}
