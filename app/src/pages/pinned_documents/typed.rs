//! A document as it is pasted, and the field for it.

use domain::{
    client_document::ClientIdUrl,
    problem::Problem,
    settings::{
        authorization::AuthorizationSettings,
        pinned_documents::{PinnedDocument, PinnedDocumentError},
    },
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{api::ApiError, form::Form, t, ui::TextArea};

/// A document as it is pasted.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedDocument {
    /// *Document*
    pub document: String,
}

impl TypedDocument {
    /// A document as its page shows it.
    pub fn of(document: &PinnedDocument) -> Self {
        Self { document: document.pretty() }
    }

    /// Reads it. Where it takes the place of one that is there, it is of the same address.
    pub fn parse(&self, address: Option<&ClientIdUrl>) -> Result<PinnedDocument, ApiError> {
        let document = PinnedDocument::parse(&self.document).map_err(|error| ApiError::invalid("document", error))?;
        match address {
            Some(address) if address != document.url() => Err(ApiError::invalid("document", PinnedDocumentError::OtherAddress)),
            _ => Ok(document),
        }
    }
}

/// Returns the settings with this document, in place of the one of its address or beside the others.
pub fn with_document(settings: &AuthorizationSettings, document: PinnedDocument) -> AuthorizationSettings {
    let registration = settings.registration.clone().with_pinned(document);
    AuthorizationSettings { registration, ..settings.clone() }
}

/// Returns the settings without a document for this address.
pub fn without_document(settings: &AuthorizationSettings, address: &ClientIdUrl) -> AuthorizationSettings {
    let registration = settings.registration.clone().without_pinned(address);
    AuthorizationSettings { registration, ..settings.clone() }
}

/// What is wrong with the documents is wrong with the one that is saved: the others were saved before.
pub fn at_the_document(mut error: ApiError) -> ApiError {
    if let ApiError::Invalid { problems, .. } = &mut error {
        for at in problems.iter_mut().filter(|at| at.field == "pinned_client_documents") {
            "document".clone_into(&mut at.field);
        }
    }
    error
}

/// The problem of a document for an address that has one.
pub fn taken() -> ApiError {
    ApiError::invalid("document", Problem::Taken)
}

/// The field of a document.
#[component]
pub fn DocumentField(
    /// The form it is in.
    form: Form,
    /// What it shows.
    typed: TypedDocument,
) -> impl IntoView {
    view! {
        <TextArea
            input=form.field("document", typed.document)
            label=t!("settings-pinned-document")
            hint=t!("settings-pinned-document-hint")
            mono=true
            rows=16
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = r#"{"client_id":"https://app.example.com/client.json","redirect_uris":["https://app.example.com/cb"]}"#;

    #[test]
    fn a_document_that_is_saved_as_it_was_shown_is_the_same_and_keeps_its_address() {
        let typed = TypedDocument { document: DOCUMENT.to_owned() };
        let document = typed.parse(None).unwrap();
        let shown = TypedDocument::of(&document);
        assert_eq!(shown.parse(Some(document.url())).unwrap(), document);
        let other = ClientIdUrl::parse("https://app.example.com/other.json").unwrap();
        let error = shown.parse(Some(&other)).unwrap_err();
        assert_eq!(error.problems()[0].problem, Problem::PinnedDocument(PinnedDocumentError::OtherAddress));
        let settings = with_document(&AuthorizationSettings::default(), document.clone());
        assert_eq!(with_document(&settings, document.clone()), settings, "it takes its own place");
        assert_eq!(without_document(&settings, document.url()), AuthorizationSettings::default());
    }

    #[test]
    fn what_is_no_document_is_told_at_the_field() {
        let error = TypedDocument { document: "notes".to_owned() }.parse(None).unwrap_err();
        assert_eq!(error.problems()[0].field, "document");
        let error = at_the_document(ApiError::invalid("pinned_client_documents", Problem::Duplicate));
        assert_eq!(error.problems()[0].field, "document");
    }
}
