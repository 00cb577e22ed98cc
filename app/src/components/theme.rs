use leptos::{prelude::*, server_fn::ServerFn};

use crate::{
    api::{ApiError, Theme, go_to, keep_theme, sent_from, session, theme},
    form::PlainForm,
    paths, t,
};

/// Shows the console in other colours in this browser from now on, and leads back to the page.
#[server]
pub async fn set_theme(theme: Theme) -> Result<(), ApiError> {
    session()?.signed_in().await?.ok_or(ApiError::SignedOut)?;
    keep_theme(theme);
    go_to(sent_from().as_deref().unwrap_or(paths::ACCOUNT));
    Ok(())
}

crate::form::needs!(SetTheme);

/// The choice between the colours of the system, light and dark ones.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let on = theme();
    let buttons = Theme::ALL.map(|one| {
        view! { <button type="submit" name="theme" value=one.name() aria-pressed=(one == on).to_string()>{label(one)}</button> }
    });
    view! {
        <PlainForm to=SetTheme::url()>
            <div class="segments" role="group" aria-label=t!("components-theme")>{buttons.into_iter().collect_view()}</div>
        </PlainForm>
    }
    .into_any()
}

fn label(theme: Theme) -> &'static str {
    match theme {
        Theme::System => t!("components-theme-system"),
        Theme::Light => t!("components-theme-light"),
        Theme::Dark => t!("components-theme-dark"),
    }
}
