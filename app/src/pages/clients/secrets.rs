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
        let state = view! { <Badge tone=Tone::Warning>"Previous"</Badge> }.into_any();
        row(previous.secret, state, Some(previous.until), view! { <Revoke target revoke/> }.into_any())
    });
    view! {
        <section class="section">
            <div class="section-header">
                <h2>"Client secrets"</h2>
                <p>
                    "Only hashes are stored, so a secret cannot be shown again. When it was last used is recorded once an hour, and once a minute
                    after it was replaced."
                </p>
            </div>
            <div role="alert" class="form-notice">{problem.map(|sentence| view! { <Notice tone=Tone::Bad>{sentence}</Notice> })}</div>
            <Table label="Client secrets" heads=vec!["Secret", "Created", "Last used", "Ends", "Actions"]>
                <tbody>{row(current, view! { <Badge tone=Tone::Good>"Current"</Badge> }.into_any(), None, replaces)} {previous}</tbody>
            </Table>
        </section>
    }
    .into_any()
}

/// A row of the table.
fn row(secret: ClientSecret, state: AnyView, until: Option<Timestamp>, action: AnyView) -> AnyView {
    let ClientSecret { version, fingerprint, created_at, used_at } = secret;
    // A secret that an earlier version of Regrant made may have been used before uses were recorded.
    let unused = if created_at.is_some() { "Never" } else { "Not recorded" };
    let time = |at: Option<Timestamp>, otherwise: &'static str| match at {
        Some(at) => view! { <Time utc=at.to_string()/> }.into_any(),
        None => otherwise.into_any(),
    };
    view! {
        <tr>
            <th scope="row" data-label="Secret">
                <div class="secret-name">
                    {format!("No. {version}")} {state} {fingerprint.map(|fingerprint| view! { <code title="Fingerprint">{fingerprint}</code> })}
                </div>
            </th>
            <td data-label="Created">{time(created_at, "Not recorded")}</td>
            <td data-label="Last used">{time(used_at, unused)}</td>
            <td data-label="Ends">{time(until, "When it is replaced")}</td>
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
            opens="Replace secret"
            title="Replace the client secret?"
            action=rotate
            target
            label="Replace secret"
            choices
        >
            <p>
                <strong>{name}</strong>" gets a new secret, which is shown once. The current one goes on working for as long as you choose, so that
                the application can change over. Existing tokens stay valid."
            </p>
            {has_previous.then(|| view! { <p>"The previous secret ends now: two work at a time at most."</p> })}
        </Confirm>
    }
    .into_any()
}

/// For how long the current secret is kept.
#[component]
fn Keep(form: Form) -> impl IntoView {
    let choices = CHOICES.into_iter().filter_map(|typed| {
        let keep = KeepPrevious::parse(typed).ok()?;
        let label = if keep == KeepPrevious::SHORTEST { "Not at all: it stops working now".to_owned() } else { keep.words() };
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

#[component]
fn Revoke(target: Target, revoke: FormAction<RevokePreviousSecret>) -> impl IntoView {
    view! {
        <Confirm
            id="revoke-previous-secret"
            opens="Revoke secret"
            title="Revoke the previous secret?"
            action=revoke
            target
            label="Revoke secret"
        >
            <p>"From its next request on, the client is refused with it. Existing tokens stay valid."</p>
        </Confirm>
    }
    .into_any()
}
