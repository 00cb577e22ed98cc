use domain::{id::UserId, view::UserView};
use leptos::prelude::*;

use super::detail::{LoadedUser, load_user};
use crate::{
    components::loaded,
    form::Form,
    paths::{Place, use_param, use_place},
    ui::{Breadcrumb, Page},
};

/// A page below a user's own: it says whose it is, and leads back to them.
pub(super) fn below_user(
    form: Form,
    title: &'static str,
    lead: &'static str,
    here: &'static str,
    body: impl Fn(Place, UserView) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView {
    let (place, id) = (use_place(), use_param::<UserId>("user"));
    let resource =
        Resource::new(move || (place.get(), id.get(), form.reload()), |(place, id, _)| async move { load_user(place?, id?).await });
    loaded(resource, move |LoadedUser { view, .. }: LoadedUser| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let steps = vec![(place.users(), "Users".to_owned()), (place.user(view.user.id), view.user.profile.name.to_string())];
        let body = body(place, view);
        view! { <Page title lead above=(move || view! { <Breadcrumb steps=steps.clone() here/> }).into()>{body}</Page> }.into_any()
    })
}
