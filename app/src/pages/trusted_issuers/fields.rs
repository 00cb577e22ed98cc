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
    let jwks = form.field("jwks", typed.jwks.clone());
    let jwks_uri = form.field("jwks_uri", typed.jwks_uri.clone());
    let ticked = form.ticks("algorithms", typed.algorithms.iter().map(String::as_str));
    let subject_claim = form.field("subject_claim", typed.subject_claim.clone());
    let subject_match = form.field("subject_match", typed.subject_match.clone());
    let ticked_kinds = form.ticks("assertion_kinds", typed.assertion_kinds.iter().map(String::as_str));
    let enabled = form.tick("enabled", typed.enabled);
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
                    tick=enabled
                    label=t!("settings-issuers-enabled")
                    hint=t!("settings-issuers-enabled-hint")
                />
            </CheckboxGroup>
            <CheckboxList
                ticks=ticked_kinds
                label=t!("settings-issuers-kinds")
                hint=t!("settings-issuers-kinds-hint")
                choices=kinds.into()
            />
        </div>
        <Section title=t!("settings-issuers-keys") lead=t!("settings-issuers-keys-lead")>
            <TextArea
                input=jwks
                label=t!("settings-issuers-jwks")
                hint=t!("settings-issuers-jwks-hint", count = MOST_KEYS)
                optional=true
                mono=true
            />
            <TextField
                input=jwks_uri
                label=t!("settings-issuers-jwks-uri")
                hint=t!("settings-issuers-jwks-uri-hint")
                optional=true
                mono=true
            />
            <CheckboxList
                ticks=ticked
                label=t!("settings-issuers-algorithms")
                choices=algorithms.into()
            />
        </Section>
        <Section title=t!("settings-issuers-subject") lead=t!("settings-issuers-subject-lead")>
            <TextField
                input=subject_claim
                label=t!("settings-issuers-claim")
                hint=t!("settings-issuers-claim-hint")
                mono=true
                short=true
            />
            <Select
                input=subject_match
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
    let any = form.tick("any_client", typed.any_client);
    let clients = form.field("clients", typed.clients.clone());
    let scopes = form.field("scopes", typed.scopes.clone());
    let assertion_ttl = form.field("assertion_ttl", typed.assertion_ttl.clone());
    let access_token_ttl = form.field("access_token_ttl", typed.access_token_ttl.clone());
    view! {
        <Section title=t!("settings-issuers-bounds") lead=t!("settings-issuers-bounds-lead")>
            <CheckboxGroup label=t!("settings-issuers-whose")>
                <Checkbox tick=any label=t!("settings-issuers-any") hint=t!("settings-issuers-any-hint")/>
            </CheckboxGroup>
            <TextArea
                input=clients
                label=t!("settings-issuers-clients")
                hint=t!("settings-issuers-clients-hint", count = MOST_CLIENTS)
                optional=true
                mono=true
                rows=2
            />
            <TextArea
                input=scopes
                label=t!("settings-issuers-scopes")
                hint=t!("settings-issuers-scopes-hint")
                optional=true
                mono=true
                rows=3
            />
            <TextField
                input=assertion_ttl
                label=t!("settings-issuers-assertion-ttl")
                hint=t!("settings-issuers-assertion-ttl-hint")
                short=true
            />
            <TextField
                input=access_token_ttl
                label=t!("settings-issuers-token-ttl")
                hint=t!("settings-issuers-token-ttl-hint")
                optional=true
                short=true
            />
        </Section>
    }
    .into_any()
}
