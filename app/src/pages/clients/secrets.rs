use domain::{
    client_secret::{ClientSecrets, KEEP_PREVIOUS, KeepPrevious, PreviousClientSecret},
    id::ClientId,
};
use leptos::prelude::*;

use super::frame::show_secret;
use crate::{
    api::{ApiError, done, operator},
    components::ActionRow,
    done::Done,
    form::{Confirm, Form, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Choice, Fact, Facts, Notice, Select, Time, Tone},
};

/// For how long the previous secret can be kept, as it is chosen.
const CHOICES: [&str; 5] = ["0", "1h", "1d", "7d", "30d"];

/// Gives a client another secret, to be shown once. Where nothing is said, the current one goes on working for a day.
#[server]
pub async fn rotate_client_secret(
    path: WorkspacePath,
    client: ClientId,
    version: i64,
    #[server(default)] keep_previous_for: String,
) -> Result<(), ApiError> {
    let keep = match keep_previous_for.as_str() {
        "" => KEEP_PREVIOUS,
        text => KeepPrevious::parse(text).map_err(|error| ApiError::invalid("keep_previous_for", error))?,
    };
    let secret = operator()?.rotate_client_secret(&path, client, version, keep).await?;
    show_secret(client, &secret);
    let at_once = keep == KeepPrevious::SHORTEST;
    done(&path.client(client), if at_once { Done::SecretRotated } else { Done::SecretAdded });
    Ok(())
}

/// Ends the secret before a client's current one.
#[server]
pub async fn revoke_previous_secret(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    operator()?.revoke_previous_client_secret(&path, client, version).await?;
    done(&path.client(client), Done::PreviousSecretRevoked);
    Ok(())
}

/// The secrets of a client, and how they are replaced.
#[component]
pub(super) fn Secrets(
    /// What the client is called.
    name: String,
    /// Its secrets.
    secrets: ClientSecrets,
    /// The client in the version that is shown.
    target: Target,
    /// Replaces the secret.
    rotate: FormAction<RotateClientSecret>,
    /// Ends the one before.
    revoke: FormAction<RevokePreviousSecret>,
) -> impl IntoView {
    let problem = rotate.form.problem("keep_previous_for");
    let ClientSecrets { version, fingerprint, previous } = secrets;
    let has_previous = previous.is_some();
    let choices = Some(view! { <Keep form=rotate.form/> }.into_any());
    view! {
        <div role="alert" class="form-notice">{problem.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}</div>
        <ActionRow title="Client secret" text="Only its hash is stored, so it cannot be shown again. Replace it if it was lost or leaked, or from time to time.">
            <Confirm
                id="rotate-secret"
                opens="Replace secret"
                title="Replace the client secret?"
                action=rotate
                target=target.clone()
                label="Replace secret"
                choices
            >
                <p>
                    <strong>{name}</strong>" gets a new secret, which is shown once. The one that it has now goes on working for as long as you choose, so
                    that the application can change over. Its existing tokens stay valid."
                </p>
                {has_previous.then(|| view! { <p>"The secret before that ends now: two work at a time at most."</p> })}
            </Confirm>
        </ActionRow>
        <Facts>
            <Fact name="Current secret">{identity(version, fingerprint)}</Fact>
        </Facts>
        {previous.map(|previous| view! { <Previous previous target revoke/> })}
    }
    .into_any()
}

/// For how long the previous secret is kept.
#[component]
fn Keep(form: Form) -> impl IntoView {
    let choices = CHOICES.into_iter().filter_map(|typed| {
        let keep = KeepPrevious::parse(typed).ok()?;
        let label = if keep == KeepPrevious::SHORTEST { "Not at all: it stops working at once".to_owned() } else { keep.words() };
        Some(Choice::new(typed, label))
    });
    view! {
        <Select
            input=form.field("keep_previous_for", KEEP_PREVIOUS.short())
            label="Keep the current secret working for"
            hint="Choose Not at all if it leaked."
            choices=choices.collect()
        />
    }
    .into_any()
}

/// The secret before the current one, while it works.
#[component]
fn Previous(previous: PreviousClientSecret, target: Target, revoke: FormAction<RevokePreviousSecret>) -> impl IntoView {
    let used = match previous.used_at {
        Some(at) => view! { "last used "<Time utc=at.to_string()/> }.into_any(),
        None => "not used since it was replaced".into_any(),
    };
    view! {
        <Facts>
            <Fact name="Previous secret">{identity(previous.version, previous.fingerprint)}</Fact>
            <Fact name="It works until"><Time utc=previous.until.to_string()/>", "{used}</Fact>
        </Facts>
        <ActionRow title="Previous secret" text="It ends by itself. Revoke it when the application has changed over, or if it leaked.">
            <Confirm
                id="revoke-previous-secret"
                opens="Revoke previous secret"
                title="Revoke the previous secret?"
                action=revoke
                target
                label="Revoke previous secret"
            >
                <p>"From its next request on, the client is refused with it. Its existing tokens stay valid."</p>
            </Confirm>
        </ActionRow>
    }
    .into_any()
}

/// What tells a secret from others.
fn identity(version: i64, fingerprint: Option<String>) -> impl IntoView {
    let fingerprint = fingerprint.map_or_else(
        || "without a fingerprint, because an earlier version of Regrant made it".into_any(),
        |fingerprint| view! { "fingerprint "<code>{fingerprint}</code> }.into_any(),
    );
    view! { {format!("Version {version}, ")} {fingerprint} }
}
