use leptos::prelude::*;
use leptos_router::components::A;

use super::link;

/// The weight of a button.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The main action of the page.
    Primary,
    /// Another action.
    Secondary,
    /// An action that destroys something.
    Danger,
}

impl Kind {
    const fn name(self) -> &'static str {
        match self {
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Danger => "danger",
        }
    }
}

/// A button that submits its form.
#[component]
pub fn Button(
    /// Its weight.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// The field that it sends.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value of that field.
    #[prop(optional, into)]
    value: Option<String>,
    /// Its words.
    children: Children,
) -> impl IntoView {
    view! {
        <button type="submit" class="button" data-kind=kind.name() name=name value=value>
            {children()}
        </button>
    }
    .into_any()
}

/// A link to an action, which looks like a button; nothing where it does not open to the reader.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// Its weight.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// What it leads to.
    children: Children,
) -> impl IntoView {
    link::opens(&href).then(|| view! { <A href=href attr:class="button" attr:data-kind=kind.name()>{children()}</A> }).into_any()
}
