use domain::id::UserId;
use leptos::prelude::*;

use super::{frame::below_user, words};
use crate::{
    api::ApiError,
    components::DangerRow,
    form::{Form, FormNotice, PostForm, WorkspaceFields},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::TextField,
};
#[cfg(feature = "ssr")]
use crate::{
    api::{Keep, done, operator},
    done::Done,
};

/// Deletes a user and leads to the others.
#[server(client = crate::api::Caller)]
pub async fn delete_user(path: WorkspacePath, user: UserId, version: i64, #[server(default)] confirm: String) -> Result<(), ApiError> {
    let typed = serde_json::json!({ "confirm": confirm });
    operator()?.delete_user(&path, user, version, &confirm).await.keep(&typed)?;
    done(&path.users(), Done::UserDeleted);
    Ok(())
}

/// Where a user is deleted, once it was typed who.
#[component]
pub fn DeleteUserPage() -> impl IntoView {
    let action = ServerAction::<DeleteUser>::new();
    let form = Form::of(action);
    below_user(form, "Delete this user?", "", "Delete", move |path, view| {
        let user = view.user;
        let (identifier, back) = (user.identifier.to_string(), path.user(user.id));
        let live = view.clients.iter().map(|client| client.live).sum();
        view! {
            <FormNotice form/>
            <PostForm action>
                <WorkspaceFields path version=user.version/>
                <input type="hidden" name="user" value=user.id.to_string()/>
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
                    <TextField input=form.field("confirm", "") label="Type what the user signs in with"/>
                </div>
                <DangerRow back form label="Delete user"/>
            </PostForm>
        }
        .into_any()
    })
}
