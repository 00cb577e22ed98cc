//! Refusals: what is wrong with a request, what the standard calls it, and what a client's developer can do about it.

use std::fmt;

use domain::decision::Condition;

macro_rules! refusals {
    ($($(#[$doc:meta])* $name:ident => $code:literal, $reason:literal, $description:literal, $advice:literal;)*) => {
        /// A refusal. Each has the error code of the standard, a stable reason code of ours, a sentence for the client's developer, and
        /// advice on the page that `error_uri` leads to. None of them discloses anything, and the sentences keep to the characters of
        /// RFC 6749 §5.2.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Refusal { $($(#[$doc])* $name,)* }

        impl Refusal {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The `error` of the standard.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// Our stable reason code, for logs and events.
            pub const fn reason(self) -> &'static str {
                match self { $(Self::$name => $reason,)* }
            }

            /// The `error_description`.
            pub const fn description(self) -> &'static str {
                match self { $(Self::$name => $description,)* }
            }

            /// What it means, and what to look at.
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$name => $advice,)* }
            }
        }
    };
}

refusals! {
    // What any request can have wrong.
    /// RFC 6749 §3.2: a parameter must not be sent twice.
    RepeatedParameter => "invalid_request", "repeated_parameter", "A parameter was sent more than once.",
        "The standard allows each parameter once (RFC 6749 §3.1, §3.2). Look for a parameter that is both in the address that your \
         library was configured with and added by it again.";
    /// The body or query is not a form.
    MalformedForm => "invalid_request", "malformed_form", "The request is not a well-formed form.",
        "Send the parameters in the body, as application/x-www-form-urlencoded in UTF-8, with this Content-Type. JSON is not accepted \
         here.";
    /// RFC 6749 §2.3.1: credentials must not be in the URI.
    CredentialsInQuery => "invalid_request", "credentials_in_query", "Parameters belong in the body, not in the query.",
        "Addresses end up in logs and histories. Move secrets, codes and tokens from the query into the body, and replace the secret \
         that was sent so: it may have been written down on its way.";
    /// RFC 6749 §5.2, §4.1.2.1: something behind the engine failed.
    TemporarilyUnavailable => "temporarily_unavailable", "temporarily_unavailable", "The server cannot answer now. Try again.",
        "Nothing is wrong with the request, and nothing of it was half done. Send the same request again after a moment, with growing \
         pauses; a refresh token that was sent is still good.";

    // Client authentication.
    /// RFC 6749 §2.3: one method a request.
    SeveralClientAuthentications => "invalid_request", "several_client_authentications", "The client authenticated in more than one way.",
        "Use one way to authenticate in a request (RFC 6749 §2.3): either the Authorization header or client_secret in the body. Some \
         libraries add the second by default.";
    /// The `client_id` is missing.
    MissingClient => "invalid_client", "client_missing", "The client did not say who it is.",
        "Send client_id in the body, or an Authorization header with client ID and secret.";
    /// The client is unknown, inactive or used a wrong secret: one answer, so that nobody can try names.
    InvalidClient => "invalid_client", "client_authentication_failed", "Client authentication failed.",
        "The client ID, the secret, or both are not accepted; which, is not said. Check that both come from the same environment, that \
         the secret was not replaced, that nothing was cut off or added when it was copied, and that they are form-encoded before they \
         go into the Authorization header (RFC 6749 §2.3.1).";
    /// The client has another authentication method.
    OtherAuthenticationMethod => "invalid_client", "client_authentication_method", "The client is registered with another authentication method.",
        "Client and secret are right, but they came in another way than the client is registered for. Set your library to the registered \
         token_endpoint_auth_method, or ask the administrator which it is.";

    // The token endpoint.
    /// RFC 6749 §4: there is no `grant_type`.
    MissingGrantType => "invalid_request", "grant_type_missing", "The parameter grant_type is missing.",
        "Each token request says what it brings: authorization_code, refresh_token or client_credentials. An empty value counts as \
         missing.";
    /// RFC 6749 §5.2: a grant that this server does not know.
    UnsupportedGrantType => "unsupported_grant_type", "grant_type_unknown", "This grant type is not supported.",
        "Check the spelling of grant_type against grant_types_supported in the discovery document. The password grant is not offered \
         (RFC 9700 §2.4).";
    /// The grant is not allowed to this client.
    ClientGrant => "unauthorized_client", "grant_type_not_allowed_for_client", "The client may not use this grant type.",
        "Ask the administrator to add this grant to the grant types of the client. For a refresh this means: refresh tokens that the \
         client holds are kept, and work again once the grant is back.";
    /// The grant is not allowed in this workspace.
    WorkspaceGrant => "unauthorized_client", "grant_type_not_allowed_in_workspace", "This grant type is not allowed here.",
        "No client can use this grant here. Ask the administrator whether it is meant to be allowed. For a refresh this means: refresh \
         tokens are kept, and work again once the grant is back.";
    /// RFC 6749 §5.2: a scope that is malformed, unknown or beyond what was granted.
    InvalidScope => "invalid_scope", "scope_not_allowed", "The scope is malformed, unknown or beyond what is allowed.",
        "Scopes are separated by single spaces. At authorization, ask only for what the client may have; at a refresh, only for what was \
         granted at first (RFC 6749 §6). Leave scope out of a refresh to get all of it. A refusal uses nothing up.";
    /// RFC 6749 §4.1.3: no `code`.
    MissingCode => "invalid_request", "code_missing", "The parameter code is missing.",
        "Take the parameter code from the address that the user came back to, and send it in the body. Where that address holds error in \
         its place, the authorization was refused.";
    /// A code that was never issued, or so long ago that it was forgotten.
    UnknownCode => "invalid_grant", "code_unknown", "The authorization code is not valid.",
        "The code is not one of this client, or was issued too long ago. Check that it was not cut off or decoded twice, and that it was \
         sent to the issuer that the user came back from (the parameter iss says which, RFC 9207).";
    /// A code of another client.
    ForeignCode => "invalid_grant", "code_of_another_client", "The authorization code is not valid.",
        "The code was issued to another client. Check that authorization and token request carry the same client ID.";
    /// RFC 6749 §4.1.2: a code that was used before.
    ReusedCode => "invalid_grant", "code_reused", "The authorization code was used before.",
        "A code can be exchanged once. What was issued for it has ended now, because a second use can mean theft (RFC 6749 §4.1.2). Look \
         for a page that is loaded twice, a double click, or a retry that sends the same code again; then let the user sign in anew.";
    /// A code whose time is over.
    ExpiredCode => "invalid_grant", "code_expired", "The authorization code has expired.",
        "A code lives for minutes. Exchange it as soon as the user comes back, and start again with a new authorization request where \
         that was missed.";
    /// RFC 6749 §4.1.3: another `redirect_uri` than in the authorization request, or none.
    RedirectUriMismatch => "invalid_grant", "redirect_uri_mismatch", "The redirect_uri is not the one of the authorization request.",
        "Send the very redirect_uri of the authorization request again with the code, to the letter: scheme, port, path and a slash at \
         the end count (RFC 6749 §4.1.3).";
    /// RFC 7636 §4.6: no verifier to a challenge.
    MissingVerifier => "invalid_grant", "code_verifier_missing", "The parameter code_verifier is missing.",
        "The authorization request had a code_challenge, so the exchange needs the code_verifier that belongs to it (RFC 7636 §4.5). \
         Check that your application finds it again after the redirect: in the same session or browser tab.";
    /// RFC 7636 §4.1: a verifier that is none.
    MalformedVerifier => "invalid_grant", "code_verifier_malformed", "The code_verifier is not 43 to 128 letters, digits, hyphens, dots, underscores and tildes.",
        "Make the verifier anew for each request: 32 random bytes as base64url without padding give 43 characters (RFC 7636 §4.1). Check \
         that it was not cut off, padded with = or encoded twice. Nothing was used up.";
    /// RFC 7636 §4.6: a wrong verifier.
    WrongVerifier => "invalid_grant", "code_verifier_wrong", "The code_verifier does not belong to the code_challenge.",
        "The challenge is the base64url of the SHA-256 of the verifier, without padding (RFC 7636 §4.2). A verifier of another attempt \
         is the usual cause: two tabs that share one place to keep it.";
    /// RFC 9700 §2.1.1: a verifier without an earlier challenge.
    UnexpectedVerifier => "invalid_grant", "code_verifier_unexpected", "There was no code_challenge in the authorization request.",
        "A code_verifier came, but the authorization request had no code_challenge: it was lost on the way, or somebody took it away \
         (RFC 9700 §2.1.1). Send code_challenge and code_challenge_method=S256 with the authorization request.";
    /// The login session was over before the code came.
    SessionEnded => "invalid_grant", "login_session_ended", "The login session of the user is over.",
        "The tokens would have ended with the login session of the user, which was over between authorization and exchange. Let the user \
         sign in anew.";
    /// What a client is told where the reason is its user's, and so nobody else's business.
    GrantEnded => "invalid_grant", "grant_ended", "The grant is not valid any more.",
        "What the user allowed has ended. Discard the tokens, and let the user sign in anew.";
    /// The user was disabled or deleted.
    UserInactive => "invalid_grant", "user_inactive", "The grant is not valid any more.",
        "The user may not sign in at present. Discard the tokens, and let the user sign in anew.";
    /// The user took back what was agreed to, on the account page, before the code came.
    ConsentWithdrawn => "invalid_grant", "consent_withdrawn", "The grant is not valid any more.",
        "The user has ended the access of the application. Let the user sign in anew, who will be asked again.";

    // Refreshing.
    /// RFC 6749 §6: no `refresh_token`.
    MissingRefreshToken => "invalid_request", "refresh_token_missing", "The parameter refresh_token is missing.",
        "Send the newest refresh token of this user in the body. Where there is none, the user has to sign in.";
    /// A refresh token whose family is not known.
    UnknownRefreshToken => "invalid_grant", "refresh_token_unknown", "The refresh token is not valid.",
        "The text is not a refresh token that this client was given by this issuer. Check that it was stored whole (up to 128 \
         characters), that client and issuer are those of the same environment, and that it is not an access token. Then let the user \
         sign in anew.";
    /// Not a refresh token of this workspace.
    ForgedRefreshToken => "invalid_grant", "refresh_token_malformed", "The refresh token is not valid.",
        "The text was not made by this issuer, or was changed. Check that it was stored whole.";
    /// RFC 6749 §10.4: a refresh token of another client.
    ForeignRefreshToken => "invalid_grant", "refresh_token_of_another_client", "The refresh token is not valid.",
        "The refresh token was issued to another client. Its owner is none the worse for this request.";
    /// The family has expired.
    ExpiredRefreshToken => "invalid_grant", "refresh_token_expired", "The refresh token has expired.",
        "A refresh token ends after its whole lifetime, which no refresh extends, or after too long without use. Let the user sign in \
         anew.";
    /// The family was revoked.
    RevokedRefreshToken => "invalid_grant", "refresh_token_revoked", "The refresh token was revoked.",
        "It was ended before its time: by your application, the user, an administrator, or because an old token came back. Discard it \
         and let the user sign in anew; asking again cannot help.";
    /// RFC 9700 §4.14.2: a superseded refresh token; its family is now revoked.
    ReusedRefreshToken => "invalid_grant", "refresh_token_reused", "The refresh token was used before; it has been revoked.",
        "A token that had been replaced came back after its time, which can mean theft, so all tokens of this sign-in have ended (RFC \
         9700 §4.14.2). Check that the new refresh token of each answer is stored before it is used, and that two processes of your \
         application do not keep one each. Let the user sign in anew.";
    /// Offline access was taken from the client since.
    OfflineAccessEnded => "invalid_grant", "offline_access_not_enabled_for_client", "The client may not have offline access any more.",
        "The refresh token came with offline_access, which the client may not ask for any more. Ask the administrator; once it is \
         allowed again, the token works again.";
    /// The policy does not issue refresh tokens without offline access any more.
    WithoutOfflineAccessEnded => "invalid_grant", "without_offline_access_not_allowed", "The client needs offline access for refresh tokens.",
        "The refresh token came without offline_access, and such are not issued any more. Ask for offline_access in the next \
         authorization request, or ask the administrator.";

    // Keys and resource servers.
    /// RFC 8707 §2: a resource that is malformed, unknown, or beyond what was granted.
    InvalidTarget => "invalid_target", "resource_not_allowed", "The resource is malformed, unknown or beyond what was granted.",
        "A resource is an absolute address without a # part that an administrator registered for a service here: path and query count to \
         the letter, but for the slash of an empty path (RFC 3986 §6.2.3). At the token endpoint it is one that the authorization request named too; a request that named none gets tokens for \
         none.";
    /// RFC 9449 §5: a key must be proved, and no proof came.
    MissingProof => "invalid_dpop_proof", "dpop_proof_missing", "A DPoP proof is needed.",
        "The client gets tokens that are bound to a key and no others, or this token is bound to one. Send a DPoP header with a proof \
         that was made for this request (RFC 9449 §4).";
    /// RFC 9449 §4.3, check 1: one `DPoP` header.
    SeveralProofs => "invalid_dpop_proof", "dpop_proof_repeated", "There is more than one DPoP proof.",
        "Send one DPoP header. Look for a layer that adds a second one when it sends a request again.";
    /// RFC 9449 §4.3, checks 2 to 7: not a `dpop+jwt` that is signed with the key in its header.
    MalformedProof => "invalid_dpop_proof", "dpop_proof_malformed", "The DPoP proof is not a dpop+jwt that is signed with the public key in its header.",
        "The header of the JWT has typ, alg and jwk: typ is dpop+jwt, alg one of dpop_signing_alg_values_supported, and jwk a public \
         key of that algorithm without its private part. The claims are jti, htm, htu and iat, and a jti has at most 100 characters.";
    /// RFC 9449 §4.3, checks 8 and 9: `htm` or `htu` of another request.
    ForeignProof => "invalid_dpop_proof", "dpop_proof_of_another_request", "The htm or htu of the DPoP proof is that of another request.",
        "Make a proof for each request: htm is its method, htu its address as the metadata has it, without query and fragment. Behind a \
         proxy, htu is the address that the outside world sees.";
    /// RFC 9449 §4.3, check 11: `iat` too old, or in the future.
    UntimelyProof => "invalid_dpop_proof", "dpop_proof_untimely", "The DPoP proof was not made just now.",
        "A proof is good for a minute. Make it when the request is sent, and set the clock of the machine: iat may be 60 seconds old and \
         10 seconds ahead.";
    /// RFC 9449 §11.1: a proof that was used before.
    ReplayedProof => "invalid_dpop_proof", "dpop_proof_replayed", "The DPoP proof was used before.",
        "Make a new proof with a new jti for each request, and for each time that a request is sent again.";
    /// RFC 9449 §4.3, check 12: `ath` missing, or of another access token.
    ProofOfOtherToken => "invalid_dpop_proof", "dpop_proof_of_another_token", "The ath of the DPoP proof is not the hash of the access token.",
        "Beside an access token, a proof has ath: the SHA-256 of the token as it is sent, in base64url without padding.";
    /// RFC 9449 §8: the workspace wants a nonce in each proof.
    MissingNonce => "use_dpop_nonce", "dpop_nonce_missing", "The DPoP proof needs the nonce of the DPoP-Nonce header.",
        "Put the value of this answer's DPoP-Nonce header into the claim nonce of a new proof, and send the request again: nothing of \
         it was consumed. Libraries do so by themselves.";
    /// RFC 9449 §8: a nonce that is too old, or was not given out here.
    WrongNonce => "use_dpop_nonce", "dpop_nonce_wrong", "The nonce of the DPoP proof is not valid any more. Use the one of the DPoP-Nonce header.",
        "A nonce is good for at least five minutes, at the workspace that gave it. Keep the one of the latest DPoP-Nonce header, put it \
         into a new proof and send the request again: nothing of it was consumed.";
    /// RFC 9449 §5, §10: a code or refresh token that is bound to another key.
    OtherKey => "invalid_grant", "dpop_key_mismatch", "The grant is bound to another key.",
        "The code was asked for with the dpop_jkt of another key, or the refresh token was issued to another one. Keep the key for as \
         long as the refresh token; where it is lost, the user has to sign in again.";
    /// RFC 9449 §10: a `dpop_jkt` that is not the thumbprint of a key.
    MalformedThumbprint => "invalid_request", "dpop_jkt_malformed", "The dpop_jkt is not a SHA-256 thumbprint.",
        "The dpop_jkt is the SHA-256 thumbprint of the public key (RFC 7638): 43 characters of base64url.";

    // Revocation, introspection, UserInfo.
    /// RFC 7009 §2.1, RFC 7662 §2.1: no `token`.
    MissingToken => "invalid_request", "token_missing", "The parameter token is missing.",
        "Send the token in the body, as the parameter token.";
    /// RFC 7009 §2.1: a token of another client.
    ForeignToken => "unauthorized_client", "token_of_another_client", "The token was issued to another client.",
        "A client can revoke its own tokens alone. Nothing was revoked.";
    /// RFC 7662 §2.1: introspection is for clients that authenticate.
    PublicIntrospection => "invalid_client", "introspection_by_public_client", "Introspection is for clients that authenticate.",
        "Introspect from a server that has a secret. An application in a browser or on a device has no need to: it knows from expires_in \
         when its token ends.";
    /// RFC 6750 §3.1: no access token.
    MissingBearer => "invalid_request", "access_token_missing", "There is no access token in the request.",
        "Send the access token in the Authorization header, after the word Bearer.";
    /// RFC 6750 §2.3, RFC 9700 §4.3.2: an access token in the query.
    BearerInQuery => "invalid_request", "access_token_in_query", "An access token does not belong in the query.",
        "Addresses end up in logs and histories. Send the access token in the Authorization header.";
    /// RFC 6750 §3.1: an access token that does not work.
    InvalidToken => "invalid_token", "access_token_invalid", "The access token is malformed, expired or revoked.",
        "Get a new access token with the refresh token. Check that it is an access token of this issuer, and not an ID token or a \
         refresh token.";
    /// RFC 9449 §7.2: a token that is bound to a key, presented as if it were not.
    BoundTokenAsBearer => "invalid_token", "access_token_bound_to_key", "The access token is bound to a key: present it as DPoP, with a proof.",
        "The token response had token_type DPoP. Send Authorization: DPoP and a DPoP header with a proof that has ath.";
    /// RFC 9449 §7.1: a token that is not bound to a key, presented as if it were.
    BearerTokenAsBound => "invalid_token", "access_token_not_bound_to_key", "The access token is not bound to a key: present it as Bearer.",
        "The token response had token_type Bearer: no proof came with the token request. Send one there, or use Authorization: Bearer.";
    /// RFC 9449 §7.1: a proof of another key than the token is bound to.
    TokenOfOtherKey => "invalid_token", "access_token_key_mismatch", "The access token is bound to another key.",
        "Sign the proof with the key that signed the one of the token request.";
    /// RFC 8707 §2.2: an access token for a resource server.
    OtherAudience => "invalid_token", "access_token_for_another_audience", "The access token is for another audience.",
        "The token was asked for with a resource, and is for that resource server alone. Ask for a token without resource to use it here.";
    /// RFC 6750 §3.1: an access token without `openid`.
    InsufficientScope => "insufficient_scope", "openid_not_granted", "The access token does not have the scope openid.",
        "UserInfo answers to access tokens that were granted openid. Ask for it in the authorization request.";

    // The authorization endpoint.
    /// RFC 6749 §4.1.2.1: no client is named, so that the answer has nowhere to go.
    NoClient => "invalid_request", "client_id_missing", "The parameter client_id is missing.",
        "Send client_id with the authorization request. An empty value counts as missing.";
    /// RFC 6749 §4.1.2.1: the client is unknown or inactive, so that the answer has nowhere to go.
    UnknownClient => "invalid_request", "client_unknown", "The client_id is not known.",
        "Check client_id, and that the request goes to the issuer that the client is registered with. An inactive client is not known \
         either. The user sees this on a page: without a client there is no address to answer to.";
    /// RFC 6749 §3.1.2.3: no redirect URI is named, and the client does not have exactly one.
    MissingRedirectUri => "invalid_request", "redirect_uri_missing", "The parameter redirect_uri is missing.",
        "It can be left out only where the client is registered with exactly one (RFC 6749 §3.1.2.3). This client has several, or none yet.";
    /// RFC 6749 §3.1.2.4: the redirect URI is not registered.
    UnregisteredRedirectUri => "invalid_request", "redirect_uri_not_registered", "The redirect_uri is not registered.",
        "The redirect_uri has to be one of those that the client is registered with, to the letter: scheme, host, port, path and a slash \
         at the end count (RFC 9700 §2.1). Only the port of a loopback address is free, for native applications. Ask the administrator to \
         add it.";
    /// The page was left open for too long, or its form was changed.
    InteractionExpired => "invalid_request", "interaction_expired", "This page was open for too long.",
        "The user left the sign-in or consent page open for more than half an hour. Let the application start again.";
    /// RFC 6749 §3.1.1: there is no `response_type`.
    MissingResponseType => "invalid_request", "response_type_missing", "The parameter response_type is missing.",
        "Send response_type=code.";
    /// RFC 6749 §4.1.2.1: another `response_type` than the one there is.
    UnknownResponseType => "unsupported_response_type", "response_type_unknown", "The response_type is code.",
        "The implicit and hybrid flows are not offered (RFC 9700 §2.1.2). Use response_type=code with PKCE, in a browser too.";
    /// A `response_mode` that there is not.
    UnknownResponseMode => "invalid_request", "response_mode_unknown", "The response_mode is query or form_post.",
        "Leave response_mode out for the answer in the query, or ask for form_post.";
    /// OpenID Connect Core §6.1: a request object.
    RequestObject => "request_not_supported", "request_object_not_supported", "Request objects are not supported.",
        "Send the parameters themselves, without the parameter request.";
    /// OpenID Connect Core §6.2: a request object by reference.
    RequestUri => "request_uri_not_supported", "request_uri_not_supported", "The parameter request_uri is not supported.",
        "Send the parameters themselves, without the parameter request_uri.";
    /// OpenID Connect Core §3.1.2.1: an `id_token_hint` that this client was not given here.
    ForeignIdTokenHint => "invalid_request", "id_token_hint_invalid", "The id_token_hint is not an ID token that this client was given here.",
        "Send an ID token of this issuer whose aud is your client ID; one that has expired will do. Leave the parameter out to let anybody \
         sign in.";
    /// OpenID Connect Core §3.1.2.1: a `max_age` that is no number.
    MalformedMaxAge => "invalid_request", "max_age_malformed", "The max_age is a number of seconds.",
        "Send a whole number of seconds, 0 or more.";
    /// OpenID Connect Core §3.1.2.1: a `prompt` that there is not.
    UnknownPrompt => "invalid_request", "prompt_unknown", "The prompt has an unknown value.",
        "The values are none, login, consent and select_account, separated by spaces.";
    /// OpenID Connect Core §3.1.2.1: `none` together with others.
    PromptNoneNotAlone => "invalid_request", "prompt_none_not_alone", "The prompt none stands alone.",
        "The prompt none means that the user must not be asked anything, so it cannot stand beside another value.";
    /// RFC 9700 §2.1.1: a public client without PKCE.
    MissingChallenge => "invalid_request", "code_challenge_missing", "A public client needs a code_challenge.",
        "Switch on PKCE in your library: send code_challenge and code_challenge_method=S256 (RFC 7636 §4.3).";
    /// RFC 7636 §4.2: a `code_challenge` that S256 cannot make.
    MalformedChallenge => "invalid_request", "code_challenge_malformed", "The code_challenge is not one of S256.",
        "The challenge is the base64url of the SHA-256 of the verifier, without padding: 43 characters (RFC 7636 §4.2).";
    /// RFC 7636 §4.3: another method than S256.
    UnknownChallengeMethod => "invalid_request", "code_challenge_method_unknown", "The code_challenge_method is S256.",
        "Send both code_challenge and code_challenge_method=S256. The method plain protects nothing, and is what a missing method means \
         (RFC 7636 §4.3).";
    /// OpenID Connect Core §3.1.2.6: the user would have to sign in, and must not be asked to.
    LoginRequired => "login_required", "login_required", "The user is not signed in.",
        "The request said prompt=none, and the user has no session here that is young enough, or somebody else is signed in than the \
         id_token_hint says. Send the user through an authorization \
         request without prompt=none. Where this happens in a hidden frame, browsers keep the session cookie from it: use a refresh \
         token in its place.";
    /// OpenID Connect Core §3.1.2.6: the user would have to agree, and must not be asked to.
    ConsentRequired => "consent_required", "consent_required", "The user has not agreed yet.",
        "The request said prompt=none, and the user has not agreed to all that it asks for, or agreed to offline access too long ago. \
         Send the user through an authorization request without prompt=none.";
    /// OpenID Connect Core §3.1.2.6: the user has to be asked, because another program could pass for the client.
    InteractionRequired => "interaction_required", "client_not_identified", "The user has to confirm each sign-in to this client.",
        "The request said prompt=none. The client has no secret, and its redirect URI is on the user's device: a loopback address or a \
         scheme of its own, where any program could receive the answer (RFC 6749 §10.2, RFC 8252 §8.6). So the user is asked each time. \
         Keep the user signed in with a refresh token, or use a redirect URI with https.";
    /// RFC 6749 §4.1.2.1: the user said no.
    AccessDenied => "access_denied", "user_denied", "The user did not agree.",
        "The user chose not to share what was asked for. Tell them what it is for, and let them try again when they want to.";
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// The refusal of this reason code, where there is one.
    pub fn from_reason(reason: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.reason() == reason)
    }

    /// What the client is told: refusals that differ only in what is none of its business lead to the same page, which is that of the
    /// first of those that say the same.
    #[must_use]
    pub fn told(self) -> Self {
        let same = |other: &Self| other.code() == self.code() && other.description() == self.description();
        Self::ALL.iter().copied().find(same).unwrap_or(self)
    }

    /// The `error_uri` (RFC 6749 §5.2): the page about it, on a server of this base URL.
    pub fn page(self, base_url: &str) -> String {
        format!("{}/errors/{}", base_url.trim_end_matches('/'), self.told().reason())
    }

    /// The refusal of a refresh where a switch was turned off since.
    pub(crate) const fn of_condition(condition: Condition) -> Option<Self> {
        match condition {
            Condition::WorkspaceGrant => Some(Self::WorkspaceGrant),
            Condition::ClientGrant => Some(Self::ClientGrant),
            Condition::OfflineAccess => Some(Self::OfflineAccessEnded),
            // It stands in the way of a family that began without it, once the policy does not issue such any more.
            Condition::Requested => Some(Self::WithoutOfflineAccessEnded),
            // A client that authenticated is active. A lifetime of 0 is for new families; those that live keep their end. What was
            // requested and agreed to was settled when the family began.
            Condition::ClientActive
            | Condition::UserGrant
            | Condition::Lifetime
            | Condition::Protected
            | Condition::Consented
            | Condition::Limit => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Clauses: 11.
    #[test]
    fn every_description_keeps_to_the_characters_of_the_standard() {
        for refusal in Refusal::ALL {
            let allowed = |byte: u8| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            assert!(refusal.description().bytes().all(allowed), "{refusal:?}");
        }
    }

    #[test]
    fn every_refusal_has_a_reason_code_of_its_own() {
        let reasons: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.reason()).collect();
        assert_eq!(reasons.len(), Refusal::ALL.len());
        assert!(Refusal::ALL.iter().all(|refusal| Refusal::from_reason(refusal.reason()) == Some(*refusal)));
    }

    #[test]
    fn a_reason_code_can_stand_in_an_address() {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(Refusal::ALL.iter().all(|refusal| refusal.reason().bytes().all(allowed)));
    }

    #[test]
    fn what_is_none_of_the_clients_business_leads_to_no_page_of_its_own() {
        for (refusal, told) in [
            (Refusal::ForgedRefreshToken, Refusal::UnknownRefreshToken),
            (Refusal::ForeignRefreshToken, Refusal::UnknownRefreshToken),
            (Refusal::ForeignCode, Refusal::UnknownCode),
            (Refusal::UserInactive, Refusal::GrantEnded),
        ] {
            assert_eq!(refusal.told(), told);
            assert_eq!(refusal.page("https://id.example.com/"), format!("https://id.example.com/errors/{}", told.reason()));
        }
        assert_eq!(Refusal::ExpiredCode.told(), Refusal::ExpiredCode);
    }
}
