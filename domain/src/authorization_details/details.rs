//! The objects that a client asks for, and that are granted.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::details_type::DetailsTypeName;
use crate::{
    invisible::holds_invisible,
    resource::{Resource, Resources},
};

/// How many elements authorization details have at most.
pub const MOST_DETAILS: usize = 10;
/// How many bytes they have at most, as they are kept: they travel in access tokens, and so in headers.
pub const LONGEST_DETAILS: usize = 4096;
/// How deep an element is nested at most.
pub const DEEPEST_DETAIL: usize = 8;
/// How many bytes are read at most: between the parts there may be spaces.
const LONGEST_TEXT: usize = 4 * LONGEST_DETAILS;
/// The member that names the type.
const TYPE: &str = "type";
/// The member that names resource servers.
const LOCATIONS: &str = "locations";
/// The members that are lists of texts in every type that has them (RFC 9396 §2.2).
const LISTS: [&str; 4] = [LOCATIONS, "actions", "datatypes", "privileges"];
/// The member that is a text in every type that has it (RFC 9396 §2.2).
const IDENTIFIER: &str = "identifier";

/// One element: an object with a `type` (RFC 9396 §2).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Detail(Map<String, Value>);

/// What a client asks for, or was granted: a set of elements, kept in their order, none of them twice. Two elements are the same where their JSON
/// is, whatever the order of members in it; nothing is known here of what one type means by more or less.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<Value>")]
pub struct AuthorizationDetails(Vec<Detail>);

/// What is wrong with authorization details, whatever their types are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DetailsProblem {
    /// They are no JSON, or no array.
    NotAList,
    /// An element is no object.
    NotAnObject,
    /// An element has no `type`, or one that can be none.
    Type,
    /// There are more than [`MOST_DETAILS`].
    TooMany,
    /// They have more than [`LONGEST_DETAILS`] bytes.
    TooLong,
    /// An element is nested deeper than [`DEEPEST_DETAIL`].
    TooDeep,
    /// A member that all types have in common is of another type (RFC 9396 §2.2).
    Common,
    /// A text holds a character that the user would not see.
    Invisible,
    /// An element is the same as one before it: what is granted once cannot be had twice.
    Repeated,
}

/// A problem with authorization details, and where it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("these are no authorization details: {problem:?}")]
pub struct DetailsFault {
    /// The problem.
    pub problem: DetailsProblem,
    /// The element, counted from 0; none where it is about all of them.
    pub index: Option<usize>,
    /// The place in it: a JSON pointer (RFC 6901).
    pub pointer: String,
}

impl DetailsFault {
    const fn of_all(problem: DetailsProblem) -> Self {
        Self { problem, index: None, pointer: String::new() }
    }

    const fn of(index: usize, problem: DetailsProblem, pointer: String) -> Self {
        Self { problem, index: Some(index), pointer }
    }
}

