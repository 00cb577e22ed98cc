use domain::{console_session::ConsoleSession, id::ConsoleSessionId};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator, signed_in},
    components::ActionRow,
    done::Done,
    form::{ActionButton, Form, FormAction, Target},
    paths,
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
            <ActionRow title="Sign out elsewhere" text="Ends your sessions in all other browsers.">
                <ActionButton action=endings.elsewhere target=Target::none() label="Sign out elsewhere"/>
            </ActionRow>
        }
    });
    view! {
        <Section title="Sessions" lead="Where you are signed in. A session ends after 8 hours without use, and after a day.">
            <Table label="Sessions" heads=vec!["Device", "Address", "Signed in", "Last used", "End"]><tbody>{rows}</tbody></Table>
            {elsewhere}
            <ActionRow title="Sign out everywhere" text="Ends your sessions in every browser, this one too. Your API tokens stay.">
                <ActionButton action=endings.everywhere target=Target::none() label="Sign out everywhere"/>
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
        None => (None, None, "Unknown".to_owned()),
    };
    let browser = browser.unwrap_or_else(|| "Unknown device".to_owned());
    let to = format!("{browser} at {address}");
    let button = match id {
        _ if session.is_this => view! { "This browser" }.into_any(),
        Some(id) => view! { <ActionButton action=end target=Target::none().with("session", id) label="End" to/> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label="Device">{browser}</th>
            <td data-label="Address">{address}</td>
            <td data-label="Signed in"><Time utc=signed_in/></td>
            <td data-label="Last used"><Time utc=last_used/></td>
            <td class="family-revoke">{button}</td>
        </tr>
    }
    .into_any()
}
