use domain::{id::UserId, view::UserView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::{Families, load_at, loaded},
    form::{Form, Target},
    paths::{WorkspacePages as _, WorkspacePath, use_param, use_workspace_path},
    ui::{Breadcrumb, Page},
};
#[cfg(feature = "ssr")]
use crate::{api::operator, components::load_families};

/// A user as each of their pages shows them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedUser {
    /// The user, with the clients that hold active refresh tokens of theirs.
    pub view: UserView,
    /// What was issued for them: a page of it.
    pub families: Families,
}

/// Loads a user with what was issued for them.
#[server(client = crate::api::Caller)]
pub async fn load_user(path: WorkspacePath, user: UserId) -> Result<LoadedUser, ApiError> {
    let view = operator()?.load_user(&path, user).await?;
    let filter = domain::view::FamilyFilter { user: Some(view.user.id), ..Default::default() };
    Ok(LoadedUser { view, families: load_families(&path, filter, "").await? })
}

/// Returns the user whose page is shown.
pub(super) fn use_user() -> Memo<Result<(WorkspacePath, UserId), ApiError>> {
    let (path, user) = (use_workspace_path(), use_param("user"));
    Memo::new(move |_| Ok((path.get()?, user.get()?)))
}

/// Returns what a form changes that is about a user.
pub(super) fn user_target(path: &WorkspacePath, user: UserId) -> Target {
    Target::workspace(path).with("user", user)
}

/// Shows a page below a user's own: it says whose it is, and leads back to them.
pub(super) fn below_user(
    form: Form,
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    body: impl Fn(WorkspacePath, UserView) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let resource = load_at(use_user(), move || form.reload(), |(path, id), _| load_user(path, id));
    loaded(resource, move |((path, _), LoadedUser { view, .. })| {
        let steps = vec![(path.users(), "Users".to_owned()), (path.user(view.user.id), view.user.profile.name.to_string())];
        let body = body(path, view);
        view! { <Page title lead above=(move || view! { <Breadcrumb steps=steps.clone() here/> }).into()>{body}</Page> }
    })
}
