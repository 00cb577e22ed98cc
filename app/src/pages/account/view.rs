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
    components::{ActionRow, LanguageSwitch, ThemeSwitch, loaded},
    done::DoneNotice,
    form::{Form, FormAction, FormNotice},
    paths, t,
    text::role_at,
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
        let roles = roles.into_iter().map(|role| view! { <li>{role_at(&role)}</li> }).collect_view();
        let failed = [revoke.form, change.form].into_iter().chain(endings.forms()).any(Form::failed);
        view! {
            <Page title=t!("account-title")>
                <DoneNotice failed/>
                <FormNotice form=revoke.form/>
                {endings.forms().into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                {token.map(|secret| view! {
                    <NewSecret
                        title=t!("account-new-token")
                        reader=t!("account-new-token-reader")
                        lost=t!("account-new-token-lost")
                        secret
                    />
                })}
                <Section title=t!("account-identity")>
                    <Facts>
                        <Fact name=t!("account-name")>{name}</Fact>
                        <Fact name=t!("account-email")>{email}</Fact>
                        <Fact name=t!("account-roles")><ul>{roles}</ul></Fact>
                    </Facts>
                </Section>
                <PasswordSection has_password action=change/>
                <SecondFactorSection second_factor passkeys/>
                <Sessions sessions endings/>
                <ApiTokens tokens create revoke/>
                <Section title=t!("account-theme") lead=t!("account-theme-lead")>
                    <ThemeSwitch/>
                </Section>
                <Section title=t!("account-language") lead=t!("account-language-lead")>
                    <LanguageSwitch/>
                </Section>
            </Page>
        }
    })
}

#[component]
fn SecondFactorSection(second_factor: Option<SecondFactorSummary>, passkeys: usize) -> impl IntoView {
    let (title, text, label) = match second_factor {
        None => (t!("account-factor-off"), t!("account-factor-off-text").to_owned(), t!("account-factor-set-up")),
        Some(there) => {
            let left = there.recovery_codes;
            let text = match (there.has_app, passkeys) {
                (true, 0) => t!("account-factor-by-app", left = left),
                (true, _) => t!("account-factor-by-app-or-passkey", left = left),
                (false, _) => t!("account-factor-by-passkey", left = left),
            };
            (t!("account-factor-on"), text, t!("account-factor-manage"))
        }
    };
    let kept = match passkeys {
        0 => t!("account-passkeys-none").to_owned(),
        count => t!("account-passkeys-kept", count = count),
    };
    view! {
        <Section title=t!("account-factor")>
            <ActionRow title text>
                <LinkButton href=paths::SECOND_FACTOR kind=Kind::Secondary>{label}</LinkButton>
            </ActionRow>
            <ActionRow title=t!("account-passkeys") text=kept>
                <LinkButton href=paths::PASSKEYS kind=Kind::Secondary>{t!("account-passkeys")}</LinkButton>
            </ActionRow>
        </Section>
    }
    .into_any()
}
