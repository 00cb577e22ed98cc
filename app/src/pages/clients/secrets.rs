use domain::{
    client_secret::{ClientSecret, ClientSecrets, KEEP_PREVIOUS, KeepPrevious},
    clock::Timestamp,
    id::ClientId,
};
use leptos::prelude::*;

use super::frame::show_secret;
use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, Form, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::lifetime,
    ui::{Badge, Choice, Notice, Select, Table, Time, Tone},
};

/// For how long the current secret can be kept, as it is chosen.
const CHOICES: [&str; 4] = ["0", "1h", "1d", "7d"];

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

crate::form::needs!(RotateClientSecret: RotateClientSecret);

/// Ends the secret before a client's current one.
#[server]
pub async fn revoke_previous_secret(path: WorkspacePath, client: ClientId, version: i64) -> Result<(), ApiError> {
    operator()?.revoke_previous_client_secret(&path, client, version).await?;
    done(&path.client(client), Done::PreviousSecretRevoked);
    Ok(())
}

crate::form::needs!(RevokePreviousSecret: RotateClientSecret);

/// The secrets of a client: the current one, and the one before while it works.
#[component]
pub(super) fn Secrets(
    /// What the client is called.
    name: String,
    /// Its secrets.
    secrets: ClientSecrets,
    /// The client in the version that is shown.
    target: Target,
    /// Replaces the current one.
    rotate: FormAction<RotateClientSecret>,
    /// Ends the one before.
    revoke: FormAction<RevokePreviousSecret>,
) -> impl IntoView {
    let problem = rotate.form.problem("keep_previous_for");
    let ClientSecrets { current, previous } = secrets;
    let has_previous = previous.is_some();
    let replaces = view! { <Replace name has_previous target=target.clone() rotate/> }.into_any();
    let previous = previous.map(|previous| {
        let state = view! { <Badge tone=Tone::Warning>{t!("clients-secrets-previous")}</Badge> }.into_any();
        row(previous.secret, state, Some(previous.until), view! { <Revoke target revoke/> }.into_any())
    });
    let current = row(current, view! { <Badge tone=Tone::Good>{t!("clients-secrets-current")}</Badge> }.into_any(), None, replaces);
    let heads = vec![
        t!("clients-secrets-secret"),
        t!("clients-secrets-created"),
        t!("clients-secrets-last-used"),
        t!("clients-secrets-ends"),
        t!("clients-secrets-actions"),
    ];
    view! {
        <section class="section">
            <div class="section-header">
                <h2>{t!("clients-secrets-title")}</h2>
                <p>{t!("clients-secrets-lead")}</p>
            </div>
            <div role="alert" class="form-notice">{problem.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}</div>
            <Table label=t!("clients-secrets-title") heads>
                <tbody>{current} {previous}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// A row of the table.
fn row(secret: ClientSecret, state: AnyView, until: Option<Timestamp>, action: AnyView) -> AnyView {
    let ClientSecret { version, fingerprint, created_at, used_at } = secret;
    // A secret that an earlier version of Regrant made may have been used before uses were recorded.
    let unused = if created_at.is_some() { t!("clients-secrets-never") } else { t!("clients-secrets-not-recorded") };
    let fingerprint = fingerprint.map(|fingerprint| view! { <code title=t!("clients-secrets-fingerprint")>{fingerprint}</code> });
    let time = |at: Option<Timestamp>, otherwise: &'static str| match at {
        Some(at) => view! { <Time utc=at.to_string()/> }.into_any(),
        None => otherwise.into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label=t!("clients-secrets-secret")>
                <div class="secret-name">
                    {t!("clients-secrets-number", version = version)} {state} {fingerprint}
                </div>
            </th>
            <td data-label=t!("clients-secrets-created")>{time(created_at, t!("clients-secrets-not-recorded"))}</td>
            <td data-label=t!("clients-secrets-last-used")>{time(used_at, unused)}</td>
            <td data-label=t!("clients-secrets-ends")>{time(until, t!("clients-secrets-when-replaced"))}</td>
            <td>{action}</td>
        </tr>
    }
    .into_any()
}

#[component]
fn Replace(name: String, has_previous: bool, target: Target, rotate: FormAction<RotateClientSecret>) -> impl IntoView {
    let choices = Some(view! { <Keep form=rotate.form/> }.into_any());
    view! {
        <Confirm
            id="rotate-secret"
            opens=t!("clients-secrets-replace")
            title=t!("clients-secrets-replace-title")
            action=rotate
            target
            label=t!("clients-secrets-replace")
            choices
        >
            <p>{t_view!("clients-secrets-replace-asked", name = view! { <strong>{name}</strong> })}</p>
            {has_previous.then(|| view! { <p>{t!("clients-secrets-replace-previous")}</p> })}
        </Confirm>
    }
    .into_any()
}

/// For how long the current secret is kept.
#[component]
fn Keep(form: Form) -> impl IntoView {
    let choices = CHOICES.into_iter().filter_map(|typed| {
        let keep = KeepPrevious::parse(typed).ok()?;
        let label = if keep == KeepPrevious::SHORTEST { t!("clients-secrets-keep-not").to_owned() } else { lifetime(keep) };
        Some(Choice::new(typed, label))
    });
    view! {
        <Select
            input=form.field("keep_previous_for", KEEP_PREVIOUS.short())
            label=t!("clients-secrets-keep")
            hint=t!("clients-secrets-keep-hint")
            choices=choices.collect()
        />
    }
    .into_any()
}

#[component]
fn Revoke(target: Target, revoke: FormAction<RevokePreviousSecret>) -> impl IntoView {
    view! {
        <Confirm
            id="revoke-previous-secret"
            opens=t!("clients-secrets-revoke")
            title=t!("clients-secrets-revoke-title")
            action=revoke
            target
            label=t!("clients-secrets-revoke")
        >
            <p>{t!("clients-secrets-revoke-asked")}</p>
        </Confirm>
    }
    .into_any()
}
