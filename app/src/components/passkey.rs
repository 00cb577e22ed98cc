use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    paths, t,
    ui::{Button, Kind},
};

/// A passkey that a page asks for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AskedPasskey {
    /// What the script asks the browser for, as JSON.
    pub options: String,
    /// The challenge on its way back, sealed.
    pub sealed: String,
}

#[cfg(feature = "ssr")]
impl From<control::OfferedPasskey> for AskedPasskey {
    fn from(control::OfferedPasskey { options, sealed }: control::OfferedPasskey) -> Self {
        Self { options, sealed }
    }
}

/// The fields and the button of a form that asks the browser for a passkey, with the script that does it. Without JavaScript the form says so.
#[component]
pub fn PasskeyButton(
    /// What is asked for.
    asked: AskedPasskey,
    /// What the script does: `alone`, `second` or `create`.
    does: &'static str,
    /// What the button says.
    label: &'static str,
    /// Its weight.
    #[prop(default = Kind::Secondary)]
    kind: Kind,
    /// What to do where there are no passkeys: a sentence.
    otherwise: &'static str,
    /// Why the last one was not accepted.
    problem: Option<String>,
) -> impl IntoView {
    let AskedPasskey { options, sealed } = asked;
    view! {
        {problem.map(|sentence| view! { <p class="field-problem" role="alert">{sentence}</p> })}
        <input type="hidden" name="ceremony" value=sealed/>
        <input type="hidden" name="credential"/>
        <div
            data-passkey=does
            data-options=options
            data-already=t!("components-passkey-already")
            data-unused=t!("components-passkey-unused")
            data-failed=t!("components-passkey-failed")
            hidden
        >
            <Button kind>{label}</Button>
            <p class="field-problem" role="alert" data-passkey-problem="" hidden></p>
        </div>
        <p data-passkey-missing="" hidden>{t!("components-passkey-missing", otherwise = otherwise)}</p>
        <noscript>
            <p>{t!("components-passkey-script", otherwise = otherwise)}</p>
        </noscript>
        <script src=paths::PASSKEY_SCRIPT defer></script>
    }
    .into_any()
}
