//! What an audit line says was changed, in the words of the page on which it is changed.

use domain::{
    audit::Change,
    client::ClientType,
    grant_type::GrantType,
    mail::MailTls,
    policy::PolicyValue,
    settings::{client_documents::DocumentMode, registration::RegistrationMode, sign_in::PasswordStrength, tokens::AccessTokenFormat},
};
use leptos::prelude::*;

use crate::{
    id, t,
    text::{MessageId, browser, fetch_failure, meaning, role, role_at, said, word},
};

/// The labels of what is no value of a token policy, where a field's name does not say it.
const LABELS: [(&str, MessageId); 102] = [
    ("access_token_format", id!("components-changes-access-token-format")),
    ("access_token_signing_alg", id!("components-changes-access-token-signing-alg")),
    ("access_tokens_of_clients_themselves", id!("components-changes-access-tokens-of-clients-themselves")),
    ("account_deletion", id!("components-changes-account-deletion")),
    ("algorithms", id!("settings-issuers-algorithms")),
    ("announce_protected_resources", id!("components-changes-announce-protected-resources")),
    ("any_client", id!("settings-issuers-any")),
    ("assertion_kinds", id!("settings-issuers-kinds")),
    ("assertion_ttl", id!("settings-issuers-assertion-ttl")),
    ("authorization_details_types", id!("components-changes-authorization-details-types")),
    ("authorization_signed_response_alg", id!("components-changes-authorization-signed-response-alg")),
    ("backchannel_logout_session_required", id!("components-changes-backchannel-logout-session-required")),
    ("backchannel_logout_uri", id!("components-changes-backchannel-logout-uri")),
    ("claim_mappings", id!("components-changes-claim-mappings")),
    ("client_document_hosts", id!("settings-registration-hosts")),
    ("client_documents", id!("settings-registration-documents")),
    ("client_id", id!("clients-overview-client-id")),
    ("client_registration", id!("settings-registration-mode")),
    ("client_uri", id!("clients-registration-page")),
    ("clients", id!("settings-issuers-clients")),
    ("confirm_registrations", id!("components-changes-confirm-registrations")),
    ("contacts", id!("clients-registration-contacts")),
    ("decisions_kept_for", id!("components-changes-decisions-kept-for")),
    ("description_de", id!("components-changes-description-de")),
    ("details_description", id!("components-changes-details-description")),
    ("details_description_de", id!("components-changes-details-description-de")),
    ("details_schema", id!("components-changes-details-schema")),
    ("details_title", id!("components-changes-details-title")),
    ("details_title_de", id!("components-changes-details-title-de")),
    ("dpop_bound_access_tokens", id!("components-changes-dpop-bound-access-tokens")),
    ("dpop_nonce_required", id!("components-changes-dpop-nonce-required")),
    ("email", id!("components-changes-email")),
    ("email_verified", id!("components-changes-email-verified")),
    ("ended_tokens_kept_for", id!("components-changes-ended-tokens-kept-for")),
    ("exchange_targets", id!("components-changes-exchange-targets")),
    ("former_secret_until", id!("components-changes-former-secret-until")),
    ("global_token_revocation", id!("components-changes-global-token-revocation")),
    ("id", id!("components-changes-id")),
    ("id_token_signed_response_alg", id!("components-changes-id-token-signed-response-alg")),
    ("identifier", id!("components-changes-identifier")),
    ("impersonation", id!("components-changes-impersonation")),
    ("introspection_signed_response_alg", id!("components-changes-introspection-signed-response-alg")),
    ("issuer", id!("settings-issuers-issuer")),
    ("jwks", id!("clients-authentication-jwks")),
    ("jwks_uri", id!("clients-authentication-jwks-uri")),
    ("language", id!("components-changes-language")),
    ("linked_subject", id!("components-changes-linked-subject")),
    ("linked_subjects", id!("components-changes-linked-subjects")),
    ("live_access_tokens", id!("components-changes-live-access-tokens")),
    ("live_access_tokens_without_one", id!("components-changes-live-access-tokens-without-one")),
    ("live_refresh_tokens", id!("components-changes-live-refresh-tokens")),
    ("live_refresh_tokens_kept_as_they_were", id!("components-changes-live-refresh-tokens-kept-as-they-were")),
    ("live_refresh_tokens_over_at_once", id!("components-changes-live-refresh-tokens-over-at-once")),
    ("live_refresh_tokens_shortened", id!("components-changes-live-refresh-tokens-shortened")),
    ("logo_uri", id!("clients-registration-logo")),
    ("password_reset", id!("components-changes-password-reset")),
    ("pinned_client_document", id!("settings-pinned-document")),
    ("pinned_client_documents", id!("settings-pinned-title")),
    ("policy_uri", id!("clients-registration-policy")),
    ("post_logout_redirect_uris", id!("components-changes-post-logout-redirect-uris")),
    ("redirect_uris", id!("components-changes-redirect-uris")),
    ("refreshes_kept_for", id!("components-changes-refreshes-kept-for")),
    ("registration", id!("components-changes-registration")),
    ("registration_grant_types", id!("settings-registration-grants")),
    ("registration_most_clients", id!("settings-registration-clients")),
    ("registration_most_per_hour", id!("settings-registration-per-hour")),
    ("registration_scopes", id!("settings-registration-scopes")),
    ("require_asymmetric_client_authentication", id!("components-changes-require-asymmetric-client-authentication")),
    ("require_bound_access_tokens", id!("components-changes-require-bound-access-tokens")),
    ("require_pkce", id!("components-changes-require-pkce")),
    ("require_pushed_authorization_requests", id!("components-changes-require-pushed-authorization-requests")),
    ("require_redirect_uri", id!("components-changes-require-redirect-uri")),
    ("require_registered_auth_method", id!("components-changes-require-registered-auth-method")),
    ("require_signed_authorization_response", id!("components-changes-require-signed-authorization-response")),
    ("require_signed_introspection", id!("components-changes-require-signed-introspection")),
    ("require_signed_request_object", id!("components-changes-require-signed-request-object")),
    ("require_strict_client_jwts", id!("components-changes-require-strict-client-jwts")),
    ("sector_identifier", id!("components-changes-sector-identifier")),
    ("sector_identifier_uri", id!("clients-registration-sector")),
    ("session_id", id!("components-changes-session-id")),
    ("signing_algorithms", id!("components-changes-signing-algorithms")),
    ("signing_keys_rotate_every", id!("components-changes-signing-keys-rotate-every")),
    ("software_id", id!("clients-registration-software")),
    ("software_version", id!("components-changes-software-version")),
    ("subject_any_client", id!("components-changes-subject-any-client")),
    ("subject_audiences", id!("components-changes-subject-audiences")),
    ("subject_claim", id!("settings-issuers-claim")),
    ("subject_clients", id!("components-changes-subject-clients")),
    ("subject_match", id!("settings-issuers-match")),
    ("subject_type", id!("components-changes-subject-type")),
    ("tls", id!("components-changes-tls")),
    ("tls_client_auth_san_dns", id!("components-changes-tls-client-auth-san-dns")),
    ("tls_client_auth_san_email", id!("components-changes-tls-client-auth-san-email")),
    ("tls_client_auth_san_ip", id!("components-changes-tls-client-auth-san-ip")),
    ("tls_client_auth_san_uri", id!("components-changes-tls-client-auth-san-uri")),
    ("tls_client_auth_subject_dn", id!("components-changes-tls-client-auth-subject-dn")),
    ("tls_client_certificate_bound_access_tokens", id!("components-changes-tls-client-certificate-bound-access-tokens")),
    ("token_endpoint_auth_method", id!("components-changes-token-endpoint-auth-method")),
    ("token_endpoint_auth_signing_alg", id!("clients-authentication-assertions")),
    ("tos_uri", id!("clients-registration-terms")),
    ("trusted", id!("components-changes-trusted")),
    ("url", id!("components-changes-url")),
];

