use domain::{
    id::ServiceId,
    scope::Scope,
    service::{Service, ServiceKind},
};
#[cfg(feature = "ssr")]
use domain::{name::Name, problem::Problem, service::ServiceScope};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::ApiError,
    components::{Confirm, ConfirmRow, loaded},
    done::DoneNotice,
    form::{Form, FormNotice, Opened, OpenedFields, PostForm, SaveRow, WorkspaceFields, values_of},
    paths::{WorkspacePages as _, WorkspacePath, use_param, use_workspace_path},
    ui::{Breadcrumb, Page, Section, Table, TextField},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{FieldProblem, Keep, Typed, done, operator},
    done::Done,
    form::Sent,
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

#[cfg(feature = "ssr")]
impl TypedScope {
    /// Reads it; tells of every problem at once. What users read is asked for, because an empty line would tell them nothing.
    fn parse(&self) -> Result<ServiceScope, ApiError> {
        let scope = Scope::parse(self.scope.trim()).map_err(|error| ("scope", Problem::from(error)));
        let display_name = Name::parse(&self.display_name).map_err(|error| ("display_name", Problem::from(error)));
        let description = self.description.trim().to_owned();
        let description = if description.is_empty() { Err(("description", Problem::Missing)) } else { Ok(description) };
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
#[server(client = crate::api::Caller)]
pub async fn load_service(path: WorkspacePath, service: ServiceId) -> Result<Service, ApiError> {
    let services = operator()?.list_services(&path).await?;
    services.into_iter().find(|found| found.id == service).ok_or_else(|| control::Error::NotFound.into())
}

/// Adds a scope to a service.
#[server(client = crate::api::Caller)]
pub async fn add_service_scope(path: WorkspacePath, service: ServiceId, typed: TypedScope) -> Result<(), ApiError> {
    let new = typed.parse().keep(&typed)?;
    let saved = operator()?.add_service_scope(&path, service, new).await;
    saved.map_err(|error| at_the_new_scope(error.into())).keep(&typed)?;
    done(&path.service(service), Done::ServiceSaved);
    Ok(())
}

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
#[server(client = crate::api::Caller)]
pub async fn set_service_resource(
    path: WorkspacePath,
    service: ServiceId,
    typed: TypedServiceResource,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let in_force = TypedServiceResource::of(&load_service(path.clone(), service).await?);
    let operator = operator()?;
    // A service has no version; what its page showed says enough.
    let merged = Sent { typed, version: 0, opened }.merge(0, &in_force).settled(&operator, &path, service).await?;
    operator.set_service_resource(&path, service, &merged.typed.resource).await.keep(&merged)?;
    done(&path.service(service), Done::ServiceResourceSaved);
    Ok(())
}

/// Takes a scope from a service, and so from the clients that had it.
#[server(client = crate::api::Caller)]
pub async fn remove_service_scope(path: WorkspacePath, service: ServiceId, scope: Scope) -> Result<(), ApiError> {
    operator()?.remove_service_scope(&path, service, &scope).await?;
    done(&path.service(service), Done::ServiceSaved);
    Ok(())
}

/// What is wrong with the scopes is wrong with the one that is added: the others were saved before.
#[cfg(feature = "ssr")]
fn at_the_new_scope(mut error: ApiError) -> ApiError {
    if let ApiError::Invalid { problems, .. } = &mut error {
        for at in problems.iter_mut().filter(|at| at.field == "scopes") {
            (if matches!(at.problem, Problem::TooLong { .. }) { "description" } else { "scope" }).clone_into(&mut at.field);
        }
    }
    error
}

/// A service that an administrator made.
#[component]
pub fn ServicePage() -> impl IntoView {
    let (path, id) = (use_workspace_path(), use_param::<ServiceId>("service"));
    let add = ServerAction::<AddServiceScope>::new();
    let adding = Form::of(add).within("typed");
    let remove = ServerAction::<RemoveServiceScope>::new();
    let removing = Form::of(remove);
    let identify = ServerAction::<SetServiceResource>::new();
    let identifying = Form::of(identify).within("typed");
    let service = Resource::new(
        move || (path.get(), id.get(), adding.reload(), removing.reload(), identifying.reload()),
        |(path, id, ..)| async move { load_service(path?, id?).await },
    );
    loaded(service, move |service: Service| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let name = service.name.to_string();
        let steps = vec![(path.services(), "Services".to_owned())];
        let here = name.clone();
        let failed = Signal::derive(move || adding.failed().get() || removing.failed().get() || identifying.failed().get());
        let own = service.kind == ServiceKind::Custom;
        let forms = own.then(|| {
            view! {
                <AddScope path=path.clone() service=service.id form=adding action=add/>
                <ResourceServer path=path.clone() service=service.clone() form=identifying action=identify/>
            }
        });
        view! {
            <Page
                title=name
                lead="The scopes of this API. A client gets those that are on in its Scopes."
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
            >
                <DoneNotice failed/>
                <FormNotice form=removing/>
                <ScopeRows path service remove form=removing/>
                {forms}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn AddScope(path: WorkspacePath, service: ServiceId, form: Form, action: ServerAction<AddServiceScope>) -> impl IntoView {
    view! {
        <PostForm action>
            <WorkspaceFields path/>
            <input type="hidden" name="service" value=service.to_string()/>
            <Section title="Add a scope">
                <TextField input=form.field("scope", "") label="Scope" hint="What the API checks and clients ask for: orders.read" mono=true/>
                <TextField input=form.field("display_name", "") label="Display name" hint="What this console calls it: Read orders"/>
                <TextField input=form.field("description", "") label="What users read" hint="After “would like to”: See what you ordered. At most 200 characters."/>
            </Section>
            <SaveRow form label="Add scope"/>
        </PostForm>
    }
    .into_any()
}

#[component]
fn ResourceServer(path: WorkspacePath, service: Service, form: Form, action: ServerAction<SetServiceResource>) -> impl IntoView {
    let shown = TypedServiceResource::of(&service);
    let values = values_of(&shown);
    view! {
        <PostForm action settings=true>
            <WorkspaceFields path/>
            <OpenedFields form version=0 values/>
            <input type="hidden" name="service" value=service.id.to_string()/>
            <Section
                title="Resource server"
                lead="A client that asks for a token for this address gets one that is for this API alone: its aud says so, and no other API takes it (RFC 8707)."
            >
                <TextField
                    input=form.field("resource", shown.resource)
                    label="Resource identifier"
                    hint="The address of the API, to the character: https://api.example.com/orders. Clients that were granted an earlier one get no more tokens for it."
                    optional=true
                    mono=true
                />
            </Section>
            <SaveRow form label="Save identifier"/>
        </PostForm>
    }
    .into_any()
}

#[component]
fn ScopeRows(path: WorkspacePath, service: Service, remove: ServerAction<RemoveServiceScope>, form: Form) -> impl IntoView {
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
            let (path, name) = (path.clone(), scope.scope.to_string());
            let remove = own.then(|| {
                view! {
                    <Confirm id=dialog.clone() opens="Remove" title="Remove this scope?">
                        <p><code>{name.clone()}</code>" is taken from every client that has it, and no new token carries it."</p>
                        <PostForm action=remove>
                            <WorkspaceFields path/>
                            <input type="hidden" name="service" value=service.id.to_string()/>
                            <input type="hidden" name="scope" value=name/>
                            <ConfirmRow dialog form label="Remove scope"/>
                        </PostForm>
                    </Confirm>
                }
            });
            view! {
                <tr>
                    <th scope="row" data-label="Scope"><code>{scope.scope.to_string()}</code></th>
                    <td data-label="Display name">{scope.display_name.to_string()}</td>
                    <td data-label="Users read">{scope.description}</td>
                    <td>{remove}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Table label="Scopes" heads=vec!["Scope", "Display name", "Users read", "Remove"]>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}

#[cfg(all(test, feature = "ssr"))]
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