impl Detail {
    /// Its type.
    pub fn type_name(&self) -> &str {
        self.0.get(TYPE).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its members but for the type, in alphabetical order.
    pub fn members(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().filter(|(name, _)| *name != TYPE).map(|(name, value)| (name.as_str(), value))
    }

    /// The element as JSON.
    pub fn to_json(&self) -> Value {
        Value::Object(self.0.clone())
    }

    /// Returns whether it is for one of these resource servers: it names one of them among its `locations`, or none at all.
    fn is_for(&self, resources: &Resources) -> bool {
        let Some(locations) = self.0.get(LOCATIONS).and_then(Value::as_array).filter(|locations| !locations.is_empty()) else {
            return true;
        };
        let mut named = locations.iter().filter_map(Value::as_str).filter_map(|location| Resource::parse(location).ok());
        named.any(|location| resources.contains(&location))
    }

    /// Reads an element, of whose texts each is one that `may_stand` there.
    fn read(index: usize, value: Value, may_stand: fn(&str) -> bool) -> Result<Self, DetailsFault> {
        let Value::Object(members) = value else {
            return Err(DetailsFault::of(index, DetailsProblem::NotAnObject, String::new()));
        };
        let named = members.get(TYPE).and_then(Value::as_str).is_some_and(|name| DetailsTypeName::parse(name).is_ok());
        if !named {
            return Err(DetailsFault::of(index, DetailsProblem::Type, format!("/{TYPE}")));
        }
        let is_list = |value: &Value| value.as_array().is_some_and(|items| items.iter().all(Value::is_string));
        for (name, value) in &members {
            let fits = if LISTS.contains(&name.as_str()) { is_list(value) } else { name != IDENTIFIER || value.is_string() };
            if !fits {
                return Err(DetailsFault::of(index, DetailsProblem::Common, format!("/{name}")));
            }
        }
        check_members(&members, 0, &mut String::new(), may_stand)
            .map_err(|(problem, pointer)| DetailsFault::of(index, problem, pointer))?;
        Ok(Self(members))
    }
}

fn read_values(text: &str) -> Result<Vec<Value>, DetailsFault> {
    if text.len() > LONGEST_TEXT {
        return Err(DetailsFault::of_all(DetailsProblem::TooLong));
    }
    serde_json::from_str(text).map_err(|_| DetailsFault::of_all(DetailsProblem::NotAList))
}

fn read_all(values: Vec<Value>, may_stand: fn(&str) -> bool) -> Result<Vec<Detail>, DetailsFault> {
    if values.len() > MOST_DETAILS {
        return Err(DetailsFault::of_all(DetailsProblem::TooMany));
    }
    values.into_iter().enumerate().map(|(index, value)| Detail::read(index, value, may_stand)).collect()
}

/// Returns the place of the first element that is the same as one before it.
fn first_repeated(details: &[Detail]) -> Option<usize> {
    let came_before = |(index, detail): &(usize, &Detail)| details.iter().take(*index).any(|other| other == *detail);
    details.iter().enumerate().find(came_before).map(|(index, _)| index)
}

/// What is wrong with a part, and the place of the part.
type Misplaced = (DetailsProblem, String);

/// Checks the members of an object at this depth and place, and all that is in them.
fn check_members(members: &Map<String, Value>, depth: usize, at: &mut String, may_stand: fn(&str) -> bool) -> Result<(), Misplaced> {
    let before = at.len();
    for (name, member) in members {
        if !may_stand(name) {
            return Err((DetailsProblem::Invisible, at.clone()));
        }
        at.push('/');
        at.push_str(&name.replace('~', "~0").replace('/', "~1"));
        check_part(member, depth + 1, at, may_stand)?;
        at.truncate(before);
    }
    Ok(())
}

fn check_part(part: &Value, depth: usize, at: &mut String, may_stand: fn(&str) -> bool) -> Result<(), Misplaced> {
    if depth > DEEPEST_DETAIL {
        return Err((DetailsProblem::TooDeep, at.clone()));
    }
    match part {
        Value::String(text) if !may_stand(text) => Err((DetailsProblem::Invisible, at.clone())),
        Value::Array(items) => {
            let before = at.len();
            for (index, item) in items.iter().enumerate() {
                at.push('/');
                at.push_str(&index.to_string());
                check_part(item, depth + 1, at, may_stand)?;
                at.truncate(before);
            }
            Ok(())
        }
        Value::Object(members) => check_members(members, depth, at, may_stand),
        _ => Ok(()),
    }
}

/// Returns whether a user sees all of a text that is shown in one line.
fn is_seen(text: &str) -> bool {
    !text.chars().any(char::is_control) && !holds_invisible(text)
}

impl AuthorizationDetails {
    /// None.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Reads the parameter `authorization_details`. One with an element twice is refused: whoever means two payments is not to get one.
    ///
    /// # Errors
    /// The first thing that is wrong, by the element and the place in it.
    pub fn parse(text: &str) -> Result<Self, DetailsFault> {
        let all = read_all(read_values(text)?, is_seen)?;
        if let Some(index) = first_repeated(&all) {
            return Err(DetailsFault::of(index, DetailsProblem::Repeated, String::new()));
        }
        Self::of_different(all)
    }

    /// Reads what was written: a token or a row of an earlier version may have an element twice, and has it once,
    /// or a character that was not known then to be one that nobody sees.
    fn read(values: Vec<Value>) -> Result<Self, DetailsFault> {
        let mut all = read_all(values, |_| true)?;
        while let Some(index) = first_repeated(&all) {
            all.remove(index);
        }
        Self::of_different(all)
    }

