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
    paths,
    ui::{Choice, Notice, Page, PasswordField, Section, Select, TextField, Time, Tone, counted},
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
                <Confirm id="remove-mail-server" opens="Remove mail server" title="Remove the mail server?" action=remove target label="Remove">
                    <p>"Mail that waits is dropped. Users cannot reset their password or confirm an address by mail until there is another server."</p>
                </Confirm>
            }
        });
        let may_set = view.may_set;
        view! {
            <Page
                title="Mail"
                lead="How mail to users of this tenant is sent: links to reset a password, to confirm an address and to register."
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
                "All mail of this installation is written to a directory (mail_outbox) and not sent. A mail server that is saved here is not used."
            </Notice>
        }
    });
    let none = (view.server.is_none() && !view.to_outbox).then(|| {
        view! { <Notice tone=Tone::Warning>"There is no mail server yet, so no mail is sent."</Notice> }
    });
    let failure = view.last_failure.map(|LastFailure { at, failure }| {
        view! { <Notice tone=Tone::Bad>"The last mail was not sent (" <Time utc=at.to_string()/> "). " {failure.to_string()}</Notice> }
    });
    let waiting = (view.waiting > 0).then(|| view! { <p>{counted(view.waiting, "mail", "mails")} " waiting to be sent."</p> });
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
    let choices = MailTls::ALL.map(|tls| Choice::new(tls.name(), tls.label()));
    let hint = if view.has_password { "Leave it empty to keep the one that is saved." } else { "Stored sealed, and never shown." };
    let target = Target::tenant(&tenant).with("version", view.version);
    view! {
        <CreateForm action=save target label="Save changes">
            <Section title="Mail server" lead="An SMTP server that takes mail from this installation.">
                <TextField input=form.field("host", host) label="Host" hint="Such as smtp.example.com."/>
                <TextField input=form.field("port", port) label="Port" short=true/>
                <Select input=form.field("tls", tls.name()) label="Encryption" choices=choices.into()/>
                <TextField
                    input=form.field("user", user)
                    label="User name"
                    hint="Empty where the server asks for none."
                    optional=true
                />
                <PasswordField input=form.within("").field("password", "") label="Password" hint autocomplete="off"/>
            </Section>
            <Section title="Sender">
                <TextField input=form.field("sender", sender) label="E-mail" hint="The server must accept it as a sender." kind="email"/>
                <TextField input=form.field("sender_name", sender_name) label="Name"/>
            </Section>
        </CreateForm>
    }
    .into_any()
}

fn test_form(test: FormAction<SendTestMail>, tenant: Slug) -> AnyView {
    let target = Target::tenant(&tenant);
    view! {
        <Section title="Test mail" lead="Sent at once, by the server that is saved. Why it was not taken is shown here.">
            <CreateForm action=test target label="Send test mail">
                <TextField input=test.form.field("to", "") label="To" kind="email"/>
            </CreateForm>
        </Section>
    }
    .into_any()
}
