use domain::{id::UserId, view::UserView};
use leptos::prelude::*;

use super::detail::{LoadedUser, load_user};
use crate::{
    components::loaded,
    form::Form,
    paths::{WorkspacePages as _, WorkspacePath, use_param, use_workspace_path},
    ui::{Breadcrumb, Page},
};

/// A page below a user's own: it says whose it is, and leads back to them.
pub(super) fn below_user(
    form: Form,
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    body: impl Fn(WorkspacePath, UserView) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let (path, id) = (use_workspace_path(), use_param::<UserId>("user"));
    let resource = Resource::new(move || (path.get(), id.get(), form.reload()), |(path, id, _)| async move { load_user(path?, id?).await });
    loaded(resource, move |LoadedUser { view, .. }: LoadedUser| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let steps = vec![(path.users(), "Users".to_owned()), (path.user(view.user.id), view.user.profile.name.to_string())];
        let body = body(path, view);
        view! { <Page title lead above=(move || view! { <Breadcrumb steps=steps.clone() here/> }).into()>{body}</Page> }.into_any()
    })
}
