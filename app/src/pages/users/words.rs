//! What a user has, counted in words.

use domain::page::COUNTED_UP_TO;

use crate::t;

pub(super) fn sessions(count: u64) -> String {
    if count > COUNTED_UP_TO { t!("users-words-sessions-more", count = COUNTED_UP_TO) } else { t!("users-words-sessions", count = count) }
}

pub(super) fn refresh_tokens(count: u64) -> String {
    if count > COUNTED_UP_TO { t!("users-words-tokens-more", count = COUNTED_UP_TO) } else { t!("users-words-tokens", count = count) }
}

pub(super) fn consents(count: u64) -> String {
    if count > COUNTED_UP_TO { t!("users-words-consents-more", count = COUNTED_UP_TO) } else { t!("users-words-consents", count = count) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_has_is_counted_in_words() {
        assert_eq!([sessions(0), refresh_tokens(1), consents(2)], ["no session", "1 refresh token", "2 consents"]);
    }
}
