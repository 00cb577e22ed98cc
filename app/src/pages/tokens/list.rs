#[cfg(feature = "ssr")]
use domain::{family::FamilyState, view::FamilyFilter};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::filter::{Asked, Filter, Found};
#[cfg(feature = "ssr")]
use super::{filter::find, load_families};
#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    components::{Families, FamilyTable, RevokeFamilies, RevokeFamily, RevokeListed, loaded, use_query},
    done::DoneNotice,
    form::{Form, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::{Empty, Glyph, Kind, LinkButton, Page, Pagination},
};

/// The inventory, as far as it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inventory {
    /// What is asked for, found.
    pub found: Found,
    /// The families; none where it is not settled whose are meant.
    pub families: Option<Families>,
    /// How many of those that the filter finds live.
    pub live: u64,
}

/// Loads a page of the inventory.
#[server(client = crate::api::Caller)]
pub async fn load_inventory(path: WorkspacePath, asked: Asked) -> Result<Inventory, ApiError> {
    let found = find(&path, &asked).await?;
    let settled = found.client.is_settled() && found.user.is_settled();
    if !settled {
        return Ok(Inventory { found, families: None, live: 0 });
    }
    let filter = found.filter(&asked);
    let families = Some(load_families(&path, filter, &asked.after).await?);
    // Those that have ended are not revoked.
    let live = if matches!(filter.state, None | Some(FamilyState::Live)) {
        operator()?.count_families(&path, FamilyFilter { state: Some(FamilyState::Live), ..filter }).await?
    } else {
        0
    };
    Ok(Inventory { found, families, live })
}

/// The inventory of refresh tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let path = use_workspace_path();
    let query = use_query();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let revoke = ServerAction::<RevokeFamily>::new();
    let form = Form::of(revoke);
    let revoke_all = ServerAction::<RevokeFamilies>::new();
    let revoking_all = Form::of(revoke_all);
    let inventory = Resource::new(
        move || (path.get(), asked.get(), [form, revoking_all].map(Form::reload)),
        |(path, asked, _)| async move { load_inventory(path?, asked).await },
    );
    loaded(inventory, move |inventory: Inventory| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let asked = asked.get_untracked();
        let live = inventory.live;
        let whose = inventory.found.whose().ok();
        let back = Asked { after: String::new(), ..asked.clone() }.address(&path);
        let failed = Signal::derive(move || [form, revoking_all].into_iter().any(|form| form.failed().get()));
        view! {
            <Page
                title="Tokens"
                lead="Every refresh token of this workspace, live and ended: one for each sign-in that a client was let keep."
                wide=true
            >
                <DoneNotice failed/>
                <FormNotice form/>
                <FormNotice form=revoking_all/>
                <Filter path=path.clone() asked=asked.clone() found=inventory.found/>
                {whose.map(|whose| view! { <RevokeListed path=path.clone() whose live revoke=revoke_all form=revoking_all back/> })}
                {inventory.families.map(|families| view! { <List path asked families revoke form/> })}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn List(path: WorkspacePath, asked: Asked, families: Families, revoke: ServerAction<RevokeFamily>, form: Form) -> impl IntoView {
    if families.page.items.is_empty() {
        return view! { <Nothing path asked/> }.into_any();
    }
    let address = |after: String| Asked { after, ..asked.clone() }.address(&path);
    let first = (!asked.after.is_empty()).then(|| address(String::new()));
    let next = families.page.next.clone().map(address);
    let back = asked.address(&path);
    let shown = families.page.items.len();
    view! {
        <FamilyTable path families revoke form back/>
        <Pagination shown total=None noun=("refresh token", "refresh tokens") first next/>
    }
    .into_any()
}

#[component]
fn Nothing(path: WorkspacePath, asked: Asked) -> impl IntoView {
    if asked.is_filtered() || !asked.after.is_empty() {
        return view! {
            <Empty glyph=Glyph::Search title="Nothing found">
                <p>"No refresh token is like that."</p>
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
