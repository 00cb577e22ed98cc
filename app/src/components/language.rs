use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    api::{ApiError, Language, go_to, keep_language, language, sent_from, session},
    form::PlainForm,
    paths, t,
};

/// Shows the console in another language in this browser from now on, and leads back to the page.
#[server]
pub async fn set_language(language: String) -> Result<(), ApiError> {
    session()?.signed_in().await?.ok_or(ApiError::SignedOut)?;
    keep_language(Language::read(&language));
    go_to(sent_from().as_deref().unwrap_or(paths::ACCOUNT));
    Ok(())
}

crate::form::needs!(SetLanguage);

/// The choice between the languages of the console, each by its own name.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let on = language();
    let buttons = Language::ALL.map(|one| {
        let pressed = (one == on).to_string();
        view! { <button type="submit" name="language" value=one.tag() lang=one.tag() aria-pressed=pressed>{one.own_name()}</button> }
    });
    view! {
        <PlainForm to=SetLanguage::url()>
            <div class="segments" role="group" aria-label=t!("components-language")>{buttons.into_iter().collect_view()}</div>
        </PlainForm>
    }
    .into_any()
}