    fn of_different(all: Vec<Detail>) -> Result<Self, DetailsFault> {
        let details = Self(all);
        if details.to_string().len() > LONGEST_DETAILS { Err(DetailsFault::of_all(DetailsProblem::TooLong)) } else { Ok(details) }
    }

    /// Each element, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Detail> {
        self.0.iter()
    }

    /// Returns whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns whether an element is among these.
    pub fn contains(&self, detail: &Detail) -> bool {
        self.0.contains(detail)
    }

    /// Returns whether each element is the same as one of the others.
    pub fn is_subset(&self, others: &Self) -> bool {
        self.first_beyond(others).is_none()
    }

    /// Returns the place of the first element that is not the same as one of the others.
    pub fn first_beyond(&self, others: &Self) -> Option<usize> {
        self.0.iter().position(|detail| !others.contains(detail))
    }

    /// Those of a type that is among these.
    #[must_use]
    pub fn of_types(&self, is_of: impl Fn(&str) -> bool) -> Self {
        Self(self.0.iter().filter(|detail| is_of(detail.type_name())).cloned().collect())
    }

    /// Those that a token for these resource servers is to have (RFC 9396 §9): of the elements that name their `locations` those that name one of
    /// them. A token for the workspace itself, which is for no resource server, has all of them.
    #[must_use]
    pub fn for_resources(&self, resources: &Resources) -> Self {
        if resources.is_empty() {
            return self.clone();
        }
        Self(self.0.iter().filter(|detail| detail.is_for(resources)).cloned().collect())
    }

    /// The elements of several, each once. They may be more than a request can have.
    pub fn all_of<'a>(several: impl IntoIterator<Item = &'a Self>) -> Vec<Detail> {
        let mut all: Vec<Detail> = Vec::new();
        for detail in several.into_iter().flat_map(Self::iter) {
            if !all.contains(detail) {
                all.push(detail.clone());
            }
        }
        all
    }
}

impl fmt::Display for AuthorizationDetails {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(&self.0).map_err(|_| fmt::Error)?)
    }
}

impl FromStr for AuthorizationDetails {
    type Err = DetailsFault;

    /// Reads what was written ([`fmt::Display`]); what a client sends is read by [`Self::parse`].
    fn from_str(text: &str) -> Result<Self, DetailsFault> {
        Self::read(read_values(text)?)
    }
}

impl TryFrom<Vec<Value>> for AuthorizationDetails {
    type Error = DetailsFault;

