use domain::{
    settings::{
        retention::{KeptFor, Retention},
        tokens::AccessTokenFormat,
    },
    signing::{SigningAlgorithm, SigningSettings},
};
use leptos::prelude::*;

use crate::{
    form::Form,
    ui::{Checkbox, CheckboxGroup, CheckboxList, Choice, RadioList, Section, Select, TextField},
};

/// How access tokens are written.
#[component]
pub fn Format(
    /// The form.
    form: Form,
    /// What is in force.
    format: AccessTokenFormat,
) -> impl IntoView {
    let choices = AccessTokenFormat::ALL.map(|choice| Choice::new(choice.name(), choice.label()).hint(choice.description()));
    view! { <RadioList ticks=form.ticks("access_token_format", [format.name()]) label="Access token format" choices=choices.into()/> }
        .into_any()
}

/// What clients are told with their tokens.
#[component]
pub fn Announced(
    /// The form.
    form: Form,
    /// Whether that is when refresh tokens expire.
    expiration: bool,
) -> impl IntoView {
    view! {
        <CheckboxGroup label="Token responses">
            <Checkbox
                tick=form.tick("announce_refresh_token_expiration", expiration)
                label="Tell clients when refresh tokens expire"
                hint="Each response with a refresh token says in how many seconds it expires unless it is used (refresh_token_timeout), and in how many the user has to sign in again (authorization_expires_in)."
            />
        </CheckboxGroup>
    }
    .into_any()
}

/// What tokens are signed by.
#[component]
pub fn Signing(
    /// The form.
    form: Form,
    /// What is in force.
    signing: SigningSettings,
) -> impl IntoView {
    let choices = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()));
    let allowed = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()).hint(choice.description()));
    view! {
        <Section title="Signing" lead="Each algorithm has a key of its own. One that is chosen for the first time gets it at once; under Auth Server › Keys it can be published before.">
            <Select
                input=form.field("id_token_signed_response_alg", signing.id_token_signed_response_alg.name())
                label="ID tokens are signed by"
                hint="Clients expect RS256 unless they are configured otherwise. With another algorithm, clients that are configured for RS256 refuse the sign-in."
                choices=choices.to_vec()
            />
            <Select
                input=form.field("access_token_signing_alg", signing.access_token_signing_alg.name())
                label="Access tokens are signed by"
                hint="ES256 is about 20 times cheaper to sign than RS256. An API that checks tokens itself must know the algorithm."
                choices=choices.into()
            />
            <CheckboxList
                ticks=form.ticks("signing_algorithms", signing.signing_algorithms.iter().map(|algorithm| algorithm.name()))
                label="Allowed algorithms"
                hint="Clients can choose their own among these."
                choices=allowed.into()
            />
        </Section>
    }
    .into_any()
}

/// What proofs of possession must carry.
#[component]
pub fn KeyBinding(
    /// The form.
    form: Form,
    /// Whether that is a nonce.
    nonce_required: bool,
) -> impl IntoView {
    view! {
        <Section
            title="Key binding"
            lead="A client that proves possession of a key (DPoP) gets tokens that work only with the key. To require it, use DPoP-bound access tokens on the client's OAuth tab."
        >
            <CheckboxGroup label="Proofs of possession">
                <Checkbox
                    tick=form.tick("dpop_nonce_required", nonce_required)
                    label="Require a nonce"
                    hint="A proof must carry a value of this server's, no more than ten minutes old, so that none can be made in advance. The client's first request is answered with the value, and sent again."
                />
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// How long what has happened is kept.
#[component]
pub fn History(
    /// The form.
    form: Form,
    /// What is in force.
    retention: Retention,
) -> impl IntoView {
    let bounds = KeptFor::bounds();
    view! {
        <Section title="History" lead="What is older is deleted in the background. The audit log is kept for as long as the server's configuration says.">
            <TextField
                input=form.field("refreshes_kept_for", retention.refreshes_kept_for.short())
                label="Refreshes"
                hint=format!("How long each refresh is shown on the page of its refresh token. {bounds}.")
                mono=true
                short=true
            />
            <TextField
                input=form.field("decisions_kept_for", retention.decisions_kept_for.short())
                label="Decisions and refusals"
                hint=format!("How long answers of the token endpoint can be explained. {bounds}.")
                mono=true
                short=true
            />
            <TextField
                input=form.field("ended_tokens_kept_for", retention.ended_tokens_kept_for.short())
                label="Refresh tokens that have ended"
                hint=format!("How long one is shown after its lifetime, with its events. One that was revoked is kept until then in any case. {bounds}.")
                mono=true
                short=true
            />
        </Section>
    }
    .into_any()
}
