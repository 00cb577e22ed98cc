//! What is written to users and administrators, in their language.

use domain::{name::Name, user_link::LinkPurpose};
use translation::Language;

use super::letter::{Letter, Link};
use crate::text::t;

fn good_for(language: Language, purpose: LinkPurpose) -> String {
    t!(language, "mails-good-for", duration = language.duration(purpose.lifetime()))
}

/// Asks whether an address is the user's.
pub(crate) fn confirm_email(language: Language, workspace: &Name, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-confirm-email-subject", workspace = workspace.to_string()),
        paragraphs: vec![
            t!(language, "mails-confirm-email-text", workspace = workspace.to_string()),
            good_for(language, LinkPurpose::ConfirmEmail),
        ],
        link: Some(Link { label: t!(language, "mails-confirm-email-link"), address }),
        closing: vec![t!(language, "mails-confirm-email-closing").to_owned()],
    }
}

/// Leads to a new password.
pub(crate) fn reset_password(language: Language, workspace: &Name, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-reset-password-subject", workspace = workspace.to_string()),
        paragraphs: vec![
            t!(language, "mails-reset-password-text", workspace = workspace.to_string()),
            good_for(language, LinkPurpose::ResetPassword),
        ],
        link: Some(Link { label: t!(language, "mails-reset-password-link"), address }),
        closing: vec![t!(language, "mails-reset-password-closing").to_owned()],
    }
}

/// Leads to a new password, at an administrator's wish.
pub(crate) fn password_link(language: Language, workspace: &Name, address: String) -> Letter {
    Letter {
        paragraphs: vec![
            t!(language, "mails-password-link-text", workspace = workspace.to_string()),
            good_for(language, LinkPurpose::ResetPassword),
        ],
        closing: vec![t!(language, "mails-password-link-closing").to_owned()],
        ..reset_password(language, workspace, address)
    }
}

/// Leads a new user to their first password.
pub(crate) fn invitation(language: Language, workspace: &Name, seconds: i64, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-invitation-subject", workspace = workspace.to_string()),
        paragraphs: vec![
            t!(language, "mails-invitation-text", workspace = workspace.to_string()),
            t!(language, "mails-good-for", duration = language.duration(seconds)),
        ],
        link: Some(Link { label: t!(language, "mails-invitation-link"), address }),
        closing: vec![t!(language, "mails-invitation-closing").to_owned()],
    }
}

/// Says that the password is another now.
pub(crate) fn password_changed(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-password-changed-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-password-changed-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-password-changed-closing").to_owned()],
    }
}

/// Says that a code is asked for from now on.
pub(crate) fn second_factor_set_up(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-second-factor-set-up-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-second-factor-set-up-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-tell").to_owned()],
    }
}

/// Says that a passkey can sign in from now on.
pub(crate) fn passkey_added(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-passkey-added-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-passkey-added-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-change").to_owned()],
    }
}

/// Says that a passkey does not sign in any more.
pub(crate) fn passkey_removed(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-passkey-removed-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-passkey-removed-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-change").to_owned()],
    }
}

/// Says that the codes of the authenticator app are not good any more, where passkeys are asked for instead.
pub(crate) fn app_removed(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-app-removed-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-app-removed-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-change").to_owned()],
    }
}

/// Says that other recovery codes are good now.
pub(crate) fn recovery_codes_replaced(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-recovery-codes-replaced-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-recovery-codes-replaced-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-change").to_owned()],
    }
}

/// Says that no code is asked for any more.
pub(crate) fn second_factor_removed(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-second-factor-removed-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-second-factor-removed-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-change").to_owned()],
    }
}

/// Says at the earlier address that another one took its place.
pub(crate) fn email_changed(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-email-changed-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-email-changed-text", workspace = workspace.to_string())],
        link: None,
        closing: vec![t!(language, "mails-not-you-tell").to_owned()],
    }
}

/// Asks to finish a registration.
pub(crate) fn register(language: Language, workspace: &Name, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-register-subject", workspace = workspace.to_string()),
        paragraphs: vec![t!(language, "mails-register-text", workspace = workspace.to_string()), good_for(language, LinkPurpose::Register)],
        link: Some(Link { label: t!(language, "mails-register-link"), address }),
        closing: vec![t!(language, "mails-register-closing").to_owned()],
    }
}

/// Says to somebody who has an account that their address was registered again.
pub(crate) fn registered_already(language: Language, workspace: &Name) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-registered-already-subject", workspace = workspace.to_string()),
        paragraphs: vec![
            t!(language, "mails-registered-already-text", workspace = workspace.to_string()),
            t!(language, "mails-registered-already-text-2").to_owned(),
        ],
        link: None,
        closing: vec![t!(language, "mails-registered-already-closing").to_owned()],
    }
}

/// Leads an administrator to a new password of the console. `host` is where the console is.
pub(crate) fn reset_console_password(language: Language, host: &str, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-console-reset-subject", host = host.to_owned()),
        paragraphs: vec![t!(language, "mails-console-reset-text", host = host.to_owned()), good_for(language, LinkPurpose::ResetPassword)],
        link: Some(Link { label: t!(language, "mails-reset-password-link"), address }),
        closing: vec![t!(language, "mails-reset-password-closing").to_owned()],
    }
}

/// Says to an administrator that the password is another now.
pub(crate) fn console_password_changed(language: Language, host: &str) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-console-changed-subject", host = host.to_owned()),
        paragraphs: vec![t!(language, "mails-console-changed-text", host = host.to_owned())],
        link: None,
        closing: vec![t!(language, "mails-console-changed-closing").to_owned()],
    }
}

/// Invites somebody to administer. What for is said by the page that it leads to.
pub(crate) fn administrator_invitation(language: Language, host: &str, seconds: i64, address: String) -> Letter {
    Letter {
        language,
        subject: t!(language, "mails-administrator-invitation-subject", host = host.to_owned()),
        paragraphs: vec![
            t!(language, "mails-administrator-invitation-text", host = host.to_owned()),
            t!(language, "mails-good-for", duration = language.duration(seconds)),
        ],
        link: Some(Link { label: t!(language, "mails-administrator-invitation-link"), address }),
        closing: vec![t!(language, "mails-administrator-invitation-closing").to_owned()],
    }
}
