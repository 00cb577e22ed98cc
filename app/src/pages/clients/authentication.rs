//! How a client authenticates, as its page of OAuth settings has it. To set what it authenticates by takes what replacing its secret does.

use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    client_certificate::{MutualTls, SubjectKind},
    client_keys::{ClientAlgorithm, MOST_KEYS},
    permission::Action,
    view::ClientView,
};
use leptos::prelude::*;

use super::typed::TypedOauth;
use crate::{
    form::{FieldsNeeding, Form},
    t, t_view,
    ui::{Checkbox, CheckboxGroup, Choice, Notice, Section, Select, TextArea, TextField, Tone},
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
    let offered = || view.mutual_tls.as_ref().is_some_and(|mutual_tls| mutual_tls.offers(method));
    of_type && (!method.uses_certificate() || method == current || offered())
}

/// The method by which it authenticates, and what its tokens are bound to.
#[component]
pub(super) fn Authentication(form: Form, view: ClientView) -> impl IntoView {
    let certificates = has_certificates(&view);
    let fitting = TokenEndpointAuthMethod::ALL.into_iter().filter(|method| is_fitting(&view, *method));
    let choices = fitting.map(|method| Choice::new(method.name(), method.name())).collect::<Vec<_>>();
    let settings = view.client.settings;
    let method = settings.token_endpoint_auth_method;
    let hint = match settings.client_type {
        ClientType::ServerSideWeb => {
            t!("clients-authentication-hint-web")
        }
        ClientType::Service => {
            t!("clients-authentication-hint-service")
        }
        ClientType::SinglePage | ClientType::MobileDesktop => t!("clients-authentication-hint-public"),
    };
    view! {
        <Section title=t!("clients-authentication")>
            <FieldsNeeding
                action=Action::RotateClientSecret
                within=Action::SetClient
                in_force=vec![(form.name("token_endpoint_auth_method"), method.name().to_owned())]
            >
                <Select
                    input=form.field("token_endpoint_auth_method", method.name())
                    label=t!("clients-authentication-method")
                    hint
                    choices
                />
            </FieldsNeeding>
            {settings.client_type.is_confidential().then(|| view! {
                <CheckboxGroup label=t!("clients-authentication-where")>
                    <Checkbox
                        tick=form.tick("require_registered_auth_method", settings.require_registered_auth_method)
                        label=t!("clients-authentication-only")
                        hint=t!("clients-authentication-only-hint")
                    />
                </CheckboxGroup>
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
    let confidential = view.client.settings.client_type.is_confidential();
    let any = std::iter::once(Choice::new("", t!("clients-authentication-keys-any")));
    let choices: Vec<_> =
        any.chain(ClientAlgorithm::ALL.into_iter().map(|algorithm| Choice::new(algorithm.name(), algorithm.name()))).collect();
    view! {
        <Section
            title=t!("clients-authentication-keys")
            lead=t!("clients-authentication-keys-lead")
        >
            <FieldsNeeding action=Action::RotateClientSecret within=Action::SetClient in_force>
                <TextArea
                    input=form.field("jwks", jwks)
                    label=t!("clients-authentication-jwks")
                    hint=t!("clients-authentication-jwks-hint", count = MOST_KEYS)
                    optional=true
                    mono=true
                    rows=6
                />
                <TextField
                    input=form.field("jwks_uri", jwks_uri)
                    label=t!("clients-authentication-jwks-uri")
                    hint=t!("clients-authentication-jwks-uri-hint")
                    optional=true
                    mono=true
                />
            </FieldsNeeding>
            {confidential.then(|| view! {
                <Select
                    input=form.field("token_endpoint_auth_signing_alg", token_endpoint_auth_signing_alg)
                    label=t!("clients-authentication-assertions")
                    hint=t!("clients-authentication-assertions-hint")
                    choices
                />
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
    view! {
        <Section title=t!("clients-authentication-certificates") lead=t!("clients-authentication-certificates-lead")>
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
                    optional=true
                    mono=true
                />
            </FieldsNeeding>
        </Section>
    }
    .into_any()
}
