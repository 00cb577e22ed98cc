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
    id, t,
    text::{MessageId, bounds, lifetime, word},
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
    let setting = Setting { name: "access_token_format", label: id!("auth-server-tokens-format") };
    let choices = AccessTokenFormat::ALL.map(|choice| Choice::new(choice.name(), word(choice.label())).hint(word(choice.description())));
    let field = view! { <RadioList ticks=form.ticks(setting.name, [format.name()]) label=setting.label.text() choices=choices.into()/> };
    setting.view(field, unless_default(&format, &AccessTokenFormat::default(), |format| word(format.label()).to_owned()), &changes)
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
    let setting = Setting { name: "announce_refresh_token_expiration", label: id!("auth-server-tokens-announce") };
    let field = view! {
        <Checkbox
            tick=form.tick(setting.name, expiration)
            label=setting.label.text()
            hint=t!("auth-server-tokens-announce-hint")
        />
    };
    let field = setting.view(field, unless_default(&expiration, &true, |_| t!("auth-server-tokens-on").to_owned()), &changes);
    view! { <CheckboxGroup label=t!("auth-server-tokens-responses")>{field}</CheckboxGroup> }.into_any()
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
    const ID_TOKENS: Setting = Setting { name: "id_token_signed_response_alg", label: id!("auth-server-tokens-id-token-alg") };
    const ACCESS_TOKENS: Setting = Setting { name: "access_token_signing_alg", label: id!("auth-server-tokens-access-token-alg") };
    const ALLOWED: Setting = Setting { name: "signing_algorithms", label: id!("auth-server-tokens-algorithms") };
    let default = SigningSettings::default();
    let choices = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()));
    let allowed = SigningAlgorithm::ALL.map(|choice| Choice::new(choice.name(), choice.name()).hint(word(choice.description())));
    let (id_tokens_hint, access_tokens_hint) = if signing.signing_algorithms.contains(&SigningAlgorithm::Rs256) {
        (t!("auth-server-tokens-id-token-alg-hint"), t!("auth-server-tokens-access-token-alg-hint"))
    } else {
        (t!("auth-server-tokens-id-token-alg-hint-without-rs256"), t!("auth-server-tokens-access-token-alg-hint-without-rs256"))
    };
    let id_tokens = view! {
        <Select
            input=form.field(ID_TOKENS.name, signing.id_token_signed_response_alg.name())
            label=ID_TOKENS.label.text()
            hint=id_tokens_hint
            choices=choices.to_vec()
        />
    };
    let access_tokens = view! {
        <Select
            input=form.field(ACCESS_TOKENS.name, signing.access_token_signing_alg.name())
            label=ACCESS_TOKENS.label.text()
            hint=access_tokens_hint
            choices=choices.into()
        />
    };
    let algorithms = view! {
        <CheckboxList
            ticks=form.ticks(ALLOWED.name, signing.signing_algorithms.iter().map(|algorithm| algorithm.name()))
            label=ALLOWED.label.text()
            hint=t!("auth-server-tokens-algorithms-hint")
            choices=allowed.into()
        />
    };
    let one = |in_force: SigningAlgorithm, default: SigningAlgorithm| unless_default(&in_force, &default, ToString::to_string);
    let id_tokens_default = one(signing.id_token_signed_response_alg, default.id_token_signed_response_alg);
    let access_tokens_default = one(signing.access_token_signing_alg, default.access_token_signing_alg);
    let algorithms_default =
        unless_default(&signing.signing_algorithms, &default.signing_algorithms, |_| t!("auth-server-tokens-algorithms-all").to_owned());
    view! {
        <Section title=t!("auth-server-tokens-signing") lead=t!("auth-server-tokens-signing-lead")>
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
    let setting = Setting { name: "dpop_nonce_required", label: id!("auth-server-tokens-nonce") };
    let field = view! {
        <Checkbox
            tick=form.tick(setting.name, nonce_required)
            label=setting.label.text()
            hint=t!("auth-server-tokens-nonce-hint")
        />
    };
    let field = setting.view(field, unless_default(&nonce_required, &false, |_| t!("auth-server-tokens-off").to_owned()), &changes);
    view! {
        <Section title=t!("auth-server-tokens-key-binding") lead=t!("auth-server-tokens-key-binding-lead")>
            <CheckboxGroup label=t!("auth-server-tokens-proofs")>{field}</CheckboxGroup>
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
    let default = Retention::default();
    let field = move |name, label: MessageId, hint: String, in_force: KeptFor, default: KeptFor| {
        let field = view! { <TextField input=form.field(name, in_force.short()) label=label.text() hint mono=true short=true/> };
        Setting { name, label }.view(field, unless_default(&in_force, &default, |kept| lifetime(*kept)), &changes)
    };
    let refreshes = field(
        "refreshes_kept_for",
        id!("auth-server-tokens-refreshes"),
        t!("auth-server-tokens-refreshes-hint", bounds = bounds(KeptFor::BOUNDS)),
        retention.refreshes_kept_for,
        default.refreshes_kept_for,
    );
    let decisions = field(
        "decisions_kept_for",
        id!("auth-server-tokens-decisions"),
        t!("auth-server-tokens-decisions-hint", bounds = bounds(KeptFor::BOUNDS)),
        retention.decisions_kept_for,
        default.decisions_kept_for,
    );
    let ended = field(
        "ended_tokens_kept_for",
        id!("auth-server-tokens-ended"),
        t!("auth-server-tokens-ended-hint", bounds = bounds(KeptFor::BOUNDS)),
        retention.ended_tokens_kept_for,
        default.ended_tokens_kept_for,
    );
    view! {
        <Section title=t!("auth-server-tokens-history") lead=t!("auth-server-tokens-history-lead")>
            {refreshes}
            {decisions}
            {ended}
        </Section>
    }
    .into_any()
}
