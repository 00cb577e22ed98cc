use domain::{clock::Timestamp, family::DELETED_USER, page::Page as ListPage, permission::Action, reuse::ReuseLine, sort::TimeSort};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::query::{Filter, Found, ReuseQuery, States};
use crate::{
    api::{ApiError, operator, permits, session},
    components::{
        Cut, Extent, Pages, ReopenButton, ReopenReuse, ReuseLinks, ReuseState, load_at, loaded, owner, use_query, use_workspace_path,
    },
    done::DoneNotice,
    form::{FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Ago, Empty, Glyph, Head, Kind, Link, LinkButton, Page, Table},
};

/// The form of what is ticked.
const SELECTION: &str = "selected-reuses";

/// A page of reuses.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedReuses {
    found: Found,
    /// None where the query cannot be read.
    page: Option<ListPage<ReuseLine>>,
    now: Timestamp,
}

/// Loads a page of the reuses that a query asks for.
async fn load_reuses(path: WorkspacePath, asked: ReuseQuery) -> Result<LoadedReuses, ApiError> {
    let (found, now) = (asked.find(&path).await?, session()?.clock.now());
    let page = match asked.filter(&found, now) {
        Ok(filter) => Some(operator()?.list_reuses(&path, &filter, asked.cut.window()?).await?),
        Err(_) => None,
    };
    Ok(LoadedReuses { found, page, now })
}

/// The reuses of a workspace.
#[component]
pub fn ReusesPage() -> impl IntoView {
    let asked = ReuseQuery::of(&use_query());
    let all = use_query().value("select") == "all";
    let reopen = FormAction::<ReopenReuse>::new();
    let of_page = asked.clone();
    let resource = load_at(use_workspace_path(), |path| load_reuses(path, of_page));
    loaded(resource, move |(path, LoadedReuses { found, page, now })| {
        let unread = page.is_none();
        let rows = page.map(|page| view! { <Reuses path=path.clone() asked=asked.clone() all page now reopen/> });
        view! {
            <Page title=t!("reuses-title") lead=t!("reuses-lead") wide=true>
                <DoneNotice failed=reopen.form.failed()/>
                <FormNotice form=reopen.form/>
                <States path=path.clone() asked=asked.clone()/>
                <Filter path asked found unread/>
                {rows}
            </Page>
        }
    })
}

#[component]
fn Reuses(
    path: WorkspacePath,
    asked: ReuseQuery,
    /// Whether all are ticked.
    all: bool,
    page: ListPage<ReuseLine>,
    now: Timestamp,
    reopen: FormAction<ReopenReuse>,
) -> impl IntoView {
    let of_list = (path.clone(), asked.clone());
    let address = move |cut: &Cut| ReuseQuery { cut: cut.clone(), ..of_list.1.clone() }.address(&of_list.0);
    let (extent, cut) = (Extent::from(&page), asked.cut.clone());
    if page.items.is_empty() {
        let next = extent.further(&cut).as_ref().map(&address);
        return view! { <Nothing path=path.clone() asked=asked.clone() next/> }.into_any();
    }
    let back = asked.address(&path);
    let select = permits(Action::HandleReuses) && page.items.iter().any(|line| line.reuse.handled.is_none());
    let others = [t!("reuses-user"), t!("reuses-client"), t!("reuses-token"), t!("reuses-from"), t!("reuses-state"), t!("reuses-actions")];
    let others = others.map(Head::from);
    let mut heads = [vec![cut.head(t!("reuses-when"), TimeSort::Time, &address)], others.to_vec()].concat();
    if select {
        heads.insert(0, t!("reuses-select").into());
    }
    let rows = page.items.into_iter().map(|line| {
        let tick = select.then(|| tick(&line, all));
        view! { <tr>{tick}<Cells path=path.clone() line now reopen back=back.clone()/></tr> }
    });
    let rows = rows.collect_view();
    let selection = select.then(|| view! { <Selection path=path.clone() back=back.clone() all/> });
    view! {
        <Table label=t!("reuses-title") heads><tbody>{rows}</tbody></Table>
        {selection}
        <Pages extent cut noun=(t!("reuses-noun-one"), t!("reuses-noun-many")) address/>
    }
    .into_any()
}

