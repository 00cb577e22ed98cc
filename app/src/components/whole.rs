//! Lists that are loaded whole, because they are short: searched, sorted and cut into pages as the long ones are.

use domain::{
    page::{Cursor, Edge, PAGE_SIZE, Page},
    sort::Sort,
};

use super::ListQuery;
use crate::api::ApiError;

/// What is known of the items of a list.
pub struct Whole<T, S> {
    /// The texts in which words are looked for.
    pub texts: fn(&T) -> Vec<String>,
    /// The key, which has no colon.
    pub key: fn(&T) -> String,
    /// What is sorted by; nothing where that is the key.
    pub value: fn(&T, S) -> Option<String>,
}

/// What an item is sorted by: its value in any case, and its key.
type Place = (String, String);

impl<T, S: Sort> Whole<T, S> {
    /// Returns the page that is asked for, of the items that have each word that is searched for.
    ///
    /// # Errors
    /// Those of [`Cut::sorted`](super::Cut::sorted).
    pub fn page(&self, mut all: Vec<T>, query: &ListQuery) -> Result<Page<T>, ApiError> {
        let asked = query.cut.sorted::<String, S>()?;
        let place = |item: &T| -> Place { ((self.value)(item, asked.by).unwrap_or_default().to_lowercase(), (self.key)(item)) };
        let words: Vec<_> = query.search.split_whitespace().map(str::to_lowercase).collect();
        all.retain(|item| {
            let texts: Vec<_> = (self.texts)(item).iter().map(|text| text.to_lowercase()).collect();
            words.iter().all(|word| texts.iter().any(|text| text.contains(word)))
        });
        let falls = asked.by.descends() != asked.window.reversed;
        let order = |one: &Place, other: &Place| if falls { other.cmp(one) } else { one.cmp(other) };
        all.sort_by(|one, other| order(&place(one), &place(other)));

        let at = |cursor: Cursor<String>| (cursor.value.unwrap_or_default().to_lowercase(), cursor.key);
        let size = usize::try_from(PAGE_SIZE).unwrap_or(usize::MAX);
        let (from, to) = match asked.window.edge {
            Edge::Start => (0, size),
            Edge::After(cursor) => {
                let at = at(cursor);
                let from = all.partition_point(|item| order(&place(item), &at).is_le());
                (from, from.saturating_add(size))
            }
            Edge::Before(cursor) => {
                let at = at(cursor);
                let to = all.partition_point(|item| order(&place(item), &at).is_lt());
                (to.saturating_sub(size), to)
            }
        };
        let (total, to) = (all.len(), to.min(all.len()));
        let items: Vec<T> = all.drain(from..to).collect();
        let cursor = |item: &T| Cursor { key: (self.key)(item), value: (self.value)(item, asked.by) }.to_string();
        Ok(Page {
            previous: items.first().filter(|_| from > 0).map(cursor),
            next: items.last().filter(|_| to < total).map(cursor),
            total: u64::try_from(total).ok(),
            items,
        })
    }
}

#[cfg(test)]
mod tests {
    use domain::sort::WebhookSort;

    use super::*;
    use crate::components::Cut;

    /// A key and a name.
    type Item = (u64, &'static str);

    const LIST: Whole<Item, WebhookSort> = Whole {
        texts: |(_, name)| vec![(*name).to_owned()],
        key: |(key, _)| format!("{key:03}"),
        value: |(_, name), by| (by == WebhookSort::Name).then(|| (*name).to_owned()),
    };

    fn query(search: &str, cut: Cut) -> ListQuery {
        ListQuery { search: search.to_owned(), only: None, cut }
    }

    fn sorted(sort: &str) -> Cut {
        Cut { sort: sort.to_owned(), ..Cut::default() }
    }

    fn keys(page: &Page<Item>) -> Vec<u64> {
        page.items.iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn each_word_is_found_somewhere_and_equal_names_stand_by_their_keys() {
        let all = vec![(1, "Hana Maria Lindqvist"), (2, "bob"), (3, "Bob"), (4, "Hana Bob")];
        let found = |search: &str, sort: &str| keys(&LIST.page(all.clone(), &query(search, sorted(sort))).unwrap());
        assert_eq!(found("lindqvist HANA", ""), [1]);
        assert_eq!(found("hana x", ""), Vec::<u64>::new());
        assert_eq!(found("", "name"), [2, 3, 4, 1]);
        assert_eq!(found("", "-name"), [1, 4, 3, 2]);
        assert_eq!(found("", "-created_at"), [4, 3, 2, 1]);
    }

    #[test]
    fn pages_lead_through_the_list_in_both_directions_also_past_what_was_deleted() {
        // Names that are there several times, in one case or another.
        let all: Vec<Item> = (0..65).map(|key| (key, ["a", "A", "b"][usize::try_from(key % 3).unwrap()])).collect();
        for sort in ["", "name", "-name", "-created_at"] {
            let (mut cut, mut seen, mut places) = (sorted(sort), Vec::new(), Vec::new());
            loop {
                let page = LIST.page(all.clone(), &query("", cut.clone())).unwrap();
                assert_eq!((page.total, page.previous.is_some()), (Some(65), !cut.is_first()));
                seen.extend(keys(&page));
                places.push(page.previous);
                let Some(next) = page.next else { break };
                cut = Cut { after: next, ..sorted(sort) };
            }
            let mut once = seen.clone();
            once.sort_unstable();
            assert_eq!(once, (0..65).collect::<Vec<_>>(), "{sort}");
            let before = Cut { before: places[2].clone().unwrap(), ..sorted(sort) };
            assert_eq!(keys(&LIST.page(all.clone(), &query("", before.clone())).unwrap()), seen[20..40], "{sort}");
            let fewer: Vec<_> = all.iter().copied().filter(|(key, _)| *key != seen[40]).collect();
            assert_eq!(keys(&LIST.page(fewer, &query("", before)).unwrap()), seen[20..40], "{sort}: the item at the place is gone");
        }
    }
}
