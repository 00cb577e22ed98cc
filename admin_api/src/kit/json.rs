//! JSON that is sent, read to the letter: nothing in it is left aside.

use std::cell::RefCell;

use domain::wire::{Member, Resource, Shape, Shaped, escaped, read_members};
use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Number, Value};

use super::super::error::{Failure, Fault};

/// Reads an object. A member that is there twice is refused.
pub(super) fn object(bytes: &[u8]) -> Result<Map<String, Value>, Failure> {
    // A struct is also read from an array, whose values would be taken in an order that nobody was told.
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Err(Failure::malformed(Fault::of_body("not_an_object", "The body must be a JSON object.")));
    }
    let twice = RefCell::new(None);
    let mut json = Deserializer::from_slice(bytes);
    let read = Strict { pointer: String::new(), twice: &twice }.deserialize(&mut json).and_then(|read| json.end().map(|()| read));
    match (read, twice.into_inner()) {
        (Ok(Value::Object(members)), _) => Ok(members),
        (_, Some(pointer)) => Err(Failure::malformed(Fault::at(pointer, "duplicate_member", "This member is there more than once."))),
        (Ok(_), None) => Err(Failure::malformed(Fault::of_body("not_an_object", "The body must be a JSON object."))),
        (Err(error), None) => {
            let detail = format!("The body is not well-formed JSON (line {}, column {}).", error.line(), error.column());
            Err(Failure::malformed(Fault::of_body("not_json", &detail)))
        }
    }
}

/// Reads a value without repeated members, and remembers where one is repeated.
struct Strict<'a> {
    pointer: String,
    twice: &'a RefCell<Option<String>>,
}

impl Strict<'_> {
    fn below(&self, token: &str) -> Self {
        Self { pointer: format!("{}/{}", self.pointer, escaped(token)), twice: self.twice }
    }
}

impl<'de> DeserializeSeed<'de> for Strict<'_> {
    type Value = Value;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element_seed(self.below(&read.len().to_string()))? {
            read.push(item);
        }
        Ok(Value::Array(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut read = Map::new();
        while let Some(name) = members.next_key::<String>()? {
            let value = members.next_value_seed(self.below(&name))?;
            if read.contains_key(&name) {
                *self.twice.borrow_mut() = Some(self.below(&name).pointer);
                return Err(A::Error::custom("a member is there twice"));
            }
            read.insert(name, value);
        }
        Ok(Value::Object(read))
    }
}

/// Reads what was sent into its type: what is not of it is refused by its pointer.
pub(super) fn read<R: Resource>(members: Map<String, Value>) -> Result<R, Failure> {
    let missing = missing::<R>(&members);
    let read = read_members(members).map_err(|misfit| Failure::malformed(Fault::of_misfit(misfit)))?;
    if missing.is_empty() { Ok(read) } else { Err(Failure::Invalid(missing)) }
}

/// Returns what has to be sent and is not there, and whose type does not tell: a text that is not there is an empty one, which is none, but a
/// switch would be off and a list empty.
fn missing<R: Shaped>(members: &Map<String, Value>) -> Vec<Fault> {
    let lacks =
        |member: &&Member| member.needed && !matches!(member.shape, Shape::Value(..) | Shape::Text) && !members.contains_key(member.name);
    members_of::<R>().iter().filter(lacks).map(|member| Fault::at(format!("/{}", member.name), "missing", "This has to be sent.")).collect()
}

/// Applies a merge patch (RFC 7396 §2): `null` removes a member, an object is merged, anything else takes the place of what was there.
pub(super) fn merge(target: &mut Map<String, Value>, patch: Map<String, Value>) {
    for (name, value) in patch {
        match value {
            Value::Null => {
                target.remove(&name);
            }
            Value::Object(patch) => {
                let member = target.entry(name).or_insert_with(|| Value::Object(Map::new()));
                if !member.is_object() {
                    *member = Value::Object(Map::new());
                }
                if let Value::Object(member) = member {
                    merge(member, patch);
                }
            }
            value => {
                target.insert(name, value);
            }
        }
    }
}

/// Takes the members out that are told and not set. One that was sent has to be as it is.
pub(super) fn take_told<R: Resource>(sent: &mut Map<String, Value>, current: &Map<String, Value>) -> Result<(), Failure> {
    let mut faults = Vec::new();
    for member in told::<R>() {
        if let Some(value) = sent.remove(member)
            && current.get(member) != Some(&value)
        {
            faults.push(Fault::at(format!("/{member}"), "fixed", "This cannot be changed."));
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Failure::Invalid(faults)) }
}

