use leptos::prelude::*;

use crate::{
    t,
    ui::{Copyable, Notice, Tone},
};

/// Sends a link along to the page that is led to next, where it is shown only once. `of` says whose it is.
pub(super) fn show_link(of: &str, page: &str, token: &domain::secret::Secret<String>) {
    crate::api::show_once(&format!("{of}.{page}.{}", token.expose()));
}

/// Returns the link that was sent along, where it is of this page.
pub(super) fn shown_link(of: &str, page: &str) -> Result<Option<String>, crate::api::ApiError> {
    let Some(sent) = crate::api::shown_once() else { return Ok(None) };
    let Some(token) = sent.strip_prefix(&format!("{of}.{page}.")) else { return Ok(None) };
    let mut link = crate::api::control()?.base_url().clone();
    link.set_path(page);
    link.query_pairs_mut().append_pair("token", token);
    Ok(Some(link.to_string()))
}

/// A link that is shown only once.
#[component]
pub(super) fn ShownLink(
    /// The link.
    link: Option<String>,
    /// What it is, in words.
    label: &'static str,
) -> impl IntoView {
    link.map(|link| {
        view! {
            <Notice tone=Tone::Warning>
                <strong>{t!("administrators-link-send")}</strong>
                <Copyable text=link label/>
            </Notice>
        }
    })
    .into_any()
}
