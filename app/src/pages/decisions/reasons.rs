//! Why the token endpoint refused something or left it out, in words for an administrator.

use crate::{id, text::MessageId};

/// The reasons that there are, by their codes.
const REASONS: &[(&str, MessageId)] = &[
    ("access_token_bound_to_key", id!("logs-decision-reason-access-token-bound-to-key")),
    ("access_token_certificate_mismatch", id!("logs-decision-reason-access-token-certificate-mismatch")),
    ("access_token_certificate_missing", id!("logs-decision-reason-access-token-certificate-missing")),
    ("access_token_for_another_audience", id!("logs-decision-reason-access-token-for-another-audience")),
    ("access_token_in_query", id!("logs-decision-reason-access-token-in-query")),
    ("access_token_invalid", id!("logs-decision-reason-access-token-invalid")),
    ("access_token_key_mismatch", id!("logs-decision-reason-access-token-key-mismatch")),
    ("access_token_missing", id!("logs-decision-reason-access-token-missing")),
    ("access_token_not_bound_to_key", id!("logs-decision-reason-access-token-not-bound-to-key")),
    ("actor_token_invalid", id!("logs-decision-reason-actor-token-invalid")),
    ("actor_token_type_unsupported", id!("logs-decision-reason-actor-token-type-unsupported")),
    ("authorization_code_not_allowed", id!("logs-decision-reason-authorization-code-not-allowed")),
    ("authorization_pending", id!("logs-decision-reason-authorization-pending")),
    ("certificate_mismatch", id!("logs-decision-reason-certificate-mismatch")),
    ("certificate_missing", id!("logs-decision-reason-certificate-missing")),
    ("client_assertion_algorithm", id!("logs-decision-reason-client-assertion-algorithm")),
    ("client_assertion_algorithm_other", id!("logs-decision-reason-client-assertion-algorithm-other")),
    ("client_assertion_audience", id!("logs-decision-reason-client-assertion-audience")),
    ("client_assertion_incomplete", id!("logs-decision-reason-client-assertion-incomplete")),
    ("client_assertion_key_unknown", id!("logs-decision-reason-client-assertion-key-unknown")),
    ("client_assertion_malformed", id!("logs-decision-reason-client-assertion-malformed")),
    ("client_assertion_missing", id!("logs-decision-reason-client-assertion-missing")),
    ("client_assertion_of_another_client", id!("logs-decision-reason-client-assertion-of-another-client")),
    ("client_assertion_replayed", id!("logs-decision-reason-client-assertion-replayed")),
    ("client_assertion_signature_wrong", id!("logs-decision-reason-client-assertion-signature-wrong")),
    ("client_assertion_type_unknown", id!("logs-decision-reason-client-assertion-type-unknown")),
    ("client_assertion_unexpected", id!("logs-decision-reason-client-assertion-unexpected")),
    ("client_assertion_untimely", id!("logs-decision-reason-client-assertion-untimely")),
    ("client_authentication_failed", id!("logs-decision-reason-client-authentication-failed")),
    ("client_authentication_method", id!("logs-decision-reason-client-authentication-method")),
    ("client_certificate_key_unknown", id!("logs-decision-reason-client-certificate-key-unknown")),
    ("client_certificate_missing", id!("logs-decision-reason-client-certificate-missing")),
    ("client_certificate_subject", id!("logs-decision-reason-client-certificate-subject")),
    ("client_certificate_untrusted", id!("logs-decision-reason-client-certificate-untrusted")),
    ("client_disabled", id!("logs-decision-reason-client-disabled")),
    ("client_id_missing", id!("logs-decision-reason-client-id-missing")),
    ("client_inactive", id!("logs-decision-reason-client-inactive")),
    ("client_keys_unavailable", id!("logs-decision-reason-client-keys-unavailable")),
    ("client_missing", id!("logs-decision-reason-client-missing")),
    ("client_not_identified", id!("logs-decision-reason-client-not-identified")),
    ("client_secret_ended", id!("logs-decision-reason-client-secret-ended")),
    ("client_secret_missing", id!("logs-decision-reason-client-secret-missing")),
    ("client_secret_unexpected", id!("logs-decision-reason-client-secret-unexpected")),
    ("client_secret_wrong", id!("logs-decision-reason-client-secret-wrong")),
    ("client_unknown", id!("logs-decision-reason-client-unknown")),
    ("code_challenge_malformed", id!("logs-decision-reason-code-challenge-malformed")),
    ("code_challenge_method_unknown", id!("logs-decision-reason-code-challenge-method-unknown")),
    ("code_challenge_missing", id!("logs-decision-reason-code-challenge-missing")),
    ("code_expired", id!("logs-decision-reason-code-expired")),
    ("code_missing", id!("logs-decision-reason-code-missing")),
    ("code_of_another_client", id!("logs-decision-reason-code-of-another-client")),
    ("code_reused", id!("logs-decision-reason-code-reused")),
    ("code_unknown", id!("logs-decision-reason-code-unknown")),
    ("code_verifier_malformed", id!("logs-decision-reason-code-verifier-malformed")),
    ("code_verifier_missing", id!("logs-decision-reason-code-verifier-missing")),
    ("code_verifier_unexpected", id!("logs-decision-reason-code-verifier-unexpected")),
    ("code_verifier_wrong", id!("logs-decision-reason-code-verifier-wrong")),
    ("consent_required", id!("logs-decision-reason-consent-required")),
    ("consent_withdrawn", id!("logs-decision-reason-consent-withdrawn")),
    ("credentials_in_query", id!("logs-decision-reason-credentials-in-query")),
    ("device_code_expired", id!("logs-decision-reason-device-code-expired")),
    ("device_code_missing", id!("logs-decision-reason-device-code-missing")),
    ("device_code_of_another_client", id!("logs-decision-reason-device-code-of-another-client")),
    ("device_code_unknown", id!("logs-decision-reason-device-code-unknown")),
    ("device_code_used", id!("logs-decision-reason-device-code-used")),
    ("device_requests_too_many", id!("logs-decision-reason-device-requests-too-many")),
    ("dpop_jkt_malformed", id!("logs-decision-reason-dpop-jkt-malformed")),
    ("dpop_jkt_mismatch", id!("logs-decision-reason-dpop-jkt-mismatch")),
    ("dpop_key_mismatch", id!("logs-decision-reason-dpop-key-mismatch")),
    ("dpop_nonce_missing", id!("logs-decision-reason-dpop-nonce-missing")),
    ("dpop_nonce_wrong", id!("logs-decision-reason-dpop-nonce-wrong")),
    ("dpop_proof_beside_certificate", id!("logs-decision-reason-dpop-proof-beside-certificate")),
    ("dpop_proof_malformed", id!("logs-decision-reason-dpop-proof-malformed")),
    ("dpop_proof_missing", id!("logs-decision-reason-dpop-proof-missing")),
    ("dpop_proof_of_another_request", id!("logs-decision-reason-dpop-proof-of-another-request")),
    ("dpop_proof_of_another_token", id!("logs-decision-reason-dpop-proof-of-another-token")),
    ("dpop_proof_repeated", id!("logs-decision-reason-dpop-proof-repeated")),
    ("dpop_proof_replayed", id!("logs-decision-reason-dpop-proof-replayed")),
    ("dpop_proof_untimely", id!("logs-decision-reason-dpop-proof-untimely")),
    ("exchanges_too_many", id!("logs-decision-reason-exchanges-too-many")),
    ("family_limit_reached", id!("logs-decision-reason-family-limit-reached")),
    ("grant_ended", id!("logs-decision-reason-grant-ended")),
    ("grant_type_missing", id!("logs-decision-reason-grant-type-missing")),
    ("grant_type_not_allowed_for_client", id!("logs-decision-reason-grant-type-not-allowed-for-client")),
    ("grant_type_not_allowed_in_workspace", id!("logs-decision-reason-grant-type-not-allowed-in-workspace")),
    ("grant_type_unknown", id!("logs-decision-reason-grant-type-unknown")),
    ("id_token_hint_invalid", id!("logs-decision-reason-id-token-hint-invalid")),
    ("interaction_expired", id!("logs-decision-reason-interaction-expired")),
    ("introspection_by_public_client", id!("logs-decision-reason-introspection-by-public-client")),
    ("login_required", id!("logs-decision-reason-login-required")),
    ("login_session_ended", id!("logs-decision-reason-login-session-ended")),
    ("malformed_form", id!("logs-decision-reason-malformed-form")),
    ("max_age_malformed", id!("logs-decision-reason-max-age-malformed")),
    ("mutual_tls_unavailable", id!("logs-decision-reason-mutual-tls-unavailable")),
    ("offline_access_not_consented", id!("logs-decision-reason-offline-access-not-consented")),
    ("offline_access_not_enabled_for_client", id!("logs-decision-reason-offline-access-not-enabled-for-client")),
    ("offline_access_not_requested", id!("logs-decision-reason-offline-access-not-requested")),
    ("openid_not_granted", id!("logs-decision-reason-openid-not-granted")),
    ("policy_not_allowed_for_client", id!("logs-decision-reason-policy-not-allowed-for-client")),
    ("prompt_none_not_alone", id!("logs-decision-reason-prompt-none-not-alone")),
    ("prompt_unknown", id!("logs-decision-reason-prompt-unknown")),
    ("pushed_request_required", id!("logs-decision-reason-pushed-request-required")),
    ("redirect_uri_mismatch", id!("logs-decision-reason-redirect-uri-mismatch")),
    ("redirect_uri_missing", id!("logs-decision-reason-redirect-uri-missing")),
    ("redirect_uri_not_registered", id!("logs-decision-reason-redirect-uri-not-registered")),
    ("refresh_token_ahead_of_database", id!("logs-decision-reason-refresh-token-ahead-of-database")),
    ("refresh_token_expired", id!("logs-decision-reason-refresh-token-expired")),
    ("refresh_token_malformed", id!("logs-decision-reason-refresh-token-malformed")),
    ("refresh_token_missing", id!("logs-decision-reason-refresh-token-missing")),
    ("refresh_token_not_allowed_for_client", id!("logs-decision-reason-refresh-token-not-allowed-for-client")),
    ("refresh_token_not_allowed_in_workspace", id!("logs-decision-reason-refresh-token-not-allowed-in-workspace")),
    ("refresh_token_of_another_client", id!("logs-decision-reason-refresh-token-of-another-client")),
    ("refresh_token_reused", id!("logs-decision-reason-refresh-token-reused")),
    ("refresh_token_revoked", id!("logs-decision-reason-refresh-token-revoked")),
    ("refresh_token_ttl_is_zero", id!("logs-decision-reason-refresh-token-ttl-is-zero")),
    ("refresh_token_unknown", id!("logs-decision-reason-refresh-token-unknown")),
    ("repeated_parameter", id!("logs-decision-reason-repeated-parameter")),
    ("request_beside_request_uri", id!("logs-decision-reason-request-beside-request-uri")),
    ("request_object_algorithm", id!("logs-decision-reason-request-object-algorithm")),
    ("request_object_audience", id!("logs-decision-reason-request-object-audience")),
    ("request_object_key_unknown", id!("logs-decision-reason-request-object-key-unknown")),
    ("request_object_keys_missing", id!("logs-decision-reason-request-object-keys-missing")),
    ("request_object_keys_unavailable", id!("logs-decision-reason-request-object-keys-unavailable")),
    ("request_object_malformed", id!("logs-decision-reason-request-object-malformed")),
    ("request_object_nested", id!("logs-decision-reason-request-object-nested")),
    ("request_object_of_another_client", id!("logs-decision-reason-request-object-of-another-client")),
    ("request_object_signature_wrong", id!("logs-decision-reason-request-object-signature-wrong")),
    ("request_object_untimely", id!("logs-decision-reason-request-object-untimely")),
    ("request_too_large", id!("logs-decision-reason-request-too-large")),
    ("request_uri_expired", id!("logs-decision-reason-request-uri-expired")),
    ("request_uri_in_pushed_request", id!("logs-decision-reason-request-uri-in-pushed-request")),
    ("request_uri_not_supported", id!("logs-decision-reason-request-uri-not-supported")),
    ("request_uri_of_another_client", id!("logs-decision-reason-request-uri-of-another-client")),
    ("request_uri_unknown", id!("logs-decision-reason-request-uri-unknown")),
    ("request_uri_used", id!("logs-decision-reason-request-uri-used")),
    ("requested_token_type_unsupported", id!("logs-decision-reason-requested-token-type-unsupported")),
    ("resource_not_allowed", id!("logs-decision-reason-resource-not-allowed")),
    ("response_mode_unknown", id!("logs-decision-reason-response-mode-unknown")),
    ("response_type_missing", id!("logs-decision-reason-response-type-missing")),
    ("response_type_unknown", id!("logs-decision-reason-response-type-unknown")),
    ("scope_not_allowed", id!("logs-decision-reason-scope-not-allowed")),
    ("several_client_authentications", id!("logs-decision-reason-several-client-authentications")),
    ("signed_request_required", id!("logs-decision-reason-signed-request-required")),
    ("slow_down", id!("logs-decision-reason-slow-down")),
    ("subject_token_bound", id!("logs-decision-reason-subject-token-bound")),
    ("subject_token_ended", id!("logs-decision-reason-subject-token-ended")),
    ("subject_token_invalid", id!("logs-decision-reason-subject-token-invalid")),
    ("subject_token_missing", id!("logs-decision-reason-subject-token-missing")),
    ("subject_token_not_allowed", id!("logs-decision-reason-subject-token-not-allowed")),
    ("subject_token_type_unsupported", id!("logs-decision-reason-subject-token-type-unsupported")),
    ("target_not_allowed", id!("logs-decision-reason-target-not-allowed")),
    ("temporarily_unavailable", id!("logs-decision-reason-temporarily-unavailable")),
    ("token_missing", id!("logs-decision-reason-token-missing")),
    ("token_of_another_client", id!("logs-decision-reason-token-of-another-client")),
    ("too_many_requests", id!("logs-decision-reason-too-many-requests")),
    ("user_denied", id!("logs-decision-reason-user-denied")),
    ("user_inactive", id!("logs-decision-reason-user-inactive")),
    ("without_offline_access_not_allowed", id!("logs-decision-reason-without-offline-access-not-allowed")),
];

