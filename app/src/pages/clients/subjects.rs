//! What a client calls users.

use domain::{subject_type::SubjectType, view::ClientView};
use leptos::prelude::*;

use super::typed::TypedOauth;
use crate::{
    form::Form,
    t,
    ui::{Choice, Fold, Section, Select, TextField},
};

/// Whether it calls users as all others do, and for which sector it has names of its own.
#[component]
pub(super) fn Subjects(form: Form, view: ClientView) -> impl IntoView {
    let typed = TypedOauth::of(&view.client.settings);
    let label = |kind| match kind {
        SubjectType::Public => t!("clients-subjects-public"),
        SubjectType::Pairwise => t!("clients-subjects-pairwise"),
    };
    let choices: Vec<_> = SubjectType::ALL.into_iter().map(|kind| Choice::new(kind.name(), label(kind))).collect();
    let now = label(view.client.settings.subject_type);
    let fold = Fold::new(now, form.touches(&["subject_type", "sector_identifier"]));
    view! {
        <Section title=t!("clients-subjects") lead=t!("clients-subjects-lead") fold>
            <Select
                input=form.field("subject_type", typed.subject_type.unwrap_or_default())
                label=t!("clients-subjects-type")
                hint=t!("clients-subjects-type-hint")
                choices
            />
            <TextField
                input=form.field("sector_identifier", typed.sector_identifier.unwrap_or_default())
                label=t!("clients-subjects-sector")
                hint=t!("clients-subjects-sector-hint")
                optional=true
                mono=true
            />
        </Section>
    }
    .into_any()
}
