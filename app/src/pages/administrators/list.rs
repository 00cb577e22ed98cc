use domain::{
    id::InvitationId,
    name::Slug,
    page::Page as ListPage,
    sort::AdministratorSort,
    view::{AdministratorView, InvitationView, LevelPath},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    badge::{SecondFactorBadge, StatusBadge},
    link::{ShownLink, shown_link},
};
use crate::{
    api::{ApiError, done, operator},
    components::{ListQuery, SearchedList, Whole, load_at, loaded, use_list_query, use_tenant_or_installation},
    done::{Done, DoneNotice},
    form::{ActionButton, FormAction, FormNotice, Target},
    paths::{self},
    ui::{Empty, Glyph, Icon, Kind, Link, LinkButton, Page, Table, Time},
};

/// The administrators of a tenant or of the installation, with those who are invited.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedAdministrators {
    administrators: ListPage<AdministratorView>,
    invitations: Vec<InvitationView>,
    may_invite: bool,
    sees_api_clients: bool,
    /// The link of an invitation that was created just now.
    link: Option<String>,
}

/// How administrators are searched and sorted.
const LIST: Whole<AdministratorView, AdministratorSort> = Whole {
    texts: |one| vec![one.email.to_string(), one.name.to_string()],
    key: |one| one.id.to_string(),
    value: |one, by| {
        Some(match by {
            AdministratorSort::Email => one.email.to_string(),
            AdministratorSort::Name => one.name.to_string(),
            // In the order of numbers.
            AdministratorSort::CreatedAt => format!("{:020}", one.created_at.as_millis()),
        })
    },
};

/// Loads the administrators of a tenant, or of the installation.
pub async fn load_administrators(tenant: Option<Slug>, query: ListQuery) -> Result<LoadedAdministrators, ApiError> {
    let operator = operator()?;
    let within = LevelPath { tenant, ..LevelPath::default() };
    let level = operator.level(&within).await?;
    Ok(LoadedAdministrators {
        administrators: LIST.page(operator.list_administrators(&within).await?, &query),
        invitations: operator.list_invitations(&within).await?,
        may_invite: operator.actor().may_within(domain::permission::Action::AssignRole, level),
        sees_api_clients: operator.actor().may(domain::permission::Action::SeeAdministrators, level),
        link: shown_link("invitation", paths::INVITATION)?,
    })
}

/// Withdraws an invitation.
#[server]
pub async fn withdraw_invitation(#[server(default)] tenant: Option<Slug>, invitation: InvitationId) -> Result<(), ApiError> {
    operator()?.withdraw_invitation(invitation).await?;
    done(&paths::administrators(tenant.as_ref()), Done::InvitationWithdrawn);
    Ok(())
}

crate::form::needs!(WithdrawInvitation: AssignRole);

/// The administrators of a tenant, or of the installation.
#[component]
pub fn AdministratorsPage() -> impl IntoView {
    let withdraw = FormAction::<WithdrawInvitation>::new();
    let query = use_list_query();
    let asked = query.clone();
    let loading = load_at(use_tenant_or_installation(), |tenant| load_administrators(tenant, asked));
    loaded(loading, move |(tenant, view)| {
        let LoadedAdministrators { administrators, invitations, may_invite, sees_api_clients, link } = view;
        let (invite, roles) = (paths::invite_administrator(tenant.as_ref()), paths::roles(tenant.as_ref()));
        let api_clients = tenant.as_ref().filter(|_| sees_api_clients).map(paths::api_clients);
        let actions = move || {
            let api_clients = api_clients.clone();
            view! {
                {api_clients.map(|href| view! { <LinkButton href kind=Kind::Secondary>"API clients"</LinkButton> })}
                <LinkButton href=roles.clone() kind=Kind::Secondary>"Roles"</LinkButton>
                {may_invite.then(|| view! { <LinkButton href=invite.clone()><Icon glyph=Glyph::Plus/>"Invite administrator"</LinkButton> })}
            }
        };
        let lead = if tenant.is_some() {
            "Who has a role in this tenant or in a part of it. Those who administer the whole installation are not listed here."
        } else {
            "Everyone who has a role in this installation."
        };
        let (of_rows, here) = (tenant.clone(), paths::administrators(tenant.as_ref()));
        let (nobody, extent) = (administrators.items.is_empty() && query.is_all(), (&administrators).into());
        let rows = administrators.items.into_iter().map(|one| view! { <Row tenant=of_rows.clone() one/> }).collect_view();
        let table = if nobody {
            view! {
                <Empty glyph=Glyph::Users title="Nobody yet">
                    <p>"Invite somebody to administer this tenant or a part of it."</p>
                </Empty>
            }
            .into_any()
        } else {
            let heads = vec![
                query.head(&here, "E-mail", AdministratorSort::Email),
                query.head(&here, "Name", AdministratorSort::Name),
                "Roles".into(),
                "Second factor".into(),
                "Status".into(),
                query.head(&here, "Added", AdministratorSort::CreatedAt),
            ];
            view! {
                <SearchedList
                    here
                    label="Administrators"
                    noun=("administrator", "administrators")
                    placeholder="Search by e-mail or name"
                    looked="in their e-mail address or name"
                    heads
                    query
                    extent
                >
                    {rows}
                </SearchedList>
            }
            .into_any()
        };
        view! {
            <Page title="Administrators" lead wide=true actions=actions.into()>
                <DoneNotice failed=withdraw.form.failed()/>
                <FormNotice form=withdraw.form/>
                <ShownLink link label="invitation link"/>
                {table}
                <Invitations tenant invitations withdraw/>
            </Page>
        }
    })
}

#[component]
fn Row(tenant: Option<Slug>, one: AdministratorView) -> impl IntoView {
    let roles = one.assignments.iter().map(|at| view! { <li>{at.role_name.clone()}" of "{at.level_name.clone()}</li> }).collect_view();
    view! {
        <tr>
            <th scope="row" data-label="E-mail">
                <Link href=paths::administrator(tenant.as_ref(), one.id)>{one.email.to_string()}</Link>
                {one.yourself.then_some(" (you)")}
            </th>
            <td data-label="Name">{one.name.to_string()}</td>
            <td data-label="Roles"><ul>{roles}</ul></td>
            <td data-label="Second factor"><SecondFactorBadge on=one.second_factor/></td>
            <td data-label="Status"><StatusBadge status=one.status/></td>
            <td data-label="Added"><Time utc=one.created_at.to_string()/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Invitations(tenant: Option<Slug>, invitations: Vec<InvitationView>, withdraw: FormAction<WithdrawInvitation>) -> impl IntoView {
    if invitations.is_empty() {
        return ().into_any();
    }
    let rows = invitations
        .into_iter()
        .map(|one| {
            let target = Target::tenant_or_installation(tenant.as_ref()).with("invitation", one.invitation.id);
            let button = one.may_withdraw.then(|| view! { <ActionButton action=withdraw target label="Withdraw"/> });
            view! {
                <tr>
                    <th scope="row" data-label="E-mail">{one.invitation.email.to_string()}</th>
                    <td data-label="Role">{one.role_name}" of "{one.level_name}</td>
                    <td data-label="Expires"><Time utc=one.invitation.expires_at.to_string()/></td>
                    <td class="family-revoke">{button}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Invitations"</h2>
                <p>"Not accepted yet. Each is void as soon as the person who sent it could not send it any more."</p>
            </div>
            <Table label="Invitations" heads=vec!["E-mail", "Role", "Expires", "Withdraw"]><tbody>{rows}</tbody></Table>
        </section>
    }
    .into_any()
}
