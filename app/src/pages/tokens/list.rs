use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use serde::{Deserialize, Serialize};

use super::filter::{Asked, Filter, Found};
#[cfg(feature = "ssr")]
use super::{filter::find, load_families};
use crate::{
    api::ApiError,
    components::{Families, FamilyTable, RevokeFamily, loaded},
    done::DoneNotice,
    form::{Form, FormNotice},
    paths::{Place, use_place},
    ui::{Empty, Glyph, Kind, LinkButton, Page, Pagination},
};

/// The inventory, as far as it was asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inventory {
    /// What is asked for, found.
    pub found: Found,
    /// The families; none where it is not settled whose are meant.
    pub families: Option<Families>,
}

/// Loads a page of the inventory.
#[server]
pub async fn load_inventory(place: Place, asked: Asked) -> Result<Inventory, ApiError> {
    let found = find(&place, &asked).await?;
    let settled = found.client.is_settled() && found.user.is_settled();
    let families = if settled { Some(load_families(&place, found.filter(&asked), &asked.after).await?) } else { None };
    Ok(Inventory { found, families })
}

/// The inventory of refresh tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let place = use_place();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(Asked::of));
    let revoke = ServerAction::<RevokeFamily>::new();
    let form = Form::of(revoke);
    let inventory = Resource::new(
        move || (place.get(), asked.get(), form.reload()),
        |(place, asked, _)| async move { load_inventory(place?, asked).await },
    );
    loaded(inventory, move |inventory: Inventory| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let asked = asked.get_untracked();
        view! {
            <Page
                title="Tokens"
                lead="Every refresh token of this workspace, live and ended: one for each sign-in that a client was let keep."
                wide=true
            >
                <DoneNotice failed=form.failed()/>
                <FormNotice form/>
                <Filter place=place.clone() asked=asked.clone() found=inventory.found/>
                {inventory.families.map(|families| view! { <List place asked families revoke form/> })}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn List(place: Place, asked: Asked, families: Families, revoke: ServerAction<RevokeFamily>, form: Form) -> impl IntoView {
    if families.page.items.is_empty() {
        return view! { <Nothing place asked/> }.into_any();
    }
    let address = |after: String| Asked { after, ..asked.clone() }.address(&place);
    let first = (!asked.after.is_empty()).then(|| address(String::new()));
    let next = families.page.next.clone().map(address);
    let back = asked.address(&place);
    let shown = families.page.items.len();
    view! {
        <FamilyTable place families revoke form back/>
        <Pagination shown total=None noun=("refresh token", "refresh tokens") first next/>
    }
    .into_any()
}

#[component]
fn Nothing(place: Place, asked: Asked) -> impl IntoView {
    if asked.is_filtered() || !asked.after.is_empty() {
        return view! {
            <Empty glyph=Glyph::Search title="Nothing found">
                <p>"No refresh token is like that."</p>
                <LinkButton href=place.tokens() kind=Kind::Secondary>"Show all"</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Renew title="No refresh token yet">
            <p>"One appears here for each user who signs in to a client and lets it keep access. The guide leads to the first one in four steps."</p>
            <LinkButton href=place.refresh_tokens_guide()>"Read the guide"</LinkButton>
        </Empty>
    }
    .into_any()
}
