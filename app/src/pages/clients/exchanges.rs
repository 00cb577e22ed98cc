use domain::{grant_type::GrantType, token_exchange::MOST_NAMED, view::ClientView};
use leptos::prelude::*;

use super::{exchanged::ExchangeNames, typed::TypedOauth};
use crate::{
    api::ApiError,
    form::Form,
    t, text,
    ui::{Checkbox, CheckboxGroup, Input, Mark, TextArea, Ticks},
};

/// A field of several lines, with the problem of each.
fn each_problem(form: Form, field: &'static str, current: String) -> Input {
    let failure = form.failure();
    let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
    let sentences: Vec<_> = problems.iter().filter(|at| at.field == field).map(|at| text::problem(&at.problem)).collect();
    let input = form.field(field, current);
    Input { mark: Mark { problem: (!sentences.is_empty()).then(|| sentences.join(" ")), ..input.mark }, ..input }
}

/// What a client may exchange, while it has the grant type for that.
#[component]
pub fn Exchanges(
    /// The form they are in.
    form: Form,
    /// The field of the grant types.
    ticks: Ticks,
    /// The client.
    view: ClientView,
    /// What its clients and resource servers are called.
    names: ExchangeNames,
) -> impl IntoView {
    const EXCHANGE: &str = GrantType::TokenExchange.name();
    let typed = TypedOauth::of(&view.client.settings);
    let waiting = format!("select[name='{}'] option[value='{EXCHANGE}']:checked", form.name("add_grant_type"));
    let (on, switched) = (ticks.is_on(EXCHANGE), format!("{}, {waiting}", ticks.ticked(EXCHANGE)));
    let clients = each_problem(form, "subject_clients", typed.subject_clients);
    let clients = Input { value: names.told(&clients.value), ..clients };
    let offered = (!names.resources.is_empty()).then(|| {
        let rows = names.resources.into_iter().map(|(resource, service)| view! { <li><code>{resource}</code>" "{service}</li> });
        let rows = rows.collect_view();
        view! {
            <div class="client-resources">
                <p class="quiet">{t!("clients-exchanges-offered")}</p>
                <ul>{rows}</ul>
            </div>
        }
    });
    view! {
        <div class="client-exchanges" data-while=switched hidden=!on>
            <p class="quiet">{t!("clients-exchanges-lead")}</p>
            <CheckboxGroup label=t!("clients-exchanges-whose")>
                <Checkbox
                    tick=form.tick("subject_any_client", typed.subject_any_client)
                    label=t!("clients-exchanges-any")
                    hint=t!("clients-exchanges-any-hint")
                />
            </CheckboxGroup>
            <TextArea
                input=clients
                label=t!("clients-exchanges-clients")
                hint=t!("clients-exchanges-clients-hint", count = MOST_NAMED)
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=each_problem(form, "subject_audiences", typed.subject_audiences)
                label=t!("clients-exchanges-audiences")
                hint=t!("clients-exchanges-audiences-hint")
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=each_problem(form, "exchange_targets", typed.exchange_targets)
                label=t!("clients-exchanges-targets")
                hint=t!("clients-exchanges-targets-hint")
                optional=true
                mono=true
                rows=2
            />
            {offered}
            <CheckboxGroup label=t!("clients-exchanges-name")>
                <Checkbox
                    tick=form.tick("impersonation", typed.impersonation)
                    label=t!("clients-exchanges-impersonation")
                    hint=t!("clients-exchanges-impersonation-hint")
                />
            </CheckboxGroup>
        </div>
    }
    .into_any()
}
