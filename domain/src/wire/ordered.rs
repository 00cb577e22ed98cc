//! What is told to people who read it: the members in the order in which their type declares them, without those that are as usual.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::wire::shape::{Object, Shape, Shaped};

/// JSON whose members keep their order.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ordered {
    /// A value without members.
    Value(Json),
    /// A list.
    List(Vec<Ordered>),
    /// Members.
    Object(Vec<(String, Ordered)>),
}

impl Serialize for Ordered {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::List(items) => serializer.collect_seq(items),
            Self::Object(members) => serializer.collect_map(members.iter().map(|(name, value)| (name, value))),
        }
    }
}

impl Ordered {
    pub(super) fn text(text: &impl ToString) -> Self {
        Self::Value(text.to_string().into())
    }
}

/// Returns the members of something that are not as usual, in the order of its type; and of those that are told, these only.
pub(super) fn unusual<R: Serialize + Shaped>(value: &R, usual: &R, told: &[&str]) -> Vec<(String, Ordered)> {
    let json = |value: &R| serde_json::to_value(value).unwrap_or_default();
    match R::shape() {
        Shape::Object(object) => members(&object, &json(value), &json(usual), told),
        _ => Vec::new(),
    }
}

fn members(object: &Object, value: &Json, usual: &Json, told: &[&str]) -> Vec<(String, Ordered)> {
    let shown = object.members.iter().filter(|member| !member.told || told.contains(&member.name));
    let unusual = shown.filter_map(|member| {
        let (value, usual) = (value.get(member.name)?, usual.get(member.name));
        let is_usual = usual.map_or(value == "", |usual| value == usual);
        (member.needed || !is_usual).then(|| (member.name.to_owned(), ordered(&member.shape, value, usual)))
    });
    unusual.collect()
}

fn ordered(shape: &Shape, value: &Json, usual: Option<&Json>) -> Ordered {
    match (shape, value) {
        (Shape::Optional(inner), value) => ordered(inner, value, usual),
        (Shape::Object(object), Json::Object(_)) => Ordered::Object(members(object, value, usual.unwrap_or(&Json::Null), &[])),
        (Shape::List(item), Json::Array(items)) => Ordered::List(items.iter().map(|value| ordered(item, value, None)).collect()),
        (_, value) => Ordered::Value(value.clone()),
    }
}
