use control::TypedEnrolment;
use domain::{administrator::SecondFactorSummary, secret::Secret};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    password::OwnPasswordField,
    qr_code::{Drawing, QrCode},
    recovery_codes::{NewCodes, show_codes, shown_codes},
};
use crate::{
    api::{ApiError, Keep, begin_session, done, operator, visitor},
    components::loaded,
    done::{Done, DoneNotice},
    form::{CreateForm, Form, FormAction, FormNotice, Target},
    paths, t, t_view,
    ui::{Breadcrumb, CodeField, Copyable, Fact, Facts, Kind, Link, Notice, Page, Section, Time, Tone},
};

/// What goes back with the code that confirms a new secret. The code is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedSecret {
    /// The secret that the page showed, sealed.
    pub sealed: String,
}

/// The second factor, or what is needed to set it up.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedSecondFactor {
    there: Option<SecondFactorSummary>,
    offered: Option<OfferedSecret>,
    /// Whether nothing else can be done before it is set up.
    required: bool,
    has_password: bool,
    /// Recovery codes that were made just now, one a line. This is the only time they are seen.
    codes: Option<String>,
}

/// A secret to be taken into an authenticator app.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct OfferedSecret {
    secret: String,
    drawing: Drawing,
    sealed: String,
}

/// Loads the second factor of the administrator who is signed in; `shown` is the secret that the page showed before, sealed.
pub async fn load_second_factor(shown: Option<String>) -> Result<LoadedSecondFactor, ApiError> {
    let operator = operator()?;
    let own = operator.own_second_factor()?;
    let there = own.load().await?;
    let offered = match there {
        Some(there) if there.has_app => None,
        _ => Some(own.offer(shown.as_deref())?),
    };
    let codes = shown_codes();
    Ok(LoadedSecondFactor {
        required: own.is_required(),
        has_password: operator.own_password()?.exists().await?,
        offered: offered.map(|offered| OfferedSecret {
            secret: offered.secret.expose().clone(),
            drawing: Drawing { size: offered.qr_code.size, path: offered.qr_code.path },
            sealed: offered.sealed,
        }),
        there,
        codes: codes.filter(|_| there.is_some()),
    })
}

/// Sets the second factor up. The administrator's other sessions end.
#[server]
pub async fn set_up_second_factor(typed: TypedSecret, code: String, password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let enrolment = TypedEnrolment { sealed: &typed.sealed, code: &code, password: Secret::new(password) };
    let (administrator, codes) = operator.own_second_factor()?.enrol(visitor.browser(), enrolment).await.keep(&typed)?;
    begin_session(&administrator).await?;
    show_codes(codes.texts());
    done(paths::SECOND_FACTOR, Done::SecondFactorSetUp);
    Ok(())
}

crate::form::needs!(SetUpSecondFactor);

/// Makes new recovery codes; the page shows them once.
#[server]
pub async fn replace_recovery_codes(codes_password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let codes = operator.own_second_factor()?.replace_recovery_codes(visitor.browser(), Secret::new(codes_password)).await?;
    show_codes(codes.texts());
    done(paths::SECOND_FACTOR, Done::RecoveryCodesReplaced);
    Ok(())
}

crate::form::needs!(ReplaceRecoveryCodes);

/// Removes the authenticator app.
#[server]
pub async fn remove_second_factor(removal_password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    operator.own_second_factor()?.remove(visitor.browser(), Secret::new(removal_password)).await?;
    done(paths::SECOND_FACTOR, Done::SecondFactorRemoved);
    Ok(())
}

crate::form::needs!(RemoveSecondFactor);

