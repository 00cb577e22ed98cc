//! The parameters of an address.

use domain::wire::{Object, Resource, Shape, Shaped};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    super::error::{Failure, Fault},
    json,
};

/// No parameters, or no body.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nothing {}

impl Shaped for Nothing {
    fn shape() -> Shape {
        Shape::Object(Object { name: "Nothing", about: String::new(), members: Vec::new(), sent: true })
    }
}

impl Resource for Nothing {}

/// The most bytes of a parameter: longer than anything that it can name or find.
const MOST: usize = 4_000;

/// Returns the parameters of a query.
///
/// # Errors
/// One that is longer than anything is.
pub(super) fn pairs(query: &str) -> Result<Vec<(String, String)>, Failure> {
    let pairs: Vec<(String, String)> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    match pairs.iter().find(|(name, text)| name.len().max(text.len()) > MOST) {
        Some((name, _)) => {
            let name: String = name.chars().take(MOST).collect();
            Err(Failure::invalid(Fault::of_parameter(name, "too_long", "This is longer than 4,000 bytes, which nothing is.")))
        }
        None => Ok(pairs),
    }
}

/// Reads parameters into their type. None is ignored: one that is not known, or is there twice, is refused.
pub(super) fn read_query<Q: Resource>(pairs: Vec<(String, String)>) -> Result<Q, Failure> {
    let Shape::Object(object) = Q::shape() else { return json::read(Map::new()) };
    let mut members = Map::new();
    for (name, text) in pairs {
        let shape = object.members.iter().find(|member| member.name == name).map(|member| &member.shape);
        let Some(shape) = shape else {
            return Err(Failure::malformed(Fault::of_parameter(name, "unknown_parameter", "There is no such parameter.")));
        };
        let value = switch(shape, &name, text)?;
        if members.insert(name.clone(), value).is_some() {
            return Err(twice(&name));
        }
    }
    json::read(members).map_err(Failure::in_parameters)
}

/// A parameter that is there twice.
pub(super) fn twice(name: &str) -> Failure {
    Failure::malformed(Fault::of_parameter(name, "duplicate_parameter", "This parameter is there more than once."))
}

/// Returns a parameter as JSON: yes or no where it is a switch, and a text otherwise.
fn switch(shape: &Shape, name: &str, text: String) -> Result<Value, Failure> {
    match (shape, text.as_str()) {
        (Shape::Optional(within), _) => switch(within, name, text),
        (Shape::Switch, "true") => Ok(Value::Bool(true)),
        (Shape::Switch, "false") => Ok(Value::Bool(false)),
        (Shape::Switch, _) => Err(Failure::malformed(Fault::of_parameter(name, "wrong_type", "This must be `true` or `false`."))),
        _ => Ok(Value::String(text)),
    }
}
