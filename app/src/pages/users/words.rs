//! What a user has, counted in words.

use crate::ui;

fn counted(count: u64, one: &str, many: &str) -> String {
    if count == 0 { format!("no {one}") } else { ui::bounded_count(count, one, many) }
}

pub(super) fn sessions(count: u64) -> String {
    counted(count, "session", "sessions")
}

pub(super) fn refresh_tokens(count: u64) -> String {
    counted(count, "refresh token", "refresh tokens")
}

pub(super) fn consents(count: u64) -> String {
    counted(count, "consent", "consents")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_user_has_is_counted_in_words() {
        assert_eq!([sessions(0), refresh_tokens(1), consents(2)], ["no session", "1 refresh token", "2 consents"]);
    }
}
