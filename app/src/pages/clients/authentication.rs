//! How a client authenticates, as its page of OAuth settings has it. To set what it authenticates by takes what replacing its secret does.

use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{MutualTls, SubjectKind},
    client_keys::{ClientAlgorithm, MOST_KEYS},
    permission::Action,
    view::ClientView,
};
use leptos::prelude::*;

use super::{keys::RegisteredKeys, typed::TypedOauth};
use crate::{
    form::{FieldsNeeding, Form},
    t, t_view,
    ui::{Checkbox, CheckboxGroup, Choice, Fold, Notice, Section, Select, TextArea, TextField, Tone},
};

/// Whether certificates have anything to do with this client: they can be presented here, or it has settings for them.
fn has_certificates(view: &ClientView) -> bool {
    let settings = &view.client.settings;
    view.mutual_tls.is_some() || settings.needs_certificate() || settings.tls_client_auth_subject.is_some()
}

/// Whether the page has the subject of a certificate: a client that authenticates may be known by one.
pub(super) fn shows_certificates(view: &ClientView) -> bool {
    view.client.settings.client_type.is_confidential() && has_certificates(view)
}

/// Whether a client of this type can authenticate so. Certificates are offered where they can be presented, and to a client that has one.
fn is_fitting(view: &ClientView, method: TokenEndpointAuthMethod) -> bool {
    let ClientSettings { client_type, token_endpoint_auth_method: current, .. } = view.client.settings;
    let public = method == TokenEndpointAuthMethod::None;
    let of_type = match client_type {
        ClientType::ServerSideWeb => true,
        ClientType::Service => !public,
        ClientType::SinglePage | ClientType::MobileDesktop => public,
    };
    of_type && (!method.uses_certificate() || method == current || offers(view.mutual_tls.as_ref(), method))
}

/// Whether certificates can be presented here and judged as a method asks.
fn offers(mutual_tls: Option<&MutualTls>, method: TokenEndpointAuthMethod) -> bool {
    mutual_tls.is_some_and(|mutual_tls| mutual_tls.offers(method))
}

/// The selector that finds something while this method is chosen.
fn chosen(form: Form, method: TokenEndpointAuthMethod) -> String {
    format!("select[name='{}'] option[value='{}']:checked", form.name("token_endpoint_auth_method"), method.name())
}

