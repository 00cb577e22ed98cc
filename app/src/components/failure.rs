use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    api::ApiError,
    paths, t,
    ui::{Glyph, Icon, Title},
};

/// Returns why something cannot be shown. A page was loaded, nothing was to be changed.
pub fn why_not_shown(error: &ApiError) -> &'static str {
    match error {
        ApiError::Internal => t!("components-failure-internal-text"),
        ApiError::Transport => t!("components-failure-transport-text"),
        ApiError::Forbidden => t!("components-failure-forbidden-text"),
        other => other.sentence(),
    }
}

/// The page in place of one that cannot be shown.
#[component]
pub fn Failure(
    /// Why.
    error: ApiError,
) -> impl IntoView {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    let here = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    let back = format!("{}?next={next}", paths::SIGN_IN);
    let (title, glyph) = match &error {
        ApiError::NotFound => (t!("components-failure-not-found"), Glyph::Search),
        ApiError::NoSuchPlace => (t!("components-failure-no-such-place"), Glyph::Search),
        ApiError::SignedOut => (t!("components-failure-signed-out"), Glyph::Key),
        ApiError::Forbidden => (t!("components-failure-forbidden"), Glyph::Shield),
        _ => (t!("components-failure-other"), Glyph::Failure),
    };
    let sentence = why_not_shown(&error);
    let is_place = error == ApiError::NoSuchPlace;
    let signed_out = error == ApiError::SignedOut;
    if is_place || error == ApiError::NotFound {
        crate::api::set_not_found();
    }
    view! {
        <Title text=title/>
        <div class="failure">
            <Icon glyph/>
            <h1>{title}</h1>
            <p>{sentence}</p>
            {if signed_out {
                view! { <a class="button" data-kind="primary" href=back>{t!("components-failure-sign-in")}</a> }.into_any()
            } else if is_place {
                view! { <A href=path attr:class="button" attr:data-kind="secondary">{t!("components-failure-first-page")}</A> }.into_any()
            } else {
                view! { <A href=paths::HOME attr:class="button" attr:data-kind="secondary">{t!("components-failure-start")}</A> }.into_any()
            }}
        </div>
    }
    .into_any()
}

/// The page for an unknown address.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Failure error=ApiError::NotFound/> }.into_any()
}
