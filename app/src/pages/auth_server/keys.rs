use domain::{
    lifetime::RotationPeriod, permission::Action, settings::tokens::TokenSettings, signing::SigningAlgorithm, view::SigningKeysView,
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::key_table::{KeyTable, RotateSigningKey};
use crate::{
    api::{ApiError, Keep, Undoing, done, operator},
    components::{ActionRow, load_at, loaded, use_workspace_path},
    done::{Done, DoneNotice},
    form::{ActionButton, Form, FormAction, FormNotice, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{bounds, word},
    ui::{Fact, Facts, Notice, Page, Section, TextField, Tone},
};

/// The period of rotation as it is typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedKeyRotation {
    /// *Rotate after*; `0` for never.
    pub signing_keys_rotate_every: String,
}

impl TypedKeyRotation {
    fn of(tokens: &TokenSettings) -> Self {
        let period = tokens.signing.signing_keys_rotate_every;
        Self { signing_keys_rotate_every: period.map_or_else(|| "0".to_owned(), RotationPeriod::short) }
    }

    fn parse(&self) -> Result<Option<RotationPeriod>, ApiError> {
        RotationPeriod::parse_or_none(&self.signing_keys_rotate_every)
            .map_err(|error| ApiError::invalid("signing_keys_rotate_every", error))
    }
}

/// Loads the signing keys of a workspace.
pub async fn load_signing_keys(path: WorkspacePath) -> Result<SigningKeysView, ApiError> {
    Ok(operator()?.list_signing_keys(&path).await?)
}

/// Publishes a key that is to sign next.
#[server]
pub async fn publish_signing_key(path: WorkspacePath, algorithm: SigningAlgorithm) -> Result<(), ApiError> {
    operator()?.publish_signing_key(&path, algorithm).await?;
    done(&path.keys(), Done::KeyPublished);
    Ok(())
}

crate::form::needs!(PublishSigningKey: RotateSigningKeys);

/// Saves after how long keys are replaced.
#[server]
pub async fn set_key_rotation(
    path: WorkspacePath,
    version: i64,
    typed: TypedKeyRotation,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedKeyRotation::of(&in_force.tokens));
    let write = Write { action: Action::SetTokenSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    let period = merged.typed.parse().keep(&merged)?;
    let saved = operator.set_key_rotation(&path, merged.version, period).await.keep(&merged)?;
    merged.done(&path.keys(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetKeyRotation: SetTokenSettings);

/// Auth Server › Keys.
#[component]
pub fn KeysPage() -> impl IntoView {
    let (rotate, publish) = (FormAction::<RotateSigningKey>::new(), FormAction::<PublishSigningKey>::new());
    let save = FormAction::<SetKeyRotation>::typed();
    let forms = [rotate.form, publish.form, save.form];
    let loading = load_at(use_workspace_path(), load_signing_keys);
    loaded(loading, move |(path, view)| {
        let failed = forms.into_iter().any(Form::failed);
        let version = view.workspace.version;
        view! {
            <Page
                title=t!("auth-server-keys-title")
                lead=t!("auth-server-keys-lead")
                wide=true
            >
                <DoneNotice version failed/>
                <KeyNotice form=rotate.form/>
                <KeyNotice form=publish.form/>
                <KeyTable path=path.clone() view=view.clone() rotate/>
                <Rotation path=path.clone() workspace=view.workspace.clone() may_set=view.may_set save/>
                <Publish path view publish/>
            </Page>
        }
    })
}

/// Says why something was not done with a key.
#[component]
fn KeyNotice(form: Form) -> impl IntoView {
    let problem = form.problem("key").or(form.problem("algorithm"));
    view! {
        <FormNotice form beside_fields=true/>
        <div role="alert" class="form-notice">{problem.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}</div>
    }
    .into_any()
}

#[component]
fn Rotation(path: WorkspacePath, workspace: Workspace, may_set: bool, save: FormAction<SetKeyRotation>) -> impl IntoView {
    let typed = TypedKeyRotation::of(&workspace.tokens);
    let field = if may_set {
        let input = save.form.field("signing_keys_rotate_every", typed.signing_keys_rotate_every.clone());
        let hint = t!("auth-server-keys-rotation-hint", bounds = bounds(RotationPeriod::BOUNDS));
        view! {
            <SettingsForm action=save target=Target::workspace(&path) version=workspace.version shown=Shown::of(&typed) saved=SavedNotice::Elsewhere>
                <TextField input label=t!("auth-server-keys-rotation-after") hint mono=true short=true/>
            </SettingsForm>
        }
        .into_any()
    } else {
        let period = workspace.tokens.signing.signing_keys_rotate_every;
        let words = period.map_or_else(|| t!("auth-server-keys-rotation-never").to_owned(), RotationPeriod::words);
        view! {
            <Facts>
                <Fact name=t!("auth-server-keys-rotation-after")>{words}</Fact>
            </Facts>
        }
        .into_any()
    };
    view! {
        <Section
            title=t!("auth-server-keys-rotation")
            lead=t!("auth-server-keys-rotation-lead")
        >
            {field}
        </Section>
    }
    .into_any()
}

/// Offers a key for each allowed algorithm that has none.
#[component]
fn Publish(path: WorkspacePath, view: SigningKeysView, publish: FormAction<PublishSigningKey>) -> impl IntoView {
    let has_key = |algorithm: SigningAlgorithm| {
        view.keys.iter().any(|key| key.algorithm == algorithm && (key.life.is_current() || key.life.is_next()))
    };
    let without: Vec<_> = view
        .workspace
        .tokens
        .signing
        .signing_algorithms
        .iter()
        .copied()
        .filter(|algorithm| view.may_rotate && !has_key(*algorithm))
        .collect();
    (!without.is_empty()).then(move || {
        let row = |algorithm: SigningAlgorithm| {
            let target = Target::workspace(&path).with("algorithm", algorithm);
            view! {
                <ActionRow title=algorithm.name() text=word(algorithm.description())>
                    <ActionButton action=publish target label=t!("auth-server-keys-publish")/>
                </ActionRow>
            }
        };
        let rows = without.into_iter().map(row).collect_view();
        view! {
            <Section title=t!("auth-server-keys-others") lead=t!("auth-server-keys-others-lead")>
                {rows}
            </Section>
        }
    })
}
