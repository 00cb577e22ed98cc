//! Signing keys of a workspace.

use control::permission::Action;
use domain::wire::{NewSigningKey, RotateSigningKey, SigningKey, SigningKeyImpact};

use super::{
    at::{KeyAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "key", many: "keys", searched: false, sorted_by: "position", newest_first: false, also_by: &[], counted: true };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Signing keys", format!("{WORKSPACE}/keys"));
    let one = all.below::<KeyAt>("/{key}");
    vec![
        all.list(("list_keys", "List signing keys"), NOUN, list)
            .about("By algorithm, and those of one by state: the current one, the next one, then those that no longer sign.")
            .needs(&[Action::SeeSigningKeys]),
        all.create(("publish_key", "Publish the next key of an algorithm"), publish)
            .about("So whoever verifies tokens knows it before it signs.")
            .needs(&[Action::RotateSigningKeys]),
        one.read(("read_key", "Read a signing key"), read).needs(&[Action::SeeSigningKeys]),
        one.below::<KeyAt>("/rotate")
            .act(("rotate_key", "Let the next key of the algorithm sign in place of this one"), rotate)
            .about("Answers with the key that signs now. What this one signed stays good, and it stays published until the last of it has expired.")
            .needs(&[Action::RotateSigningKeys]),
        one.below::<KeyAt>("/impact")
            .look(("preview_key_revocation", "Preview what the revocation of a key would end"), impact)
            .needs(&[Action::RevokeSigningKeys]),
        one.below::<KeyAt>("/revoke")
            .act(("revoke_key", "Revoke a signing key"), revoke)
            .about("Nothing that it signed is accepted any more, at every node within a second. If it signs, the next one does from now on.")
            .needs(&[Action::RevokeSigningKeys]),
    ]
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<String>)) -> Outcome<Listed<SigningKey>> {
    let view = ask.operator.list_signing_keys(&ask.at.workspace()).await?;
    Ok(Listed::cut(view.keys.iter().map(|key| (key.id.to_string(), SigningKey::from(key))).collect(), &query.window))
}

async fn read(ask: Ask<KeyAt>) -> Outcome<Found<SigningKey>> {
    let view = ask.operator.list_signing_keys(&ask.at.workspace()).await?;
    let key = view.keys.iter().find(|key| key.id == ask.at.key).ok_or(control::Error::NotFound)?;
    let body = SigningKey::from(key);
    Ok(Found { tag: Tag::of_content(&body), body, version: 0 })
}

async fn publish(ask: Ask<WorkspaceAt, Nothing, NewSigningKey>) -> Outcome<Created<SigningKey>> {
    let key = ask.operator.publish_signing_key(&ask.at.workspace(), ask.body.read()?).await?;
    let body = SigningKey::from(&key);
    let tag = Tag::of_content(&body);
    Ok(Created::below(&key.id, body, Some(tag)))
}

async fn rotate(ask: Ask<KeyAt, Nothing, RotateSigningKey>) -> Outcome<SigningKey> {
    Ok((&ask.operator.rotate_signing_key(&ask.at.workspace(), ask.at.key, ask.body.urgency()).await?).into())
}

async fn impact(ask: Ask<KeyAt>) -> Outcome<SigningKeyImpact> {
    Ok(ask.operator.preview_key_revocation(&ask.at.workspace(), ask.at.key).await?.into())
}

async fn revoke(ask: Ask<KeyAt>) -> Outcome<SigningKey> {
    Ok((&ask.operator.revoke_signing_key(&ask.at.workspace(), ask.at.key).await?).into())
}
