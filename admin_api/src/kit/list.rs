//! Lists in pages, which are cut at the key of an item (keyset pagination).

use std::str::FromStr;

use domain::{
    page::{COUNTED_UP_TO, Cursor, Edge, LARGEST_PAGE, PAGE_SIZE, Page, Sorted, Window},
    sort::Sort,
    wire::Resource,
};
use serde_json::{Map, Value};

use super::{
    super::error::{Failure, Fault},
    query::{Nothing, read_query, twice},
};

/// What the items of a list are called, and what the list can do.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Noun {
    /// One of them.
    pub(crate) one: &'static str,
    /// All of them.
    pub(crate) many: &'static str,
    /// Whether a phrase can be searched for.
    pub(crate) searched: bool,
    /// By what it is sorted; in the opposite order with a `-` before it, which is the usual one where `newest_first`.
    pub(crate) sorted_by: &'static str,
    pub(crate) newest_first: bool,
    /// By what else it can be sorted, in both orders.
    pub(crate) also_by: &'static [&'static str],
    /// Whether it can be counted.
    pub(crate) counted: bool,
}

/// The part of a list that is asked for.
#[derive(Debug)]
pub(crate) struct ListQuery<K, F = Nothing> {
    pub(crate) window: Window<K>,
    pub(crate) search: String,
    pub(crate) filter: F,
    /// The order that is asked for, as it is written; empty for the usual one.
    sort: String,
    /// The parameter that names the edge of the window; empty where none does.
    place: String,
}

impl<K, F> ListQuery<Cursor<K>, F> {
    /// Returns which part of a list that can be sorted by several values is asked for.
    ///
    /// # Errors
    /// A fault of the place, where its value is none that the list is sorted by.
    pub(crate) fn sorted<S: Sort>(&self) -> Result<Sorted<K, S>, Failure>
    where
        K: Clone,
    {
        let (by, reversed) = S::parse(&self.sort).unwrap_or_default();
        let asked = Sorted::new(by, Window { reversed, ..self.window.clone() });
        asked.ok_or_else(|| Failure::invalid(Fault::of_parameter(&self.place, "identifier", "This is no place in this order of the list.")))
    }
}

impl Noun {
    pub(crate) fn after(self) -> String {
        format!("after_{}_id", self.one)
    }

    pub(crate) fn before(self) -> String {
        format!("before_{}_id", self.one)
    }

    /// The values of `sort`, the usual one first.
    pub(crate) fn sorts(self) -> Vec<String> {
        let both = |by: &str| [by.to_owned(), format!("-{by}")];
        let [up, down] = both(self.sorted_by);
        let usual = if self.newest_first { [down, up] } else { [up, down] };
        usual.into_iter().chain(self.also_by.iter().flat_map(|by| both(by))).collect()
    }

    /// Reads which part of a list is asked for.
    pub(super) fn read<K: FromStr, F: Resource>(self, pairs: Vec<(String, String)>) -> Result<ListQuery<K, F>, Failure> {
        let (mut edge, mut limit, mut search, mut sort, mut counted) = (None, None, None, None, None);
        let mut at = None;
        let mut others = Vec::new();
        for (name, text) in pairs {
            // What else is asked for is read by its own kind.
            let is_own = name == self.after() || name == self.before() || name == "search_phrase";
            if is_own && text.chars().any(char::is_control) {
                return Err(Failure::invalid(Fault::of_parameter(
                    &name,
                    "control_character",
                    "This has a control character, which nothing has.",
                )));
            }
            let seen = match name.as_str() {
                "limit" => limit.replace(limit_of(&text)?).is_some(),
                name if name == self.after() => {
                    let key = key(name, &text)?;
                    at = Some((name.to_owned(), text));
                    edge.replace(Edge::After(key)).is_some()
                }
                name if name == self.before() => {
                    let key = key(name, &text)?;
                    at = Some((name.to_owned(), text));
                    edge.replace(Edge::Before(key)).is_some()
                }
                "search_phrase" if self.searched => search.replace(text).is_some(),
                "sort" => {
                    self.check_sort(&text)?;
                    sort.replace(text).is_some()
                }
                "count" if self.counted => counted.replace(switch(&text)?).is_some(),
                _ => {
                    others.push((name, text));
                    continue;
                }
            };
            if seen {
                return Err(twice(&name));
            }
        }
        let sort: String = sort.unwrap_or_default();
        let mut place = String::new();
        if let Some((name, text)) = at {
            self.check_place(&name, &text, &sort)?;
            place = name;
        }
        let window = Window {
            edge: edge.unwrap_or(Edge::Start),
            limit: limit.unwrap_or(PAGE_SIZE),
            reversed: !sort.is_empty() && self.is_by_usual(&sort) && sort.starts_with('-') != self.newest_first,
            counted: counted.unwrap_or(false),
        };
        Ok(ListQuery { window, search: search.unwrap_or_default(), filter: read_query(others)?, sort, place })
    }

