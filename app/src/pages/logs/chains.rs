//! The chains of all logs of the installation.

use domain::{chain_check::AuditChainView, page::Page as ListPage};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{Cut, Extent, Pages, cut_address, loaded, use_query},
    paths,
    ui::{Badge, Breadcrumb, Copyable, Link, Page, Table, Tone},
};

/// Loads a page of the chains.
pub async fn load_audit_chains(cut: Cut) -> Result<ListPage<AuditChainView>, ApiError> {
    Ok(operator()?.list_audit_chains(cut.window()).await?)
}

/// The chains of all logs: where each ends, and whether it is as it was sealed.
#[component]
pub fn AuditChainsPage() -> impl IntoView {
    let cut = Cut::of(&use_query());
    loaded(load_audit_chains(cut.clone()), move |page: ListPage<AuditChainView>| {
        let steps = vec![(paths::INSTALLATION_LOG.to_owned(), "Installation log".to_owned())];
        let extent = Extent::from(&page);
        let rows = page.items.into_iter().map(|view| view! { <Row view/> }).collect_view();
        view! {
            <Page
                title="Integrity of the logs"
                lead="Each tenant\u{2019}s log is a chain, and so are the lines that belong to no tenant. The seal says where a log begins and ends; open a log to check its lines."
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here="Integrity"/> }).into()
            >
                <Table label="Chains" heads=vec!["Log", "Last line", "Place to note down", "Seal"]>
                    <tbody>{rows}</tbody>
                </Table>
                <Pages extent cut noun=("log", "logs") address=|cut: &Cut| cut_address(paths::AUDIT_CHAINS, cut)/>
            </Page>
        }
    })
}

#[component]
fn Row(view: AuditChainView) -> impl IntoView {
    let AuditChainView { chain, tenant, sealed } = view;
    let (tone, word) = if sealed { (Tone::Neutral, "Valid") } else { (Tone::Bad, "Broken") };
    // The log of a tenant that was deleted has no page.
    let name = match (tenant, chain.tenant_id) {
        (None, None) => view! { <Link href=paths::audit_chain(None)>"The installation\u{2019}s own"</Link> }.into_any(),
        (Some(slug), _) => match domain::name::Slug::parse(&slug) {
            Ok(parsed) => view! { <Link href=paths::audit_chain(Some(&parsed))>{slug}</Link> }.into_any(),
            Err(_) => slug.into_any(),
        },
        (None, Some(id)) => id.to_string().into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label="Log">{name}</th>
            <td data-label="Last line">{chain.head.number}</td>
            <td data-label="Place to note down"><Copyable text=chain.head.to_string() label="place"/></td>
            <td data-label="Seal"><Badge tone>{word}</Badge></td>
        </tr>
    }
    .into_any()
}
