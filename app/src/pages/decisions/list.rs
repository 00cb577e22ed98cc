use domain::{
    client_failure::ClientFailure,
    page::Page as ListPage,
    sort::TimeSort,
    view::{DecisionFilter, DecisionLine},
    wire,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::query::{DecisionQuery, Filter, Found};
use crate::{
    api::{ApiError, operator, session},
    components::{
        ClientFailures, Cut, ExportLinks, Extent, Pages, decision_words, load_at, loaded, query_of, use_query, use_workspace_path,
    },
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::of_user,
    ui::{Badge, Empty, Glyph, Head, Kind, Link, LinkButton, Page, Table, Time, WayTo},
};

/// A page of decisions.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedDecisions {
    found: Found,
    /// What is asked for; none where it cannot be read, and then there is no page.
    filter: Option<DecisionFilter>,
    page: Option<ListPage<DecisionLine>>,
    /// Requests that failed by the configuration of clients; none where something else is asked for.
    failures: Vec<ClientFailure>,
    reasons: Vec<String>,
}

/// Loads a page of the decisions that a query asks for.
async fn load_decisions(path: WorkspacePath, asked: DecisionQuery) -> Result<LoadedDecisions, ApiError> {
    let operator = operator()?;
    let found = asked.find(&path).await?;
    let (filter, page) = match asked.filter(&found, session()?.clock.now()) {
        Ok(filter) => match operator.search_decisions(&path, filter.clone(), asked.cut.window()?).await {
            // No such reason.
            Err(control::Error::Invalid(_)) => (None, None),
            page => (Some(filter), Some(page?)),
        },
        Err(_) => (None, None),
    };
    let failures = match asked.failures(&found) {
        Some((client, reason)) => operator.list_client_failures(&path, client, reason).await?,
        None => Vec::new(),
    };
    let reasons = control::Operator::decision_reasons().into_iter().map(str::to_owned).collect();
    Ok(LoadedDecisions { found, filter, page, failures, reasons })
}

/// What the token endpoint decided, across clients.
#[component]
pub fn DecisionsPage() -> impl IntoView {
    let asked = DecisionQuery::of(&use_query());
    let of_page = asked.clone();
    let resource = load_at(use_workspace_path(), |path| load_decisions(path, of_page));
    loaded(resource, move |(path, LoadedDecisions { found, filter, page, failures, reasons })| {
        let failures = (!failures.is_empty()).then(|| view! { <ClientFailures path=path.clone() failures named=true/> });
        let (unread, query) = (filter.is_none(), filter.as_ref().map(|filter| query_of(&wire::DecisionQuery::of(filter))));
        let of_export = path.clone();
        let actions = move || {
            let path = of_export.clone();
            query.clone().map(|query| view! { <ExportLinks address=move |format: &str| path.decisions_export(format) query/> })
        };
        let rows = page.map(|page| view! { <Decisions path=path.clone() asked=asked.clone() page/> });
        view! {
            <Page
                title=t!("logs-decisions-title")
                lead=t!("logs-decisions-lead")
                wide=true
                actions=actions.into()
            >
                <Filter path=path.clone() asked=asked.clone() found unread reasons/>
                {rows}
                {failures}
            </Page>
        }
    })
}

#[component]
fn Decisions(path: WorkspacePath, asked: DecisionQuery, page: ListPage<DecisionLine>) -> impl IntoView {
    let of_list = (path.clone(), asked.clone());
    let address = move |cut: &Cut| of_list.1.with(cut.clone()).address(&of_list.0);
    let (extent, cut) = (Extent::from(&page), asked.cut.clone());
    if page.items.is_empty() {
        let further = extent.further(&cut).as_ref().map(&address);
        let (title, text) = match (&further, asked.is_filtered()) {
            (Some(_), _) => (t!("logs-none-here"), t!("logs-decisions-none-here-text")),
            (None, true) => (t!("logs-decisions-no-match"), t!("logs-decisions-no-match-text")),
            (None, false) => (t!("logs-decisions-none-yet"), t!("logs-decisions-none-yet-text")),
        };
        return view! {
            <Empty glyph=Glyph::Search title>
                <p>{text}</p>
                {further.map(|href| view! { <LinkButton href>{t!("logs-look-further")}</LinkButton> })}
                {asked.is_filtered().then(|| {
                    view! { <LinkButton href=path.decisions() kind=Kind::Secondary>{t!("logs-decisions-show-all")}</LinkButton> }
                })}
            </Empty>
        }
        .into_any();
    }
    let others = [
        t!("logs-decisions-client"),
        t!("logs-decisions-user"),
        t!("logs-decisions-answer"),
        t!("logs-decisions-why"),
        t!("logs-decisions-explain"),
    ];
    let others = others.map(Head::from);
    let heads = [vec![cut.head(t!("logs-decisions-when"), TimeSort::Time, &address)], others.to_vec()].concat();
    let rows = page.items.into_iter().map(|line| view! { <Row path=path.clone() line/> }).collect_view();
    view! {
        <Table label=t!("logs-decisions-title") heads><tbody>{rows}</tbody></Table>
        <Pages extent cut noun=(t!("logs-decisions-noun-one"), t!("logs-decisions-noun-many")) address/>
    }
    .into_any()
}

#[component]
fn Row(path: WorkspacePath, line: DecisionLine) -> impl IntoView {
    let DecisionLine { recorded, client_name } = line;
    let (tone, title, why) = decision_words(&recorded);
    let (client, at) = (recorded.event.client_id, recorded.event.at.to_string());
    let deleted = client_name.is_none();
    let name = client_name.unwrap_or_else(|| t!("logs-decisions-deleted-client").to_owned());
    let explain = (!deleted).then(|| {
        let href = path.client_decision(client, recorded.event.id);
        view! { <WayTo href>{t!("logs-decisions-explain")}<span class="visually-hidden">{format!(" {title}, {at}")}</span></WayTo> }
    });
    let client = if deleted { name.into_any() } else { view! { <Link href=path.client(client)>{name}</Link> }.into_any() };
    view! {
        <tr>
            <td data-label=t!("logs-decisions-when")><Time utc=recorded.event.at.to_string()/></td>
            <td data-label=t!("logs-decisions-client")>{client}</td>
            <td data-label=t!("logs-decisions-user")>{recorded.user_identifier.as_deref().map(of_user)}</td>
            <th scope="row" data-label=t!("logs-decisions-answer")><Badge tone>{title}</Badge></th>
            <td data-label=t!("logs-decisions-why")>{why}</td>
            <td data-label=t!("logs-decisions-explain")>{explain}</td>
        </tr>
    }
    .into_any()
}
