//! Types of authorization details (RFC 9396): which ones a workspace can have, and which of them its clients.

use std::collections::BTreeSet;

use domain::{
    audit::Change,
    authorization_details::{DetailsType, DetailsTypeName, MOST_DETAILS_TYPES},
    client::ClientSettings,
    problem::Problem,
    settings::{authorization::AuthorizationSettings, registration::RegistrationSettings},
};
use engine::{details_schema, password::Busy};

use crate::{Error, changes, error::Problems};

/// The field that they are in, of a workspace and of a client.
const FIELD: &str = "authorization_details_types";
/// How many characters of a schema stand in an audit line.
const MOST_TOLD: usize = 500;

/// Refuses types that a workspace cannot have: too many of them, two of one name, or one whose schema is none. A type that stays as it was is let
/// be: an earlier version may have taken its schema, and other settings can be saved beside it.
pub(crate) async fn check(before: &AuthorizationSettings, authorization: &AuthorizationSettings) -> Result<(), Error> {
    let types = &authorization.authorization_details_types;
    let mut problems = Problems::default();
    if u32::try_from(types.len()).is_ok_and(|count| count > MOST_DETAILS_TYPES) {
        problems.note(FIELD, Problem::TooMany { most: MOST_DETAILS_TYPES });
    }
    if authorization.details_type_names().len() < types.len() {
        problems.note(FIELD, Problem::Duplicate);
    }
    for (place, kind) in (0..).zip(types) {
        let is_as_before = before.details_type(kind.name.as_str()).is_some_and(|earlier| earlier.schema == kind.schema);
        if is_as_before {
            continue;
        }
        if let Err(problem) = details_schema::check_in_room(&kind.name, &kind.schema).await.map_err(|_| Busy)? {
            problems.note(FIELD, Problem::DetailsSchemaOfType { place, problem });
        }
    }
    problems.check()
}

/// Refuses settings of a client with types that its workspace does not have.
pub(crate) fn check_client(settings: &ClientSettings, authorization: &AuthorizationSettings) -> Result<(), Error> {
    let mut problems = Problems::default();
    if !settings.authorization_details_types.is_subset(&authorization.details_type_names()) {
        problems.note(FIELD, Problem::UnknownDetailsType);
    }
    problems.check()
}

/// Returns the types that a workspace had and has no more.
pub(crate) fn gone(before: &AuthorizationSettings, after: &AuthorizationSettings) -> BTreeSet<DetailsTypeName> {
    before.details_type_names().difference(&after.details_type_names()).cloned().collect()
}

/// Returns the settings of a client without these types.
pub(crate) fn without(settings: ClientSettings, gone: &BTreeSet<DetailsTypeName>) -> ClientSettings {
    let authorization_details_types = settings.authorization_details_types.difference(gone).cloned().collect();
    ClientSettings { authorization_details_types, ..settings }
}

/// Returns what differs between the authorization settings of a workspace, for the audit line: of the types each part that people read, and of a
/// schema its beginning. Documents of clients are told elsewhere.
pub(crate) fn told(before: &AuthorizationSettings, after: &AuthorizationSettings) -> Result<Vec<Change>, Error> {
    let rest = |settings: &AuthorizationSettings| {
        let registration = RegistrationSettings { pinned_client_documents: Vec::new(), ..settings.registration.clone() };
        AuthorizationSettings { authorization_details_types: Vec::new(), registration, ..settings.clone() }
    };
    let mut told = changes::between(&rest(before), &rest(after))?;
    let names = |settings: &AuthorizationSettings| {
        let name = |kind: &DetailsType| if kind.enabled { kind.name.to_string() } else { format!("{} (off)", kind.name) };
        settings.authorization_details_types.iter().map(name).collect::<Vec<_>>().join(", ")
    };
    let mut note = |field: &str, from: &str, to: &str| {
        if from != to {
            told.extend(changes::one(field, from, to));
        }
    };
    note(FIELD, &names(before), &names(after));
    for kind in &after.authorization_details_types {
        let earlier = before.details_type(kind.name.as_str());
        for (field, part) in PARTS {
            let words = |kind: &DetailsType| Some(part(kind)).filter(|text| !text.is_empty()).map(|text| format!("{}: {text}", kind.name));
            let (from, to) = (earlier.and_then(words).unwrap_or_default(), words(kind).unwrap_or_default());
            note(field, &from, &to);
        }
    }
    Ok(told)
}

/// What a part of a type says.
type Part = fn(&DetailsType) -> String;

/// The parts of a type that are told each by itself.
const PARTS: [(&str, Part); 5] = [
    ("details_title", |kind| kind.title.to_string()),
    ("details_title_de", |kind| kind.title_de.as_ref().map(ToString::to_string).unwrap_or_default()),
    ("details_description", |kind| kind.description.to_string()),
    ("details_description_de", |kind| kind.description_de.to_string()),
    ("details_schema", |kind| shortened(&kind.schema.to_string())),
];

/// Returns the beginning of a text, for an audit line.
pub(crate) fn shortened(text: &str) -> String {
    match text.char_indices().nth(MOST_TOLD) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or(text)),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use domain::authorization_details::{DetailsSchema, DetailsSchemaError};

    use super::*;

    fn with(types: &str) -> AuthorizationSettings {
        AuthorizationSettings { authorization_details_types: serde_json::from_str(types).unwrap(), ..AuthorizationSettings::default() }
    }

    #[tokio::test]
    async fn a_schema_that_cannot_be_compiled_is_refused_by_its_type() {
        let none = AuthorizationSettings::default();
        let right = with(r#"[{"name":"pay","title":"Payment","schema":{"properties":{"amount":{"pattern":"^[0-9]+$"}}},"enabled":true}]"#);
        assert!(check(&none, &right).await.is_ok());
        let wrong = with(
            r#"[{"name":"a","title":"A","schema":{},"enabled":true},
                {"name":"pay","title":"Payment","schema":{"properties":{"a":{"pattern":"("}}},"enabled":true}]"#,
        );
        let Err(Error::Invalid(problems)) = check(&none, &wrong).await else { panic!("it is refused") };
        let found: Vec<_> = problems.iter().map(|at| (at.field, at.problem)).collect();
        assert_eq!(found, [(FIELD, Problem::DetailsSchemaOfType { place: 1, problem: DetailsSchemaError::Pattern })]);
        assert!(check(&wrong, &wrong).await.is_ok(), "what an earlier version took is in nobody's way");
    }

    #[test]
    fn what_users_read_is_told_part_by_part_and_a_schema_by_its_beginning() {
        let before = with(r#"[{"name":"pay","title":"Payment","schema":{},"enabled":true}]"#);
        let mut after = before.clone();
        let kind = &mut after.authorization_details_types[0];
        kind.enabled = false;
        kind.schema = DetailsSchema::parse(&format!(r#"{{"title":"{}"}}"#, "x".repeat(1000))).unwrap();
        let told = told(&before, &after).unwrap();
        let fields: Vec<_> = told.iter().map(|change| change.field.as_str()).collect();
        assert_eq!(fields, [FIELD, "details_schema"]);
        assert_eq!((told[0].from.as_str(), told[0].to.as_str()), ("pay", "pay (off)"));
        assert_eq!(told[1].from, "pay: {}");
        assert!(told[1].to.starts_with(r#"pay: {"title":"xxx"#) && told[1].to.ends_with("xxx…"));
        assert_eq!(super::told(&after, &after).unwrap(), []);
    }
}
