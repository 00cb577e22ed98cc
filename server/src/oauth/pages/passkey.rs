//! A form that asks the browser for a passkey.

use engine::passkey::OfferedPasskey;
use maud::{Markup, PreEscaped, html};
use translation::Language;

use crate::{browser::passkeys::SCRIPT, oauth::visit::Visit, paths::WorkspaceRoute, text::t};

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

    fn label(self, language: Language) -> &'static str {
        match self {
            Self::Alone => t!(language, "sign-in-passkey-alone"),
            Self::Second => t!(language, "sign-in-passkey-second"),
            Self::Create => t!(language, "sign-in-passkey-create"),
        }
    }

    /// What is said where there is no JavaScript, and no button.
    fn without_script(self, language: Language) -> &'static str {
        match self {
            Self::Alone => t!(language, "sign-in-passkey-alone-without-script"),
            Self::Second => t!(language, "sign-in-passkey-second-without-script"),
            Self::Create => t!(language, "sign-in-passkey-create-without-script"),
        }
    }

    /// What is said where the browser has no passkeys, and no button.
    fn without_passkeys(self, language: Language) -> &'static str {
        match self {
            Self::Alone => t!(language, "sign-in-passkey-alone-without-passkeys"),
            Self::Second => t!(language, "sign-in-passkey-second-without-passkeys"),
            Self::Create => t!(language, "sign-in-passkey-create-without-passkeys"),
        }
    }
}

/// Writes the form, with its script behind it: the page's forms are [`super::Forms::with_passkey`].
pub(super) fn form(visit: &Visit, route: WorkspaceRoute, asking: Asking, offered: &OfferedPasskey, fields: &Markup) -> Markup {
    let (primary, language) = (asking != Asking::Alone, visit.language());
    html! {
        (visit.form(route, &html! {
            (fields)
            input type="hidden" name="ceremony" value=(offered.sealed);
            input type="hidden" name="credential";
            div data-passkey=(asking.code()) data-options=(offered.options) data-already=(t!(language, "sign-in-passkey-already"))
                data-unused=(t!(language, "sign-in-passkey-unused")) data-failed=(t!(language, "sign-in-passkey-failed")) hidden {
                button type="submit" class=[(!primary).then_some("secondary")] { (asking.label(language)) }
                p class="problem" role="alert" data-passkey-problem hidden {}
            }
            p class="quiet" data-passkey-missing hidden { (asking.without_passkeys(language)) }
            noscript { p class="quiet" { (asking.without_script(language)) } }
        }))
        script { (PreEscaped(SCRIPT)) }
    }
}
