use domain::{id::ClientId, sort::TimeSort};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{ClientFrame, LoadedClient, load_client, use_client};
use crate::{
    api::ApiError,
    components::{
        Cut, Extent, Families, FamilyOwner, FamilyTable, Pages, RevokeFamilies, RevokeFamily, RevokeListed, cut_address, load_at,
        load_families, loaded, use_query,
    },
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Empty, Glyph},
};

/// A client and its refresh tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientTokens {
    /// The client.
    pub client: LoadedClient,
    /// Its token families.
    pub families: Families,
}

/// Loads a client with a page of its token families.
pub async fn load_client_tokens(path: WorkspacePath, client: ClientId, cut: &Cut) -> Result<ClientTokens, ApiError> {
    let filter = domain::view::FamilyFilter { client: Some(client), ..Default::default() };
    let loaded = load_client(path.clone(), client).await?;
    Ok(ClientTokens { client: loaded, families: load_families(&path, &filter, cut).await? })
}

/// A client's refresh tokens.
#[component]
pub fn ClientTokensPage() -> impl IntoView {
    let client = use_client();
    let cut = Cut::of(&use_query());
    let (revoke, revoke_all) = (FormAction::<RevokeFamily>::new(), FormAction::<RevokeFamilies>::new());
    let forms = [revoke.form, revoke_all.form];
    let asked = cut.clone();
    let loading = load_at(client, |(path, id)| async move { load_client_tokens(path, id, &asked).await });
    loaded(loading, move |((path, id), loaded)| {
        let ClientTokens { client: loaded, families } = loaded;
        let here = path.client_tokens(id);
        let of_list = here.clone();
        let address = move |cut: &Cut| cut_address(&of_list, cut);
        let (extent, back) = (Extent::from(&families.page), address(&cut));
        let started = cut.head(t!("clients-tokens-started"), TimeSort::Time, &address);
        let live = loaded.view.live_families;
        let owner = FamilyOwner { client: Some((id, loaded.view.client.settings.name.to_string())), user: None };
        let failed = forms.into_iter().any(Form::failed);
        let none = if loaded.view.client.settings.client_type.has_users() {
            t!("clients-tokens-empty-more")
        } else {
            t!("clients-tokens-empty-service")
        };
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-tokens")>
                <DoneNotice failed/>
                {forms.map(|form| view! { <FormNotice form/> }).collect_view()}
                <RevokeListed path=path.clone() owner live revoke=revoke_all back=here/>
                {if families.page.items.is_empty() {
                    view! {
                        <Empty glyph=Glyph::Renew title=t!("clients-tokens-empty")>
                            <p>{none}</p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! {
                        <FamilyTable path families clients=false started revoke back/>
                        <Pages extent cut noun=(t!("clients-tokens-one"), t!("clients-tokens-many")) address/>
                    }
                    .into_any()
                }}
            </ClientFrame>
        }
    })
}
