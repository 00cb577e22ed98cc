//! Single passkeys of administrators and users. Their owners add them at a browser, and programs remove those whose device was lost.

use control::permission::Action;
use domain::{
    passkey::PasskeySummary,
    wire::{Passkey, Passkeys},
};

use super::{
    administrators::email_of,
    at::{AdministratorAt, PasskeyAt, UserAt, UserPasskeyAt, WORKSPACE},
    kit::{Ask, Found, Nothing, Operation, Outcome, Place, Tag},
    levels::Level,
};

pub(super) fn of_administrators() -> Vec<Operation> {
    Level::BOTH.into_iter().flat_map(at_level).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<AdministratorAt>::new("Administrators", level.path("/administrators/{administrator}/passkeys"));
    let one = all.below::<PasskeyAt>("/{passkey}");
    vec![
        all.look(
            level.words(["list_passkeys", "list_installation_passkeys"], "List the passkeys of an administrator"),
            list_of_administrator,
        )
        .needs(&[Action::SeeAdministrators]),
        one.patch(
            level.words(["rename_passkey", "rename_installation_passkey"], "Rename a passkey of an administrator"),
            read_of_administrator,
            rename_of_administrator,
        )
        .needs(&[Action::ResetSecondFactor, Action::SeeAdministrators]),
        one.remove(
            level.words(["remove_passkey", "remove_installation_passkey"], "Remove a passkey of an administrator"),
            read_of_administrator,
            remove_of_administrator,
        )
        .about(
            "For those who have lost the device that holds it. Their sessions end. Without passkeys and an authenticator app their password \
             alone signs them in. One's own are removed at the console, with the password.",
        )
        .needs(&[Action::ResetSecondFactor, Action::SeeAdministrators]),
    ]
}

pub(super) fn of_users() -> Vec<Operation> {
    let all = Place::<UserAt>::new("Users", format!("{WORKSPACE}/users/{{user}}/passkeys"));
    let one = all.below::<UserPasskeyAt>("/{user_passkey}");
    vec![
        all.look(("list_user_passkeys", "List the passkeys of a user"), list_of_user).needs(&[Action::SeeUsers]),
        one.patch(("rename_user_passkey", "Rename a passkey of a user"), read_of_user, rename_of_user)
            .needs(&[Action::ResetUserSecondFactor, Action::SeeUsers]),
        one.remove(("remove_user_passkey", "Remove a passkey of a user"), read_of_user, remove_of_user)
            .about(
                "For those who have lost the device that holds it. Their sessions end. Without passkeys and an authenticator app their \
                 password alone signs them in.",
            )
            .needs(&[Action::ResetUserSecondFactor, Action::SeeUsers]),
    ]
}

fn found(passkey: &PasskeySummary) -> Found<Passkey> {
    let body = Passkey::from(passkey);
    // When it was last used changes without anybody's doing.
    Found { tag: Tag::of_content(&(&body.id, &body.name)), body, version: 0 }
}

async fn list_of_administrator(ask: Ask<AdministratorAt>) -> Outcome<Passkeys> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    Ok(ask.operator.list_administrator_passkeys(email.as_str()).await?.as_slice().into())
}

async fn read_of_administrator(ask: Ask<PasskeyAt>) -> Outcome<Found<Passkey>> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    let all = ask.operator.list_administrator_passkeys(email.as_str()).await?;
    let passkey = all.iter().find(|passkey| passkey.id == ask.at.passkey).ok_or(control::Error::NotFound)?;
    Ok(found(passkey))
}

async fn rename_of_administrator((ask, _): (Ask<PasskeyAt, Nothing, Passkey>, i64)) -> Outcome<Found<Passkey>> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    let name = ask.body.name()?;
    Ok(found(&ask.operator.rename_administrator_passkey(email.as_str(), ask.at.passkey, name.as_str()).await?))
}

async fn remove_of_administrator((ask, _): (Ask<PasskeyAt>, Found<Passkey>)) -> Outcome<()> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    Ok(ask.operator.remove_administrator_passkey(email.as_str(), ask.at.passkey).await?)
}

async fn list_of_user(ask: Ask<UserAt>) -> Outcome<Passkeys> {
    Ok(ask.operator.list_user_passkeys(&ask.at.workspace(), ask.at.user).await?.as_slice().into())
}

async fn read_of_user(ask: Ask<UserPasskeyAt>) -> Outcome<Found<Passkey>> {
    let all = ask.operator.list_user_passkeys(&ask.at.workspace(), ask.at.user).await?;
    let passkey = all.iter().find(|passkey| passkey.id == ask.at.user_passkey).ok_or(control::Error::NotFound)?;
    Ok(found(passkey))
}

async fn rename_of_user((ask, _): (Ask<UserPasskeyAt, Nothing, Passkey>, i64)) -> Outcome<Found<Passkey>> {
    let (at, name) = (&ask.at, ask.body.name()?);
    Ok(found(&ask.operator.rename_user_passkey(&at.workspace(), at.user, at.user_passkey, name.as_str()).await?))
}

async fn remove_of_user((ask, _): (Ask<UserPasskeyAt>, Found<Passkey>)) -> Outcome<()> {
    Ok(ask.operator.remove_user_passkey(&ask.at.workspace(), ask.at.user, ask.at.user_passkey).await?)
}
