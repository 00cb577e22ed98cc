//! YAML as the values of JSON, with the line and column of each.

use std::{collections::BTreeMap, fmt};

use domain::wire::escaped;
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value as Json};
use serde_saphyr::{DuplicateKeyPolicy, Location, MergeKeyPolicy, Spanned};

/// A place in a file: its line and its column, from 1.
pub(super) type Place = (u64, u64);

/// What a text says, and where each part of it is.
pub(super) struct Tree {
    pub(super) json: Json,
    pub(super) values: BTreeMap<String, Place>,
    pub(super) names: BTreeMap<String, Place>,
    /// The members that are there more than once, and where they are again.
    pub(super) twice: Vec<(String, Place)>,
}

/// Why a text is no YAML.
pub(super) struct Unreadable {
    pub(super) place: Place,
    pub(super) sentence: String,
}

/// Returns what a parser said, without words about its own code.
fn sentence(said: &str) -> String {
    match said {
        said if said.contains("from_str_multiple") => "There is more than one document. A file has one.".to_owned(),
        said if said.contains("budget") => {
            "This is more than a configuration can be: too large, too deep, or with too many aliases.".to_owned()
        }
        said => said.lines().next().unwrap_or_default().to_owned(),
    }
}

/// A value of YAML.
enum Node {
    Value(Json),
    List(Vec<Spanned<Self>>),
    Members(Vec<(Spanned<String>, Spanned<Self>)>),
}

impl Tree {
    /// Reads a text. Only `true` and `false` are yes and no, and a name such as `<<` is one like any other.
    pub(super) fn parse(text: &str) -> Result<Self, Unreadable> {
        let options = serde_saphyr::options! {
            budget: serde_saphyr::budget! { max_events: 2_000_000, max_nodes: 1_000_000 },
            duplicate_keys: DuplicateKeyPolicy::PassThrough,
            merge_keys: MergeKeyPolicy::AsOrdinary,
            strict_booleans: true,
            reject_unsupported_tags: true,
            with_snippet: false,
        };
        let read = serde_saphyr::from_str_with_options::<Option<Spanned<Node>>>(text, options).map_err(|error| Unreadable {
            place: error.location().as_ref().map_or((1, 1), place),
            sentence: sentence(&error.to_string()),
        })?;
        let mut tree = Self { json: Json::Null, values: BTreeMap::new(), names: BTreeMap::new(), twice: Vec::new() };
        if let Some(read) = read {
            tree.json = tree.add(String::new(), read);
        }
        Ok(tree)
    }

    /// Adds a value, and returns it as JSON. No pointer of what a configuration has is as long as [`LONGEST`]: whatever is deeper has the place of
    /// what it is in.
    fn add(&mut self, pointer: String, node: Spanned<Node>) -> Json {
        let json = match node.value {
            Node::Value(json) => json,
            Node::List(items) => {
                let items = items.into_iter().enumerate().map(|(index, item)| self.add(below(&pointer, &index.to_string()), item));
                Json::Array(items.collect())
            }
            Node::Members(members) => {
                let mut read = Map::new();
                for (name, value) in members {
                    let pointer = below(&pointer, &name.value);
                    if read.contains_key(&name.value) {
                        self.twice.push((pointer, place(&name.referenced)));
                        continue;
                    }
                    self.names.insert(pointer.clone(), place(&name.referenced));
                    let value = self.add(pointer, value);
                    read.insert(name.value, value);
                }
                Json::Object(read)
            }
        };
        self.values.insert(pointer, place(&node.referenced));
        json
    }
}

/// The most bytes of a pointer that is kept.
const LONGEST: usize = 300;

/// Returns the pointer of a part.
fn below(pointer: &str, name: &str) -> String {
    if pointer.len() + name.len() < LONGEST { format!("{pointer}/{}", escaped(name)) } else { pointer.to_owned() }
}

fn place(location: &Location) -> Place {
    (location.line().max(1), location.column().max(1))
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Value(Json::Null))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Value(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Value(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Value(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Value(Number::from_f64(value).map_or(Json::Null, Json::Number)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Value(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Value(value.into()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut read = Vec::new();
        while let Some(item) = items.next_element()? {
            read.push(item);
        }
        Ok(Node::List(read))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut read = Vec::new();
        while let Some(member) = members.next_entry()? {
            read.push(member);
        }
        Ok(Node::Members(read))
    }
}
