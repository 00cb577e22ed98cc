use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_location};

use crate::{
    api::ApiError,
    paths,
    ui::{Glyph, Icon, Title},
};

/// The page in place of one that cannot be shown.
#[component]
pub fn Failure(
    /// Why.
    error: ApiError,
) -> impl IntoView {
    let location = use_location();
    let (path, query) = (location.pathname.get_untracked(), location.search.get_untracked());
    let here = if query.is_empty() { path } else { format!("{path}?{query}") };
    let next: String = form_urlencoded::byte_serialize(here.as_bytes()).collect();
    let back = format!("{}?next={next}", paths::SIGN_IN);
    let (title, glyph) = match &error {
        ApiError::NotFound => ("Not found", Glyph::Search),
        ApiError::SignedOut => ("Signed out", Glyph::Key),
        ApiError::Forbidden => ("Not allowed", Glyph::Shield),
        _ => ("That did not work", Glyph::Failure),
    };
    let sentence = match &error {
        // A page was loaded, nothing was to be changed.
        ApiError::Internal => "Something went wrong on our side. The server's log says what.",
        ApiError::Transport => "The page could not be loaded. Try it again.",
        ApiError::Forbidden => "You are not allowed to see this.",
        other => other.sentence(),
    };
    let signed_out = error == ApiError::SignedOut;
    if error == ApiError::NotFound {
        crate::api::set_not_found();
    }
    view! {
        <Title text=title/>
        <div class="failure">
            <Icon glyph/>
            <h1>{title}</h1>
            <p>{sentence}</p>
            {if signed_out {
                view! { <a class="button" data-kind="primary" href=back>"Sign in"</a> }.into_any()
            } else {
                view! { <A href=paths::HOME attr:class="button" attr:data-kind="secondary">"Go to the console's start"</A> }.into_any()
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
