use domain::problem::Problem;
use leptos::prelude::*;

use super::typed::{DetailsTypeFields, TypedDetailsType, at_the_type, with_type};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page, TextField},
};

/// Makes a type of authorization details and leads to it.
#[server]
pub async fn create_details_type(path: WorkspacePath, #[server(default)] typed: TypedDetailsType) -> Result<(), ApiError> {
    let operator = operator()?;
    let kind = typed.parse(None).keep(&typed)?;
    let workspace = operator.load_workspace(&path).await?;
    if workspace.authorization.details_type(kind.name.as_str()).is_some() {
        return Err(ApiError::invalid("type_name", Problem::Taken)).keep(&typed);
    }
    let address = path.details_type(&kind.name);
    let settings = with_type(&workspace.authorization, kind);
    let saved = operator.set_authorization_settings(&path, workspace.version, settings).await;
    saved.map_err(|error| at_the_type(error.into())).keep(&typed)?;
    done(&address, Done::DetailsTypeCreated);
    Ok(())
}

crate::form::needs!(CreateDetailsType: SetAuthorizationSettings);

/// Where a type of authorization details is made.
#[component]
pub fn NewDetailsTypePage() -> impl IntoView {
    let create = FormAction::<CreateDetailsType>::typed();
    let form = create.form;
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.details_types(), t!("settings-details-title").to_owned())];
            view! {
                <Page
                    title=t!("settings-details-new")
                    lead=t!("settings-details-new-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("settings-details-new")/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label=t!("settings-details-create")>
                        <div class="card">
                            <TextField
                                input=form.field("type_name", "")
                                label=t!("settings-details-type")
                                hint=t!("settings-details-type-hint")
                                mono=true
                            />
                            <DetailsTypeFields form typed=TypedDetailsType::fresh()/>
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
