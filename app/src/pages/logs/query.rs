use domain::{audit::AuditAction, audit_group::AuditGroup, clock::Timestamp, view::AuditFilter};
use leptos::prelude::*;

use super::places::Places;
use crate::{
    components::{Cut, choice_field, filter_chips, period_field, query_string, since, text_field, time_field, use_query},
    t,
    text::word,
    ui::Tabs,
};

/// The query of a log, as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LogQuery {
    pub(super) group: String,
    pub(super) action: String,
    pub(super) text: String,
    pub(super) actor: String,
    pub(super) object: String,
    /// How far back is looked, by the code of a period.
    pub(super) last: String,
    pub(super) since: String,
    pub(super) until: String,
    /// Which part of the list is shown, and in which order.
    pub(super) cut: Cut,
}

impl LogQuery {
    /// Reads the page's address.
    pub(super) fn of_page() -> Self {
        let query = use_query();
        let value = |name| query.value(name).trim().to_owned();
        Self {
            group: value("group"),
            action: value("action"),
            text: value("text"),
            actor: value("actor"),
            object: value("object"),
            last: value("last"),
            since: value("since"),
            until: value("until"),
            cut: Cut::of(&query),
        }
    }

    /// Returns whether it asks for anything at all.
    pub(super) fn is_filtered(&self) -> bool {
        *self != Self { cut: self.cut.clone(), ..Self::default() }
    }

    /// Returns which lines it asks for at this time; none where it cannot be read, which must not stand for all.
    pub(super) fn filter(&self, now: Timestamp) -> Option<AuditFilter> {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let since = since(&self.last, &self.since, now).ok()?;
        let until: Option<Timestamp> = if self.until.is_empty() { None } else { Some(self.until.parse().ok()?) };
        if since.zip(until).is_some_and(|(since, until)| until <= since) {
            return None;
        }
        Some(AuditFilter {
            action: if self.action.is_empty() { None } else { Some(AuditAction::from_code(&self.action)?) },
            group: if self.group.is_empty() { None } else { Some(AuditGroup::from_name(&self.group)?) },
            text: text(&self.text),
            actor: text(&self.actor),
            target_id: text(&self.object),
            since,
            until,
        })
    }

    /// Returns each part that stands among the further fields and is asked for, in words, with the query without it.
    fn further(&self) -> Vec<(String, Self)> {
        let without = |take: fn(&mut Self) -> &mut String| {
            let mut without = self.with(self.cut.on_first_page());
            take(&mut without).clear();
            without
        };
        let all = [
            (&self.actor, t!("logs-filter-chip-actor", actor = self.actor.clone()), without(|query| &mut query.actor)),
            (&self.object, t!("logs-filter-chip-object", object = self.object.clone()), without(|query| &mut query.object)),
            (&self.since, t!("logs-filter-chip-since", since = self.since.clone()), without(|query| &mut query.since)),
            (&self.until, t!("logs-filter-chip-until", until = self.until.clone()), without(|query| &mut query.until)),
        ];
        all.into_iter().filter(|(typed, ..)| !typed.is_empty()).map(|(_, words, without)| (words, without)).collect()
    }

    /// The same in another part of the list.
    pub(super) fn with(&self, cut: Cut) -> Self {
        Self { cut, ..self.clone() }
    }

    /// Returns the address of the page that answers it.
    pub(super) fn address(&self, here: &str) -> String {
        let [sort, after, before, at] = self.cut.pairs();
        let pairs = [
            ("group", Some(self.group.as_str())),
            ("action", Some(self.action.as_str())),
            ("text", Some(self.text.as_str())),
            ("actor", Some(self.actor.as_str())),
            ("object", Some(self.object.as_str())),
            ("last", Some(self.last.as_str())),
            ("since", Some(self.since.as_str())),
            ("until", Some(self.until.as_str())),
            sort,
            after,
            before,
            at,
        ];
        format!("{here}{}", query_string(&pairs))
    }
}

/// The tabs of a log: a group of actions each, and all of them. They keep the rest of the filter.
#[component]
pub(super) fn Groups(here: String, asked: LogQuery) -> impl IntoView {
    let groups = AuditGroup::ALL.map(|group| (group.name(), word(group.label()))).into_iter().chain([("", t!("logs-groups-all"))]);
    let tabs = groups.map(move |(name, label)| {
        let current = (asked.group == name).then_some("page");
        let on_first_page = asked.with(asked.cut.on_first_page());
        let href = LogQuery { group: name.to_owned(), action: String::new(), ..on_first_page }.address(&here);
        view! { <a href=href aria-current=current>{label}</a> }
    });
    view! { <Tabs label=t!("logs-groups")>{tabs.collect_view()}</Tabs> }.into_any()
}

