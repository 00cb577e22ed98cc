use domain::{id::ClientId, permission::Action};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned, ser::SerializeMap as _};
use serde_json::{Map, Value};

use super::{Keep, Opened};
use crate::{
    api::{ApiError, FieldConflict, Keep as _, OPENED_SEEN, OPENED_VALUES, OPENED_VERSION, Typed, Undoing, done_for_now},
    done::Done,
    paths::WorkspacePath,
    text::actor,
};

/// What a page of settings sent.
#[derive(Debug, Clone)]
pub struct Sent<T> {
    /// What is typed in its fields.
    pub typed: T,
    /// The version that the page showed.
    pub version: i64,
    /// What it showed.
    pub opened: Opened,
}

/// What is to be saved: what was typed, together with what was saved meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged<T> {
    /// The values.
    pub typed: T,
    /// The version that they are the next to.
    pub version: i64,
    /// Whether somebody saved meanwhile.
    pub met: bool,
    /// The fields that both changed, where the user has not chosen yet.
    pub conflicts: Vec<String>,
    /// What the page shows from now on, as JSON: what is in force, but for the fields that are asked for.
    shown: String,
    /// The values of others that are asked about, as JSON.
    seen: String,
}

impl<T: Serialize + DeserializeOwned> Sent<T> {
    /// The same with the default of a field in place of what was typed there, where one is named.
    #[must_use]
    pub fn with_default(self, field: &str, defaults: &T) -> Self {
        let Some(default) = fields(defaults).remove(field) else { return self };
        let mut typed = fields(&self.typed);
        typed.insert(field.to_owned(), default);
        match serde_json::from_value(Value::Object(typed)) {
            Ok(typed) => Self { typed, ..self },
            Err(_) => self,
        }
    }

    /// Puts what was typed together with what is in force.
    ///
    /// Field by field: what the user did not touch is as it is in force; what nobody else touched is as it was typed. Of a list this
    /// holds for each of its entries. What both changed is asked about, until the user chooses. A field that only some pages have is an `Option`
    /// ([`of_some_pages`]).
    pub fn merge(self, in_force_version: i64, in_force: &T) -> Merged<T> {
        let (mine, theirs) = (fields(&self.typed), fields(in_force));
        let met = self.version != in_force_version;
        let object = |text: &str| match serde_json::from_str(text) {
            Ok(Value::Object(fields)) => Some(fields),
            _ => None,
        };
        // A page that says nothing of it showed what is in force, unless somebody saved meanwhile.
        let shown = object(&self.opened.values).or_else(|| (!met).then(|| theirs.clone())).unwrap_or_default();
        let seen = object(&self.opened.seen).unwrap_or_default();
        let (mut next_shown, mut next_seen) = (theirs.clone(), Map::new());
        let mut conflicts = Vec::new();
        let mut merged = Map::new();
        for (field, mine) in mine {
            let theirs = theirs.get(&field).cloned().unwrap_or_default();
            // What was answered was answered about the value that was seen.
            let kept = self.opened.keep.get(&field).filter(|_| seen.get(&field).is_some_and(|seen| same(seen, &theirs)));
            let value = one(mine.clone(), theirs.clone(), shown.get(&field).cloned(), kept.copied()).unwrap_or_else(|| {
                // It stays to be asked, by whatever way the page comes back.
                match shown.get(&field) {
                    Some(shown) => next_shown.insert(field.clone(), shown.clone()),
                    None => next_shown.remove(&field),
                };
                next_seen.insert(field.clone(), theirs);
                conflicts.push(field.clone());
                mine
            });
            merged.insert(field, value);
        }
        let typed = serde_json::from_value(Value::Object(merged)).unwrap_or(self.typed);
        let (shown, seen) = (Value::Object(next_shown).to_string(), Value::Object(next_seen).to_string());
        Merged { typed, version: in_force_version, met, conflicts, shown, seen }
    }
}

/// Reads the text of a field that only some pages have; none where nothing was sent of it. What is empty was sent, which an `Option` alone would not tell.
///
/// # Errors
/// It cannot be read.
pub fn of_some_pages<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(match Value::deserialize(deserializer)? {
        Value::String(text) => Some(text),
        _ => None,
    })
}

