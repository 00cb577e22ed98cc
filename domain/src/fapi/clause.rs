//! The clauses, by document and section, in our own words.

use serde::{Deserialize, Serialize};

/// A document of FAPI 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Document {
    /// FAPI 2.0 Security Profile.
    SecurityProfile,
    /// FAPI 2.0 Message Signing, which adds to it.
    MessageSigning,
}

impl Document {
    /// Both.
    pub const ALL: [Self; 2] = [Self::SecurityProfile, Self::MessageSigning];

    /// The value on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SecurityProfile => "security_profile",
            Self::MessageSigning => "message_signing",
        }
    }

    /// What it is called.
    pub const fn title(self) -> &'static str {
        match self {
            Self::SecurityProfile => "FAPI 2.0 Security Profile",
            Self::MessageSigning => "FAPI 2.0 Message Signing",
        }
    }
}

macro_rules! clauses {
    ($($(#[$doc:meta])* $name:ident { code: $code:literal, document: $document:ident, section: $section:literal, asks: $asks:literal, })*) => {
        /// A clause.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Clause { $($(#[$doc])* $name,)* }

        impl Clause {
            /// All of them, in the order of their sections.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable name.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            /// The document that it is in.
            pub const fn document(self) -> Document {
                match self { $(Self::$name => Document::$document,)* }
            }

            /// The section of the document.
            pub const fn section(self) -> &'static str {
                match self { $(Self::$name => $section,)* }
            }

            /// What it asks, in a sentence.
            pub const fn asks(self) -> &'static str {
                match self { $(Self::$name => $asks,)* }
            }
        }
    };
}

clauses! {
    /// TLS.
    Tls {
        code: "tls",
        document: SecurityProfile,
        section: "5.2.1",
        asks: "The issuer and its endpoints are reached by TLS alone.",
    }
    /// Metadata.
    Metadata {
        code: "metadata",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "The metadata are published.",
    }
    /// No passwords for tokens.
    NoPasswordGrant {
        code: "no_password_grant",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Passwords are not exchanged for tokens: there is no such grant, and no implicit one.",
    }
    /// Authentication of clients.
    ClientAuthentication {
        code: "client_authentication",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Clients are confidential, and authenticate by private_key_jwt or mutual TLS.",
    }
    /// Bound access tokens.
    BoundAccessTokens {
        code: "bound_access_tokens",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Access tokens are bound to a key (DPoP) or a certificate (mutual TLS).",
    }
    /// No open redirector.
    NoOpenRedirector {
        code: "no_open_redirector",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Users are sent to registered addresses alone.",
    }
    /// The audience of assertions.
    AssertionAudience {
        code: "assertion_audience",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Client assertions are taken whose audience is the issuer, as a text, and no others.",
    }
    /// No rotation.
    NoRotation {
        code: "no_rotation",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Refresh tokens of clients that authenticate do not rotate.",
    }
    /// The nonce of a proof.
    DpopNonce {
        code: "dpop_nonce",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "A proof of possession may have to have a nonce of the server.",
    }
    /// The lifetime of codes.
    CodeLifetime {
        code: "code_lifetime",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "Authorization codes live for 60 seconds at most.",
    }
    /// Codes that are bound.
    CodeBinding {
        code: "code_binding",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "An authorization code can be bound to a DPoP key.",
    }
    /// Clocks that differ.
    Clocks {
        code: "clocks",
        document: SecurityProfile,
        section: "5.3.2.1",
        asks: "A JWT from up to 10 seconds ahead is taken, and one from more than 60 seconds ahead is refused.",
    }
    /// The code grant.
    CodeGrant {
        code: "code_grant",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Users sign in by the authorization code grant.",
    }
    /// Pushed requests.
    PushedRequests {
        code: "pushed_requests",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Authorization requests are pushed by clients that authenticate, and no others are taken.",
    }
    /// PKCE.
    Pkce {
        code: "pkce",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Each authorization request has PKCE with S256.",
    }
    /// Named redirect URIs.
    NamedRedirectUri {
        code: "named_redirect_uri",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Each pushed request names its redirect URI.",
    }
    /// The issuer in answers.
    ResponseIssuer {
        code: "response_issuer",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Authorization responses name the issuer (iss).",
    }
    /// Encrypted connections to clients.
    EncryptedRedirects {
        code: "encrypted_redirects",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "Redirect URIs are https, but for loopback addresses of native applications.",
    }
    /// Codes are used once.
    CodeOnce {
        code: "code_once",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "An authorization code that was used is refused.",
    }
    /// Redirects without what was posted.
    SeeOther {
        code: "see_other",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "What users type is not sent on by a redirect: it is answered with 303, never with 307.",
    }
    /// The lifetime of a `request_uri`.
    RequestUriLifetime {
        code: "request_uri_lifetime",
        document: SecurityProfile,
        section: "5.3.2.2",
        asks: "A request_uri expires in less than 600 seconds.",
    }
    /// What clients sign by.
    ClientAlgorithms {
        code: "client_algorithms",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "JWTs of clients are taken that are signed by ES256, PS256 or EdDSA, and no others.",
    }
    /// What the server signs by.
    ServerAlgorithms {
        code: "server_algorithms",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "JWTs of the server are signed by ES256, PS256 or EdDSA.",
    }
    /// The strength of keys and secrets.
    Strength {
        code: "strength",
        document: SecurityProfile,
        section: "5.4.1",
        asks: "RSA keys have 2,048 bits at least, keys of curves 224, and tokens and codes 128 bits of chance.",
    }
    /// Requests that are signed.
    SignedRequests {
        code: "signed_requests",
        document: MessageSigning,
        section: "5.3.1",
        asks: "Authorization requests are signed by their clients, and no others are taken.",
    }
    /// When signed requests are good.
    RequestTimes {
        code: "request_times",
        document: MessageSigning,
        section: "5.3.1",
        asks: "Request objects have the issuer for audience, an nbf, and an exp at most 60 minutes later.",
    }
    /// Answers that are signed.
    SignedResponses {
        code: "signed_responses",
        document: MessageSigning,
        section: "5.4.1",
        asks: "Authorization responses are signed (JARM).",
    }
    /// Introspection answers that are signed.
    SignedIntrospection {
        code: "signed_introspection",
        document: MessageSigning,
        section: "5.5.1",
        asks: "Introspection answers are signed for whoever asks for that (RFC 9701).",
    }
    /// What an API takes.
    OnlySignedIntrospection {
        code: "only_signed_introspection",
        document: MessageSigning,
        section: "5.5.2",
        asks: "An API that introspects tokens gets signed answers alone.",
    }
}
