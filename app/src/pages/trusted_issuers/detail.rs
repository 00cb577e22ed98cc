use domain::{name::Slug, trusted_issuer::TrustedIssuer};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{fields::fields, typed::TypedTrustedIssuer};
use crate::{
    api::{ApiError, Keep, Undoing, done_for_now, operator},
    components::{load_at, loaded, use_param_in_workspace},
    done::{Done, DoneNotice},
    form::{Confirm, CreateForm, FormAction, FormNotice, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Breadcrumb, Kind, Page, Section},
};

/// A trusted issuer, and the version of its workspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedIssuer {
    issuer: TrustedIssuer,
    version: i64,
}

async fn load_trusted_issuer(path: WorkspacePath, id: Slug) -> Result<LoadedIssuer, ApiError> {
    let workspace = operator()?.load_workspace(&path).await?;
    let issuer = workspace.trusted_issuers.find(&id).cloned().ok_or(ApiError::NotFound)?;
    Ok(LoadedIssuer { issuer, version: workspace.version })
}

/// Changes what is taken of an issuer.
#[server]
pub async fn set_trusted_issuer(
    path: WorkspacePath,
    issuer: Slug,
    version: i64,
    #[server(default)] typed: TypedTrustedIssuer,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let named = TypedTrustedIssuer { id: issuer.to_string(), ..typed.clone() };
    let after = named.parse().keep(&typed)?;
    let before = operator.load_workspace(&path).await?;
    let issuers = before.trusted_issuers.with(after).ok_or(ApiError::NotFound)?;
    let saved = operator.set_trusted_issuers(&path, version, issuers).await.keep(&typed)?;
    done_for_now(&path.trusted_issuer(&issuer), Done::TrustedIssuerSaved, Undoing::workspace(&path, &before, &saved)).await
}

crate::form::needs!(SetTrustedIssuer: SetTrustedIssuers);

/// Trusts an issuer no longer.
#[server]
pub async fn delete_trusted_issuer(path: WorkspacePath, issuer: Slug, version: i64) -> Result<(), ApiError> {
    let operator = operator()?;
    let before = operator.load_workspace(&path).await?;
    let saved = operator.set_trusted_issuers(&path, version, before.trusted_issuers.without(&issuer)).await?;
    done_for_now(&path.trusted_issuers(), Done::TrustedIssuerRemoved, Undoing::workspace(&path, &before, &saved)).await
}

crate::form::needs!(DeleteTrustedIssuer: SetTrustedIssuers);

/// A trusted issuer.
#[component]
pub fn TrustedIssuerPage() -> impl IntoView {
    let (save, delete) = (FormAction::<SetTrustedIssuer>::typed(), FormAction::<DeleteTrustedIssuer>::new());
    let at = use_param_in_workspace::<Slug>("issuer");
    let loading = load_at(at, |(path, id)| load_trusted_issuer(path, id));
    loaded(loading, move |((path, id), LoadedIssuer { issuer, version })| {
        let steps = vec![(path.trusted_issuers(), t!("settings-issuers-title").to_owned())];
        let here = id.to_string();
        let target = Target::workspace(&path).with("issuer", &id).with("version", version);
        let removal = delete.refused().is_none().then(|| view! { <Removal target=target.clone() action=delete/> });
        view! {
            <Page
                title=id.to_string()
                lead=t!("settings-issuers-detail-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
            >
                <DoneNotice failed=delete.form.failed()/>
                <FormNotice form=delete.form/>
                <CreateForm action=save target label=t!("settings-issuers-save")>
                    {fields(save.form, &TypedTrustedIssuer::of(&issuer))}
                </CreateForm>
                {removal}
            </Page>
        }
    })
}

#[component]
fn Removal(target: Target, action: FormAction<DeleteTrustedIssuer>) -> impl IntoView {
    view! {
        <Section title=t!("settings-issuers-delete")>
            <p>{t!("settings-issuers-delete-text")}</p>
            <Confirm
                id="delete"
                opens=t!("settings-issuers-delete")
                title=t!("settings-issuers-delete-title")
                kind=Kind::Danger
                action
                target
                label=t!("settings-issuers-delete")
            >
                <p>{t!("settings-issuers-delete-final")}</p>
            </Confirm>
        </Section>
    }
    .into_any()
}