    /// Returns whether an order is by what the list is usually sorted by, upwards or downwards.
    fn is_by_usual(self, sort: &str) -> bool {
        sort.is_empty() || sort.trim_start_matches('-') == self.sorted_by
    }

    fn check_sort(self, text: &str) -> Result<(), Failure> {
        let all = self.sorts();
        if all.iter().any(|sort| sort == text) {
            return Ok(());
        }
        let all: Vec<_> = all.iter().map(|sort| format!("`{sort}`")).collect();
        let (last, others) = all.split_last().map_or(("", &[][..]), |(last, others)| (last.as_str(), others));
        let detail = format!("Choose {} or {last}.", others.join(", "));
        Err(Failure::invalid(Fault::of_parameter("sort", "unknown_value", &detail)))
    }

    /// Checks that a place is one in the order that is asked for: one in another order would lead somewhere else.
    fn check_place(self, name: &str, text: &str, sort: &str) -> Result<(), Failure> {
        if self.also_by.is_empty() || Cursor::<String>::has_value(text) != self.is_by_usual(sort) {
            return Ok(());
        }
        let detail = "This was answered in another order. Send the `sort` with which it was, or begin again.";
        Err(Failure::invalid(Fault::of_parameter(name, "identifier", detail)))
    }
}

fn key<K: FromStr>(name: &str, text: &str) -> Result<K, Failure> {
    let fault = || Failure::invalid(Fault::of_parameter(name, "identifier", "This is not an identifier of an item."));
    text.parse().map_err(|_| fault())
}

fn limit_of(text: &str) -> Result<u64, Failure> {
    let limit = text.parse().ok().filter(|limit| (1..=LARGEST_PAGE).contains(limit));
    let detail = format!("Choose between 1 and {LARGEST_PAGE}.");
    limit.ok_or_else(|| Failure::invalid(Fault::of_parameter("limit", "out_of_bounds", &detail)))
}

fn switch(text: &str) -> Result<bool, Failure> {
    text.parse().map_err(|_| Failure::malformed(Fault::of_parameter("count", "wrong_type", "This must be `true` or `false`.")))
}

/// A page of a list, with the places of the pages beside it.
#[derive(Debug)]
pub(crate) struct Listed<T>(Page<T>);

impl<T> Listed<T> {
    /// Returns a page.
    pub(crate) fn of<S>(page: Page<S>, item: impl FnMut(S) -> T) -> Self {
        Self(page.map(item))
    }

    /// Cuts a page out of a list that is there whole, each item with its key.
    pub(crate) fn cut(all: Vec<(String, T)>, window: &Window<String>) -> Self {
        let total = window.counted.then(|| u64::try_from(all.len()).unwrap_or(u64::MAX));
        let mut all = all;
        if window.reversed {
            all.reverse();
        }
        let place = |key: &String| all.iter().position(|(other, _)| other == key);
        let limit = usize::try_from(window.limit).unwrap_or(usize::MAX);
        let (from, to, more) = match &window.edge {
            Edge::Start => (0, limit.min(all.len()), all.len() > limit),
            Edge::After(key) => {
                let from = place(key).map_or(all.len(), |place| place + 1);
                (from, from.saturating_add(limit).min(all.len()), all.len() - from > limit)
            }
            Edge::Before(key) => {
                let to = place(key).unwrap_or(0);
                (to.saturating_sub(limit), to, to > limit)
            }
        };
        let items: Vec<_> = all.drain(from..to).collect();
        let (first, last) = (items.first().map(|(key, _)| key.clone()), items.last().map(|(key, _)| key.clone()));
        let (previous, next) = match window.edge {
            Edge::Start => (None, last.filter(|_| more)),
            Edge::After(_) => (first, last.filter(|_| more)),
            Edge::Before(_) => (first.filter(|_| more), last),
        };
        Self(Page { items: items.into_iter().map(|(_, item)| item).collect(), previous, next, total })
    }

    /// The same with a total that was counted for itself.
    pub(crate) fn with_total(self, total: Option<u64>) -> Self {
        Self(Page { total, ..self.0 })
    }

