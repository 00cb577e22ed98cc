use domain::{
    last_change::LastChanges,
    settings::{
        retention::{KeptFor, Retention},
        tokens::AccessTokenFormat,
    },
    signing::{SigningAlgorithm, SigningSettings},
};
use leptos::prelude::*;

use crate::{
    components::{Setting, unless_default},
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
    /// Who changed it last.
    changes: LastChanges,
) -> impl IntoView {
    let setting = Setting { name: "access_token_format", label: "Access token format" };
    let choices = AccessTokenFormat::ALL.map(|choice| Choice::new(choice.name(), choice.label()).hint(choice.description()));
    let field = view! { <RadioList ticks=form.ticks(setting.name, [format.name()]) label=setting.label choices=choices.into()/> };
    setting.view(field, unless_default(&format, &AccessTokenFormat::default(), |format| format.label().to_owned()), &changes)
}

/// What clients are told with their tokens.
#[component]
pub fn Announced(
    /// The form.
    form: Form,
    /// Whether that is when refresh tokens expire.
    expiration: bool,
    /// Who changed it last.
    changes: LastChanges,
) -> impl IntoView {
    let setting = Setting { name: "announce_refresh_token_expiration", label: "Tell clients when refresh tokens expire" };
    let field = view! {
        <Checkbox
            tick=form.tick(setting.name, expiration)
            label=setting.label
            hint="Each response with a refresh token says in how many seconds it expires unless it is used (refresh_token_timeout), and in how many the user has to sign in again (authorization_expires_in)."
        />
    };
    let field = setting.view(field, unless_default(&expiration, &true, |_| "On".to_owned()), &changes);
    view! { <CheckboxGroup label="Token responses">{field}</CheckboxGroup> }.into_any()
}

/// What tokens are signed by.
#[component]
pub fn Signing(
    /// The form.
    form: Form,
    /// What is in force.
    signing: SigningSettings,
    /// Who changed it last.
    changes: LastChanges,
) -> impl IntoView {
    const ID_TOKENS: Setting = Setting { name: "id_token_signed_response_alg", label: "ID tokens are signed by" };
    const ACCESS_TOKENS: Setting = Setting { name: "access_token_signing_alg", label: "Access tokens are signed by" };
    const ALLOWED: Setting = Setting { name: "signing_algorithms", label: "Allowed algorithms" };
    let default = SigningSettings::default();
    let choices = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()));
    let allowed = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()).hint(choice.description()));
    let id_tokens = view! {
        <Select
            input=form.field(ID_TOKENS.name, signing.id_token_signed_response_alg.name())
            label=ID_TOKENS.label
            hint="Clients expect RS256 unless they are configured otherwise. With another algorithm, clients that are configured for RS256 refuse the sign-in."
            choices=choices.to_vec()
        />
    };
    let access_tokens = view! {
        <Select
            input=form.field(ACCESS_TOKENS.name, signing.access_token_signing_alg.name())
            label=ACCESS_TOKENS.label
            hint="ES256 is about 20 times cheaper to sign than RS256. An API that checks tokens itself must know the algorithm."
            choices=choices.into()
        />
    };
    let algorithms = view! {
        <CheckboxList
            ticks=form.ticks(ALLOWED.name, signing.signing_algorithms.iter().map(|algorithm| algorithm.name()))
            label=ALLOWED.label
            hint="Clients can choose their own among these."
            choices=allowed.into()
        />
    };
    let one = |in_force: SigningAlgorithm, default: SigningAlgorithm| unless_default(&in_force, &default, ToString::to_string);
    let id_tokens_default = one(signing.id_token_signed_response_alg, default.id_token_signed_response_alg);
    let access_tokens_default = one(signing.access_token_signing_alg, default.access_token_signing_alg);
    let algorithms_default = unless_default(&signing.signing_algorithms, &default.signing_algorithms, |_| "all of them".to_owned());
    view! {
        <Section title="Signing" lead="Each algorithm has a key of its own. One that is chosen for the first time gets it at once; under Auth Server › Keys it can be published before.">
            {ID_TOKENS.view(id_tokens, id_tokens_default, &changes)}
            {ACCESS_TOKENS.view(access_tokens, access_tokens_default, &changes)}
            {ALLOWED.view(algorithms, algorithms_default, &changes)}
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
    /// Who changed it last.
    changes: LastChanges,
) -> impl IntoView {
    let setting = Setting { name: "dpop_nonce_required", label: "Require a nonce" };
    let field = view! {
        <Checkbox
            tick=form.tick(setting.name, nonce_required)
            label=setting.label
            hint="A proof must carry a value of this server's, no more than ten minutes old, so that none can be made in advance. The client's first request is answered with the value, and sent again."
        />
    };
    let field = setting.view(field, unless_default(&nonce_required, &false, |_| "Off".to_owned()), &changes);
    view! {
        <Section
            title="Key binding"
            lead="A client that proves possession of a key (DPoP) gets tokens that work only with the key. To require it, use DPoP-bound access tokens on the client's OAuth tab."
        >
            <CheckboxGroup label="Proofs of possession">{field}</CheckboxGroup>
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
    /// Who changed it last.
    changes: LastChanges,
) -> impl IntoView {
    let (bounds, default) = (KeptFor::bounds(), Retention::default());
    let field = move |name, label, about: &str, in_force: KeptFor, default: KeptFor| {
        let hint = format!("{about} {bounds}.");
        let field = view! { <TextField input=form.field(name, in_force.short()) label hint mono=true short=true/> };
        Setting { name, label }.view(field, unless_default(&in_force, &default, |kept| kept.words()), &changes)
    };
    let refreshes = field(
        "refreshes_kept_for",
        "Refreshes",
        "How long each refresh is shown on the page of its refresh token.",
        retention.refreshes_kept_for,
        default.refreshes_kept_for,
    );
    let decisions = field(
        "decisions_kept_for",
        "Decisions and refusals",
        "How long answers of the token endpoint can be explained.",
        retention.decisions_kept_for,
        default.decisions_kept_for,
    );
    let ended = field(
        "ended_tokens_kept_for",
        "Refresh tokens that have ended",
        "How long one is shown after its lifetime, with its events. One that was revoked is kept until then in any case.",
        retention.ended_tokens_kept_for,
        default.ended_tokens_kept_for,
    );
    view! {
        <Section title="History" lead="What is older is deleted in the background. The audit log is kept for as long as the server's configuration says.">
            {refreshes}
            {decisions}
            {ended}
        </Section>
    }
    .into_any()
}
