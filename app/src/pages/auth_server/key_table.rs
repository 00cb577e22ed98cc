use domain::{
    id::KeyId,
    lifetime,
    signing_key::{KeyState, PUBLICATION, Urgency},
    view::{SigningKeyView, SigningKeysView},
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, done, operator},
    done::Done,
    form::{Confirm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Badge, Kind, LinkButton, Table, Time, Tone},
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
                view! { <LinkButton href=path.key_revocation(key.id) kind=Kind::Secondary>"Revoke"</LinkButton> }
            });
            let id = key.id.to_string();
            view! {
                <tr>
                    <th scope="row" data-label="Algorithm">{key.algorithm.name()}</th>
                    <td data-label="State"><KeyBadge state=key.life.state/></td>
                    <td data-label="Key ID"><code>{id}</code></td>
                    <td data-label="Since"><Since key/></td>
                    <td data-label="Until"><Until key/></td>
                    <td><div class="key-actions">{rotates}{revokes}</div></td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec!["Algorithm", "State", "Key ID (kid)", "Since", "Until", "Actions"];
    view! { <Table label="Signing keys" heads><tbody>{rows}</tbody></Table> }.into_any()
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
    view! { <Badge tone>{state.label()}</Badge> }.into_any()
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
        (KeyState::Current { .. }, Some(due_at)) => view! { "Signs until about "<Time utc=due_at.to_string()/> }.into_any(),
        (KeyState::Current { .. }, None) => "Signs until it is rotated".into_any(),
        (KeyState::Next, _) => "Signs next".into_any(),
        (KeyState::Retired { .. }, _) if key.published => {
            view! { "Published until "<Time utc=key.life.published_until.to_string()/> }.into_any()
        }
        (KeyState::Retired { .. }, _) => "No longer published".into_any(),
        (KeyState::Revoked { .. }, _) => "For good".into_any(),
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
            <Confirm id opens="Rotate" title=format!("Rotate the key of {algorithm}?") action=rotate target label="Rotate" does=Kind::Primary>
                <p>
                    "The next key signs from now on. Tokens that this one signed stay valid, and it stays published until the last of them has
                    expired. Nothing breaks."
                </p>
            </Confirm>
        }
        .into_any();
    }
    let why = match waits {
        Some(seconds) if seconds > PUBLICATION => format!(
            "The next key was published while the clock was ahead: by the time that it bears it can sign in {}. See that the clock is right, and \
             rotate at once.",
            lifetime::words(seconds)
        ),
        Some(seconds) => {
            format!(
                "The next key was published only now: it can sign in {}, and until then a rotation is an emergency.",
                lifetime::words(seconds)
            )
        }
        None => {
            "There is no next key yet: the server publishes one within ten minutes, and until then a rotation is an emergency.".to_owned()
        }
    };
    let target = target.with("urgency", urgency(Urgency::AtOnce));
    view! {
        <Confirm
            id
            opens="Rotate at once"
            title=format!("Rotate the key of {algorithm} at once?")
            action=rotate
            target
            label="Rotate at once"
        >
            <p>{why}</p>
            <p>
                "At once, a key signs that whoever keeps keys in a cache does not know: APIs and clients refuse its tokens until they read the keys
                again, usually within a minute. Tokens that this key signed stay valid."
            </p>
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
