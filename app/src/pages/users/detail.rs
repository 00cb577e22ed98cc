use domain::{
    id::{ClientId, PasskeyId, UserId},
    page::COUNTED_UP_TO,
    passkey::PasskeySummary,
    permission::Action,
    user::{User, UserStatus},
    view::UserView,
};
use leptos::prelude::*;

use super::{
    badge::UserBadge,
    frame::{LoadedUser, load_user, use_user, user_target},
    linked::{LinkActions, Linked},
    mails::{MailActions, Mails},
    sessions::{EndUserSession, Sessions},
};
use crate::{
    api::{ApiError, Undoing, done, done_for_now, operator},
    components::{
        ActionLink, ActionRow, Families, FamilyOwner, FamilyTable, RevokeAll, RevokeFamilies, RevokeFamily, load_at, loaded, query_string,
        removable_passkeys, what_ends,
    },
    done::{Done, DoneNotice},
    form::{ActionButton, Confirm, CreateForm, Form, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Badge, Breadcrumb, Copyable, Fact, Facts, Kind, Link, Page, PasswordField, Section, Table, Time, Tone, group},
};

/// Enables a user, or disables them.
#[server]
pub async fn set_user_status(path: WorkspacePath, user: UserId, version: i64, status: UserStatus) -> Result<(), ApiError> {
    let user = operator()?.set_user_status(&path, user, version, status).await?;
    let was_done = if user.status == UserStatus::Active { Done::UserEnabled } else { Done::UserDisabled };
    done_for_now(&path.user(user.id), was_done, Undoing::user_status(&path, &user, version)).await
}

crate::form::needs!(SetUserStatus: SetUserStatus);

/// Sets a user's password.
#[server]
pub async fn set_user_password(path: WorkspacePath, user: UserId, password: String) -> Result<(), ApiError> {
    operator()?.set_user_password(&path, user, &password).await?;
    done(&path.user(user), Done::PasswordSet);
    Ok(())
}

crate::form::needs!(SetUserPassword: SetUserPassword);

/// Resets a user's second factor.
#[server]
pub async fn reset_user_second_factor(path: WorkspacePath, user: UserId) -> Result<(), ApiError> {
    operator()?.reset_user_second_factor(&path, user).await?;
    done(&path.user(user), Done::UserSecondFactorReset);
    Ok(())
}

crate::form::needs!(ResetUserSecondFactor: ResetUserSecondFactor);

/// Removes a passkey of a user.
#[server]
pub async fn remove_passkey_of_user(path: WorkspacePath, user: UserId, passkey: PasskeyId) -> Result<(), ApiError> {
    operator()?.remove_user_passkey(&path, user, passkey).await?;
    done(&path.user(user), Done::UserPasskeyRemoved);
    Ok(())
}

crate::form::needs!(RemovePasskeyOfUser: ResetUserSecondFactor);

/// The actions of the page.
#[derive(Clone, Copy)]
struct Actions {
    set_status: FormAction<SetUserStatus>,
    set_password: FormAction<SetUserPassword>,
    reset_second_factor: FormAction<ResetUserSecondFactor>,
    remove_passkey: FormAction<RemovePasskeyOfUser>,
    revoke: FormAction<RevokeFamily>,
    revoke_all: FormAction<RevokeFamilies>,
    end_session: FormAction<EndUserSession>,
}

impl Actions {
    fn new() -> Self {
        Self {
            set_status: FormAction::new(),
            set_password: FormAction::new(),
            reset_second_factor: FormAction::new(),
            remove_passkey: FormAction::new(),
            revoke: FormAction::new(),
            revoke_all: FormAction::new(),
            end_session: FormAction::new(),
        }
    }

    const fn forms(self) -> [Form; 7] {
        let [set_status, reset, remove, revoke, revoke_all, end_session] = self.confirmed();
        [set_status, self.set_password.form, reset, remove, revoke, revoke_all, end_session]
    }

    /// Those that ask for a confirmation and say above the page what failed.
    const fn confirmed(self) -> [Form; 6] {
        let Self { set_status, reset_second_factor, remove_passkey, revoke, revoke_all, end_session, .. } = self;
        [set_status.form, reset_second_factor.form, remove_passkey.form, revoke.form, revoke_all.form, end_session.form]
    }
}

