use domain::{
    name::Slug,
    page::Window,
    permission::Action,
    problem::Problem,
    view::{WorkspaceStart, WorkspaceSummary},
    workspace_template::{STANDARD, WorkspaceTemplate},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator, permits},
    components::{load_at, loaded, query_string, use_tenant},
    done::{COPIED, Done},
    form::{CreateForm, Form, FormAction, Target},
    islands::{SlugWords, SuggestedSlug},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t,
    text::{template_setting, word},
    ui::{Breadcrumb, Choice, Page, RadioList, Select, TextField},
};

/// A workspace as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedWorkspace {
    /// What it is called.
    pub name: String,
    /// Its part of the issuer; empty where the name is to suggest it.
    pub slug: String,
    /// The template that it starts with, or `copy`; the defaults where nothing was chosen.
    #[serde(default)]
    pub template: String,
    /// The workspace that is copied.
    #[serde(default)]
    pub copy_of: String,
}

/// What is chosen in place of a template for a copy of another workspace.
const COPY: &str = "copy";
/// How many workspaces are offered to be copied. Where there are more, the identifier is typed.
const OFFERED: u64 = 100;

/// Makes a workspace and leads to it.
#[server]
pub async fn create_workspace(tenant: Slug, typed: TypedWorkspace) -> Result<(), ApiError> {
    let start = typed.start().keep(&typed)?;
    let (done_as, source) = match &start {
        WorkspaceStart::Usual => (Done::WorkspaceCreated, None),
        WorkspaceStart::Template(_) => (Done::WorkspaceStarted, None),
        WorkspaceStart::CopyOf(source) => (Done::WorkspaceCopied, Some(source.clone())),
    };
    let workspace = operator()?.create_workspace(&tenant, (typed.clone().suggest(), start)).await.keep(&typed)?;
    let overview = WorkspacePath { tenant, workspace: workspace.slug }.overview();
    done(&format!("{overview}{}", query_string(&[(COPIED, source.as_deref())])), done_as);
    Ok(())
}

crate::form::needs!(CreateWorkspace: CreateWorkspace);

impl TypedWorkspace {
    fn start(&self) -> Result<WorkspaceStart, ApiError> {
        let copied = self.copy_of.trim();
        match (self.template.as_str(), copied) {
            (COPY, "") => Err(ApiError::invalid("copy_of", Problem::NothingCopied)),
            (COPY, copied) => Ok(WorkspaceStart::CopyOf(copied.to_owned())),
            // What stands in its field is of a copy that was chosen before: the field is not shown.
            ("" | STANDARD, _) => Ok(WorkspaceStart::Usual),
            (template, _) => Ok(WorkspaceStart::Template(template.to_owned())),
        }
    }

    fn suggest(self) -> domain::view::NewWorkspace {
        domain::view::NewWorkspace { slug: control::typed_or_suggested_slug(&self.slug, &self.name), name: self.name }
    }
}

/// Loads the workspaces that a new one can be a copy of; none where they are too many to choose from.
async fn load_copied(tenant: Slug) -> Result<Option<Vec<WorkspaceSummary>>, ApiError> {
    let operator = operator()?;
    operator.load_tenant(&tenant).await?;
    let window = Window { limit: OFFERED, ..Window::from(None::<Slug>) };
    if !permits(Action::SeeWorkspaces) {
        return Ok(Some(Vec::new()));
    }
    let page = operator.list_workspaces(&tenant, "", window).await?;
    Ok(page.next.is_none().then_some(page.items))
}

/// Where a workspace is made.
#[component]
pub fn NewWorkspacePage() -> impl IntoView {
    let create = FormAction::<CreateWorkspace>::typed();
    let form = create.form;
    loaded(load_at(use_tenant(), load_copied), move |(tenant, copied)| {
        let steps = vec![(paths::workspaces(&tenant), t!("workspaces-list-title").to_owned())];
        let (name, slug) = (form.field("name", ""), form.field("slug", ""));
        let suggested =
            view! { <SuggestedSlug tenant=tenant.to_string() name=name.mark.id.clone() words=SlugWords::default()/> }.into_any();
        view! {
            <Page
                title=t!("workspaces-new-title")
                lead=t!("workspaces-new-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("workspaces-new-title")/> }).into()
            >
                <CreateForm action=create target=Target::tenant(&tenant) label=t!("workspaces-new-create")>
                    <div class="card">
                        <TextField input=name label=t!("workspaces-new-name") hint=t!("workspaces-new-name-hint")/>
                        <TextField
                            input=slug
                            label=t!("workspaces-new-identifier")
                            hint=t!("workspaces-new-identifier-hint")
                            optional=true
                            mono=true
                            after=Some(suggested)
                        />
                        <StartFields form copied/>
                    </div>
                </CreateForm>
            </Page>
        }
    })
}

/// What the workspace starts with: a template, shown with what it sets, or a copy.
#[component]
fn StartFields(form: Form, copied: Option<Vec<WorkspaceSummary>>) -> impl IntoView {
    let templates = WorkspaceTemplate::all().iter().map(|template| {
        let sets: Vec<_> = template.sets().iter().map(template_setting).collect();
        Choice::new(template.name.clone(), word(&template.label)).hint(word(&template.description)).details(sets)
    });
    let copy = Choice::new(COPY, t!("workspaces-new-copy")).hint(t!("workspaces-new-copy-hint"));
    let choices = templates.chain([copy]).collect();
    let of = match copied {
        Some(workspaces) => {
            let none = Choice::new("", t!("workspaces-new-copy-choose"));
            let choices = workspaces.into_iter().map(|of| Choice::new(of.slug.to_string(), format!("{} ({})", of.name, of.slug)));
            view! { <Select input=form.field("copy_of", "") label=t!("workspaces-new-copy-of") choices=std::iter::once(none).chain(choices).collect()/> }
                .into_any()
        }
        None => view! { <TextField input=form.field("copy_of", "") label=t!("workspaces-new-copy-of") hint=t!("workspaces-new-copy-of-hint") mono=true/> }
            .into_any(),
    };
    view! {
        <div class="choice-cards start-with">
            <RadioList ticks=form.ticks("template", [STANDARD]) label=t!("workspaces-new-start") choices/>
            // Where the copy is not chosen, it is not there.
            <div class="start-copy">{of}</div>
        </div>
    }
    .into_any()
}
