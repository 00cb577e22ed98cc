//! How long the session goes on, as the page knows it: the server says it with the page. A call from the page can make it last longer than
//! that, and never shorter.

#[cfg(not(feature = "ssr"))]
use std::cell::Cell;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The name of the head's element that holds it.
const SESSION_META: &str = "session-time";

/// How long a session goes on, in seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionTime {
    /// Where nothing is asked of the server.
    pub unused: i64,
    /// At most.
    pub left: i64,
}

/// What a session ends by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionEnd {
    /// Nothing is asked of the server.
    Unused,
    /// It is a day old.
    Old,
    /// It has ended.
    Over,
}

impl SessionTime {
    /// What it ends by within so many seconds, when some have passed since the server said it.
    pub fn ends_within(self, seconds: i64, passed: i64) -> Option<SessionEnd> {
        let (first, left) = if self.left <= self.unused { (SessionEnd::Old, self.left) } else { (SessionEnd::Unused, self.unused) };
        match left - passed {
            ..=0 => Some(SessionEnd::Over),
            left => (left <= seconds).then_some(first),
        }
    }
}

/// The head's element.
#[cfg(feature = "ssr")]
pub(super) fn session_meta() -> impl IntoView {
    let said = use_context::<SessionTime>().and_then(|time| serde_json::to_string(&time).ok());
    said.map(|said| view! { <meta name=SESSION_META content=said/> })
}

#[cfg(not(feature = "ssr"))]
thread_local! {
    /// When the server said how long it goes on, in milliseconds.
    static SAID: Cell<f64> = Cell::new(js_sys::Date::now());
}

/// Takes a new time from the server.
pub fn renew_session(time: SessionTime) {
    #[cfg(not(feature = "ssr"))]
    if let Ok(said) = serde_json::to_string(&time)
        && let Ok(Some(meta)) = document().query_selector(&format!("meta[name='{SESSION_META}']"))
    {
        let _ = meta.set_attribute("content", &said);
        SAID.with(|said| said.set(js_sys::Date::now()));
    }
    #[cfg(feature = "ssr")]
    let _ = time;
}

/// What the session of this page ends by within so many seconds; nothing on the server.
pub fn session_ends_within(seconds: i64) -> Option<SessionEnd> {
    #[cfg(not(feature = "ssr"))]
    {
        let meta = document().query_selector(&format!("meta[name='{SESSION_META}']")).ok()??;
        let time: SessionTime = serde_json::from_str(&meta.get_attribute("content")?).ok()?;
        #[expect(clippy::cast_possible_truncation, reason = "seconds of a page's life")]
        let passed = ((js_sys::Date::now() - SAID.with(Cell::get)) / 1000.0) as i64;
        time.ends_within(seconds, passed)
    }
    #[cfg(feature = "ssr")]
    {
        let _ = seconds;
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_by_what_comes_first() {
        let time = SessionTime { unused: 28_800, left: 86_400 };
        assert_eq!(time.ends_within(300, 28_499), None);
        assert_eq!(time.ends_within(300, 28_500), Some(SessionEnd::Unused));
        let old = SessionTime { unused: 28_800, left: 1_000 };
        assert_eq!(old.ends_within(300, 699), None);
        assert_eq!(old.ends_within(300, 700), Some(SessionEnd::Old));
        assert_eq!(old.ends_within(300, 999), Some(SessionEnd::Old));
        for over in [1_000, 9_000] {
            assert_eq!(old.ends_within(300, over), Some(SessionEnd::Over));
        }
    }
}
