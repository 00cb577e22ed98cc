//! A type of authorization details as it is typed, and the fields for it.

use domain::{
    authorization_details::{DetailsSchema, DetailsType, DetailsTypeName},
    description::Description,
    name::Name,
    problem::Problem,
    settings::authorization::AuthorizationSettings,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, FieldProblem, Typed},
    form::Form,
    t,
    ui::{Checkbox, TextArea, TextField},
};

/// A type as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedDetailsType {
    /// The value of `type`, of one that is new.
    pub type_name: String,
    /// *Title*
    pub title: String,
    /// *Title in German*; empty where there is none.
    pub title_de: String,
    /// *Description*; empty where there is none.
    pub description: String,
    /// *Description in German*; empty where there is none.
    pub description_de: String,
    /// *JSON Schema*
    pub schema: String,
    /// *Clients may ask for it*; absent where it is not ticked.
    pub enabled: bool,
}

impl TypedDetailsType {
    /// A type as its page shows it, which does not change its name.
    pub fn of(kind: &DetailsType) -> Self {
        Self {
            type_name: String::new(),
            title: kind.title.to_string(),
            title_de: kind.title_de.as_ref().map(ToString::to_string).unwrap_or_default(),
            description: kind.description.to_string(),
            description_de: kind.description_de.to_string(),
            schema: kind.schema.pretty(),
            enabled: kind.enabled,
        }
    }

    /// What a new one begins with.
    pub fn fresh() -> Self {
        let schema = "{\n  \"type\": \"object\",\n  \"required\": [\"actions\"],\n  \"properties\": {\n    \"actions\": { \"type\": \"array\", \
                      \"items\": { \"enum\": [\"read\", \"write\"] } }\n  }\n}";
        Self { schema: schema.to_owned(), enabled: true, ..Self::default() }
    }

    /// Reads it; tells of every problem at once. The name is that of the type that is changed, or is typed.
    pub fn parse(&self, name: Option<&DetailsTypeName>) -> Result<DetailsType, ApiError> {
        let mut problems = Vec::new();
        let mut note = |field: &str, problem: Problem| problems.push(FieldProblem { field: field.to_owned(), problem });
        let name = match name {
            Some(name) => Some(name.clone()),
            None => DetailsTypeName::parse(self.type_name.trim()).map_err(|error| note("type_name", error.into())).ok(),
        };
        let title = Name::parse(&self.title).map_err(|error| note("title", error.into())).ok();
        let title_de = match self.title_de.trim() {
            "" => None,
            text => Name::parse(text).map_err(|error| note("title_de", error.into())).ok(),
        };
        let description = Description::parse(&self.description).map_err(|error| note("description", error.into())).ok();
        let description_de = Description::parse(&self.description_de).map_err(|error| note("description_de", error.into())).ok();
        let schema = DetailsSchema::parse(&self.schema).map_err(|error| note("schema", error.into())).ok();
        match (name, title, description, description_de, schema) {
            (Some(name), Some(title), Some(description), Some(description_de), Some(schema)) if problems.is_empty() => {
                Ok(DetailsType { name, title, title_de, description, description_de, schema, enabled: self.enabled })
            }
            _ => Err(ApiError::Invalid { problems, typed: Typed::default() }),
        }
    }
}

/// Returns the settings with this type in place of the one of its name, or beside the others.
pub fn with_type(settings: &AuthorizationSettings, kind: DetailsType) -> AuthorizationSettings {
    let mut settings = without_type(settings, &kind.name);
    settings.authorization_details_types.push(kind);
    settings.authorization_details_types.sort_by(|one, other| one.name.cmp(&other.name));
    settings
}

/// Returns the settings without the type of this name.
pub fn without_type(settings: &AuthorizationSettings, name: &DetailsTypeName) -> AuthorizationSettings {
    let mut settings = settings.clone();
    settings.authorization_details_types.retain(|other| other.name != *name);
    settings
}

/// What is wrong with the types is wrong with the one that is saved: the others were saved before.
pub fn at_the_type(mut error: ApiError) -> ApiError {
    if let ApiError::Invalid { problems, .. } = &mut error {
        for at in problems.iter_mut().filter(|at| at.field == "authorization_details_types") {
            let field = match at.problem {
                Problem::DetailsSchema(_) => "schema",
                // It is clear on this page which type is meant.
                Problem::DetailsSchemaOfType { problem, .. } => {
                    at.problem = Problem::DetailsSchema(problem);
                    "schema"
                }
                _ => "title",
            };
            field.clone_into(&mut at.field);
        }
    }
    error
}

/// The fields of a type but for its name.
#[component]
pub fn DetailsTypeFields(
    /// The form they are in.
    form: Form,
    /// What they show.
    typed: TypedDetailsType,
) -> impl IntoView {
    view! {
        <TextField
            input=form.field("title", typed.title)
            label=t!("settings-details-type-title")
            hint=t!("settings-details-type-title-hint")
        />
        <TextField input=form.field("title_de", typed.title_de) label=t!("settings-details-type-title-de") optional=true/>
        <TextField
            input=form.field("description", typed.description)
            label=t!("settings-details-type-description")
            hint=t!("settings-details-type-description-hint")
            optional=true
        />
        <TextField input=form.field("description_de", typed.description_de) label=t!("settings-details-type-description-de") optional=true/>
        <TextArea
            input=form.field("schema", typed.schema)
            label=t!("settings-details-type-schema")
            hint=t!("settings-details-type-schema-hint")
            mono=true
            rows=16
        />
        <Checkbox
            tick=form.tick("enabled", typed.enabled)
            label=t!("settings-details-type-enabled")
            hint=t!("settings-details-type-enabled-hint")
        />
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_a_type_is_told_at_once() {
        let typed = TypedDetailsType { type_name: "a b".to_owned(), schema: "true".to_owned(), ..TypedDetailsType::default() };
        let error = typed.parse(None).unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["type_name", "title", "schema"]);
    }

    #[test]
    fn a_type_that_is_saved_as_it_was_shown_is_the_same() {
        let typed = TypedDetailsType { type_name: "pay".to_owned(), title: "Payment".to_owned(), ..TypedDetailsType::fresh() };
        let kind = typed.parse(None).unwrap();
        assert!(kind.enabled);
        assert_eq!(TypedDetailsType::of(&kind).parse(Some(&kind.name)).unwrap(), kind);
        let settings = with_type(&AuthorizationSettings::default(), kind.clone());
        assert_eq!(with_type(&settings, kind.clone()), settings, "it takes its own place");
        assert_eq!(without_type(&settings, &kind.name), AuthorizationSettings::default());
    }
}
