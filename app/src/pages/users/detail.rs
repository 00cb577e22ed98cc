use domain::{
    id::{ClientId, UserId},
    user::{User, UserStatus},
    view::UserView,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{
    list::UserBadge,
    sessions::{EndUserSession, Sessions},
};
use crate::{
    api::ApiError,
    components::{
        ActionRow, Confirm, ConfirmRow, Families, FamilyTable, RevokeAll, RevokeFamilies, RevokeFamily, Whose, loaded, query_string,
        what_ends,
    },
    done::DoneNotice,
    form::{Form, FormNotice, PostForm, SaveRow, WorkspaceFields},
    paths::{WorkspacePages as _, WorkspacePath, use_param, use_workspace_path},
    ui::{Badge, Breadcrumb, Button, Copyable, Fact, Facts, Kind, LinkButton, Page, PasswordField, Section, Table, Time, Tone, group},
};
#[cfg(feature = "ssr")]
use crate::{
    api::{done, operator},
    done::Done,
    pages::tokens::load_families,
};

/// A user as their page shows them.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedUser {
    /// The user, with the clients that hold live refresh tokens of theirs.
    pub view: UserView,
    /// What was issued for them: a page of it.
    pub families: Families,
}

/// Loads a user with what was issued for them.
#[server(client = crate::api::Caller)]
pub async fn load_user(path: WorkspacePath, user: UserId) -> Result<LoadedUser, ApiError> {
    let view = operator()?.load_user(&path, user).await?;
    let filter = domain::view::FamilyFilter { user: Some(view.user.id), ..Default::default() };
    Ok(LoadedUser { view, families: load_families(&path, filter, "").await? })
}

/// Enables a user, or disables them.
#[server(client = crate::api::Caller)]
pub async fn set_user_status(path: WorkspacePath, user: UserId, version: i64, status: UserStatus) -> Result<(), ApiError> {
    let user = operator()?.set_user_status(&path, user, version, status).await?;
    let was_done = if user.status == UserStatus::Active { Done::UserEnabled } else { Done::UserDisabled };
    done(&path.user(user.id), was_done);
    Ok(())
}

/// Sets a user's password.
#[server(client = crate::api::Caller)]
pub async fn set_user_password(path: WorkspacePath, user: UserId, password: String) -> Result<(), ApiError> {
    operator()?.set_user_password(&path, user, &password).await?;
    done(&path.user(user), Done::PasswordSet);
    Ok(())
}

/// What can be done on the page, each with what became of it.
#[derive(Clone, Copy)]
struct Actions {
    set_status: ServerAction<SetUserStatus>,
    setting_status: Form,
    set_password: ServerAction<SetUserPassword>,
    setting_password: Form,
    revoke: ServerAction<RevokeFamily>,
    revoking: Form,
    revoke_all: ServerAction<RevokeFamilies>,
    revoking_all: Form,
    end_session: ServerAction<EndUserSession>,
    ending_session: Form,
}

impl Actions {
    fn new() -> Self {
        let (set_status, set_password) = (ServerAction::new(), ServerAction::new());
        let (revoke, revoke_all) = (ServerAction::new(), ServerAction::new());
        let end_session = ServerAction::new();
        Self {
            set_status,
            setting_status: Form::of(set_status),
            set_password,
            setting_password: Form::of(set_password),
            revoke,
            revoking: Form::of(revoke),
            revoke_all,
            revoking_all: Form::of(revoke_all),
            end_session,
            ending_session: Form::of(end_session),
        }
    }

    const fn forms(self) -> [Form; 5] {
        [self.setting_status, self.setting_password, self.revoking, self.revoking_all, self.ending_session]
    }

    /// Those that ask for a confirmation and say above the page what became of them.
    const fn confirmed(self) -> [Form; 4] {
        [self.setting_status, self.revoking, self.revoking_all, self.ending_session]
    }
}

/// A user.
#[component]
pub fn UserPage() -> impl IntoView {
    let (path, id) = (use_workspace_path(), use_param::<UserId>("user"));
    let actions = Actions::new();
    let resource = Resource::new(
        move || (path.get(), id.get(), actions.forms().map(Form::reload)),
        |(path, id, _)| async move { load_user(path?, id?).await },
    );
    loaded(resource, move |loaded: LoadedUser| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let user = loaded.view.user.clone();
        let (name, here) = (user.profile.name.to_string(), user.profile.name.to_string());
        let steps = vec![(path.users(), "Users".to_owned())];
        let failed = Signal::derive(move || actions.forms().into_iter().any(|form| form.failed().get()));
        let (edit, sign_out) = (path.user_edit(user.id), path.user_sign_out(user.id));
        let header = move || {
            view! {
                <LinkButton href=edit.clone() kind=Kind::Secondary>"Edit user"</LinkButton>
                <LinkButton href=sign_out.clone() kind=Kind::Secondary>"Sign out everywhere"</LinkButton>
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
                <Sessions path=path.clone() view=loaded.view.clone() end=actions.end_session form=actions.ending_session/>
                <Applications path=path.clone() view=loaded.view.clone() actions/>
                <Tokens path=path.clone() user=user.clone() families=loaded.families.clone() actions/>
                <Password path=path.clone() loaded=loaded.clone() actions/>
                <Status path=path.clone() loaded actions/>
                <Deletion href=path.user_delete(user.id)/>
            </Page>
        }
        .into_any()
    })
}

