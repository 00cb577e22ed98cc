use domain::{
    id::KeyId,
    signing_key::{KeyState, PUBLICATION, Urgency},
    view::{SigningKeyView, SigningKeysView},
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{duration, word},
    ui::{Badge, Copyable, Kind, LinkButton, Table, Time, Tone},
};

/// Lets the next key sign in place of this one.
#[server]
pub async fn rotate_signing_key(path: WorkspacePath, key: KeyId, urgency: Urgency) -> Result<(), ApiError> {
    operator()?.rotate_signing_key(&path, key, urgency).await?;
    done(&path.keys(), Done::KeyRotated);
    Ok(())
}

crate::form::needs!(RotateSigningKey: RotateSigningKeys);

/// The signing keys of a workspace, with what can be done with each.
#[component]
pub(super) fn KeyTable(
    /// The workspace.
    path: WorkspacePath,
    /// The keys.
    view: SigningKeysView,
    /// Rotates one.
    rotate: FormAction<RotateSigningKey>,
) -> impl IntoView {
    let SigningKeysView { keys, ready, may_rotate, may_revoke, .. } = view;
    let rows = keys
        .into_iter()
        .map(|key| {
            let waits = ready.iter().find(|(algorithm, _)| *algorithm == key.algorithm).map(|(_, seconds)| *seconds);
            let rotates = (may_rotate && key.life.is_current()).then(|| view! { <Rotate path=path.clone() key waits rotate/> });
            let revokes = (may_revoke && key.life.is_accepted()).then(|| {
                view! { <LinkButton href=path.key_revocation(key.id) kind=Kind::Secondary>{t!("auth-server-keys-revoke")}</LinkButton> }
            });
            let id = key.id.to_string();
            view! {
                <tr>
                    <th scope="row" data-label=t!("auth-server-keys-algorithm")>{key.algorithm.name()}</th>
                    <td data-label=t!("auth-server-keys-state")><KeyBadge state=key.life.state/></td>
                    <td class="key-id" data-label=t!("auth-server-keys-id")><Copyable text=id label=t!("auth-server-keys-kid")/></td>
                    <td class="key-time" data-label=t!("auth-server-keys-since")><Since key/></td>
                    <td data-label=t!("auth-server-keys-until")><Until key/></td>
                    <td><div class="key-actions">{rotates}{revokes}</div></td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![
        t!("auth-server-keys-algorithm"),
        t!("auth-server-keys-state"),
        t!("auth-server-keys-kid"),
        t!("auth-server-keys-since"),
        t!("auth-server-keys-until"),
        t!("auth-server-keys-actions"),
    ];
    view! { <Table label=t!("auth-server-keys-table") heads><tbody>{rows}</tbody></Table> }.into_any()
}

/// The state of a key, in a word.
#[component]
pub(super) fn KeyBadge(
    /// The state.
    state: KeyState,
) -> impl IntoView {
    let tone = match state {
        KeyState::Current { .. } => Tone::Good,
        KeyState::Next => Tone::Info,
        KeyState::Retired { .. } => Tone::Neutral,
        KeyState::Revoked { .. } => Tone::Warning,
    };
    view! { <Badge tone>{word(state.label())}</Badge> }.into_any()
}

/// Since when it is in its state.
#[component]
fn Since(key: SigningKeyView) -> impl IntoView {
    let since = match key.life.state {
        KeyState::Next => key.life.published_at,
        KeyState::Current { since } => since,
        KeyState::Retired { at, .. } | KeyState::Revoked { at } => at,
    };
    view! { <Time utc=since.to_string()/> }.into_any()
}

/// Until when it is.
#[component]
fn Until(key: SigningKeyView) -> impl IntoView {
    match (key.life.state, key.due_at) {
        (KeyState::Current { .. }, Some(due_at)) => {
            t_view!("auth-server-keys-until-about", time = view! { <Time utc=due_at.to_string()/> })
        }
        (KeyState::Current { .. }, None) => t!("auth-server-keys-until-rotated").into_any(),
        (KeyState::Next, _) => t!("auth-server-keys-next").into_any(),
        (KeyState::Retired { .. }, _) if key.published => {
            t_view!("auth-server-keys-published-until", time = view! { <Time utc=key.life.published_until.to_string()/> })
        }
        (KeyState::Retired { .. }, _) => t!("auth-server-keys-unpublished").into_any(),
        (KeyState::Revoked { .. }, _) => t!("auth-server-keys-for-good").into_any(),
    }
}

/// Rotates a key: as usual where its next one was published for long enough, and otherwise at once, with what that breaks.
#[component]
fn Rotate(path: WorkspacePath, key: SigningKeyView, waits: Option<i64>, rotate: FormAction<RotateSigningKey>) -> impl IntoView {
    let (id, algorithm) = (format!("rotate-{}", key.id), key.algorithm.name());
    let target = Target::workspace(&path).with("key", key.id);
    if waits == Some(0) {
        let target = target.with("urgency", urgency(Urgency::Usual));
        return view! {
            <Confirm
                id
                opens=t!("auth-server-keys-rotate")
                title=t!("auth-server-keys-rotate-title", algorithm = algorithm)
                action=rotate
                target
                label=t!("auth-server-keys-rotate")
                does=Kind::Primary
            >
                <p>{t!("auth-server-keys-rotate-text")}</p>
            </Confirm>
        }
        .into_any();
    }
    let why = match waits {
        Some(seconds) if seconds > PUBLICATION => t!("auth-server-keys-ahead", time = duration(seconds)),
        Some(seconds) => t!("auth-server-keys-too-new", time = duration(seconds)),
        None => t!("auth-server-keys-no-next").to_owned(),
    };
    let target = target.with("urgency", urgency(Urgency::AtOnce));
    view! {
        <Confirm
            id
            opens=t!("auth-server-keys-at-once")
            title=t!("auth-server-keys-at-once-title", algorithm = algorithm)
            action=rotate
            target
            label=t!("auth-server-keys-at-once")
        >
            <p>{why}</p>
            <p>{t!("auth-server-keys-at-once-text")}</p>
        </Confirm>
    }
    .into_any()
}

/// The value on the wire.
const fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Usual => "usual",
        Urgency::AtOnce => "at_once",
    }
}
