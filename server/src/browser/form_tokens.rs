//! The proof that a form came from a page which this session was shown, beside the origin check: all tenants share one origin.

use std::sync::Arc;

use engine::{
    keys::{KeyRing, hash_secret},
    random::Random,
};

/// Makes and checks the tokens of forms.
#[derive(Clone)]
pub(crate) struct FormTokens {
    keys: KeyRing,
    random: Arc<dyn Random>,
}

impl FormTokens {
    /// Tokens under these keys.
    pub(crate) const fn new(keys: KeyRing, random: Arc<dyn Random>) -> Self {
        Self { keys, random }
    }

    /// A token for the forms of a purpose on pages that are shown to a session, which is known by the value of its cookie.
    pub(crate) fn seal(&self, purpose: &str, session: Option<&str>) -> String {
        // An empty token is taken for nothing.
        self.keys.seal_text(&sealed_for(purpose), &shown_to(session), self.random.as_ref()).unwrap_or_default()
    }

    /// Returns whether a token is of this purpose and session.
    pub(crate) fn is_of(&self, purpose: &str, session: Option<&str>, token: &str) -> bool {
        self.keys.open_text(&sealed_for(purpose), token).is_ok_and(|session_of| session_of == shown_to(session))
    }
}

fn sealed_for(purpose: &str) -> String {
    format!("form {purpose}")
}

fn shown_to(session: Option<&str>) -> [u8; 32] {
    hash_secret("form-session", session.unwrap_or_default())
}
