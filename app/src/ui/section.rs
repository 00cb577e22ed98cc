use leptos::prelude::*;

use super::{Glyph, Icon, Title};
use crate::t;

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

/// The sections of a page that has an index of them: their titles and identifiers.
#[derive(Debug, Clone, Copy)]
struct Sections(StoredValue<Vec<(String, String)>>);

/// The sections of a long page, with an index of them before the first.
#[component]
pub fn Indexed(
    /// What has the sections.
    children: Children,
) -> impl IntoView {
    let sections = Sections(StoredValue::new(Vec::new()));
    provide_context(sections);
    // They note themselves when they are made.
    let content = children();
    let found = sections.0.get_value();
    let index = (found.len() > 1).then(|| {
        let links = found.into_iter().map(|(title, id)| view! { <li><a href=format!("#{id}")>{title}</a></li> }).collect_view();
        view! { <nav class="section-index" aria-label=t!("ui-on-this-page")><ul>{links}</ul></nav> }
    });
    view! { <div class="indexed">{index} {content}</div> }.into_any()
}

impl Sections {
    /// Notes a section. Returns its identifier; none where another one has it.
    fn note(self, title: &str) -> Option<String> {
        let id = format!("section-{}", identifier(title));
        let is_new = self.0.with_value(|sections| sections.iter().all(|(_, other)| *other != id));
        if is_new {
            self.0.update_value(|sections| sections.push((title.to_owned(), id.clone())));
        }
        is_new.then_some(id)
    }
}

/// Returns a title as a part of an address.
fn identifier(title: &str) -> String {
    let words = title.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect::<Vec<_>>().join("-")
}

/// A section that can be folded: what is in force in it, in a few words, and whether it is open.
#[derive(Debug, Clone)]
pub struct Fold {
    now: String,
    open: bool,
}

impl Fold {
    /// A section that is open where there is something to do in it.
    pub fn new(now: impl Into<String>, open: bool) -> Self {
        Self { now: now.into(), open }
    }
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
    /// Whether what it holds has a frame of its own, as a table has.
    #[prop(optional)]
    bare: bool,
    /// Whether it can be folded, and what it shows then.
    #[prop(optional)]
    fold: Option<Fold>,
    /// What it holds.
    children: Children,
) -> impl IntoView {
    let id = use_context::<Sections>().and_then(|sections| sections.note(&title));
    let content = children();
    let content = if bare { content } else { view! { <div class="section-body">{content}</div> }.into_any() };
    let lead = (!lead.is_empty()).then(|| view! { <p>{lead}</p> });
    match fold {
        Some(Fold { now, open }) => view! {
            <details class="section section-fold" id=id open=open>
                <summary>
                    <Icon glyph=Glyph::Right/>
                    <h2>{title}</h2>
                    <span class="section-now">{now}</span>
                </summary>
                <div class="section-header">{lead}</div>
                {content}
            </details>
        }
        .into_any(),
        None => view! {
            <section class="section" id=id>
                <div class="section-header">
                    <h2>{title}</h2>
                    {lead}
                </div>
                {content}
            </section>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn a_title_is_a_part_of_an_address() {
        assert_eq!(identifier("Time to Live Settings"), "time-to-live-settings");
        assert_eq!(identifier("Refresh-token policy (client\u{2019}s)"), "refresh-token-policy-client-s");
    }
}