/// The second factor of the administrator who is signed in.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let set_up = FormAction::<SetUpSecondFactor>::typed();
    let replace = FormAction::<ReplaceRecoveryCodes>::new();
    let remove = FormAction::<RemoveSecondFactor>::new();
    loaded(load_second_factor(set_up.form.typed("sealed")), move |loaded| {
        let LoadedSecondFactor { there, offered, required, has_password, codes } = loaded;
        // Forms say themselves what failed, and those that are not shown any more above the page.
        let elsewhere = match there {
            Some(there) if there.has_app => [Some(set_up.form), None],
            Some(_) => [None, Some(remove.form)],
            None => [Some(replace.form), Some(remove.form)],
        };
        let elsewhere = elsewhere.into_iter().flatten().collect::<Vec<_>>();
        let failed = [set_up.form, replace.form, remove.form].into_iter().any(Form::failed);
        let steps = vec![(paths::ACCOUNT.to_owned(), t!("account-title").to_owned())];
        let body = match (there, offered) {
            (Some(there), None) => view! { <SetUp there has_password replace remove/> }.into_any(),
            (Some(there), Some(offered)) => {
                view! { <Offer offered has_password action=set_up/> <Recovery there has_password replace/> }.into_any()
            }
            (None, Some(offered)) => view! { <Offer offered has_password action=set_up/> }.into_any(),
            (None, None) => ().into_any(),
        };
        let needed = (required && there.is_none()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    {t_view!(
                        "account-factor-needed",
                        passkey = view! { <Link href=paths::PASSKEYS>{t!("account-factor-needed-passkey")}</Link> },
                    )}
                </Notice>
            }
        });
        view! {
            <Page
                title=t!("account-factor")
                lead=t!("account-factor-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("account-factor")/> }).into()
            >
                <DoneNotice failed/>
                {elsewhere.into_iter().map(|form| view! { <FormNotice form/> }).collect_view()}
                {needed}
                {codes.map(|codes| view! { <NewCodes codes/> })}
                {body}
            </Page>
        }
    })
}

#[component]
fn Offer(offered: OfferedSecret, has_password: bool, action: FormAction<SetUpSecondFactor>) -> impl IntoView {
    let form = action.form;
    let OfferedSecret { secret, drawing, sealed } = offered;
    view! {
        <Section title=t!("account-factor-app") lead=t!("account-factor-offer-lead")>
            <QrCode drawing label=t!("account-factor-qr-code")/>
            <Facts>
                <Fact name=t!("account-factor-secret")><Copyable text=secret label=t!("account-factor-secret-label")/></Fact>
                <Fact name=t!("account-factor-kind")>{t!("account-factor-kind-words")}</Fact>
            </Facts>
            <CreateForm action target=Target::none().with("typed[sealed]", sealed) label=t!("account-factor-set-up")>
                <CodeField input=form.within("").field("code", "") label=t!("account-factor-code") hint=t!("account-factor-code-hint")/>
                <OwnPasswordField has_password input=form.within("").field("password", "")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

#[component]
fn SetUp(
    there: SecondFactorSummary,
    has_password: bool,
    replace: FormAction<ReplaceRecoveryCodes>,
    remove: FormAction<RemoveSecondFactor>,
) -> impl IntoView {
    view! {
        <Section title=t!("account-factor-app") lead=t!("account-factor-app-lead")>
            <Facts>
                <Fact name=t!("account-factor-set-up-at")><Time utc=there.enrolled_at.to_string()/></Fact>
            </Facts>
        </Section>
        <Recovery there has_password replace/>
        <Section title=t!("account-factor-remove") lead=t!("account-factor-remove-lead")>
            <CreateForm action=remove target=Target::none() label=t!("account-factor-remove-app") kind=Kind::Danger>
                <OwnPasswordField has_password input=remove.form.field("removal_password", "")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

/// The recovery codes, for the loss of the app and the passkeys.
#[component]
fn Recovery(there: SecondFactorSummary, has_password: bool, replace: FormAction<ReplaceRecoveryCodes>) -> impl IntoView {
    let left = match there.recovery_codes {
        0 => t!("account-factor-codes-none").to_owned(),
        left => t!("account-factor-codes-count", count = left),
    };
    view! {
        <Section title=t!("account-factor-codes") lead=t!("account-factor-codes-lead")>
            <Facts><Fact name=t!("account-factor-codes-left")>{left}</Fact></Facts>
            <CreateForm action=replace target=Target::none() label=t!("account-factor-codes-make")>
                <OwnPasswordField has_password input=replace.form.field("codes_password", "")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
