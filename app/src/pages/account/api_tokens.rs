use domain::{administrator::ApiToken, id::ApiTokenId, permission::Action};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator, show_once, signed_in},
    done::Done,
    form::{Confirm, CreateForm, FormAction, Target},
    paths, t, t_view,
    ui::{Choice, Section, Select, Table, TextField, Time},
};

/// An API token as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedApiToken {
    /// What it is for.
    pub name: String,
    /// Its lifetime.
    pub ttl: String,
    /// `see` for one that changes nothing; otherwise it permits all that the administrator may do.
    pub scope: String,
}

/// Creates an API token of the administrator who is signed in; their page shows it once.
#[server]
pub async fn create_api_token(typed: TypedApiToken) -> Result<(), ApiError> {
    let own = signed_in().ok_or(ApiError::SignedOut)?;
    let scope = match typed.scope.as_str() {
        "see" => Some(domain::role::BuiltInRole::Auditor.actions()),
        _ => None,
    };
    let new = control::TypedApiToken { email: own.email.to_string(), name: typed.name.clone(), ttl: typed.ttl.clone(), scope };
    let created = operator()?.create_api_token(new).await.keep(&typed)?;
    show_once(&format!("api-token.{}", created.value.expose()));
    done(paths::ACCOUNT, Done::ApiTokenCreated);
    Ok(())
}

crate::form::needs!(CreateApiToken);

/// Revokes an API token of the administrator who is signed in.
#[server]
pub async fn revoke_api_token(token: ApiTokenId) -> Result<(), ApiError> {
    operator()?.revoke_api_token(token).await?;
    done(paths::ACCOUNT, Done::ApiTokenRevoked);
    Ok(())
}

crate::form::needs!(RevokeApiToken);

/// The API tokens of the administrator who is signed in.
#[component]
pub(super) fn ApiTokens(
    /// Those that there are.
    tokens: Vec<ApiToken>,
    /// Creates one.
    create: FormAction<CreateApiToken>,
    /// Revokes one.
    revoke: FormAction<RevokeApiToken>,
) -> impl IntoView {
    let form = create.form;
    let none = tokens.is_empty();
    let rows = tokens
        .into_iter()
        .map(|token| {
            let scope = match token.scope {
                None => t!("account-tokens-permits-all").to_owned(),
                Some(scope) if scope.iter().all(|action| action.code().contains(".see") || action == Action::Explain) => {
                    t!("account-tokens-permits-reading").to_owned()
                }
                Some(scope) => scope.iter().map(Action::code).collect::<Vec<_>>().join(", "),
            };
            let (id, name) = (format!("revoke-{}", token.id), token.name.to_string());
            view! {
                <tr>
                    <th scope="row" data-label=t!("account-tokens-name")>{token.name.to_string()}</th>
                    <td data-label=t!("account-tokens-permits")>{scope}</td>
                    <td data-label=t!("account-tokens-created")><Time utc=token.created_at.to_string()/></td>
                    <td data-label=t!("account-tokens-expires")><Time utc=token.expires_at.to_string()/></td>
                    <td class="family-revoke">
                        <Confirm
                            id
                            opens=t!("account-tokens-revoke")
                            title=t!("account-tokens-revoke-title")
                            action=revoke
                            target=Target::none().with("token", token.id)
                            label=t!("account-tokens-revoke-label")
                        >
                            <p>{t_view!("account-tokens-revoke-text", name = view! { <strong>{name}</strong> })}</p>
                        </Confirm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = (!none).then(|| {
        let heads = vec![
            t!("account-tokens-name"),
            t!("account-tokens-permits"),
            t!("account-tokens-created"),
            t!("account-tokens-expires"),
            t!("account-tokens-revoke"),
        ];
        view! {
            <Table label=t!("account-tokens") heads><tbody>{rows}</tbody></Table>
        }
    });
    let scopes = vec![Choice::new("see", t!("account-tokens-permits-reading")), Choice::new("all", t!("account-tokens-permits-all"))];
    view! {
        <Section title=t!("account-tokens") lead=t!("account-tokens-lead")>
            <p><a href=paths::ADMIN_API_DOCS>{t!("account-tokens-reference")}</a></p>
            {table}
            <CreateForm action=create target=Target::none() label=t!("account-tokens-create")>
                <TextField input=form.field("name", "") label=t!("account-tokens-name") hint=t!("account-tokens-name-hint")/>
                <TextField input=form.field("ttl", "90d") label=t!("account-tokens-lifetime") hint=t!("account-tokens-lifetime-hint") mono=true short=true/>
                <Select input=form.field("scope", "see") label=t!("account-tokens-permits") choices=scopes/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
