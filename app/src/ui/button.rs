use leptos::prelude::*;
use leptos_router::components::A;

/// How much a button asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The one thing to do here.
    Primary,
    /// Something else to do here.
    Secondary,
    /// Something that destroys.
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
    /// How much it asks for.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// While its form is on its way it does nothing.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// The field that it sends.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value of that field.
    #[prop(optional, into)]
    value: Option<String>,
    /// What it does.
    children: Children,
) -> impl IntoView {
    // `aria-disabled` and not `disabled`: a disabled button loses the focus that it was pressed with.
    let pressed = move |event: leptos::ev::MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
        }
    };
    view! {
        <button
            type="submit"
            class="button"
            data-kind=kind.name()
            name=name
            value=value
            aria-disabled=move || busy.get().then_some("true")
            on:click=pressed
        >
            {children()}
        </button>
    }
    .into_any()
}

/// A link that looks like a button, because what it leads to is what to do here.
#[component]
pub fn LinkButton(
    /// Where it leads.
    #[prop(into)]
    href: String,
    /// How much it asks for.
    #[prop(default = Kind::Primary)]
    kind: Kind,
    /// What it leads to.
    children: Children,
) -> impl IntoView {
    view! { <A href=href attr:class="button" attr:data-kind=kind.name()>{children()}</A> }.into_any()
}
