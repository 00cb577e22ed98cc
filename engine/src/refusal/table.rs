//! The table of refusals.

use super::code::ErrorCode;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident { code: $code:ident, reason: $reason:literal, description: $description:literal, })*) => {
        /// A refusal: what is wrong with a request. None of them discloses anything to a client that it may not know.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $name,)* }

        impl Refusal {
            /// All refusals.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The `error` of the standard.
            pub const fn code(self) -> ErrorCode {
                match self { $(Self::$name => ErrorCode::$code,)* }
            }

            /// The stable reason code, for logs and events.
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason,)* }
            }

            /// The `error_description`: one sentence for the client's developer, in the characters of RFC 6749 §5.2.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$name => $description,)* }
            }
        }
    };
}

refusals! {
    // Faults of any request.
    /// RFC 6749 §3.2: a parameter must not be sent twice.
    RepeatedParameter {
        code: InvalidRequest,
        reason: "repeated_parameter",
        description: "A parameter was sent more than once.",
    }
    /// The body or query is not a form.
    MalformedForm {
        code: InvalidRequest,
        reason: "malformed_form",
        description: "The request is not a well-formed form.",
    }
    /// RFC 6749 §2.3.1: credentials must not be in the URI.
    CredentialsInQuery {
        code: InvalidRequest,
        reason: "credentials_in_query",
        description: "Parameters belong in the body, not in the query.",
    }
    /// RFC 9126 §2.3: the request is larger than this server takes.
    RequestTooLarge {
        code: RequestTooLarge,
        reason: "request_too_large",
        description: "The request is too large.",
    }
    /// RFC 9126 §2.3: more requests than this server takes in this time.
    TooManyRequests {
        code: TooManyRequests,
        reason: "too_many_requests",
        description: "There were too many requests lately. Try again later.",
    }
    /// RFC 6749 §5.2, §4.1.2.1: something behind the engine failed.
    TemporarilyUnavailable {
        code: TemporarilyUnavailable,
        reason: "temporarily_unavailable",
        description: "The server cannot answer now. Try again.",
    }

    // Client authentication.
    /// RFC 6749 §2.3: one method a request.
    SeveralClientAuthentications {
        code: InvalidRequest,
        reason: "several_client_authentications",
        description: "The client authenticated in more than one way.",
    }
    /// The `client_id` is missing.
    MissingClient {
        code: InvalidClient,
        reason: "client_missing",
        description: "The request does not name a client.",
    }
    /// The client is unknown, inactive or used a wrong secret: one answer, so that nobody can try names.
    InvalidClient {
        code: InvalidClient,
        reason: "client_authentication_failed",
        description: "Client authentication failed.",
    }
    /// The client is registered with another authentication method.
    OtherAuthenticationMethod {
        code: InvalidClient,
        reason: "client_authentication_method",
        description: "The client is registered with another authentication method.",
    }
    /// FAPI 2.0 Security Profile §5.3.2.1: the workspace takes clients alone that authenticate by a key or a certificate.
    WeakClientAuthentication {
        code: InvalidClient,
        reason: "client_authentication_weak",
        description: "Clients of this issuer authenticate by private_key_jwt or by a certificate.",
    }
    /// The secret is none of the client's. Administrators alone are told, as of the four below.
    WrongClientSecret {
        code: InvalidClient,
        reason: "client_secret_wrong",
        description: "Client authentication failed.",
    }
    /// The secret is the one before the client's, which has ended.
    EndedClientSecret {
        code: InvalidClient,
        reason: "client_secret_ended",
        description: "Client authentication failed.",
    }
    /// A client that has a secret sent none.
    MissingClientSecret {
        code: InvalidClient,
        reason: "client_secret_missing",
        description: "Client authentication failed.",
    }
    /// A client that has no secret sent one.
    UnexpectedClientSecret {
        code: InvalidClient,
        reason: "client_secret_unexpected",
        description: "Client authentication failed.",
    }
    /// The client is disabled.
    InactiveClient {
        code: InvalidClient,
        reason: "client_disabled",
        description: "Client authentication failed.",
    }
    /// The client is known by a document that the workspace does not take.
    UntakenClientDocument {
        code: InvalidClient,
        reason: "client_document_not_taken",
        description: "Client authentication failed.",
    }

    /// RFC 7521 §4.2: `client_assertion` without `client_assertion_type`, or the other way round.
    IncompleteAssertion {
        code: InvalidRequest,
        reason: "client_assertion_incomplete",
        description: "The parameters client_assertion and client_assertion_type belong together.",
    }
    /// RFC 7523 §2.2: another `client_assertion_type`.
    UnknownAssertionType {
        code: InvalidClient,
        reason: "client_assertion_type_unknown",
        description: "The client_assertion_type must be urn:ietf:params:oauth:client-assertion-type:jwt-bearer.",
    }
    /// RFC 7523 §3: no JWT, or one that lacks what it must have.
    MalformedAssertion {
        code: InvalidClient,
        reason: "client_assertion_malformed",
        description: "The client assertion is not a signed JWT with iss, sub, aud, exp and jti.",
    }
    /// RFC 7523 §3, RFC 8725 §3.1: an `alg` that no client may use.
    AssertionAlgorithm {
        code: InvalidClient,
        reason: "client_assertion_algorithm",
        description: "The alg of the client assertion is not supported.",
    }
    /// RFC 7521 §4.2, RFC 7523 §3: `iss`, `sub` and `client_id` are not one client.
    ForeignAssertion {
        code: InvalidClient,
        reason: "client_assertion_of_another_client",
        description: "The iss and sub of the client assertion and the client_id differ.",
    }
    /// RFC 7523 §3, draft-ietf-oauth-rfc7523bis: an `aud` of somebody else, or of others beside this server. Told to who signed for the client,
    /// as the two below.
    AssertionAudience {
        code: InvalidClient,
        reason: "client_assertion_audience",
        description: "The aud of the client assertion must be the issuer, and nothing else.",
    }
    /// RFC 7523 §3: over, not begun, or made for too long.
    UntimelyAssertion {
        code: InvalidClient,
        reason: "client_assertion_untimely",
        description: "The client assertion has expired, is not valid yet, or is valid for too long.",
    }
    /// OpenID Connect Core §9: a `jti` that was used before.
    ReplayedAssertion {
        code: InvalidClient,
        reason: "client_assertion_replayed",
        description: "The client assertion was used before.",
    }
    /// A client that authenticates by its key signed nothing. Administrators alone are told, as of the five below.
    MissingAssertion {
        code: InvalidClient,
        reason: "client_assertion_missing",
        description: "Client authentication failed.",
    }
    /// A client that authenticates in another way signed something.
    UnexpectedAssertion {
        code: InvalidClient,
        reason: "client_assertion_unexpected",
        description: "Client authentication failed.",
    }
    /// The assertion is signed by another algorithm than the client is registered with.
    OtherAssertionAlgorithm {
        code: InvalidClient,
        reason: "client_assertion_algorithm_other",
        description: "Client authentication failed.",
    }
    /// None of the client's keys has the `kid` and fits the `alg`.
    UnknownAssertionKey {
        code: InvalidClient,
        reason: "client_assertion_key_unknown",
        description: "Client authentication failed.",
    }
    /// None of the client's keys signed it.
    WrongAssertionSignature {
        code: InvalidClient,
        reason: "client_assertion_signature_wrong",
        description: "Client authentication failed.",
    }
    /// The address at which the client publishes its keys does not give them.
    UnavailableClientKeys {
        code: InvalidClient,
        reason: "client_keys_unavailable",
        description: "Client authentication failed.",
    }
    /// A client that authenticates by a certificate presented none. Administrators alone are told, as of the four below.
    MissingClientCertificate {
        code: InvalidClient,
        reason: "client_certificate_missing",
        description: "Client authentication failed.",
    }
    /// RFC 8705 §2.1: no authority that is trusted has issued the certificate, or it is not valid now, or not for clients.
    UntrustedClientCertificate {
        code: InvalidClient,
        reason: "client_certificate_untrusted",
        description: "Client authentication failed.",
    }
    /// RFC 8705 §2.1.2: the certificate does not have the client's subject.
    OtherCertificateSubject {
        code: InvalidClient,
        reason: "client_certificate_subject",
        description: "Client authentication failed.",
    }
    /// RFC 8705 §2.2: the key of the certificate is none of the client's.
    UnknownCertificateKey {
        code: InvalidClient,
        reason: "client_certificate_key_unknown",
        description: "Client authentication failed.",
    }
    /// The client needs a certificate, and this installation takes none, or judges none as the client's method needs it.
    MutualTlsUnavailable {
        code: InvalidClient,
        reason: "mutual_tls_unavailable",
        description: "Client authentication failed.",
    }

    // The token endpoint.
    /// RFC 6749 §4: no `grant_type`.
    MissingGrantType {
        code: InvalidRequest,
        reason: "grant_type_missing",
        description: "The parameter grant_type is missing.",
    }
    /// RFC 6749 §5.2: a grant that this server does not know.
    UnsupportedGrantType {
        code: UnsupportedGrantType,
        reason: "grant_type_unknown",
        description: "This grant type is not supported.",
    }
    /// The grant is not allowed to this client.
    ClientGrant {
        code: UnauthorizedClient,
        reason: "grant_type_not_allowed_for_client",
        description: "The client may not use this grant type.",
    }
    /// The grant is not allowed in this workspace.
    WorkspaceGrant {
        code: UnauthorizedClient,
        reason: "grant_type_not_allowed_in_workspace",
        description: "This grant type is not allowed here.",
    }
    /// RFC 6749 §5.2: a scope that is malformed, unknown or beyond what was granted.
    InvalidScope {
        code: InvalidScope,
        reason: "scope_not_allowed",
        description: "The scope is malformed, unknown or beyond what is allowed.",
    }
    /// RFC 6749 §4.1.3: no `code`.
    MissingCode {
        code: InvalidRequest,
        reason: "code_missing",
        description: "The parameter code is missing.",
    }
    /// A code that was never issued, or that has been deleted since.
    UnknownCode {
        code: InvalidGrant,
        reason: "code_unknown",
        description: "The authorization code is not valid.",
    }
    /// A code of another client.
    ForeignCode {
        code: InvalidGrant,
        reason: "code_of_another_client",
        description: "The authorization code is not valid.",
    }
    /// RFC 6749 §4.1.2: a code that was used before.
    ReusedCode {
        code: InvalidGrant,
        reason: "code_reused",
        description: "The authorization code was used before.",
    }
    /// A code that has expired.
    ExpiredCode {
        code: InvalidGrant,
        reason: "code_expired",
        description: "The authorization code has expired.",
    }
    /// RFC 6749 §4.1.3: another `redirect_uri` than in the authorization request, or none.
    RedirectUriMismatch {
        code: InvalidGrant,
        reason: "redirect_uri_mismatch",
        description: "The redirect_uri differs from that of the authorization request.",
    }
    /// RFC 7636 §4.6: no verifier to a challenge.
    MissingVerifier {
        code: InvalidGrant,
        reason: "code_verifier_missing",
        description: "The parameter code_verifier is missing.",
    }
    /// RFC 7636 §4.1: a malformed verifier.
    MalformedVerifier {
        code: InvalidGrant,
        reason: "code_verifier_malformed",
        description: "The code_verifier is not 43 to 128 letters, digits, hyphens, dots, underscores and tildes.",
    }
    /// RFC 7636 §4.6: a wrong verifier.
    WrongVerifier {
        code: InvalidGrant,
        reason: "code_verifier_wrong",
        description: "The code_verifier does not belong to the code_challenge.",
    }
    /// RFC 9700 §2.1.1: a verifier without an earlier challenge.
    UnexpectedVerifier {
        code: InvalidGrant,
        reason: "code_verifier_unexpected",
        description: "There was no code_challenge in the authorization request.",
    }
    /// The login session ended before the code came.
    SessionEnded {
        code: InvalidGrant,
        reason: "login_session_ended",
        description: "The user's login session has ended.",
    }
    /// What a client is told when the reason concerns its user alone.
    GrantEnded {
        code: InvalidGrant,
        reason: "grant_ended",
        description: "The grant is no longer valid.",
    }
    /// The user was disabled or deleted.
    UserInactive {
        code: InvalidGrant,
        reason: "user_inactive",
        description: "The grant is no longer valid.",
    }
    /// The user ended the client's access on the account page before the code came.
    ConsentWithdrawn {
        code: InvalidGrant,
        reason: "consent_withdrawn",
        description: "The grant is no longer valid.",
    }

    // Devices.
    /// RFC 8628 §3.2: more of the client's devices wait for a user than may, or too many come from one network.
    TooManyDeviceRequests {
        code: TemporarilyUnavailable,
        reason: "device_requests_too_many",
        description: "Too many devices wait for a user at present. Try again later.",
    }
    /// RFC 8628 §3.4: no `device_code`.
    MissingDeviceCode {
        code: InvalidRequest,
        reason: "device_code_missing",
        description: "The parameter device_code is missing.",
    }
    /// A device code that was never issued, or that has been deleted since.
    UnknownDeviceCode {
        code: InvalidGrant,
        reason: "device_code_unknown",
        description: "The device code is not valid.",
    }
    /// A device code of another client.
    ForeignDeviceCode {
        code: InvalidGrant,
        reason: "device_code_of_another_client",
        description: "The device code is not valid.",
    }
    /// A device code that brought tokens before.
    UsedDeviceCode {
        code: InvalidGrant,
        reason: "device_code_used",
        description: "The device code was used before.",
    }
    /// RFC 8628 §3.5: a device code that has expired.
    ExpiredDeviceCode {
        code: ExpiredToken,
        reason: "device_code_expired",
        description: "The device code has expired.",
    }
    /// RFC 8628 §3.5: the user has not decided yet.
    AuthorizationPending {
        code: AuthorizationPending,
        reason: "authorization_pending",
        description: "The user has not decided yet.",
    }
    /// RFC 8628 §3.5: the device asks more often than it was told to.
    SlowDown {
        code: SlowDown,
        reason: "slow_down",
        description: "The requests come too fast. Wait 5 seconds longer between them from now on.",
    }

    // Exchanging tokens.
    /// RFC 8693 §2.1: no `subject_token`.
    MissingSubjectToken {
        code: InvalidRequest,
        reason: "subject_token_missing",
        description: "The parameter subject_token is missing.",
    }
    /// RFC 8693 §2.1: a `subject_token_type` that is not exchanged, or none.
    SubjectTokenType {
        code: InvalidRequest,
        reason: "subject_token_type_unsupported",
        description: "The subject_token_type must be urn:ietf:params:oauth:token-type:access_token.",
    }
    /// RFC 8693 §2.1: a `requested_token_type` that is not issued.
    RequestedTokenType {
        code: InvalidRequest,
        reason: "requested_token_type_unsupported",
        description: "The requested_token_type must be urn:ietf:params:oauth:token-type:access_token.",
    }
    /// RFC 8693 §2.2.2: a subject token that is no access token of this workspace.
    InvalidSubjectToken {
        code: InvalidRequest,
        reason: "subject_token_invalid",
        description: "The subject token is not valid, or this client may not exchange it.",
    }
    /// RFC 8693 §2.2.2: a subject token that this client may not exchange. Administrators alone are told, as of the one below.
    ForeignSubjectToken {
        code: InvalidRequest,
        reason: "subject_token_not_allowed",
        description: "The subject token is not valid, or this client may not exchange it.",
    }
    /// RFC 8693 §2.2.2: a subject token that has expired, or was ended.
    EndedSubjectToken {
        code: InvalidRequest,
        reason: "subject_token_ended",
        description: "The subject token is not valid, or this client may not exchange it.",
    }
    /// RFC 9449 §7, RFC 8705 §3: a subject token that is bound to a key or a certificate which this client has not proved.
    BoundSubjectToken {
        code: InvalidRequest,
        reason: "subject_token_bound",
        description: "The subject token is bound to a key or a certificate that the request does not prove.",
    }
    /// RFC 8693 §2.1: an `actor_token` without its type, a type without one, or another type.
    ActorTokenType {
        code: InvalidRequest,
        reason: "actor_token_type_unsupported",
        description: "An actor_token comes with the actor_token_type urn:ietf:params:oauth:token-type:access_token.",
    }
    /// RFC 8693 §2.2.2: an actor token that is not valid, that this client may not use, or with which somebody else acts.
    InvalidActorToken {
        code: InvalidRequest,
        reason: "actor_token_invalid",
        description: "The actor token is not valid, or this client may not use it.",
    }
    /// A token that came through as many exchanges as it may.
    TooManyExchanges {
        code: InvalidRequest,
        reason: "exchanges_too_many",
        description: "The token was exchanged too often.",
    }
    /// RFC 8693 §2.2.2: a `resource` or an `audience` that is malformed, unknown, or none that this client may ask for.
    ExchangeTarget {
        code: InvalidTarget,
        reason: "target_not_allowed",
        description: "The resource or audience is malformed, unknown or not one that this client may ask for.",
    }

    // Assertions as grants.
    /// RFC 7523 §2.1: no `assertion`.
    MissingGrantAssertion {
        code: InvalidRequest,
        reason: "assertion_missing",
        description: "The parameter assertion is missing.",
    }
    /// RFC 7523 §3: no JWT, or one that lacks what it must have.
    MalformedGrantAssertion {
        code: InvalidGrant,
        reason: "assertion_malformed",
        description: "The assertion is not a signed JWT with iss, sub, aud, exp and jti.",
    }
    /// RFC 7523 §3, RFC 8725 §3.1: an `alg` that nobody may use, or that its issuer does not.
    GrantAssertionAlgorithm {
        code: InvalidGrant,
        reason: "assertion_algorithm",
        description: "The alg of the assertion is not accepted.",
    }
    /// RFC 7523 §3: an issuer whose assertions are not taken.
    UntrustedIssuer {
        code: InvalidGrant,
        reason: "assertion_issuer_untrusted",
        description: "The issuer of the assertion is not trusted for this client.",
    }
    /// The issuer is turned off. Administrators alone are told, as of the one below.
    DisabledIssuer {
        code: InvalidGrant,
        reason: "assertion_issuer_off",
        description: "The issuer of the assertion is not trusted for this client.",
    }
    /// The issuer is trusted for other clients.
    IssuerOfOtherClients {
        code: InvalidGrant,
        reason: "assertion_issuer_of_other_clients",
        description: "The issuer of the assertion is not trusted for this client.",
    }
    /// RFC 8725 §3.11: a kind of assertions that is not taken of this issuer.
    GrantAssertionKind {
        code: InvalidGrant,
        reason: "assertion_kind",
        description: "Assertions with this typ are not taken from their issuer.",
    }
    /// RFC 7523 §3: none of the issuer's keys signed it.
    WrongGrantAssertionSignature {
        code: InvalidGrant,
        reason: "assertion_signature_wrong",
        description: "No key of the issuer verifies the assertion.",
    }
    /// None of the issuer's keys has the `kid` and fits the `alg`. Administrators alone are told, as of the one below.
    UnknownGrantAssertionKey {
        code: InvalidGrant,
        reason: "assertion_key_unknown",
        description: "No key of the issuer verifies the assertion.",
    }
    /// The address at which the issuer publishes its keys does not give them.
    UnavailableIssuerKeys {
        code: InvalidGrant,
        reason: "assertion_keys_unavailable",
        description: "No key of the issuer verifies the assertion.",
    }
    /// RFC 7523 §3: an `aud` of somebody else, or of others beside this server.
    GrantAssertionAudience {
        code: InvalidGrant,
        reason: "assertion_audience",
        description: "The aud of the assertion must be the issuer of this server, and nothing else.",
    }
    /// RFC 7523 §3: over, not begun, or made for longer than its issuer may.
    UntimelyGrantAssertion {
        code: InvalidGrant,
        reason: "assertion_untimely",
        description: "The assertion has expired, is not valid yet, or is valid for too long.",
    }
    /// draft-ietf-oauth-identity-assertion-authz-grant-03: a `client_id` that is not the client which authenticated.
    OtherClientsGrantAssertion {
        code: InvalidGrant,
        reason: "assertion_of_another_client",
        description: "The client_id of the assertion is another client.",
    }
    /// RFC 7523 §3: a `jti` that was used before.
    ReplayedGrantAssertion {
        code: InvalidGrant,
        reason: "assertion_replayed",
        description: "The assertion was used before.",
    }
    /// RFC 7521 §4.1.1: nobody here is called as the assertion has it.
    UnknownAssertionSubject {
        code: InvalidGrant,
        reason: "assertion_subject_unknown",
        description: "The assertion is about no user who can be signed in.",
    }
    /// The assertion does not have the claim that says who the user is. Administrators alone are told, as of the two below.
    MissingAssertionSubject {
        code: InvalidGrant,
        reason: "assertion_subject_missing",
        description: "The assertion is about no user who can be signed in.",
    }
    /// The assertion does not say that its issuer has verified the address.
    UnverifiedAssertionSubject {
        code: InvalidGrant,
        reason: "assertion_subject_unverified",
        description: "The assertion is about no user who can be signed in.",
    }
    /// The user is disabled.
    InactiveAssertionSubject {
        code: InvalidGrant,
        reason: "assertion_subject_inactive",
        description: "The assertion is about no user who can be signed in.",
    }

    // Refreshing.
    /// RFC 6749 §6: no `refresh_token`.
    MissingRefreshToken {
        code: InvalidRequest,
        reason: "refresh_token_missing",
        description: "The parameter refresh_token is missing.",
    }
    /// A refresh token whose family is not known.
    UnknownRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_unknown",
        description: "The refresh token is not valid.",
    }
    /// Not a refresh token of this workspace.
    ForgedRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_malformed",
        description: "The refresh token is not valid.",
    }
    /// RFC 6749 §10.4: a refresh token of another client.
    ForeignRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_of_another_client",
        description: "The refresh token is not valid.",
    }
    /// The family has expired.
    ExpiredRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_expired",
        description: "The refresh token has expired.",
    }
    /// The database was restored from a copy that is older than the refresh token.
    TokenAheadOfDatabase {
        code: InvalidGrant,
        reason: "refresh_token_ahead_of_database",
        description: "The server was restored and does not know the refresh token yet.",
    }
    /// The family was revoked.
    RevokedRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_revoked",
        description: "The refresh token was revoked.",
    }
    /// RFC 9700 §4.14.2: a superseded refresh token; its family is now revoked.
    ReusedRefreshToken {
        code: InvalidGrant,
        reason: "refresh_token_reused",
        description: "The refresh token was used before; it has been revoked.",
    }
    /// The client has lost offline access since.
    OfflineAccessEnded {
        code: InvalidGrant,
        reason: "offline_access_not_enabled_for_client",
        description: "The client may no longer have offline access.",
    }
    /// The policy no longer issues refresh tokens without offline access.
    WithoutOfflineAccessEnded {
        code: InvalidGrant,
        reason: "without_offline_access_not_allowed",
        description: "The client needs offline access for refresh tokens.",
    }

    // Keys and resource servers.
    /// RFC 8707 §2: a resource that is malformed, unknown, or beyond what was granted.
    InvalidTarget {
        code: InvalidTarget,
        reason: "resource_not_allowed",
        description: "The resource is malformed, unknown or beyond what was granted.",
    }
    /// RFC 9396 §2: no array of objects, each with a type.
    MalformedDetails {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_malformed",
        description: "The authorization_details must be a JSON array of objects, each with a type.",
    }
    /// RFC 9396 §5: more than this server takes.
    OversizedDetails {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_too_large",
        description: "The authorization_details are too many, too long or nested too deep.",
    }
    /// RFC 9396 §7: what is granted once cannot be had twice.
    RepeatedDetails {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_repeated",
        description: "The authorization_details have the same object more than once.",
    }
    /// RFC 9396 §5: a type that the workspace does not have, or has switched off.
    UnknownDetailsType {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_type_unknown",
        description: "There is no such authorization details type here.",
    }
    /// RFC 9396 §5: a type that the client may not ask for.
    ForbiddenDetailsType {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_type_not_allowed",
        description: "The client may not ask for this authorization details type.",
    }
    /// RFC 9396 §5: a type whose schema an earlier version took, and this one does not.
    UnusableDetailsType {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_type_unusable",
        description: "This authorization details type cannot be used until its schema is changed.",
    }
    /// RFC 9396 §5: an object that does not fit its type.
    DetailsMisfit {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_misfit",
        description: "The authorization_details do not fit their type.",
    }
    /// RFC 9396 §6: more than was granted.
    DetailsBeyondGrant {
        code: InvalidAuthorizationDetails,
        reason: "authorization_details_not_granted",
        description: "The authorization_details are beyond what was granted.",
    }
    /// RFC 9449 §5: a proof is needed, and none came.
    MissingProof {
        code: InvalidDpopProof,
        reason: "dpop_proof_missing",
        description: "A DPoP proof is needed.",
    }
    /// RFC 9449 §4.3, check 1: one `DPoP` header.
    SeveralProofs {
        code: InvalidDpopProof,
        reason: "dpop_proof_repeated",
        description: "There is more than one DPoP proof.",
    }
    /// RFC 9449 §4.3, checks 2 to 7: not a `dpop+jwt` that is signed with the key in its header.
    MalformedProof {
        code: InvalidDpopProof,
        reason: "dpop_proof_malformed",
        description: "The DPoP proof is not a dpop+jwt that is signed with the public key in its header.",
    }
    /// RFC 9449 §4.3, checks 8 and 9: `htm` or `htu` of another request.
    ForeignProof {
        code: InvalidDpopProof,
        reason: "dpop_proof_of_another_request",
        description: "The htm or htu of the DPoP proof belongs to another request.",
    }
    /// RFC 9449 §4.3, check 11: `iat` too old, or in the future.
    UntimelyProof {
        code: InvalidDpopProof,
        reason: "dpop_proof_untimely",
        description: "The DPoP proof is too old, or its iat is in the future.",
    }
    /// RFC 9449 §11.1: a proof that was used before.
    ReplayedProof {
        code: InvalidDpopProof,
        reason: "dpop_proof_replayed",
        description: "The DPoP proof was used before.",
    }
    /// RFC 9449 §4.3, check 12: `ath` missing, or of another access token.
    ProofOfOtherToken {
        code: InvalidDpopProof,
        reason: "dpop_proof_of_another_token",
        description: "The ath of the DPoP proof is not the hash of the access token.",
    }
    /// RFC 9449 §8: the workspace requires a nonce in each proof.
    MissingNonce {
        code: UseDpopNonce,
        reason: "dpop_nonce_missing",
        description: "The DPoP proof needs the nonce in the DPoP-Nonce header.",
    }
    /// RFC 9449 §8: a nonce that is too old or was not issued here.
    WrongNonce {
        code: UseDpopNonce,
        reason: "dpop_nonce_wrong",
        description: "The nonce of the DPoP proof is no longer valid. Use the one in the DPoP-Nonce header.",
    }
    /// RFC 9449 §5, §10: a code or refresh token that is bound to another key.
    OtherKey {
        code: InvalidGrant,
        reason: "dpop_key_mismatch",
        description: "The grant is bound to another key.",
    }
    /// RFC 9449 §10: a `dpop_jkt` that is not the thumbprint of a key.
    MalformedThumbprint {
        code: InvalidRequest,
        reason: "dpop_jkt_malformed",
        description: "The dpop_jkt is not a SHA-256 thumbprint.",
    }

    /// RFC 9449 §10.1: a `dpop_jkt` of another key than the proof beside it was made with.
    OtherThumbprint {
        code: InvalidDpopProof,
        reason: "dpop_jkt_mismatch",
        description: "The dpop_jkt is not the thumbprint of the key of the DPoP proof.",
    }

    // Certificates.
    /// RFC 8705 §3.4, §4: a certificate is needed, and none came.
    MissingCertificate {
        code: InvalidRequest,
        reason: "certificate_missing",
        description: "A client certificate is needed: send the request over mutual TLS.",
    }
    /// RFC 8705 §4: a refresh token that is bound to another certificate.
    OtherCertificate {
        code: InvalidGrant,
        reason: "certificate_mismatch",
        description: "The grant is bound to another certificate.",
    }
    /// RFC 9449 §4: a proof of a client whose tokens are bound to its certificate: a token is bound to one thing.
    ProofBesideCertificate {
        code: InvalidRequest,
        reason: "dpop_proof_beside_certificate",
        description: "The tokens of the client are bound to its certificate: send no DPoP proof.",
    }

    // Revocation, introspection, UserInfo.
    /// RFC 7009 §2.1, RFC 7662 §2.1: no `token`.
    MissingToken {
        code: InvalidRequest,
        reason: "token_missing",
        description: "The parameter token is missing.",
    }
    /// RFC 7009 §2.1: a token of another client.
    ForeignToken {
        code: UnauthorizedClient,
        reason: "token_of_another_client",
        description: "The token was issued to another client.",
    }
    /// RFC 7662 §2.1: introspection is for clients that authenticate.
    PublicIntrospection {
        code: InvalidClient,
        reason: "introspection_by_public_client",
        description: "Only clients that authenticate can introspect tokens.",
    }
    /// RFC 9701 §4: the client is registered for signed answers, and accepts none.
    UnsignedIntrospection {
        code: NotAcceptable,
        reason: "introspection_answer_unsigned",
        description: "The client gets signed introspection answers only: accept application/token-introspection+jwt.",
    }
    /// RFC 6750 §3.1: no access token.
    MissingBearer {
        code: InvalidRequest,
        reason: "access_token_missing",
        description: "The request has no access token.",
    }
    /// RFC 6750 §2.3, RFC 9700 §4.3.2: an access token in the query.
    BearerInQuery {
        code: InvalidRequest,
        reason: "access_token_in_query",
        description: "An access token does not belong in the query.",
    }
    /// RFC 6750 §3.1: an access token that is malformed, expired or revoked.
    InvalidToken {
        code: InvalidToken,
        reason: "access_token_invalid",
        description: "The access token is malformed, expired or revoked.",
    }
    /// RFC 9449 §7.2: a token that is bound to a key, presented as if it were not.
    BoundTokenAsBearer {
        code: InvalidToken,
        reason: "access_token_bound_to_key",
        description: "The access token is bound to a key: present it as DPoP, with a proof.",
    }
    /// RFC 9449 §7.1: a token that is not bound to a key, presented as if it were.
    BearerTokenAsBound {
        code: InvalidToken,
        reason: "access_token_not_bound_to_key",
        description: "The access token is not bound to a key: present it as Bearer.",
    }
    /// RFC 9449 §7.1: a proof of another key than the token is bound to.
    TokenOfOtherKey {
        code: InvalidToken,
        reason: "access_token_key_mismatch",
        description: "The access token is bound to another key.",
    }
    /// RFC 8705 §3: a token that is bound to a certificate, presented without one.
    TokenWithoutCertificate {
        code: InvalidToken,
        reason: "access_token_certificate_missing",
        description: "The access token is bound to a certificate: present it over mutual TLS.",
    }
    /// RFC 8705 §3: a token that is bound to another certificate.
    TokenOfOtherCertificate {
        code: InvalidToken,
        reason: "access_token_certificate_mismatch",
        description: "The access token is bound to another certificate.",
    }
    /// RFC 8707 §2.2: an access token for a resource server.
    OtherAudience {
        code: InvalidToken,
        reason: "access_token_for_another_audience",
        description: "The access token is for another audience.",
    }
    /// RFC 6750 §3.1: an access token without `openid`.
    InsufficientScope {
        code: InsufficientScope,
        reason: "openid_not_granted",
        description: "The access token does not have the scope openid.",
    }

    // The authorization endpoint.
    /// RFC 6749 §4.1.2.1: no client is named, so there is no address for the answer.
    NoClient {
        code: InvalidRequest,
        reason: "client_id_missing",
        description: "The parameter client_id is missing.",
    }
    /// RFC 6749 §4.1.2.1: the client is unknown or inactive, so there is no address for the answer.
    UnknownClient {
        code: InvalidRequest,
        reason: "client_unknown",
        description: "The client_id is not known.",
    }
    /// draft-ietf-oauth-client-id-metadata-document-03 §5.1: the document at the `client_id` cannot be read.
    UnavailableClientDocument {
        code: InvalidRequest,
        reason: "client_document_unavailable",
        description: "The document at the client_id cannot be read.",
    }
    /// draft-ietf-oauth-client-id-metadata-document-03 §4: the document is not of this `client_id`, or asks for what there is not.
    UnfitClientDocument {
        code: InvalidRequest,
        reason: "client_document_unfit",
        description: "The document at the client_id is not that of a client here.",
    }
    /// The workspace has as many clients that are known by a document as it may have.
    TooManyClientDocuments {
        code: InvalidRequest,
        reason: "client_documents_too_many",
        description: "The workspace takes no more clients that are known by a document.",
    }
    /// RFC 6749 §3.1.2.3: no redirect URI is named, and the client does not have exactly one.
    MissingRedirectUri {
        code: InvalidRequest,
        reason: "redirect_uri_missing",
        description: "The parameter redirect_uri is missing.",
    }
    /// FAPI 2.0 Security Profile §5.3.2.2: the workspace asks for a redirect URI in each request.
    UnnamedRedirectUri {
        code: InvalidRequest,
        reason: "redirect_uri_required",
        description: "The request must name its redirect_uri.",
    }
    /// RFC 6749 §3.1.2.4: the redirect URI is not registered.
    UnregisteredRedirectUri {
        code: InvalidRequest,
        reason: "redirect_uri_not_registered",
        description: "The redirect_uri is not registered.",
    }
    /// The page was left open for too long, or its form was changed.
    InteractionExpired {
        code: InvalidRequest,
        reason: "interaction_expired",
        description: "This page was open for too long.",
    }
    /// RFC 6749 §3.1.1: no `response_type`.
    MissingResponseType {
        code: InvalidRequest,
        reason: "response_type_missing",
        description: "The parameter response_type is missing.",
    }
    /// RFC 6749 §4.1.2.1: another `response_type` than `code`.
    UnknownResponseType {
        code: UnsupportedResponseType,
        reason: "response_type_unknown",
        description: "The response_type must be code.",
    }
    /// An unknown `response_mode`.
    UnknownResponseMode {
        code: InvalidRequest,
        reason: "response_mode_unknown",
        description: "The response_mode must be query, form_post, jwt, query.jwt, fragment.jwt or form_post.jwt.",
    }
    /// RFC 9101 §4: no JWT, or one that lacks what it must have.
    MalformedRequestObject {
        code: InvalidRequestObject,
        reason: "request_object_malformed",
        description: "The request object is not a signed JWT with iss, aud, exp, client_id and well-formed parameters.",
    }
    /// RFC 9101 §10.1, RFC 8725 §3.1: an `alg` that no client may use.
    RequestObjectAlgorithm {
        code: InvalidRequestObject,
        reason: "request_object_algorithm",
        description: "The alg of the request object is not supported.",
    }
    /// RFC 9101 §4: an object in the object.
    NestedRequestObject {
        code: InvalidRequestObject,
        reason: "request_object_nested",
        description: "A request object has neither request nor request_uri in it.",
    }
    /// RFC 9101 §5: `iss`, `client_id` and the `client_id` beside it are not one client.
    ForeignRequestObject {
        code: InvalidRequestObject,
        reason: "request_object_of_another_client",
        description: "The iss and client_id of the request object and the client_id of the request differ.",
    }
    /// RFC 9101 §4, FAPI 2.0 Message Signing §5.3.1: this server is not among those that it is for.
    RequestObjectAudience {
        code: InvalidRequestObject,
        reason: "request_object_audience",
        description: "The aud of the request object must be the issuer, or have it in its list.",
    }
    /// FAPI 2.0 Message Signing §5.3.1: over, not begun, or made for too long.
    UntimelyRequestObject {
        code: InvalidRequestObject,
        reason: "request_object_untimely",
        description: "The request object has expired, is not valid yet, or is valid for more than an hour.",
    }
    /// RFC 9101 §6.2: none of the client's keys signed it.
    WrongRequestObjectSignature {
        code: InvalidRequestObject,
        reason: "request_object_signature_wrong",
        description: "No key of the client verifies the request object.",
    }
    /// None of the client's keys has the `kid` and fits the `alg`. Administrators alone are told, as of the two below.
    UnknownRequestObjectKey {
        code: InvalidRequestObject,
        reason: "request_object_key_unknown",
        description: "No key of the client verifies the request object.",
    }
    /// The client has no keys.
    MissingRequestObjectKeys {
        code: InvalidRequestObject,
        reason: "request_object_keys_missing",
        description: "No key of the client verifies the request object.",
    }
    /// The address at which the client publishes its keys does not give them.
    UnavailableRequestObjectKeys {
        code: InvalidRequestObject,
        reason: "request_object_keys_unavailable",
        description: "No key of the client verifies the request object.",
    }
    /// RFC 9101 §10.5: the workspace or the client takes signed requests alone.
    SignedRequestRequired {
        code: InvalidRequest,
        reason: "signed_request_required",
        description: "The request must be a request object that the client signed.",
    }
    /// FAPI 2.0 Message Signing §5.3.1: the workspace asks for an `nbf`.
    RequestObjectWithoutStart {
        code: InvalidRequestObject,
        reason: "request_object_nbf_missing",
        description: "The request object must have an nbf.",
    }
    /// OpenID Connect Core §6.2: a request object by reference.
    RequestUri {
        code: RequestUriNotSupported,
        reason: "request_uri_not_supported",
        description: "The parameter request_uri is not supported.",
    }
    /// RFC 9101 §5: an object beside a reference. Nobody says which of the two counts.
    RequestBesideRequestUri {
        code: InvalidRequest,
        reason: "request_beside_request_uri",
        description: "A request has request or request_uri, and not both.",
    }
    /// RFC 9126 §2.1: a request that is pushed has no `request_uri`.
    PushedRequestUri {
        code: InvalidRequest,
        reason: "request_uri_in_pushed_request",
        description: "A request that is pushed has no request_uri.",
    }
    /// RFC 9126 §5, §6: the workspace or the client takes pushed requests alone.
    PushedRequestRequired {
        code: InvalidRequest,
        reason: "pushed_request_required",
        description: "The request must be pushed to the pushed authorization request endpoint first.",
    }
    /// RFC 9126 §4: a `request_uri` that was never issued, or that has been deleted since.
    UnknownRequestUri {
        code: InvalidRequestUri,
        reason: "request_uri_unknown",
        description: "The request_uri is not known.",
    }
    /// RFC 9126 §4: a `request_uri` of another client. Administrators alone are told.
    ForeignRequestUri {
        code: InvalidRequestUri,
        reason: "request_uri_of_another_client",
        description: "The request_uri is not known.",
    }
    /// RFC 9126 §4: a `request_uri` that was answered before.
    UsedRequestUri {
        code: InvalidRequestUri,
        reason: "request_uri_used",
        description: "The request_uri was used before.",
    }
    /// RFC 9126 §4: a `request_uri` that has expired.
    ExpiredRequestUri {
        code: InvalidRequestUri,
        reason: "request_uri_expired",
        description: "The request_uri has expired.",
    }
    /// OpenID Connect Core §3.1.2.1: an `id_token_hint` that was not issued to this client here.
    ForeignIdTokenHint {
        code: InvalidRequest,
        reason: "id_token_hint_invalid",
        description: "The id_token_hint is not an ID token that this client was given here.",
    }
    /// OpenID Connect Core §3.1.2.1: a `max_age` that is not a number.
    MalformedMaxAge {
        code: InvalidRequest,
        reason: "max_age_malformed",
        description: "The max_age must be a number of seconds.",
    }
    /// OpenID Connect Core §5.5: a `claims` parameter that is no such JSON, or too long.
    MalformedClaims {
        code: InvalidRequest,
        reason: "claims_malformed",
        description: "The claims parameter is not the JSON object that it must be.",
    }
    /// OpenID Connect Core §3.1.2.1: an unknown `prompt`.
    UnknownPrompt {
        code: InvalidRequest,
        reason: "prompt_unknown",
        description: "The prompt has an unknown value.",
    }
    /// OpenID Connect Core §3.1.2.1: `none` together with others.
    PromptNoneNotAlone {
        code: InvalidRequest,
        reason: "prompt_none_not_alone",
        description: "The prompt none cannot be combined with other values.",
    }
    /// RFC 9700 §2.1.1: a public client without PKCE.
    MissingChallenge {
        code: InvalidRequest,
        reason: "code_challenge_missing",
        description: "A public client needs a code_challenge.",
    }
    /// FAPI 2.0 Security Profile §5.3.2.2: the workspace asks each client for PKCE.
    ChallengeRequired {
        code: InvalidRequest,
        reason: "code_challenge_required",
        description: "Each client of this issuer needs a code_challenge.",
    }
    /// RFC 7636 §4.2: a `code_challenge` that S256 cannot make.
    MalformedChallenge {
        code: InvalidRequest,
        reason: "code_challenge_malformed",
        description: "The code_challenge is not a SHA-256 hash in base64url.",
    }
    /// RFC 7636 §4.3: another method than S256.
    UnknownChallengeMethod {
        code: InvalidRequest,
        reason: "code_challenge_method_unknown",
        description: "The code_challenge_method must be S256.",
    }
    /// FAPI 2.0 Message Signing §5.4.1: the workspace asks for answers that are signed.
    SignedResponseRequired {
        code: InvalidRequest,
        reason: "signed_response_required",
        description: "The response_mode must be one that is signed: jwt, query.jwt, fragment.jwt or form_post.jwt.",
    }
    /// FAPI 2.0 Security Profile §5.3.2.1: the client could not exchange its code here.
    UnfitClient {
        code: UnauthorizedClient,
        reason: "client_unfit",
        description: "The client authenticates neither by private_key_jwt nor by a certificate, as this issuer requires.",
    }
    /// OpenID Connect Core §3.1.2.6: the user would have to sign in, and must not be asked to.
    LoginRequired {
        code: LoginRequired,
        reason: "login_required",
        description: "The user is not signed in.",
    }
    /// OpenID Connect Core Unmet Authentication Requirements §2, RFC 9470 §5: the user cannot sign in as the client needs it.
    UnmetAuthenticationRequirements {
        code: UnmetAuthenticationRequirements,
        reason: "acr_out_of_reach",
        description: "The user cannot sign in at a level that the client asks for.",
    }
    /// OpenID Connect Core §3.1.2.6: the user would have to agree, and must not be asked to.
    ConsentRequired {
        code: ConsentRequired,
        reason: "consent_required",
        description: "The user has not agreed yet.",
    }
    /// OpenID Connect Core §3.1.2.6: the user has to be asked, because another program could pass for the client.
    InteractionRequired {
        code: InteractionRequired,
        reason: "client_not_identified",
        description: "The user has to confirm each sign-in to this client.",
    }
    /// RFC 6749 §4.1.2.1: the user said no.
    AccessDenied {
        code: AccessDenied,
        reason: "user_denied",
        description: "The user did not agree.",
    }
}
