use domain::{
    audit::AuditAction,
    clock::{InvalidTime, Timestamp},
    view::AuditFilter,
};
use leptos::prelude::*;

use crate::components::{query_string, time_field, use_query};

/// The query of a log, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LogQuery {
    pub(super) action: String,
    pub(super) actor: String,
    pub(super) object: String,
    pub(super) since: String,
    pub(super) until: String,
    /// The line after which the page begins.
    pub(super) after: String,
}

impl LogQuery {
    /// Reads the page's address.
    pub(super) fn of_page() -> Self {
        let query = use_query();
        let value = |name| query.value(name).trim().to_owned();
        Self {
            action: value("action"),
            actor: value("actor"),
            object: value("object"),
            since: value("since"),
            until: value("until"),
            after: value("after"),
        }
    }

    /// Returns whether it asks for anything at all.
    pub(super) fn is_filtered(&self) -> bool {
        *self != Self { after: self.after.clone(), ..Self::default() }
    }

    /// Returns which lines it asks for; none where it cannot be read, which must not stand for all.
    pub(super) fn filter(&self) -> Option<AuditFilter> {
        let time =
            |text: &str| -> Result<Option<Timestamp>, InvalidTime> { if text.is_empty() { Ok(None) } else { text.parse().map(Some) } };
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let (since, until) = (time(&self.since).ok()?, time(&self.until).ok()?);
        if since.zip(until).is_some_and(|(since, until)| until <= since) {
            return None;
        }
        Some(AuditFilter {
            action: if self.action.is_empty() { None } else { Some(AuditAction::from_code(&self.action)?) },
            actor: text(&self.actor),
            target_id: text(&self.object),
            since,
            until,
        })
    }

    /// Returns the address of the page that begins after a line.
    pub(super) fn address(&self, here: &str, after: Option<&str>) -> String {
        let pairs = [
            ("action", Some(self.action.as_str())),
            ("actor", Some(self.actor.as_str())),
            ("object", Some(self.object.as_str())),
            ("since", Some(self.since.as_str())),
            ("until", Some(self.until.as_str())),
            ("after", after),
        ];
        format!("{here}{}", query_string(&pairs))
    }
}

/// The filter, as a plain form.
#[component]
pub(super) fn Filter(here: String, asked: LogQuery) -> impl IntoView {
    let options = AuditAction::ALL
        .iter()
        .map(|choice| {
            let selected = choice.code() == asked.action;
            view! { <option value=choice.code() selected=selected>{choice.label()}</option> }
        })
        .collect_view();
    let unread = asked.filter().is_none().then(|| {
        view! { <p class="filter-choices">"This filter cannot be read, so nothing is shown. A time is written as 2026-11-29 or 2026-11-29T15:04 in UTC, and “until” is later than “from”."</p> }
    });
    let field = |label: &'static str, name: &'static str, value: String| {
        view! {
            <label class="toolbar-field">
                <span>{label}</span>
                <input type="text" class="input" name=name value=value autocomplete="off" spellcheck="false"/>
            </label>
        }
    };
    view! {
        <form method="get" action=here class="toolbar">
            <label class="toolbar-field">
                <span>"What was done"</span>
                <div class="select">
                    <select name="action">
                        <option value="" selected=asked.action.is_empty()>"Everything"</option>
                        {options}
                    </select>
                </div>
            </label>
            {field("Who", "actor", asked.actor)}
            {field("Object ID", "object", asked.object)}
            {time_field("From (UTC)", "since", asked.since)}
            {time_field("Until (UTC)", "until", asked.until)}
            <button type="submit" class="button" data-kind="secondary">"Filter"</button>
        </form>
        {unread}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_read_asks_for_nothing() {
        let asked = |since: &str, action: &str| LogQuery { since: since.to_owned(), action: action.to_owned(), ..LogQuery::default() };
        assert_eq!(asked("", "").filter(), Some(AuditFilter::default()));
        let day = asked("2026-11-29", "client.created").filter().unwrap();
        assert_eq!((day.since, day.action), ("2026-11-29".parse().ok(), Some(AuditAction::ClientCreated)));
        let turned = LogQuery { since: "2026-11-29".to_owned(), until: "2026-11-28".to_owned(), ..LogQuery::default() };
        assert_eq!(turned.filter(), None);
        assert_eq!((asked("yesterday", "").filter(), asked("", "client.eaten").filter()), (None, None));
        assert!(!LogQuery { after: "x".to_owned(), ..LogQuery::default() }.is_filtered() && asked("2026-11-29", "").is_filtered());
        assert_eq!(asked("", "client.created").address("/l", Some("x")), "/l?action=client.created&after=x");
    }
}
