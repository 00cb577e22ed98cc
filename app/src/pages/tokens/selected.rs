//! The end of refresh tokens that were ticked in the inventory: what they are is said before.

use domain::{
    clock::Timestamp,
    family::{DELETED_USER, FamilyState, FamilySummary},
    id::FamilyId,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, done, operator, session},
    components::{ends_sessions, identifiers, load_at, loaded, use_query, use_workspace_path},
    done::Done,
    form::{FormAction, Target, danger_form},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::word,
    ui::{Ago, Breadcrumb, Empty, Glyph, LinkButton, Notice, Page, Section, Tone},
};

/// What is selected, and the time at which each is active or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Selected {
    families: Vec<FamilySummary>,
    now: Timestamp,
}

/// Loads what is selected.
async fn load_selected(path: WorkspacePath, ids: Result<Vec<FamilyId>, ApiError>) -> Result<Selected, ApiError> {
    let families = operator()?.load_selected_families(&path, &ids?).await?;
    Ok(Selected { families, now: session()?.clock.now() })
}

/// Revokes refresh tokens by their identifiers, which stand beside one another with spaces between them, and leads back to where they were ticked.
#[server]
pub async fn revoke_selected(
    path: WorkspacePath,
    families: String,
    #[server(default)] sessions: bool,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    let ids = identifiers(families.split(' ').filter(|text| !text.is_empty()))?;
    let sessions = if sessions { control::Sessions::End } else { control::Sessions::Stay };
    operator()?.revoke_selected_families(&path, &ids, sessions).await?;
    done(&paths::page(&back).unwrap_or_else(|| path.tokens()), Done::FamiliesRevoked);
    Ok(())
}

crate::form::needs!(RevokeSelected: RevokeFamily);

/// Asks before the selected refresh tokens are revoked: how many, and which.
#[component]
pub fn RevokeSelectedPage() -> impl IntoView {
    let revoke = FormAction::<RevokeSelected>::new();
    let query = use_query();
    let back = paths::page(&query.value("back"));
    let ids = identifiers(query.values("family"));
    let loading = load_at(use_workspace_path(), |path| load_selected(path, ids));
    loaded(loading, move |(path, Selected { families, now })| {
        let back = back.unwrap_or_else(|| path.tokens());
        let steps = vec![(path.tokens(), t!("tokens-list-title").to_owned())];
        let (live, ended): (Vec<_>, Vec<_>) = families.into_iter().partition(|family| family.state(now) == FamilyState::Live);
        let body = if live.is_empty() {
            view! {
                <Empty glyph=Glyph::Renew title=t!("tokens-selected-nothing")>
                    <p>{t!("tokens-selected-nothing-text")}</p>
                    <LinkButton href=back>{t!("tokens-selected-back")}</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            question(&path, revoke, &live, ended.len(), now, back)
        };
        view! {
            <Page
                title=t!("tokens-selected-title")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("tokens-selected-title")/> }).into()
            >
                {body}
            </Page>
        }
    })
}

fn question(
    path: &WorkspacePath,
    revoke: FormAction<RevokeSelected>,
    live: &[FamilySummary],
    ended: usize,
    now: Timestamp,
    back: String,
) -> AnyView {
    let ids: Vec<_> = live.iter().map(|family| family.id.to_string()).collect();
    let target = Target::workspace(path).with("families", ids.join(" ")).with("back", &back);
    let tokens = t!("tokens-selected-count", count = live.len());
    let rows = live.iter().map(|family| {
        let user = family.user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned());
        let (client, at) = (family.client_name.clone(), family.created_at);
        let row = t_view!(
            "tokens-selected-row",
            user = view! { <strong>{user}</strong> },
            client = view! { <strong>{client}</strong> },
            started = view! { <Ago at now/> }
        );
        view! { <li>{row}</li> }
    });
    let rows = rows.collect_view();
    let over = (ended > 0).then(|| view! { <p>{t!("tokens-selected-over", count = ended)}</p> });
    danger_form(revoke, target, back, t!("tokens-selected-revoke", count = live.len()), move |row| {
        view! {
            <Section title=t!("tokens-selected-question")>
                <Notice tone=Tone::Warning>
                    {t_view!("tokens-selected-warning", tokens = view! { <strong>{tokens}</strong> })}
                    <ul>{rows}</ul>
                </Notice>
                {over}
                <p>{t!("tokens-selected-stays")}</p>
                {ends_sessions("selected")}
                {row}
            </Section>
        }
        .into_any()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_identifier_is_not_passed_over() {
        let id = FamilyId::new(Timestamp::from_millis(0), [0; 10]).to_string();
        assert_eq!(identifiers::<FamilyId>([id.as_str()].into_iter()).unwrap().len(), 1);
        assert_eq!(identifiers::<FamilyId>([id.as_str(), "x"].into_iter()), Err(ApiError::NotFound));
    }
}
