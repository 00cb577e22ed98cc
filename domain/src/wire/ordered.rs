//! What is told to people who read it: the members in the order in which their type declares them, durations as people type them, and on
//! wish without those that are as usual.

use serde::{Serialize, Serializer};
use serde_json::Value as Json;

use crate::{
    lifetime,
    wire::shape::{Object, Shape, Shaped},
};

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

/// Returns the members of something in the order of its type, without those that are as usual, if they are to be left out; and of those that
/// are told, these only.
pub(super) fn ordered<R: Serialize + Shaped>(value: &R, usual: Option<&R>, told: &[&str]) -> Vec<(String, Ordered)> {
    let json = |value: &R| serde_json::to_value(value).unwrap_or_default();
    match R::shape() {
        Shape::Object(object) => members(&object, &json(value), usual.map(json).as_ref(), told),
        _ => Vec::new(),
    }
}

fn members(object: &Object, value: &Json, usual: Option<&Json>, told: &[&str]) -> Vec<(String, Ordered)> {
    let shown = object.members.iter().filter(|member| !member.told || told.contains(&member.name));
    let chosen = shown.filter_map(|member| {
        let value = value.get(member.name)?;
        // Of something that has no usual form, such as an item of a list, what is empty is as usual.
        let usual_one = usual.map(|usual| usual.get(member.name).unwrap_or(&Json::Null));
        let is_usual = usual_one.is_some_and(|usual| if usual.is_null() { value == "" } else { value == usual });
        (member.needed || !is_usual).then(|| (member.name.to_owned(), told_as(&member.shape, value, usual_one)))
    });
    chosen.collect()
}

fn told_as(shape: &Shape, value: &Json, usual: Option<&Json>) -> Ordered {
    match (shape, value) {
        (Shape::Optional(inner), value) => told_as(inner, value, usual),
        (Shape::Object(object), Json::Object(_)) => Ordered::Object(members(object, value, usual, &[])),
        (Shape::List(item), Json::Array(items)) => {
            Ordered::List(items.iter().map(|value| told_as(item, value, usual.map(|_| &Json::Null))).collect())
        }
        (Shape::Value("Duration", _), Json::String(duration)) => {
            Ordered::Value(lifetime::parse_seconds(duration).map_or_else(|_| value.clone(), |seconds| lifetime::short(seconds).into()))
        }
        (_, value) => Ordered::Value(value.clone()),
    }
}
