use domain::{family::FamilyState, page::Counted, saved_view::SavedView, sort::TimeSort, view::FamilyFilter, wire::TokenQuery};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    filter::Filter,
    matching::{RevokeMatching, StartRevocation},
    query::{FamilyQuery, Found, find},
    views::{DeleteSavedView, SaveView, Views},
};
use crate::{
    api::{ApiError, operator, session},
    components::{
        Cut, ExportLinks, Extent, Families, FamilyTable, Pages, RevokeFamilies, RevokeFamily, RevokeListed, SelectRows, load_at,
        load_families, loaded, query_of, use_query, use_workspace_path,
    },
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Empty, Glyph, Kind, Link, LinkButton, Page},
};

/// The form of what is ticked.
const SELECTION: &str = "selected-tokens";

/// A page of the inventory.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Inventory {
    /// The client and the user of the query.
    pub found: Found,
    /// The families; none where a name stands for several or for nothing.
    pub families: Option<Families>,
    /// What the query asks for at this time; none where it cannot be read.
    pub filter: Option<FamilyFilter>,
    /// The filters that the administrator keeps here.
    pub views: Vec<SavedView>,
    /// How many of those that the filter finds are active, as far as they were counted.
    pub live: Counted,
}

/// Loads a page of the inventory.
pub async fn load_inventory(path: WorkspacePath, asked: FamilyQuery) -> Result<Inventory, ApiError> {
    let (found, views) = (find(&path, &asked).await?, operator()?.list_saved_views(&path).await?);
    let Ok(filter) = found.filter(&asked, session()?.clock.now()) else {
        return Ok(Inventory { found, families: None, filter: None, views, live: Counted::default() });
    };
    let families = Some(load_families(&path, &filter, &asked.cut).await?);
    // Those that have ended are not revoked.
    let live = if matches!(filter.state, None | Some(FamilyState::Live)) {
        operator()?.count_some_families(&path, &FamilyFilter { state: Some(FamilyState::Live), ..filter.clone() }).await?
    } else {
        Counted::default()
    };
    Ok(Inventory { found, families, filter: Some(filter), views, live })
}

/// The inventory of refresh tokens.
#[component]
pub fn TokensPage() -> impl IntoView {
    let query = FamilyQuery::of(&use_query());
    let all = use_query().value("select") == "all";
    let (revoke, revoke_all) = (FormAction::<RevokeFamily>::new(), FormAction::<RevokeFamilies>::new());
    let revoke_matching = FormAction::<StartRevocation>::new();
    let (save, remove) = (FormAction::<SaveView>::typed(), FormAction::<DeleteSavedView>::new());
    let forms = [revoke.form, revoke_all.form, revoke_matching.form, remove.form];
    let asked = query.clone();
    let loading = load_at(use_workspace_path(), |path| load_inventory(path, query));
    loaded(loading, move |(path, inventory)| {
        let live = inventory.live;
        let settled = inventory.found.client.is_settled() && inventory.found.user.is_settled();
        let unread = settled && inventory.filter.is_none();
        let back = asked.on_first_page().address(&path);
        let export = inventory.filter.as_ref().map(|filter| query_of(&TokenQuery::of(filter)));
        let revoke_found = match (inventory.found.owner(), inventory.filter) {
            // What a client, a user or the workspace has ends at once, and with it what has no refresh token.
            (Ok(owner), Some(filter)) if filter.is_of_owner() => {
                view! { <RevokeListed path=path.clone() owner live=live.number revoke=revoke_all back/> }.into_any()
            }
            (_, Some(filter)) => view! { <RevokeMatching path=path.clone() filter live revoke=revoke_matching/> }.into_any(),
            _ => ().into_any(),
        };
        let (jobs, of_export) = (path.jobs(), path.clone());
        let actions = move || {
            let path = of_export.clone();
            view! {
                {export.clone().map(|query| view! { <ExportLinks address=move |format: &str| path.tokens_export(format) query/> })}
                <LinkButton href=jobs.clone() kind=Kind::Secondary>{t!("tokens-list-jobs")}</LinkButton>
            }
        };
        let failed = save.form.failed() || forms.into_iter().any(Form::failed);
        view! {
            <Page
                title=t!("tokens-list-title")
                lead=t!("tokens-list-lead")
                wide=true
                actions=actions.into()
            >
                <DoneNotice failed/>
                {forms.map(|form| view! { <FormNotice form/> }).collect_view()}
                <Views path=path.clone() asked=asked.clone() views=inventory.views save remove/>
                <Filter path=path.clone() asked=asked.clone() found=inventory.found unread/>
                {revoke_found}
                {inventory.families.map(|families| view! { <List path asked all families revoke/> })}
            </Page>
        }
    })
}

