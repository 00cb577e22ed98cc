use domain::trusted_issuer::TrustedIssuers;
use leptos::prelude::*;

use super::{fields::fields, typed::TypedTrustedIssuer};
use crate::{
    api::{ApiError, Keep, Problems, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Page, TextField},
};

/// Trusts an issuer.
#[server]
pub async fn add_trusted_issuer(path: WorkspacePath, #[server(default)] typed: TypedTrustedIssuer) -> Result<(), ApiError> {
    let operator = operator()?;
    let issuer = typed.parse().keep(&typed)?;
    let id = issuer.id.clone();
    let workspace = operator.load_workspace(&path).await?;
    let mut problems = Problems::default();
    let issuers = problems.read("id", workspace.trusted_issuers.and(issuer), TrustedIssuers::none());
    let issuers = problems.finish(issuers).keep(&typed)?;
    operator.set_trusted_issuers(&path, workspace.version, issuers).await.keep(&typed)?;
    done(&path.trusted_issuer(&id), Done::TrustedIssuerAdded);
    Ok(())
}

crate::form::needs!(AddTrustedIssuer: SetTrustedIssuers);

/// Where an issuer is trusted.
#[component]
pub fn NewTrustedIssuerPage() -> impl IntoView {
    let create = FormAction::<AddTrustedIssuer>::typed();
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.trusted_issuers(), t!("settings-issuers-title").to_owned())];
            view! {
                <Page
                    title=t!("settings-issuers-new")
                    lead=t!("settings-issuers-new-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("settings-issuers-new")/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label=t!("settings-issuers-add")>
                        <div class="card">
                            <TextField
                                input=create.form.field("id", "")
                                label=t!("settings-issuers-id")
                                hint=t!("settings-issuers-id-hint")
                                mono=true
                                short=true
                            />
                        </div>
                        {fields(create.form, &TypedTrustedIssuer::new())}
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
