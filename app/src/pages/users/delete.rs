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
    below_user("Delete this user?", "", "Delete", move |path, view| {
        let user = view.user;
        let (identifier, back) = (user.identifier.to_string(), path.user(user.id));
        let live = view.live;
        let target = user_target(&path, user.id).with("version", user.version);
        danger_form(delete, target, back, "Delete user".to_owned(), move |row| {
            view! {
                <div class="card">
                    <p>
                        <strong>{identifier}</strong>" cannot sign in any more, and this cannot be undone. Whoever is added later under the
                        same name is another user to every application."
                    </p>
                    <p>"These end or are deleted with the user:"</p>
                    <ul>
                        <li>{words::sessions(view.open_sessions)}</li>
                        <li>{words::refresh_tokens(live)}</li>
                        <li>{words::consents(view.consents)}</li>
                        <li>"name, e-mail address, phone number, address and password"</li>
                    </ul>
                    <p>"The log keeps what was done, with the names and e-mail addresses that the user signed in with."</p>
                    <TextField input=delete.form.field("confirm", "") label="Type what the user signs in with"/>
                </div>
                {row}
            }
            .into_any()
        })
    })
}
