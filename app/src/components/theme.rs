use leptos::{prelude::*, server_fn::ServerFn};
use leptos_router::hooks::use_location;

use crate::{
    api::{ApiError, Theme, go_to, keep_theme, operator, theme},
    form::PlainForm,
    paths,
};

/// Shows the console in other colours in this browser from now on, and leads back to the page.
#[server]
pub async fn set_theme(theme: Theme, #[server(default)] back: String) -> Result<(), ApiError> {
    operator()?;
    keep_theme(theme);
    go_to(&paths::page(&back).unwrap_or_else(|| paths::ACCOUNT.to_owned()));
    Ok(())
}

crate::form::needs!(SetTheme);

/// The choice between the colours of the system, light and dark ones.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    // Without its query, which can be a secret's.
    let (on, here) = (theme(), use_location().pathname.get_untracked());
    let buttons = Theme::ALL.map(|one| {
        view! { <button type="submit" name="theme" value=one.name() aria-pressed=(one == on).to_string()>{one.label()}</button> }
    });
    view! {
        <PlainForm to=SetTheme::url()>
            <input type="hidden" name="back" value=here/>
            <div class="segments" role="group" aria-label="Theme">{buttons.into_iter().collect_view()}</div>
        </PlainForm>
    }
    .into_any()
}
