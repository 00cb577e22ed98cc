use domain::{
    last_change::LastChange,
    policy::{Origin, PolicyValue, TokenPolicy, TokenPolicyOverrides, ValueKind},
};
use leptos::prelude::*;

use crate::{
    components::last_change,
    form::Form,
    islands::{DurationTexts, DurationWords, OwnValue},
    t, t_view,
    text::{self, own_hint, word},
    ui::{Badge, Choice, Field, Select, Tone},
};

/// A value that a client has from its workspace or of its own, with what is in force.
#[component]
pub fn PolicyOverride(
    /// The form.
    form: Form,
    /// The value.
    value: &'static PolicyValue,
    /// The workspace's policy.
    workspace: TokenPolicy,
    /// The client's own.
    own: TokenPolicyOverrides,
    /// Who changed the client's own last.
    #[prop(into)]
    last: Option<LastChange>,
) -> impl IntoView {
    let (words, in_force) = (text::value(value, &workspace), text::value(value, &own.in_force(&workspace)));
    let own = value.own(&own);
    // What the workspace gives is told by the choice that stands for it.
    let in_force = own.is_some().then(|| {
        view! {
            <p class="in-force">
                {t_view!("components-policy-in-force", value = view! { <strong>{in_force}</strong> })}
                " "
                <Badge tone=Tone::Info>{t!("components-client")}</Badge>
            </p>
        }
    });
    let own = own.unwrap_or_default();
    let choices = |choices: Vec<(&'static str, &'static str)>| {
        choices.into_iter().map(|(value, label)| Choice::new(value, label)).collect::<Vec<_>>()
    };
    let field = match value.kind {
        ValueKind::Duration | ValueKind::Number => {
            let workspace = text::value_within(value, &workspace);
            view! { <TypedOverride form value own workspace/> }.into_any()
        }
        ValueKind::Switch => {
            select(form, value, own, &words, choices(vec![("true", t!("components-on")), ("false", t!("components-off"))]))
        }
        ValueKind::Choice(all) => {
            let all = all().into_iter().map(|(value, label)| (value, word(label)));
            select(form, value, own, &words, choices(all.collect()))
        }
    };
    view! {
        <div class="policy-field">
            {field}
            {in_force}
            {last.map(|last| view! { <p class="setting-state">{last_change(last)}</p> })}
        </div>
    }
    .into_any()
}

fn select(form: Form, value: &'static PolicyValue, own: String, workspace: &str, choices: Vec<Choice>) -> AnyView {
    let inherited = Choice::new("", t!("components-policy-inherited", value = workspace.to_owned()));
    let choices = std::iter::once(inherited).chain(choices).collect();
    view! { <Select input=form.field(value.name, own) label=word(value.label) hint=own_hint(value) choices/> }.into_any()
}

/// A value that is typed: the workspace's or the client's own is chosen, and the own one is typed beside it.
#[component]
fn TypedOverride(form: Form, value: &'static PolicyValue, own: String, workspace: String) -> impl IntoView {
    let (label, hint) = (word(value.label), own_hint(value));
    let source = format!("from[{}]", value.name);
    let input = form.field(value.name, own);
    let is_own = form.typed(&source).map_or(!input.value.is_empty(), |chosen| chosen == Origin::Client.name());
    let (described, invalid, focus) = (input.describe(&hint), input.invalid(), input.starts_with_focus());
    let (id, name) = (input.mark.id.clone(), input.name.clone());
    let chosen = |origin: Origin| format!("input[name='{source}'][value='{}']", origin.name());
    let (of_workspace, of_client) = (chosen(Origin::Workspace), chosen(Origin::Client));
    let words = matches!(value.kind, ValueKind::Duration).then(|| {
        view! { <DurationWords field=id.clone() value=value.name.to_owned() typed=input.value.clone() optional=true texts=DurationTexts::default()/> }
    });
    let text = id.clone();
    view! {
        <Field input=input.clone() label hint>
            <div class="own-value" role="radiogroup" aria-label=t!("components-policy-source", label = label)>
                <label>
                    <input type="radio" name=source.clone() value=Origin::Workspace.name() checked=!is_own/>
                    {format!(" {}", t!("components-policy-inherited", value = workspace))}
                </label>
                <label>
                    <input type="radio" name=source value=Origin::Client.name() checked=is_own/>
                    {format!(" {}", t!("components-policy-own"))}
                </label>
            </div>
            <div class="text-field" data-short="true">
                <input
                    type="text"
                    class="input"
                    id=id
                    name=name
                    value=input.value
                    autocomplete="off"
                    autocapitalize="none"
                    spellcheck="false"
                    data-mono="true"
                    autofocus=focus
                    aria-describedby=described
                    aria-invalid=invalid
                />
                <span class="text-field-after">{words}</span>
            </div>
            <OwnValue text workspace=of_workspace own=of_client/>
        </Field>
    }
    .into_any()
}
