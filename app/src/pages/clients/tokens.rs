use domain::id::ClientId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{ClientFrame, LoadedClient, load_client, use_client};
use crate::{
    api::ApiError,
    components::{
        Families, FamilyOwner, FamilyTable, RevokeFamilies, RevokeFamily, RevokeListed, load_at, load_families, loaded, query_string,
        use_query,
    },
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Empty, Glyph, Pagination},
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
pub async fn load_client_tokens(path: WorkspacePath, client: ClientId, after: String) -> Result<ClientTokens, ApiError> {
    let filter = domain::view::FamilyFilter { client: Some(client), ..Default::default() };
    let loaded = load_client(path.clone(), client).await?;
    Ok(ClientTokens { client: loaded, families: load_families(&path, &filter, &after).await? })
}

/// A client's refresh tokens.
#[component]
pub fn ClientTokensPage() -> impl IntoView {
    let client = use_client();
    let after = use_query().value("after");
    let (revoke, revoke_all) = (FormAction::<RevokeFamily>::new(), FormAction::<RevokeFamilies>::new());
    let forms = [revoke.form, revoke_all.form];
    let asked = after.clone();
    let loading = load_at(client, |(path, id)| load_client_tokens(path, id, asked));
    loaded(loading, move |((path, id), loaded)| {
        let ClientTokens { client: loaded, families } = loaded;
        let here = path.client_tokens(id);
        let first = (!after.is_empty()).then(|| here.clone());
        let next = families.page.next.as_deref().map(|cursor| format!("{here}{}", query_string(&[("after", Some(cursor))])));
        let back = format!("{here}{}", query_string(&[("after", Some(after.as_str()))]));
        let shown = families.page.items.len();
        let live = loaded.view.live_families;
        let owner = FamilyOwner { client: Some((id, loaded.view.client.settings.name.to_string())), user: None };
        let failed = forms.into_iter().any(Form::failed);
        view! {
            <ClientFrame path=path.clone() loaded tab="Refresh tokens">
                <DoneNotice failed/>
                {forms.map(|form| view! { <FormNotice form/> }).collect_view()}
                <RevokeListed path=path.clone() owner live revoke=revoke_all back=here/>
                {if families.page.items.is_empty() {
                    view! {
                        <Empty glyph=Glyph::Renew title="No refresh token yet">
                            <p>"One appears here for each user who signs in to this client and lets it keep access."</p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! {
                        <FamilyTable path families clients=false revoke back/>
                        <Pagination shown total=None noun=("refresh token", "refresh tokens") first next/>
                    }
                    .into_any()
                }}
            </ClientFrame>
        }
    })
}
