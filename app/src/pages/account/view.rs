use domain::administrator::{ApiToken, SecondFactorSummary};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    api_tokens::{ApiTokens, CreateApiToken, RevokeApiToken},
    password::{ChangePassword, PasswordSection},
};
use crate::{
    api::{ApiError, done, operator, shown_once, signed_in},
    components::{ActionRow, loaded},
    done::{Done, DoneNotice},
    form::{ActionButton, Form, FormAction, FormNotice, Target},
    paths,
    ui::{Fact, Facts, Kind, LinkButton, Page, Section},
};

/// The account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Account {
    email: String,
    name: String,
    roles: Vec<String>,
    second_factor: Option<SecondFactorSummary>,
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
        second_factor: operator.own_second_factor()?.load().await?,
        tokens: operator.list_api_tokens(own.email.as_str()).await?,
        token: shown_once().and_then(|sent| sent.strip_prefix("api-token.").map(str::to_owned)),
        email: own.email.to_string(),
        name: own.name.to_string(),
    })
}

/// Signs the administrator out everywhere, here too.
#[server]
pub async fn sign_out_everywhere() -> Result<(), ApiError> {
    let own = signed_in().ok_or(ApiError::SignedOut)?;
    operator()?.end_administrator_sessions(own.email.as_str()).await?;
    done(paths::SIGN_IN, Done::SignedOut);
    Ok(())
}

/// The account of the administrator who is signed in.
#[component]
pub fn AccountPage() -> impl IntoView {
    let create = FormAction::<CreateApiToken>::typed();
    let revoke = FormAction::<RevokeApiToken>::new();
    let change = FormAction::<ChangePassword>::new();
    let sign_out = FormAction::<SignOutEverywhere>::new();
    loaded(load_account(), move |account| {
        let Account { email, name, roles, second_factor, tokens, token } = account;
        let roles = roles.into_iter().map(|role| view! { <li>{role}</li> }).collect_view();
        let failed = [revoke.form, change.form, sign_out.form].into_iter().any(Form::failed);
        view! {
            <Page title="My account">
                <DoneNotice failed/>
                <FormNotice form=revoke.form/>
                <FormNotice form=sign_out.form/>
                <Section title="Identity">
                    <Facts>
                        <Fact name="Name">{name}</Fact>
                        <Fact name="E-mail">{email}</Fact>
                        <Fact name="Roles"><ul>{roles}</ul></Fact>
                    </Facts>
                </Section>
                <PasswordSection action=change/>
                <SecondFactorSection second_factor/>
                <Section title="Sessions">
                    <ActionRow title="Sign out everywhere" text="Ends your sessions in every browser, this one too. Your API tokens stay.">
                        <ActionButton action=sign_out target=Target::none() label="Sign out everywhere"/>
                    </ActionRow>
                </Section>
                <ApiTokens tokens token create revoke/>
            </Page>
        }
    })
}

#[component]
fn SecondFactorSection(second_factor: Option<SecondFactorSummary>) -> impl IntoView {
    let (title, text, label) = match second_factor {
        None => ("Off", "Your password alone signs you in.".to_owned(), "Set up"),
        Some(there) => {
            let left = if there.recovery_codes == 1 {
                "1 recovery code is".to_owned()
            } else {
                format!("{} recovery codes are", there.recovery_codes)
            };
            ("On", format!("A code of your authenticator app is asked for after your password. {left} left."), "Manage")
        }
    };
    view! {
        <Section title="Second factor">
            <ActionRow title text>
                <LinkButton href=paths::SECOND_FACTOR kind=Kind::Secondary>{label}</LinkButton>
            </ActionRow>
        </Section>
    }
    .into_any()
}
