use domain::{
    administrator::{ApiToken, SecondFactorSummary},
    console_session::ConsoleSession,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    api_tokens::{ApiTokens, CreateApiToken, RevokeApiToken},
    password::{ChangePassword, PasswordSection},
    sessions::{Endings, Sessions},
};
use crate::{
    api::{ApiError, operator, shown_once, signed_in},
    components::{ActionRow, ThemeSwitch, loaded},
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths,
    ui::{Fact, Facts, Kind, LinkButton, NewSecret, Page, Section},
};

/// The account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    email: String,
    name: String,
    roles: Vec<String>,
    has_password: bool,
    second_factor: Option<SecondFactorSummary>,
    passkeys: usize,
    sessions: Vec<ConsoleSession>,
    tokens: Vec<ApiToken>,
    /// An API token that was created just now. This is the only time it is seen.
    token: Option<String>,
}

/// Loads the account of the administrator who is signed in.
pub async fn load_account() -> Result<Account, ApiError> {
    let operator = operator()?;
    let own = signed_in().ok_or(ApiError::SignedOut)?;
    Ok(Account {
        roles: operator.own_roles().await?,
        has_password: operator.own_password()?.exists().await?,
        second_factor: operator.own_second_factor()?.load().await?,
        passkeys: operator.own_passkeys()?.list().await?.len(),
        sessions: operator.own_sessions()?.list().await?,
        tokens: operator.list_api_tokens(own.email.as_str()).await?,
        token: shown_once().and_then(|sent| sent.strip_prefix("api-token.").map(str::to_owned)),
        email: own.email.to_string(),
        name: own.name.to_string(),
    })
}

/// The account of the administrator who is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let create = FormAction::<CreateApiToken>::typed();
    let revoke = FormAction::<RevokeApiToken>::new();
    let change = FormAction::<ChangePassword>::new();
    let endings = Endings::new();
    loaded(load_account(), move |account| {
        let Account { email, name, roles, has_password, second_factor, passkeys, sessions, tokens, token } = account;
        let roles = roles.into_iter().map(|role| view! { <li>{role}</li> }).collect_view();
        let failed = [revoke.form, change.form].into_iter().chain(endings.forms()).any(Form::failed);
        view! {
            <Page title="My account">
                <DoneNotice failed/>
                <FormNotice form=revoke.form/>
                {endings.forms().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                {token.map(|secret| view! {
                    <NewSecret title="API token" reader="the program" lost="If it gets lost, revoke it, and create another one." secret/>
                })}
                <Section title="Identity">
                    <Facts>
                        <Fact name="Name">{name}</Fact>
                        <Fact name="E-mail">{email}</Fact>
                        <Fact name="Roles"><ul>{roles}</ul></Fact>
                    </Facts>
                </Section>
                <PasswordSection has_password action=change/>
                <SecondFactorSection second_factor passkeys/>
                <Sessions sessions endings/>
                <ApiTokens tokens create revoke/>
                <Section title="Theme" lead="The colours of the console in this browser. Users' pages follow the system of whoever sees them.">
                    <ThemeSwitch/>
                </Section>
            </Page>
        }
    })
}

#[component]
fn SecondFactorSection(second_factor: Option<SecondFactorSummary>, passkeys: usize) -> impl IntoView {
    let (title, text, label) = match second_factor {
        None => ("Off", "Your password alone signs you in.".to_owned(), "Set up"),
        Some(there) => {
            let left = if there.recovery_codes == 1 {
                "1 recovery code is".to_owned()
            } else {
                format!("{} recovery codes are", there.recovery_codes)
            };
            let asked = match (there.has_app, passkeys) {
                (true, 0) => "A code of your authenticator app is",
                (true, _) => "A code of your authenticator app or a passkey is",
                (false, _) => "A passkey is",
            };
            ("On", format!("{asked} asked for after your password. {left} left."), "Manage")
        }
    };
    let kept = match passkeys {
        0 => "None. A passkey signs you in with your fingerprint, your face or a PIN, in place of your password or after it.".to_owned(),
        1 => "1 passkey signs you in, in place of your password or after it.".to_owned(),
        many => format!("{many} passkeys sign you in, in place of your password or after it."),
    };
    view! {
        <Section title="Second factor">
            <ActionRow title text>
                <LinkButton href=paths::SECOND_FACTOR kind=Kind::Secondary>{label}</LinkButton>
            </ActionRow>
            <ActionRow title="Passkeys" text=kept>
                <LinkButton href=paths::PASSKEYS kind=Kind::Secondary>"Passkeys"</LinkButton>
            </ActionRow>
        </Section>
    }
    .into_any()
}
