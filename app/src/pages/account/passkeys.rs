use domain::{
    id::PasskeyId,
    name::Name,
    passkey::{MOST_PASSKEYS, PasskeySummary},
    problem::Problem,
    secret::Secret,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::{password::OwnPasswordField, recovery_codes::show_codes};
use crate::{
    api::{ApiError, Keep, begin_session, control, done, go_to, operator, signed_in, visitor},
    components::{AskedPasskey, PasskeyButton, PasskeyTable, loaded, use_query},
    done::{Done, DoneNotice},
    form::{CreateForm, Form, FormAction, FormNotice, PlainForm, Target},
    paths, t, t_view,
    ui::{Breadcrumb, Choice, Kind, Link, Notice, Page, Section, Select, TextField, Tone},
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
    /// Which; empty where none was chosen.
    pub passkey: String,
}

/// Reads which passkey was chosen in a field.
fn chosen(field: &str, typed: &str) -> Result<PasskeyId, ApiError> {
    let problem = if typed.is_empty() { Problem::Unchosen } else { Problem::UnknownValue };
    typed.parse().map_err(|_| ApiError::invalid(field, problem))
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
    has_password: bool,
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
        has_password: operator.own_password()?.exists().await?,
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

/// A passkey and its new name, as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedPasskeyName {
    /// Which; empty where none was chosen.
    pub renamed: String,
    /// What it is to be called.
    pub new_name: String,
}

/// Renames a passkey.
#[server]
pub async fn rename_passkey(typed: TypedPasskeyName) -> Result<(), ApiError> {
    let own = signed_in().ok_or(ApiError::SignedOut)?;
    let passkey = chosen("renamed", &typed.renamed).keep(&typed)?;
    let name = Name::parse(&typed.new_name).map_err(|problem| ApiError::invalid("new_name", problem)).keep(&typed)?;
    operator()?.rename_administrator_passkey(own.email.as_str(), passkey, name.as_str()).await.keep(&typed)?;
    done(paths::PASSKEYS, Done::PasskeyRenamed);
    Ok(())
}

crate::form::needs!(RenamePasskey);

/// Removes a passkey.
#[server]
pub async fn remove_passkey(typed: TypedRemoval, removal_password: String) -> Result<(), ApiError> {
    let (operator, visitor) = (operator()?, visitor()?);
    let passkey = chosen("passkey", &typed.passkey).keep(&typed)?;
    operator.own_passkeys()?.remove(passkey, visitor.browser(), Secret::new(removal_password)).await.keep(&typed)?;
    done(paths::PASSKEYS, Done::PasskeyRemoved);
    Ok(())
}

crate::form::needs!(RemovePasskey);

/// The passkeys of the administrator who is signed in.
#[component]
pub fn PasskeysPage() -> impl IntoView {
    let name = FormAction::<NamePasskey>::typed();
    let add = FormAction::<AddPasskey>::new();
    let rename = FormAction::<RenamePasskey>::typed();
    let remove = FormAction::<RemovePasskey>::typed();
    loaded(load_passkeys(use_query().value("adding")), move |loaded| {
        let LoadedPasskeys { passkeys, adding, possible, required, has_password } = loaded;
        let failed = [name.form, add.form, rename.form, remove.form].into_iter().any(Form::failed);
        let steps = vec![(paths::ACCOUNT.to_owned(), t!("account-title").to_owned())];
        let needed = (required && passkeys.is_empty()).then(|| {
            view! {
                <Notice tone=Tone::Warning>
                    {t_view!(
                        "account-passkeys-needed",
                        app = view! { <Link href=paths::SECOND_FACTOR>{t!("account-passkeys-needed-app")}</Link> },
                    )}
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
            let new = (possible && !full).then(|| view! { <New has_password action=name/> });
            let listed = (!passkeys.is_empty()).then(|| view! { <Listed passkeys has_password rename remove/> });
            view! { {refused} {listed} {new} {(!possible).then(impossible)} {full.then(full_sentence)} }.into_any()
        };
        view! {
            <Page
                title=t!("account-passkeys")
                lead=t!("account-passkeys-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("account-passkeys")/> }).into()
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
            {t!("account-passkeys-impossible")}
        </Notice>
    }
}

fn full_sentence() -> impl IntoView {
    view! { <Notice tone=Tone::Neutral>{t!("account-passkeys-full")}</Notice> }
}

/// Where a new passkey is named.
#[component]
fn New(has_password: bool, action: FormAction<NamePasskey>) -> impl IntoView {
    let form = action.form;
    view! {
        <Section title=t!("account-passkeys-add") lead=t!("account-passkeys-add-lead")>
            <CreateForm action target=Target::none() label=t!("account-passkeys-continue")>
                <TextField input=form.field("name", "") label=t!("account-passkeys-name") hint=t!("account-passkeys-name-hint")/>
                <OwnPasswordField has_password input=form.within("").field("password", "")/>
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
        <Section title=t!("account-passkeys-create-title") lead=t!("account-passkeys-create-lead")>
            <PlainForm to=AddPasskey::url()>
                <PasskeyButton
                    asked
                    does="create"
                    label=t!("account-passkeys-create")
                    kind=Kind::Primary
                    otherwise=t!("account-passkeys-otherwise")
                    problem
                />
            </PlainForm>
            <Link href=paths::PASSKEYS>{t!("account-passkeys-back")}</Link>
        </Section>
    }
    .into_any()
}

/// The passkeys that there are, the name of one and the end of one.
#[component]
fn Listed(
    passkeys: Vec<PasskeySummary>,
    has_password: bool,
    rename: FormAction<RenamePasskey>,
    remove: FormAction<RemovePasskey>,
) -> impl IntoView {
    let choices = passkeys.iter().map(|passkey| Choice::new(passkey.id.to_string(), passkey.name.to_string())).collect::<Vec<_>>();
    let choices: Vec<_> = std::iter::once(Choice::unchosen(t!("account-passkeys-choose"))).chain(choices).collect();
    let again = choices.clone();
    view! {
        <Section title=t!("account-passkeys-yours")>
            <PasskeyTable passkeys/>
        </Section>
        <Section title=t!("account-passkeys-rename-title")>
            <CreateForm action=rename target=Target::none() label=t!("account-passkeys-rename")>
                <Select input=rename.form.field("renamed", "") label=t!("account-passkeys-passkey") choices=again/>
                <TextField input=rename.form.field("new_name", "") label=t!("account-passkeys-new-name")/>
            </CreateForm>
        </Section>
        <Section title=t!("account-passkeys-remove-title") lead=t!("account-passkeys-remove-lead")>
            <CreateForm action=remove target=Target::none() label=t!("account-passkeys-remove")>
                <Select input=remove.form.field("passkey", "") label=t!("account-passkeys-passkey") choices/>
                <OwnPasswordField has_password input=remove.form.within("").field("removal_password", "")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
