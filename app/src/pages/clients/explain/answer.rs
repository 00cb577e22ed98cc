use domain::{
    explanation::{Step, Switch},
    id::ClientId,
};
use leptos::prelude::*;

use crate::{
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::word,
    ui::{Glyph, Icon, Link, Section},
};

/// The outcome of a request, and the checks that led to it.
#[component]
pub fn Answer(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// The question.
    title: &'static str,
    /// Whether the client gets what it asked for.
    good: bool,
    /// The outcome.
    sentence: String,
    /// What the client's developer can look at.
    #[prop(optional_no_strip)]
    advice: Option<String>,
    /// The checks.
    steps: Vec<Step>,
    /// What was asked about.
    children: Children,
) -> impl IntoView {
    view! {
        <Section title>
            <div class="explanation">
                <p class="readiness" data-ready=good.to_string()>
                    <Icon glyph=if good { Glyph::Success } else { Glyph::Warning }/>
                    <span>{sentence}</span>
                </p>
                {advice.map(|advice| view! { <p class="explanation-about">{advice}</p> })}
                {children()}
                <Steps path client steps/>
            </div>
        </Section>
    }
    .into_any()
}

/// The checks, in the order of the server.
#[component]
pub fn Steps(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// The steps.
    steps: Vec<Step>,
) -> impl IntoView {
    let steps = steps
        .into_iter()
        .map(|step| {
            let glyph = if step.holds { Glyph::Check } else { Glyph::Close };
            let mark = if step.holds { t!("client-pages-explain-step-yes") } else { t!("client-pages-explain-step-no") };
            let switch = step.switch.map(|switch| {
                let page = view! { <SwitchLink path=path.clone() client switch/> };
                t_view!("client-pages-explain-step-change", page = page)
            });
            view! {
                <li class="explanation-step" data-holds=step.holds.to_string()>
                    <Icon glyph/>
                    <div>
                        <p><span class="visually-hidden">{mark}" "</span>{word(step.check.words())}</p>
                        {step.remark.map(|remark| view! { <p class="explanation-remark">{word(remark.words())}</p> })}
                        {switch.map(|switch| view! { <p class="explanation-remark">{switch}</p> })}
                    </div>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="explanation-steps">{steps}</ol> }.into_any()
}

/// The page on which something is changed.
#[component]
pub fn SwitchLink(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// What.
    switch: Switch,
) -> impl IntoView {
    match path.switch(switch, client) {
        Some(href) => view! { <Link href>{word(switch.label())}</Link> }.into_any(),
        None => word(switch.label()).into_any(),
    }
}
