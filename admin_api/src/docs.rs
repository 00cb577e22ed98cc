//! The page to browse the API: the operations and their types in HTML, readable without JavaScript.

use std::collections::BTreeMap;

use axum::{
    body::Bytes,
    http::header,
    response::{IntoResponse as _, Response},
};
use domain::wire::{Form, Member, Object, Shape};
use maud::{DOCTYPE, Markup, html};

use super::{
    describe::{parameters, problems},
    kit::{Answers, Operation, Sends},
    paths::{API, DESCRIPTION, STYLESHEET},
};

/// The console's design tokens and the page's own rules.
const CSS: &str = concat!(include_str!("../../style/tokens.css"), include_str!("docs.css"));

/// `GET /assets/admin-api.css`
pub(super) async fn stylesheet() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")], CSS).into_response()
}

/// What the page shares with the server's others.
pub(super) struct Look<'a> {
    /// Its Content-Security-Policy.
    pub(super) policy: &'static str,
    /// The address of its icon.
    pub(super) icon: &'a str,
}

/// The page, which is the same for everybody.
#[derive(Clone)]
pub(super) struct Page {
    html: Bytes,
    policy: &'static str,
}

impl Page {
    /// Renders the page about these operations.
    pub(super) fn of(operations: &[Operation], look: &Look<'_>) -> Self {
        let mut tags: Vec<(&str, Vec<&Operation>)> = Vec::new();
        for each in operations {
            match tags.iter_mut().find(|(tag, _)| *tag == each.tag) {
                Some((_, operations)) => operations.push(each),
                None => tags.push((each.tag, vec![each])),
            }
        }
        Self { html: document(&tags, &types(operations), look.icon).into_string().into(), policy: look.policy }
    }

    /// Answers with it.
    pub(super) fn answer(self) -> Response {
        let headers = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CONTENT_SECURITY_POLICY, self.policy),
            (header::CACHE_CONTROL, "no-cache"),
        ];
        (headers, self.html).into_response()
    }
}

fn document(tags: &[(&str, Vec<&Operation>)], types: &BTreeMap<&'static str, Shape>, icon: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                title { "Admin API – Regrant" }
                link rel="stylesheet" href=(STYLESHEET);
                link rel="icon" type="image/svg+xml" href=(icon);
            }
            body {
                header {
                    h1 { "Admin API" }
                    p {
                        "What administrators do, for programs. Requests go to addresses below " code { (API) } ", with an API token of an "
                        "administrator, or an access token of an API client: " code { "Authorization: Bearer …" } "."
                    }
                    p { a href=(DESCRIPTION) { "OpenAPI 3.1 description" } }
                }
                nav aria-label="Operations" {
                    ul {
                        @for (tag, _) in tags { li { a href={ "#" (anchor(tag)) } { (tag) } } }
                        li { a href="#types" { "Types" } }
                    }
                }
                main {
                    @for (tag, operations) in tags {
                        section aria-labelledby=(anchor(tag)) {
                            h2 id=(anchor(tag)) { (tag) }
                            @for each in operations { (operation(each)) }
                        }
                    }
                    section aria-labelledby="types" {
                        h2 id="types" { "Types" }
                        @for (name, shape) in types { (named(name, shape)) }
                    }
                }
            }
        }
    }
}

fn anchor(tag: &str) -> String {
    tag.to_lowercase().replace(' ', "-")
}

fn operation(operation: &Operation) -> Markup {
    let codes: Vec<&str> = operation.needs.iter().map(|action| action.code()).collect();
    html! {
        details id=(operation.id) {
            summary {
                h3 { (operation.summary) }
                " "
                code class="address" { b { (operation.method.name()) } " " (operation.path) }
            }
            @if !operation.about.is_empty() { p { (operation.about) } }
            @match codes.as_slice() {
                [] => {}
                [one] => { p { "Needs " code { (one) } "." } }
                several => {
                    p {
                        "Depending on what it does, it needs "
                        @for (index, code) in several.iter().enumerate() { @if index > 0 { ", " } code { (code) } }
                        "."
                    }
                }
            }
            (parameters_of(operation))
            dl {
                @match &operation.sends {
                    Sends::Nothing => {}
                    Sends::Object(shape) => { dt { "Body" } dd { (kind(shape)) ", as " code { "application/json" } } }
                    Sends::Patch(shape) => {
                        dt { "Body" }
                        dd { "a merge patch (RFC 7396) of " (kind(shape)) ", as " code { "application/merge-patch+json" } }
                    }
                }
                (answers(&operation.answers))
                @for (status, codes) in problems(operation) {
                    dt { (status) }
                    dd { @for code in codes { code { (code.name()) } ": " (code.about()) ". " } }
                }
            }
        }
    }
}

