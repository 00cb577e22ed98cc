use domain::{
    audit::AuditAction,
    name::Slug,
    page::{LARGEST_PAGE, Window},
    view::{NamedWorkspace, TypedWebhook},
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    form::Form,
    ui::{CheckboxList, Choice, TextArea, TextField, Ticks},
};

/// The first part of a code, which several actions share, in words.
const GROUPS: [(&str, &str); 16] = [
    ("tenant", "Tenant"),
    ("workspace", "Workspaces"),
    ("authorization_settings", "Authorization settings"),
    ("token_settings", "Token settings"),
    ("client", "Clients"),
    ("service", "Services"),
    ("user", "Users"),
    ("family", "Refresh tokens"),
    ("families", "Several refresh tokens"),
    ("refresh_token", "Reuse"),
    ("authorization_code", "Authorization codes"),
    ("consent", "Consent"),
    ("access", "Access"),
    ("administrator", "Administrators"),
    ("role", "Roles"),
    ("webhook", "Webhooks"),
];

/// Loads the workspaces of a tenant, which a webhook can be limited to.
pub(super) async fn load_workspaces(tenant: Slug) -> Result<Vec<NamedWorkspace>, ApiError> {
    let window = Window { limit: LARGEST_PAGE, ..Window::from(None) };
    Ok(operator()?.list_named_workspaces(&tenant, "", window).await?.items)
}

/// The fields of a webhook.
pub(super) fn fields(form: Form, typed: &TypedWebhook, workspaces: &[NamedWorkspace]) -> AnyView {
    let events = event_lists(form, typed);
    let places = (!workspaces.is_empty() || !typed.workspaces.is_empty()).then(|| {
        let choices = workspaces.iter().map(|one| Choice::new(one.slug.to_string(), one.name.to_string()).hint(one.slug.to_string()));
        // Those that are chosen and not among the first ones, or were deleted.
        let others = typed.workspaces.iter().filter(|chosen| !workspaces.iter().any(|one| one.slug.as_str() == chosen.as_str()));
        let choices: Vec<_> = choices.chain(others.map(|chosen| Choice::new(chosen.clone(), chosen.clone()))).collect();
        let ticks = form.ticks("workspaces", typed.workspaces.iter().map(String::as_str));
        view! { <CheckboxList ticks label="Workspaces (none ticked: all, and what concerns the tenant itself)" choices/> }
    });
    view! {
        <div class="card">
            <TextField input=form.field("name", typed.name.clone()) label="Name" hint="What it is for: SIEM, billing."/>
            <TextField
                input=form.field("url", typed.url.clone())
                label="URL"
                hint="An https:// URL at a public address; http:// and private addresses where the server's configuration allows those networks (allow_private_networks), as the demonstration does for this machine. Each event is a POST request there; it must be answered with a 2xx status within 15 seconds."
            />
            <TextArea
                input=form.field("ignored_actors", typed.ignored_actors.clone())
                label="Leave out what is done by"
                hint="So that a program does not hear its own echo: names or e-mail addresses as the log has them, or IDs of API tokens, one per line."
                optional=true
                rows=2
            />
            {places}
        </div>
        <section class="section">
            <div class="section-header">
                <h2>"Events"</h2>
                <p>"Without any of them ticked, the receiver is told of every event of the log."</p>
            </div>
            <div class="section-body">{events}</div>
        </section>
    }
    .into_any()
}

fn event_lists(form: Form, typed: &TypedWebhook) -> AnyView {
    let ticks = form.ticks("actions", typed.actions.iter().map(String::as_str));
    let group = |code: &str| code.split_once('.').map_or(code, |(group, _)| group).to_owned();
    let choice = |action: &AuditAction| Choice::new(action.code(), action.label()).hint(action.code());
    let of = |name: &str| AuditAction::ALL.iter().filter(|action| group(action.code()) == name).map(choice).collect::<Vec<_>>();
    let known = GROUPS.map(|(name, label)| (label.to_owned(), of(name)));
    let is_other = |action: &&AuditAction| !GROUPS.iter().any(|(name, _)| group(action.code()) == *name);
    let others = AuditAction::ALL.iter().filter(is_other).map(choice).collect();
    let lists = known.into_iter().chain([("Others".to_owned(), others)]).filter(|(_, choices): &(String, Vec<Choice>)| !choices.is_empty());
    lists.map(|(label, choices)| list(ticks.clone(), label, choices)).collect_view().into_any()
}

fn list(ticks: Ticks, label: String, choices: Vec<Choice>) -> AnyView {
    view! { <CheckboxList ticks label choices/> }.into_any()
}