/// Returns the value of one field; none where it has to be asked for.
fn one(mine: Value, theirs: Value, shown: Option<Value>, kept: Option<Keep>) -> Option<Value> {
    // Nothing is sent of a field that the page does not have.
    if mine.is_null() || same(&mine, &theirs) {
        return Some(theirs);
    }
    if let (Value::Array(mine), Value::Array(theirs), Some(Value::Array(shown))) = (&mine, &theirs, &shown) {
        let kept = theirs.iter().filter(|entry| mine.contains(entry) || !shown.contains(entry));
        let added = mine.iter().filter(|entry| !shown.contains(entry) && !theirs.contains(entry));
        return Some(kept.chain(added).cloned().collect());
    }
    match shown {
        Some(shown) if same(&mine, &shown) => Some(theirs),
        Some(shown) if same(&theirs, &shown) => Some(mine),
        _ => kept.map(|kept| if kept == Keep::Theirs { theirs } else { mine }),
    }
}

/// A browser sends the lines of a text as `\r\n`.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) => one.lines().eq(other.lines()),
        _ => one == other,
    }
}

fn fields(typed: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(typed) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}

/// What is saved.
#[derive(Debug, Clone, Copy)]
pub struct Write<'a> {
    /// The permission that it asks for.
    pub action: Action,
    /// The client whose settings they are; none where they are of the workspace or of something else in it.
    pub client: Option<ClientId>,
    /// What is changed, by its identifier: the audit trail tells who changed it.
    pub about: &'a str,
}

impl<T: Serialize> Merged<T> {
    /// Returns itself, where nothing has to be asked.
    ///
    /// # Errors
    /// That of who may not save it, before anything else; [`ApiError::Stale`] with the fields that both changed, and with all that was typed.
    pub async fn settled(self, operator: &control::Operator, path: &WorkspacePath, write: Write<'_>) -> Result<Self, ApiError> {
        operator.check_permitted(write.action, path, write.client).await.keep(&self)?;
        if self.conflicts.is_empty() {
            return Ok(self);
        }
        let lines = operator.list_changes_of(path, write.about).await.keep(&self)?;
        let conflict = |field: &String| {
            let line = lines.iter().find(|line| line.changes.iter().any(|change| change.field == *field));
            FieldConflict {
                field: field.clone(),
                by: line.map(|line| actor(line.actor_kind, line.actor.clone())),
                own: line.is_some_and(|line| operator.has_done(line)),
                at: line.map(|line| line.at),
            }
        };
        let conflicts = self.conflicts.iter().map(conflict).collect();
        Err(ApiError::Stale { typed: Typed::default(), conflicts }).keep(&self)
    }

    /// Returns itself, where no field was to have its default.
    ///
    /// # Errors
    /// [`ApiError::Reset`] with all that was typed and that default: it is shown before it is saved.
    pub fn unless_reset(self, field: &str) -> Result<Self, ApiError> {
        if field.is_empty() {
            return Ok(self);
        }
        Err(ApiError::Reset { field: field.to_owned(), typed: Typed::default() }).keep(&self)
    }

    /// Leads to a page that says it was saved, in this version, and whether another change came with it, and that offers to undo it where that can be.
    pub async fn done(&self, path: &str, version: i64, undoing: Option<Undoing>) -> Result<(), ApiError> {
        done_for_now(path, if self.met { Done::SavedTogether(version) } else { Done::Saved(version) }, undoing).await
    }
}

