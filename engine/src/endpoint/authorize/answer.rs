//! The outcomes of an authorization request, and the pages that it leads to.

use std::net::IpAddr;

use domain::{name::Name, provenance::Provenance, sign_in_method::Acr, user::User};

use super::{
    response_mode::ResponseMode,
    return_address::Unanswerable,
    terms::{AskedDetail, AskedScope},
};
use crate::error::Refusal;

/// The outcome of an authorization request.
#[derive(Debug)]
pub enum Authorization {
    /// The request does not say reliably where the answer may be sent: only the user is told (RFC 6749 §4.1.2.1).
    Unanswerable(Unanswerable),
    /// The page was open for too long.
    Expired {
        /// The query of the request, to make it again; none if it is not known.
        request: Option<String>,
    },
    /// The answer, for the client.
    Answer(AuthorizationAnswer),
    /// A refusal that the user sees before it goes to the client.
    Refused(Box<RefusedPage>),
    /// The user has to sign in first.
    SignIn(SignInPage),
    /// The user has to agree first.
    Consent(Box<ConsentPage>),
    /// The user has to decide about a device.
    Device(Box<DevicePage>),
    /// The user has decided about a device, or cannot any more.
    DeviceEnd(DeviceEnd),
    /// The code of the device was typed in another browser: the user of this one types it first.
    UserCodeElsewhere,
}

/// An authorization response (RFC 6749 §4.1.2), with `iss` in each (RFC 9207 §2): among its parameters, or in the JWT that is its only one.
#[derive(Debug)]
pub struct AuthorizationAnswer {
    /// Where it goes: a registered redirect URI.
    pub redirect_uri: String,
    /// How it travels.
    pub response_mode: ResponseMode,
    /// Its parameters.
    pub parameters: Vec<(&'static str, String)>,
}

/// What the sign-in page needs.
#[derive(Debug, Clone)]
pub struct SignInPage {
    /// The request, to be sent back with the form.
    pub interaction: String,
    /// The client's name.
    pub client_name: String,
    /// Who stands for it.
    pub provenance: Provenance,
    /// `login_hint`: who the client thinks will sign in.
    pub login_hint: Option<String>,
    /// Whether another user is signed in than the client asks for (`id_token_hint`).
    pub other_user: bool,
    /// The level that the client asks for and that the sign-in so far has not reached (`acr`).
    pub step_up: Option<Acr>,
    /// The first step that the user has made, where a second factor is all that is missing: what its code is sent with.
    pub second_step: Option<String>,
    /// `ui_locales`: the languages that the client asks for, in its order (OpenID Connect Core §3.1.2.1).
    pub ui_locales: Option<String>,
}

/// What the consent page needs.
#[derive(Debug, Clone)]
pub struct ConsentPage {
    /// The request, to be sent back with the form.
    pub interaction: String,
    /// The client's name.
    pub client_name: String,
    /// The user who is asked.
    pub user: User,
    /// The scopes that are asked for, without offline access.
    pub scopes: Vec<AskedScope>,
    /// The services whose resource servers the access is for; none if it is for the workspace itself.
    pub services: Vec<Name>,
    /// The authorization details that are asked for (RFC 9396).
    pub details: Vec<AskedDetail>,
    /// How long offline access is asked for, in seconds; none if it is not asked for.
    pub offline_access: Option<i64>,
    /// Whether the user agreed to all of it before, or need not agree, and is asked because another program could pass for the client.
    pub known: bool,
    /// Who stands for the client. Where that is no administrator, its name says no more than that anybody can call themselves so.
    pub provenance: Provenance,
    /// Whether the user is sent back to a program on their own machine, which any other there could pass for.
    pub returns_to_device: bool,
    /// Where the user will be sent back to.
    pub redirect_uri: String,
    /// `ui_locales`: the languages that the client asks for, in its order (OpenID Connect Core §3.1.2.1).
    pub ui_locales: Option<String>,
}

/// What the page about a device needs.
#[derive(Debug, Clone)]
pub struct DevicePage {
    /// The request, to be sent back with the form.
    pub interaction: String,
    /// The code that the device shows, as it does.
    pub user_code: String,
    /// The client's name.
    pub client_name: String,
    /// Who stands for it.
    pub provenance: Provenance,
    /// The user who is asked.
    pub user: User,
    /// The scopes that are asked for, without offline access.
    pub scopes: Vec<AskedScope>,
    /// The services whose resource servers the access is for; none if it is for the workspace itself.
    pub services: Vec<Name>,
    /// The authorization details that are asked for (RFC 9396).
    pub details: Vec<AskedDetail>,
    /// How long offline access is asked for, in seconds; none if it is not asked for.
    pub offline_access: Option<i64>,
    /// Where the device asked from.
    pub address: Option<IpAddr>,
}

/// What came of a device's request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceEnd {
    /// The user allowed it.
    Allowed {
        /// The client's name.
        client_name: String,
    },
    /// The user refused it.
    Denied {
        /// The client's name.
        client_name: String,
    },
    /// It has expired, was decided about before, or its client may not ask any more.
    Over,
}

/// What the page about a refusal needs.
#[derive(Debug)]
pub struct RefusedPage {
    /// The client's name.
    pub client_name: String,
    /// Why it was refused.
    pub refusal: Refusal,
    /// The answer to the client, once the user continues.
    pub answer: AuthorizationAnswer,
    /// `ui_locales`: the languages that the client asks for, in its order (OpenID Connect Core §3.1.2.1).
    pub ui_locales: Option<String>,
}
