//! The advice on the page that `error_uri` leads to.

use super::table::Refusal;

impl Refusal {
    /// What the refusal means, and what the client's developer can look at.
    #[expect(clippy::too_many_lines, reason = "an arm for each refusal")]
    pub const fn advice(self) -> &'static str {
        match self {
            Self::RepeatedParameter => {
                "The standard allows each parameter once (RFC 6749 §3.1, §3.2). Look for a parameter that is both in the address that \
                 your library was configured with and added by it again."
            }
            Self::MalformedForm => {
                "Send the parameters in the body, as application/x-www-form-urlencoded in UTF-8, with this Content-Type. JSON is not \
                 accepted here."
            }
            Self::CredentialsInQuery => {
                "Addresses end up in logs and histories. Move secrets, codes and tokens from the query into the body, and replace a \
                 secret that was sent like this: it may be in a log by now."
            }
            Self::RequestTooLarge => {
                "A request that is pushed has 16 KB at most, and any other form 64 KB. Look for what grows: a state, a login_hint or a list of \
                 resources that is carried on from request to request."
            }
            Self::TooManyRequests => {
                "A client can have 5,000 requests that were pushed and not opened yet; those that are not opened end after a minute. A client \
                 without authentication can push 100 at once from one network, and one more each second. Push a request when a user wants to \
                 sign in, not before, and wait before trying again."
            }
            Self::TemporarilyUnavailable => {
                "Nothing is wrong with the request, and nothing was half done. Send the same request again after a moment, with growing \
                 pauses. A refresh token that was sent is still valid."
            }
            Self::SeveralClientAuthentications => {
                "Use one way to authenticate in a request (RFC 6749 §2.3): either the Authorization header, or client_secret in the body, or \
                 client_assertion. Some libraries add a second one by default."
            }
            Self::MissingClient => "Send client_id in the body, or an Authorization header with client ID and secret.",
            Self::InvalidClient => {
                "The client ID, the secret, or both are not accepted. The answer does not say which. Check that both come from the same \
                 environment, that the secret was not replaced, that nothing was cut off or added when it was copied, and that they are \
                 form-encoded before they go into the Authorization header (RFC 6749 §2.3.1). A client that authenticates by its key: check \
                 that the key which signs is among those that the client is registered with, and that kid and alg are that key's. One that \
                 authenticates by a certificate: send client_id, and see that the certificate reaches the server, at mtls_endpoint_aliases of \
                 the metadata where there are any."
            }
            Self::OtherAuthenticationMethod => {
                "Client ID and secret are right, but the client is registered for another way to send them. Set your library to the \
                 registered token_endpoint_auth_method, or ask the administrator which it is."
            }
            Self::WeakClientAuthentication => {
                "This issuer takes clients alone that hold a private key: see token_endpoint_auth_methods_supported of the metadata. Register the \
                 client's public key and authenticate by private_key_jwt, or by a certificate (RFC 8705)."
            }
            Self::WrongClientSecret => {
                "The secret in the application is none of this client's: it was replaced, cut off when it was copied, or belongs to another \
                 client or environment. The client's Overview tells when each secret was made and last used. If the secret is lost, replace it \
                 there."
            }
            Self::EndedClientSecret => {
                "The application still has the secret that was replaced, and the time during which both worked is over. Give it the current \
                 one, or replace the secret once more and keep the one before for a while."
            }
            Self::MissingClientSecret => {
                "This client has a secret, and the application sent none. Look whether the variable that holds it is set where the application \
                 runs. An application that cannot keep a secret needs a client of another type."
            }
            Self::UnexpectedClientSecret => {
                "This client has no secret, and the application sent one. Take the secret out of the application's configuration, or choose an \
                 authentication method for the client, which then gets a secret."
            }
            Self::InactiveClient => {
                "The client is disabled: it gets no tokens, and nobody can sign in to it. Enable it if the application is meant to work."
            }
            Self::UntakenClientDocument => {
                "The client is known by a document, and the workspace does not take it: documents are off, or its host is not allowed. Set that \
                 under Settings, Client registration, if the application is meant to work."
            }
            Self::IncompleteAssertion => {
                "Send both: client_assertion is the JWT, and client_assertion_type is \
                 urn:ietf:params:oauth:client-assertion-type:jwt-bearer (RFC 7523 §2.2). An empty value counts as missing."
            }
            Self::UnknownAssertionType => "Clients authenticate by a JWT that they sign (RFC 7523 §2.2). There are no SAML assertions.",
            Self::MalformedAssertion => {
                "The assertion is a JWT in its compact form, of at most 8 KB. Its claims are iss, sub, aud, exp and jti, and a jti has 1 to 255 \
                 characters (OpenID Connect Core §9). Its typ is client-authentication+jwt, JWT or absent, and there is no crit."
            }
            Self::AssertionAlgorithm => {
                "Sign with one of token_endpoint_auth_signing_alg_values_supported of the metadata, and with the private half of a key that the \
                 client is registered with. Assertions that are signed with a client secret (client_secret_jwt) are not supported."
            }
            Self::ForeignAssertion => "Both iss and sub are the client ID, and so is client_id if it is sent beside them (RFC 7521 §4.2).",
            Self::AssertionAudience => {
                "Set aud to the issuer as the metadata has it, as a single text. The addresses of the token endpoint and of the pushed \
                 authorization request endpoint are accepted of assertions without typ client-authentication+jwt, unless the issuer is strict \
                 (FAPI 2.0). An assertion that names others, too, could be used there, or theirs here."
            }
            Self::UntimelyAssertion => {
                "An exp is at most 10 minutes ahead; a minute will do. An iat is at most 10 minutes old, and neither iat nor nbf is ahead: set \
                 the clock of the machine, which may be off by 30 seconds."
            }
            Self::ReplayedAssertion => "Make a new assertion with a new jti for each request, even if the same request is sent again.",
            Self::MissingAssertion => {
                "This client authenticates by private_key_jwt. Give the application's library the private key and this method, or choose another \
                 method for the client."
            }
            Self::UnexpectedAssertion => {
                "This client is registered with another method. Choose private_key_jwt and give the client's public keys, or set the \
                 application's library to the registered method."
            }
            Self::OtherAssertionAlgorithm => {
                "The client accepts one algorithm alone. Set the application's library to it, or let the client use each that its keys are for."
            }
            Self::UnknownAssertionKey => {
                "The application signs with a key that is not registered, or names it by another kid. Add its public half to the client's keys; \
                 while a key is replaced, both are registered. Keys that are published at an address are read again at most once a minute."
            }
            Self::WrongAssertionSignature => {
                "The application signs with another key than the one that is registered under this kid, or somebody else tries to pass for it. \
                 Compare the public half of the application's key with the client's keys."
            }
            Self::UnavailableClientKeys | Self::UnavailableRequestObjectKeys | Self::UnavailableIssuerKeys => {
                "The address must answer within 5 seconds and with at most 64 KB, by https and with a certificate that this server's system \
                 trusts, from a public address, and with a JSON Web Key Set that has a key for signatures. It is asked again after half a minute. \
                 The server's log says what failed."
            }
            Self::MissingClientCertificate => {
                "The client authenticates by a certificate, and the connection had none. Send the request to mtls_endpoint_aliases of the \
                 metadata where there are any, and give the application's library the certificate and its private key. Behind a proxy, it is \
                 the proxy that has to ask for certificates and pass them on as Client-Cert."
            }
            Self::UntrustedClientCertificate => {
                "With tls_client_auth the certificate must come from one of the authorities that this server trusts, be valid at present, and be \
                 for clients (extended key usage). Certificates between it and the authority have to be sent along. A certificate that the \
                 application made by itself needs self_signed_tls_client_auth."
            }
            Self::OtherCertificateSubject => {
                "The certificate is in order, but does not say what the client is registered with. Compare the whole of it: a distinguished name \
                 counts with all its parts, in their order and to the letter; openssl x509 -noout -subject -nameopt RFC2253 shows it."
            }
            Self::UnknownCertificateKey => {
                "The certificate's key is not among the keys that the client is registered with. Add its public half to them; while a certificate \
                 is replaced, both are registered. Keys that are published at an address are read again at most once a minute."
            }
            Self::MutualTlsUnavailable => {
                "Certificates can be presented once the server listens for them, or a proxy passes them on, and tls_client_auth needs to know who \
                 issues them: REGRANT_MTLS_LISTEN, REGRANT_MTLS_FROM_PROXIES and REGRANT_MTLS_CA_FILE. Or choose another method for the client."
            }
            Self::MissingGrantType => {
                "Send grant_type with each token request, such as authorization_code or refresh_token. An empty value counts as missing."
            }
            Self::UnsupportedGrantType => {
                "Check the spelling of grant_type against grant_types_supported in the discovery document. The password grant is not \
                 offered (RFC 9700 §2.4)."
            }
            Self::ClientGrant => {
                "Ask the administrator to add this grant to the grant types of the client. For a refresh this means: refresh tokens that \
                 the client holds are kept, and work again once the grant is back."
            }
            Self::WorkspaceGrant => {
                "No client can use this grant here. Ask the administrator whether it is meant to be allowed. For a refresh this means: \
                 refresh tokens are kept, and work again once the grant is back."
            }
            Self::InvalidScope => {
                "Scopes are separated by single spaces. At authorization, ask only for what the client may have; at a refresh, only for \
                 what was granted at first (RFC 6749 §6). Leave scope out of a refresh to get all that was granted. At a token exchange, \
                 the subject token and the client have a scope in common. The refusal has consumed nothing."
            }
            Self::MissingCode => {
                "Take the parameter code from the address that the user came back to, and send it in the body. If that address has error \
                 instead, the authorization was refused."
            }
            Self::UnknownCode => {
                "The code is not one of this client, or was issued too long ago. Check that it was not cut off or decoded twice, and \
                 that it was sent to the issuer that the user came back from (the parameter iss says which, RFC 9207)."
            }
            Self::ForeignCode => {
                "The code was issued to another client. Check that authorization and token request carry the same client ID."
            }
            Self::ReusedCode => {
                "A code can be exchanged once. What was issued for it has ended now, because a second use can mean theft (RFC 6749 \
                 §4.1.2). Look for a page that is loaded twice, a double click, or a retry that sends the same code again; then let the \
                 user sign in again."
            }
            Self::ExpiredCode => {
                "A code lives for minutes. Exchange it as soon as the user comes back. If it is too late, start again with a new \
                 authorization request."
            }
            Self::RedirectUriMismatch => {
                "Send the redirect_uri of the authorization request again with the code, exactly as it was: scheme, port, path and a \
                 slash at the end count (RFC 6749 §4.1.3)."
            }
            Self::MissingVerifier => {
                "The authorization request had a code_challenge, so the exchange needs the code_verifier that belongs to it (RFC 7636 \
                 §4.5). Check that your application finds it again after the redirect: in the same session or browser tab."
            }
            Self::MalformedVerifier => {
                "Make a new verifier for each request: 32 random bytes as base64url without padding give 43 characters (RFC 7636 §4.1). \
                 Check that it was not cut off, padded with = or encoded twice. The refusal has consumed nothing."
            }
            Self::WrongVerifier => {
                "The challenge is the base64url of the SHA-256 of the verifier, without padding (RFC 7636 §4.2). The usual cause is the \
                 verifier of another attempt: two tabs that keep it in the same place."
            }
            Self::UnexpectedVerifier => {
                "The request has a code_verifier, but the authorization request had no code_challenge: it was lost on the way, or \
                 somebody removed it (RFC 9700 §2.1.1). Send code_challenge and code_challenge_method=S256 with the authorization \
                 request."
            }
            Self::SessionEnded => {
                "The user signed out, or the login session ended in another way, between authorization and exchange. Let the user sign in \
                 again."
            }
            Self::GrantEnded => "What the user allowed has ended. Discard the tokens, and let the user sign in again.",
            Self::UserInactive => "The user may not sign in at present. Discard the tokens, and let the user sign in again.",
            Self::ConsentWithdrawn => {
                "The user has ended the access of the application. Let the user sign in again, who will be asked again."
            }
            Self::TooManyDeviceRequests => {
                "Nothing is wrong with the request. Each client may have 5,000 devices that wait for a user at a time, and a network \
                 may begin one in 5 seconds beyond the first 100. Wait some minutes, and look whether a program begins new requests in \
                 place of waiting for its user."
            }
            Self::MissingDeviceCode => {
                "Send the device_code of the answer of the device authorization endpoint in the body, and not the user_code (RFC 8628 \
                 §3.4)."
            }
            Self::UnknownDeviceCode => {
                "The device code is not one of this client, or was issued too long ago. Check that it was stored whole, and that it is \
                 sent to the issuer that it came from. Otherwise begin again with a new device authorization request."
            }
            Self::ForeignDeviceCode => "The device code was issued to another client. Check that both requests carry the same client ID.",
            Self::UsedDeviceCode => {
                "A device code brings tokens once. Stop asking with it as soon as tokens have come. If their answer was lost, begin \
                 again with a new device authorization request."
            }
            Self::ExpiredDeviceCode => {
                "A device code lives for 10 minutes. Begin again with a new device authorization request, once a person at the device \
                 asks for it (RFC 8628 §3.5)."
            }
            Self::AuthorizationPending => {
                "Ask again after the interval, until the user has decided or expires_in is over (RFC 8628 §3.5). Nothing is wrong."
            }
            Self::SlowDown => {
                "Wait for the interval of the answer of the device authorization endpoint between two requests, counted from the \
                 answer, and 5 seconds longer after each slow_down (RFC 8628 §3.5). Look for two timers that ask with the same device \
                 code."
            }
            Self::MissingSubjectToken => "Send the access token that is exchanged in the body, as subject_token (RFC 8693 §2.1).",
            Self::SubjectTokenType => {
                "Access tokens of this issuer are exchanged, and no others: no refresh tokens, no ID tokens, and no JWTs of somebody else. Send \
                 subject_token_type with this value, whatever the token looks like (RFC 8693 §3)."
            }
            Self::RequestedTokenType => {
                "An exchange brings an access token, and no refresh token. Leave requested_token_type out, or send this value (RFC 8693 §3)."
            }
            Self::InvalidSubjectToken => {
                "The subject token is an access token of this issuer that was issued to this client, or that an administrator lets it exchange, and \
                 it has neither expired nor been ended. Check that it was sent whole, to the issuer that it came from, and without the word \
                 Bearer."
            }
            Self::ForeignSubjectToken => {
                "The application sent an access token of another client, which this one may not exchange. If it is meant to, add that client, or the \
                 resource server that this client is, to what it may exchange."
            }
            Self::EndedSubjectToken => {
                "The application sent an access token that has expired or was ended: with its refresh token, its user, its client, or what it was \
                 exchanged for. The caller gets a new one, and calls again."
            }
            Self::BoundSubjectToken => {
                "The token is bound to a key (RFC 9449) or a certificate (RFC 8705). Its own client exchanges it with a DPoP proof of the same key, \
                 or over mutual TLS with the same certificate; a resource server that it is for exchanges it as it came, if an administrator has \
                 set which resource server the client is. Nobody else can."
            }
            Self::ActorTokenType => {
                "Send both or neither: actor_token is an access token of this issuer, and actor_token_type is \
                 urn:ietf:params:oauth:token-type:access_token (RFC 8693 §2.1)."
            }
            Self::InvalidActorToken => {
                "The actor token is an access token of this issuer that this client could exchange, too: issued to it, for a resource server that \
                 it is, or of a client whose tokens it may exchange. It is valid, bound to no other key or certificate, and nobody acts with it for \
                 somebody else. Without one, this client itself is the actor."
            }
            Self::TooManyExchanges => {
                "A token can come from 6 others, those of actors among them. Look for services that exchange a token in a circle; and pass a token \
                 on as it is where it is for the next service already."
            }
            Self::ExchangeTarget => {
                "Name the target by the resource identifier of a service here, as resource or as audience: path and query must match exactly (RFC \
                 8707). It is one that the subject token is for, or one that an administrator lets this client ask for. The refusal has consumed \
                 nothing."
            }
            Self::MissingGrantAssertion => "Send the assertion that the issuer signed in the body, as assertion (RFC 7523 §2.1).",
            Self::MalformedGrantAssertion => {
                "The assertion is a JWT in its compact form, of at most 8 KB. Its claims are iss, sub, aud, exp and jti, and a jti has \
                 1 to 255 characters. Its typ is oauth-id-jag+jwt, JWT or absent; with the first, client_id and iat are there, too. An \
                 ID token or an access token is no assertion."
            }
            Self::GrantAssertionAlgorithm => {
                "The issuer signs by one of the algorithms that an administrator has set for it: ES256, ES384, EdDSA, PS256 or RS256. \
                 None of them is made with a shared secret."
            }
            Self::UntrustedIssuer => {
                "An administrator of this server says whose assertions are taken, and of which clients, under Settings › Trusted \
                 issuers. The iss of the assertion is compared to the letter: a slash at the end counts."
            }
            Self::DisabledIssuer => {
                "The issuer is among the trusted ones, and turned off. Turn it on if its assertions are meant to be taken."
            }
            Self::IssuerOfOtherClients => {
                "Add the client to those of the trusted issuer, or let every client use its assertions that has the grant."
            }
            Self::GrantAssertionKind => {
                "An identity assertion (ID-JAG) has the typ oauth-id-jag+jwt, and any other assertion JWT or none. Which of the two are \
                 taken is set for each issuer."
            }
            Self::WrongGrantAssertionSignature => {
                "The assertion must come from the issuer unchanged, and be signed by a key that is known of it under this kid. Where \
                 its keys are pinned, add a new one here before the issuer signs by it."
            }
            Self::UnknownGrantAssertionKey => {
                "The issuer signs by a key that is not known here. Add it to the keys of the trusted issuer, or give the address at \
                 which the issuer publishes them: it is read again at most once a minute."
            }
            Self::GrantAssertionAudience => {
                "Ask the assertion's issuer for one with this server's issuer as its audience, as the metadata has it. An assertion \
                 that is no identity assertion may name the token endpoint in its place. One that names others, too, could be used \
                 there, or theirs here."
            }
            Self::UntimelyGrantAssertion => {
                "Ask for an assertion when it is needed, and use it at once. Its exp is no further ahead, and no longer after its iat, \
                 than the trusted issuer's longest assertion; neither iat nor nbf is ahead. The clocks may differ by 30 seconds."
            }
            Self::OtherClientsGrantAssertion => {
                "The issuer writes into client_id by which identifier the client is known at this server, and not its own. It has to be \
                 told that identifier."
            }
            Self::ReplayedGrantAssertion => {
                "An assertion is good for one access token. Ask its issuer for another one each time; an access token can be used until \
                 it expires."
            }
            Self::UnknownAssertionSubject => {
                "The user must be there before the assertion comes: none is made for it. An administrator has set which claim of the \
                 issuer's assertions says who the user is, and what it is compared with: a user ID, a sign-in name, or an address that \
                 is verified. An administrator can also link the issuer's subject to the user, who is then found by it."
            }
            Self::MissingAssertionSubject => {
                "Let the issuer put this claim into its assertions, as a text, choose another one for the trusted issuer, or link the \
                 issuer's subject to the user on the user's page."
            }
            Self::UnverifiedAssertionSubject => {
                "Users of this issuer are found by an address that is verified, and an address that anybody could have typed at the \
                 issuer is not. Let the issuer send email_verified as true, find its users by another claim, or link its subjects to \
                 users on their pages."
            }
            Self::InactiveAssertionSubject => {
                "The user may not sign in here at present, whatever the issuer says. Enable the user if that is meant to be otherwise."
            }
            Self::MissingRefreshToken => {
                "Send the newest refresh token of this user in the body. If there is none, the user has to sign in."
            }
            Self::UnknownRefreshToken => {
                "This is not a refresh token that this issuer gave to this client. Check that it was stored whole (up to 128 \
                 characters), that client and issuer are those of the same environment, and that it is not an access token. Then let the \
                 user sign in again."
            }
            Self::ForgedRefreshToken => "This text was not issued here, or was changed. Check that it was stored whole.",
            Self::ForeignRefreshToken => "The refresh token was issued to another client, and stays valid there.",
            Self::ExpiredRefreshToken => {
                "A refresh token ends after its lifetime, which no refresh extends, or when it is not used for too long. Let the user \
                 sign in again."
            }
            Self::TokenAheadOfDatabase => {
                "The server's database was restored from a backup that is older than this token. Nothing is wrong with the application, and \
                 sending the token again cannot help. Discard it, and let the user sign in again."
            }
            Self::RevokedRefreshToken => {
                "It was ended early: by your application, the user, an administrator, or because an old token came back. Discard it and \
                 let the user sign in again. Sending it again cannot help."
            }
            Self::ReusedRefreshToken => {
                "A token that had been replaced was used again too late, which can mean theft. So all tokens of this sign-in have ended \
                 (RFC 9700 §4.14.2). Check that the new refresh token of each answer is stored before it is used, and that two processes \
                 of your application do not keep one each. Let the user sign in again."
            }
            Self::OfflineAccessEnded => {
                "The refresh token was issued with offline_access, which the client may no longer ask for. Ask the administrator. Once \
                 it is allowed again, the token works again."
            }
            Self::WithoutOfflineAccessEnded => {
                "The refresh token was issued without offline_access, which is no longer possible. Ask for offline_access in the next \
                 authorization request, or ask the administrator."
            }
            Self::InvalidTarget => {
                "A resource is an absolute address without a # part that an administrator registered for a service here: path and query \
                 must match exactly, except for the slash of an empty path (RFC 3986 §6.2.3). At the token endpoint, the authorization \
                 request must have named it, too."
            }
            Self::MalformedDetails => {
                "Send authorization_details as JSON text: an array of objects, each with a type; in a request object as the array itself. The \
                 members locations, actions, datatypes and privileges are lists of texts, and identifier is a text (RFC 9396 §2)."
            }
            Self::OversizedDetails => {
                "There are at most 10 objects with 4,096 bytes in all, nested at most 8 deep: they travel in access tokens, and so in headers. Leave \
                 large data with the resource server, and ask for it by an identifier."
            }
            Self::RepeatedDetails => {
                "Authorization details are a set: send each object once, whatever the order of its members. Two that are meant to be two differ, for \
                 example by a member identifier."
            }
            Self::UnknownDetailsType => {
                "The types that can be asked for are authorization_details_types_supported of the metadata. They are compared character by \
                 character (RFC 9396 §2)."
            }
            Self::ForbiddenDetailsType => "Ask the administrator to let the client ask for this authorization details type.",
            Self::UnusableDetailsType => {
                "The administrator of this server has to make the JSON Schema of this type simpler: to check an object by it could take too long. \
                 What was granted of the type stays good."
            }
            Self::DetailsMisfit => {
                "The description names the object, counted from 0, and the place in it. Compare it with the JSON Schema of the type: what that does \
                 not name is refused (RFC 9396 §5). Texts hold no control characters and none that nobody sees, because users read them."
            }
            Self::DetailsBeyondGrant => {
                "A token can have the same objects as were granted, or some of them: each is compared as a whole, with all its members. Leave \
                 authorization_details out for all that was granted. The refusal has consumed nothing."
            }
            Self::MissingProof => {
                "The client is registered for tokens that are bound to a key, or this token is bound to one. Send a DPoP header with a \
                 proof that was made for this request (RFC 9449 §4)."
            }
            Self::SeveralProofs => "Send one DPoP header. Look for a layer that adds a second one when it sends a request again.",
            Self::MalformedProof => {
                "The header of the JWT has typ, alg and jwk: typ is dpop+jwt, alg one of dpop_signing_alg_values_supported, and jwk a \
                 public key of that algorithm without its private part. The claims are jti, htm, htu and iat, and a jti has at most 100 \
                 characters."
            }
            Self::ForeignProof => {
                "Make a proof for each request: htm is its method, htu its address as the metadata has it, without query and fragment. \
                 Behind a proxy, htu is the address that the outside world sees."
            }
            Self::UntimelyProof => {
                "A proof is valid for one minute. Make it when the request is sent, and set the clock of the machine: iat may be 60 \
                 seconds old and 10 seconds ahead."
            }
            Self::ReplayedProof => "Make a new proof with a new jti for each request, even if the same request is sent again.",
            Self::ProofOfOtherToken => {
                "Beside an access token, a proof has ath: the SHA-256 of the token as it is sent, in base64url without padding."
            }
            Self::MissingNonce => {
                "Put the value of this answer's DPoP-Nonce header into the claim nonce of a new proof, and send the request again: it \
                 has consumed nothing. Libraries do this by themselves."
            }
            Self::WrongNonce => {
                "A nonce is valid for at least five minutes, in the workspace that issued it. Keep the one in the latest DPoP-Nonce \
                 header, put it into a new proof and send the request again: it has consumed nothing."
            }
            Self::OtherKey => {
                "The code was asked for with the dpop_jkt of another key, or the refresh token was issued to another one. Keep the key \
                 for as long as the refresh token. If it is lost, the user has to sign in again."
            }
            Self::MissingCertificate => {
                "The client is registered for tokens that are bound to its certificate, or this refresh token is bound to one. Send the request \
                 with the certificate, to token_endpoint of mtls_endpoint_aliases in the metadata where there are any (RFC 8705 §5)."
            }
            Self::OtherCertificate => {
                "The client has no other authentication, so its refresh token is for the certificate that it was issued to (RFC 8705 §4). Keep \
                 the certificate for as long as the refresh token. If it was replaced, the user has to sign in again."
            }
            Self::ProofBesideCertificate => {
                "A token is bound to a key or to a certificate. Switch DPoP off in the library, or ask the administrator to bind the client's \
                 tokens to a key."
            }
            Self::MalformedThumbprint => "The dpop_jkt is the SHA-256 thumbprint of the public key (RFC 7638): 43 characters of base64url.",
            Self::MissingToken => "Send the token in the body, as the parameter token.",
            Self::ForeignToken => "A client can only revoke its own tokens. Nothing was revoked.",
            Self::PublicIntrospection => {
                "Introspect from a server that has a secret. An application in a browser or on a device does not need it: expires_in \
                 says when its token ends."
            }
            Self::UnsignedIntrospection => {
                "Send Accept: application/token-introspection+jwt, and verify the JWT that comes back by the keys of jwks_uri (RFC 9701). Or ask the \
                 administrator to let the client have answers that are not signed."
            }
            Self::MissingBearer => "Send the access token in the Authorization header, after the word Bearer.",
            Self::BearerInQuery => "Addresses end up in logs and histories. Send the access token in the Authorization header.",
            Self::InvalidToken => {
                "Get a new access token with the refresh token. Check that it is an access token of this issuer, and not an ID token or \
                 a refresh token."
            }
            Self::BoundTokenAsBearer => {
                "The token response had token_type DPoP. Send Authorization: DPoP and a DPoP header with a proof that has ath."
            }
            Self::BearerTokenAsBound => {
                "The token response had token_type Bearer: no proof came with the token request. Send one there, or use Authorization: \
                 Bearer."
            }
            Self::TokenOfOtherKey => "Sign the proof with the key that signed the one of the token request.",
            Self::TokenWithoutCertificate => {
                "Present the token with the certificate that was used at the token request, to userinfo_endpoint of mtls_endpoint_aliases in the \
                 metadata where there are any (RFC 8705 §5)."
            }
            Self::TokenOfOtherCertificate => {
                "Use the certificate of the token request (RFC 8705 §3). After the certificate was replaced, get a new access token first."
            }
            Self::OtherAudience => {
                "The token was asked for with a resource, and is for that resource server alone. Ask for a token without resource to use \
                 it here."
            }
            Self::InsufficientScope => {
                "UserInfo answers to access tokens that were granted openid. Ask for it in the authorization request."
            }
            Self::OtherThumbprint => {
                "Leave dpop_jkt out where a DPoP proof comes with the request: the code is bound to the key of the proof. If both are sent, \
                 they name one key (RFC 9449 §10.1)."
            }
            Self::NoClient => "Send client_id with the authorization request. An empty value counts as missing.",
            Self::UnknownClient => {
                "Check client_id, and that the request goes to the issuer that the client is registered with. An inactive client is not \
                 known either. The user sees this on a page: without a client there is no address to answer to."
            }
            Self::UnavailableClientDocument => {
                "Open the client_id from somewhere else on the Internet: it has to be answered with status 200 and JSON of at most 64 KB, within \
                 5 seconds, without a redirect, over TLS and at a public address. It is asked again after a few seconds. Where this server \
                 has no way there, an administrator can pin the document."
            }
            Self::UnfitClientDocument => {
                "The document has its own address as client_id, to the letter, and redirect_uris; no client_secret, and none or private_key_jwt \
                 for token_endpoint_auth_method. The server's log has the member that is wrong."
            }
            Self::TooManyClientDocuments => {
                "Delete clients that nobody uses any more, or raise the limit: Settings, Client registration, Most registered clients."
            }
            Self::MissingRedirectUri => {
                "It can be left out only if the client is registered with exactly one (RFC 6749 §3.1.2.3). This client has several, or \
                 none yet."
            }
            Self::UnnamedRedirectUri => {
                "Send redirect_uri in each request, also where the client is registered with one alone (FAPI 2.0 Security Profile §5.3.2.2)."
            }
            Self::UnregisteredRedirectUri => {
                "The redirect_uri has to be one of those that the client is registered with, exactly: scheme, host, port, path and a \
                 slash at the end count (RFC 9700 §2.1). Only the port of a loopback address is free, for native applications. Ask the \
                 administrator to add it."
            }
            Self::InteractionExpired => {
                "The user left the sign-in or consent page open for more than half an hour. Start again in the application."
            }
            Self::MissingResponseType => "Send response_type=code.",
            Self::UnknownResponseType => {
                "The implicit and hybrid flows are not offered (RFC 9700 §2.1.2). Use response_type=code with PKCE, in a browser too."
            }
            Self::UnknownResponseMode => {
                "Leave response_mode out to get the answer in the query, or ask for form_post. With jwt, query.jwt, fragment.jwt and form_post.jwt \
                 the answer is a signed JWT."
            }
            Self::MalformedRequestObject => {
                "The object is a signed JWT in its compact form, of at most 16 KB; encrypted ones are not supported. Its claims are iss, aud, exp \
                 and client_id, and the parameters beside them: each once, as a text or a number; resource may be a list. Its \
                 typ is oauth-authz-req+jwt, JWT or absent, there is no crit, and sub is not the client ID."
            }
            Self::RequestObjectAlgorithm => {
                "Sign with one of request_object_signing_alg_values_supported of the metadata, and with the private half of a key that the client is \
                 registered with. Objects that are unsigned, or signed with a client secret, are not supported."
            }
            Self::NestedRequestObject => "Put the parameters themselves into the object, without request and request_uri (RFC 9101 §4).",
            Self::ForeignRequestObject => {
                "The client ID stands in three places: as iss and as client_id in the object, and as client_id beside it (RFC 9101 §5)."
            }
            Self::RequestObjectAudience => "Set aud to the issuer as the metadata has it.",
            Self::UntimelyRequestObject => {
                "An exp is at most an hour after nbf, or after iat where there is no nbf; some minutes will do, because an object is read when it \
                 comes. Neither nbf nor iat is ahead: set the clock of the machine, which may be off by 30 seconds. Make a new object for each \
                 request."
            }
            Self::WrongRequestObjectSignature => {
                "Sign with the private half of a key that the client is registered with, and name it by its kid. An administrator sees what was \
                 found, among the client's failed requests."
            }
            Self::UnknownRequestObjectKey => {
                "The application signs its requests with a key that is not registered, or names it by another kid. Add its public half to the \
                 client's keys; while a key is replaced, both are registered. Keys that are published at an address are read again at most once a \
                 minute."
            }
            Self::MissingRequestObjectKeys => {
                "The application signs its requests, and the client has no keys by which they could be verified. Add the public half of the \
                 application's key at the client, under OAuth; it may authenticate as before."
            }
            Self::SignedRequestRequired => {
                "Send the parameters in a JWT that the client signed, as request, with client_id beside it (RFC 9101); it can be pushed, too. Most \
                 libraries have a switch for it."
            }
            Self::RequestObjectWithoutStart => {
                "Put an nbf into the request object: the second in which it is made (FAPI 2.0 Message Signing §5.3). Its exp is at most an hour \
                 later."
            }
            Self::RequestUri => {
                "A request_uri is taken if the pushed authorization request endpoint of this issuer returned it (RFC 9126), and no other. Push \
                 the request, or send the parameters themselves."
            }
            Self::RequestBesideRequestUri => {
                "Send one of the two: an object is pushed as request, and its reference is sent alone (RFC 9101 §5)."
            }
            Self::PushedRequestUri => {
                "Push the parameters themselves, without request_uri: it is what the answer brings, for the authorization endpoint (RFC 9126 \
                 §2.1)."
            }
            Self::PushedRequestRequired => {
                "Send the parameters by POST to pushed_authorization_request_endpoint of the metadata, with the client's authentication, and \
                 send the user to the authorization endpoint with client_id and the request_uri of the answer (RFC 9126). Most libraries have \
                 a switch for it."
            }
            Self::UnknownRequestUri => {
                "Send the request_uri as it came, with the client_id of the client that pushed the request, and to the issuer that it was \
                 pushed to. One that ended long ago is not known any more."
            }
            Self::ForeignRequestUri => "The request was pushed by another client. Push and send it with the same client_id.",
            Self::UsedRequestUri => {
                "A request_uri is good for one answer (RFC 9126 §4). Push a new request for each sign-in, also when the user goes back or loads \
                 an old page again."
            }
            Self::ExpiredRequestUri => {
                "The user's browser has a minute to come with a request_uri, and then half an hour to finish. Push the request when the user \
                 wants to sign in, and send the browser on at once."
            }
            Self::ForeignIdTokenHint => {
                "Send an ID token of this issuer whose aud is your client ID; one that has expired will do. Leave the parameter out to \
                 let any user sign in."
            }
            Self::MalformedMaxAge => "Send a whole number of seconds, 0 or more.",
            Self::MalformedClaims => {
                "The claims are a JSON object with the members userinfo and id_token, each an object of claims by their names: \
                 null, or an object with essential, value and values (OpenID Connect Core §5.5). It has at most 4 KB, and 50 \
                 claims in each of the two."
            }
            Self::UnknownPrompt => "The values are none, login, consent and select_account, separated by spaces.",
            Self::PromptNoneNotAlone => {
                "The prompt none means that the user must not be asked anything, so it cannot be combined with another value."
            }
            Self::MissingChallenge => "Switch on PKCE in your library: send code_challenge and code_challenge_method=S256 (RFC 7636 §4.3).",
            Self::ChallengeRequired => {
                "Switch on PKCE in your library: send code_challenge and code_challenge_method=S256 (RFC 7636 §4.3). Clients that authenticate \
                 need it here, too."
            }
            Self::MalformedChallenge => {
                "The challenge is the base64url of the SHA-256 of the verifier, without padding: 43 characters (RFC 7636 §4.2)."
            }
            Self::UnknownChallengeMethod => {
                "Send both code_challenge and code_challenge_method=S256. A missing method means plain, which protects nothing (RFC 7636 \
                 §4.3)."
            }
            Self::SignedResponseRequired => {
                "Switch on signed authorization responses (JARM) in your library: send response_mode=jwt, and verify the JWT that comes back as \
                 response by the keys of this issuer."
            }
            Self::UnfitClient => {
                "The client could not exchange its code for tokens here. Let its administrator register it with private_key_jwt and its public keys, \
                 or with a certificate."
            }
            Self::LoginRequired => {
                "The request has prompt=none, and the user has no session here that is recent enough, or another user is signed in than \
                 the id_token_hint names. Send the user through an authorization request without prompt=none. Browsers send no session \
                 cookie from a hidden frame: use a refresh token instead."
            }
            Self::UnmetAuthenticationRequirements => {
                "The request needs an acr, by an essential claim in the claims parameter, that the user cannot reach: mfa takes \
                 an authenticator app or a passkey, and phr takes a passkey, which users set up on their account page. \
                 acr_values_supported of the metadata names the levels. Where the application can do with less, ask by \
                 acr_values, and look at the acr that comes."
            }
            Self::ConsentRequired => {
                "The request has prompt=none, and the user has not agreed to all that it asks for, or agreed to offline access too long \
                 ago. Send the user through an authorization request without prompt=none."
            }
            Self::InteractionRequired => {
                "The request has prompt=none. The client has no secret, and its redirect URI is on the user's device: a loopback address \
                 or a scheme of its own, where any program could receive the answer (RFC 6749 §10.2, RFC 8252 §8.6). So the user is \
                 asked each time. Keep the user signed in with a refresh token, or use a redirect URI with https."
            }
            Self::AccessDenied => {
                "The user chose not to share what was asked for. Explain what it is for, and let them try again when they want to."
            }
        }
    }
}
