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
    let actions = Actions::new();
    let loading = load_at(use_user(), |(path, id)| load_user(path, id));
    loaded(loading, move |((path, _), loaded)| {
        let user = loaded.view.user.clone();
        let (name, here) = (user.profile.name.to_string(), user.profile.name.to_string());
        let steps = vec![(path.users(), "Users".to_owned())];
        let failed = actions.forms().into_iter().any(Form::failed);
        let (edit, sign_out) = (path.user_edit(user.id), path.user_sign_out(user.id));
        let header = move || {
            view! {
                <ActionLink needs=Action::SetUser href=edit.clone() kind=Kind::Secondary>"Edit user"</ActionLink>
                <ActionLink needs=Action::SignOutUser href=sign_out.clone() kind=Kind::Secondary>"Sign out everywhere"</ActionLink>
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
                {actions.confirmed().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                <Identity user=user.clone()/>
                <Sessions path=path.clone() view=loaded.view.clone() end=actions.end_session/>
                <Applications path=path.clone() view=loaded.view.clone() actions/>
                {loaded.families.clone().map(|families| view! { <Tokens path=path.clone() user=user.clone() families actions/> })}
                <Password path=path.clone() loaded=loaded.clone() actions/>
                <SecondFactor
                    path=path.clone()
                    user=user.id
                    on=loaded.view.second_factor
                    passkeys=loaded.passkeys.clone()
                    account=loaded.account.clone()
                    actions
                />
                <Status path=path.clone() loaded actions/>
                <Deletion href=path.user_delete(user.id)/>
            </Page>
        }
    })
}

#[component]
fn Identity(user: User) -> impl IntoView {
    view! {
        <Section title="Identity">
            <Facts>
                <Fact name="User name">{user.identifier.to_string()}</Fact>
                <Fact name="E-mail"><Contact value=user.profile.email verified=user.profile.email_verified/></Fact>
                <Fact name="Phone">
                    <Contact value=user.profile.phone_number.map(|number| number.to_string()) verified=user.profile.phone_number_verified/>
                </Fact>
                <Fact name="Address">
                    <span class="multi-line">
                        {user.profile.address.map_or_else(|| "None".to_owned(), |address| address.formatted)}
                    </span>
                </Fact>
                <Fact name="Status"><UserBadge status=user.status/></Fact>
                <Fact name="User ID (sub)"><Copyable text=user.id.to_string() label="user ID"/></Fact>
                <Fact name="Added"><Time utc=user.created_at.to_string()/></Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

/// An address or number, and whether it is verified.
#[component]
fn Contact(value: Option<String>, verified: bool) -> impl IntoView {
    match value {
        Some(value) if verified => view! { {value}" "<Badge tone=Tone::Good>"Verified"</Badge> }.into_any(),
        Some(value) => view! { {value}" "<Badge tone=Tone::Neutral>"Not verified"</Badge> }.into_any(),
        None => "None".into_any(),
    }
}

/// The way to the user's deletion.
#[component]
fn Deletion(href: String) -> impl IntoView {
    view! {
        <Section title="Delete">
            <ActionRow title="Delete this user" text="Their data is deleted, and what was issued for them ends. It cannot be undone.">
                <ActionLink needs=Action::DeleteUser href kind=Kind::Danger>"Delete user"</ActionLink>
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
    let back = path.user(id);
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
        view! {
            <tr>
                <th scope="row" data-label="Client">{client.client_name}</th>
                <td data-label="Active refresh tokens">{more.then_some("at least ")}{group(client.live)}</td>
                <td class="family-revoke">{revoke(named, client.live, "Revoke")}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let all = revoke(None, live, "Revoke all");
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Applications"</h2>
                <p>"The clients that can get access tokens for this user without asking them."</p>
            </div>
            <Table label="Applications" heads=vec!["Client", "Active refresh tokens", "Revoke"]><tbody>{rows}</tbody></Table>
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
                <h2>"Refresh tokens"</h2>
                <p>"One per sign-in to a client."</p>
            </div>
            {if families.page.items.is_empty() {
                view! { <p class="quiet">"None issued yet."</p> }.into_any()
            } else {
                view! { <FamilyTable path families users=false revoke=actions.revoke back/> }.into_any()
            }}
            {more.then(|| view! { <p class="field-links"><Link href=all>"Show all in the inventory"</Link></p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Password(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let action = actions.set_password;
    // What the password ends is a matter of each client's policy; sessions end in any case.
    let ends = if loaded.view.live > COUNTED_UP_TO {
        "Refresh tokens end with it if the policy of their client says so.".to_owned()
    } else {
        what_ends(loaded.view.ended_by_password)
    };
    view! {
        <CreateForm action target=user_target(&path, loaded.view.user.id) label="Set password">
            <Section title="Password" lead=format!("A new password signs them out everywhere. {ends}")>
                <PasswordField
                    input=action.form.field("password", "")
                    label="New password"
                    hint="At least 12 characters, and not easily guessed. Give it to the user over a secure channel."
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
            <ActionRow title="On" text="A code of their authenticator app or a passkey is asked for after the password. Reset it if they have lost all of them.">
                <Confirm id="reset-second-factor" opens="Reset" title="Reset this second factor?" action target label="Reset second factor">
                    <p>"Their authenticator app, passkeys and recovery codes are removed, and their sessions end. Their password alone signs them in then. See that it is really them who ask."</p>
                </Confirm>
            </ActionRow>
        }
        .into_any()
    } else {
        view! { <p>"None. Users set up an authenticator app or passkeys at "<a href=account>"their account page"</a>"."</p> }.into_any()
    };
    view! { <Section title="Second factor">{row}{passkeys}</Section> }.into_any()
}

#[component]
fn Status(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let action = actions.set_status;
    let LoadedUser { view: loaded, .. } = loaded;
    let target = user_target(&path, loaded.user.id).with("version", loaded.user.version);
    if loaded.user.status == UserStatus::Disabled {
        return view! {
            <Section title="Access">
                <ActionRow title="Disabled" text="They cannot sign in.">
                    <ActionButton action target=target.with("status", "active") label="Enable user"/>
                </ActionRow>
            </Section>
        }
        .into_any();
    }
    let (identifier, ends) = (loaded.user.identifier.to_string(), what_ends(loaded.live));
    view! {
        <Section title="Access">
            <ActionRow title="Active" text="Can sign in. Disabling blocks sign-in and ends sessions and tokens.">
                <Confirm
                    id="disable-user"
                    opens="Disable user"
                    title="Disable this user?"
                    action
                    target=target.with("status", "disabled")
                    label="Disable user"
                >
                    <p><strong>{identifier}</strong>" cannot sign in any more, and their sessions end. "<strong>{ends}</strong></p>
                </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
