//! Where the answer to an authorization request goes (RFC 6749 §3.1.2).

use domain::{
    client::{Client, ClientStatus},
    client_document::ClientName,
    decision::Condition,
    explanation::Check,
    id::ClientId,
};

use super::response_mode::ResponseMode;
use crate::{
    document_clients::NoDocument,
    engine::Engine,
    error::Refusal,
    form::Form,
    realm::Realm,
    storage::{Storage, StorageError},
    trail::Trail,
};

/// Whether the answer can be sent anywhere.
pub(crate) enum Destination {
    /// To this address of a known client.
    Known(Box<ReturnAddress>),
    /// Nowhere; of a request for a client that exists, with that client.
    Unknown(Unanswerable, Option<ClientId>),
}

/// Why a request cannot be answered to its client.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unanswerable {
    /// Not a form, or a parameter twice.
    #[error("The address that led here is malformed.")]
    Malformed,
    /// No client is named.
    #[error("The application that sent you here did not say which it is.")]
    NoClient,
    /// The client is unknown, or inactive.
    #[error("The application that sent you here is not known.")]
    Client,
    /// The client is known by a document that the workspace does not take.
    #[error("The application that sent you here is not known.")]
    UntakenDocument,
    /// The client is known by a document that cannot be read.
    #[error("What the application that sent you here publishes about itself cannot be read at the moment. Try again in a few minutes.")]
    UnavailableDocument,
    /// The client is known by a document that is none of a client here.
    #[error("What the application that sent you here publishes about itself does not fit this server.")]
    UnfitDocument,
    /// The workspace has as many clients that are known by a document as it may have.
    #[error("No more applications can be allowed here. Tell whoever runs this service.")]
    TooManyDocuments,
    /// No redirect URI is named, and the client does not have exactly one.
    #[error("The application that sent you here gave no return address.")]
    NoRedirectUri,
    /// No redirect URI is named, and the workspace asks for one in each request.
    #[error("The application that sent you here gave no return address.")]
    UnnamedRedirectUri,
    /// The redirect URI is not registered.
    #[error("The application that sent you here gave a return address that is not registered for it.")]
    RedirectUri,
    /// The `request_uri` refers to no pushed request (RFC 9126 §4).
    #[error("What the application asked for is not known here, or no longer. Go back to the application and start again.")]
    UnknownRequestUri,
    /// The `request_uri` refers to a request that another client pushed.
    #[error("What the application asked for is not known here, or no longer. Go back to the application and start again.")]
    ForeignRequestUri,
    /// The pushed request was answered before.
    #[error("This sign-in was finished before. Go back to the application; if it did not sign you in, start again there.")]
    UsedRequestUri,
    /// The pushed request has expired.
    #[error("This sign-in took too long to begin or to finish. Go back to the application and start again.")]
    ExpiredRequestUri,
}

impl Unanswerable {
    /// The refusal, for the client's developer.
    pub const fn refusal(self) -> Refusal {
        match self {
            Self::Malformed => Refusal::RepeatedParameter,
            Self::NoClient => Refusal::NoClient,
            Self::Client | Self::UntakenDocument => Refusal::UnknownClient,
            Self::UnavailableDocument => Refusal::UnavailableClientDocument,
            Self::UnfitDocument => Refusal::UnfitClientDocument,
            Self::TooManyDocuments => Refusal::TooManyClientDocuments,
            Self::NoRedirectUri => Refusal::MissingRedirectUri,
            Self::UnnamedRedirectUri => Refusal::UnnamedRedirectUri,
            Self::RedirectUri => Refusal::UnregisteredRedirectUri,
            // Whose it is, is not for whoever asks.
            Self::UnknownRequestUri | Self::ForeignRequestUri => Refusal::UnknownRequestUri,
            Self::UsedRequestUri => Refusal::UsedRequestUri,
            Self::ExpiredRequestUri => Refusal::ExpiredRequestUri,
        }
    }
}

impl Unanswerable {
    /// The refusal of a request for a client that exists, for administrators.
    pub(super) const fn found(self) -> Refusal {
        match self {
            Self::Client => Refusal::InactiveClient,
            Self::UntakenDocument => Refusal::UntakenClientDocument,
            Self::ForeignRequestUri => Refusal::ForeignRequestUri,
            _ => self.refusal(),
        }
    }
}

