//! What is written to users.

use domain::name::Name;

use super::letter::Letter;

/// Says that the password is another now.
pub(crate) fn password_changed(workspace: &Name) -> Letter {
    Letter {
        subject: format!("Your password for {workspace} was changed"),
        paragraphs: vec![format!("The password of your account at {workspace} was changed just now.")],
        link: None,
        closing: vec!["If it was not you, reset your password at once, and tell the people who run the service.".to_owned()],
    }
}
