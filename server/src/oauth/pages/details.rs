//! Authorization details (RFC 9396) as users read them: all that is in an element, because nobody agrees to what they do not see.

use engine::endpoint::authorize::AskedDetail;
use maud::{Markup, html};
use serde_json::Value;
use translation::Language;

use crate::text::t;

/// What a title stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    /// A part of the page.
    OfPage,
    /// A part of an application's entry.
    OfEntry,
}

/// The elements, each with the words of its type and its members below them.
pub(super) fn elements(language: Language, heading: Heading, details: &[AskedDetail]) -> Markup {
    html! {
        @for asked in details {
            div class="detail" {
                (title(language, heading, asked))
                (members(language, schema(asked), asked.detail.members()))
            }
        }
    }
}

/// The title of an element's type and what is said of it; its name where the workspace has the type no more.
fn title(language: Language, heading: Heading, AskedDetail { detail, kind }: &AskedDetail) -> Markup {
    let german = language == Language::German;
    let title = kind.as_ref().map_or(detail.type_name(), |kind| kind.title_for(german));
    let description = kind.as_ref().map_or("", |kind| kind.description_for(german));
    html! {
        @match heading {
            Heading::OfPage => { h2 { bdi { (title) } } }
            Heading::OfEntry => { h4 { bdi { (title) } } }
        }
        @if !description.is_empty() { p { bdi { (description) } } }
    }
}

fn schema(asked: &AskedDetail) -> Option<&Value> {
    asked.kind.as_ref().map(|kind| kind.schema.as_value())
}

/// The members of an object by what users call them: those that its schema requires come first, in the order in which it names them.
fn members<'a>(language: Language, schema: Option<&Value>, members: impl Iterator<Item = (&'a str, &'a Value)>) -> Markup {
    // Of the properties themselves no order is kept: they are an object, too (RFC 8259 §4).
    let required = schema.and_then(|schema| schema.get("required")).and_then(Value::as_array);
    let place = |name: &str| required.and_then(|required| required.iter().position(|one| one == name)).unwrap_or(usize::MAX);
    let mut members: Vec<_> = members.collect();
    members.sort_by_key(|(name, _)| place(name));
    html! {
        dl class="facts" {
            @for (name, member) in members {
                @let of_member = schema.and_then(|schema| schema.get("properties")?.get(name));
                dt { bdi { (label(language, of_member, name)) } }
                dd { (value(language, of_member, member)) }
            }
        }
    }
}

/// Returns what users call a member: the title that the type's schema gives it, in German where the user reads that and there is any, or the words
/// for a member that all types have in common, or its name.
fn label<'a>(language: Language, schema: Option<&'a Value>, name: &'a str) -> &'a str {
    let titled = |keyword: &str| schema?.get(keyword)?.as_str().filter(|title| !title.trim().is_empty());
    let german = titled("title_de").filter(|_| language == Language::German);
    german.or_else(|| titled("title")).unwrap_or_else(|| match name {
        "actions" => t!(language, "consent-detail-actions"),
        "datatypes" => t!(language, "consent-detail-datatypes"),
        "identifier" => t!(language, "consent-detail-identifier"),
        "locations" => t!(language, "consent-detail-locations"),
        "privileges" => t!(language, "consent-detail-privileges"),
        name => name,
    })
}

fn value(language: Language, schema: Option<&Value>, value: &Value) -> Markup {
    match value {
        Value::Null => html! { (t!(language, "consent-detail-nothing")) },
        Value::Bool(true) => html! { (t!(language, "consent-detail-yes")) },
        Value::Bool(false) => html! { (t!(language, "consent-detail-no")) },
        Value::Number(number) => html! { (number) },
        // An empty text is none: it would look as if something were missing.
        Value::String(text) if text.trim().is_empty() => html! { (t!(language, "consent-detail-nothing")) },
        Value::String(text) => html! { bdi { (text) } },
        Value::Array(items) if items.is_empty() => html! { (t!(language, "consent-detail-nothing")) },
        Value::Array(items) => {
            let of_item = schema.and_then(|schema| schema.get("items"));
            // Objects are counted: where one ends and the next begins is told by nothing else.
            if items.iter().any(Value::is_object) {
                html! { ol { @for item in items { li { (self::value(language, of_item, item)) } } } }
            } else {
                html! { ul { @for item in items { li { (self::value(language, of_item, item)) } } } }
            }
        }
        Value::Object(parts) => members(language, schema, parts.iter().map(|(name, part)| (name.as_str(), part))),
    }
}