/// The user of a reuse in words.
fn user_words(line: &ReuseLine) -> String {
    line.user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned())
}

/// The cell in which a reuse that nobody has handled is ticked. Its form stands elsewhere: forms do not nest, and a row can have one of its own.
fn tick(line: &ReuseLine, all: bool) -> AnyView {
    let (which, many) = line.reuse.tokens();
    let label = t!("reuses-select-one", which = which, many = many, user = user_words(line), client = line.client_name.clone());
    let id = line.reuse.id.to_string();
    let tick = line
        .reuse
        .handled
        .is_none()
        .then(|| view! { <input type="checkbox" name="reuse" value=id form=SELECTION checked=all aria-label=label/> });
    view! { <td class="family-select" data-label=t!("reuses-select")>{tick}</td> }.into_any()
}

#[component]
fn Cells(path: WorkspacePath, line: ReuseLine, now: Timestamp, reopen: FormAction<ReopenReuse>, back: String) -> impl IntoView {
    let reuse = line.reuse.clone();
    let (which, many) = reuse.tokens();
    let of = t!("reuses-of", user = user_words(&line), client = line.client_name.clone());
    let (user, client) = (owner(&path, &reuse, line.user_identifier.clone()), line.client_name.clone());
    let from = match reuse.address {
        Some(address) => view! { <code>{address.to_string()}</code> }.into_any(),
        None => t!("reuses-from-unknown").into_any(),
    };
    view! {
        <th scope="row" data-label=t!("reuses-when")><Ago at=reuse.at() now/></th>
        <td data-label=t!("reuses-user")>{user}</td>
        <td data-label=t!("reuses-client")><Link href=path.client(reuse.client_id)>{client}</Link></td>
        <td data-label=t!("reuses-token")>{t!("reuses-which", which = which, many = many)}</td>
        <td data-label=t!("reuses-from")>{from}</td>
        <td data-label=t!("reuses-state")><ReuseState handled=reuse.handled.clone()/></td>
        <td data-label=t!("reuses-actions")>
            <ReuseLinks path=path.clone() line back=back.clone()/>
            <ReopenButton path reuse reopen to=of back/>
        </td>
    }
    .into_any()
}

/// The form that sends what is ticked to the page that marks it.
#[component]
fn Selection(path: WorkspacePath, back: String, all: bool) -> impl IntoView {
    let query = back.contains('?');
    let (href, words) = if all {
        (back.clone(), t!("reuses-select-none"))
    } else {
        (format!("{back}{}select=all", if query { '&' } else { '?' }), t!("reuses-select-all"))
    };
    view! {
        <form method="get" id=SELECTION action=path.handle_reuses() class="bulk-row" aria-label=t!("reuses-selected")>
            <input type="hidden" name="back" value=back/>
            <button type="submit" class="button" data-kind="secondary">{t!("reuses-mark-selected")}</button>
            <A href=href>{words}</A>
        </form>
    }
    .into_any()
}

#[component]
fn Nothing(path: WorkspacePath, asked: ReuseQuery, next: Option<String>) -> impl IntoView {
    let (title, text) = match (&next, asked.is_filtered(), asked.state.as_str()) {
        (Some(_), ..) => (t!("reuses-none-here"), t!("reuses-none-here-text")),
        (None, true, _) => (t!("reuses-none-found"), t!("reuses-none-found-text")),
        (None, false, "") => (t!("reuses-none-open"), t!("reuses-none-open-text")),
        (None, false, "handled") => (t!("reuses-none-handled"), t!("reuses-none-handled-text")),
        (None, false, _) => (t!("reuses-none"), t!("reuses-none-text")),
    };
    let show_all = (asked.is_filtered() || asked.state.is_empty() || asked.state == "handled").then(|| {
        let href = ReuseQuery { state: "all".to_owned(), ..ReuseQuery::default() }.address(&path);
        view! { <LinkButton href kind=Kind::Secondary>{t!("reuses-show-all")}</LinkButton> }
    });
    view! {
        <Empty glyph=Glyph::Success title>
            <p>{text}</p>
            {next.map(|href| view! { <LinkButton href>{t!("reuses-further")}</LinkButton> })}
            {show_all}
        </Empty>
    }
    .into_any()
}
