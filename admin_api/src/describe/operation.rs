//! One operation.

use std::collections::{BTreeMap, BTreeSet};

use axum::http::StatusCode;
use domain::{api_scope::ApiScope, wire::Shape};
use serde_json::{Map, Value, json};

use super::{
    super::{
        error::ProblemCode,
        kit::{Answers, Names, Noun, Operation, Sends},
    },
    parameters::{names, parameters},
    schema::Schemas,
};

/// Returns the description of an operation.
pub(super) fn operation(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut described = json!({
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.summary,
        "parameters": parameters(operation, schemas),
        "responses": responses(operation, schemas),
    });
    if let Value::Object(described) = &mut described {
        let about = about(operation);
        if !about.is_empty() {
            described.insert("description".to_owned(), json!(about));
        }
        let actions: Vec<&str> = operation.needs.iter().map(|action| action.code()).collect();
        described.insert("x-actions".to_owned(), json!(actions));
        if !operation.needs.is_empty() {
            described.insert("security".to_owned(), security(operation));
        }
        described.extend(request_body(operation, schemas).map(|body| ("requestBody".to_owned(), body)));
    }
    described
}

/// Returns how a request is authenticated: by an API token, or by an access token with these scopes.
fn security(operation: &Operation) -> Value {
    let scopes: BTreeSet<String> = operation.needs.iter().map(|action| ApiScope::of(*action).name()).collect();
    json!([{ "api_token": [] }, { "api_client": scopes }])
}

/// Returns what there is to say of an operation beside its summary.
fn about(operation: &Operation) -> String {
    let codes: Vec<String> = operation.needs.iter().map(|action| format!("`{}`", action.code())).collect();
    let needs = match codes.as_slice() {
        [] => String::new(),
        [one] => format!("Needs {one}."),
        several => format!("Depending on what it does, it needs {}.", several.join(", ")),
    };
    [operation.about, &needs].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn request_body(operation: &Operation, schemas: &mut Schemas) -> Option<Value> {
    let (media_type, schema, required) = match &operation.sends {
        Sends::Nothing => return None,
        Sends::Object(shape) => ("application/json", schemas.of(shape), is_needed(shape)),
        Sends::Patch(shape) => ("application/merge-patch+json", schemas.patch_of(shape), true),
    };
    Some(json!({ "required": required, "content": { media_type: { "schema": schema } } }))
}

/// Returns whether something has to be sent at all.
fn is_needed(shape: &Shape) -> bool {
    matches!(shape, Shape::Object(object) if object.members.iter().any(|member| member.needed))
}

fn responses(operation: &Operation, schemas: &mut Schemas) -> Value {
    let mut all = Map::new();
    let header = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    let content = |schema: Value| json!({ "application/json": { "schema": schema } });
    let tagged = || json!({ "ETag": header("Its version.") });
    let mut done = |status: StatusCode, response: Value| all.insert(status.as_str().to_owned(), response);
    match &operation.answers {
        Answers::One(shape) => {
            done(StatusCode::OK, json!({ "description": "Done.", "content": content(schemas.of(shape)) }));
        }
        Answers::Tagged(shape) => {
            done(StatusCode::OK, json!({ "description": "As it is.", "headers": tagged(), "content": content(schemas.of(shape)) }));
        }
        Answers::Created(shape) => {
            let headers = json!({ "ETag": header("Its version, where it has any."), "Location": header("Its address.") });
            done(StatusCode::CREATED, json!({ "description": "Created.", "headers": headers, "content": content(schemas.of(shape)) }));
        }
        Answers::Saved(shape) => {
            let schema = schemas.of(shape);
            for (status, about) in [(StatusCode::OK, "Replaced."), (StatusCode::CREATED, "Created.")] {
                done(status, json!({ "description": about, "headers": tagged(), "content": content(schema.clone()) }));
            }
        }
        Answers::Page(noun, shape) => {
            let item = schemas.of(shape);
            done(StatusCode::OK, json!({ "description": "A page.", "content": content(page(*noun, &item)) }));
        }
        Answers::Nothing => {
            done(StatusCode::NO_CONTENT, json!({ "description": "Done." }));
        }
    }
    for (status, codes) in problems(operation) {
        all.insert(status.to_string(), schemas.problem(&codes));
    }
    Value::Object(all)
}

fn page(noun: Noun, item: &Value) -> Value {
    let text = |about: &str| json!({ "type": "string", "description": about });
    let mut properties = Map::from_iter([
        (noun.many.to_owned(), json!({ "type": "array", "items": item })),
        (noun.after(), text("Send this to get the next page; absent on the last one.")),
        (noun.before(), text("Send this to get the page before; absent on the first one.")),
    ]);
    if noun.counted {
        properties.insert(
            "total".to_owned(),
            json!({ "type": "integer", "description": "With `count=true`: how many there are, up to 10,000." }),
        );
        let about = "Whether `total` is how many there are, and not more than that.";
        properties.insert("total_is_exact".to_owned(), json!({ "type": "boolean", "description": about }));
    }
    json!({ "type": "object", "required": [noun.many], "properties": properties })
}

/// Returns whether an operation takes this, as a parameter or as a member of its body.
fn asks_for(operation: &Operation, name: &str) -> bool {
    let body = if let Sends::Object(Shape::Object(body)) = &operation.sends { body.members.as_slice() } else { &[] };
    operation.query.members.iter().chain(body).any(|member| member.name == name)
}

/// Returns the problems that an operation can have, by their status.
pub(crate) fn problems(operation: &Operation) -> BTreeMap<u16, Vec<ProblemCode>> {
    let mut codes = vec![ProblemCode::Malformed, ProblemCode::Unauthenticated, ProblemCode::InvalidToken];
    if !operation.needs.is_empty() {
        codes.push(ProblemCode::Forbidden);
    }
    if names(&operation.path).next().is_some() || !operation.needs.is_empty() {
        codes.push(ProblemCode::NotFound);
    }
    if asks_for(operation, "reach") {
        codes.push(ProblemCode::Undecided);
    }
    if operation.once {
        codes.extend([ProblemCode::InProgress, ProblemCode::Unanswered]);
    }
    if operation.names != Names::NoVersion {
        codes.extend([ProblemCode::Stale, ProblemCode::PreconditionRequired]);
    } else if asks_for(operation, "plan") {
        codes.push(ProblemCode::Stale);
    }
    if !matches!(operation.sends, Sends::Nothing) {
        codes.extend([ProblemCode::TooLarge, ProblemCode::UnsupportedMediaType]);
    }
    codes.push(ProblemCode::Invalid);
    if operation.once {
        codes.push(ProblemCode::KeyReused);
    }
    codes.extend([ProblemCode::RateLimited, ProblemCode::Internal, ProblemCode::Busy]);
    let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    for code in codes {
        by_status.entry(code.status().as_u16()).or_default().push(code);
    }
    by_status
}
