//! A form that asks the browser for a passkey.

use engine::passkey::OfferedPasskey;
use maud::{Markup, PreEscaped, html};

use crate::{browser::passkeys::SCRIPT, oauth::visit::Visit, paths::WorkspaceRoute};

/// What is asked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Asking {
    /// Any passkey, in place of the password: the field for the name offers them, too.
    Alone,
    /// One of the user's, after the password.
    Second,
    /// A new one.
    Create,
}

impl Asking {
    const fn code(self) -> &'static str {
        match self {
            Self::Alone => "alone",
            Self::Second => "second",
            Self::Create => "create",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Alone => "Sign in with a passkey",
            Self::Second => "Use a passkey",
            Self::Create => "Create passkey",
        }
    }

    /// What is said where there is no JavaScript, and no button.
    const fn without_script(self) -> &'static str {
        match self {
            Self::Alone => "Passkeys need JavaScript. Without it, sign in with your password.",
            Self::Second => "Passkeys need JavaScript. Without it, use a code.",
            Self::Create => "Passkeys need JavaScript. Turn it on for this site, and add the passkey then.",
        }
    }

    /// What is said where the browser has no passkeys, and no button.
    const fn without_passkeys(self) -> &'static str {
        match self {
            Self::Alone => "This browser has no passkeys. Sign in with your password.",
            Self::Second => "This browser has no passkeys. Use a code.",
            Self::Create => "This browser has no passkeys. Use another one.",
        }
    }
}

/// Writes the form, with its script behind it: the page's forms are [`super::Forms::with_passkey`].
pub(super) fn form(visit: &Visit, route: WorkspaceRoute, asking: Asking, offered: &OfferedPasskey, fields: &Markup) -> Markup {
    let primary = asking != Asking::Alone;
    html! {
        (visit.form(route, &html! {
            (fields)
            input type="hidden" name="ceremony" value=(offered.sealed);
            input type="hidden" name="credential";
            div data-passkey=(asking.code()) data-options=(offered.options) hidden {
                button type="submit" class=[(!primary).then_some("secondary")] { (asking.label()) }
                p class="problem" role="alert" data-passkey-problem hidden {}
            }
            p class="quiet" data-passkey-missing hidden { (asking.without_passkeys()) }
            noscript { p class="quiet" { (asking.without_script()) } }
        }))
        script { (PreEscaped(SCRIPT)) }
    }
}