    fn try_from(values: Vec<Value>) -> Result<Self, DetailsFault> {
        Self::read(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn details(text: &str) -> AuthorizationDetails {
        text.parse().unwrap()
    }

    fn wrong(text: &str) -> (DetailsProblem, Option<usize>, String) {
        let fault = AuthorizationDetails::parse(text).unwrap_err();
        (fault.problem, fault.index, fault.pointer)
    }

    /// Clauses: 279.
    #[test]
    fn authorization_details_are_objects_with_a_type_and_what_is_wrong_is_told_by_its_place() {
        let both = details(r#"[{"type":"payment","amount":{"value":"12.50"}},{"type":"account","actions":["read"],"identifier":"a-1"}]"#);
        assert_eq!(both.iter().map(Detail::type_name).collect::<Vec<_>>(), ["payment", "account"]);
        assert_eq!(details("[]"), AuthorizationDetails::none());
        let none = String::new;
        assert_eq!(wrong("payment"), (DetailsProblem::NotAList, None, none()));
        assert_eq!(wrong(r#"{"type":"payment"}"#), (DetailsProblem::NotAList, None, none()));
        assert_eq!(wrong(r#"[{"type":"payment"},"payment"]"#), (DetailsProblem::NotAnObject, Some(1), none()));
        assert_eq!(wrong(r#"[{"amount":1}]"#), (DetailsProblem::Type, Some(0), "/type".to_owned()));
        assert_eq!(wrong(r#"[{"type":"a b"}]"#), (DetailsProblem::Type, Some(0), "/type".to_owned()));
        assert_eq!(wrong(r#"[{"type":"a","actions":"read"}]"#), (DetailsProblem::Common, Some(0), "/actions".to_owned()));
        assert_eq!(wrong(r#"[{"type":"a","identifier":7}]"#), (DetailsProblem::Common, Some(0), "/identifier".to_owned()));
        assert_eq!(wrong(r#"[{"type":"a","to":{"a/b":["\u202e"]}}]"#), (DetailsProblem::Invisible, Some(0), "/to/a~1b/0".to_owned()));
    }

    #[test]
    fn authorization_details_are_bounded_in_number_size_and_depth() {
        let many = |count: usize| {
            let each: Vec<_> = (0..count).map(|at| format!(r#"{{"type":"a","n":{at}}}"#)).collect();
            format!("[{}]", each.join(","))
        };
        assert!(AuthorizationDetails::parse(&many(MOST_DETAILS)).is_ok());
        assert_eq!(wrong(&many(MOST_DETAILS + 1)).0, DetailsProblem::TooMany);
        let long = |count: usize| format!(r#"[{{"type":"a","text":"{}"}}]"#, "x".repeat(count));
        assert!(AuthorizationDetails::parse(&long(LONGEST_DETAILS - 50)).is_ok());
        assert_eq!(wrong(&long(LONGEST_DETAILS)).0, DetailsProblem::TooLong);
        assert_eq!(wrong(&format!("[{}]", " ".repeat(LONGEST_TEXT))).0, DetailsProblem::TooLong);
        let deep = |depth: usize| format!(r#"[{{"type":"a","x":{}1{}}}]"#, "[".repeat(depth), "]".repeat(depth));
        assert!(AuthorizationDetails::parse(&deep(DEEPEST_DETAIL - 1)).is_ok());
        assert_eq!(wrong(&deep(DEEPEST_DETAIL)).0, DetailsProblem::TooDeep);
        assert_eq!(wrong(&deep(1000)).0, DetailsProblem::NotAList, "serde_json reads nothing that deep");
    }

    #[test]
    fn two_elements_are_the_same_where_their_json_is() {
        let granted = details(r#"[{"type":"a","x":1,"y":{"b":2,"c":3}},{"type":"b"}]"#);
        assert!(details(r#"[{"y":{"c":3,"b":2},"x":1,"type":"a"}]"#).is_subset(&granted), "whatever the order of members");
        assert!(AuthorizationDetails::none().is_subset(&granted));
        for wider in [r#"[{"type":"a"}]"#, r#"[{"type":"a","x":1,"y":{"b":2,"c":4}}]"#, r#"[{"type":"a","x":1.0,"y":{"b":2,"c":3}}]"#] {
            assert!(!details(wider).is_subset(&granted), "{wider}");
        }
        assert_eq!(details(r#"[{"type":"b"},{"type":"c"}]"#).first_beyond(&granted), Some(1));
        assert_eq!(granted.to_string().parse(), Ok(granted));
    }

    /// Clauses: 287.
    #[test]
    fn nothing_is_there_twice() {
        let twice = r#"[{"type":"a","x":1,"y":2},{"type":"b"},{"y":2,"x":1,"type":"a"}]"#;
        assert_eq!(wrong(twice), (DetailsProblem::Repeated, Some(2), String::new()), "whatever the order of members");
        let once = details(r#"[{"type":"a","x":1,"y":2},{"type":"b"}]"#);
        assert_eq!(details(twice), once, "what was stored so has it once");
        assert_eq!(serde_json::from_str::<AuthorizationDetails>(twice).unwrap(), once);
    }

    #[test]
    fn a_token_has_what_is_for_its_resource_servers() {
        let granted = details(
            r#"[{"type":"a"},{"type":"b","locations":[]},{"type":"c","locations":["https://A.example"]},
                {"type":"d","locations":["https://b.example/"]}]"#,
        );
        let of = |resources: &str| {
            let kept = granted.for_resources(&resources.parse().unwrap());
            kept.iter().map(|detail| detail.type_name().to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(of("https://a.example/"), "a b c");
        assert_eq!(of("https://b.example/ https://c.example/"), "a b d");
        assert_eq!(of("https://c.example/"), "a b");
        assert_eq!(of(""), "a b c d");
    }
}
