//! What the server hands to a page in its head: the token of its forms, and the outcome of a form that was sent from it without JavaScript.
//! Nothing of this is in the page's address, where anybody could put it.

use leptos::{prelude::*, server::ServerActionError};
use serde::{Deserialize, Serialize};
#[cfg(not(feature = "ssr"))]
use wasm_bindgen::JsCast as _;

use super::{SessionTime, Typed, session_time::renew_session_time};

/// The header by which a script sends the token of a page's forms.
pub const FORM_TOKEN_HEADER: &str = "x-form-token";
/// The field by which a form sends it.
pub const FORM_TOKEN_FIELD: &str = "form_token";
/// The name of the head's element that holds it.
#[cfg(not(feature = "ssr"))]
const FORM_TOKEN_META: &str = "meta[name='form-token']";
/// The same for a form that failed.
#[cfg(not(feature = "ssr"))]
const FAILED_FORM_META: &str = "meta[name='failed-form']";

/// The token of the forms of the page that is rendered, as the server provides it.
#[derive(Debug, Clone)]
pub struct FormToken(pub String);

/// The field by which a form says who it was shown to.
pub const FORM_OF_FIELD: &str = "form_of";
/// The name of the head's element that holds it.
#[cfg(not(feature = "ssr"))]
const FORM_OF_META: &str = "meta[name='form-of']";

/// Returns the identifier of the administrator to whom this page was shown; empty for none.
pub fn form_of() -> String {
    #[cfg(feature = "ssr")]
    return super::signed_in().map(|administrator| administrator.id.to_string()).unwrap_or_default();
    #[cfg(not(feature = "ssr"))]
    head(FORM_OF_META, "content").unwrap_or_default()
}

/// What was sent without JavaScript by a form that failed, as its page shows it again.
#[derive(Debug, Clone)]
pub struct SentForm(pub Typed);

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
    let failed = use_context::<ServerActionError>();
    view! {
        <meta name="form-token" content=form_token()/>
        <meta name="form-of" content=form_of()/>
        {super::session_time::session_meta()}
        {failed.map(|failed| {
            let sent = use_context::<SentForm>().and_then(|SentForm(typed)| serde_json::to_string(&typed).ok());
            view! { <meta name="failed-form" content=failed.err().to_owned() data-path=failed.path().to_owned() data-sent=sent/> }
        })}
    }
}

/// Gives the page that is rendered the status of a page that is not there. In the browser there is nothing to do.
pub fn set_not_found() {
    #[cfg(feature = "ssr")]
    if let Some(response) = leptos::prelude::use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(axum::http::StatusCode::NOT_FOUND);
    }
}

/// Tells the page that comes alive about the form that failed, as the server did when it rendered it. Pages that are opened afterwards are
/// not told.
pub fn recall_failed_form() {
    #[cfg(not(feature = "ssr"))]
    if let (Some(path), Some(error), Some(owner)) =
        (head(FAILED_FORM_META, "data-path"), head(FAILED_FORM_META, "content"), Owner::current())
    {
        provide_context(ServerActionError::new(&path, &error));
        if let Some(typed) = head(FAILED_FORM_META, "data-sent").and_then(|typed| serde_json::from_str(&typed).ok()) {
            provide_context(SentForm(typed));
        }
        Effect::new(move |_| owner.with(|| provide_context(ServerActionError::new("", ""))));
    }
}

/// What a page needs that outlived its session: the token of the one that there is now, and how long that goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Renewal {
    /// The token of its forms.
    pub token: String,
    /// How long it goes on.
    pub time: Option<SessionTime>,
}

/// Takes another session into this page: one that began while the page was open, or the same that goes on.
pub fn renew_session(renewal: &Renewal) {
    renew_session_time(renewal.time);
    let token = &renewal.token;
    #[cfg(not(feature = "ssr"))]
    {
        if let Ok(Some(meta)) = document().query_selector(FORM_TOKEN_META) {
            let _ = meta.set_attribute("content", token);
        }
        let fields = document().query_selector_all(&format!("input[name='{FORM_TOKEN_FIELD}']"));
        let fields = fields.iter().flat_map(|fields| (0..fields.length()).filter_map(|index| fields.item(index)));
        for field in fields.filter_map(|field| field.dyn_into::<web_sys::Element>().ok()) {
            let _ = field.set_attribute("value", token);
        }
    }
    #[cfg(feature = "ssr")]
    let _ = token;
}

#[cfg(not(feature = "ssr"))]
fn head(selector: &str, attribute: &str) -> Option<String> {
    document().query_selector(selector).ok()??.get_attribute(attribute)
}
