use domain::{page::Page as ListPage, permission::Action, sort::UserSort, user::User};
use leptos::prelude::*;

use super::badge::UserBadge;
use crate::{
    api::{ApiError, operator},
    components::{ActionLink, ListQuery, SearchedList, load_at, loaded, use_list_query, use_workspace_path},
    done::DoneNotice,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Empty, Glyph, Icon, Link, Page, Time},
};

/// Loads a page of a workspace's users.
pub async fn load_users(path: WorkspacePath, query: ListQuery) -> Result<ListPage<User>, ApiError> {
    Ok(operator()?.list_users(&path, &query.search, query.cut.sorted::<_, UserSort>()?).await?)
}

/// The users of a workspace.
#[component]
pub fn UsersPage() -> impl IntoView {
    let query = use_list_query();
    let asked = query.clone();
    let users = load_at(use_workspace_path(), |path| load_users(path, asked));
    loaded(users, move |(path, page)| {
        let create = path.new_user();
        let create_again = create.clone();
        let actions = move || view! { <ActionLink needs=Action::CreateUser href=create.clone()><Icon glyph=Glyph::Plus/>{t!("users-new-title")}</ActionLink> };
        let nothing = page.items.is_empty() && query.is_all();
        view! {
            <Page title=t!("users-list-title") lead=t!("users-list-lead") wide=true actions=actions.into()>
                <DoneNotice/>
                {if nothing {
                    view! {
                        <Empty glyph=Glyph::Users title=t!("users-list-none-yet")>
                            <p>{t!("users-list-none-yet-text")}</p>
                            <ActionLink needs=Action::CreateUser href=create_again>{t!("users-new-title")}</ActionLink>
                        </Empty>
                    }
                    .into_any()
                } else {
                    view! { <UserList path page query/> }.into_any()
                }}
            </Page>
        }
    })
}

#[component]
fn UserList(path: WorkspacePath, page: ListPage<User>, query: ListQuery) -> impl IntoView {
    let extent = (&page).into();
    let rows = page
        .items
        .into_iter()
        .map(|user| {
            view! {
                <tr>
                    <th scope="row" data-label=t!("users-detail-user-name")><Link href=path.user(user.id)>{user.identifier.to_string()}</Link></th>
                    <td data-label=t!("users-list-name")>{user.profile.name.to_string()}</td>
                    <td data-label=t!("users-detail-status")><UserBadge status=user.status/></td>
                    <td data-label=t!("users-detail-added")><Time utc=user.created_at.to_string()/></td>
                </tr>
            }
        })
        .collect_view();
    let here = path.users();
    let heads = vec![
        query.head(&here, t!("users-detail-user-name"), UserSort::Identifier),
        query.head(&here, t!("users-list-name"), UserSort::Name),
        t!("users-detail-status").into(),
        query.head(&here, t!("users-detail-added"), UserSort::CreatedAt),
    ];
    view! {
        <SearchedList
            here
            label=t!("users-list-title")
            noun=(t!("users-list-one"), t!("users-list-many"))
            placeholder=t!("users-list-placeholder")
            looked=t!("users-list-looked")
            heads
            query
            extent
        >
            {rows}
        </SearchedList>
    }
    .into_any()
}
