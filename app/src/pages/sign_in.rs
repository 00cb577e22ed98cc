//! Signing in, with a password or once without.

mod code;
mod invitation;
mod once;
mod password;

pub use code::{SignInCodePage, TypedNext};
pub use invitation::{InvitationPage, OwnInvitationPage};
pub use once::SignInOncePage;
pub use password::SignInPage;

use leptos::prelude::*;

use crate::ui::{Logo, Title, TitleOfConsole};

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
        <TitleOfConsole/>
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
