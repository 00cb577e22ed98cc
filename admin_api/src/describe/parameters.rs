//! What an operation is asked for with, beside its body.

use domain::page::{LARGEST_PAGE, PAGE_SIZE};
use serde_json::{Value, json};

use super::{
    super::kit::{Answers, Names, Noun, Operation},
    schema::Schemas,
};

/// Returns the parameters of an operation.
pub(crate) fn parameters(operation: &Operation, schemas: &mut Schemas) -> Vec<Value> {
    let mut all: Vec<Value> = names(&operation.path).map(in_path).collect();
    if let Answers::Page(noun, _) = &operation.answers {
        all.extend(of_list(*noun));
    }
    for member in operation.query.members.iter().filter(|member| !is_secret(member.name)) {
        all.push(json!({
            "name": member.name, "in": "query", "required": member.needed, "description": member.about, "schema": schemas.of(&member.shape),
        }));
    }
    all.extend(of_headers(operation));
    all
}

/// Returns the names in the braces of an address.
pub(crate) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
}

/// A secret is no parameter of an address, because addresses end up in logs.
fn is_secret(name: &str) -> bool {
    name == "refresh_token"
}

fn in_path(name: &str) -> Value {
    let (about, schema) = match name {
        "tenant" => ("The tenant, by its part of addresses.", json!({ "type": "string" })),
        "workspace" => ("The workspace, by its part of addresses.", json!({ "type": "string" })),
        "role" => ("The role: the name of a built-in one, or an identifier.", json!({ "type": "string" })),
        "scope" => ("The scope.", json!({ "type": "string" })),
        _ => ("Its identifier.", json!({ "type": "string", "format": "uuid" })),
    };
    json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema })
}

fn of_list(noun: Noun) -> Vec<Value> {
    let query = |name: &str, about: &str, schema: Value| json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
    let text = || json!({ "type": "string" });
    let mut all = vec![
        query(
            "limit",
            "How many items a page holds at most.",
            json!({ "type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": PAGE_SIZE }),
        ),
        query(&noun.after(), &format!("The page behind this item.{}", in_order(noun)), text()),
        query(&noun.before(), "The page before this item. Only one of both can be sent.", text()),
        query("sort", "The order of the list.", json!({ "type": "string", "enum": noun.sorts(), "default": noun.sorts().first() })),
    ];
    if noun.searched {
        all.push(query("search_phrase", "Only items with this text, whether in upper or lower case.", text()));
    }
    if noun.counted {
        all.push(query("count", "Whether to count the whole list, up to 10,000.", json!({ "type": "boolean", "default": false })));
    }
    all
}

/// Returns what has to be known about the places in a list that can be sorted by several values.
const fn in_order(noun: Noun) -> &'static str {
    match noun.also_by {
        [] => "",
        _ => " As it was answered, with the same `sort`: where the list is not sorted as it usually is, it is more than an identifier.",
    }
}

fn of_headers(operation: &Operation) -> Vec<Value> {
    let header = |name: &str, required: bool, about: &str| {
        json!({
            "name": name, "in": "header", "required": required, "description": about, "schema": { "type": "string" },
        })
    };
    let mut all = Vec::new();
    match operation.names {
        Names::NoVersion => {}
        Names::Version => all.push(header("If-Match", true, "The ETag of what was read, or `*` for whichever version there is.")),
        Names::VersionOrNew => {
            all.push(header("If-Match", false, "The ETag of what was read, or `*`. Without it, `If-None-Match` is needed."));
            all.push(header("If-None-Match", false, "`*` to create it, if there is none yet."));
        }
    }
    if operation.once {
        let about =
            "A key of the sender's choice, 1 to 255 characters: within a day, the request is done once for it, and its answer is repeated.";
        all.push(header("Idempotency-Key", false, about));
    }
    all
}
