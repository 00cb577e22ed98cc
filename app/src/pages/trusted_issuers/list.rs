use domain::{permission::Action, trusted_issuer::TrustedIssuer, workspace::Workspace};
use leptos::prelude::*;

use crate::{
    components::{ActionLink, load_at, load_workspace, loaded, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Badge, Empty, Glyph, Icon, Link, Page, Table, Tone},
};

/// Settings › Trusted issuers.
#[component]
pub fn TrustedIssuersPage() -> impl IntoView {
    let loading = load_at(use_workspace_path(), load_workspace);
    loaded(loading, move |(path, workspace): (WorkspacePath, Workspace)| {
        let create = path.new_trusted_issuer();
        let actions = move || {
            view! {
                <ActionLink needs=Action::SetTrustedIssuers href=create.clone()><Icon glyph=Glyph::Plus/>{t!("settings-issuers-new")}</ActionLink>
            }
        };
        let rows = workspace.trusted_issuers.iter().map(|issuer| view! { <Row path=path.clone() issuer=issuer.clone()/> }).collect_view();
        let table = if workspace.trusted_issuers.is_empty() {
            view! {
                <Empty glyph=Glyph::Shield title=t!("settings-issuers-none")>
                    <p>{t!("settings-issuers-none-text")}</p>
                </Empty>
            }
            .into_any()
        } else {
            let heads =
                vec![t!("settings-issuers-id"), t!("settings-issuers-issuer"), t!("settings-issuers-kinds"), t!("settings-issuers-state")];
            view! { <Table label=t!("settings-issuers-title") heads><tbody>{rows}</tbody></Table> }.into_any()
        };
        view! {
            <Page title=t!("settings-issuers-title") lead=t!("settings-issuers-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {table}
            </Page>
        }
    })
}

#[component]
fn Row(path: WorkspacePath, issuer: TrustedIssuer) -> impl IntoView {
    let kinds = issuer.kinds.iter().map(|kind| word(kind.label())).collect::<Vec<_>>().join(", ");
    let (tone, state) = if issuer.enabled { (Tone::Good, t!("settings-issuers-on")) } else { (Tone::Neutral, t!("settings-issuers-off")) };
    view! {
        <tr>
            <th scope="row" data-label=t!("settings-issuers-id")>
                <Link href=path.trusted_issuer(&issuer.id)>{issuer.id.to_string()}</Link>
            </th>
            <td data-label=t!("settings-issuers-issuer")><code>{issuer.issuer.to_string()}</code></td>
            <td data-label=t!("settings-issuers-kinds")>{kinds}</td>
            <td data-label=t!("settings-issuers-state")><Badge tone>{state}</Badge></td>
        </tr>
    }
    .into_any()
}
