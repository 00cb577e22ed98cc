use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use wasm_bindgen::JsCast;
use web_sys::{Element, EventSource, HtmlElement, MessageEvent};

use super::{
    alive::localise_times,
    dom::{all, by_id, first, listen},
};
use crate::{t, ui::filled};

/// The identifier of the part of the log's table that new lines are put into, on top of the others. Each row there has `data-event`, the identifier
/// of its line.
pub const FOLLOWED: &str = "followed-log";

/// How many lines are shown at most. Further ones take the place of the oldest.
const MOST_ROWS: usize = 200;
/// How often it is said how many are new, however many come: who hears it is not to hear nothing else.
const SAID_EVERY: Duration = Duration::from_secs(3);
/// How often a stream that was refused is asked for again before it is given up, and after how many seconds at first; each time it is twice as many.
const TRIES: u32 = 5;
const FIRST_TRY: u64 = 5;

/// What the button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Off,
    Live,
    Paused,
}

/// What is said, in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowWords {
    follow: String,
    pause: String,
    resume: String,
    none: String,
    one: String,
    several: String,
    paused: String,
    again: String,
    given_up: String,
    impossible: String,
}

/// As the server says it.
impl Default for FollowWords {
    fn default() -> Self {
        Self {
            follow: t!("layout-follow").to_owned(),
            pause: t!("layout-follow-pause").to_owned(),
            resume: t!("layout-follow-resume").to_owned(),
            none: t!("layout-follow-none").to_owned(),
            one: t!("layout-follow-one").to_owned(),
            several: t!("layout-follow-several").to_owned(),
            paused: t!("layout-follow-paused").to_owned(),
            again: t!("layout-follow-again").to_owned(),
            given_up: t!("layout-follow-given-up").to_owned(),
            impossible: t!("layout-follow-impossible").to_owned(),
        }
    }
}

/// A log that is followed: its stream, and what has come of it.
struct Follow {
    source: String,
    words: FollowWords,
    mode: RwSignal<Mode>,
    said: RwSignal<String>,
    events: RefCell<Option<EventSource>>,
    /// The last event; before the first one, where the page begins.
    last: RefCell<String>,
    new: Cell<u32>,
    is_said_soon: Cell<bool>,
    tries: Cell<u32>,
}

impl Follow {
    /// Opens the stream, after the last event that came of it.
    fn open(self: &Rc<Self>) {
        self.mode.set(Mode::Live);
        let last = self.last.borrow();
        // What is asked for first wins, and the page asks for its own beginning at the end.
        let address = match self.source.rsplit_once("after=") {
            Some((asked, _)) if !last.is_empty() => format!("{asked}after={last}"),
            _ => self.source.clone(),
        };
        let Ok(events) = EventSource::new(&address) else { return self.stop(Mode::Off, &self.words.impossible) };
        for name in ["line", "end", "behind", "open", "error"] {
            let follow = Rc::clone(self);
            let of = events.clone();
            listen(&events, name, move |event| follow.hear(&of, &event));
        }
        *self.events.borrow_mut() = Some(events);
    }

    /// Closes the stream.
    fn stop(&self, mode: Mode, said: &str) {
        if let Some(events) = self.events.borrow_mut().take() {
            events.close();
        }
        self.mode.set(mode);
        self.said.set(said.to_owned());
    }

    fn hear(self: &Rc<Self>, events: &EventSource, event: &web_sys::Event) {
        let (message, name) = (event.dyn_ref::<MessageEvent>(), event.type_());
        let text = message.and_then(|message| message.data().as_string()).unwrap_or_default();
        match name.as_str() {
            "open" => {
                self.tries.set(0);
                self.said.set(self.news());
            }
            "line" => {
                if let Some(message) = message {
                    *self.last.borrow_mut() = message.last_event_id();
                }
                if add(&text) {
                    self.new.set(self.new.get() + 1);
                    self.say_soon();
                }
            }
            // The browser comes back by itself, unless it was refused.
            "error" if events.ready_state() != EventSource::CLOSED => {}
            "error" => self.try_again(),
            _ => self.stop(Mode::Off, &text),
        }
    }

    /// Says how many are new, once for all that come in a while.
    fn say_soon(self: &Rc<Self>) {
        if self.is_said_soon.replace(true) {
            return;
        }
        let follow = Rc::clone(self);
        let say = move || {
            follow.is_said_soon.set(false);
            if follow.mode.get_untracked() == Mode::Live {
                follow.said.set(follow.news());
            }
        };
        set_timeout(say, SAID_EVERY);
    }

    fn news(&self) -> String {
        match self.new.get() {
            0 => self.words.none.clone(),
            1 => self.words.one.clone(),
            new => filled(&self.words.several, &[("count", &new.to_string())]),
        }
    }

    fn try_again(self: &Rc<Self>) {
        let tried = self.tries.get();
        if tried >= TRIES {
            return self.stop(Mode::Off, &self.words.given_up);
        }
        self.tries.set(tried + 1);
        self.stop(Mode::Live, &self.words.again);
        let follow = Rc::clone(self);
        let again = move || {
            // It may have been paused, or opened, meanwhile.
            if follow.mode.get_untracked() == Mode::Live && follow.events.borrow().is_none() {
                follow.open();
            }
        };
        set_timeout(again, Duration::from_secs(FIRST_TRY << tried));
    }
}

/// Puts a row on top, unless the page has its line already. Returns whether it did.
fn add(row: &str) -> bool {
    let Some(rows) = by_id::<Element>(FOLLOWED) else { return false };
    let _ = rows.insert_adjacent_html("afterbegin", row);
    let Some(added) = rows.first_element_child() else { return false };
    let line = format!("[data-event='{}']", added.get_attribute("data-event").unwrap_or_default());
    if all(&line).len() > 1 {
        added.remove();
        return false;
    }
    localise_times(&line);
    if let Some(oldest) = all("[data-event]").get(MOST_ROWS) {
        oldest.remove();
        // The next page begins after a line that is gone.
        if let Some(pages) = first::<HtmlElement>(".log .pagination") {
            pages.set_hidden(true);
        }
    }
    true
}

/// Follows a log: its new lines come on top as they happen, until it is paused.
#[island]
pub fn FollowLog(
    /// The address of its stream, which says at its end where it begins: `…after=17`.
    source: String,
    /// What it says.
    words: FollowWords,
) -> impl IntoView {
    let (mode, said) = (RwSignal::new(Mode::Off), RwSignal::new(String::new()));
    let labels = [&words.follow, &words.pause, &words.resume].map(String::clone);
    let follow = Rc::new(Follow {
        source,
        words,
        mode,
        said,
        events: RefCell::default(),
        last: RefCell::default(),
        new: Cell::default(),
        is_said_soon: Cell::default(),
        tries: Cell::default(),
    });
    let press = move |_| match mode.get_untracked() {
        Mode::Live => follow.stop(Mode::Paused, &follow.words.paused),
        Mode::Off | Mode::Paused => {
            follow.tries.set(0);
            follow.open();
        }
    };
    let [start, pause, resume] = labels;
    let label = move || match mode.get() {
        Mode::Off => start.clone(),
        Mode::Live => pause.clone(),
        Mode::Paused => resume.clone(),
    };
    view! {
        <button type="button" class="button needs-script" data-kind="secondary" on:click=press>{label}</button>
        <span class="log-live-said" role="status">{said}</span>
    }
}
