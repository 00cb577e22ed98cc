use domain::{
    permission::Action,
    service::{Service, ServiceKind},
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{ActionLink, load_at, loaded, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t, text,
    ui::{Badge, Glyph, Icon, Link, Page, Table},
};

/// Loads the services of a workspace.
pub async fn load_services(path: WorkspacePath) -> Result<Vec<Service>, ApiError> {
    Ok(operator()?.list_services(&path).await?)
}

/// The services of a workspace.
#[component]
pub fn ServicesPage() -> impl IntoView {
    let loading = load_at(use_workspace_path(), load_services);
    loaded(loading, move |(path, services)| {
        let create = path.new_service();
        let actions = move || {
            view! {
                <ActionLink needs=Action::CreateService href=create.clone()><Icon glyph=Glyph::Plus/>{t!("settings-services-new")}</ActionLink>
            }
        };
        let cards = services.into_iter().map(|service| view! { <ServiceCard path=path.clone() service/> }).collect_view();
        view! {
            <Page title=t!("settings-services-title") lead=t!("settings-services-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                <div class="service-cards">{cards}</div>
            </Page>
        }
    })
}

#[component]
fn ServiceCard(path: WorkspacePath, service: Service) -> impl IntoView {
    let name = text::service(&service);
    let href = path.service(service.id);
    let own = service.kind == ServiceKind::Custom;
    let (title, to) = (name.clone(), href.clone());
    let heading = if own { view! { <Link href=to>{title}</Link> }.into_any() } else { title.into_any() };
    let none = service.scopes.is_empty();
    view! {
        <section class="service-card" aria-label=name>
            <div class="service-card-header">
                <h2>{heading}</h2>
                {if own {
                    view! {
                        <ActionLink needs=Action::SetServiceScopes href kind=crate::ui::Kind::Secondary>{t!("settings-services-edit")}</ActionLink>
                    }
                    .into_any()
                } else {
                    view! { <Badge>{t!("settings-services-built-in")}</Badge> }.into_any()
                }}
            </div>
            {if none {
                view! { <p class="quiet">{t!("settings-services-none")}</p> }.into_any()
            } else {
                view! { <ScopeTable service/> }.into_any()
            }}
        </section>
    }
    .into_any()
}

#[component]
fn ScopeTable(service: Service) -> impl IntoView {
    let name = text::service(&service);
    let rows = service
        .scopes
        .into_iter()
        .map(|scope| {
            view! {
                <tr>
                    <th scope="row" data-label=t!("settings-services-scope")><code>{scope.scope.to_string()}</code></th>
                    <td data-label=t!("settings-services-display-name")>{text::scope_name(&scope)}</td>
                    <td data-label=t!("settings-services-consent-text")>{text::consent_text(&scope)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![t!("settings-services-scope"), t!("settings-services-display-name"), t!("settings-services-consent-text")];
    view! {
        <Table label=t!("settings-services-scopes-of", service = name) heads>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
