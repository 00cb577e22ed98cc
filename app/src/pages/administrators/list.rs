use domain::{
    grants::Level,
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
    named::{level_name, role_name},
};
use crate::{
    api::{ApiError, control, done, language, operator},
    components::{ListQuery, SearchedList, Whole, load_at, loaded, use_list_query, use_tenant_or_installation},
    done::{Done, DoneNotice},
    form::{ActionButton, FormAction, FormNotice, Target},
    paths::{self},
    t,
    ui::{Empty, Glyph, Icon, Kind, Link, LinkButton, Page, Table, Time},
};

/// The administrators of a tenant or of the installation, with those who are invited.
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedAdministrators {
    administrators: ListPage<AdministratorView>,
    invitations: Vec<InvitationView>,
    may_invite: bool,
    /// Whether invitations can be mailed.
    has_mail: bool,
    sees_api_clients: bool,
    /// Whether the administrators of the installation are shown to whoever looks.
    sees_installation: bool,
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
        administrators: LIST.page(operator.list_administrators(&within).await?, &query)?,
        invitations: operator.list_invitations(&within).await?,
        may_invite: operator.actor().may_within(domain::permission::Action::AssignRole, level),
        has_mail: control()?.has_own_mail(),
        sees_installation: operator.actor().may(domain::permission::Action::SeeAdministrators, Level::Installation),
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

/// Sends an invitation by mail, with another link, which the list shows once.
#[server]
pub async fn send_invitation_again(#[server(default)] tenant: Option<Slug>, invitation: InvitationId) -> Result<(), ApiError> {
    let sent = operator()?.send_invitation_again(invitation, language()).await?;
    super::link::show_link("invitation", paths::INVITATION, &sent.token);
    done(&paths::administrators(tenant.as_ref()), Done::InvitationSentAgain);
    Ok(())
}

crate::form::needs!(SendInvitationAgain: AssignRole);

/// The administrators of a tenant, or of the installation.
#[component]
pub fn AdministratorsPage() -> impl IntoView {
    let withdraw = FormAction::<WithdrawInvitation>::new();
    let send = FormAction::<SendInvitationAgain>::new();
    let query = use_list_query();
    let asked = query.clone();
    let loading = load_at(use_tenant_or_installation(), |tenant| load_administrators(tenant, asked));
    loaded(loading, move |(tenant, view)| {
        let LoadedAdministrators { administrators, invitations, may_invite, has_mail, sees_api_clients, sees_installation, link } = view;
        let send_again = has_mail.then_some(send);
        let (invite, roles) = (paths::invite_administrator(tenant.as_ref()), paths::roles(tenant.as_ref()));
        let api_clients = tenant.as_ref().filter(|_| sees_api_clients).map(paths::api_clients);
        let (first, nobody) = (invite.clone(), administrators.items.is_empty() && query.is_all());
        let installation = (sees_installation && tenant.is_some()).then(|| {
            view! { <p class="field-links"><Link href=paths::administrators(None)>{t!("administrators-list-installation")}</Link></p> }
        });
        let actions = move || {
            let api_clients = api_clients.clone();
            view! {
                {api_clients.map(|href| view! { <LinkButton href kind=Kind::Secondary>{t!("administrators-api-clients")}</LinkButton> })}
                <LinkButton href=roles.clone() kind=Kind::Secondary>{t!("administrators-roles")}</LinkButton>
                {(may_invite && !nobody).then(|| view! { <LinkButton href=invite.clone()><Icon glyph=Glyph::Plus/>{t!("administrators-invite")}</LinkButton> })}
            }
        };
        let lead = if tenant.is_some() { t!("administrators-list-lead-tenant") } else { t!("administrators-list-lead-installation") };
        let (of_rows, here) = (tenant.clone(), paths::administrators(tenant.as_ref()));
        let extent = (&administrators).into();
        let rows = administrators.items.into_iter().map(|one| view! { <Row tenant=of_rows.clone() one/> }).collect_view();
        let table = if nobody {
            view! {
                <Empty glyph=Glyph::Users title=t!("administrators-list-nobody")>
                    <p>{t!("administrators-list-nobody-text")}</p>
                    {may_invite.then(|| view! { <LinkButton href=first>{t!("administrators-invite")}</LinkButton> })}
                </Empty>
            }
            .into_any()
        } else {
            let heads = vec![
                query.head(&here, t!("administrators-email"), AdministratorSort::Email),
                query.head(&here, t!("administrators-name"), AdministratorSort::Name),
                t!("administrators-roles").into(),
                t!("administrators-second-factor").into(),
                t!("administrators-status").into(),
                query.head(&here, t!("administrators-added"), AdministratorSort::CreatedAt),
            ];
            view! {
                <SearchedList
                    here
                    label=t!("administrators-title")
                    noun=(t!("administrators-list-one"), t!("administrators-list-many"))
                    placeholder=t!("administrators-list-search")
                    looked=t!("administrators-list-looked")
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
            <Page title=t!("administrators-title") lead wide=true actions=actions.into()>
                <DoneNotice failed=withdraw.form.failed() || send.form.failed()/>
                <FormNotice form=withdraw.form/>
                <FormNotice form=send.form/>
                <ShownLink link label=t!("administrators-list-link")/>
                {table}
                {installation}
                <Invitations tenant invitations withdraw send_again/>
            </Page>
        }
    })
}

#[component]
fn Row(tenant: Option<Slug>, one: AdministratorView) -> impl IntoView {
    let roles = one.assignments.iter().map(|at| {
        let (role, level) = (role_name(at.role, at.role_name.clone()), level_name(at.level, at.level_name.clone()));
        view! { <li>{t!("administrators-role-of", role = role, level = level)}</li> }
    });
    let roles = roles.collect_view();
    view! {
        <tr>
            <th scope="row" data-label=t!("administrators-email")>
                <Link href=paths::administrator(tenant.as_ref(), one.id)>{one.email.to_string()}</Link>
                {one.yourself.then(|| format!(" {}", t!("administrators-list-you")))}
            </th>
            <td data-label=t!("administrators-name")>{one.name.to_string()}</td>
            <td data-label=t!("administrators-roles")><ul>{roles}</ul></td>
            <td data-label=t!("administrators-second-factor")><SecondFactorBadge on=one.second_factor/></td>
            <td data-label=t!("administrators-status")><StatusBadge status=one.status/></td>
            <td data-label=t!("administrators-added")><Time utc=one.created_at.to_string()/></td>
        </tr>
    }
    .into_any()
}

#[component]
fn Invitations(
    tenant: Option<Slug>,
    invitations: Vec<InvitationView>,
    withdraw: FormAction<WithdrawInvitation>,
    send_again: Option<FormAction<SendInvitationAgain>>,
) -> impl IntoView {
    if invitations.is_empty() {
        return ().into_any();
    }
    let rows = invitations
        .into_iter()
        .map(|one| {
            let target = Target::tenant_or_installation(tenant.as_ref()).with("invitation", one.invitation.id);
            let (role, level) = (role_name(one.invitation.role, one.role_name), level_name(one.invitation.level, one.level_name));
            let email = one.invitation.email.to_string();
            let again = send_again.filter(|_| one.may_withdraw).map(|action| {
                view! { <ActionButton action target=target.clone() label=t!("administrators-list-send-again") to=email.clone()/> }
            });
            let button = one
                .may_withdraw
                .then(|| view! { <ActionButton action=withdraw target label=t!("administrators-list-withdraw") to=email/> });
            view! {
                <tr>
                    <th scope="row" data-label=t!("administrators-email")>{one.invitation.email.to_string()}</th>
                    <td data-label=t!("administrators-role")>{t!("administrators-role-of", role = role, level = level)}</td>
                    <td data-label=t!("administrators-list-expires")><Time utc=one.invitation.expires_at.to_string()/></td>
                    <td class="family-revoke">{again} {button}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("administrators-list-invitations")}</h2>
                <p>{t!("administrators-list-invitations-lead")}</p>
            </div>
            <Table label=t!("administrators-list-invitations") heads=vec![t!("administrators-email"), t!("administrators-role"), t!("administrators-list-expires"), t!("administrators-list-withdraw")]><tbody>{rows}</tbody></Table>
        </section>
    }
    .into_any()
}
