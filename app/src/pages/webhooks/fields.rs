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
    id, t,
    text::{MessageId, word},
    ui::{CheckboxList, Choice, TextArea, TextField, Ticks},
};

/// The first part of a code, which several actions share, in words.
const GROUPS: [(&str, MessageId); 16] = [
    ("tenant", id!("webhooks-fields-group-tenant")),
    ("workspace", id!("webhooks-fields-group-workspace")),
    ("authorization_settings", id!("webhooks-fields-group-authorization-settings")),
    ("token_settings", id!("webhooks-fields-group-token-settings")),
    ("client", id!("webhooks-fields-group-client")),
    ("service", id!("webhooks-fields-group-service")),
    ("user", id!("webhooks-fields-group-user")),
    ("family", id!("webhooks-fields-group-family")),
    ("families", id!("webhooks-fields-group-families")),
    ("refresh_token", id!("webhooks-fields-group-refresh-token")),
    ("authorization_code", id!("webhooks-fields-group-authorization-code")),
    ("consent", id!("webhooks-fields-group-consent")),
    ("access", id!("webhooks-fields-group-access")),
    ("administrator", id!("webhooks-fields-group-administrator")),
    ("role", id!("webhooks-fields-group-role")),
    ("webhook", id!("webhooks-fields-group-webhook")),
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
        view! { <CheckboxList ticks label=t!("webhooks-fields-workspaces") choices/> }
    });
    view! {
        <div class="card">
            <TextField input=form.field("name", typed.name.clone()) label=t!("webhooks-name") hint=t!("webhooks-fields-name-hint")/>
            <TextField input=form.field("url", typed.url.clone()) label=t!("webhooks-url") hint=t!("webhooks-fields-url-hint")/>
            <TextArea
                input=form.field("ignored_actors", typed.ignored_actors.clone())
                label=t!("webhooks-fields-ignored")
                hint=t!("webhooks-fields-ignored-hint")
                optional=true
                rows=2
            />
            {places}
        </div>
        <section class="section">
            <div class="section-header">
                <h2>{t!("webhooks-fields-events")}</h2>
                <p>{t!("webhooks-fields-events-lead")}</p>
            </div>
            <div class="section-body">{events}</div>
        </section>
    }
    .into_any()
}

fn event_lists(form: Form, typed: &TypedWebhook) -> AnyView {
    let ticks = form.ticks("actions", typed.actions.iter().map(String::as_str));
    let group = |code: &str| code.split_once('.').map_or(code, |(group, _)| group).to_owned();
    let choice = |action: &AuditAction| Choice::new(action.code(), word(action.label())).hint(action.code());
    let of = |name: &str| AuditAction::ALL.iter().filter(|action| group(action.code()) == name).map(choice).collect::<Vec<_>>();
    let known = GROUPS.map(|(name, label)| (label.text().to_owned(), of(name)));
    let is_other = |action: &&AuditAction| !GROUPS.iter().any(|(name, _)| group(action.code()) == *name);
    let others = AuditAction::ALL.iter().filter(is_other).map(choice).collect();
    let lists = known
        .into_iter()
        .chain([(t!("webhooks-fields-group-others").to_owned(), others)])
        .filter(|(_, choices): &(String, Vec<Choice>)| !choices.is_empty());
    lists.map(|(label, choices)| list(ticks.clone(), label, choices)).collect_view().into_any()
}

fn list(ticks: Ticks, label: String, choices: Vec<Choice>) -> AnyView {
    view! { <CheckboxList ticks label choices/> }.into_any()
}
