use leptos::prelude::*;

/// A button that opens a [`Menu`]. The browser itself does it, so it works without JavaScript.
#[component]
pub fn MenuButton(
    /// The menu's identifier.
    #[prop(into)]
    menu: String,
    /// What it opens, for those who do not see it; the words on it where there are none.
    #[prop(optional, into)]
    label: String,
    /// What is on it.
    children: Children,
) -> impl IntoView {
    let label = (!label.is_empty()).then_some(label);
    view! { <button type="button" class="menu-button" popovertarget=menu aria-label=label>{children()}</button> }.into_any()
}

/// What a [`MenuButton`] opens: links and forms. `Escape` and a click beside it close it.
#[component]
pub fn Menu(
    /// Its identifier.
    #[prop(into)]
    id: String,
    /// What it is, for those who do not see it.
    #[prop(into)]
    label: String,
    /// At which side of the window it hangs: `start` or `end`.
    #[prop(default = "start")]
    side: &'static str,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    view! { <div class="menu" id=id popover="auto" role="group" aria-label=label data-side=side>{children()}</div> }.into_any()
}
