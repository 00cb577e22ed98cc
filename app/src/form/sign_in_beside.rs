use leptos::{ev, prelude::*, task::spawn_local};

use crate::{
    api::{ApiError, Renewal, form_of, renew_session},
    paths,
};

/// Returns the token for the forms of the administrator to whom a page was shown, and how long their session goes on. Being asked, it goes on.
///
/// # Errors
/// [`ApiError::OtherPage`] where somebody else is signed in by now.
#[server(client = crate::api::Caller)]
pub async fn load_form_token(of: String) -> Result<Renewal, ApiError> {
    crate::api::operator()?;
    let signed_in = crate::api::session()?.signed_in().await?.ok_or(ApiError::SignedOut)?;
    if signed_in.administrator.to_string() != of {
        return Err(ApiError::OtherPage);
    }
    Ok(Renewal { token: crate::api::form_token(), time: use_context() })
}

/// Leads to the sign-in page in another tab. Whoever comes back from there sends the same form again, as it stands.
#[component]
pub fn SignInBeside() -> impl IntoView {
    let (signed_in, other) = (RwSignal::new(false), RwSignal::new(false));
    Effect::new(move |_| {
        let focus = window_event_listener(ev::focus, move |_| {
            spawn_local(async move {
                match load_form_token(form_of()).await {
                    Ok(renewal) => {
                        renew_session(&renewal);
                        let _ = (signed_in.try_set(true), other.try_set(false));
                    }
                    Err(ApiError::OtherPage) => {
                        let _ = other.try_set(true);
                    }
                    Err(_) => {}
                }
            });
        });
        on_cleanup(move || focus.remove());
    });
    move || {
        if other.get() {
            view! { <strong>"Somebody else is signed in now, and this form is not theirs. Sign in as before, or reload the page."</strong> }
                .into_any()
        } else if signed_in.get() {
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
