//! The chains of all logs of the installation.

use domain::{chain_check::AuditChainView, page::Page as ListPage};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{Cut, Extent, Pages, cut_address, loaded, use_query},
    paths, t,
    ui::{Badge, Breadcrumb, Copyable, Link, Page, Table, Tone},
};

/// Loads a page of the chains.
pub async fn load_audit_chains(cut: Cut) -> Result<ListPage<AuditChainView>, ApiError> {
    Ok(operator()?.list_audit_chains(cut.window()?).await?)
}

/// The chains of all logs: where each ends, and whether it is as it was sealed.
#[component]
pub fn AuditChainsPage() -> impl IntoView {
    let cut = Cut::of(&use_query());
    loaded(load_audit_chains(cut.clone()), move |page: ListPage<AuditChainView>| {
        let steps = vec![(paths::INSTALLATION_LOG.to_owned(), t!("logs-installation-title").to_owned())];
        let extent = Extent::from(&page);
        let rows = page.items.into_iter().map(|view| view! { <Row view/> }).collect_view();
        view! {
            <Page
                title=t!("logs-chains-title")
                lead=t!("logs-chains-lead")
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("logs-integrity")/> }).into()
            >
                <Table
                    label=t!("logs-chains-label")
                    heads=vec![t!("logs-chains-log"), t!("logs-chain-last"), t!("logs-chains-place"), t!("logs-chain-seal")]
                >
                    <tbody>{rows}</tbody>
                </Table>
                <Pages
                    extent
                    cut
                    noun=(t!("logs-chains-noun-one"), t!("logs-chains-noun-many"))
                    address=|cut: &Cut| cut_address(paths::AUDIT_CHAINS, cut)
                />
            </Page>
        }
    })
}

#[component]
fn Row(view: AuditChainView) -> impl IntoView {
    let AuditChainView { chain, tenant, sealed } = view;
    let (tone, word) = if sealed { (Tone::Neutral, t!("logs-chain-valid")) } else { (Tone::Bad, t!("logs-chain-broken-seal")) };
    // The log of a tenant that was deleted has no page.
    let name = match (tenant, chain.tenant_id) {
        (None, None) => view! { <Link href=paths::audit_chain(None)>{t!("logs-chains-own")}</Link> }.into_any(),
        (Some(slug), _) => match domain::name::Slug::parse(&slug) {
            Ok(parsed) => view! { <Link href=paths::audit_chain(Some(&parsed))>{slug}</Link> }.into_any(),
            Err(_) => slug.into_any(),
        },
        (None, Some(id)) => id.to_string().into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!("logs-chains-log")>{name}</th>
            <td data-label=t!("logs-chain-last")>{chain.head.number}</td>
            <td data-label=t!("logs-chains-place")><Copyable text=chain.head.to_string() label=t!("logs-chain-place-copied")/></td>
            <td data-label=t!("logs-chain-seal")><Badge tone>{word}</Badge></td>
        </tr>
    }
    .into_any()
}
