use domain::{administrator::ApiToken, id::ApiTokenId, permission::Action};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator, show_once, signed_in},
    done::Done,
    form::{Confirm, CreateForm, FormAction, Target},
    paths,
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
                None => "All that you may do".to_owned(),
                Some(scope) if scope.iter().all(|action| action.code().contains(".see") || action == Action::Explain) => "Read only".to_owned(),
                Some(scope) => scope.iter().map(Action::code).collect::<Vec<_>>().join(", "),
            };
            let (id, name) = (format!("revoke-{}", token.id), token.name.to_string());
            view! {
                <tr>
                    <th scope="row" data-label="Name">{token.name.to_string()}</th>
                    <td data-label="Permits">{scope}</td>
                    <td data-label="Created"><Time utc=token.created_at.to_string()/></td>
                    <td data-label="Expires"><Time utc=token.expires_at.to_string()/></td>
                    <td class="family-revoke">
                        <Confirm id opens="Revoke" title="Revoke this API token?" action=revoke target=Target::none().with("token", token.id) label="Revoke token">
                            <p>"Programs that use "<strong>{name}</strong>" are refused from their next request on."</p>
                        </Confirm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let table = (!none).then(|| {
        view! {
            <Table label="API tokens" heads=vec!["Name", "Permits", "Created", "Expires", "Revoke"]><tbody>{rows}</tbody></Table>
        }
    });
    let scopes = vec![Choice::new("see", "Read only"), Choice::new("all", "All that you may do")];
    view! {
        <Section title="API tokens" lead="With an API token a program acts as you at the admin API. Only its hash is stored. A program that acts for itself is an API client: Administrators › API clients of its tenant.">
            <p><a href=paths::ADMIN_API_DOCS>"Admin API reference"</a></p>
            {table}
            <CreateForm action=create target=Target::none() label="Create API token">
                <TextField input=form.field("name", "") label="Name" hint="What it is for."/>
                <TextField input=form.field("ttl", "90d") label="Lifetime" hint="1 minute to 1 year, such as 90d."/>
                <Select input=form.field("scope", "see") label="Permits" choices=scopes/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