/// The address that an answer goes to.
pub(crate) struct ReturnAddress {
    pub(super) client: Client,
    pub(super) redirect_uri: String,
    /// Whether the request names it.
    pub(super) redirect_uri_named: bool,
    pub(super) response_mode: ResponseMode,
    pub(super) state: Option<String>,
}

impl ReturnAddress {
    /// The client that it belongs to.
    pub(crate) const fn client(&self) -> &Client {
        &self.client
    }
}

impl<S: Storage> Engine<S> {
    /// Returns where the answer may go: a known client and one of its addresses. Until then nothing is sent anywhere.
    pub(crate) async fn return_address(&self, realm: &Realm, form: &Form, trail: &mut Trail) -> Result<Destination, StorageError> {
        let (found, unknown) = match form.get("client_id") {
            Some(name) => match name.parse::<ClientName>() {
                Ok(name) => (self.asking_client(realm, &name).await?, Unanswerable::Client),
                Err(_) => (Err((NoDocument::NotTaken, None)), Unanswerable::Client),
            },
            None => (Err((NoDocument::NotTaken, None)), Unanswerable::NoClient),
        };
        let existing = match &found {
            Ok(client) => Some(client.id),
            Err((_, existing)) => *existing,
        };
        let active = match found {
            Ok(client) if client.status == ClientStatus::Active => Ok(client),
            // Of a stored one its administrators learn which it is.
            Err((NoDocument::NotTaken, Some(_))) => Err(Unanswerable::UntakenDocument),
            Ok(_) | Err((NoDocument::NotTaken, None)) => Err(unknown),
            Err((NoDocument::Unavailable, _)) => Err(Unanswerable::UnavailableDocument),
            Err((NoDocument::Unfit, _)) => Err(Unanswerable::UnfitDocument),
        };
        let client = match trail.note(Check::Condition(Condition::ClientActive), active) {
            Ok(client) => client,
            Err(unanswerable) => return Ok(Destination::Unknown(unanswerable, existing)),
        };
        let redirect_uri = match trail.note(Check::RedirectUri, self.redirect_uri(realm, &client, form)) {
            Ok(redirect_uri) => redirect_uri,
            Err(unanswerable) => return Ok(Destination::Unknown(unanswerable, existing)),
        };
        // A page of ours is never posted to from elsewhere, and reads the answer as it is.
        let named = form.get("response_mode").filter(|_| !self.is_trial_of(realm, client.id, &redirect_uri));
        let response_mode = ResponseMode::of(named).unwrap_or(ResponseMode::Query);
        let redirect_uri_named = form.get("redirect_uri").is_some();
        let state = form.get("state").map(str::to_owned);
        Ok(Destination::Known(Box::new(ReturnAddress { client, redirect_uri, redirect_uri_named, response_mode, state })))
    }

    /// Returns the address of the client that the answer may go to: the one that the request names, or the only one.
    pub(crate) fn redirect_uri(&self, realm: &Realm, client: &Client, form: &Form) -> Result<String, Unanswerable> {
        let named = form.get("redirect_uri");
        // The address of a test sign-in is ours, and nobody else can make one.
        if let Some(named) = named.filter(|named| self.is_trial_of(realm, client.id, named)) {
            return Ok(named.to_owned());
        }
        let wanted = match (named, client.settings.redirect_uris.as_slice()) {
            (Some(named), _) if client.settings.may_return_to(named) => Ok(named.to_owned()),
            (Some(_), _) => Err(Unanswerable::RedirectUri),
            // FAPI 2.0 Security Profile §5.3.2.2.
            (None, _) if realm.workspace.authorization.security.require_redirect_uri => Err(Unanswerable::UnnamedRedirectUri),
            (None, [only]) => Ok(only.to_string()),
            (None, _) => Err(Unanswerable::NoRedirectUri),
        };
        wanted.and_then(|uri| if self.may_send_to(&uri) { Ok(uri) } else { Err(Unanswerable::RedirectUri) })
    }
}
