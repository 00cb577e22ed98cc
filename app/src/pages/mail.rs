//! The mail server of a tenant.

use domain::{
    mail::{LastFailure, MailTls, MailView, TypedMailServer},
    name::Slug,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{load_at, loaded, use_tenant},
    done::{Done, DoneNotice},
    form::{Confirm, CreateForm, FormAction, FormNotice, Target},
    paths, t, t_view,
    text::{problem, word},
    ui::{Choice, Notice, Page, PasswordField, Section, Select, TextField, Time, Tone},
};

/// Loads how a tenant's mail is sent.
pub async fn load_mail(tenant: Slug) -> Result<MailView, ApiError> {
    Ok(operator()?.load_mail(&tenant).await?)
}

/// Saves a tenant's mail server.
#[server]
pub async fn set_mail_server(
    tenant: Slug,
    version: i64,
    #[server(default)] typed: TypedMailServer,
    #[server(default)] password: String,
) -> Result<(), ApiError> {
    operator()?.set_mail_server(&tenant, version, &typed, &password).await.keep(&typed)?;
    done(&paths::mail(&tenant), Done::MailServerSaved);
    Ok(())
}

crate::form::needs!(SetMailServer: SetMailServer);

/// Removes a tenant's mail server.
#[server]
pub async fn delete_mail_server(tenant: Slug, version: i64) -> Result<(), ApiError> {
    operator()?.delete_mail_server(&tenant, version).await?;
    done(&paths::mail(&tenant), Done::MailServerRemoved);
    Ok(())
}

crate::form::needs!(DeleteMailServer: SetMailServer);

/// The address of a test mail, as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedTestMail {
    /// Where it goes.
    pub to: String,
}

/// Sends a test mail.
#[server]
pub async fn send_test_mail(tenant: Slug, typed: TypedTestMail) -> Result<(), ApiError> {
    operator()?.send_test_mail(&tenant, &typed.to).await.keep(&typed)?;
    done(&paths::mail(&tenant), Done::TestMailSent);
    Ok(())
}

crate::form::needs!(SendTestMail: SetMailServer);

/// The mail server of a tenant.
#[component]
pub fn MailPage() -> impl IntoView {
    let (save, test) = (FormAction::<SetMailServer>::typed(), FormAction::<SendTestMail>::typed());
    let remove = FormAction::<DeleteMailServer>::new();
    let loading = load_at(use_tenant(), load_mail);
    loaded(loading, move |(tenant, view)| {
        let can_send = view.server.is_some() || view.to_outbox;
        let removal = view.server.clone().filter(|_| view.may_set).map(|_| {
            let target = Target::tenant(&tenant).with("version", view.version);
            view! {
                <FormNotice form=remove.form/>
                <Confirm id="remove-mail-server" opens=t!("workspaces-mail-remove-server") title=t!("workspaces-mail-remove-title") action=remove target label=t!("workspaces-mail-remove")>
                    <p>{t!("workspaces-mail-remove-text")}</p>
                </Confirm>
            }
        });
        let may_set = view.may_set;
        view! {
            <Page
                title=t!("workspaces-mail-title")
                lead=t!("workspaces-mail-lead")
            >
                <DoneNotice failed=save.form.failed()/>
                <State view=view.clone()/>
                {may_set.then(|| server_form(save, tenant.clone(), view.clone()))}
                {(may_set && can_send).then(|| test_form(test, tenant.clone()))}
                {removal}
            </Page>
        }
    })
}

/// What administrators should know about the mail of now.
#[component]
fn State(view: MailView) -> impl IntoView {
    let outbox = view.to_outbox.then(|| {
        view! {
            <Notice tone=Tone::Warning>
                {t!("workspaces-mail-outbox")}
            </Notice>
        }
    });
    let none = (view.server.is_none() && !view.to_outbox).then(|| {
        view! { <Notice tone=Tone::Warning>{t!("workspaces-mail-none")}</Notice> }
    });
    let failure = view.last_failure.map(|LastFailure { at, failure }| {
        let time = view! { <Time utc=at.to_string()/> };
        view! { <Notice tone=Tone::Bad>{t_view!("workspaces-mail-failed", time = time, reason = problem(&failure.into()))}</Notice> }
    });
    let waiting = (view.waiting > 0).then(|| view! { <p>{t!("workspaces-mail-waiting", count = view.waiting)}</p> });
    view! { {outbox} {none} {failure} {waiting} }.into_any()
}

fn server_form(save: FormAction<SetMailServer>, tenant: Slug, view: MailView) -> AnyView {
    let form = save.form;
    let server = view.server.as_ref();
    let host = server.map(|server| server.host.to_string()).unwrap_or_default();
    let port = server.map_or_else(|| "465".to_owned(), |server| server.port.to_string());
    let user = server.and_then(|server| server.user.clone()).unwrap_or_default();
    let sender = server.map(|server| server.sender.to_string()).unwrap_or_default();
    let sender_name = server.map(|server| server.sender_name.to_string()).unwrap_or_default();
    let tls = server.map_or_else(MailTls::default, |server| server.tls);
    let choices = MailTls::ALL.map(|tls| Choice::new(tls.name(), word(tls.label())));
    let hint = if view.has_password { t!("workspaces-mail-password-keep") } else { t!("workspaces-mail-password-sealed") };
    let target = Target::tenant(&tenant).with("version", view.version);
    view! {
        <CreateForm action=save target label=t!("workspaces-mail-save")>
            <Section title=t!("workspaces-mail-server") lead=t!("workspaces-mail-server-lead")>
                <TextField input=form.field("host", host) label=t!("workspaces-mail-host") hint=t!("workspaces-mail-host-hint")/>
                <TextField input=form.field("port", port) label=t!("workspaces-mail-port") short=true/>
                <Select input=form.field("tls", tls.name()) label=t!("workspaces-mail-encryption") choices=choices.into()/>
                <TextField
                    input=form.field("user", user)
                    label=t!("workspaces-mail-user")
                    hint=t!("workspaces-mail-user-hint")
                    optional=true
                />
                <PasswordField input=form.within("").field("password", "") label=t!("workspaces-mail-password") hint autocomplete="off"/>
            </Section>
            <Section title=t!("workspaces-mail-sender")>
                <TextField input=form.field("sender", sender) label=t!("workspaces-mail-sender-email") hint=t!("workspaces-mail-sender-email-hint") kind="email"/>
                <TextField input=form.field("sender_name", sender_name) label=t!("workspaces-mail-sender-name")/>
            </Section>
        </CreateForm>
    }
    .into_any()
}

fn test_form(test: FormAction<SendTestMail>, tenant: Slug) -> AnyView {
    let target = Target::tenant(&tenant);
    view! {
        <Section title=t!("workspaces-mail-test") lead=t!("workspaces-mail-test-lead")>
            <CreateForm action=test target label=t!("workspaces-mail-test-send")>
                <TextField input=test.form.field("to", "") label=t!("workspaces-mail-test-to") kind="email"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
