//! How long the session goes on, as the page knows it: the server says it with the page, and each call makes it last.

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
}

impl SessionTime {
    /// What it ends by within so many seconds, of which some have passed: since the server said it, and since the last call.
    pub fn ends_within(self, seconds: i64, since_said: i64, since_called: i64) -> Option<SessionEnd> {
        let (old, unused) = (self.left - since_said, self.unused - since_called);
        let (first, left) = if old <= unused { (SessionEnd::Old, old) } else { (SessionEnd::Unused, unused) };
        (left <= seconds).then_some(first)
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
    /// When the server said how long it goes on, and when it was last asked for anything; in milliseconds.
    static SAID_AND_CALLED: Cell<(f64, f64)> = Cell::new((js_sys::Date::now(), js_sys::Date::now()));
}

/// Notes that the server is asked for something.
#[cfg(not(feature = "ssr"))]
pub(super) fn note_call() {
    SAID_AND_CALLED.with(|times| times.set((times.get().0, js_sys::Date::now())));
}

/// Takes a new time from the server.
pub fn renew_session(time: SessionTime) {
    #[cfg(not(feature = "ssr"))]
    if let Ok(said) = serde_json::to_string(&time)
        && let Ok(Some(meta)) = document().query_selector(&format!("meta[name='{SESSION_META}']"))
    {
        let _ = meta.set_attribute("content", &said);
        SAID_AND_CALLED.with(|times| times.set((js_sys::Date::now(), js_sys::Date::now())));
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
        let (said, called) = SAID_AND_CALLED.with(Cell::get);
        #[expect(clippy::cast_possible_truncation, reason = "seconds of a page's life")]
        let since = |at: f64| ((js_sys::Date::now() - at) / 1000.0) as i64;
        time.ends_within(seconds, since(said), since(called))
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
        assert_eq!(time.ends_within(300, 28_499, 28_499), None);
        assert_eq!(time.ends_within(300, 28_500, 28_500), Some(SessionEnd::Unused));
        assert_eq!(time.ends_within(300, 60_000, 1_000), None);
        assert_eq!(time.ends_within(300, 86_100, 1_000), Some(SessionEnd::Old));
    }
}
