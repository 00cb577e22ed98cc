//! What is written to users.

use domain::{lifetime, name::Name, user_link::LinkPurpose};

use super::letter::{Letter, Link};

/// Said at the end of a mail that somebody may get who has not asked for it.
fn ignore(what: &str) -> String {
    format!("If you did not ask for this, ignore this mail: {what}")
}

fn good_for(purpose: LinkPurpose) -> String {
    format!("The link works once, for {}.", lifetime::words(purpose.lifetime()))
}

/// Asks whether an address is the user's.
pub(crate) fn confirm_email(workspace: &Name, address: String) -> Letter {
    Letter {
        subject: format!("Confirm your e-mail address for {workspace}"),
        paragraphs: vec![
            format!("Confirm that this e-mail address is yours, so that {workspace} can use it."),
            good_for(LinkPurpose::ConfirmEmail),
        ],
        link: Some(Link { label: "Confirm this address", address }),
        closing: vec![ignore("the address is not used then.")],
    }
}

/// Leads to a new password.
pub(crate) fn reset_password(workspace: &Name, address: String) -> Letter {
    Letter {
        subject: format!("Reset your password for {workspace}"),
        paragraphs: vec![format!("You can choose a new password for {workspace}."), good_for(LinkPurpose::ResetPassword)],
        link: Some(Link { label: "Choose a new password", address }),
        closing: vec![ignore("your password stays as it is.")],
    }
}

/// Says that the password is another now.
pub(crate) fn password_changed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("Your password for {workspace} was changed"),
        paragraphs: vec![format!("The password of your account at {workspace} was changed just now.")],
        link: None,
        closing: vec!["If it was not you, reset your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says that a code is asked for from now on.
pub(crate) fn second_factor_set_up(workspace: &Name) -> Letter {
    Letter {
        subject: format!("A second factor for {workspace} was set up"),
        paragraphs: vec![format!("From now on, signing in to your account at {workspace} asks for a code of an authenticator app, too.")],
        link: None,
        closing: vec!["If it was not you, tell the people who run the service.".to_owned()],
    }
}

/// Says that a passkey can sign in from now on.
pub(crate) fn passkey_added(workspace: &Name) -> Letter {
    Letter {
        subject: format!("A passkey for {workspace} was added"),
        paragraphs: vec![format!(
            "A passkey was added to your account at {workspace}. It signs in to your account, without the password, too."
        )],
        link: None,
        closing: vec!["If it was not you, change your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says that a passkey does not sign in any more.
pub(crate) fn passkey_removed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("A passkey for {workspace} was removed"),
        paragraphs: vec![format!(
            "A passkey of your account at {workspace} was removed. It signs nobody in any more, and sessions elsewhere have ended."
        )],
        link: None,
        closing: vec!["If it was not you, change your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says that the codes of the authenticator app are not good any more, where passkeys are asked for instead.
pub(crate) fn app_removed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("Your authenticator app for {workspace} was removed"),
        paragraphs: vec![format!("Codes of the app do not sign in to your account at {workspace} any more. Your passkeys do.")],
        link: None,
        closing: vec!["If it was not you, change your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says that other recovery codes are good now.
pub(crate) fn recovery_codes_replaced(workspace: &Name) -> Letter {
    Letter {
        subject: format!("You have new recovery codes for {workspace}"),
        paragraphs: vec![format!(
            "New recovery codes for your account at {workspace} were made. Those that you had are not good any more."
        )],
        link: None,
        closing: vec!["If it was not you, change your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says that no code is asked for any more.
pub(crate) fn second_factor_removed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("Your second factor for {workspace} was removed"),
        paragraphs: vec![format!("Your password alone signs you in to your account at {workspace} again.")],
        link: None,
        closing: vec!["If it was not you, change your password at once, and tell the people who run the service.".to_owned()],
    }
}

/// Says at the earlier address that another one took its place.
pub(crate) fn email_changed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("Your e-mail address for {workspace} was changed"),
        paragraphs: vec![format!("Your account at {workspace} has another e-mail address now. Mail for it no longer goes here.")],
        link: None,
        closing: vec!["If it was not you, tell the people who run the service.".to_owned()],
    }
}

/// Asks to finish a registration.
pub(crate) fn register(workspace: &Name, address: String) -> Letter {
    Letter {
        subject: format!("Finish your registration at {workspace}"),
        paragraphs: vec![
            format!("Confirm your e-mail address to finish your registration at {workspace}."),
            good_for(LinkPurpose::Register),
        ],
        link: Some(Link { label: "Finish the registration", address }),
        closing: vec![ignore("there is no account then.")],
    }
}

/// Says to somebody who has an account that their address was registered again.
pub(crate) fn registered_already(workspace: &Name) -> Letter {
    Letter {
        subject: format!("You have an account at {workspace} already"),
        paragraphs: vec![
            format!("Somebody asked to register this e-mail address at {workspace}, where you have an account. Nothing was changed."),
            "If it was you, sign in with the password that you have, or reset it on the sign-in page.".to_owned(),
        ],
        link: None,
        closing: vec![ignore("there is nothing to do.")],
    }
}
