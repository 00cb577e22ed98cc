use domain::{client_registration::InitialAccessToken, id::InitialAccessTokenId};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator, show_once},
    done::Done,
    form::{Confirm, CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::said_if_ours,
    ui::{NewSecret, Section, Table, TextField, Time},
};

/// A token as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedToken {
    /// What it is for.
    pub name: String,
    /// Its lifetime.
    pub ttl: String,
    /// How many clients it can register.
    pub uses: String,
}

/// Creates a token by which clients register; its page shows it once.
#[server]
pub async fn create_initial_access_token(path: WorkspacePath, typed: TypedToken) -> Result<(), ApiError> {
    let new = control::TypedInitialAccessToken { name: typed.name.clone(), ttl: typed.ttl.clone(), uses: typed.uses.clone() };
    let created = operator()?.create_initial_access_token(&path, new).await.keep(&typed)?;
    show_once(&format!("initial-access-token.{}", created.value.expose()));
    done(&path.client_registration(), Done::InitialAccessTokenCreated);
    Ok(())
}

crate::form::needs!(CreateInitialAccessToken: CreateClient);

/// Revokes a token by which clients register.
#[server]
pub async fn revoke_initial_access_token(path: WorkspacePath, token: InitialAccessTokenId) -> Result<(), ApiError> {
    operator()?.revoke_initial_access_token(&path, token).await?;
    done(&path.client_registration(), Done::InitialAccessTokenRevoked);
    Ok(())
}

crate::form::needs!(RevokeInitialAccessToken: CreateClient);

/// The tokens by which clients register.
#[component]
pub(super) fn InitialAccessTokens(
    /// The workspace.
    path: WorkspacePath,
    /// Those that there are.
    tokens: Vec<InitialAccessToken>,
    /// One that was created just now.
    token: Option<String>,
    /// Creates one.
    create: FormAction<CreateInitialAccessToken>,
    /// Revokes one.
    revoke: FormAction<RevokeInitialAccessToken>,
) -> impl IntoView {
    let form = create.form;
    let none = tokens.is_empty();
    let rows = tokens
        .into_iter()
        .map(|token| {
            let (id, name) = (format!("revoke-{}", token.id), token.name.to_string());
            let left = t!("settings-registration-uses-left", left = u64::from(token.uses_left()), uses = u64::from(token.uses));
            view! {
                <tr>
                    <th scope="row" data-label=t!("settings-registration-name")>{token.name.to_string()}</th>
                    <td data-label=t!("settings-registration-uses")>{left}</td>
                    <td data-label=t!("settings-registration-made-by")>{said_if_ours(&token.created_by)}</td>
                    <td data-label=t!("settings-registration-created")><Time utc=token.created_at.to_string()/></td>
                    <td data-label=t!("settings-registration-expires")><Time utc=token.expires_at.to_string()/></td>
                    <td class="family-revoke">
                        <Confirm
                            id
                            opens=t!("settings-registration-revoke")
                            title=t!("settings-registration-revoke-title")
                            action=revoke
                            target=Target::workspace(&path).with("token", token.id)
                            label=t!("settings-registration-revoke-label")
                        >
                            <p>{t_view!("settings-registration-revoke-text", name = view! { <strong>{name}</strong> })}</p>
                        </Confirm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = (!none).then(|| {
        let heads = vec![
            t!("settings-registration-name"),
            t!("settings-registration-uses"),
            t!("settings-registration-made-by"),
            t!("settings-registration-created"),
            t!("settings-registration-expires"),
            t!("settings-registration-revoke"),
        ];
        view! {
            <Table label=t!("settings-registration-tokens") heads><tbody>{rows}</tbody></Table>
        }
    });
    view! {
        <Section title=t!("settings-registration-tokens") lead=t!("settings-registration-tokens-lead")>
            {token.map(|secret| view! {
                <NewSecret
                    title=t!("settings-registration-new-token")
                    reader=t!("settings-registration-new-token-reader")
                    lost=t!("settings-registration-new-token-lost")
                    secret
                />
            })}
            {table}
            <CreateForm action=create target=Target::workspace(&path) label=t!("settings-registration-create")>
                <TextField input=form.field("name", "") label=t!("settings-registration-name") hint=t!("settings-registration-name-hint")/>
                <TextField input=form.field("ttl", "30d") label=t!("settings-registration-ttl") hint=t!("settings-registration-ttl-hint")/>
                <TextField input=form.field("uses", "1") label=t!("settings-registration-uses") hint=t!("settings-registration-uses-hint")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
