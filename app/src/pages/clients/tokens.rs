use domain::id::ClientId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use super::frame::load_client;
use super::frame::{ClientFrame, LoadedClient, use_client};
#[cfg(feature = "ssr")]
use crate::pages::tokens::load_families;
use crate::{
    api::ApiError,
    components::{Families, FamilyTable, RevokeFamilies, RevokeFamily, RevokeListed, Whose, loaded, query_string, use_query},
    done::DoneNotice,
    form::{Form, FormNotice},
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
#[server(client = crate::api::Caller)]
pub async fn load_client_tokens(path: WorkspacePath, client: ClientId, after: String) -> Result<ClientTokens, ApiError> {
    let filter = domain::view::FamilyFilter { client: Some(client), ..Default::default() };
    let loaded = load_client(path.clone(), client).await?;
    Ok(ClientTokens { client: loaded, families: load_families(&path, filter, &after).await? })
}

/// A client's refresh tokens.
#[component]
pub fn ClientTokensPage() -> impl IntoView {
    let client = use_client();
    let query = use_query();
    let after = Memo::new(move |_| query.with(|query| query.value("after")));
    let revoke = ServerAction::<RevokeFamily>::new();
    let form = Form::of(revoke);
    let revoke_all = ServerAction::<RevokeFamilies>::new();
    let revoking_all = Form::of(revoke_all);
    let resource = Resource::new(
        move || (client.get(), after.get(), [form, revoking_all].map(Form::reload)),
        |(client, after, _)| async move {
            let (path, id) = client?;
            load_client_tokens(path, id, after).await
        },
    );
    loaded(resource, move |loaded: ClientTokens| {
        let Ok((path, id)) = client.get_untracked() else { return ().into_any() };
        let ClientTokens { client: loaded, families } = loaded;
        let here = path.client_tokens(id);
        let after = after.get_untracked();
        let first = (!after.is_empty()).then(|| here.clone());
        let next = families.page.next.as_deref().map(|cursor| format!("{here}{}", query_string(&[("after", Some(cursor))])));
        let back = format!("{here}{}", query_string(&[("after", Some(after.as_str()))]));
        let shown = families.page.items.len();
        let live = loaded.view.live_families;
        let whose = Whose { client: Some((id, loaded.view.client.settings.name.to_string())), user: None };
        let failed = Signal::derive(move || [form, revoking_all].into_iter().any(|form| form.failed().get()));
        view! {
            <ClientFrame path=path.clone() loaded tab="Tokens" wide=true>
                <DoneNotice failed/>
                <FormNotice form/>
                <FormNotice form=revoking_all/>
                <RevokeListed path=path.clone() whose live revoke=revoke_all form=revoking_all back=here/>
                {if families.page.items.is_empty() {
                    view! {
                        <Empty glyph=Glyph::Renew title="No refresh token yet">
                            <p>"One appears here for each user who signs in to this client and lets it keep access."</p>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! {
                        <FamilyTable path families clients=false revoke form back/>
                        <Pagination shown total=None noun=("refresh token", "refresh tokens") first next/>
                    }
                    .into_any()
                }}
            </ClientFrame>
        }
        .into_any()
    })
}
