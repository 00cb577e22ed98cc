use domain::{family::FamilyState, view::FamilyFilter};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::filter::{FamilyQuery, Filter, Found, find};
use crate::{
    api::{ApiError, operator},
    components::{
        Families, FamilyTable, RevokeFamilies, RevokeFamily, RevokeListed, load_at, load_families, loaded, use_query, use_workspace_path,
    },
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Empty, Glyph, Kind, LinkButton, Page, Pagination},
};

/// A page of the inventory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inventory {
    /// The client and the user of the query.
    pub found: Found,
    /// The families; none where a name stands for several or for nothing.
    pub families: Option<Families>,
    /// How many of those that the filter finds are active, up to [`domain::page::COUNTED_UP_TO`].
    pub live: u64,
}

/// Loads a page of the inventory.
pub async fn load_inventory(path: WorkspacePath, asked: FamilyQuery) -> Result<Inventory, ApiError> {
    let found = find(&path, &asked).await?;
    let settled = found.client.is_settled() && found.user.is_settled();
    let Some(filter) = found.filter(&asked).ok().filter(|_| settled) else {
        return Ok(Inventory { found, families: None, live: 0 });
    };
    let families = Some(load_families(&path, filter, &asked.after).await?);
    // Those that have ended are not revoked.
    let live = if matches!(filter.state, None | Some(FamilyState::Live)) {
        operator()?.count_some_families(&path, FamilyFilter { state: Some(FamilyState::Live), ..filter }).await?
    } else {
        0
    };
    Ok(Inventory { found, families, live })
}

/// The inventory of refresh tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let query = FamilyQuery::of(&use_query());
    let (revoke, revoke_all) = (FormAction::<RevokeFamily>::new(), FormAction::<RevokeFamilies>::new());
    let forms = [revoke.form, revoke_all.form];
    let asked = query.clone();
    let loading = load_at(use_workspace_path(), |path| load_inventory(path, query));
    loaded(loading, move |(path, inventory)| {
        let live = inventory.live;
        let owner = inventory.found.owner().ok();
        let back = FamilyQuery { after: String::new(), ..asked.clone() }.address(&path);
        let failed = forms.into_iter().any(Form::failed);
        view! {
            <Page
                title="Refresh tokens"
                lead="All refresh tokens issued in this workspace. One row per sign-in."
                wide=true
            >
                <DoneNotice failed/>
                {forms.map(|form| view! { <FormNotice form/> }).collect_view()}
                <Filter path=path.clone() asked=asked.clone() found=inventory.found/>
                {owner.map(|owner| view! { <RevokeListed path=path.clone() owner live revoke=revoke_all back/> })}
                {inventory.families.map(|families| view! { <List path asked families revoke/> })}
            </Page>
        }
    })
}

#[component]
fn List(path: WorkspacePath, asked: FamilyQuery, families: Families, revoke: FormAction<RevokeFamily>) -> impl IntoView {
    if families.page.items.is_empty() {
        return view! { <Nothing path asked/> }.into_any();
    }
    let address = |after: String| FamilyQuery { after, ..asked.clone() }.address(&path);
    let first = (!asked.after.is_empty()).then(|| address(String::new()));
    let next = families.page.next.clone().map(address);
    let back = asked.address(&path);
    let shown = families.page.items.len();
    view! {
        <FamilyTable path families revoke back/>
        <Pagination shown total=None noun=("refresh token", "refresh tokens") first next/>
    }
    .into_any()
}

#[component]
fn Nothing(path: WorkspacePath, asked: FamilyQuery) -> impl IntoView {
    if asked.is_filtered() || !asked.after.is_empty() {
        return view! {
            <Empty glyph=Glyph::Search title="Nothing found">
                <p>"No refresh token matches the filter."</p>
                <LinkButton href=path.tokens() kind=Kind::Secondary>"Show all"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Renew title="No refresh token yet">
            <p>"One appears here for each user who signs in to a client and lets it keep access. The guide leads to the first one in four steps."</p>
            <LinkButton href=path.refresh_tokens_guide()>"Read the guide"</LinkButton>
        </Empty>
    }
    .into_any()
}
