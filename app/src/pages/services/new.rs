use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page, TextField},
};

/// A service as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedService {
    /// What it is called.
    pub name: String,
}

/// Makes a service and leads to it.
#[server]
pub async fn create_service(path: WorkspacePath, typed: TypedService) -> Result<(), ApiError> {
    let service = operator()?.create_service(&path, &typed.name).await.keep(&typed)?;
    done(&path.service(service.id), Done::ServiceCreated);
    Ok(())
}

crate::form::needs!(CreateService: CreateService);

/// Where a service is made.
#[component]
pub fn NewServicePage() -> impl IntoView {
    let create = FormAction::<CreateService>::typed();
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.services(), t!("settings-services-title").to_owned())];
            view! {
                <Page
                    title=t!("settings-services-new")
                    lead=t!("settings-new-service-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("settings-services-new")/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label=t!("settings-new-service-create")>
                        <div class="card">
                            <TextField
                                input=create.form.field("name", "")
                                label=t!("settings-new-service-name")
                                hint=t!("settings-new-service-name-hint")
                            />
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
