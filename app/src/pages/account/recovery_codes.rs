//! Recovery codes on their way to the page that shows them once.

use domain::secret::Secret;
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::{show_once, shown_once},
    paths, t,
    ui::{CodeBlock, Notice, Tone},
};

/// What the cookie begins with that takes them there.
const SHOWN: &str = "recovery-codes.";

/// Sends recovery codes along to the page.
pub(super) fn show_codes(codes: &[Secret<String>]) {
    let codes: Vec<&str> = codes.iter().map(|code| code.expose().as_str()).collect();
    show_once(&format!("{SHOWN}{}", codes.join(".")));
}

/// Returns the codes that were sent along, each on a line.
pub(super) fn shown_codes() -> Option<String> {
    shown_once().and_then(|sent| sent.strip_prefix(SHOWN).map(|codes| codes.replace('.', "\n")))
}

/// Recovery codes, the one time that they are shown.
#[component]
pub(super) fn NewCodes(
    /// The codes, each on a line.
    codes: String,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning>
            <strong>{t!("account-codes-write-down")}</strong>
            <p>{t!("account-codes-each")}</p>
            <CodeBlock label=t!("account-codes-label") code=codes/>
            <A href=paths::HOME>{t!("account-codes-go-on")}</A>
        </Notice>
    }
    .into_any()
}
