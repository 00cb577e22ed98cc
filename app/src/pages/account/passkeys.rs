use domain::{
    id::PasskeyId,
    passkey::{MOST_PASSKEYS, PasskeySummary},
    secret::Secret,
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::recovery_codes::show_codes;
use crate::{
    api::{ApiError, Keep, begin_session, control, done, go_to, operator, visitor},
    components::{AskedPasskey, PasskeyButton, loaded, use_query},
    done::{Done, DoneNotice},
    form::{CreateForm, Form, FormAction, FormNotice, PlainForm, Target},
    paths,
    ui::{Breadcrumb, Choice, Kind, Notice, Page, PasswordField, Section, Select, Table, TextField, Time, Tone},
};

/// A new passkey as it is typed. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedNewPasskey {
    /// What it is called.
    pub name: String,
}

/// The passkey that is removed, as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedRemoval {
    /// Which.
    pub passkey: PasskeyId,
}

/// The passkeys of an administrator.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedPasskeys {
    passkeys: Vec<PasskeySummary>,
    /// The one that the browser is asked for.
    adding: Option<AskedPasskey>,
    /// Whether browsers have passkeys for this installation.
    possible: bool,
    /// Whether nothing else can be done before there is a second factor.
    required: bool,
}

/// Loads the passkeys of the administrator who is signed in; `adding` is the new one that the browser is to be asked for, sealed.
pub async fn load_passkeys(adding: String) -> Result<LoadedPasskeys, ApiError> {
    let operator = operator()?;
    let own = operator.own_passkeys()?;
    Ok(LoadedPasskeys {
        passkeys: own.list().await?,
        adding: if adding.is_empty() { None } else { own.offered(&adding).await?.map(AskedPasskey::from) },
        possible: control()?.has_passkeys(),
        required: own.is_required(),
    })
}

/// Takes the name of a new passkey and the password; the next page asks the browser for it.
#[server]
pub async fn name_passkey(typed: TypedNewPasskey, password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let offered = operator.own_passkeys()?.offer(visitor.browser(), &typed.name, Secret::new(password)).await.keep(&typed)?;
    go_to(&paths::new_passkey(&offered.sealed));
    Ok(())
}

crate::form::needs!(NamePasskey);

/// Adds the passkey that the browser made. The first one ends the administrator's other sessions, and comes with recovery codes.
#[server]
pub async fn add_passkey(ceremony: String, credential: String) -> Result<(), ApiError> {
    let added = operator()?.own_passkeys()?.add(&ceremony, &credential).await?;
    if let Some(administrator) = &added.signed_out {
        begin_session(administrator).await?;
    }
    match added.codes {
        Some(codes) => {
            show_codes(codes.texts());
            done(paths::SECOND_FACTOR, Done::FirstPasskeyAdded);
        }
        None => done(paths::PASSKEYS, Done::PasskeyAdded),
    }
    Ok(())
}

crate::form::needs!(AddPasskey);

/// Removes a passkey.
#[server]
pub async fn remove_passkey(typed: TypedRemoval, removal_password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    operator.own_passkeys()?.remove(typed.passkey, visitor.browser(), Secret::new(removal_password)).await.keep(&typed)?;
    done(paths::PASSKEYS, Done::PasskeyRemoved);
    Ok(())
}

crate::form::needs!(RemovePasskey);

