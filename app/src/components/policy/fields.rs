use domain::{
    last_change::LastChanges,
    policy::{PolicySection, PolicyValue, TokenPolicy, ValueKind},
};
use leptos::prelude::*;

use super::duration::DurationField;
use crate::{
    components::setting::with_state,
    form::Form,
    text::{self, hint, word},
    ui::{Checkbox, CheckboxGroup, Choice, Section, Select, TextField},
};

/// A part of a workspace's token policy: its values, the switches among them in a group at the end.
#[component]
pub fn PolicyFields(
    /// The form.
    form: Form,
    /// The part.
    section: PolicySection,
    /// What is in force.
    policy: TokenPolicy,
    /// Who changed it last.
    changes: LastChanges,
    /// What the section is called.
    title: &'static str,
    /// What it decides.
    lead: &'static str,
    /// What its switches are called together.
    #[prop(optional)]
    switches: &'static str,
    /// Fields that are no values of the policy.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (ticks, others): (Vec<_>, Vec<_>) = PolicyValue::of(section).into_iter().partition(|value| matches!(value.kind, ValueKind::Switch));
    let fields = others.into_iter().map(|value| setting(form, value, &policy, &changes)).collect_view();
    let ticks: Vec<_> = ticks.into_iter().map(|value| setting(form, value, &policy, &changes)).collect();
    let group = (!ticks.is_empty()).then(|| view! { <CheckboxGroup label=switches>{ticks}</CheckboxGroup> });
    view! { <Section title lead>{fields}{group}{children.map(|children| children())}</Section> }.into_any()
}

/// A value with what is known of it.
fn setting(form: Form, value: &'static PolicyValue, policy: &TokenPolicy, changes: &LastChanges) -> AnyView {
    let default = TokenPolicy::default();
    let default = (value.typed(policy) != value.typed(&default)).then(|| text::value(value, &default));
    with_state(value.name, word(value.label), field(form, value, policy), default, changes)
}

fn field(form: Form, value: &'static PolicyValue, policy: &TokenPolicy) -> AnyView {
    let (name, label, hint, typed) = (value.name, word(value.label), hint(value), value.typed(policy));
    match value.kind {
        ValueKind::Duration => view! { <DurationField input=form.field(name, typed) value/> }.into_any(),
        ValueKind::Number => view! { <TextField input=form.field(name, typed) label hint kind="number" short=true/> }.into_any(),
        ValueKind::Switch => view! { <Checkbox tick=form.tick(name, typed == "true") label hint/> }.into_any(),
        ValueKind::Choice(choices) => {
            let choices = choices().into_iter().map(|(value, label)| Choice::new(value, word(label))).collect();
            view! { <Select input=form.field(name, typed) label hint choices/> }.into_any()
        }
    }
}
