//! The mark of reuses that somebody has handled, one or several, with a note.

use domain::{
    clock::Timestamp,
    id::TokenEventId,
    reuse::{ReuseLine, ReuseNote},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep as _, done, operator, session},
    components::{ReuseState, ReuseStory, identifiers, load_at, loaded, use_query, use_workspace_path},
    done::Done,
    form::{CreateForm, Form, FormAction, FormNotice, Target},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t,
    ui::{Ago, Breadcrumb, Empty, Glyph, Kind, LinkButton, Page, Section, TextArea},
};

/// A note, as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedNote {
    /// The note.
    pub note: String,
}

/// What is selected, and the server's time.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Selected {
    reuses: Vec<ReuseLine>,
    now: Timestamp,
}

/// Loads what is selected.
async fn load_selected(path: WorkspacePath, ids: Result<Vec<TokenEventId>, ApiError>) -> Result<Selected, ApiError> {
    let reuses = operator()?.load_selected_reuses(&path, &ids?).await?;
    Ok(Selected { reuses, now: session()?.clock.now() })
}

/// Marks reuses by their identifiers, which stand beside one another with spaces between them, and leads back to where they were ticked.
#[server]
pub async fn handle_reuses(path: WorkspacePath, reuses: String, typed: TypedNote, #[server(default)] back: String) -> Result<(), ApiError> {
    let ids = identifiers(reuses.split(' ').filter(|text| !text.is_empty()))?;
    operator()?.handle_reuses(&path, &ids, &typed.note).await.keep(&typed)?;
    done(&paths::page(&back).unwrap_or_else(|| path.reuses()), Done::ReusesHandled);
    Ok(())
}

crate::form::needs!(HandleReuses: HandleReuses);

/// Where reuses are marked as handled. Those that somebody else was faster with are shown with what they wrote.
#[component]
pub fn HandleReusesPage() -> impl IntoView {
    let handle = FormAction::<HandleReuses>::typed();
    let query = use_query();
    let back = paths::page(&query.value("back"));
    let ids = identifiers(query.values("reuse"));
    let loading = load_at(use_workspace_path(), |path| load_selected(path, ids));
    loaded(loading, move |(path, Selected { reuses, now })| {
        let back = back.unwrap_or_else(|| path.reuses());
        let steps = vec![(path.reuses(), t!("reuses-title").to_owned())];
        let (handled, open): (Vec<_>, Vec<_>) = reuses.into_iter().partition(|line| line.reuse.handled.is_some());
        let nothing = open.is_empty() && handled.is_empty();
        let of_lines = path.clone();
        let before = (!handled.is_empty()).then(|| {
            view! {
                <Section title=t!("reuses-handle-before") lead=t!("reuses-handle-before-lead")>
                    <Lines path=of_lines lines=handled now/>
                </Section>
            }
        });
        let body = match (open.is_empty(), nothing) {
            (_, true) => view! {
                <Empty glyph=Glyph::Success title=t!("reuses-handle-nothing")>
                    <p>{t!("reuses-handle-nothing-text")}</p>
                    <LinkButton href=back>{t!("reuses-handle-back")}</LinkButton>
                </Empty>
            }
            .into_any(),
            (true, false) => view! { <Late form=handle.form back/> }.into_any(),
            (false, false) => view! { <Mark path handle open now back/> }.into_any(),
        };
        view! {
            <Page title=t!("reuses-handle-title") above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("reuses-handle-title")/> }).into()>
                {before}
                {body}
            </Page>
        }
    })
}

/// What is marked, and the note.
#[component]
fn Mark(path: WorkspacePath, handle: FormAction<HandleReuses>, open: Vec<ReuseLine>, now: Timestamp, back: String) -> impl IntoView {
    let form = handle.form;
    let ids: Vec<_> = open.iter().map(|line| line.reuse.id.to_string()).collect();
    let target = Target::workspace(&path).with("reuses", ids.join(" ")).with("back", &back);
    let hint = t!("reuses-handle-note-hint", most = ReuseNote::MAX_CHARS);
    view! {
        <Section title=t!("reuses-handle-open") lead=t!("reuses-handle-open-lead")>
            <Lines path lines=open now/>
        </Section>
        <CreateForm action=handle target label=t!("reuses-handle-title")>
            <TextArea input=form.field("note", "") label=t!("reuses-handle-note") hint optional=true/>
            <p><LinkButton href=back kind=Kind::Secondary>{t!("reuses-handle-cancel")}</LinkButton></p>
        </CreateForm>
    }
    .into_any()
}

/// What is said where nothing is left to be marked: somebody else was faster, and what was typed is not lost.
#[component]
fn Late(form: Form, back: String) -> impl IntoView {
    let typed = form.typed("note").filter(|note| !note.trim().is_empty());
    let typed = typed.map(|note| {
        view! {
            <Section title=t!("reuses-handle-unsaved")>
                <p class="reuse-note">{note}</p>
            </Section>
        }
    });
    view! {
        <FormNotice form/>
        {typed}
        <LinkButton href=back kind=Kind::Secondary>{t!("reuses-handle-back")}</LinkButton>
    }
    .into_any()
}

#[component]
fn Lines(path: WorkspacePath, lines: Vec<ReuseLine>, now: Timestamp) -> impl IntoView {
    let lines = lines.into_iter().map(|line| {
        let (at, handled) = (line.reuse.at(), line.reuse.handled.clone());
        let state = handled.is_some().then(|| view! { <ReuseState handled/> });
        view! { <li><Ago at now/>": "<ReuseStory path=path.clone() line/>{state}</li> }
    });
    view! { <ul class="reuse-lines">{lines.collect_view()}</ul> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_identifier_is_not_passed_over() {
        let id = TokenEventId::new(Timestamp::from_millis(0), [0; 10]).to_string();
        assert_eq!(identifiers::<TokenEventId>([id.as_str()].into_iter()).unwrap().len(), 1);
        assert_eq!(identifiers::<TokenEventId>([id.as_str(), "x"].into_iter()), Err(ApiError::NotFound));
    }
}