/// The passkeys of the administrator who is signed in.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    let name = FormAction::<NamePasskey>::typed();
    let add = FormAction::<AddPasskey>::new();
    let remove = FormAction::<RemovePasskey>::typed();
    loaded(load_passkeys(use_query().value("adding")), move |loaded| {
        let LoadedPasskeys { passkeys, adding, possible, required } = loaded;
        let failed = [name.form, add.form, remove.form].into_iter().any(Form::failed);
        let steps = vec![(paths::ACCOUNT.to_owned(), "My account".to_owned())];
        let needed = (required && passkeys.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    "A tenant that you administer requires a second factor. Add a passkey here, or "<A href=paths::SECOND_FACTOR>"set up an authenticator app"</A>", to go on."
                </Notice>
            }
        });
        let problem = add.form.problem("credential");
        let body = if let Some(asked) = adding {
            view! { <Create asked problem/> }.into_any()
        } else {
            let full = passkeys.len() >= MOST_PASSKEYS;
            // What could not be added is said here, where its own form is not shown any more.
            let refused = problem.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> });
            let new = (possible && !full).then(|| view! { <New action=name/> });
            let listed = (!passkeys.is_empty()).then(|| view! { <Listed passkeys action=remove/> });
            view! { {refused} {listed} {new} {(!possible).then(impossible)} {full.then(full_sentence)} }.into_any()
        };
        view! {
            <Page
                title="Passkeys"
                lead="A passkey is kept by your device or password manager. It signs you in with your fingerprint, your face or a PIN, in place of your password or after it."
                above=(move || view! { <Breadcrumb steps=steps.clone() here="Passkeys"/> }).into()
            >
                <DoneNotice failed/>
                <FormNotice form=add.form beside_fields=true/>
                {needed}
                {body}
            </Page>
        }
    })
}

fn impossible() -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning>
            "Browsers use passkeys only at an address with a name, over HTTPS or on this machine as localhost. This server's public_url is another."
        </Notice>
    }
}

fn full_sentence() -> impl IntoView {
    view! { <Notice tone=Tone::Neutral>"You have as many passkeys as there may be. Remove one that you do not use to add another."</Notice> }
}

/// Where a new passkey is named.
#[component]
fn New(action: FormAction<NamePasskey>) -> impl IntoView {
    let form = action.form;
    view! {
        <Section title="Add a passkey" lead="With the first one your password alone signs nobody in, and you get recovery codes for its loss.">
            <CreateForm action target=Target::none() label="Continue">
                <TextField input=form.field("name", "") label="Name" hint="By which you tell it apart, such as the device it is on."/>
                <PasswordField input=form.within("").field("password", "") label="Your password" autocomplete="current-password"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

/// Where the browser is asked for a new passkey.
#[component]
fn Create(asked: AskedPasskey, problem: Option<String>) -> impl IntoView {
    use leptos::server_fn::ServerFn as _;
    view! {
        <Section title="Create your passkey" lead="Your browser asks where to keep it, and for your fingerprint, your face or a PIN.">
            <PlainForm to=AddPasskey::url()>
                <PasskeyButton
                    asked
                    does="create"
                    label="Create passkey"
                    kind=Kind::Primary
                    otherwise="Use a browser that has them, with JavaScript."
                    problem
                />
            </PlainForm>
            <A href=paths::PASSKEYS>"Back to your passkeys"</A>
        </Section>
    }
    .into_any()
}

/// The passkeys that there are, and the end of one.
#[component]
fn Listed(passkeys: Vec<PasskeySummary>, action: FormAction<RemovePasskey>) -> impl IntoView {
    let form = action.form;
    let choices = passkeys.iter().map(|passkey| Choice::new(passkey.id.to_string(), passkey.name.to_string())).collect::<Vec<_>>();
    let first = choices.first().map(|choice| choice.value.clone()).unwrap_or_default();
    let rows = passkeys
        .into_iter()
        .map(|passkey| {
            let kept = if passkey.synced { "By a password manager, on all its devices" } else { "On one device" };
            let used = match passkey.last_used_at {
                Some(at) => view! { <Time utc=at.to_string()/> }.into_any(),
                None => "Never".into_any(),
            };
            view! {
                <tr>
                    <th scope="row" data-label="Name">{passkey.name.to_string()}</th>
                    <td data-label="Kept">{kept}</td>
                    <td data-label="Added"><Time utc=passkey.created_at.to_string()/></td>
                    <td data-label="Last used">{used}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Section title="Your passkeys">
            <Table label="Passkeys" heads=vec!["Name", "Kept", "Added", "Last used"]><tbody>{rows}</tbody></Table>
        </Section>
        <Section title="Remove a passkey" lead="It signs nobody in any more. Delete it on your device or in your password manager, too, which go on offering it.">
            <CreateForm action target=Target::none() label="Remove passkey">
                <Select input=form.field("passkey", first) label="Passkey" choices/>
                <PasswordField input=form.within("").field("removal_password", "") label="Your password" autocomplete="current-password"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