/// A user.
#[component]
pub fn UserPage() -> impl IntoView {
    let (actions, mails, links) = (Actions::new(), MailActions::new(), LinkActions::new());
    let loading = load_at(use_user(), |(path, id)| load_user(path, id));
    loaded(loading, move |((path, _), loaded)| {
        let user = loaded.view.user.clone();
        let (name, here) = (user.profile.name.to_string(), user.profile.name.to_string());
        let steps = vec![(path.users(), t!("users-list-title").to_owned())];
        let failed = actions.forms().into_iter().chain(mails.forms()).chain(links.forms()).any(Form::failed);
        let (edit, sign_out) = (path.user_edit(user.id), path.user_sign_out(user.id));
        let header = move || {
            view! {
                <ActionLink needs=Action::SetUser href=edit.clone() kind=Kind::Secondary>{t!("users-edit-title")}</ActionLink>
                <ActionLink needs=Action::SignOutUser href=sign_out.clone() kind=Kind::Secondary>{t!("users-sign-out-submit")}</ActionLink>
            }
        };
        view! {
            <Page
                title=name
                wide=true
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
                actions=header.into()
            >
                <DoneNotice failed/>
                {actions
                    .confirmed()
                    .into_iter()
                    .chain(mails.forms())
                    .chain([links.confirmed()])
                    .map(|form| view! { <FormNotice form/> })
                    .collect_view()}
                <Identity user=user.clone() log=format!("{}?object={}", path.logs(), user.id)/>
                <Sessions path=path.clone() view=loaded.view.clone() end=actions.end_session/>
                <Applications path=path.clone() view=loaded.view.clone() actions/>
                {loaded.families.clone().map(|families| view! { <Tokens path=path.clone() user=user.clone() families actions/> })}
                <Password path=path.clone() loaded=loaded.clone() actions/>
                <Mails path=path.clone() loaded=loaded.clone() actions=mails/>
                <SecondFactor
                    path=path.clone()
                    user=user.id
                    on=loaded.view.second_factor
                    passkeys=loaded.passkeys.clone()
                    account=loaded.account.clone()
                    actions
                />
                <Linked path=path.clone() loaded=loaded.clone() actions=links/>
                <Status path=path.clone() loaded actions/>
                <Deletion href=path.user_delete(user.id)/>
            </Page>
        }
    })
}

#[component]
fn Identity(
    user: User,
    /// The log of what was done to them and what they did.
    log: String,
) -> impl IntoView {
    view! {
        <Section title=t!("users-detail-identity")>
            <Facts>
                <Fact name=t!("users-detail-user-name")>{user.identifier.to_string()}</Fact>
                <Fact name=t!("users-detail-email")><Contact value=user.profile.email verified=user.profile.email_verified/></Fact>
                <Fact name=t!("users-detail-phone")>
                    <Contact value=user.profile.phone_number.map(|number| number.to_string()) verified=user.profile.phone_number_verified/>
                </Fact>
                <Fact name=t!("users-detail-address")>
                    <span class="multi-line">
                        {user.profile.address.map_or_else(|| t!("users-detail-none").to_owned(), |address| address.formatted)}
                    </span>
                </Fact>
                <Fact name=t!("users-detail-status")><UserBadge status=user.status/></Fact>
                <Fact name=t!("users-detail-id")><Copyable text=user.id.to_string() label=t!("users-detail-id-copy")/></Fact>
                <Fact name=t!("users-detail-added")><Time utc=user.created_at.to_string()/></Fact>
            </Facts>
            <p class="field-links"><Link href=log>{t!("users-detail-log")}</Link></p>
        </Section>
    }
    .into_any()
}

/// An address or number, and whether it is verified.
#[component]
fn Contact(value: Option<String>, verified: bool) -> impl IntoView {
    match value {
        Some(value) if verified => view! { {value}" "<Badge tone=Tone::Good>{t!("users-detail-verified")}</Badge> }.into_any(),
        Some(value) => view! { {value}" "<Badge tone=Tone::Neutral>{t!("users-detail-not-verified")}</Badge> }.into_any(),
        None => t!("users-detail-none").into_any(),
    }
}

/// The way to the user's deletion.
#[component]
fn Deletion(href: String) -> impl IntoView {
    view! {
        <Section title=t!("users-delete-here")>
            <ActionRow title=t!("users-detail-delete") text=t!("users-detail-delete-text")>
                <ActionLink needs=Action::DeleteUser href kind=Kind::Danger>{t!("users-delete-submit")}</ActionLink>
            </ActionRow>
        </Section>
    }
    .into_any()
}

/// The clients that can get access tokens for them, and the end of that.
#[component]
fn Applications(path: WorkspacePath, view: UserView, actions: Actions) -> impl IntoView {
    let live = view.live;
    let more = live > COUNTED_UP_TO;
    let (id, identifier) = (view.user.id, view.user.identifier.to_string());
    let (back, links) = (path.user(id), path.clone());
    let user = Some((id, identifier));
    let revoke = move |client: Option<(ClientId, String)>, live: u64, opens: &'static str| {
        let (path, back, owner) = (path.clone(), back.clone(), FamilyOwner { client, user: user.clone() });
        let at_least = more && owner.client.is_some();
        view! { <RevokeAll path owner live at_least opens revoke=actions.revoke_all back/> }
    };
    if live == 0 {
        return ().into_any();
    }
    let rows = view.clients.into_iter().map(|client| {
        let named = Some((client.client_id, client.client_name.clone()));
        let count = if more { t!("users-detail-at-least", count = client.live) } else { group(client.live) };
        view! {
            <tr>
                <th scope="row" data-label=t!("users-detail-client")><Link href=links.client(client.client_id)>{client.client_name}</Link></th>
                <td data-label=t!("users-detail-active-tokens")>{count}</td>
                <td class="family-revoke">{revoke(named, client.live, t!("users-detail-revoke"))}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let all = revoke(None, live, t!("users-detail-revoke-all"));
    let heads = vec![t!("users-detail-client"), t!("users-detail-active-tokens"), t!("users-detail-revoke")];
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("users-detail-applications")}</h2>
                <p>{t!("users-detail-applications-lead")}</p>
            </div>
            <Table label=t!("users-detail-applications") heads><tbody>{rows}</tbody></Table>
            <div class="bulk-row">{all}</div>
        </section>
    }
    .into_any()
}

