use domain::{
    page::Page as ListPage,
    user::{User, UserStatus},
};
use leptos::prelude::*;
use leptos_router::components::A;

#[cfg(feature = "ssr")]
use crate::api::operator;
use crate::{
    api::ApiError,
    components::{Asked, SearchedList, loaded, use_asked},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath, use_workspace_path},
    ui::{Badge, Empty, Glyph, Icon, LinkButton, Page, Time, Tone},
};

/// Loads a page of a workspace's users.
#[server(client = crate::api::Caller)]
pub async fn load_users(path: WorkspacePath, search: String, after: String) -> Result<ListPage<User>, ApiError> {
    Ok(operator()?.list_users(&path, &search, after.parse().ok()).await?)
}

/// The users of a workspace.
#[component]
pub fn UsersPage() -> impl IntoView {
    let path = use_workspace_path();
    let asked = use_asked();
    let users =
        Resource::new(move || (path.get(), asked.get()), |(path, asked)| async move { load_users(path?, asked.search, asked.after).await });
    loaded(users, move |page: ListPage<User>| {
        let Ok(path) = path.get_untracked() else { return ().into_any() };
        let asked = asked.get_untracked();
        let create = path.new_user();
        let create_again = create.clone();
        let actions = move || view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"Add user"</LinkButton> };
        let nothing = page.items.is_empty() && asked.is_all();
        view! {
            <Page title="Users" lead="The people who sign in here: this workspace's own pool." wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Users title="No user yet">
                            <p>"Add the first one, and sign in as them to a client to see the whole way through."</p>
                            <LinkButton href=create_again>"Add user"</LinkButton>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <UserList path page asked/> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn UserList(path: WorkspacePath, page: ListPage<User>, asked: Asked) -> impl IntoView {
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|user| {
            view! {
                <tr>
                    <th scope="row" data-label="Signs in with"><A href=path.user(user.id)>{user.identifier.to_string()}</A></th>
                    <td data-label="Name">{user.profile.name.to_string()}</td>
                    <td data-label="Status"><UserBadge status=user.status/></td>
                    <td data-label="Added"><Time utc=user.created_at.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <SearchedList
            here=path.users()
            label="Users"
            noun=("user", "users")
            placeholder="Search by name or what they sign in with"
            looked="in their name or in what they sign in with"
            heads=vec!["Signs in with", "Name", "Status", "Added"]
            asked
            extent
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}

/// Whether a user may sign in, in a word.
#[component]
pub fn UserBadge(
    /// May they?
    status: UserStatus,
) -> impl IntoView {
    match status {
        UserStatus::Active => view! { <Badge tone=Tone::Good>"Active"</Badge> },
        UserStatus::Disabled => view! { <Badge tone=Tone::Warning>"Disabled"</Badge> },
    }
}