/// How many refresh tokens of theirs live.
fn live(view: &UserView) -> u64 {
    view.clients.iter().map(|client| client.live).sum()
}

#[component]
fn Identity(user: User) -> impl IntoView {
    view! {
        <Section title="Identity">
            <Facts>
                <Fact name="Signs in with">{user.identifier.to_string()}</Fact>
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
                <LinkButton href kind=Kind::Danger>"Delete user"</LinkButton>
            </ActionRow>
        </Section>
    }
    .into_any()
}

/// The clients that can get access tokens for them, and the end of that.
#[component]
fn Applications(path: WorkspacePath, view: UserView, actions: Actions) -> impl IntoView {
    let live = live(&view);
    let (id, identifier) = (view.user.id, view.user.identifier.to_string());
    let back = path.user(id);
    let user = Some((id, identifier));
    let revoke = move |client: Option<(ClientId, String)>, live: u64, opens: &'static str| {
        let (path, back, whose) = (path.clone(), back.clone(), Whose { client, user: user.clone() });
        view! { <RevokeAll path whose live opens revoke=actions.revoke_all form=actions.revoking_all back/> }
    };
    if live == 0 {
        return ().into_any();
    }
    let rows = view.clients.into_iter().map(|client| {
        let named = Some((client.client_id, client.client_name.clone()));
        view! {
            <tr>
                <th scope="row" data-label="Client">{client.client_name}</th>
                <td data-label="Live refresh tokens">{group(client.live)}</td>
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
            <Table label="Applications" heads=vec!["Client", "Live refresh tokens", "Revoke"]><tbody>{rows}</tbody></Table>
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
                <p>"One for each sign-in that this user let a client keep."</p>
            </div>
            {if families.page.items.is_empty() {
                view! { <p class="quiet">"None was issued yet."</p> }.into_any()
            } else {
                view! { <FamilyTable path families users=false revoke=actions.revoke form=actions.revoking back/> }.into_any()
            }}
            {more.then(|| view! { <p class="field-links"><A href=all>"Show all in the inventory"</A></p> })}
        </section>
    }
    .into_any()
}

#[component]
fn Password(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let form = actions.setting_password;
    // What the password ends is a matter of each client's policy; sessions end in any case.
    let ends = what_ends(loaded.view.ended_by_password);
    view! {
        <PostForm action=actions.set_password>
            <WorkspaceFields path/>
            <input type="hidden" name="user" value=loaded.view.user.id.to_string()/>
            <Section title="Password" lead=format!("A new password signs them out everywhere. {ends}")>
                <PasswordField
                    input=form.field("password", "")
                    label="New password"
                    hint="12 to 200 characters. Tell it to them in a safe way."
                    autocomplete="new-password"
                />
            </Section>
            <SaveRow form label="Set password"/>
        </PostForm>
    }
    .into_any()
}

#[component]
fn Status(path: WorkspacePath, loaded: LoadedUser, actions: Actions) -> impl IntoView {
    let form = actions.setting_status;
    let LoadedUser { view: loaded, .. } = loaded;
    let (id, version) = (loaded.user.id.to_string(), loaded.user.version);
    if loaded.user.status == UserStatus::Disabled {
        return view! {
            <Section title="Access">
                <ActionRow title="Disabled" text="They cannot sign in.">
                <PostForm action=actions.set_status>
                    <WorkspaceFields path version/>
                    <input type="hidden" name="user" value=id/>
                    <input type="hidden" name="status" value="active"/>
                    <Button kind=Kind::Secondary busy=form.pending()>"Enable user"</Button>
                </PostForm>
                </ActionRow>
            </Section>
        }
        .into_any();
    }
    let (identifier, ends) = (loaded.user.identifier.to_string(), what_ends(live(&loaded)));
    view! {
        <Section title="Access">
            <ActionRow title="Active" text="They can sign in. Disabled, they cannot, and what was issued for them ends.">
            <Confirm id="disable-user" opens="Disable user" title="Disable this user?">
                <p><strong>{identifier}</strong>" cannot sign in any more, and their sessions end. "<strong>{ends}</strong></p>
                <PostForm action=actions.set_status>
                    <WorkspaceFields path version/>
                    <input type="hidden" name="user" value=id/>
                    <input type="hidden" name="status" value="disabled"/>
                    <ConfirmRow dialog="disable-user" form label="Disable user"/>
                </PostForm>
            </Confirm>
            </ActionRow>
        </Section>
    }
    .into_any()
}