/// The filter, as a plain form.
#[component]
pub(super) fn Filter(
    here: String,
    asked: LogQuery,
    /// Whether something of it cannot be read.
    unread: bool,
    /// The places of its lines, where there are several.
    places: Option<Places>,
) -> impl IntoView {
    let group = AuditGroup::from_name(&asked.group);
    let can_be_there = |action: AuditAction| match places {
        None => action.is_of_workspace(),
        Some(Places::OfTenant) => action.is_of_tenant(),
        Some(Places::OfInstallation) => true,
    };
    let actions = AuditAction::ALL.iter().filter(|action| can_be_there(**action) && group.is_none_or(|group| group.holds(**action)));
    let actions: Vec<_> = actions.map(|action| (action.code().to_owned(), word(action.label()).to_owned())).collect();
    let unread = unread.then(|| {
        view! { <p class="filter-choices" role="alert">{t!("logs-filter-unread")}</p> }
    });
    let chips = filter_chips(asked.further().into_iter().map(|(words, without)| (words, without.address(&here))).collect());
    view! {
        <form method="get" action=here.clone() class="toolbar">
            {asked.cut.kept()}
            {(!asked.group.is_empty()).then(|| view! { <input type="hidden" name="group" value=asked.group.clone()/> })}
            {choice_field(t!("logs-filter-action"), "action", &asked.action, actions)}
            {text_field(t!("logs-filter-text"), "text", t!("logs-filter-text-example"), &asked.text)}
            {period_field(&asked.last)}
            <button type="submit" class="button" data-kind="secondary">{t!("logs-filter")}</button>
            <details class="filter-more">
                <summary>{t!("logs-filter-more")}</summary>
                <div class="toolbar">
                    {text_field(t!("logs-filter-actor"), "actor", "ada@example.com", &asked.actor)}
                    {text_field(t!("logs-filter-object"), "object", "", &asked.object)}
                    {time_field(t!("logs-filter-since"), "since", asked.since)}
                    {time_field(t!("logs-filter-until"), "until", asked.until)}
                </div>
            </details>
        </form>
        {chips}
        {unread}
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_millis(1_795_000_000_000);

    #[test]
    fn what_cannot_be_read_asks_for_nothing() {
        let asked = |since: &str, action: &str| LogQuery { since: since.to_owned(), action: action.to_owned(), ..LogQuery::default() };
        assert_eq!(asked("", "").filter(NOW), Some(AuditFilter::default()));
        let day = asked("2026-11-29", "client.created").filter(NOW).unwrap();
        assert_eq!((day.since, day.action), ("2026-11-29".parse().ok(), Some(AuditAction::ClientCreated)));
        let turned = LogQuery { since: "2026-11-29".to_owned(), until: "2026-11-28".to_owned(), ..LogQuery::default() };
        assert_eq!(turned.filter(NOW), None);
        assert_eq!((asked("yesterday", "").filter(NOW), asked("", "client.eaten").filter(NOW)), (None, None));
        let odd = LogQuery { group: "weather".to_owned(), ..LogQuery::default() };
        assert_eq!((odd.filter(NOW), LogQuery { last: "1y".to_owned(), ..LogQuery::default() }.filter(NOW)), (None, None));
        let after = Cut { after: "x".to_owned(), ..Cut::default() };
        assert!(!LogQuery::default().with(after.clone()).is_filtered() && asked("2026-11-29", "").is_filtered());
        assert_eq!(asked("", "client.created").with(after).address("/l"), "/l?action=client.created&after=x");
    }

    #[test]
    fn a_period_and_a_time_are_both_kept_to() {
        let asked = |since: &str| LogQuery { last: "24h".to_owned(), since: since.to_owned(), ..LogQuery::default() };
        let day_ago = NOW.plus_seconds(-24 * 3600);
        assert_eq!(asked("").filter(NOW).unwrap().since, Some(day_ago));
        assert_eq!(asked("2020-01-01").filter(NOW).unwrap().since, Some(day_ago));
    }

    #[test]
    fn each_further_part_is_a_chip_that_can_be_taken_back() {
        let asked = LogQuery { text: "ada".to_owned(), actor: "bob".to_owned(), object: "7".to_owned(), ..LogQuery::default() };
        let chips = asked.further();
        assert_eq!(
            chips.iter().map(|(words, _)| words.as_str()).collect::<Vec<_>>(),
            ["By bob", "About 7"],
            "the others stand in their fields"
        );
        assert_eq!(chips[0].1, LogQuery { actor: String::new(), ..asked });
    }
}
