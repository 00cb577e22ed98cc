//! The description of the API (`OpenAPI` 3.1), made of the operations.

mod operation;
mod parameters;
mod schema;

use control::permission::Action;
use domain::api_scope::ApiScope;
use serde_json::{Map, Value, json};

use self::operation::operation;
pub(super) use self::{operation::problems, parameters::parameters, schema::Schemas};
use super::{
    error::{Fault, ProblemCode},
    kit::Operation,
};
use crate::paths::API;

/// Returns the description of these operations.
pub(super) fn describe(operations: &[Operation]) -> Value {
    let mut schemas = Schemas::default();
    let mut paths: Map<String, Value> = Map::new();
    for each in operations {
        let described = operation(each, &mut schemas);
        let item = paths.entry(each.path.clone()).or_insert_with(|| json!({}));
        if let Value::Object(methods) = item {
            methods.insert(each.method.name().to_lowercase(), described);
        }
    }
    let mut tags: Vec<&str> = Vec::new();
    for each in operations {
        if !tags.contains(&each.tag) {
            tags.push(each.tag);
        }
    }
    let tags: Vec<Value> = tags.into_iter().map(|name| json!({ "name": name })).collect();
    schemas.add("Problem", problem());
    let [schemas, responses] = schemas.into_json();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Regrant admin API",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What an administrator does, for programs. Its guide is docs/admin-api.md.",
            "license": { "name": "Apache-2.0", "identifier": "Apache-2.0" },
        },
        "servers": [{ "url": API }],
        "security": [{ "api_token": [] }, { "api_client": [] }],
        "tags": tags,
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": responses,
            "securitySchemes": {
                "api_token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API token of an administrator: `rga_...`.",
                },
                "api_client": api_client(),
            },
        },
    })
}

/// Access tokens of API clients. The workspace that issues them is the tenant's own.
fn api_client() -> Value {
    let scope = |scope: ApiScope| {
        let labels: Vec<_> = scope.actions().iter().map(Action::label).collect();
        (scope.name(), json!(format!("{}.", labels.join("; "))))
    };
    let scopes: Map<String, Value> = ApiScope::all().into_iter().map(scope).collect();
    json!({
        "type": "oauth2",
        "description": "An access token of an API client. It is asked for with `resource={base}/api/admin`, at the `token_endpoint` that the client was created with: `{base}/{tenant}/system/oauth2/token`, where no other workspace had that address.",
        "flows": { "clientCredentials": { "tokenUrl": "/{tenant}/system/oauth2/token", "scopes": scopes } },
    })
}

/// The problem of RFC 9457, with what is ours.
fn problem() -> Value {
    let codes: Vec<&str> = ProblemCode::ALL.iter().map(|code| code.name()).collect();
    let Fault { pointer: _, parameter: _, problem: _, detail: _ } = Fault::of_body("", "");
    json!({
        "type": "object",
        "description": "A problem (RFC 9457). `code` is stable; `title` and `detail` are for people.",
        "required": ["title", "status", "code"],
        "properties": {
            "title": { "type": "string" },
            "status": { "type": "integer" },
            "code": { "type": "string", "enum": codes },
            "detail": { "type": "string" },
            "action": { "type": "string", "description": "The permission that is missing." },
            "holder": {
                "type": "string",
                "enum": ["role", "administrator", "api_client"],
                "description": "What has the permission that is missing, where the caller may do this, but not to something that may do more than they.",
            },
            "errors": {
                "type": "array",
                "description": "Each value that is wrong.",
                "items": {
                    "type": "object",
                    "required": ["problem", "detail"],
                    "properties": {
                        "pointer": { "type": "string", "description": "Where it is in the body: a JSON pointer (RFC 6901)." },
                        "parameter": { "type": "string", "description": "The parameter or header that it is." },
                        "problem": { "type": "string", "description": "What is wrong, by a stable code." },
                        "detail": { "type": "string", "description": "The same in a sentence." },
                    },
                },
            },
        },
    })
}