#[component]
fn List(path: WorkspacePath, asked: FamilyQuery, all: bool, families: Families, revoke: FormAction<RevokeFamily>) -> impl IntoView {
    let of_list = (path.clone(), asked.clone());
    let address = move |cut: &Cut| of_list.1.with(cut.clone()).address(&of_list.0);
    let (extent, cut) = (Extent::from(&families.page), asked.cut.clone());
    if families.page.items.is_empty() {
        let further = extent.further(&cut).as_ref().map(&address);
        return view! { <Nothing path asked further/> }.into_any();
    }
    let started = cut.head(t!("tokens-list-started"), TimeSort::Time, &address);
    let back = asked.address(&path);
    let live = families.page.items.iter().filter(|family| family.state(families.now) == FamilyState::Live).count();
    let select = (live > 0 && revoke.refused().is_none()).then_some(SelectRows { form: SELECTION, all });
    let selection = select.map(|_| view! { <Selection path=path.clone() back=back.clone() all/> });
    view! {
        <FamilyTable path families select started revoke back/>
        {selection}
        <Pages extent cut noun=(t!("tokens-list-one"), t!("tokens-list-many")) address/>
    }
    .into_any()
}

/// The form that sends what is ticked in the table to the page that asks before it is revoked: without JavaScript no dialog knows what that is.
#[component]
fn Selection(
    path: WorkspacePath,
    back: String,
    /// Whether all are ticked.
    all: bool,
) -> impl IntoView {
    let query = back.contains('?');
    let (href, words) = if all {
        (back.clone(), t!("tokens-list-select-none"))
    } else {
        (format!("{back}{}select=all", if query { '&' } else { '?' }), t!("tokens-list-select-all"))
    };
    view! {
        <form method="get" id=SELECTION action=path.selected_tokens() class="bulk-row" aria-label=t!("tokens-list-selected")>
            <input type="hidden" name="back" value=back/>
            <button type="submit" class="button" data-kind="secondary">{t!("tokens-selected-title")}</button>
            <Link href=href>{words}</Link>
        </form>
    }
    .into_any()
}

#[component]
fn Nothing(path: WorkspacePath, asked: FamilyQuery, further: Option<String>) -> impl IntoView {
    if let Some(href) = further {
        return view! {
            <Empty glyph=Glyph::Search title=t!("tokens-list-none-here")>
                <p>{t!("tokens-list-none-here-text")}</p>
                <LinkButton href>{t!("tokens-list-further")}</LinkButton>
                <LinkButton href=path.tokens() kind=Kind::Secondary>{t!("tokens-list-show-all")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    if asked.is_filtered() || !asked.cut.is_first() {
        return view! {
            <Empty glyph=Glyph::Search title=t!("tokens-list-nothing")>
                <p>{t!("tokens-list-nothing-text")}</p>
                <LinkButton href=path.tokens() kind=Kind::Secondary>{t!("tokens-list-show-all")}</LinkButton>
            </Empty>
        }
        .into_any();
    }
    view! {
        <Empty glyph=Glyph::Renew title=t!("tokens-list-none-yet")>
            <p>{t!("tokens-list-none-yet-text")}</p>
            <LinkButton href=path.refresh_tokens_guide()>{t!("tokens-list-guide")}</LinkButton>
        </Empty>
    }
    .into_any()
}
