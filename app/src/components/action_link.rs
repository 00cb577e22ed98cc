use domain::permission::Action;
use leptos::prelude::*;

use crate::{
    api::permits,
    ui::{Kind, LinkButton},
};

/// A link to a page where something is done. It is not there for whoever may not do it.
#[component]
pub fn ActionLink(
    /// What is done.
    needs: Action,
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its weight.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// What it leads to.
    children: Children,
) -> impl IntoView {
    permits(needs).then(|| view! { <LinkButton href kind>{children()}</LinkButton> }).into_any()
}
