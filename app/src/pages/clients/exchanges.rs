use domain::{grant_type::GrantType, token_exchange::MOST_NAMED, view::ClientView};
use leptos::prelude::*;

use super::typed::TypedOauth;
use crate::{
    form::Form,
    t,
    ui::{Checkbox, CheckboxGroup, TextArea, Ticks},
};

/// What a client may exchange, while it has the grant type for that.
#[component]
pub fn Exchanges(
    /// The form they are in.
    form: Form,
    /// The field of the grant types.
    ticks: Ticks,
    /// The client.
    view: ClientView,
) -> impl IntoView {
    const EXCHANGE: &str = GrantType::TokenExchange.name();
    let typed = TypedOauth::of(&view.client.settings);
    let waiting = format!("select[name='{}'] option[value='{EXCHANGE}']:checked", form.name("add_grant_type"));
    let (on, switched) = (ticks.is_on(EXCHANGE), format!("{}, {waiting}", ticks.ticked(EXCHANGE)));
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
                input=form.field("subject_clients", typed.subject_clients)
                label=t!("clients-exchanges-clients")
                hint=t!("clients-exchanges-clients-hint", count = MOST_NAMED)
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=form.field("subject_audiences", typed.subject_audiences)
                label=t!("clients-exchanges-audiences")
                hint=t!("clients-exchanges-audiences-hint")
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=form.field("exchange_targets", typed.exchange_targets)
                label=t!("clients-exchanges-targets")
                hint=t!("clients-exchanges-targets-hint")
                optional=true
                mono=true
                rows=2
            />
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