/// The fields of which the log says no more than that they were set or changed.
const UNTOLD: [&str; 9] =
    ["client_secret", "password", "phone_number", "street_address", "locality", "region", "postal_code", "country", "formatted"];

/// Fields of several values: what was added and what was taken away is told, and not twice what stayed.
const LISTS: [&str; 12] = [
    "authorization_details_types",
    "client_document_hosts",
    "exchange_targets",
    "grant_types",
    "post_logout_redirect_uris",
    "redirect_uris",
    "registration_grant_types",
    "registration_scopes",
    "scopes",
    "signing_algorithms",
    "subject_audiences",
    "subject_clients",
];

/// A list of changes; nothing where there are none.
#[component]
pub fn Changes(
    /// The changes.
    changes: Vec<Change>,
    /// Whether they are those of something new: then what is usual was not there before, and is not told as taken away.
    #[prop(optional)]
    creates: bool,
) -> impl IntoView {
    let changes = if creates { of_something_new(changes) } else { changes };
    if changes.is_empty() {
        return ().into_any();
    }
    let changes = changes.into_iter().map(|Change { field, from, to }| {
        if LISTS.contains(&field.as_str()) && !from.is_empty() && !to.is_empty() {
            let difference = difference(&field, &from, &to);
            return view! { <li><span title=field.clone()>{label(&field)}</span>": "{difference}</li> }.into_any();
        }
        // The name of a user is not told, and those of others are.
        let is_untold = UNTOLD.contains(&field.as_str()) || (field.as_str(), from.as_str(), to.as_str()) == ("name", "set", "changed");
        let (from, to) = if is_untold { (state(&from), state(&to)) } else { (words(&field, &from), words(&field, &to)) };
        let to = if to.is_empty() { t!("components-changes-nothing").to_owned() } else { to };
        let from = (!from.is_empty()).then(|| view! { <del>{from}</del>" → " });
        // The name that the admin API and an export have.
        let label = label(&field);
        view! { <li><span title=field>{label}</span>": "{from}<ins>{to}</ins></li> }.into_any()
    });
    view! { <ul class="changes">{changes.collect_view()}</ul> }.into_any()
}

