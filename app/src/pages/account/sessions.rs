use domain::{console_session::ConsoleSession, id::ConsoleSessionId};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator, signed_in},
    components::ActionRow,
    done::Done,
    form::{ActionButton, Form, FormAction, Target},
    paths, t, text,
    ui::{Section, Table, Time},
};

/// Ends another session of the administrator.
#[server]
pub async fn end_own_session(session: ConsoleSessionId) -> Result<(), ApiError> {
    operator()?.own_sessions()?.end(session).await?;
    done(paths::ACCOUNT, Done::OwnSessionEnded);
    Ok(())
}

crate::form::needs!(EndOwnSession);

/// Ends all sessions of the administrator but this one.
#[server]
pub async fn sign_out_elsewhere() -> Result<(), ApiError> {
    operator()?.own_sessions()?.end_others().await?;
    done(paths::ACCOUNT, Done::SignedOutElsewhere);
    Ok(())
}

crate::form::needs!(SignOutElsewhere);

/// Signs the administrator out everywhere, here too.
#[server]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    let own = signed_in().ok_or(ApiError::SignedOut)?;
    operator()?.end_administrator_sessions(own.email.as_str()).await?;
    done(paths::SIGN_IN, Done::SignedOut);
    Ok(())
}

crate::form::needs!(SignOutEverywhere);

/// What ends sessions.
#[derive(Clone, Copy)]
pub(super) struct Endings {
    end: FormAction<EndOwnSession>,
    elsewhere: FormAction<SignOutElsewhere>,
    everywhere: FormAction<SignOutEverywhere>,
}

impl Endings {
    pub(super) fn new() -> Self {
        Self { end: FormAction::new(), elsewhere: FormAction::new(), everywhere: FormAction::new() }
    }

    /// They say above the page what failed.
    pub(super) const fn forms(self) -> [Form; 3] {
        [self.end.form, self.elsewhere.form, self.everywhere.form]
    }
}

/// Where the administrator is signed in.
#[component]
pub(super) fn Sessions(
    /// The open ones.
    sessions: Vec<ConsoleSession>,
    /// What ends them.
    endings: Endings,
) -> impl IntoView {
    let others = sessions.iter().any(|session| !session.is_this);
    let rows = sessions.into_iter().map(|session| view! { <Row session end=endings.end/> }).collect_view();
    let elsewhere = others.then(|| {
        view! {
            <ActionRow title=t!("account-sessions-elsewhere") text=t!("account-sessions-elsewhere-text")>
                <ActionButton action=endings.elsewhere target=Target::none() label=t!("account-sessions-elsewhere")/>
            </ActionRow>
        }
    });
    let heads = vec![
        t!("account-sessions-device"),
        t!("account-sessions-address"),
        t!("account-sessions-signed-in"),
        t!("account-sessions-last-used"),
        t!("account-sessions-end"),
    ];
    view! {
        <Section title=t!("account-sessions") lead=t!("account-sessions-lead")>
            <Table label=t!("account-sessions") heads><tbody>{rows}</tbody></Table>
            {elsewhere}
            <ActionRow title=t!("account-sessions-everywhere") text=t!("account-sessions-everywhere-text")>
                <ActionButton action=endings.everywhere target=Target::none() label=t!("account-sessions-everywhere")/>
            </ActionRow>
        </Section>
    }
    .into_any()
}

#[component]
fn Row(session: ConsoleSession, end: FormAction<EndOwnSession>) -> impl IntoView {
    let (signed_in, last_used) = (session.contents.signed_in_at.to_string(), session.last_used_at().to_string());
    let (id, browser, address) = match session.contents.origin {
        Some(origin) => (Some(origin.id), origin.browser, origin.address),
        None => (None, None, t!("account-sessions-unknown").to_owned()),
    };
    let browser = browser.as_deref().map_or_else(|| t!("account-sessions-unknown-device").to_owned(), text::browser);
    let to = t!("account-sessions-device-at", browser = browser.clone(), address = address.clone());
    let button = match id {
        _ if session.is_this => t!("account-sessions-this-browser").into_any(),
        Some(id) => {
            view! { <ActionButton action=end target=Target::none().with("session", id) label=t!("account-sessions-end") to/> }.into_any()
        }
        None => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!("account-sessions-device")>{browser}</th>
            <td data-label=t!("account-sessions-address")>{address}</td>
            <td data-label=t!("account-sessions-signed-in")><Time utc=signed_in/></td>
            <td data-label=t!("account-sessions-last-used")><Time utc=last_used/></td>
            <td class="family-revoke">{button}</td>
        </tr>
    }
    .into_any()
}