/// As it is kept beside an error, so that the page shows it again: with what it was put together from.
impl<T: Serialize> Serialize for Merged<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = fields(&self.typed);
        let mut map = serializer.serialize_map(Some(fields.len() + 3))?;
        for (field, value) in &fields {
            map.serialize_entry(field, value)?;
        }
        map.serialize_entry(OPENED_VALUES, &self.shown)?;
        map.serialize_entry(OPENED_SEEN, &self.seen)?;
        map.serialize_entry(OPENED_VERSION, &self.version)?;
        map.end()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
    struct Page {
        ttl: String,
        window: String,
        uris: String,
        on: bool,
        grants: BTreeSet<String>,
    }

    fn page(ttl: &str, window: &str, on: bool, grants: &[&str]) -> Page {
        let grants = grants.iter().map(|grant| (*grant).to_owned()).collect();
        Page { ttl: ttl.to_owned(), window: window.to_owned(), uris: "a\nb".to_owned(), on, grants }
    }

    fn sent(typed: Page, shown: &Page) -> Sent<Page> {
        Sent { typed, version: 1, opened: Opened { values: serde_json::to_string(shown).unwrap(), ..Opened::default() } }
    }

    #[test]
    fn what_the_second_to_save_did_not_touch_stays_as_the_first_saved_it() {
        let shown = page("30d", "30s", false, &["code", "refresh"]);
        let theirs = page("30d", "10s", true, &["code", "device"]);
        let mine = Page { uris: "a\r\nb".to_owned(), ..page("90d", "30s", false, &["code", "refresh", "client"]) };
        let merged = sent(mine, &shown).merge(2, &theirs);
        assert_eq!(merged.typed, page("90d", "10s", true, &["code", "device", "client"]));
        assert_eq!((merged.version, merged.met, merged.conflicts.len()), (2, true, 0));
    }

    #[test]
    fn what_both_changed_is_asked_for_until_it_is_said_whose_value_is_kept() {
        let (shown, theirs) = (page("30d", "30s", false, &[]), page("7d", "30s", false, &[]));
        let merged = sent(page("90d", "30s", false, &[]), &shown).merge(2, &theirs);
        assert_eq!((&*merged.conflicts, merged.typed.ttl.as_str()), (&["ttl".to_owned()][..], "90d"));

        let again = |keep: Option<Keep>, in_force: i64, theirs: &Page| {
            let keep = keep.map(|keep| BTreeMap::from([("ttl".to_owned(), keep)])).unwrap_or_default();
            let opened = Opened { values: merged.shown.clone(), seen: merged.seen.clone(), keep };
            Sent { typed: page("90d", "30s", false, &[]), version: 2, opened }.merge(in_force, theirs)
        };
        assert_eq!(again(None, 2, &theirs).conflicts, ["ttl"]);
        assert_eq!(again(Some(Keep::Mine), 2, &theirs).typed.ttl, "90d");
        assert_eq!(again(Some(Keep::Theirs), 2, &theirs).typed.ttl, "7d");
        // A third value was not what was decided about.
        assert_eq!(again(Some(Keep::Mine), 3, &page("1d", "30s", false, &[])).conflicts, ["ttl"]);
        // What comes back without the question, such as after a sign-in, is asked again.
        let without = Opened { values: merged.shown.clone(), ..Opened::default() };
        let sent = Sent { typed: page("90d", "30s", false, &[]), version: 2, opened: without };
        assert_eq!(sent.merge(2, &theirs).conflicts, ["ttl"]);
    }

    #[test]
    fn a_page_that_does_not_say_what_it_showed_undoes_nothing_unasked() {
        let merged = Sent { typed: page("90d", "30s", true, &[]), version: 1, opened: Opened::default() };
        assert_eq!(merged.clone().merge(1, &page("30d", "30s", false, &[])).typed, page("90d", "30s", true, &[]));
        let met = merged.clone().merge(2, &page("30d", "30s", false, &["code"]));
        assert_eq!(met.conflicts, ["grants", "on", "ttl"]);
        let keep = BTreeMap::from([("grants".to_owned(), Keep::Theirs), ("on".to_owned(), Keep::Mine), ("ttl".to_owned(), Keep::Theirs)]);
        let opened = Opened { values: met.shown, seen: met.seen, keep };
        let answered = Sent { version: 2, opened, ..merged }.merge(2, &page("30d", "30s", false, &["code"]));
        assert_eq!((answered.typed, answered.conflicts.len()), (page("30d", "30s", true, &["code"]), 0));
    }

    #[test]
    fn a_default_takes_the_place_of_what_was_typed_in_its_field_and_is_shown_before_it_is_saved() {
        let (shown, defaults) = (page("7d", "30s", true, &["code"]), page("30d", "5s", false, &[]));
        let typed = page("99y", "1s", true, &["code"]);
        let merged = sent(typed.clone(), &shown).with_default("ttl", &defaults).merge(1, &shown);
        assert_eq!(merged.typed, page("30d", "1s", true, &["code"]), "what else was typed stays");
        let error = merged.clone().unless_reset("ttl").unwrap_err();
        assert!(matches!(&error, ApiError::Reset { field, .. } if field == "ttl"));
        assert_eq!(error.typed().and_then(|typed| typed.value("ttl")), Some("30d"));
        assert_eq!(merged.clone().unless_reset("").unwrap(), merged);
        assert_eq!(sent(typed.clone(), &shown).with_default("colour", &defaults).typed, typed);
        assert_eq!(sent(typed, &shown).with_default("on", &defaults).typed, page("99y", "1s", false, &["code"]));
    }

    proptest! {
        #[test]
        fn nobody_s_change_is_lost_without_being_asked(shown in 0..3_u8, mine in 0..3_u8, theirs in 0..3_u8) {
            let of = |value: u8| page(&value.to_string(), "", false, &[]);
            let merged = sent(of(mine), &of(shown)).merge(2, &of(theirs));
            let both = mine != shown && theirs != shown && mine != theirs;
            prop_assert_eq!(!merged.conflicts.is_empty(), both);
            if !both {
                prop_assert_eq!(merged.typed, of(if mine == shown { theirs } else { mine }));
            }
        }
    }
}
