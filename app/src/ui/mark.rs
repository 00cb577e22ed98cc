use leptos::prelude::*;

/// The place of a field on its page, and its problem.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The field's name on the wire.
    pub field: &'static str,
    /// The element's identifier.
    pub id: String,
    /// What is wrong with the field.
    pub problem: Option<String>,
    /// The labels of the form's fields.
    pub labels: Labels,
}

/// A link to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The field's name on the wire.
    pub field: &'static str,
    /// Its element's identifier.
    pub id: String,
    /// What it is called.
    pub text: String,
}

/// The labels of a form's fields, in the order of the page.
#[derive(Debug, Clone, Copy)]
pub struct Labels(StoredValue<Vec<Label>>);

impl Mark {
    /// Notes the label of the field.
    pub fn is_called(&self, text: &str) {
        self.labels.0.update_value(|labels| {
            if !labels.iter().any(|label| label.field == self.field) {
                labels.push(Label { field: self.field, id: self.id.clone(), text: text.to_owned() });
            }
        });
    }
}

impl Labels {
    /// None yet.
    pub fn new() -> Self {
        Self(StoredValue::new(Vec::new()))
    }

    /// Returns those of these fields that the page has.
    pub fn of(self, fields: &[&str]) -> Vec<Label> {
        self.0.with_value(|labels| labels.iter().filter(|label| fields.contains(&label.field)).cloned().collect())
    }
}

impl Default for Labels {
    fn default() -> Self {
        Self::new()
    }
}
