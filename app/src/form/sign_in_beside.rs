use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    api::{ApiError, Renewal, renew_session},
    paths,
};

/// Returns the token for the forms of whoever is signed in now, and how long their session goes on. Being asked, it goes on.
#[server(client = crate::api::Caller)]
pub async fn load_form_token() -> Result<Renewal, ApiError> {
    crate::api::desk()?;
    crate::api::session()?.signed_in().await?.ok_or(ApiError::SignedOut)?;
    Ok(Renewal { token: crate::api::form_token(), time: use_context() })
}

/// Leads to the sign-in page in another tab. Whoever comes back from there sends the same form again, as it stands.
#[component]
pub fn SignInBeside() -> impl IntoView {
    let signed_in = RwSignal::new(false);
    Effect::new(move |_| {
        let focus = window_event_listener(ev::focus, move |_| {
            spawn_local(async move {
                if let Ok(renewal) = load_form_token().await {
                    renew_session(&renewal);
                    let _ = signed_in.try_set(true);
                }
            });
        });
        on_cleanup(move || focus.remove());
    });
    move || {
        if signed_in.get() {
            view! { <strong>"You are signed in again. Save once more."</strong> }.into_any()
        } else {
            view! {
                <a href=paths::SIGN_IN target="_blank" rel="external">"Sign in in another tab"</a>
                ", come back here and save. Nothing you typed is lost."
            }
            .into_any()
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos::server_fn::ServerFn;

    use super::*;

    #[test]
    fn whoever_has_no_token_yet_asks_for_one_at_its_address() {
        assert_eq!(LoadFormToken::PATH, paths::FORM_TOKEN);
    }
}
