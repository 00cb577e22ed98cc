//! What stands below a setting: whether it differs from its default, with the way back to that, and who changed it last.

use domain::{
    last_change::{LastChange, LastChanges},
    workspace::Workspace,
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    paths::WorkspacePath,
    t, t_view,
    text::{MessageId, actor},
    ui::Time,
};

/// Loads a workspace with who changed its settings last.
pub async fn load_settings(path: WorkspacePath) -> Result<(Workspace, LastChanges), ApiError> {
    let workspace = operator()?.load_workspace(&path).await?;
    let changes = load_last_changes(&path, &workspace.id.to_string()).await?;
    Ok((workspace, changes))
}

/// Loads who changed the settings of a workspace or of a client last; nothing for whoever may not see its log.
pub async fn load_last_changes(path: &WorkspacePath, target_id: &str) -> Result<LastChanges, ApiError> {
    match operator()?.list_last_changes(path, target_id).await {
        Err(control::Error::Forbidden(_) | control::Error::NotFound) => Ok(LastChanges::new()),
        changes => Ok(changes?),
    }
}

/// A setting of a form.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name on the wire.
    pub name: &'static str,
    /// What it is called.
    pub label: MessageId,
}

impl Setting {
    /// Returns its field with what is known of it: its default in words, where another value is in force, and its last change.
    pub fn view(self, field: impl IntoView + 'static, default: Option<String>, changes: &LastChanges) -> AnyView {
        with_state(self.name, self.label.text(), field, default, changes)
    }
}

/// The same for a setting of this name on the wire that is called so.
pub(super) fn with_state(
    name: &'static str,
    label: &'static str,
    field: impl IntoView + 'static,
    default: Option<String>,
    changes: &LastChanges,
) -> AnyView {
    let last = changes.get(name).cloned();
    if default.is_none() && last.is_none() {
        return field.into_any();
    }
    let default = default.map(|default| changed(name, label, default));
    view! {
        <div class="setting">
            {field}
            <p class="setting-state">{default} {last.map(last_change)}</p>
        </div>
    }
    .into_any()
}

fn changed(name: &'static str, label: &'static str, default: String) -> AnyView {
    view! {
        <span class="setting-changed">{t_view!("components-setting-changed", default = view! { <strong>{default}</strong> })}</span>
        <button type="submit" class="setting-reset" name="reset" value=name formnovalidate=true>
            {t!("components-setting-reset")}<span class="visually-hidden">{format!(" ({label})")}</span>
        </button>
    }
    .into_any()
}

/// Says who changed something last.
pub fn last_change(LastChange { by_kind, by, at }: LastChange) -> AnyView {
    let time = view! { <Time utc=at.to_string()/> };
    view! { <span class="setting-last">{t_view!("components-setting-last", by = actor(by_kind, by), time = time)}</span> }.into_any()
}

/// Returns the default in words, where another value is in force.
pub fn unless_default<T: PartialEq>(in_force: &T, default: &T, words: impl FnOnce(&T) -> String) -> Option<String> {
    (in_force != default).then(|| words(default))
}
