use domain::{
    id::{LoginSessionId, UserId},
    view::{UserSession, UserView},
};
use leptos::prelude::*;

use super::{frame::user_target, words};
use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, FormAction},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::browser,
    ui::{Table, Time},
};

/// Ends a session of a user, and leads back to the user.
#[server]
pub async fn end_user_session(path: WorkspacePath, user: UserId, session: LoginSessionId) -> Result<(), ApiError> {
    operator()?.end_user_session(&path, user, session).await?;
    done(&path.user(user), Done::UserSessionEnded);
    Ok(())
}

crate::form::needs!(EndUserSession: SignOutUser);

/// The sessions of a user that are open.
#[component]
pub fn Sessions(
    /// The workspace.
    path: WorkspacePath,
    /// The user.
    view: UserView,
    /// Ends one of them.
    end: FormAction<EndUserSession>,
) -> impl IntoView {
    let user = view.user.id;
    let listed = view.sessions.len() as u64;
    let rows = view.sessions.into_iter().map(|session| {
        let clients = if session.clients.is_empty() { t!("users-sessions-no-applications").to_owned() } else { session.clients.join(", ") };
        let device = session.browser.as_deref().map_or_else(|| t!("users-sessions-unknown-device").to_owned(), browser);
        view! {
            <tr>
                <th scope="row" data-label=t!("users-sessions-device")>{device}</th>
                <td data-label=t!("users-sessions-address")>{session.address.clone().unwrap_or_else(|| t!("users-sessions-unknown").to_owned())}</td>
                <td data-label=t!("users-sessions-started")><Time utc=session.started_at.to_string()/></td>
                <td data-label=t!("users-sessions-seen")><Time utc=session.last_seen_at.to_string()/></td>
                <td data-label=t!("users-detail-applications")>{clients}</td>
                <td class="family-revoke"><EndSession path=path.clone() user session end/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("users-sessions-title")}</h2>
                <p>{t!("users-sessions-lead")}</p>
            </div>
            {if listed == 0 {
                view! { <p class="quiet">{t!("users-sessions-none")}</p> }.into_any()
            } else {
                let heads = vec![
                    t!("users-sessions-device"),
                    t!("users-sessions-address"),
                    t!("users-sessions-started"),
                    t!("users-sessions-seen"),
                    t!("users-detail-applications"),
                    t!("users-sessions-end-column"),
                ];
                view! { <Table label=t!("users-sessions-title") heads><tbody>{rows}</tbody></Table> }.into_any()
            }}
            {(view.open_sessions > listed).then(|| {
                let sessions = words::sessions(view.open_sessions);
                view! { <p class="quiet">{t!("users-sessions-newest", sessions = sessions)}</p> }
            })}
        </section>
    }
    .into_any()
}

#[component]
fn EndSession(path: WorkspacePath, user: UserId, session: UserSession, end: FormAction<EndUserSession>) -> impl IntoView {
    let dialog = format!("end-{}", session.id);
    let target = user_target(&path, user).with("session", session.id);
    view! {
        <Confirm id=dialog opens=t!("users-sessions-end") title=t!("users-sessions-end-title") action=end target label=t!("users-sessions-end")>
            <p>{t!("users-sessions-end-question")}</p>
        </Confirm>
    }
    .into_any()
}
