use domain::{
    description::Description,
    id::ServiceId,
    name::Name,
    permission::Action,
    problem::Problem,
    resource::Resource,
    scope::Scope,
    service::{Service, ServiceKind, ServiceScope},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, FieldProblem, Keep, Typed, done, operator},
    components::{ShowAs, Shows, load_at, loaded, use_param_in_workspace},
    done::{Done, DoneNotice},
    form::{Confirm, CreateForm, Form, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Breadcrumb, Page, Section, Table, TextField},
};

/// A scope as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedScope {
    /// The value on the wire.
    pub scope: String,
    /// What the console calls it.
    pub display_name: String,
    /// What users read.
    pub description: String,
    /// The same in German; empty where there is none.
    #[serde(default)]
    pub description_de: String,
}

impl TypedScope {
    /// Reads it; tells of every problem at once. What users read is asked for, because an empty line would tell them nothing.
    fn parse(&self) -> Result<ServiceScope, ApiError> {
        let scope = Scope::parse(self.scope.trim()).map_err(|error| ("scope", Problem::from(error)));
        let display_name = Name::parse(&self.display_name).map_err(|error| ("display_name", Problem::from(error)));
        let description = Description::parse(&self.description).map_err(|error| ("description", Problem::from(error)));
        let description = description.and_then(|text| if text.is_empty() { Err(("description", Problem::Missing)) } else { Ok(text) });
        let description_de = Description::parse(&self.description_de).map_err(|error| ("description_de", Problem::from(error)));
        match (scope, display_name, description, description_de) {
            (Ok(scope), Ok(display_name), Ok(description), Ok(description_de)) => {
                Ok(ServiceScope { scope, display_name, description, description_de })
            }
            (scope, display_name, description, description_de) => {
                let problems = [scope.err(), display_name.err(), description.err(), description_de.err()].into_iter().flatten();
                let problems = problems.map(|(field, problem)| FieldProblem { field: field.to_owned(), problem }).collect();
                Err(ApiError::Invalid { problems, typed: Typed::default() })
            }
        }
    }
}

/// Loads a service.
pub async fn load_service(path: WorkspacePath, service: ServiceId) -> Result<Service, ApiError> {
    let services = operator()?.list_services(&path).await?;
    services.into_iter().find(|found| found.id == service).ok_or_else(|| control::Error::NotFound.into())
}

/// Adds a scope to a service.
#[server]
pub async fn add_service_scope(path: WorkspacePath, service: ServiceId, typed: TypedScope) -> Result<(), ApiError> {
    let new = typed.parse().keep(&typed)?;
    let saved = operator()?.add_service_scope(&path, service, new).await;
    saved.map_err(|error| at_the_new_scope(error.into())).keep(&typed)?;
    done(&path.service(service), Done::ServiceSaved);
    Ok(())
}

crate::form::needs!(AddServiceScope: SetServiceScopes);

/// The resource server of a service as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedServiceResource {
    /// *Resource identifier*; empty for none.
    #[serde(default)]
    pub resource: String,
}

impl TypedServiceResource {
    fn of(service: &Service) -> Self {
        Self { resource: service.resource.as_ref().map(ToString::to_string).unwrap_or_default() }
    }
}

/// Saves the address of the resource server behind a service.
#[server]
pub async fn set_service_resource(
    path: WorkspacePath,
    service: ServiceId,
    typed: TypedServiceResource,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let in_force = TypedServiceResource::of(&load_service(path.clone(), service).await?);
    let operator = operator()?;
    // A service has no version; what its page showed says enough.
    let write = Write { action: Action::SetServiceResource, client: None, about: &service.to_string() };
    let merged = Sent { typed, version: 0, opened }.merge(0, &in_force).settled(&operator, &path, write).await?;
    operator.set_service_resource(&path, service, &merged.typed.resource).await.keep(&merged)?;
    done(&path.service(service), Done::ServiceResourceSaved);
    Ok(())
}

crate::form::needs!(SetServiceResource: SetServiceResource);

/// Takes a scope from a service, and so from the clients that had it.
#[server]
pub async fn remove_service_scope(path: WorkspacePath, service: ServiceId, scope: Scope) -> Result<(), ApiError> {
    operator()?.remove_service_scope(&path, service, &scope).await?;
    done(&path.service(service), Done::ServiceSaved);
    Ok(())
}

crate::form::needs!(RemoveServiceScope: SetServiceScopes);

/// What is wrong with the scopes is wrong with the one that is added: the others were saved before.
fn at_the_new_scope(mut error: ApiError) -> ApiError {
    if let ApiError::Invalid { problems, .. } = &mut error {
        for at in problems.iter_mut().filter(|at| at.field == "scopes") {
            "scope".clone_into(&mut at.field);
        }
    }
    error
}

