use domain::{
    client::Client,
    fapi::{self, Document, Finding, Standing},
    page::Page as ListPage,
    permission::Action,
    sort::ClientSort,
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, operator, permits},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_workspace_path},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::word,
    ui::{Badge, Empty, Glyph, Link, Notice, Page, Section, Table, Tone},
};

/// A workspace, with its clients for whoever may see those.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedFapi {
    /// The workspace.
    pub workspace: Workspace,
    /// Its issuer.
    pub issuer: String,
    /// A page of its clients.
    pub clients: Option<ListPage<Client>>,
}

/// Loads what the clauses are judged by.
pub async fn load_fapi(path: WorkspacePath, query: ListQuery) -> Result<LoadedFapi, ApiError> {
    let operator = operator()?;
    let workspace = operator.load_workspace(&path).await?;
    let clients = if permits(Action::SeeClients) {
        Some(operator.list_clients(&path, &query.search, query.cut.sorted::<_, ClientSort>()?).await?)
    } else {
        None
    };
    Ok(LoadedFapi { issuer: operator.issuer(&path), workspace, clients })
}

/// Auth Server › FAPI 2.0.
#[component]
pub fn FapiPage() -> impl IntoView {
    let query = use_list_query();
    let asked = query.clone();
    let loading = load_at(use_workspace_path(), |path| load_fapi(path, asked));
    loaded(loading, move |(path, LoadedFapi { workspace, issuer, clients })| {
        let findings = fapi::of_workspace(&workspace, &issuer);
        let documents = Document::ALL.map(|document| {
            let own: Vec<Finding> = findings.iter().filter(|finding| finding.clause.document() == document).copied().collect();
            view! { <Clauses path=path.clone() document findings=own/> }
        });
        let query = query.clone();
        let clients = clients.map(|page| view! { <FapiClients path=path.clone() workspace page query/> });
        view! {
            <Page title=t!("auth-server-fapi-title") lead=t!("auth-server-fapi-lead") wide=true>
                {documents.into_iter().collect_view()}
                {clients}
            </Page>
        }
    })
}

/// The clauses of a document.
#[component]
fn Clauses(path: WorkspacePath, document: Document, findings: Vec<Finding>) -> impl IntoView {
    let failing = findings.iter().filter(|finding| finding.fails()).count();
    let summary = if failing == 0 {
        view! { <Notice tone=Tone::Good>{t!("auth-server-fapi-all")}</Notice> }.into_any()
    } else {
        view! { <Notice tone=Tone::Warning>{t!("auth-server-fapi-failing", count = failing)}</Notice> }.into_any()
    };
    let heads =
        vec![t!("auth-server-fapi-section"), t!("auth-server-fapi-asks"), t!("auth-server-fapi-standing"), t!("auth-server-fapi-setting")];
    let rows = findings
        .into_iter()
        .map(|Finding { clause, standing, switch }| {
            let setting = switch.map(|switch| {
                let label = word(switch.label());
                match path.workspace_switch(switch) {
                    Some(href) => view! { <Link href>{label}</Link> }.into_any(),
                    None => label.into_any(),
                }
            });
            // On a narrow screen each cell stands below its head, and an empty one looks broken.
            let setting = setting.unwrap_or_else(|| view! { <span class="quiet">{t!("auth-server-fapi-no-setting")}</span> }.into_any());
            view! {
                <tr>
                    <td data-label=t!("auth-server-fapi-section")>{clause.section()}</td>
                    <th scope="row" data-label=t!("auth-server-fapi-asks")>{word(clause.asks())}</th>
                    <td data-label=t!("auth-server-fapi-standing")><StandingBadge standing/></td>
                    <td data-label=t!("auth-server-fapi-setting")>{setting}</td>
                </tr>
            }
        })
        .collect_view();
    let title = word(document.title());
    view! {
        <Section title bare=true>
            {summary}
            <Table label=title heads><tbody>{rows}</tbody></Table>
        </Section>
    }
    .into_any()
}

#[component]
fn StandingBadge(standing: Standing) -> impl IntoView {
    let tone = match standing {
        Standing::Always => Tone::Neutral,
        Standing::Holds => Tone::Good,
        Standing::Fails => Tone::Warning,
    };
    view! { <Badge tone>{word(standing.label())}</Badge> }.into_any()
}

/// The clients, each with what does not hold at it.
#[component]
fn FapiClients(path: WorkspacePath, workspace: Workspace, page: ListPage<Client>, query: ListQuery) -> impl IntoView {
    if page.items.is_empty() && query.is_all() {
        return view! {
            <Section title=t!("auth-server-fapi-clients") bare=true>
                <Empty glyph=Glyph::Clients title=t!("auth-server-fapi-no-client")>
                    <p>{t!("auth-server-fapi-no-client-more")}</p>
                    <ActionLink needs=Action::CreateClient href=path.new_client()>{t!("clients-list-new")}</ActionLink>
                </Empty>
            </Section>
        }
        .into_any();
    }
    let here = path.fapi();
    let extent = (&page).into();
    // Message Signing is asked of clients where it is asked of requests.
    let signs = workspace.authorization.require_signed_request_object;
    let rows = page
        .items
        .into_iter()
        .map(|client| {
            let (name, href) = (client.settings.name.to_string(), path.client(client.id));
            let failing: Vec<Finding> = fapi::of_client(&workspace, &client.settings)
                .into_iter()
                .filter(|finding| finding.fails() && (signs || finding.clause.document() == Document::SecurityProfile))
                .collect();
            let found = if failing.is_empty() {
                view! { <StandingBadge standing=Standing::Holds/> }.into_any()
            } else {
                let items = failing.into_iter().map(|finding| {
                    let href = finding.switch.and_then(|switch| path.switch(switch, client.id)).unwrap_or_else(|| path.client(client.id));
                    view! { <li><Link href>{word(finding.clause.asks())}</Link></li> }
                });
                view! { <ul>{items.collect_view()}</ul> }.into_any()
            };
            view! {
                <tr>
                    <th scope="row" data-label=t!("auth-server-fapi-client")><Link href>{name}</Link></th>
                    <td data-label=t!("auth-server-fapi-missing")>{found}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![query.head(&here, t!("auth-server-fapi-client"), ClientSort::Name), t!("auth-server-fapi-missing").into()];
    view! {
        <Section title=t!("auth-server-fapi-clients") lead=t!("auth-server-fapi-clients-lead") bare=true>
            <SearchedList
                here
                label=t!("auth-server-fapi-clients")
                noun=(t!("auth-server-fapi-client-one"), t!("auth-server-fapi-client-many"))
                placeholder=t!("auth-server-fapi-search")
                looked=t!("auth-server-fapi-looked")
                heads
                query
                extent
            >
                {rows}
            </SearchedList>
        </Section>
    }
    .into_any()
}
