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
        let clients = if session.clients.is_empty() { "None known".to_owned() } else { session.clients.join(", ") };
        let device = session.browser.clone().unwrap_or_else(|| "Unknown device".to_owned());
        view! {
            <tr>
                <th scope="row" data-label="Device">{device}</th>
                <td data-label="Address">{session.address.clone().unwrap_or_else(|| "Unknown".to_owned())}</td>
                <td data-label="Started"><Time utc=session.started_at.to_string()/></td>
                <td data-label="Last seen"><Time utc=session.last_seen_at.to_string()/></td>
                <td data-label="Applications">{clients}</td>
                <td class="family-revoke"><EndSession path=path.clone() user session end/></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Sessions"</h2>
                <p>"Browsers in which this user is signed in. Applications get access there without a password."</p>
            </div>
            {if listed == 0 {
                view! { <p class="quiet">"The user is not signed in anywhere."</p> }.into_any()
            } else {
                let heads = vec!["Device", "Address", "Started", "Last seen", "Applications", "End"];
                view! { <Table label="Sessions" heads><tbody>{rows}</tbody></Table> }.into_any()
            }}
            {(view.open_sessions > listed)
                .then(|| view! { <p class="quiet">{format!("The newest of {} are shown.", words::sessions(view.open_sessions))}</p> })}
        </section>
    }
    .into_any()
}

#[component]
fn EndSession(path: WorkspacePath, user: UserId, session: UserSession, end: FormAction<EndUserSession>) -> impl IntoView {
    let dialog = format!("end-{}", session.id);
    let target = user_target(&path, user).with("session", session.id);
    view! {
        <Confirm id=dialog opens="End session" title="End this session?" action=end target label="End session">
            <p>
                "The next application that sends the user here from this browser gets the sign-in page. Refresh tokens that end with the
                session end now; others stay."
            </p>
        </Confirm>
    }
    .into_any()
}
