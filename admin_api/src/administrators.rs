//! Administrators, and what is done to their accounts.

use control::{Actor, Operator, permission::Action};
use domain::{
    administrator::AdministratorStatus,
    console_link::SIGN_IN_ONCE,
    id::AdministratorId,
    user::UserIdentifier,
    view::LevelPath,
    wire::{Administrator, EndedSessions, NewAdministrator, OneTimeSignIn, Own, SecondFactorReset, Sent},
};

use super::{
    at::{AdministratorAt, InstallationAt, LevelAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
    levels::Level,
};

const NOUN: Noun = Noun {
    one: "administrator",
    many: "administrators",
    searched: false,
    sorted_by: "email",
    newest_first: false,
    also_by: &[],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    let own = Place::<InstallationAt>::new("Administrators", "/system/self")
        .look(("read_self", "Look at who sends the request"), own)
        .about("The administrator in whose name the token acts, or the API client, with their roles.");
    Level::BOTH.into_iter().flat_map(at_level).chain([own]).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<LevelAt>::new("Administrators", level.path("/administrators"));
    let one = all.below::<AdministratorAt>("/{administrator}");
    let act = |name: &str| one.below::<AdministratorAt>(name);
    vec![
        all.list(level.words(["list_administrators", "list_installation_administrators"], "List administrators"), NOUN, list)
            .about("Those who have a role there, or in a part of it, where the caller may see administrators.")
            .needs(&[Action::SeeAdministrators]),
        all.create(level.words(["create_administrator", "create_installation_administrator"], "Create an administrator"), create)
            .about("With a role, and without a password: they first sign in with a one-time sign-in.")
            .needs(&[Action::CreateAdministrator]),
        one.read(level.words(["read_administrator", "read_installation_administrator"], "Read an administrator"), read)
            .about("With the roles that they have there.")
            .needs(&[Action::SeeAdministrators]),
        one.remove(level.words(["delete_administrator", "delete_installation_administrator"], "Delete an administrator"), read, remove)
            .about("The whole account, wherever they have roles. Their audit lines stay.")
            .needs(&[Action::DeleteAdministrator]),
        act("/enable")
            .turn(level.words(["enable_administrator", "enable_installation_administrator"], "Enable an administrator"), read, enable)
            .needs(&[Action::SetAdministratorStatus]),
        act("/disable")
            .turn(level.words(["disable_administrator", "disable_installation_administrator"], "Disable an administrator"), read, disable)
            .about("Their sessions and API tokens end.")
            .needs(&[Action::SetAdministratorStatus]),
        act("/endSessions")
            .act(
                level.words(
                    ["end_administrator_sessions", "end_installation_administrator_sessions"],
                    "End the console sessions of an administrator",
                ),
                end_sessions,
            )
            .about("Their API tokens stay valid.")
            .needs(&[Action::EndAdministratorSessions]),
        act("/resetSecondFactor")
            .act(
                level.words(["reset_second_factor", "reset_installation_second_factor"], "Reset the second factor of an administrator"),
                reset_second_factor,
            )
            .about("For those who have lost it. Their sessions end, and their password alone signs them in.")
            .needs(&[Action::ResetSecondFactor]),
        act("/oneTimeSignIn")
            .act(
                level.words(
                    ["create_one_time_sign_in", "create_installation_one_time_sign_in"],
                    "Create a one-time sign-in for an administrator",
                ),
                one_time_sign_in,
            )
            .about("The one before it no longer works.")
            .needs(&[Action::CreateOneTimeSignIn]),
    ]
}

async fn own(ask: Ask<InstallationAt>) -> Outcome<Own> {
    let roles = ask.operator.own_roles().await?;
    Ok(match ask.operator.actor() {
        Actor::Administrator(own, _) => Own {
            kind: "administrator".to_owned(),
            id: own.id.to_string(),
            email: Some(own.email.to_string()),
            name: Sent::of(&own.name),
            roles,
        },
        Actor::Client(own, _) => Own { kind: "client".to_owned(), id: own.id.to_string(), email: None, name: Sent::of(&own.name), roles },
        Actor::CommandLine => return Err(control::Error::NotFound.into()),
    })
}

async fn list((ask, query): (Ask<LevelAt>, ListQuery<String>)) -> Outcome<Listed<Administrator>> {
    let all = ask.operator.list_administrators(&ask.at.level()).await?;
    let all = all.iter().map(|one| (one.id.to_string(), Administrator::from(one))).collect();
    Ok(Listed::cut(all, &query.window))
}

/// Returns an administrator with the roles that they have within a level.
pub(super) async fn load(operator: &Operator, id: AdministratorId, within: &LevelPath) -> Outcome<Found<Administrator>> {
    let body = Administrator::from(&operator.load_administrator_within(id, within).await?);
    Ok(Found { tag: Tag::of_content(&body), body, version: 0 })
}

/// Returns the e-mail address of an administrator who is seen there: what the control plane knows them by.
pub(super) async fn email_of(operator: &Operator, id: AdministratorId, within: &LevelPath) -> Outcome<UserIdentifier> {
    Ok(operator.load_administrator_within(id, within).await?.email)
}

async fn read(ask: Ask<AdministratorAt>) -> Outcome<Found<Administrator>> {
    load(&ask.operator, ask.at.administrator, &ask.at.level()).await
}

async fn create(ask: Ask<LevelAt, Nothing, NewAdministrator>) -> Outcome<Created<Administrator>> {
    let role = ask.body.built_in_role()?;
    let NewAdministrator { email, name, .. } = ask.body;
    let new = control::NewAdministrator { email, name, tenant: ask.at.tenant.clone(), role };
    let created = ask.operator.create_administrator(new).await?;
    let found = load(&ask.operator, created.id, &ask.at.level()).await?;
    Ok(Created::below(&created.id, found.body, Some(found.tag)))
}

async fn remove((ask, found): (Ask<AdministratorAt>, Found<Administrator>)) -> Outcome<()> {
    ask.operator.delete_administrator(&found.body.email).await?;
    Ok(())
}

async fn enable(asked: (Ask<AdministratorAt>, Found<Administrator>)) -> Outcome<Found<Administrator>> {
    set_status(asked, AdministratorStatus::Active).await
}

async fn disable(asked: (Ask<AdministratorAt>, Found<Administrator>)) -> Outcome<Found<Administrator>> {
    set_status(asked, AdministratorStatus::Disabled).await
}

async fn set_status(
    (ask, found): (Ask<AdministratorAt>, Found<Administrator>),
    status: AdministratorStatus,
) -> Outcome<Found<Administrator>> {
    ask.operator.set_administrator_status(&found.body.email, status).await?;
    load(&ask.operator, ask.at.administrator, &ask.at.level()).await
}

async fn end_sessions(ask: Ask<AdministratorAt>) -> Outcome<EndedSessions> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    Ok(EndedSessions { ended: ask.operator.end_administrator_sessions(email.as_str()).await? })
}

async fn reset_second_factor(ask: Ask<AdministratorAt>) -> Outcome<SecondFactorReset> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    Ok(SecondFactorReset { reset: ask.operator.reset_second_factor(email.as_str()).await? })
}

async fn one_time_sign_in(ask: Ask<AdministratorAt>) -> Outcome<OneTimeSignIn> {
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    let created = ask.operator.create_one_time_sign_in(email.as_str()).await?;
    let url = link(&ask.operator, SIGN_IN_ONCE, created.token.expose());
    Ok(OneTimeSignIn { url, expires_at: Sent::of(&created.expires_at) })
}

/// Returns the address of a page of the console with a token.
pub(super) fn link(operator: &Operator, page: &str, token: &str) -> String {
    format!("{}{page}?token={token}", operator.base_url().as_str().trim_end_matches('/'))
}
