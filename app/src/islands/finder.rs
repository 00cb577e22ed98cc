//! A field that says while somebody types what it finds: a combobox with a list (WAI-ARIA Authoring Practices, *Combobox*). The focus stays in
//! the field; the arrow keys choose in the list, and the Enter key opens what is chosen.

use std::time::Duration;

use leptos::{ev, html, leptos_dom::helpers::TimeoutHandle, prelude::*, task::spawn_local};
use serde::{Deserialize, Serialize};
use web_sys::HtmlElement;

use super::dom::by_id;
use crate::{
    api::{ApiError, FoundGroup},
    t,
    ui::{Glyph, Icon, filled},
};

/// How long nothing is typed before it is searched for.
const PAUSE: Duration = Duration::from_millis(150);

/// Where is searched, and for what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinderPlace {
    /// The tenant that is shown; empty for the installation.
    pub tenant: String,
    /// The workspace that is shown; empty for none.
    #[serde(default)]
    pub workspace: String,
    /// The page of the workspace that is shown: another workspace is opened there. Of the page of a client, the client is enough.
    #[serde(default)]
    pub page: String,
    /// Whether only workspaces are looked for.
    #[serde(default)]
    pub workspaces_only: bool,
}

/// What a finder says, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinderWords {
    label: String,
    failed: String,
    nothing: String,
    one: String,
    several: String,
}

impl FinderWords {
    /// Of a finder with this label.
    pub fn of(label: &str) -> Self {
        Self {
            label: label.to_owned(),
            failed: t!("layout-finder-failed").to_owned(),
            nothing: t!("layout-finder-nothing").to_owned(),
            one: t!("layout-finder-one").to_owned(),
            several: t!("layout-finder-several").to_owned(),
        }
    }
}

/// Finds what a text names, and the workspaces that were opened lately where it is empty.
#[server(client = crate::api::Caller)]
pub async fn find_by_text(place: FinderPlace, text: String) -> Result<Vec<FoundGroup>, ApiError> {
    let slug = |text: &str| domain::name::Slug::parse(text).ok();
    let tenant = match place.tenant.as_str() {
        "" => None,
        tenant => Some(slug(tenant).ok_or(ApiError::NotFound)?),
    };
    let asked = crate::find::Asked {
        tenant,
        workspace: slug(&place.workspace),
        page: place.page,
        text: crate::find::typed(&text)?,
        workspaces_only: place.workspaces_only,
        all: false,
    };
    // The switcher shows itself what was opened lately.
    if asked.workspaces_only && asked.text.is_empty() {
        return Ok(Vec::new());
    }
    crate::find::find(&asked).await
}

/// What a finder found last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding {
    groups: RwSignal<Vec<FoundGroup>>,
    /// Which of the links is chosen.
    chosen: RwSignal<usize>,
    /// What is said of it.
    said: RwSignal<String>,
    words: StoredValue<FinderWords>,
}

impl Finding {
    pub(super) fn new(words: FinderWords) -> Self {
        Self {
            groups: RwSignal::new(Vec::new()),
            chosen: RwSignal::new(0),
            said: RwSignal::new(String::new()),
            words: StoredValue::new(words),
        }
    }

    fn count(self) -> usize {
        self.groups.with(|groups| count_of(groups))
    }

    /// Searches for what a field holds.
    pub(super) fn look(self, place: FinderPlace, field: &web_sys::HtmlInputElement) {
        let (field, text) = (field.clone(), field.value());
        spawn_local(async move {
            let found = find_by_text(place, text.clone()).await;
            // An answer that is late is about another text.
            if field.value() != text {
                return;
            }
            let failed = found.is_err();
            let found = found.unwrap_or_default();
            let count = count_of(&found);
            self.chosen.set(0);
            self.groups.set(found);
            self.said.set(self.words.with_value(|words| match count {
                _ if failed => words.failed.clone(),
                0 if text.trim().is_empty() => String::new(),
                0 => words.nothing.clone(),
                1 => words.one.clone(),
                many => filled(&words.several, &[("count", &many.to_string())]),
            }));
        });
    }

    /// Moves to another link, from the last to the first and back.
    fn step(self, id: &str, forward: bool) {
        let count = self.groups.with_untracked(|groups| count_of(groups));
        if count == 0 {
            return;
        }
        self.chosen.update(|at| *at = (*at + if forward { 1 } else { count - 1 }) % count);
        if let Some(option) = by_id::<HtmlElement>(&option_id(id, self.chosen.get_untracked())) {
            option.scroll_into_view_with_bool(false);
        }
    }

