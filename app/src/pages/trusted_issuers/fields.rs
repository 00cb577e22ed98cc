use domain::{
    client_keys::{ClientAlgorithm, MOST_KEYS},
    trusted_issuer::{AssertionKind, MOST_CLIENTS, SubjectMatch},
};
use leptos::prelude::*;

use super::typed::TypedTrustedIssuer;
use crate::{
    form::Form,
    t,
    text::word,
    ui::{Checkbox, CheckboxGroup, CheckboxList, Choice, Section, Select, TextArea, TextField},
};

/// The fields of a trusted issuer, but for its name in addresses.
pub(super) fn fields(form: Form, typed: &TypedTrustedIssuer) -> AnyView {
    let algorithms = ClientAlgorithm::ALL.map(|algorithm| Choice::new(algorithm.name(), algorithm.name()));
    let kinds = AssertionKind::ALL.map(|kind| Choice::new(kind.name(), word(kind.label())));
    let matches = SubjectMatch::ALL.map(|way| Choice::new(way.name(), word(way.label())));
    view! {
        <div class="card">
            <TextField
                input=form.field("issuer", typed.issuer.clone())
                label=t!("settings-issuers-issuer")
                hint=t!("settings-issuers-issuer-hint")
                mono=true
            />
            <CheckboxGroup label=t!("settings-issuers-state")>
                <Checkbox
                    tick=form.tick("enabled", typed.enabled)
                    label=t!("settings-issuers-enabled")
                    hint=t!("settings-issuers-enabled-hint")
                />
            </CheckboxGroup>
            <CheckboxList
                ticks=form.ticks("assertion_kinds", typed.assertion_kinds.iter().map(String::as_str))
                label=t!("settings-issuers-kinds")
                hint=t!("settings-issuers-kinds-hint")
                choices=kinds.into()
            />
        </div>
        <Section title=t!("settings-issuers-keys") lead=t!("settings-issuers-keys-lead")>
            <TextArea
                input=form.field("jwks", typed.jwks.clone())
                label=t!("settings-issuers-jwks")
                hint=t!("settings-issuers-jwks-hint", count = MOST_KEYS)
                optional=true
                mono=true
            />
            <TextField
                input=form.field("jwks_uri", typed.jwks_uri.clone())
                label=t!("settings-issuers-jwks-uri")
                hint=t!("settings-issuers-jwks-uri-hint")
                optional=true
                mono=true
            />
            <CheckboxList
                ticks=form.ticks("algorithms", typed.algorithms.iter().map(String::as_str))
                label=t!("settings-issuers-algorithms")
                choices=algorithms.into()
            />
        </Section>
        <Section title=t!("settings-issuers-subject") lead=t!("settings-issuers-subject-lead")>
            <TextField
                input=form.field("subject_claim", typed.subject_claim.clone())
                label=t!("settings-issuers-claim")
                hint=t!("settings-issuers-claim-hint")
                mono=true
                short=true
            />
            <Select
                input=form.field("subject_match", typed.subject_match.clone())
                label=t!("settings-issuers-match")
                hint=t!("settings-issuers-match-hint")
                choices=matches.into()
            />
        </Section>
        {bounds(form, typed)}
    }
    .into_any()
}

/// What its assertions are good for.
fn bounds(form: Form, typed: &TypedTrustedIssuer) -> AnyView {
    view! {
        <Section title=t!("settings-issuers-bounds") lead=t!("settings-issuers-bounds-lead")>
            <CheckboxGroup label=t!("settings-issuers-whose")>
                <Checkbox tick=form.tick("any_client", typed.any_client) label=t!("settings-issuers-any") hint=t!("settings-issuers-any-hint")/>
            </CheckboxGroup>
            <TextArea
                input=form.field("clients", typed.clients.clone())
                label=t!("settings-issuers-clients")
                hint=t!("settings-issuers-clients-hint", count = MOST_CLIENTS)
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=form.field("scopes", typed.scopes.clone())
                label=t!("settings-issuers-scopes")
                hint=t!("settings-issuers-scopes-hint")
                optional=true
                mono=true
                rows=3
            />
            <TextField
                input=form.field("assertion_ttl", typed.assertion_ttl.clone())
                label=t!("settings-issuers-assertion-ttl")
                hint=t!("settings-issuers-assertion-ttl-hint")
                short=true
            />
            <TextField
                input=form.field("access_token_ttl", typed.access_token_ttl.clone())
                label=t!("settings-issuers-token-ttl")
                hint=t!("settings-issuers-token-ttl-hint")
                optional=true
                short=true
            />
        </Section>
    }
    .into_any()
}