fn parameters_of(operation: &Operation) -> Markup {
    let all = parameters(operation, &mut super::describe::Schemas::default());
    let text = |parameter: &serde_json::Value, name: &str| parameter.get(name).and_then(|value| value.as_str().map(str::to_owned));
    html! {
        @if !all.is_empty() {
            table {
                caption { "Parameters" }
                thead { tr { th scope="col" { "Name" } th scope="col" { "In" } th scope="col" { "Meaning" } } }
                tbody {
                    @for parameter in &all {
                        tr {
                            th scope="row" { code { (text(parameter, "name").unwrap_or_default()) } }
                            td { (text(parameter, "in").unwrap_or_default()) }
                            td {
                                (text(parameter, "description").unwrap_or_default())
                                @if parameter.get("required").is_some_and(|required| required == true) { " " em { "Required." } }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn answers(answers: &Answers) -> Markup {
    html! {
        @match answers {
            Answers::One(shape) => { dt { "200" } dd { (kind(shape)) } }
            Answers::Tagged(shape) => { dt { "200" } dd { (kind(shape)) ", with its " code { "ETag" } } }
            Answers::Created(shape) => { dt { "201" } dd { (kind(shape)) ", with its address in " code { "Location" } } }
            Answers::Saved(shape) => { dt { "200, 201" } dd { (kind(shape)) ", with its " code { "ETag" } } }
            Answers::Page(noun, shape) => {
                dt { "200" }
                dd {
                    "a page: " code { (noun.many) } ", a list of " (kind(shape)) "; " code { (noun.after()) } " and " code { (noun.before()) }
                    " for the pages beside it"
                    @if noun.counted { "; with " code { "count=true" } " also " code { "total" } " and " code { "total_is_exact" } }
                }
            }
            Answers::Nothing => { dt { "204" } dd { "nothing more" } }
        }
    }
}

/// Returns what something is, with links to the types that have names.
fn kind(shape: &Shape) -> Markup {
    let link = |name: &str| html! { a href={ "#type-" (name) } { (name) } };
    match shape {
        Shape::Value(name, _) | Shape::OneOf(name, _) => link(name),
        Shape::Object(object) => link(object.name),
        Shape::Text => html! { "text" },
        Shape::Number => html! { "number" },
        Shape::Switch => html! { "true or false" },
        Shape::Any => html! { "any value" },
        Shape::List(item) => html! { "list of " (kind(item)) },
        Shape::Map(member) => html! { (kind(member)) " by name" },
        Shape::Optional(inner) => kind(inner),
    }
}

fn named(name: &str, shape: &Shape) -> Markup {
    html! {
        section class="type" aria-labelledby={ "type-" (name) } {
            h3 id={ "type-" (name) } { (name) }
            @match shape {
                Shape::Object(object) => {
                    @if !object.about.is_empty() { p { (object.about) } }
                    (members(object))
                }
                Shape::OneOf(_, shapes) => {
                    p { "One of: " @for (index, shape) in shapes.iter().enumerate() { @if index > 0 { ", " } (kind(shape)) } }
                }
                Shape::Value(_, form) => { p { (form_of(form)) } }
                other => { p { (kind(other)) } }
            }
        }
    }
}

fn members(object: &Object) -> Markup {
    html! {
        @if !object.members.is_empty() {
            table {
                caption { "Members" }
                thead { tr { th scope="col" { "Name" } th scope="col" { "Type" } th scope="col" { "Meaning" } } }
                tbody { @for member in &object.members { (row(member)) } }
            }
        }
    }
}

fn row(member: &Member) -> Markup {
    html! {
        tr {
            th scope="row" { code { (member.name) } }
            td { (kind(&member.shape)) }
            td {
                (member.about)
                @if member.needed { " " em { "Required." } }
                @if member.told { " " em { "Cannot be changed." } }
            }
        }
    }
}

fn form_of(form: &Form) -> Markup {
    match form {
        Form::Text(most, format) => html! {
            "A text"
            @if let Some(format) = format { " of the format " code { (format) } }
            @if let Some(most) = most { ", at most " (most) " characters" }
            "."
        },
        Form::Pattern(pattern) => html! { "A text like " code { (pattern) } "." },
        Form::Choice(values) => {
            html! { "One of " @for (index, value) in values.iter().enumerate() { @if index > 0 { ", " } code { (value) } } "." }
        }
        Form::Number(least, most) => html! { "A number from " (least) " to " (most) "." },
        Form::Switch => html! { "True or false." },
    }
}

/// Returns the types that have names, of all that is sent and answered.
fn types(operations: &[Operation]) -> BTreeMap<&'static str, Shape> {
    let mut types = BTreeMap::new();
    for operation in operations {
        match &operation.sends {
            Sends::Nothing => {}
            Sends::Object(shape) | Sends::Patch(shape) => collect(shape, &mut types),
        }
        match &operation.answers {
            Answers::Nothing => {}
            Answers::One(shape) | Answers::Tagged(shape) | Answers::Created(shape) | Answers::Saved(shape) | Answers::Page(_, shape) => {
                collect(shape, &mut types);
            }
        }
    }
    types
}

fn collect(shape: &Shape, types: &mut BTreeMap<&'static str, Shape>) {
    match shape {
        Shape::Text | Shape::Number | Shape::Switch | Shape::Any => {}
        Shape::List(inner) | Shape::Map(inner) | Shape::Optional(inner) => collect(inner, types),
        Shape::Value(name, _) => {
            types.insert(name, shape.clone());
        }
        Shape::OneOf(name, shapes) => {
            types.insert(name, shape.clone());
            for shape in shapes {
                collect(shape, types);
            }
        }
        Shape::Object(object) => {
            if types.insert(object.name, shape.clone()).is_none() {
                object.members.iter().for_each(|member| collect(&member.shape, types));
            }
        }
    }
}
