use domain::{
    permission::Action,
    settings::sign_in::{PasswordStrength, SignInSettings},
    workspace::Workspace,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, Problems, Undoing, operator},
    components::{ShowAs, Shows, load_at, load_workspace, loaded, use_workspace_path},
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Checkbox, Choice, Page, Section, Select},
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
    fn of(Workspace { sign_in, .. }: &Workspace) -> Self {
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
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let merged = Sent { typed, version, opened }.merge(in_force.version, &TypedSignIn::of(&in_force));
    let write = Write { action: Action::SetSignInSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
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
    let loading = load_at(use_workspace_path(), load_workspace);
    loaded(loading, move |(path, workspace)| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let sign_in = workspace.sign_in.clone();
        let strengths = PasswordStrength::ALL.map(|strength| Choice::new(strength.name(), strength.label()));
        view! {
            <Page title="Sign-in" lead="How users of this workspace sign in.">
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&TypedSignIn::of(&workspace))
                    saved=SavedNotice::Above
                >
                    <Section title="Passwords">
                        <Select
                            input=form.field("minimum_password_strength", sign_in.minimum_password_strength.name())
                            label="Minimum password strength"
                            hint="For new passwords, by the number of guesses that they take. The commonest passwords are never accepted, nor those made of names in this workspace. Existing passwords stay."
                            choices=strengths.into()
                        />
                        <Checkbox
                            tick=form.tick("password_reset", sign_in.password_reset)
                            label="Password reset by e-mail"
                            hint="The sign-in page offers a link to who has forgotten their password. It works once, for 30 minutes."
                        />
                    </Section>
                    <Section title="Registration" lead="Needs a mail server of the tenant.">
                        <Checkbox
                            tick=form.tick("registration", sign_in.registration)
                            label="Users can register themselves"
                            hint="Anyone with an e-mail address can become a user of this workspace."
                        />
                        <Checkbox
                            tick=form.tick("confirm_registrations", sign_in.confirm_registrations)
                            label="Confirm the address before the first sign-in"
                            hint="Without it, whoever registers finds out by signing in whether an address had an account."
                        />
                    </Section>
                    <Section title="Account page">
                        <Checkbox
                            tick=form.tick("account_deletion", sign_in.account_deletion)
                            label="Users can delete their own account"
                            hint="With their password. What was issued for them stops working at once."
                        />
                    </Section>
                </SettingsForm>
                {show_as}
            </Page>
        }
    })
}