fn told<R: Shaped>() -> Vec<&'static str> {
    members_of::<R>().iter().filter(|member| member.told).map(|member| member.name).collect()
}

fn members_of<R: Shaped>() -> Vec<Member> {
    if let Shape::Object(object) = R::shape() { object.members } else { Vec::new() }
}

/// Returns the members of what is told.
pub(super) fn members(told: &impl serde::Serialize) -> Map<String, Value> {
    serde_json::to_value(told).ok().and_then(|value| value.as_object().cloned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use domain::wire::{AdministratorPolicy, Client, Role};
    use serde_json::json;

    use super::*;

    fn faults(failure: Failure) -> Vec<(String, String)> {
        let (Failure::Malformed(faults) | Failure::Invalid(faults)) = failure else { panic!("{failure:?}") };
        faults.into_iter().map(|fault| (fault.pointer.unwrap_or_default(), fault.problem)).collect()
    }

    #[test]
    fn what_cannot_be_read_is_told_by_its_pointer() {
        for (text, pointer, problem) in [
            ("[]", "", "not_an_object"),
            ("", "", "not_an_object"),
            ("{} {}", "", "not_json"),
            ("{\"a\": ", "", "not_json"),
            (r#"{"a": 1, "a": 2}"#, "/a", "duplicate_member"),
            (r#"{"a": [{"b/c": 1, "b/c": 2}]}"#, "/a/0/b~1c", "duplicate_member"),
        ] {
            assert_eq!(faults(object(text.as_bytes()).unwrap_err()), [(pointer.to_owned(), problem.to_owned())], "{text}");
        }
        for (value, pointer, problem) in [
            (json!({"colour": "red"}), "/colour", "unknown_member"),
            (json!({"token_ttls": {"x~y": "1h"}}), "/token_ttls/x~0y", "unknown_member"),
            (json!({"trusted": "yes"}), "/trusted", "wrong_type"),
            (json!({"redirect_uris": ["https://a.example", 7]}), "/redirect_uris/1", "wrong_type"),
            (json!({"refresh_token_policy": {"family_limit": "many"}}), "/refresh_token_policy/family_limit", "wrong_type"),
        ] {
            let Value::Object(members) = value.clone() else { panic!("{value}") };
            assert_eq!(faults(read::<Client>(members).unwrap_err()), [(pointer.to_owned(), problem.to_owned())], "{value}");
        }
    }

    #[test]
    fn what_has_to_be_sent_is_not_guessed() {
        assert_eq!(
            faults(read::<AdministratorPolicy>(Map::new()).unwrap_err()),
            [("/second_factor_required".to_owned(), "missing".to_owned())]
        );
        let Value::Object(role) = json!({"name": "Readers"}) else { panic!("an object") };
        assert_eq!(faults(read::<Role>(role).unwrap_err()), [("/actions".to_owned(), "missing".to_owned())]);
    }

    #[test]
    fn a_merge_patch_does_what_the_examples_of_its_standard_say() {
        // RFC 7396, appendix A, those whose target and patch are objects.
        for (target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "b"}), json!({"b": "c"}), json!({"a": "b", "b": "c"})),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (json!({"a": "b", "b": "c"}), json!({"a": null}), json!({"b": "c"})),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (json!({"a": "c"}), json!({"a": ["b"]}), json!({"a": ["b"]})),
            (json!({"a": {"b": "c"}}), json!({"a": {"b": "d", "c": null}}), json!({"a": {"b": "d"}})),
            (json!({"a": [{"b": "c"}]}), json!({"a": [1]}), json!({"a": [1]})),
            (json!({"e": null}), json!({"a": 1}), json!({"e": null, "a": 1})),
            (json!({}), json!({"a": {"bb": {"ccc": null}}}), json!({"a": {"bb": {}}})),
        ] {
            let (Value::Object(mut merged), Value::Object(patch)) = (target, patch) else { panic!("objects") };
            merge(&mut merged, patch);
            assert_eq!(Value::Object(merged), result);
        }
    }

    #[test]
    fn what_is_told_can_be_sent_back_and_not_changed() {
        let current = json!({"client_id": "a", "created_at": "b"});
        let Value::Object(current) = current else { panic!("an object") };
        let mut same = current.clone();
        take_told::<Client>(&mut same, &current).unwrap();
        assert!(same.is_empty());
        let Value::Object(mut other) = json!({"client_id": "b", "client_name": "c"}) else { panic!("an object") };
        let failure = take_told::<Client>(&mut other, &current).unwrap_err();
        assert_eq!(faults(failure), [("/client_id".to_owned(), "fixed".to_owned())]);
    }
}