    /// Opens the chosen link. Returns whether there is one.
    fn open(self) -> bool {
        let at = self.chosen.get_untracked();
        let address =
            self.groups.with_untracked(|groups| groups.iter().flat_map(|group| &group.found).nth(at).map(|link| link.address.clone()));
        address.is_some_and(|address| window().location().set_href(&address).is_ok())
    }
}

fn count_of(groups: &[FoundGroup]) -> usize {
    groups.iter().map(|group| group.found.len()).sum()
}

fn option_id(id: &str, at: usize) -> String {
    format!("{id}-option-{at}")
}

/// The field with its list. Without JavaScript it is the form that leads to a page with the results.
#[component]
pub(super) fn Finder(
    /// What its identifiers begin with.
    id: &'static str,
    /// The address of the page with the results.
    action: String,
    /// Where is searched.
    place: FinderPlace,
    /// What it found.
    finding: Finding,
    /// The field.
    field: NodeRef<html::Input>,
) -> impl IntoView {
    let label = finding.words.with_value(|words| words.label.clone());
    let searched = label.clone();
    let alive = RwSignal::new(false);
    Effect::new(move |_| alive.set(true));
    let waiting = StoredValue::new(None::<TimeoutHandle>);
    let typed = {
        let place = place.clone();
        move |_| {
            if let Some(before) = waiting.get_value() {
                before.clear();
            }
            let place = place.clone();
            let look = move || {
                if let Some(field) = field.get_untracked() {
                    finding.look(place, &field);
                }
            };
            waiting.set_value(set_timeout_with_handle(look, PAUSE).ok());
        }
    };
    let pressed = move |event: ev::KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            finding.step(id, event.key() == "ArrowDown");
        }
        // Where nothing was found yet, the form is sent.
        "Enter" if !event.is_composing() && finding.open() => event.prevent_default(),
        _ => {}
    };
    let is_open = move || finding.count() > 0;
    let list_label = label.clone();
    let list = move || {
        let mut at = 0;
        let groups = finding.groups.get().into_iter().enumerate().map(|(number, group)| {
            let title = format!("{id}-group-{number}");
            let titled = title.clone();
            let options = group.found.into_iter().map(|link| {
                let this = at;
                at += 1;
                let address = link.address.clone();
                view! {
                    <div
                        role="option"
                        class="finder-option"
                        id=option_id(id, this)
                        aria-selected=move || (finding.chosen.get() == this).to_string()
                        on:click=move |_| drop(window().location().set_href(&address))
                    >
                        <span>{link.name}</span>
                        <span class="finder-detail">{link.detail}</span>
                    </div>
                }
            });
            view! {
                <div role="group" aria-labelledby=titled>
                    <div class="menu-title" id=title role="presentation">{group.title}</div>
                    {options.collect_view()}
                </div>
            }
        });
        is_open().then(
            || view! { <div class="finder-list" role="listbox" id=format!("{id}-list") aria-label=list_label.clone()>{groups.collect_view()}</div> },
        )
    };
    let workspace = (!place.workspace.is_empty() && !place.workspaces_only)
        .then(|| view! { <input type="hidden" name="workspace" value=place.workspace.clone()/> });
    view! {
        <form method="get" action=action class="finder" role="search" aria-label=searched>
            <label class="search">
                <span class="visually-hidden">{label.clone()}</span>
                <Icon glyph=Glyph::Search/>
                <input
                    type="text"
                    class="input"
                    name="q"
                    maxlength="200"
                    autocomplete="off"
                    spellcheck="false"
                    // What it stands in gives it the focus when it opens; without JavaScript the browser does so by itself.
                    autofocus=true
                    placeholder=label
                    node_ref=field
                    role=move || alive.get().then_some("combobox")
                    aria-autocomplete=move || alive.get().then_some("list")
                    aria-expanded=move || alive.get().then(|| is_open().to_string())
                    aria-controls=move || is_open().then(|| format!("{id}-list"))
                    aria-activedescendant=move || is_open().then(|| option_id(id, finding.chosen.get()))
                    on:input=typed
                    on:keydown=pressed
                />
            </label>
            {workspace}
            {list}
            <p class="finder-said" role="status">{move || finding.said.get()}</p>
        </form>
    }
}
