use domain::{id::UserId, linked_subject::LinkedSubject, name::Slug, passkey::PasskeySummary, permission::Action, view::UserView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator, permits},
    components::{Cut, Families, load_at, load_families, loaded, use_param_in_workspace},
    form::Target,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page},
};

/// A user as each of their pages shows them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedUser {
    /// The user, with the clients that hold active refresh tokens of theirs.
    pub view: UserView,
    /// What was issued for them: a page of it; none for who may not see that.
    pub families: Option<Families>,
    /// Their passkeys, the oldest first.
    pub passkeys: Vec<PasskeySummary>,
    /// Who they are at trusted issuers, the oldest first.
    pub linked: Vec<LinkedSubject>,
    /// The trusted issuers; none for who may not see them.
    pub issuers: Vec<Slug>,
    /// The address at which users of the workspace look after themselves.
    pub account: String,
    /// Whether mails can be sent to users.
    pub mail: bool,
    /// The tag of the language that they read, where it is known.
    pub language: Option<String>,
}

/// Loads a user with what was issued for them.
pub async fn load_user(path: WorkspacePath, user: UserId) -> Result<LoadedUser, ApiError> {
    let operator = operator()?;
    let view = operator.load_user(&path, user).await?;
    let account = format!("{}/account", operator.issuer(&path));
    let filter = domain::view::FamilyFilter { user: Some(view.user.id), ..Default::default() };
    let families = if permits(Action::SeeFamilies) { Some(load_families(&path, &filter, &Cut::default()).await?) } else { None };
    let passkeys = operator.list_user_passkeys(&path, user).await?;
    let linked = operator.list_linked_subjects(&path, user).await?;
    let issuers = if permits(Action::SeeWorkspaces) {
        operator.load_workspace(&path).await?.trusted_issuers.iter().map(|issuer| issuer.id.clone()).collect()
    } else {
        Vec::new()
    };
    let mail = operator.can_mail_users(&path).await?;
    let language = operator.user_language(&path, user).await?.map(|language| language.tag().to_owned());
    Ok(LoadedUser { view, families, passkeys, linked, issuers, account, mail, language })
}

/// Loads a user alone.
async fn load_view(path: WorkspacePath, user: UserId) -> Result<UserView, ApiError> {
    Ok(operator()?.load_user(&path, user).await?)
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
    let loading = load_at(use_user(), |(path, id)| load_view(path, id));
    loaded(loading, move |((path, _), view)| {
        let steps = vec![(path.users(), t!("users-list-title").to_owned()), (path.user(view.user.id), view.user.profile.name.to_string())];
        let body = body(path, view);
        view! { <Page title lead above=(move || view! { <Breadcrumb steps=steps.clone() here/> }).into()>{body}</Page> }
    })
}
