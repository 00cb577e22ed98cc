//! `prompt` (OpenID Connect Core §3.1.2.1).

use crate::error::Refusal;

/// What a request says about the pages that may be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Prompt {
    pub(crate) none: bool,
    pub(super) login: bool,
    pub(super) consent: bool,
}

impl Prompt {
    pub(super) fn parse(text: &str) -> Result<Self, Refusal> {
        let mut prompt = Self::default();
        let mut count = 0;
        for value in text.split(' ').filter(|value| !value.is_empty()) {
            count += 1;
            match value {
                "none" => prompt.none = true,
                // One user is signed in at a time: to choose another account is to sign in.
                "login" | "select_account" => prompt.login = true,
                "consent" => prompt.consent = true,
                _ => return Err(Refusal::UnknownPrompt),
            }
        }
        if prompt.none && count > 1 {
            return Err(Refusal::PromptNoneNotAlone);
        }
        Ok(prompt)
    }
}
