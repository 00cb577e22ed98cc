use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    audit_context::AuditContext,
    page::Page as ListPage,
    reuse::ReuseLine,
    sort::TimeSort,
    view::{AuditFilter, AuditLine},
    wire::AuditQuery,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{places::Places, query::LogQuery, target};
use crate::{
    components::{Changes, Cut, Extent, Pages, ReuseLinks, ReuseState, ReuseStory, query_of},
    islands::FOLLOWED,
    paths::WorkspacePath,
    t,
    text::{actor, said_if_ours, word},
    ui::{Badge, Empty, Glyph, Kind, LinkButton, Table, Time, Tone},
};

/// A page of a log, and what was asked for; neither where that cannot be read.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct LoadedLog {
    pub(super) filter: Option<AuditFilter>,
    pub(super) page: Option<ListPage<AuditLine>>,
    /// The number of the last line before the page was read, where it can be followed.
    pub(super) position: Option<String>,
    /// The reuses that its lines are about, of a workspace.
    pub(super) reuses: Vec<ReuseLine>,
}

impl LoadedLog {
    /// Returns the query that asks for all of it as a file.
    pub(super) fn export_query(&self) -> Option<String> {
        self.filter.as_ref().map(|filter| query_of(&AuditQuery::of(filter)))
    }
}

/// The lines of a log.
#[component]
pub(super) fn Events(
    here: String,
    places: Option<Places>,
    page: ListPage<AuditLine>,
    asked: LogQuery,
    /// Whether lines may come on top while it is read.
    #[prop(optional)]
    is_followed: bool,
    /// The reuses that lines are about, and their workspace.
    #[prop(optional_no_strip)]
    reuses: Option<(WorkspacePath, Vec<ReuseLine>)>,
) -> impl IntoView {
    let of_list = (here.clone(), asked.clone());
    let address = move |cut: &Cut| of_list.1.with(cut.clone()).address(&of_list.0);
    let (extent, cut, shown) = (Extent::from(&page), asked.cut.clone(), page.items.len());
    let further = extent.further(&cut).as_ref().map(&address);
    let back = address(&cut);
    let rows = page.items.into_iter().map(|line| {
        let about = about(&line.event, reuses.as_ref(), &back);
        view! { <Event place=places.map(|places| places.name(&line)) line about/> }
    });
    let rows = rows.collect_view();
    let mut heads =
        vec![cut.head(t!("logs-time"), TimeSort::Time, &address), t!("logs-what").into(), t!("logs-target").into(), t!("logs-who").into()];
    if places.is_some() {
        heads.insert(1, t!("logs-where").into());
    }
    // The table is there before it has rows, where they may come: its style hides it until then, and what stands in its place afterwards.
    let table = (shown > 0 || is_followed).then(|| {
        view! {
            <Table label=t!("logs-log") heads>
                <tbody id=is_followed.then_some(FOLLOWED)>{rows}</tbody>
            </Table>
        }
    });
    let below = if shown == 0 {
        view! { <Nothing here asked further/> }.into_any()
    } else {
        view! { <Pages extent cut noun=(t!("logs-noun-one"), t!("logs-noun-many")) address/> }.into_any()
    };
    view! { <div class="log">{table} {below}</div> }.into_any()
}

/// Stands in place of lines where there are none.
#[component]
fn Nothing(here: String, asked: LogQuery, further: Option<String>) -> impl IntoView {
    let (title, text) = match (&further, asked.is_filtered()) {
        (Some(_), _) => (t!("logs-none-here"), t!("logs-none-here-text")),
        (None, true) => (t!("logs-no-match"), t!("logs-no-match-text")),
        (None, false) => (t!("logs-none-yet"), t!("logs-none-yet-text")),
    };
    view! {
        <Empty glyph=Glyph::Logs title>
            <p>{text}</p>
            {further.map(|href| view! { <LinkButton href>{t!("logs-look-further")}</LinkButton> })}
            {asked.is_filtered().then(|| view! { <LinkButton href=here kind=Kind::Secondary>{t!("logs-show-everything")}</LinkButton> })}
        </Empty>
    }
    .into_any()
}

/// What became of the reuse that a line is about, and what can be done about it; nothing where the line is about something else.
fn about(event: &AuditEvent, reuses: Option<&(WorkspacePath, Vec<ReuseLine>)>, back: &str) -> Option<AnyView> {
    let (path, reuses) = reuses.filter(|_| event.action == AuditAction::RefreshTokenReused)?;
    let line = reuses.iter().find(|line| line.reuse.family_id.to_string() == event.target_id)?.clone();
    let (path, handled) = (path.clone(), line.reuse.handled.clone());
    let about = view! {
        <div class="changes">
            <p><ReuseStory path=path.clone() line=line.clone()/></p>
            <ReuseState handled/>
            <ReuseLinks path line back=back.to_owned()/>
        </div>
    };
    Some(about.into_any())
}

/// A line, as a row of the table.
#[component]
pub(super) fn Event(place: Option<String>, line: AuditLine, about: Option<AnyView>) -> impl IntoView {
    let (target, page) = (target::of_target(&line), target::of_actor(&line));
    let event = line.event;
    let about_what = target::words(&event);
    let who = match event.action {
        AuditAction::UserSignInFailed => said_if_ours(&event.actor),
        _ => actor(event.actor_kind, event.actor),
    };
    view! {
        <tr data-event=event.id.to_string()>
            <td data-label=t!("logs-time")><Time utc=event.at.to_string() seconds=true/></td>
            {place.map(|place| view! { <td data-label=t!("logs-where")>{place}</td> })}
            <th scope="row" data-label=t!("logs-what")>
                <Badge tone=tone(event.action)>{word(event.action.label())}</Badge>
                <Changes changes=event.changes creates=event.action.creates()/>
                {about}
                {event.context.reason.clone().map(|reason| view! { <p class="changes">{t!("logs-event-reason", reason = reason)}</p> })}
            </th>
            <td data-label=t!("logs-target")>
                <span class="log-target">{named(about_what, target)}</span>
                <code class="log-id">{event.target_id}</code>
            </td>
            <td data-label=t!("logs-who")>
                {named(who, page)} {kind(event.actor_kind).map(|kind| view! { <span class="log-kind">{kind}</span> })}
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
        (t!("logs-how-address"), context.address.map(|address| address.to_string())),
        (t!("logs-how-session"), context.session),
        (t!("logs-how-api-token"), context.api_token.map(|id| id.to_string())),
        (t!("logs-how-permission"), context.permission),
        (t!("logs-how-request"), context.request_id),
    ];
    let facts = facts.into_iter().filter_map(|(name, value)| Some((name, value?)));
    let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd><code>{value}</code></dd></div> }).collect::<Vec<_>>();
    let details = (!facts.is_empty()).then(|| {
        view! { <details class="log-how"><summary>{t!("logs-how")}</summary><dl>{facts}</dl></details> }
    });
    details.into_any()
}

/// Returns the kind of an actor, where their name does not say it.
fn kind(kind: ActorKind) -> Option<&'static str> {
    match kind {
        ActorKind::Administrator => Some(t!("logs-kind-administrator")),
        ActorKind::User => Some(t!("logs-kind-user")),
        ActorKind::Client => Some(t!("logs-kind-client")),
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
        | A::DeviceDenied
        | A::ClientDeleted
        | A::ClientDisabled
        | A::ClientLogoutUndelivered
        | A::ClientRefused
        | A::UserDisabled
        | A::AdministratorDisabled
        | A::AdministratorDeleted
        | A::FamilyRevoked => Tone::Warning,
        _ => Tone::Neutral,
    }
}
