//! What a user is sent by mail.

use domain::{id::UserId, user::UserStatus};
use leptos::prelude::*;

use super::frame::{LoadedUser, user_target};
use crate::{
    api::{ApiError, Language, done, operator},
    components::ActionRow,
    done::Done,
    form::{ActionButton, Form, FormAction},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::Section,
};

/// Sends a user a link by which they choose a new password.
#[server]
pub async fn send_password_link(path: WorkspacePath, user: UserId) -> Result<(), ApiError> {
    operator()?.send_password_link(&path, user).await?;
    done(&path.user(user), Done::PasswordLinkSent);
    Ok(())
}

crate::form::needs!(SendPasswordLink: SetUserPassword);

/// Sends a user a link by which they confirm their address.
#[server]
pub async fn send_verification(path: WorkspacePath, user: UserId) -> Result<(), ApiError> {
    operator()?.send_verification(&path, user).await?;
    done(&path.user(user), Done::VerificationSent);
    Ok(())
}

crate::form::needs!(SendVerification: SetUser);

/// Sets the language of the mails to a user.
#[server]
pub async fn set_user_language(path: WorkspacePath, user: UserId, language: String) -> Result<(), ApiError> {
    let language = Language::read(&language).ok_or(ApiError::NotFound)?;
    operator()?.set_user_language(&path, user, language).await?;
    done(&path.user(user), Done::UserLanguageSet);
    Ok(())
}

crate::form::needs!(SetUserLanguage: SetUser);

/// The actions of the section.
#[derive(Clone, Copy)]
pub(super) struct MailActions {
    password: FormAction<SendPasswordLink>,
    verification: FormAction<SendVerification>,
    language: FormAction<SetUserLanguage>,
}

impl MailActions {
    pub(super) fn new() -> Self {
        Self { password: FormAction::new(), verification: FormAction::new(), language: FormAction::new() }
    }

    pub(super) const fn forms(self) -> [Form; 3] {
        [self.password.form, self.verification.form, self.language.form]
    }
}

/// What can be sent to a user, and in which language; nothing where no mail is sent or the user has no address.
#[component]
pub(super) fn Mails(path: WorkspacePath, loaded: LoadedUser, actions: MailActions) -> impl IntoView {
    let user = loaded.view.user;
    let email = user.profile.email.filter(|_| loaded.mail && user.status == UserStatus::Active);
    let Some(email) = email else { return ().into_any() };
    let target = user_target(&path, user.id);
    let (of_verification, of_language) = (target.clone(), target.clone());
    let verification = (!user.profile.email_verified).then(|| {
        let text = t!("users-mails-verification-text", email = email.clone());
        view! {
            <ActionRow title=t!("users-mails-verification") text>
                <ActionButton action=actions.verification target=of_verification label=t!("users-mails-verification-send")/>
            </ActionRow>
        }
    });
    let known = loaded.language.as_deref().and_then(Language::read);
    let language = known.unwrap_or_default();
    let others = Language::ALL.into_iter().filter(move |other| *other != language).map(|other| {
        let target = of_language.clone().with("language", other.tag());
        view! { <ActionButton action=actions.language target label=other.own_name()/> }
    });
    let others = others.collect_view();
    view! {
        <Section title=t!("users-mails-title")>
            <ActionRow title=t!("users-mails-password") text=t!("users-mails-password-text", email = email)>
                <ActionButton action=actions.password target label=t!("users-mails-password-send")/>
            </ActionRow>
            {verification}
            <ActionRow title=t!("users-mails-language", language = language.own_name()) text=t!("users-mails-language-text")>
                {others}
            </ActionRow>
        </Section>
    }
    .into_any()
}
