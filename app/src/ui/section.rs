use leptos::prelude::*;

use super::Title;

/// A page: its title, what can be done there, and what it holds.
#[component]
pub fn Page(
    /// What it is called.
    #[prop(into)]
    title: String,
    /// What the window is called, where that is not the page's title. One `Title` a page: a second one beside it is not told apart from
    /// the first when a page takes the place of another.
    #[prop(optional, into)]
    window: Option<String>,
    /// What it is for, in a sentence.
    #[prop(optional, into)]
    lead: String,
    /// Where it stands, above the title.
    #[prop(optional)]
    above: Option<ViewFn>,
    /// What can be done there.
    #[prop(optional)]
    actions: Option<ViewFn>,
    /// Whether it takes the whole width, for a table or several columns.
    #[prop(optional)]
    wide: bool,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=window.unwrap_or_else(|| title.clone())/>
        <div class="page" data-wide=wide.to_string()>
            <header class="page-header">
                {above.map(|above| above.run())}
                <div class="page-heading">
                    <h1>{title}</h1>
                    {actions.map(|actions| view! { <div class="page-actions">{actions.run()}</div> })}
                </div>
                {(!lead.is_empty()).then(|| view! { <p class="page-lead">{lead}</p> })}
            </header>
            {children()}
        </div>
    }
    .into_any()
}

/// A part of a page with a heading of its own.
#[component]
pub fn Section(
    /// What it is called.
    #[prop(into)]
    title: String,
    /// What it decides, in a sentence or two.
    #[prop(optional, into)]
    lead: String,
    /// Its identifier, where something leads to it.
    #[prop(optional)]
    anchor: Option<&'static str>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="section" id=anchor>
            <div class="section-header">
                <h2>{title}</h2>
                {(!lead.is_empty()).then(|| view! { <p>{lead}</p> })}
            </div>
            <div class="section-body">{children()}</div>
        </section>
    }
    .into_any()
}