    /// Returns its JSON: the items, where the pages beside it begin, and how many items there are.
    pub(super) fn body(self, noun: Noun) -> Value
    where
        T: serde::Serialize,
    {
        let Self(Page { items, previous, next, total }) = self;
        let items = items.iter().map(|item| serde_json::to_value(item).unwrap_or_default()).collect();
        let mut body = Map::from_iter([(noun.many.to_owned(), Value::Array(items))]);
        for (name, key) in [(noun.before(), previous), (noun.after(), next)] {
            body.extend(key.map(|key| (name, Value::String(key))));
        }
        if let Some(total) = total {
            body.insert("total".to_owned(), total.min(COUNTED_UP_TO).into());
            body.insert("total_is_exact".to_owned(), (total <= COUNTED_UP_TO).into());
        }
        Value::Object(body)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NOUN: Noun = Noun {
        one: "thing",
        many: "things",
        searched: true,
        sorted_by: "name",
        newest_first: false,
        also_by: &["created_at"],
        counted: true,
    };

    fn read(query: &str) -> Result<ListQuery<String>, Failure> {
        NOUN.read(super::super::query::pairs(query)?)
    }

    #[test]
    fn what_cannot_be_asked_for_is_refused_by_its_parameter() {
        for (query, parameter) in [
            ("limit=0", "limit"),
            ("limit=101", "limit"),
            ("limit=a", "limit"),
            ("sort=size", "sort"),
            ("count=yes", "count"),
            ("colour=red", "colour"),
            ("search_phrase=a%00", "search_phrase"),
            ("sort=created_at&after_thing_id=x:%00", "after_thing_id"),
            ("limit=1&limit=2", "limit"),
            ("after_thing_id=a&before_thing_id=b", "before_thing_id"),
            ("after_thing_id=a&sort=created_at", "after_thing_id"),
            ("sort=-created_at&before_thing_id=a", "before_thing_id"),
            ("after_thing_id=a:2026&sort=-name", "after_thing_id"),
            ("after_thing_id=a:2026", "after_thing_id"),
        ] {
            let Err(Failure::Invalid(faults) | Failure::Malformed(faults)) = read(query) else { panic!("{query}") };
            assert_eq!(faults[0].parameter.as_deref(), Some(parameter), "{query}");
        }
        for (query, parameter) in
            [(format!("search_phrase={}", "x".repeat(4_001)), "search_phrase"), (format!("sort={}", "%41".repeat(4_001)), "sort")]
        {
            let Err(Failure::Invalid(faults)) = read(&query) else { panic!("{parameter}") };
            assert_eq!((faults[0].parameter.as_deref(), faults[0].problem.as_str()), (Some(parameter), "too_long"));
        }
        assert_eq!(read("").unwrap().window, Window { edge: Edge::Start, limit: 20, reversed: false, counted: false });
        let all = read("limit=100&sort=-name&count=true&after_thing_id=x&search_phrase=y").unwrap();
        assert_eq!(all.window, Window { edge: Edge::After("x".to_owned()), limit: 100, reversed: true, counted: true });
        assert_eq!(all.search, "y");
        let by_time = read("sort=created_at&after_thing_id=x:1").unwrap();
        assert_eq!((by_time.sort.as_str(), by_time.window.edge), ("created_at", Edge::After("x:1".to_owned())));
        assert_eq!(NOUN.sorts(), ["name", "-name", "created_at", "-created_at"]);
    }

    proptest! {
        #[test]
        fn pages_lead_through_a_list_in_both_directions(length in 0_usize..40, limit in 1_u64..15, reversed: bool) {
            let all: Vec<_> = (0..length).map(|item| (format!("{item:02}"), item)).collect();
            let page = |edge| Listed::cut(all.clone(), &Window { edge, limit, reversed, counted: true });
            let keys = |body: &Value, name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
            let items = |body: &Value| body["things"].as_array().unwrap().iter().filter_map(Value::as_u64).collect::<Vec<_>>();
            let mut expected: Vec<u64> = (0..length as u64).collect();
            if reversed {
                expected.reverse();
            }
            let (mut seen, mut edge) = (Vec::new(), Edge::Start);
            let mut last = loop {
                let body = page(edge.clone()).body(NOUN);
                seen.extend(items(&body));
                match keys(&body, "after_thing_id") {
                    Some(key) => edge = Edge::After(key),
                    None => break body,
                }
            };
            prop_assert_eq!(&seen, &expected);
            let mut back = items(&last);
            while let Some(key) = keys(&last, "before_thing_id") {
                last = page(Edge::Before(key)).body(NOUN);
                back = [items(&last), back].concat();
            }
            prop_assert_eq!(back, expected);
        }
    }
}