#[component]
fn Tokens(path: WorkspacePath, user: User, families: Families, actions: Actions) -> impl IntoView {
    let more = families.page.next.is_some();
    let all = format!("{}{}", path.tokens(), query_string(&[("user", Some(user.id.to_string().as_str()))]));
    let back = path.user(user.id);
    view! {
        // A table is a card by itself.
        <section class="section">
            <div class="section-header">
                <h2>{t!("users-detail-tokens")}</h2>
                <p>{t!("users-detail-tokens-lead")}</p>
            </div>
            {if families.page.items.is_empty() {
                view! { <p class="quiet">{t!("users-detail-tokens-none")}</p> }.into_any()
            } else {
                view! { <FamilyTable path families users=false revoke=actions.revoke back/> }.into_any()
            }}
            {more.then(|| view! { <p class="field-links"><Link href=all>{t!("users-detail-tokens-all")}</Link></p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Password(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let action = actions.set_password;
    // What the password ends is a matter of each client's policy; sessions end in any case.
    let ends = if loaded.view.live > COUNTED_UP_TO {
        t!("users-detail-password-ends").to_owned()
    } else {
        what_ends(loaded.view.ended_by_password)
    };
    view! {
        <CreateForm action target=user_target(&path, loaded.view.user.id) label=t!("users-detail-password-set")>
            <Section title=t!("users-detail-password") lead=t!("users-detail-password-lead", ends = ends)>
                <PasswordField
                    input=action.form.field("password", "")
                    label=t!("users-detail-password-new")
                    hint=t!("users-new-password-hint")
                    autocomplete="new-password"
                />
            </Section>
        </CreateForm>
    }
    .into_any()
}

#[component]
fn SecondFactor(
    path: WorkspacePath,
    user: UserId,
    on: bool,
    passkeys: Vec<PasskeySummary>,
    /// Where users look after themselves.
    account: String,
    actions: Actions,
) -> impl IntoView {
    let (target, action) = (user_target(&path, user), actions.reset_second_factor);
    let passkeys = (!passkeys.is_empty()).then(|| removable_passkeys(passkeys, actions.remove_passkey, &target));
    let row = if on {
        view! {
            <ActionRow title=t!("users-detail-factor-on") text=t!("users-detail-factor-on-text")>
                <Confirm id="reset-second-factor" opens=t!("users-detail-factor-opens") title=t!("users-detail-factor-title") action target label=t!("users-detail-factor-reset")>
                    <p>{t!("users-detail-factor-question")}</p>
                </Confirm>
            </ActionRow>
        }
        .into_any()
    } else {
        let account = view! { <a href=account>{t!("users-detail-factor-account")}</a> };
        view! { <p>{t_view!("users-detail-factor-none", account = account)}</p> }.into_any()
    };
    view! { <Section title=t!("users-detail-factor")>{row}{passkeys}</Section> }.into_any()
}

#[component]
fn Status(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let action = actions.set_status;
    let LoadedUser { view: loaded, .. } = loaded;
    let target = user_target(&path, loaded.user.id).with("version", loaded.user.version);
    if loaded.user.status == UserStatus::Disabled {
        return view! {
            <Section title=t!("users-detail-access")>
                <ActionRow title=t!("users-badge-disabled") text=t!("users-detail-disabled-text")>
                    <ActionButton action target=target.with("status", "active") label=t!("users-detail-enable")/>
                </ActionRow>
            </Section>
        }
        .into_any();
    }
    let (identifier, ends) = (loaded.user.identifier.to_string(), what_ends(loaded.live));
    view! {
        <Section title=t!("users-detail-access")>
            <ActionRow title=t!("users-badge-active") text=t!("users-detail-active-text")>
                <Confirm
                    id="disable-user"
                    opens=t!("users-detail-disable")
                    title=t!("users-detail-disable-title")
                    action
                    target=target.with("status", "disabled")
                    label=t!("users-detail-disable")
                >
                    <p>
                        {t_view!(
                            "users-detail-disable-question",
                            user = view! { <strong>{identifier}</strong> },
                            ends = view! { <strong>{ends}</strong> }
                        )}
                    </p>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
