//! What the server hands to a page: the token of its forms, who it is shown to, and what failed of a form that was sent from it. Nothing of
//! this is in the page's address, where anybody could put it.

use leptos::prelude::*;

#[cfg(feature = "ssr")]
use super::{ApiError, Typed};

/// The header by which a script sends the token of a page's forms.
pub const FORM_TOKEN_HEADER: &str = "x-form-token";
/// The field by which a form sends it.
pub const FORM_TOKEN_FIELD: &str = "form_token";
/// The name of the head's element that holds it.
#[cfg(not(feature = "ssr"))]
const FORM_TOKEN_META: &str = "meta[name='form-token']";

/// The token of the forms of the page that is rendered, as the server provides it.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct FormToken(pub String);

/// The field by which a form says who it was shown to.
pub const FORM_OF_FIELD: &str = "form_of";

/// Returns the identifier of the administrator to whom this page is shown; empty for none.
#[cfg(feature = "ssr")]
pub fn form_of() -> String {
    super::signed_in().map(|administrator| administrator.id.to_string()).unwrap_or_default()
}

/// A form that was sent from the page that is rendered, and failed.
#[cfg(feature = "ssr")]
#[derive(Debug, Clone)]
pub struct FailedForm {
    /// The address of the server function.
    pub function: String,
    /// Why it failed, and what was typed as far as the server function read it.
    pub error: ApiError,
    /// What was sent; nothing where the error holds it.
    pub sent: Typed,
}

/// Returns the token of this page's forms.
pub fn form_token() -> String {
    #[cfg(feature = "ssr")]
    return use_context::<FormToken>().map(|token| token.0).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    head(FORM_TOKEN_META, "content").unwrap_or_default()
}

/// The head's elements.
#[cfg(feature = "ssr")]
pub fn page_head() -> impl IntoView {
    view! {
        <meta name="form-token" content=form_token()/>
        {super::session_time::session_meta()}
    }
}

/// Gives the page that is rendered the status of a page that is not there.
#[cfg(feature = "ssr")]
pub fn set_not_found() {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

#[cfg(not(feature = "ssr"))]
fn head(selector: &str, attribute: &str) -> Option<String> {
    document().query_selector(selector).ok()??.get_attribute(attribute)
}
