use domain::{id::UserId, view::UserView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator},
    components::{Families, load_at, load_families, loaded, use_param_in_workspace},
    form::Target,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Page},
};

/// A user as each of their pages shows them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedUser {
    /// The user, with the clients that hold active refresh tokens of theirs.
    pub view: UserView,
    /// What was issued for them: a page of it.
    pub families: Families,
    /// The address at which users of the workspace look after themselves.
    pub account: String,
}

/// Loads a user with what was issued for them.
pub async fn load_user(path: WorkspacePath, user: UserId) -> Result<LoadedUser, ApiError> {
    let operator = operator()?;
    let view = operator.load_user(&path, user).await?;
    let account = format!("{}/account", operator.issuer(&path));
    let filter = domain::view::FamilyFilter { user: Some(view.user.id), ..Default::default() };
    Ok(LoadedUser { view, families: load_families(&path, &filter, "").await?, account })
}

/// Returns the user whose page is shown.
pub(super) fn use_user() -> Result<(WorkspacePath, UserId), ApiError> {
    use_param_in_workspace("user")
}

/// Returns what a form changes that is about a user.
pub(super) fn user_target(path: &WorkspacePath, user: UserId) -> Target {
    Target::workspace(path).with("user", user)
}

/// Shows a page below a user's own: it says whose it is, and leads back to them.
pub(super) fn below_user(
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    body: impl FnOnce(WorkspacePath, UserView) -> AnyView + Send + 'static,
) -> impl IntoView {
    let loading = load_at(use_user(), |(path, id)| load_user(path, id));
    loaded(loading, move |((path, _), LoadedUser { view, .. })| {
        let steps = vec![(path.users(), "Users".to_owned()), (path.user(view.user.id), view.user.profile.name.to_string())];
        let body = body(path, view);
        view! { <Page title lead above=(move || view! { <Breadcrumb steps=steps.clone() here/> }).into()>{body}</Page> }
    })
}