/// The method by which it authenticates, and what its tokens are bound to.
#[component]
pub(super) fn Authentication(form: Form, view: ClientView) -> impl IntoView {
    let certificates = has_certificates(&view);
    let fitting = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| is_fitting(&view, *method));
    let security = view.workspace.authorization.security;
    let choice = |method: TokenEndpointAuthMethod| {
        let name = method.name();
        let label = if security.takes(method) { name.to_owned() } else { t!("clients-authentication-not-taken", method = name) };
        Choice::new(name, label)
    };
    let choices = fitting.map(choice).collect::<Vec<_>>();
    let (settings, mutual_tls) = (view.client.settings, view.mutual_tls);
    let method = settings.token_endpoint_auth_method;
    let hint = match settings.client_type {
        ClientType::ServerSideWeb => t!("clients-authentication-hint-web"),
        ClientType::Service => t!("clients-authentication-hint-service"),
        ClientType::SinglePage | ClientType::MobileDesktop => t!("clients-authentication-hint-public"),
    };
    let confidential = settings.client_type.is_confidential();
    let by_certificate = confidential.then(|| {
        if mutual_tls.is_none() {
            t!("clients-authentication-no-certificates")
        } else if offers(mutual_tls.as_ref(), TokenEndpointAuthMethod::TlsClientAuth) {
            t!("clients-authentication-by-certificate")
        } else {
            t!("clients-authentication-no-authorities")
        }
    });
    let input = form.field("token_endpoint_auth_method", method.name());
    let secrets = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| method.uses_secret());
    let by_secret = secrets.map(|method| chosen(form, method)).collect::<Vec<_>>().join(", ");
    let is_by_secret = input.value.parse::<TokenEndpointAuthMethod>().is_ok_and(TokenEndpointAuthMethod::uses_secret);
    let ends_secret = method.uses_secret().then(|| {
        view! {
            <div data-unless=by_secret.clone() hidden=is_by_secret>
                <Notice tone=Tone::Warning>{t!("clients-authentication-ends-secret")}</Notice>
            </div>
        }
    });
    view! {
        <Section title=t!("clients-authentication")>
            <FieldsNeeding
                action=Action::RotateClientSecret
                within=Action::SetClient
                in_force=vec![(form.name("token_endpoint_auth_method"), method.name().to_owned())]
            >
                <Select input label=t!("clients-authentication-method") hint choices/>
            </FieldsNeeding>
            {ends_secret}
            {by_certificate.map(|words| view! { <p class="quiet">{words}</p> })}
            {confidential.then(|| view! {
                <div data-while=by_secret hidden=!is_by_secret>
                    <CheckboxGroup label=t!("clients-authentication-where")>
                        <Checkbox
                            tick=form.tick("require_registered_auth_method", settings.require_registered_auth_method)
                            label=t!("clients-authentication-only")
                            hint=t!("clients-authentication-only-hint")
                        />
                    </CheckboxGroup>
                </div>
            })}
            <CheckboxGroup label=t!("clients-authentication-possession")>
                <Checkbox
                    tick=form.tick("dpop_bound_access_tokens", settings.dpop_bound_access_tokens)
                    label=t!("clients-authentication-dpop")
                    hint=t!("clients-authentication-dpop-hint")
                />
                {certificates.then(|| view! {
                    <Checkbox
                        tick=form.tick("tls_client_certificate_bound_access_tokens", settings.tls_client_certificate_bound_access_tokens)
                        label=t!("clients-authentication-bound-to-certificate")
                        hint=t!("clients-authentication-bound-to-certificate-hint")
                    />
                })}
            </CheckboxGroup>
        </Section>
    }
    .into_any()
}

/// The keys that it authenticates by, and that its request objects are verified by.
#[component]
pub(super) fn Keys(form: Form, view: ClientView) -> impl IntoView {
    let TypedOauth { jwks, jwks_uri, token_endpoint_auth_signing_alg, .. } = TypedOauth::of(&view.client.settings);
    let in_force = vec![(form.name("jwks"), jwks.clone()), (form.name("jwks_uri"), jwks_uri.clone())];
    let settings = view.client.settings;
    let now = match (&settings.keys.jwks, &settings.keys.jwks_uri) {
        (Some(keys), _) => t!("clients-keys-now", count = keys.keys().len()),
        (None, Some(_)) => jwks_uri.clone(),
        (None, None) => t!("clients-keys-now-none").to_owned(),
    };
    let fold = Fold::new(now, form.touches(&["jwks", "jwks_uri", "token_endpoint_auth_signing_alg"]));
    let confidential = settings.client_type.is_confidential();
    let method = form.field("token_endpoint_auth_method", settings.token_endpoint_auth_method.name()).value;
    let by_assertion = method == TokenEndpointAuthMethod::PrivateKeyJwt.name();
    // What is registered is told in a list; the field is there for who changes it, and for what is wrong with that.
    let input = form.field("jwks", jwks.clone());
    let opened = input.mark.problem.is_some() || input.conflict.is_some() || input.value != jwks;
    let field = view! {
        <TextArea
            input
            label=t!("clients-authentication-jwks")
            hint=t!("clients-authentication-jwks-hint", count = MOST_KEYS)
            conditional=true
            mono=true
            rows=6
        />
    };
    let field = match settings.keys.jwks {
        Some(keys) => view! {
            <RegisteredKeys keys/>
            <details class="key-change" open=opened>
                <summary>{t!("clients-keys-change")}</summary>
                {field}
            </details>
        }
        .into_any(),
        None => field.into_any(),
    };
    let any = std::iter::once(Choice::new("", t!("clients-authentication-keys-any")));
    let choices: Vec<_> =
        any.chain(ClientAlgorithm::ALL.into_iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()))).collect();
    view! {
        <Section
            title=t!("clients-authentication-keys")
            lead=t!("clients-authentication-keys-lead")
            fold
        >
            <FieldsNeeding action=Action::RotateClientSecret within=Action::SetClient in_force>
                {field}
                <TextField
                    input=form.field("jwks_uri", jwks_uri)
                    label=t!("clients-authentication-jwks-uri")
                    hint=t!("clients-authentication-jwks-uri-hint")
                    conditional=true
                    mono=true
                />
            </FieldsNeeding>
            {confidential.then(|| view! {
                <div data-while=chosen(form, TokenEndpointAuthMethod::PrivateKeyJwt) hidden=!by_assertion>
                    <Select
                        input=form.field("token_endpoint_auth_signing_alg", token_endpoint_auth_signing_alg)
                        label=t!("clients-authentication-assertions")
                        hint=t!("clients-authentication-assertions-hint")
                        choices
                    />
                </div>
            })}
        </Section>
    }
    .into_any()
}

