use domain::{
    page::Page as ListPage,
    user::{User, UserStatus},
};
use leptos::prelude::*;
use leptos_router::{components::A, hooks::use_query_map};

#[cfg(feature = "ssr")]
use crate::api::desk;
use crate::{
    api::ApiError,
    components::{SearchBar, loaded, query_string},
    done::DoneNotice,
    paths::{Place, use_place},
    ui::{Badge, Empty, Glyph, Icon, Kind, LinkButton, Page, Pagination, Table, Time, Tone},
};

/// Loads a page of a workspace's users.
#[server]
pub async fn load_users(place: Place, search: String, after: String) -> Result<ListPage<User>, ApiError> {
    Ok(desk()?.list_users(&place.tenant, &place.workspace, &search, after.parse().ok()).await?)
}

/// The users of a workspace.
#[component]
pub fn UsersPage() -> impl IntoView {
    let place = use_place();
    let query = use_query_map();
    let asked = Memo::new(move |_| query.with(|query| (query.get("q").unwrap_or_default(), query.get("after").unwrap_or_default())));
    let users = Resource::new(
        move || (place.get(), asked.get()),
        |(place, (search, after))| async move { load_users(place?, search, after).await },
    );
    loaded(users, move |page: ListPage<User>| {
        let Ok(place) = place.get_untracked() else { return ().into_any() };
        let (search, after) = asked.get_untracked();
        let create = place.new_user();
        let create_again = create.clone();
        let actions = move || view! { <LinkButton href=create.clone()><Icon glyph=Glyph::Plus/>"Add user"</LinkButton> };
        let nothing = page.items.is_empty() && search.is_empty() && after.is_empty();
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
                    view! { <UserList place page search after/> }.into_any()
                }}
            </Page>
        }
        .into_any()
    })
}

#[component]
fn UserList(place: Place, page: ListPage<User>, search: String, after: String) -> impl IntoView {
    let here = place.users();
    let address = |after: Option<&str>| format!("{here}{}", query_string(&[("q", Some(search.as_str())), ("after", after)]));
    let first = (!after.is_empty()).then(|| address(None));
    let next = page.next.as_deref().map(|cursor| address(Some(cursor)));
    let (shown, total, none) = (page.items.len(), page.total, page.items.is_empty());
    let rows = page
        .items
        .into_iter()
        .map(|user| {
            view! {
                <tr>
                    <th scope="row" data-label="Signs in with"><A href=place.user(user.id)>{user.identifier.to_string()}</A></th>
                    <td data-label="Name">{user.profile.name.to_string()}</td>
                    <td data-label="Status"><UserBadge status=user.status/></td>
                    <td data-label="Added"><Time utc=user.created_at.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    let searched = search.clone();
    view! {
        <SearchBar action=here.clone() label="Search users" placeholder="Search by name or what they sign in with" search/>
        {if none {
            view! {
                <Empty glyph=Glyph::Search title="Nothing found">
                    <p>{if searched.is_empty() { "There are no more users.".to_owned() } else { format!("No user has “{searched}” in their name or in what they sign in with.") }}</p>
                    <LinkButton href=here kind=Kind::Secondary>"Show all users"</LinkButton>
                </Empty>
            }
            .into_any()
        } else {
            view! {
                <Table label="Users" heads=vec!["Signs in with", "Name", "Status", "Added"]>
                    <tbody>{rows}</tbody>
                </Table>
                <Pagination shown total noun=("user", "users") first next/>
            }
            .into_any()
        }}
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
