//! Types of authorization details (RFC 9396).

use serde_json::Value as Json;

use crate::{
    authorization_details::{DetailsSchema, DetailsType, DetailsTypeName},
    description::Description,
    name::Name,
    problem::Problem,
    wire::{reading::Reading, sent::Sent, types::sent},
};

sent! {
    /// A type of authorization details: what its elements are like, and what users are told of them.
    pub struct AuthorizationDetailsType needed [type_name title schema] {
        /// The value of `type`, which no other type of the workspace has.
        pub type_name: Sent<DetailsTypeName>,
        /// What users read above an element.
        pub title: Sent<Name>,
        /// The same in German; without it German users read the other.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub title_de: Option<Sent<Name>>,
        /// What users read below the title.
        pub description: Sent<Description>,
        /// The same in German; without it German users read the other.
        pub description_de: Sent<Description>,
        /// What an element has to be like: a JSON Schema of the dialect 2020-12, of at most 4,096 bytes, which refers to its own parts alone. A
        /// member that it does not name is refused, unless it says otherwise.
        pub schema: Json,
        /// Whether clients may ask for it; left out, they may.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub enabled: Option<bool>,
    }
}

impl From<&DetailsType> for AuthorizationDetailsType {
    fn from(kind: &DetailsType) -> Self {
        let DetailsType { name, title, title_de, description, description_de, schema, enabled } = kind;
        Self {
            type_name: Sent::of(name),
            title: Sent::of(title),
            title_de: title_de.as_ref().map(Sent::of),
            description: Sent::of(description),
            description_de: Sent::of(description_de),
            schema: schema.as_value().clone(),
            enabled: Some(*enabled),
        }
    }
}

impl AuthorizationDetailsType {
    fn read(&self, at: &str, reading: &mut Reading) -> Option<DetailsType> {
        let name = reading.take(&format!("{at}/type_name"), &self.type_name);
        let title = reading.take(&format!("{at}/title"), &self.title);
        let title_de = reading.optional(&format!("{at}/title_de"), self.title_de.as_ref());
        let description = reading.take(&format!("{at}/description"), &self.description);
        let description_de = reading.take(&format!("{at}/description_de"), &self.description_de);
        // What is wrong within it is told by its place in the whole.
        let schema = DetailsSchema::of(self.schema.clone());
        let schema = schema.map_err(|fault| reading.note(format!("{at}/schema{}", fault.pointer), fault.error)).ok();
        Some(DetailsType {
            name: name?,
            title: title?,
            title_de,
            description: description?,
            description_de: description_de?,
            schema: schema?,
            enabled: self.enabled.unwrap_or(true),
        })
    }
}

/// Reads types at a place of the whole, in alphabetical order. Each is there once.
pub(super) fn details_types(at: &str, sent: &[AuthorizationDetailsType], reading: &mut Reading) -> Vec<DetailsType> {
    let mut read: Vec<DetailsType> = Vec::new();
    for (index, sent) in sent.iter().enumerate() {
        let at = format!("{at}/{index}");
        let Some(kind) = sent.read(&at, reading) else { continue };
        if read.iter().any(|other| other.name == kind.name) {
            reading.note(format!("{at}/type_name"), Problem::Duplicate);
        }
        read.push(kind);
    }
    read.sort_by(|one, other| one.name.cmp(&other.name));
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_with_every_problem_by_its_place() {
        let sent: Vec<AuthorizationDetailsType> = serde_json::from_str(
            r#"[{"type_name":"pay","title":"Payment","schema":{"type":"object"}},
                {"type_name":"account","title":"Account","title_de":"Konto","schema":{},"enabled":false}]"#,
        )
        .unwrap();
        let mut reading = Reading::default();
        let read = details_types("/types", &sent, &mut reading);
        assert_eq!(read.iter().map(|kind| (kind.name.as_str(), kind.enabled)).collect::<Vec<_>>(), [("account", false), ("pay", true)]);
        assert_eq!(reading.done(Some(())), Ok(()));
        let back: Vec<AuthorizationDetailsType> = read.iter().map(AuthorizationDetailsType::from).collect();
        assert_eq!(details_types("", &back, &mut Reading::default()), read);

        let wrong: Vec<AuthorizationDetailsType> = serde_json::from_str(
            r#"[{"type_name":"pay","title":"Payment","schema":{}},{"type_name":"pay","title":"Again","schema":{}},
                {"type_name":"a b","title":"","schema":true},
                {"type_name":"z","title":"Z","schema":{"properties":{"a":{"required":"b"}}}}]"#,
        )
        .unwrap();
        let mut reading = Reading::default();
        details_types("/types", &wrong, &mut reading);
        let pointers: Vec<_> = reading.done(Some(())).unwrap_err().into_iter().map(|misfit| misfit.pointer).collect();
        let in_schema = "/types/3/schema/properties/a/required";
        assert_eq!(pointers, ["/types/1/type_name", "/types/2/type_name", "/types/2/title", "/types/2/schema", in_schema]);
    }
}