/// The subject of the certificate that it authenticates by, and where it presents it.
#[component]
pub(super) fn Certificates(form: Form, view: ClientView) -> impl IntoView {
    let TypedOauth { tls_client_auth_subject_kind, tls_client_auth_subject, .. } = TypedOauth::of(&view.client.settings);
    let [kind, subject] = [tls_client_auth_subject_kind, tls_client_auth_subject].map(Option::unwrap_or_default);
    let in_force = vec![(form.name("tls_client_auth_subject_kind"), kind.clone()), (form.name("tls_client_auth_subject"), subject.clone())];
    let choices = SubjectKind::ALL.map(|kind| {
        let label = match kind {
            SubjectKind::DistinguishedName => t!("clients-authentication-subject-dn"),
            SubjectKind::HostName => t!("clients-authentication-subject-dns"),
            SubjectKind::Uri => t!("clients-authentication-subject-uri"),
            SubjectKind::IpAddress => t!("clients-authentication-subject-ip"),
            SubjectKind::Email => t!("clients-authentication-subject-email"),
        };
        Choice::new(kind.name(), label)
    });
    let place = match view.mutual_tls {
        Some(MutualTls { address: Some(address), .. }) => {
            t_view!("clients-authentication-certificates-address", address = view! { <code>{address}</code> })
        }
        Some(MutualTls { address: None, .. }) => t!("clients-authentication-certificates-here").into_any(),
        None => view! { <Notice tone=Tone::Warning>{t!("clients-authentication-certificates-unavailable")}</Notice> }.into_any(),
    };
    let now = if subject.is_empty() { t!("clients-authentication-certificates-now-none").to_owned() } else { subject.clone() };
    let fold = Fold::new(now, form.touches(&["tls_client_auth_subject_kind", "tls_client_auth_subject"]));
    view! {
        <Section title=t!("clients-authentication-certificates") lead=t!("clients-authentication-certificates-lead") fold>
            <div>{place}</div>
            <FieldsNeeding action=Action::RotateClientSecret within=Action::SetClient in_force>
                <Select
                    input=form.field("tls_client_auth_subject_kind", kind)
                    label=t!("clients-authentication-subject-kind")
                    hint=t!("clients-authentication-subject-kind-hint")
                    choices=choices.to_vec()
                />
                <TextField
                    input=form.field("tls_client_auth_subject", subject)
                    label=t!("clients-authentication-subject")
                    hint=t!("clients-authentication-subject-hint")
                    conditional=true
                    mono=true
                />
            </FieldsNeeding>
        </Section>
    }
    .into_any()
}
