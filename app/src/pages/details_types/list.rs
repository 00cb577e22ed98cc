use domain::{authorization_details::DetailsType, permission::Action};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{ActionLink, load_at, loaded, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t, text,
    ui::{Badge, Empty, Glyph, Icon, Link, Page, Table, Tone},
};

/// Loads the types of authorization details of a workspace.
pub async fn load_details_types(path: WorkspacePath) -> Result<Vec<DetailsType>, ApiError> {
    Ok(operator()?.load_workspace(&path).await?.authorization.authorization_details_types)
}

/// The types of authorization details of a workspace.
#[component]
pub fn DetailsTypesPage() -> impl IntoView {
    let loading = load_at(use_workspace_path(), load_details_types);
    loaded(loading, move |(path, types)| {
        let create = path.new_details_type();
        let actions = move || {
            view! {
                <ActionLink needs=Action::SetAuthorizationSettings href=create.clone()>
                    <Icon glyph=Glyph::Plus/>
                    {t!("settings-details-new")}
                </ActionLink>
            }
        };
        let shown = if types.is_empty() {
            let create = path.new_details_type();
            view! {
                <Empty glyph=Glyph::Services title=t!("settings-details-none")>
                    <p>{t!("settings-details-none-text")}</p>
                    <ActionLink needs=Action::SetAuthorizationSettings href=create>{t!("settings-details-new")}</ActionLink>
                </Empty>
            }
            .into_any()
        } else {
            view! { <TypeTable path types/> }.into_any()
        };
        view! {
            <Page title=t!("settings-details-title") lead=t!("settings-details-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {shown}
            </Page>
        }
    })
}

#[component]
fn TypeTable(path: WorkspacePath, types: Vec<DetailsType>) -> impl IntoView {
    let rows = types
        .into_iter()
        .map(|kind| {
            let (href, name, title) = (path.details_type(&kind.name), kind.name.to_string(), text::details_title(&kind));
            let state = if kind.schema.check().is_err() {
                view! { <Badge tone=Tone::Bad>{t!("settings-details-unusable")}</Badge> }.into_any()
            } else if kind.enabled {
                view! { <Badge tone=Tone::Good>{t!("settings-details-on")}</Badge> }.into_any()
            } else {
                view! { <Badge>{t!("settings-details-off")}</Badge> }.into_any()
            };
            view! {
                <tr>
                    <th scope="row" data-label=t!("settings-details-type")><Link href><code>{name}</code></Link></th>
                    <td data-label=t!("settings-details-type-title")>{title}</td>
                    <td data-label=t!("settings-details-state")>{state}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![t!("settings-details-type"), t!("settings-details-type-title"), t!("settings-details-state")];
    view! {
        <Table label=t!("settings-details-types") heads>
            <tbody>{rows}</tbody>
        </Table>
    }
    .into_any()
}
