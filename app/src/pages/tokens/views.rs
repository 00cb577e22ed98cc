//! Filters of the inventory that an administrator keeps under names.

use domain::{id::SavedViewId, saved_view::SavedView};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::query::FamilyQuery;
use crate::{
    api::{ApiError, Keep as _, done, operator},
    components::Query,
    done::Done,
    form::{ActionButton, CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::TextField,
};

/// The name of a view, as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedViewName {
    /// The name.
    pub name: String,
}

/// Keeps a filter of the inventory, by the query of its address.
#[server]
pub async fn save_view(path: WorkspacePath, #[server(default)] query: String, typed: TypedViewName) -> Result<(), ApiError> {
    let asked = FamilyQuery::of(&Query::of(&query)).on_first_page();
    operator()?.save_view(&path, &typed.name, &asked.query(&path)).await.keep(&typed)?;
    done(&asked.address(&path), Done::ViewSaved);
    Ok(())
}

crate::form::needs!(SaveView);

/// Removes a filter that was kept.
#[server]
pub async fn delete_saved_view(path: WorkspacePath, view: SavedViewId) -> Result<(), ApiError> {
    operator()?.delete_saved_view(&path, view).await?;
    done(&path.tokens(), Done::ViewRemoved);
    Ok(())
}

crate::form::needs!(DeleteSavedView);

/// The views that were kept, as links, and the way to keep the filter that is set.
#[component]
pub fn Views(
    /// The workspace.
    path: WorkspacePath,
    /// What is asked for now.
    asked: FamilyQuery,
    /// What was kept.
    views: Vec<SavedView>,
    /// Keeps what is asked for.
    save: FormAction<SaveView>,
    /// Removes one.
    remove: FormAction<DeleteSavedView>,
) -> impl IntoView {
    let current = asked.query(&path);
    let kept = views.iter().any(|view| view.query == current);
    let links = views.into_iter().map(|view| {
        let (href, name) = (format!("{}?{}", path.tokens(), view.query), view.name.to_string());
        let is_shown = (view.query == current).then_some("page");
        let target = Target::workspace(&path).with("view", view.id);
        view! {
            <li class="saved-view">
                <a href=href aria-current=is_shown>{name.clone()}</a>
                {is_shown.map(|_| view! { <ActionButton action=remove target label=t!("tokens-views-remove") to=name/> })}
            </li>
        }
    });
    let links: Vec<_> = links.collect();
    let links = (!links.is_empty()).then(|| view! { <nav aria-label=t!("tokens-views-label")><ul class="saved-views">{links}</ul></nav> });
    let form = save.form;
    // A filter that is kept already needs no second name.
    let keep = (!current.is_empty() && (!kept || form.failed())).then(|| {
        let target = Target::workspace(&path).with("query", &current);
        view! {
            <details class="filter-more" open=form.failed()>
                <summary>{t!("tokens-views-keep")}</summary>
                <CreateForm action=save target label=t!("tokens-views-save")>
                    <TextField
                        input=form.field("name", "")
                        label=t!("tokens-views-name")
                        hint=t!("tokens-views-hint")
                    />
                </CreateForm>
            </details>
        }
    });
    view! { {links} {keep} }.into_any()
}
