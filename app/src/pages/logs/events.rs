use domain::{
    audit::{ActorKind, AuditAction, AuditEvent},
    page::Page as ListPage,
    view::{AuditFilter, AuditLine},
};
use leptos::prelude::*;

use crate::{
    components::{query_string, use_query},
    ui::{Badge, Empty, Glyph, Kind, LinkButton, Pagination, Table, Time, Tone},
};

/// Returns the filter for an action; none where there is no such action, which must not stand for all.
pub(super) fn filter(action: &str) -> Option<AuditFilter> {
    let action = if action.is_empty() { None } else { Some(AuditAction::from_code(action)?) };
    Some(AuditFilter { action })
}

/// Returns the action that is asked for, and the line after which the page begins.
pub(super) fn use_log_query() -> (String, String) {
    let query = use_query();
    (query.value("action"), query.value("after"))
}

/// The places of a log that is of several, which a column tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Places {
    /// The workspaces of a tenant.
    OfTenant,
    /// All tenants.
    OfInstallation,
}

impl Places {
    /// Returns where a line was written.
    fn name(self, line: &AuditLine) -> String {
        match (self, &line.tenant, &line.workspace) {
            (_, None, _) => "Installation".to_owned(),
            (Self::OfTenant, _, None) => "Tenant".to_owned(),
            (Self::OfTenant, _, Some(workspace)) => workspace.clone(),
            (Self::OfInstallation, Some(tenant), None) => tenant.clone(),
            (Self::OfInstallation, Some(tenant), Some(workspace)) => format!("{tenant}/{workspace}"),
        }
    }
}

/// The choice between one action and all, in a plain form.
#[component]
pub(super) fn Filter(here: String, action: String) -> impl IntoView {
    let options = AuditAction::ALL
        .iter()
        .map(|choice| {
            let selected = choice.code() == action;
            view! { <option value=choice.code() selected=selected>{choice.label()}</option> }
        })
        .collect_view();
    view! {
        <form method="get" action=here class="toolbar">
            <label class="toolbar-field">
                <span class="visually-hidden">"What was done"</span>
                <div class="select">
                    <select name="action">
                        <option value="" selected=action.is_empty()>"Everything"</option>
                        {options}
                    </select>
                </div>
            </label>
            <button type="submit" class="button" data-kind="secondary">"Filter"</button>
        </form>
    }
    .into_any()
}

/// The lines of a log.
#[component]
pub(super) fn Events(here: String, places: Option<Places>, page: ListPage<AuditLine>, action: String, after: String) -> impl IntoView {
    if page.items.is_empty() {
        let all = here;
        return view! {
            <Empty glyph=Glyph::Logs title=if action.is_empty() { "Nothing happened yet" } else { "No matching events" }>
                <p>"Changes, sign-ins and detected reuse appear here."</p>
                {(!action.is_empty()).then(|| view! { <LinkButton href=all kind=Kind::Secondary>"Show everything"</LinkButton> })}
            </Empty>
        }
        .into_any();
    }
    let address = |after: Option<&str>| format!("{here}{}", query_string(&[("action", Some(action.as_str())), ("after", after)]));
    let first = (!after.is_empty()).then(|| address(None));
    let next = page.next.as_deref().map(|cursor| address(Some(cursor)));
    let (shown, total) = (page.items.len(), page.total);
    let rows = page.items.into_iter().map(|line| view! { <Event place=places.map(|places| places.name(&line)) event=line.event/> });
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
fn Event(place: Option<String>, event: AuditEvent) -> impl IntoView {
    let changes = event.changes.into_iter().map(|change| {
        let to = if change.to.is_empty() { "nothing".to_owned() } else { change.to };
        let from = (!change.from.is_empty()).then(|| view! { <del>{change.from}</del>" → " });
        view! { <li><code>{change.field}</code>": "{from}<ins>{to}</ins></li> }
    });
    let changes = changes.collect::<Vec<_>>();
    view! {
        <tr>
            <td data-label="Time"><Time utc=event.at.to_string()/></td>
            {place.map(|place| view! { <td data-label="Where">{place}</td> })}
            <th scope="row" data-label="What">
                <Badge tone=tone(event.action)>{event.action.label()}</Badge>
                {(!changes.is_empty()).then(|| view! { <ul class="changes">{changes}</ul> })}
            </th>
            <td data-label="Target">
                <span class="log-target">{event.target}</span>
                <code class="log-id">{event.target_id}</code>
            </td>
            <td data-label="Who">{event.actor} {kind(event.actor_kind).map(|kind| view! { <span class="log-kind">{kind}</span> })}</td>
        </tr>
    }
    .into_any()
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