/// Returns a reason in words, by its code. One that there is not is told as it is written.
pub(super) fn reason_words(code: &str) -> String {
    let known = REASONS.iter().find(|(name, _)| *name == code).map(|(_, words)| words.text().to_owned());
    known.unwrap_or_else(|| spelt_out(code))
}

/// Returns the words that a code is made of: `refresh_token_reused` is *Refresh token reused*.
fn spelt_out(code: &str) -> String {
    let words = code.split('_').map(|word| match word {
        "dpop" => "DPoP",
        "jkt" => "thumbprint",
        "tls" => "TLS",
        "ttl" => "TTL",
        "uri" => "URI",
        word => word,
    });
    let words = words.collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{REASONS, reason_words, spelt_out};

    #[test]
    fn a_reason_is_told_in_words() {
        assert_eq!(
            ["refresh_token_reused", "dpop_proof_missing", "redirect_uri_mismatch", "", "not_of_today"].map(reason_words),
            ["Refresh token reused", "DPoP proof missing", "Redirect URI mismatch", "", "Not of today"]
        );
    }

    #[test]
    fn every_reason_has_its_words() {
        let codes: Vec<_> = REASONS.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, control::Operator::decision_reasons());
        for (code, words) in REASONS {
            assert_eq!(words.text(), spelt_out(code));
        }
    }
}
