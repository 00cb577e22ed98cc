//! Signing in, with a password or once without.

mod code;
mod forgotten;
mod invitation;
mod new_password;
mod next;
mod once;
mod password;

pub use code::SignInCodePage;
pub use forgotten::ForgottenPasswordPage;
pub use invitation::{InvitationPage, OwnInvitationPage};
pub use new_password::NewPasswordPage;
pub use next::TypedNext;
pub use once::SignInOncePage;
pub use password::SignInPage;

use leptos::prelude::*;

use crate::{
    api::{ApiError, control},
    components::why_not_shown,
    layout::{EnvironmentBadge, environment_name},
    ui::{Logo, Notice, Title, TitleOfConsole, Tone},
};

/// Returns whether a link to a new password can be sent.
async fn load_offers_recovery() -> Result<bool, ApiError> {
    Ok(control()?.offers_administrator_recovery())
}

/// In place of what is known of a link, where that cannot be told: the link may be as good as ever.
fn not_told(error: &ApiError) -> AnyView {
    let why = why_not_shown(error);
    view! { <Notice tone=Tone::Bad>{why}</Notice> }.into_any()
}

/// The page around a sign-in form.
#[component]
fn SignInFrame(
    /// What is done here.
    title: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title/>
        <TitleOfConsole before=environment_name()/>
        <main class="sign-in">
            <div class="sign-in-card">
                <div class="sign-in-logo"><Logo/> <EnvironmentBadge/></div>
                <h1>{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