/// Returns what something new has.
fn of_something_new(changes: Vec<Change>) -> Vec<Change> {
    let told = changes.into_iter().filter(|change| !change.to.is_empty());
    told.map(|change| Change { from: String::new(), ..change }).collect()
}

/// Returns what was added to a field of several values, and what was taken away.
fn difference(field: &str, from: &str, to: &str) -> AnyView {
    let (before, after) = (values(from), values(to));
    let added = after.iter().filter(|value| !before.contains(value)).map(|value| (true, words(field, value)));
    let gone = before.iter().filter(|value| !after.contains(value)).map(|value| (false, words(field, value)));
    let parts = added.chain(gone).enumerate().map(|(at, (is_new, value))| {
        let value = if is_new {
            view! { <ins>{format!("+ {value}")}</ins> }.into_any()
        } else {
            view! { <del>{format!("− {value}")}</del> }.into_any()
        };
        view! { {(at > 0).then_some(", ")}{value} }
    });
    parts.collect::<Vec<_>>().into_any()
}

/// Returns the values of a field of several, which hold no blanks themselves.
fn values(text: &str) -> Vec<&str> {
    if text.contains(", ") { text.split(", ").collect() } else { text.split(' ').collect() }
}

/// Returns what the console calls a field.
fn label(field: &str) -> String {
    let policy = PolicyValue::all().find(|value| value.name == field).map(|value| word(value.label));
    let other = || LABELS.iter().find(|(name, _)| *name == field).map(|(_, label)| label.text());
    policy.or_else(other).map_or_else(|| said(&readable(field)), ToOwned::to_owned)
}

