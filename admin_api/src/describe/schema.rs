//! Shapes in the words of JSON Schema (draft 2020-12).

use domain::wire::{Form, Member, Object, Shape};
use serde_json::{Map, Value, json};

use super::super::error::ProblemCode;

/// The schemas that have names, and the answers that several operations have.
#[derive(Default)]
pub(crate) struct Schemas {
    schemas: Map<String, Value>,
    responses: Map<String, Value>,
}

impl Schemas {
    pub(super) fn add(&mut self, name: &str, schema: Value) {
        self.schemas.insert(name.to_owned(), schema);
    }

    /// Returns the schemas and the answers.
    pub(super) fn into_json(self) -> [Value; 2] {
        [Value::Object(self.schemas), Value::Object(self.responses)]
    }

    /// Returns the answer of a problem that has one of these codes.
    pub(super) fn problem(&mut self, codes: &[ProblemCode]) -> Value {
        let name = codes.iter().map(|code| code.name()).collect::<Vec<_>>().join("_or_");
        let about = codes.iter().map(|code| format!("`{}`: {}", code.name(), code.about())).collect::<Vec<_>>().join("; ");
        let content = json!({ "application/problem+json": { "schema": reference("Problem") } });
        let answer = json!({ "$ref": format!("#/components/responses/{name}") });
        self.responses.insert(name, json!({ "description": format!("{about}."), "content": content }));
        answer
    }

    /// Returns the schema of a shape, which refers to others by their names.
    pub(super) fn of(&mut self, shape: &Shape) -> Value {
        match shape {
            Shape::Value(name, form) => {
                if !self.schemas.contains_key(*name) {
                    self.add(name, of_form(form));
                }
                reference(name)
            }
            Shape::Text => json!({ "type": "string" }),
            Shape::Number => json!({ "type": "integer", "format": "int64" }),
            Shape::Switch => json!({ "type": "boolean" }),
            Shape::Any => json!({}),
            Shape::List(item) => json!({ "type": "array", "items": self.of(item) }),
            Shape::Map(member) => json!({ "type": "object", "additionalProperties": self.of(member) }),
            Shape::Optional(inner) => self.of(inner),
            Shape::OneOf(name, shapes) => {
                let shapes: Vec<Value> = shapes.iter().map(|shape| self.of(shape)).collect();
                self.add(name, json!({ "anyOf": shapes }));
                reference(name)
            }
            Shape::Object(object) => {
                if !self.schemas.contains_key(object.name) {
                    // Before its members, which may be of the same type.
                    self.add(object.name, Value::Null);
                    let schema = self.of_object(object);
                    self.add(object.name, schema);
                }
                reference(object.name)
            }
        }
    }

    /// Returns the schema of a merge patch of a shape: each member that is not only told, and `null` to remove it.
    pub(super) fn patch_of(&mut self, shape: &Shape) -> Value {
        let Shape::Object(object) = shape else { return self.of(shape) };
        let name = format!("{}Patch", object.name);
        let members = object.members.iter().filter(|member| !member.told);
        let members: Vec<(&'static str, Value)> = members.map(|member| (member.name, self.of_member(member, !member.needed))).collect();
        let about = format!("A merge patch (RFC 7396) of `{}`.", object.name);
        let properties: Map<String, Value> = members.into_iter().map(|(name, schema)| (name.to_owned(), schema)).collect();
        self.add(&name, json!({ "type": "object", "description": about, "properties": properties, "additionalProperties": false }));
        reference(&name)
    }

    fn of_object(&mut self, object: &Object) -> Value {
        let mut properties = Map::new();
        let mut required = Vec::new();
        for member in &object.members {
            let optional = matches!(member.shape, Shape::Optional(_));
            if member.needed || ((member.told || !object.sent) && !optional) {
                required.push(member.name);
            }
            properties.insert(member.name.to_owned(), self.of_member(member, object.sent && optional && !member.told));
        }
        let mut schema = json!({ "type": "object", "description": object.about, "properties": properties });
        if let Value::Object(schema) = &mut schema {
            if !required.is_empty() {
                schema.insert("required".to_owned(), json!(required));
            }
            if object.sent {
                schema.insert("additionalProperties".to_owned(), json!(false));
            }
        }
        schema
    }

    fn of_member(&mut self, member: &Member, nullable: bool) -> Value {
        let schema = self.of(&member.shape);
        let mut schema = if nullable { json!({ "anyOf": [schema, { "type": "null" }] }) } else { schema };
        if let Value::Object(schema) = &mut schema {
            schema.insert("description".to_owned(), json!(member.about));
            if member.told {
                schema.insert("readOnly".to_owned(), json!(true));
            }
        }
        schema
    }
}

pub(super) fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

pub(super) fn of_form(form: &Form) -> Value {
    match form {
        Form::Text(most, format) => {
            let mut schema = json!({ "type": "string" });
            if let Value::Object(schema) = &mut schema {
                schema.extend(most.map(|most| ("maxLength".to_owned(), json!(most))));
                schema.extend(format.map(|format| ("format".to_owned(), json!(format))));
            }
            schema
        }
        Form::Pattern(pattern) => json!({ "type": "string", "pattern": pattern }),
        Form::Choice(values) => json!({ "type": "string", "enum": values }),
        Form::Number(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Form::Switch => json!({ "type": "boolean" }),
    }
}
