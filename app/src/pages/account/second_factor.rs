use control::TypedEnrolment;
use domain::{administrator::SecondFactorSummary, secret::Secret};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::{
    qr_code::{Drawing, QrCode},
    recovery_codes::{show_codes, shown_codes},
};
use crate::{
    api::{ApiError, Keep, begin_session, done, operator, visitor},
    components::loaded,
    done::{Done, DoneNotice},
    form::{CreateForm, Form, FormAction, FormNotice, Target},
    paths,
    ui::{Breadcrumb, CodeBlock, CodeField, Copyable, Fact, Facts, Notice, Page, PasswordField, Section, Time, Tone},
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
        let LoadedSecondFactor { there, offered, required, codes } = loaded;
        // Forms say themselves what failed, and those that are not shown any more above the page.
        let elsewhere = match there {
            Some(there) if there.has_app => [Some(set_up.form), None],
            Some(_) => [None, Some(remove.form)],
            None => [Some(replace.form), Some(remove.form)],
        };
        let elsewhere = elsewhere.into_iter().flatten().collect::<Vec<_>>();
        let failed = [set_up.form, replace.form, remove.form].into_iter().any(Form::failed);
        let steps = vec![(paths::ACCOUNT.to_owned(), "My account".to_owned())];
        let body = match (there, offered) {
            (Some(there), None) => view! { <SetUp there replace remove/> }.into_any(),
            (Some(there), Some(offered)) => view! { <Offer offered action=set_up/> <Recovery there replace/> }.into_any(),
            (None, Some(offered)) => view! { <Offer offered action=set_up/> }.into_any(),
            (None, None) => ().into_any(),
        };
        let needed = (required && there.is_none()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    "A tenant that you administer requires a second factor. Set up an authenticator app here, or "<A href=paths::PASSKEYS>"add a passkey"</A>", to go on."
                </Notice>
            }
        });
        view! {
            <Page
                title="Second factor"
                lead="With a second factor, your password alone signs nobody in."
                above=(move || view! { <Breadcrumb steps=steps.clone() here="Second factor"/> }).into()
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
fn NewCodes(codes: String) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning>
            <strong>"Write these recovery codes down now, and keep them apart from your devices. They are shown only once."</strong>
            <p>"Each signs you in once after your password, in place of a code of the app or a passkey."</p>
            <CodeBlock label="recovery codes" code=codes/>
            <A href=paths::HOME>"I have written them down: continue"</A>
        </Notice>
    }
    .into_any()
}

#[component]
fn Offer(offered: OfferedSecret, action: FormAction<SetUpSecondFactor>) -> impl IntoView {
    let form = action.form;
    let OfferedSecret { secret, drawing, sealed } = offered;
    view! {
        <Section title="Authenticator app" lead="Scan the QR code with an authenticator app, or type the secret into it. Then enter the code that the app shows.">
            <QrCode drawing label="QR code of the secret below"/>
            <Facts>
                <Fact name="Secret"><Copyable text=secret label="secret"/></Fact>
                <Fact name="Kind">"Time-based, 6 digits, 30 seconds, SHA-1"</Fact>
            </Facts>
            <CreateForm action target=Target::none().with("typed[sealed]", sealed) label="Set up">
                <CodeField input=form.within("").field("code", "") label="Code" hint="The six digits that the app shows now."/>
                <PasswordField input=form.within("").field("password", "") label="Your password" autocomplete="current-password"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

#[component]
fn SetUp(there: SecondFactorSummary, replace: FormAction<ReplaceRecoveryCodes>, remove: FormAction<RemoveSecondFactor>) -> impl IntoView {
    view! {
        <Section title="Authenticator app" lead="A code of the app is asked for after your password.">
            <Facts>
                <Fact name="Set up"><Time utc=there.enrolled_at.to_string()/></Fact>
            </Facts>
        </Section>
        <Recovery there replace/>
        <Section title="Remove" lead="Without passkeys, your password alone signs you in again. To move to another app, remove this one and set the other up.">
            <CreateForm action=remove target=Target::none() label="Remove authenticator app">
                <PasswordField input=remove.form.field("removal_password", "") label="Your password" autocomplete="current-password"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

/// The recovery codes, for the loss of the app and the passkeys.
#[component]
fn Recovery(there: SecondFactorSummary, replace: FormAction<ReplaceRecoveryCodes>) -> impl IntoView {
    let left = match there.recovery_codes {
        0 => "None. Make new ones: without them, the loss of your app and your passkeys locks you out.".to_owned(),
        1 => "1 code".to_owned(),
        left => format!("{left} codes"),
    };
    view! {
        <Section title="Recovery codes" lead="Ten codes for the loss of your app and your passkeys, each good once. New ones replace those that are left.">
            <Facts><Fact name="Left">{left}</Fact></Facts>
            <CreateForm action=replace target=Target::none() label="Make new recovery codes">
                <PasswordField input=replace.form.field("codes_password", "") label="Your password" autocomplete="current-password"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
