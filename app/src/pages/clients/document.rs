//! The document that a client is known by.

use domain::{client::Client, client_document::ClientDocument, view::ClientView};
use leptos::prelude::*;

use super::about::said;
use crate::{
    t,
    ui::{Copyable, Fact, Facts, Notice, Section, Time, Tone},
};

/// Returns why nobody changes a client's settings here; nothing where that is not so.
pub(super) fn document_rules(client: &Client) -> Option<&'static str> {
    client.document.as_ref().map(|_| t!("clients-document-rules"))
}

/// What stands on every page of a client with a document.
#[component]
pub(super) fn OfDocument(document: ClientDocument) -> impl IntoView {
    view! {
        <Notice tone=Tone::Neutral>{t!("clients-document-notice", host = document.url.host())}</Notice>
    }
    .into_any()
}

/// The document of a client; nothing of one that has none.
#[component]
pub(super) fn Document(view: ClientView) -> impl IntoView {
    let Some(ClientDocument { url, read_at, about }) = view.client.document else { return ().into_any() };
    view! {
        <Section title=t!("clients-document") lead=t!("clients-document-lead")>
            <Facts>
                <Fact name=t!("clients-document-url")>
                    <Copyable text=url.to_string() label=t!("clients-document-url-copied")/>
                </Fact>
                <Fact name=t!("clients-document-read")><Time utc=read_at.to_string()/></Fact>
                {said(about)}
            </Facts>
        </Section>
    }
    .into_any()
}
