use domain::{
    permission::Action,
    settings::sign_in::{PasswordStrength, SignInSettings},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, Problems, Undoing, operator},
    components::{Setting, ShowAs, Shows, load_at, load_settings, loaded, unless_default, use_workspace_path},
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{MessageId, word},
    ui::{Checkbox, Choice, Indexed, Page, Section, Select},
};

/// The settings as they are typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a checkbox of its own")]
pub struct TypedSignIn {
    minimum_password_strength: String,
    password_reset: bool,
    registration: bool,
    confirm_registrations: bool,
    account_deletion: bool,
}

impl TypedSignIn {
    fn of(sign_in: &SignInSettings) -> Self {
        Self {
            minimum_password_strength: sign_in.minimum_password_strength.name().to_owned(),
            password_reset: sign_in.password_reset,
            registration: sign_in.registration,
            confirm_registrations: sign_in.confirm_registrations,
            account_deletion: sign_in.account_deletion,
        }
    }

    fn parse(&self) -> Result<SignInSettings, ApiError> {
        let mut problems = Problems::default();
        let strength = self.minimum_password_strength.parse();
        let settings = SignInSettings {
            minimum_password_strength: problems.read("minimum_password_strength", strength, PasswordStrength::default()),
            password_reset: self.password_reset,
            registration: self.registration,
            confirm_registrations: self.confirm_registrations,
            account_deletion: self.account_deletion,
        };
        problems.finish(settings)
    }
}

/// Saves how users sign in.
#[server]
pub async fn set_sign_in_settings(
    path: WorkspacePath,
    version: i64,
    #[server(default)] typed: TypedSignIn,
    #[server(default)] opened: Opened,
    #[server(default)] reset: String,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let sent = Sent { typed, version, opened }.with_default(&reset, &TypedSignIn::of(&SignInSettings::default()));
    let merged = sent.merge(in_force.version, &TypedSignIn::of(&in_force.sign_in));
    let write = Write { action: Action::SetSignInSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?.unless_reset(&reset)?;
    let settings = merged.typed.parse().keep(&merged)?;
    let saved = operator.set_sign_in_settings(&path, merged.version, settings).await.keep(&merged)?;
    merged.done(&path.sign_in_settings(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetSignInSettings: SetSignInSettings);

/// Settings › Sign-in.
#[component]
pub fn SignInSettingsPage() -> impl IntoView {
    let save = FormAction::<SetSignInSettings>::typed();
    let form = save.form;
    let loading = load_at(use_workspace_path(), load_settings);
    loaded(loading, move |(path, (workspace, changes))| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let sign_in = workspace.sign_in.clone();
        let default = SignInSettings::default();
        let strengths = PasswordStrength::ALL.map(|strength| Choice::new(strength.name(), word(strength.label())));
        let strength = Setting { name: "minimum_password_strength", label: id!("settings-sign-in-strength") };
        let words = |strength: &PasswordStrength| {
            let label = word(strength.label());
            // Without “(default)”, which it is called where it is chosen.
            label.split_once(" (").map_or(label, |(label, _)| label).to_owned()
        };
        let strength_default = unless_default(&sign_in.minimum_password_strength, &default.minimum_password_strength, words);
        let strength_field = view! {
            <Select
                input=form.field(strength.name, sign_in.minimum_password_strength.name())
                label=strength.label.text()
                hint=t!("settings-sign-in-strength-hint")
                choices=strengths.into()
            />
        };
        let strength = strength.view(strength_field, strength_default, &changes);
        let switch = move |name, label: MessageId, hint: &'static str, in_force: bool, default: bool| {
            let field = view! { <Checkbox tick=form.tick(name, in_force) label=label.text() hint/> };
            let words = |on: &bool| if *on { t!("settings-sign-in-on") } else { t!("settings-sign-in-off") }.to_owned();
            let default = unless_default(&in_force, &default, words);
            Setting { name, label }.view(field, default, &changes)
        };
        let password_reset = switch(
            "password_reset",
            id!("settings-sign-in-reset"),
            t!("settings-sign-in-reset-hint"),
            sign_in.password_reset,
            default.password_reset,
        );
        let registration = switch(
            "registration",
            id!("settings-sign-in-register"),
            t!("settings-sign-in-register-hint"),
            sign_in.registration,
            default.registration,
        );
        let confirm_registrations = switch(
            "confirm_registrations",
            id!("settings-sign-in-confirm"),
            t!("settings-sign-in-confirm-hint"),
            sign_in.confirm_registrations,
            default.confirm_registrations,
        );
        let account_deletion = switch(
            "account_deletion",
            id!("settings-sign-in-deletion"),
            t!("settings-sign-in-deletion-hint"),
            sign_in.account_deletion,
            default.account_deletion,
        );
        view! {
            <Page title=t!("settings-sign-in-title") lead=t!("settings-sign-in-lead")>
                <Indexed>
                    <SettingsForm
                        action=save
                        target=Target::workspace(&path)
                        version=workspace.version
                        shown=Shown::of(&TypedSignIn::of(&workspace.sign_in))
                        saved=SavedNotice::Above
                    >
                        <Section title=t!("settings-sign-in-passwords")>
                            {strength}
                            {password_reset}
                        </Section>
                        <Section title=t!("settings-sign-in-registration") lead=t!("settings-sign-in-registration-lead")>
                            {registration}
                            {confirm_registrations}
                        </Section>
                        <Section title=t!("settings-sign-in-account")>
                            {account_deletion}
                        </Section>
                    </SettingsForm>
                </Indexed>
                {show_as}
            </Page>
        }
    })
}
