//! What a client is told when users were signed out, and how it takes that.

use domain::{
    audit::AuditAction,
    logout::{LogoutDelivery, RecentLogout},
    view::ClientView,
};
use leptos::prelude::*;

use super::typed::TypedOauth;
use crate::{
    form::Form,
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{as_heading, fetch_failure},
    ui::{Badge, Checkbox, CheckboxGroup, Fact, Facts, Fold, Link, Notice, Section, Table, TextField, Time, Tone, WayTo, bounded},
};

/// Where it is told of sign-outs, and of what.
#[component]
pub(super) fn Logouts(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    let uri = Some(typed.backchannel_logout_uri.clone()).filter(|uri| !uri.is_empty());
    let now = uri.unwrap_or_else(|| t!("clients-logouts-now-none").to_owned());
    let fold = Fold::new(now, form.touches(&["backchannel_logout_uri", "backchannel_logout_session_required"]));
    view! {
        <Section title=t!("clients-logouts") lead=t!("clients-logouts-lead") fold>
            <TextField
                input=form.field("backchannel_logout_uri", typed.backchannel_logout_uri)
                label=t!("clients-logouts-uri")
                hint=t!("clients-logouts-uri-hint")
                optional=true
                mono=true
            />
            <CheckboxGroup label=t!("clients-logouts-told")>
                <Checkbox
                    tick=form.tick("backchannel_logout_session_required", typed.backchannel_logout_session_required)
                    label=t!("clients-logouts-session")
                    hint=t!("clients-logouts-session-hint")
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// How it takes what it is told, apart from the form: nothing of it is saved.
#[component]
pub(super) fn Deliveries(path: WorkspacePath, view: ClientView) -> impl IntoView {
    let client = view.client.id;
    let told = view.logouts.filter(|delivery| delivery.last.is_some() || delivery.waiting > 0);
    let state = told.map_or_else(|| view! { <p class="quiet">{t!("clients-logouts-none")}</p> }.into_any(), state);
    let undelivered = format!("{}?action={}&object={client}", path.logs(), AuditAction::ClientLogoutUndelivered.code());
    view! {
        <Section title=t!("clients-logouts-deliveries") lead=t!("clients-logouts-deliveries-lead")>
            {state}
            <p class="field-links"><WayTo href=undelivered>{t!("clients-logouts-undelivered")}</WayTo></p>
        </Section>
    }
    .into_any()
}

fn state(LogoutDelivery { waiting, progress, last, delivered_at, recent }: LogoutDelivery) -> AnyView {
    let said = last.as_ref().filter(|last| last.failure.is_some() && !last.answer.is_empty()).map(|last| last.answer.clone());
    let last = last.map(|last| {
        let at = last.at.to_string();
        let (tone, result) = result(last.failure, last.status);
        view! {
            <Fact name=t!("clients-logouts-last")><Time utc=at seconds=true/></Fact>
            <Fact name=t!("clients-logouts-result")><Badge tone>{result}</Badge></Fact>
        }
    });
    let taken = delivered_at.map(|at| view! { <Fact name=t!("clients-logouts-last-taken")><Time utc=at.to_string() seconds=true/></Fact> });
    let failing = progress.failing_since.map(|since| {
        view! {
            <Fact name=t!("clients-logouts-failing-since")><Time utc=since.to_string() seconds=true/></Fact>
            <Fact name=t!("clients-logouts-failures")>{progress.failures}</Fact>
        }
    });
    let next = (waiting > 0).then(|| {
        view! { <Fact name=t!("clients-logouts-next")><Time utc=progress.due_at.to_string() seconds=true/></Fact> }
    });
    view! {
        <Facts>
            {last}
            {taken}
            {failing}
            <Fact name=t!("clients-logouts-waiting")>{bounded(waiting)}</Fact>
            {next}
        </Facts>
        {said.map(|answer| view! {
            <p class="quiet">{t!("clients-logouts-answer")}</p>
            <pre class="code" tabindex="0"><code>{answer}</code></pre>
        })}
        {attempts(recent)}
    }
    .into_any()
}

/// What came of an attempt: why it failed, or the status with which it was taken.
fn result(failure: Option<String>, status: Option<u16>) -> (Tone, String) {
    match failure {
        Some(failure) => (Tone::Bad, as_heading(&fetch_failure(&failure))),
        None => (Tone::Good, t!("clients-logouts-taken", status = status.unwrap_or_default().to_string())),
    }
}

/// The latest attempts, the last first.
fn attempts(recent: Vec<RecentLogout>) -> AnyView {
    if recent.is_empty() {
        return ().into_any();
    }
    let rows = recent.into_iter().map(|attempt| {
        let RecentLogout { at, number, status, failure } = attempt;
        let (tone, result) = result(failure, status);
        view! {
            <tr>
                <th scope="row" data-label=t!("clients-logouts-when")><Time utc=at.to_string() seconds=true/></th>
                <td data-label=t!("clients-logouts-result")><Badge tone>{result}</Badge></td>
                <td data-label=t!("clients-logouts-number")>{number}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let heads = vec![t!("clients-logouts-when"), t!("clients-logouts-result"), t!("clients-logouts-number")];
    view! {
        <h3>{t!("clients-logouts-recent")}</h3>
        <Table label=t!("clients-logouts-recent") heads><tbody>{rows}</tbody></Table>
    }
    .into_any()
}

/// Says that a client does not take what it is told, and leads to how that stands.
#[component]
pub(super) fn LogoutsFail(path: WorkspacePath, view: ClientView) -> impl IntoView {
    let since = view.logouts.as_ref().and_then(|delivery| delivery.progress.failing_since);
    let here = path.client_oauth(view.client.id);
    since
        .map(|since| {
            view! {
                <Notice tone=Tone::Warning>
                    {t_view!("clients-logouts-fail", since = view! { <Time utc=since.to_string()/> })}
                    " "
                    <Link href=here>{t!("clients-logouts-fail-more")}</Link>
                </Notice>
            }
        })
        .into_any()
}