/// Returns a name on the wire as words: `client_secret` as *Client secret*.
fn readable(field: &str) -> String {
    let words = field.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Returns a value as its page writes it; empty where there is none.
fn words(field: &str, value: &str) -> String {
    if value.is_empty() {
        return String::new();
    }
    if let Some(policy) = PolicyValue::all().find(|policy| policy.name == field) {
        return meaning(policy, value).unwrap_or_else(|_| value.to_owned());
    }
    let choice = |label: Option<&'static str>| label.map_or_else(|| value.to_owned(), |label| word(label).to_owned());
    match (field, value) {
        (_, "true") => t!("components-on").to_owned(),
        (_, "false") => t!("components-off").to_owned(),
        ("grant_types" | "registration_grant_types", grants) => {
            let grant = |name: &str| GrantType::ALL.iter().find(|grant| grant.name() == name).map(|grant| word(grant.label()));
            grants.split(", ").map(|name| grant(name).unwrap_or(name)).collect::<Vec<_>>().join(", ")
        }
        ("access_token_format", format) => choice(format.parse().ok().map(AccessTokenFormat::label)),
        ("client_documents", mode) => choice(mode.parse().ok().map(DocumentMode::label)),
        ("client_registration", mode) => choice(mode.parse().ok().map(RegistrationMode::label)),
        ("client_type", kind) => choice(kind.parse().ok().map(ClientType::label)),
        ("tls", tls) => choice(tls.parse().ok().map(MailTls::label)),
        ("minimum_password_strength", strength) => choice(strength.parse().ok().map(PasswordStrength::label)),
        ("role", held) if held.contains(" of ") => role_at(held),
        ("role", name) => role(name),
        ("browser", described) => browser(described),
        ("failure", kept) => fetch_failure(kept),
        ("expected", number) => match number.strip_prefix("at least ") {
            Some(number) => t!("components-changes-at-least", number = number.to_owned()),
            None => number.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Returns what became of a value that is not told itself.
fn state(state: &str) -> String {
    match state {
        "set" => t!("components-changes-set").to_owned(),
        "changed" => t!("components-changes-changed").to_owned(),
        "new" => t!("components-changes-new").to_owned(),
        "as declared" => t!("components-changes-as-declared").to_owned(),
        other => other.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        client::{ClientSettings, ClientType},
        client_metadata::ClientAbout,
        name::Name,
    };

    use super::*;

    #[test]
    fn what_is_new_takes_nothing_away() {
        let change = |from: &str, to: &str| Change { field: "grant_types".to_owned(), from: from.to_owned(), to: to.to_owned() };
        assert_eq!(of_something_new(vec![change("a", "b, c"), change("a", "")]), [change("", "b, c")]);
    }

    #[test]
    fn a_change_is_told_as_its_page_has_it() {
        assert_eq!((label("refresh_token_ttl"), words("refresh_token_ttl", "30d")), ("Refresh token TTL".to_owned(), "30 days".to_owned()));
        assert_eq!((label("trusted"), words("trusted", "true")), ("Trusted".to_owned(), "On".to_owned()));
        assert_eq!(words("grant_types", "authorization_code, refresh_token"), "Authorization code, Refresh token");
        assert_eq!((label("client_secret"), state("set")), ("Client secret".to_owned(), "set".to_owned()));
        assert_eq!(words("client_type", "single_page"), "Single-page");
        assert_eq!(["1000", "at least 1000"].map(|number| words("expected", number)), ["1000", "at least 1000"]);
        let held = ["auditor", "auditor of Demo › Shop", "Head of Sales of Demo"].map(|role| words("role", role));
        assert_eq!(held, ["Auditor", "Auditor of Demo › Shop", "Head of Sales of Demo"]);
        assert_eq!(words("refresh_token_ttl", "of no form"), "of no form");
        assert_eq!(words("idle", ""), "");
        assert_eq!([values("openid profile"), values("a, b"), values("a")], [vec!["openid", "profile"], vec!["a", "b"], vec!["a"]]);
        assert!(LABELS.is_sorted_by(|one, other| one.0 < other.0), "each once, in order");
    }

    #[test]
    fn no_field_is_told_by_the_abbreviations_of_its_name_on_the_wire() {
        let settings = ClientSettings::defaults(Name::parse("App").unwrap(), ClientType::ServerSideWeb);
        let about = ClientAbout { client_uri: Some("https://app.example.com".to_owned()), ..ClientAbout::default() };
        let [settings, about] = [serde_json::to_value(settings).unwrap(), serde_json::to_value(about).unwrap()];
        let others = [
            "jwks",
            "jwks_uri",
            "logo_uri",
            "tos_uri",
            "policy_uri",
            "software_id",
            "sector_identifier_uri",
            "token_endpoint_auth_signing_alg",
        ];
        let of_issuers = ["id", "issuer", "assertion_ttl", "access_token_ttl", "url", "client_id"];
        let fields = [&settings, &about].into_iter().flat_map(|value| value.as_object().unwrap().keys().map(String::as_str));
        for field in fields.chain(others).chain(of_issuers) {
            let label = label(field);
            let short = ["alg", "id", "jwks", "tls", "ttl", "uri", "url"];
            assert!(
                !label.split(' ').any(|word| short.contains(&word.to_lowercase().as_str()) && word != word.to_uppercase()),
                "{field}: {label}"
            );
        }
    }
}
