//! Signing in, with a password or once without.

mod code;
mod invitation;
mod once;
mod password;

pub use code::SignInCodePage;
pub use invitation::{InvitationPage, OwnInvitationPage};
pub use once::SignInOncePage;
pub use password::SignInPage;

use leptos::prelude::*;
use leptos_meta::Title;

use crate::ui::Logo;

/// The page around a sign-in form.
#[component]
fn SignInFrame(
    /// What is done here.
    title: &'static str,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <Title text=title formatter=|title: String| format!("{title} · Regrant")/>
        <main class="sign-in">
            <div class="sign-in-card">
                <Logo/>
                <h1>{title}</h1>
                {children()}
            </div>
        </main>
    }
    .into_any()
}