#[cfg(test)]
mod tests {
    use domain::authorization_details::{AuthorizationDetails, Detail, DetailsType};

    use super::*;

    const TYPE: &str = r#"{"name":"payment","title":"Make a payment","title_de":"Eine Zahlung","description":"From your account.",
        "schema":{"properties":{"amount":{"title":"Amount","title_de":"Betrag","properties":{"currency":{"title":"Currency"}}},"items":{"items":{"required":["article","n"]}}},
        "required":["to","amount"]},"enabled":true}"#;

    fn shown(language: Language, with_type: bool, element: &str) -> String {
        let details = AuthorizationDetails::parse(&format!("[{element}]")).unwrap();
        let kind: DetailsType = serde_json::from_str(TYPE).unwrap();
        let asked = |detail: &Detail| AskedDetail { detail: detail.clone(), kind: with_type.then(|| kind.clone()) };
        let asked: Vec<_> = details.iter().map(asked).collect();
        elements(language, Heading::OfPage, &asked).into_string()
    }

    /// Clauses: 284.
    #[test]
    fn all_that_is_in_an_element_is_shown_by_the_words_of_its_type_and_escaped() {
        let element = r#"{"type":"payment","amount":{"currency":"EUR","value":12.5,"instant":true},
            "to":["<b>Shop</b>",null],"actions":["pay"]}"#;
        let page = shown(Language::English, true, element);
        for part in [
            "<h2><bdi>Make a payment</bdi></h2>",
            "<p><bdi>From your account.</bdi></p>",
            "<dt><bdi>Amount</bdi></dt>",
            "<dt><bdi>Currency</bdi></dt><dd><bdi>EUR</bdi></dd>",
            "<dt><bdi>value</bdi></dt><dd>12.5</dd>",
            "<dt><bdi>instant</bdi></dt><dd>Yes</dd>",
            "<li><bdi>&lt;b&gt;Shop&lt;/b&gt;</bdi></li><li>Nothing</li>",
            "<dt><bdi>Actions</bdi></dt><dd><ul><li><bdi>pay</bdi></li></ul></dd>",
        ] {
            assert!(page.contains(part), "{part}: {page}");
        }
        let order = r#"{"type":"payment","amount":{"currency":"EUR","value":1},"items":[{"n":2,"article":"Book"},{"n":1,"article":"Pen"}],"to":"Shop"}"#;
        let page = shown(Language::English, true, order);
        let places: Vec<_> = ["<bdi>to<", "<bdi>Amount<", "<bdi>items<"].iter().map(|part| page.find(part).unwrap()).collect();
        assert!(places.is_sorted(), "what is required comes first, as the schema has it: {page}");
        assert_eq!((page.matches("<ol>").count(), page.matches("<li><dl").count()), (1, 2), "objects are counted: {page}");
        assert!(page.find("<bdi>article<").unwrap() < page.find("<bdi>n<").unwrap(), "{page}");
        let german = shown(Language::German, true, element);
        assert!(german.contains("<h2><bdi>Eine Zahlung</bdi></h2>") && german.contains("<dd>Ja</dd>"), "{german}");
        let titles = ["Betrag", "Currency"].map(|title| format!("<dt><bdi>{title}</bdi></dt>"));
        assert!(titles.iter().all(|title| german.contains(title)), "of the members, too, where they have any: {german}");
        assert!(shown(Language::German, false, element).contains("<h2><bdi>payment</bdi></h2>"), "a type that is gone has its name");
    }
}