/// A service that an administrator made.
#[component]
pub fn ServicePage() -> impl IntoView {
    let at = use_param_in_workspace::<ServiceId>("service");
    let (add, identify) = (FormAction::<AddServiceScope>::typed(), FormAction::<SetServiceResource>::typed());
    let remove = FormAction::<RemoveServiceScope>::new();
    let forms = [add.form, remove.form, identify.form];
    let loading = load_at(at, |(path, id)| load_service(path, id));
    loaded(loading, move |((path, _), service)| {
        let name = service.name.to_string();
        let steps = vec![(path.services(), t!("settings-services-title").to_owned())];
        let here = name.clone();
        let failed = forms.into_iter().any(Form::failed);
        let own = service.kind == ServiceKind::Custom;
        let show_as = own.then(|| view! { <ShowAs path=path.clone() shows=Shows::Service(Box::new(service.clone()))/> });
        let own_forms = own.then(|| {
            let target = Target::workspace(&path).with("service", service.id);
            view! {
                <AddScope target=target.clone() action=add/>
                <ResourceServer target service=service.clone() action=identify/>
            }
        });
        view! {
            <Page
                title=name
                lead=t!("settings-service-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
            >
                <DoneNotice failed/>
                <FormNotice form=remove.form/>
                <ScopeRows path service remove/>
                {own_forms}
                {show_as}
            </Page>
        }
    })
}

#[component]
fn AddScope(target: Target, action: FormAction<AddServiceScope>) -> impl IntoView {
    let form = action.form;
    view! {
        <CreateForm action target label=t!("settings-service-add")>
            <Section title=t!("settings-service-add-title")>
                <TextField input=form.field("scope", "") label=t!("settings-services-scope") hint=t!("settings-service-scope-hint") mono=true/>
                <TextField
                    input=form.field("display_name", "")
                    label=t!("settings-services-display-name")
                    hint=t!("settings-service-display-name-hint")
                />
                <TextField
                    input=form.field("description", "")
                    label=t!("settings-service-description")
                    hint=t!("settings-service-description-hint")
                />
                <TextField
                    input=form.field("description_de", "")
                    label=t!("settings-service-description-de")
                    hint=t!("settings-service-description-de-hint")
                    optional=true
                />
            </Section>
        </CreateForm>
    }
    .into_any()
}

#[component]
fn ResourceServer(target: Target, service: Service, action: FormAction<SetServiceResource>) -> impl IntoView {
    let shown = TypedServiceResource::of(&service);
    let values = Shown::of(&shown);
    let metadata = service.resource.as_ref().and_then(Resource::metadata_address);
    let metadata = metadata.map(|address| {
        let address = view! { <code>{address}</code> };
        view! { <p class="quiet">{t_view!("settings-service-resource-metadata", address = address)}</p> }
    });
    // A service has no version.
    view! {
        <SettingsForm action target version=0 shown=values saved=SavedNotice::Elsewhere label=t!("settings-service-resource-save")>
            <Section title=t!("settings-service-resource-title") lead=t!("settings-service-resource-lead")>
                <TextField
                    input=action.form.field("resource", shown.resource)
                    label=t!("settings-service-resource")
                    hint=t!("settings-service-resource-hint")
                    optional=true
                    mono=true
                />
                {metadata}
            </Section>
        </SettingsForm>
    }
    .into_any()
}

#[component]
fn ScopeRows(path: WorkspacePath, service: Service, remove: FormAction<RemoveServiceScope>) -> impl IntoView {
    if service.scopes.is_empty() {
        return view! { <p class="quiet">{t!("settings-service-none")}</p> }.into_any();
    }
    let own = service.kind == ServiceKind::Custom;
    let rows = service
        .scopes
        .into_iter()
        .enumerate()
        .map(|(index, scope)| {
            let dialog = format!("remove-scope-{index}");
            let name = scope.scope.to_string();
            let remove = own.then(|| {
                let target = Target::workspace(&path).with("service", service.id).with("scope", &name);
                view! {
                    <Confirm
                        id=dialog
                        opens=t!("settings-service-remove")
                        title=t!("settings-service-remove-title")
                        action=remove
                        target
                        label=t!("settings-service-remove-label")
                    >
                        <p>{t_view!("settings-service-remove-text", scope = view! { <code>{name}</code> })}</p>
                    </Confirm>
                }
            });
            let german = Some(scope.description_de.to_string()).filter(|told| !told.is_empty());
            let german = german.map(|told| view! { <div class="quiet" lang="de">{told}</div> });
            view! {
                <tr>
                    <th scope="row" data-label=t!("settings-services-scope")><code>{scope.scope.to_string()}</code></th>
                    <td data-label=t!("settings-services-display-name")>{scope.display_name.to_string()}</td>
                    <td data-label=t!("settings-services-consent-text")><div>{scope.description.to_string()}</div>{german}</td>
                    <td>{remove}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![
        t!("settings-services-scope"),
        t!("settings-services-display-name"),
        t!("settings-services-consent-text"),
        t!("settings-service-remove"),
    ];
    view! {
        <Table label=t!("settings-service-scopes") heads>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_problem_of_a_scope_is_told_at_once() {
        let typed = TypedScope {
            scope: "a b".to_owned(),
            display_name: String::new(),
            description: " ".to_owned(),
            description_de: "ü".repeat(201),
        };
        let error = typed.parse().unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["scope", "display_name", "description", "description_de"]);
    }
}
