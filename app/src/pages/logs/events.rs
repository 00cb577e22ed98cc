use domain::{
    audit::{ActorKind, AuditAction},
    audit_context::AuditContext,
    page::Page as ListPage,
    view::{AuditFilter, AuditLine},
    wire::AuditQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{places::Places, query::LogQuery, target};
use crate::{
    components::{Changes, query_of},
    ui::{Badge, Empty, Glyph, Kind, LinkButton, Pagination, Table, Time, Tone},
};

/// A page of a log, and what was asked for; neither where that cannot be read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct LoadedLog {
    pub(super) filter: Option<AuditFilter>,
    pub(super) page: Option<ListPage<AuditLine>>,
}

impl LoadedLog {
    /// Returns the query that asks for all of it as a file.
    pub(super) fn export_query(&self) -> Option<String> {
        self.filter.as_ref().map(|filter| query_of(&AuditQuery::of(filter)))
    }
}

/// The lines of a log.
#[component]
pub(super) fn Events(here: String, places: Option<Places>, page: ListPage<AuditLine>, asked: LogQuery) -> impl IntoView {
    let first = (!asked.after.is_empty()).then(|| asked.address(&here, None));
    let next = page.next.as_deref().map(|cursor| asked.address(&here, Some(cursor)));
    if page.items.is_empty() {
        let (title, text) = match (&next, asked.is_filtered()) {
            (Some(_), _) => ("None on this page", "Only some of the log is searched at a time. Look further back."),
            (None, true) => ("No matching events", "Nothing in the log matches the filter."),
            (None, false) => ("Nothing happened yet", "Changes, sign-ins and detected reuse appear here."),
        };
        return view! {
            <Empty glyph=Glyph::Logs title>
                <p>{text}</p>
                {next.map(|href| view! { <LinkButton href>"Look further back"</LinkButton> })}
                {asked.is_filtered().then(|| view! { <LinkButton href=here kind=Kind::Secondary>"Show everything"</LinkButton> })}
            </Empty>
        }
        .into_any();
    }
    let (shown, total) = (page.items.len(), page.total);
    let rows = page.items.into_iter().map(|line| view! { <Event place=places.map(|places| places.name(&line)) line/> });
    let rows = rows.collect_view();
    let mut heads = vec!["Time", "What", "Target", "Who"];
    if places.is_some() {
        heads.insert(1, "Where");
    }
    view! {
        <Table label="Log" heads>
            <tbody>{rows}</tbody>
        </Table>
        <Pagination shown total noun=("event", "events") first next/>
    }
    .into_any()
}

#[component]
fn Event(place: Option<String>, line: AuditLine) -> impl IntoView {
    let (target, actor) = (target::of_target(&line), target::of_actor(&line));
    let event = line.event;
    view! {
        <tr>
            <td data-label="Time"><Time utc=event.at.to_string() seconds=true/></td>
            {place.map(|place| view! { <td data-label="Where">{place}</td> })}
            <th scope="row" data-label="What">
                <Badge tone=tone(event.action)>{event.action.label()}</Badge>
                <Changes changes=event.changes/>
                {event.context.reason.clone().map(|reason| view! { <p class="changes">"Reason: "{reason}</p> })}
            </th>
            <td data-label="Target">
                <span class="log-target">{named(event.target, target)}</span>
                <code class="log-id">{event.target_id}</code>
            </td>
            <td data-label="Who">
                {named(event.actor, actor)} {kind(event.actor_kind).map(|kind| view! { <span class="log-kind">{kind}</span> })}
                <How context=event.context/>
            </td>
        </tr>
    }
    .into_any()
}

/// A name, with the page of what it names.
fn named(name: String, address: Option<String>) -> AnyView {
    match address {
        Some(address) if !name.is_empty() => view! { <A href=address>{name}</A> }.into_any(),
        _ => name.into_any(),
    }
}

/// How it was done, for those who ask.
#[component]
fn How(context: AuditContext) -> impl IntoView {
    let facts = [
        ("Address", context.address.map(|address| address.to_string())),
        ("Session", context.session),
        ("API token", context.api_token.map(|id| id.to_string())),
        ("Permission", context.permission),
        ("Request", context.request_id),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd><code>{value}</code></dd></div> }).collect::<Vec<_>>();
    (!facts.is_empty()).then(|| view! { <details class="log-how"><summary>"Details"</summary><dl>{facts}</dl></details> }).into_any()
}

/// Returns the kind of an actor, where their name does not say it.
const fn kind(kind: ActorKind) -> Option<&'static str> {
    match kind {
        ActorKind::Administrator => Some("administrator"),
        ActorKind::User => Some("user"),
        ActorKind::Client => Some("client"),
        ActorKind::CommandLine | ActorKind::Server => None,
    }
}

const fn tone(action: AuditAction) -> Tone {
    use AuditAction as A;
    match action {
        A::RefreshTokenReused | A::CodeReused => Tone::Bad,
        A::AdministratorSignInFailed
        | A::UserSignInFailed
        | A::ConsentDenied
        | A::ClientDeleted
        | A::ClientDisabled
        | A::UserDisabled
        | A::AdministratorDisabled
        | A::AdministratorDeleted
        | A::FamilyRevoked => Tone::Warning,
        _ => Tone::Neutral,
    }
}
