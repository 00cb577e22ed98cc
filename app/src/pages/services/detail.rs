use domain::{
    description::Description,
    id::ServiceId,
    name::Name,
    permission::Action,
    problem::Problem,
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
}

impl TypedScope {
    /// Reads it; tells of every problem at once. What users read is asked for, because an empty line would tell them nothing.
    fn parse(&self) -> Result<ServiceScope, ApiError> {
        let scope = Scope::parse(self.scope.trim()).map_err(|error| ("scope", Problem::from(error)));
        let display_name = Name::parse(&self.display_name).map_err(|error| ("display_name", Problem::from(error)));
        let description = Description::parse(&self.description).map_err(|error| ("description", Problem::from(error)));
        let description = description.and_then(|text| if text.is_empty() { Err(("description", Problem::Missing)) } else { Ok(text) });
        match (scope, display_name, description) {
            (Ok(scope), Ok(display_name), Ok(description)) => Ok(ServiceScope { scope, display_name, description }),
            (scope, display_name, description) => {
                let problems = [scope.err(), display_name.err(), description.err()].into_iter().flatten();
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
        let steps = vec![(path.services(), "Services".to_owned())];
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
                lead="The scopes of this API. A client can get those that are on in its Scopes."
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
        <CreateForm action target label="Add scope">
            <Section title="Add a scope">
                <TextField input=form.field("scope", "") label="Scope" hint="What the API checks and clients ask for: orders.read" mono=true/>
                <TextField input=form.field("display_name", "") label="Display name" hint="What this console calls it: Read orders"/>
                <TextField input=form.field("description", "") label="What users read" hint="After “would like to”: See what you ordered. At most 200 characters."/>
            </Section>
        </CreateForm>
    }
    .into_any()
}

#[component]
fn ResourceServer(target: Target, service: Service, action: FormAction<SetServiceResource>) -> impl IntoView {
    let shown = TypedServiceResource::of(&service);
    let values = Shown::of(&shown);
    // A service has no version.
    view! {
        <SettingsForm action target version=0 shown=values saved=SavedNotice::Elsewhere label="Save identifier">
            <Section
                title="Resource server"
                lead="A client that asks for a token for this address gets one that is for this API alone: its aud says so, and no other API takes it (RFC 8707)."
            >
                <TextField
                    input=action.form.field("resource", shown.resource)
                    label="Resource identifier"
                    hint="The exact address of the API: https://api.example.com/orders. Clients that were granted an earlier one get no more tokens for it."
                    optional=true
                    mono=true
                />
            </Section>
        </SettingsForm>
    }
    .into_any()
}

#[component]
fn ScopeRows(path: WorkspacePath, service: Service, remove: FormAction<RemoveServiceScope>) -> impl IntoView {
    if service.scopes.is_empty() {
        return view! { <p class="quiet">"No scopes yet: add the first one."</p> }.into_any();
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
                    <Confirm id=dialog opens="Remove" title="Remove this scope?" action=remove target label="Remove scope">
                        <p><code>{name}</code>" is taken from every client that has it, and no new token carries it."</p>
                    </Confirm>
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label="Scope"><code>{scope.scope.to_string()}</code></th>
                    <td data-label="Display name">{scope.display_name.to_string()}</td>
                    <td data-label="Consent text">{scope.description.to_string()}</td>
                    <td>{remove}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label="Scopes" heads=vec!["Scope", "Display name", "Consent text", "Remove"]>
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
        let typed = TypedScope { scope: "a b".to_owned(), display_name: String::new(), description: " ".to_owned() };
        let error = typed.parse().unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["scope", "display_name", "description"]);
    }
}
