//! Users of a workspace's own pool.

use control::permission::Action;
use domain::{
    id::UserId,
    page::Cursor,
    problem::Problem,
    sort::UserSort,
    user::UserStatus,
    wire::{Password, Reading, SecondFactorReset, SignOut, User, UserSession, UserSessions},
};

use super::{
    at::{SessionAt, UserAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun = Noun {
    one: "user",
    many: "users",
    searched: true,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &["identifier", "name"],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Users", format!("{WORKSPACE}/users"));
    let one = all.below::<UserAt>("/{user}");
    let sessions = one.below::<UserAt>("/sessions");
    vec![
        all.list(("list_users", "List users"), NOUN, list)
            .about(
                "`search_phrase` is looked for in their user names, names and e-mail addresses. Where it is what a client calls a user (`sub`), also a \
                 pairwise one, it finds that user.",
            )
            .needs(&[Action::SeeUsers]),
        all.create(("create_user", "Create a user"), create).needs(&[Action::CreateUser]),
        one.read(("read_user", "Read a user"), read).needs(&[Action::SeeUsers]),
        one.replace(("replace_user", "Replace a user's sign-in name and profile"), read, save).needs(&[Action::SetUser]),
        one.patch(("change_user", "Change a user's sign-in name and profile"), read, save).needs(&[Action::SetUser]),
        one.remove(("delete_user", "Delete a user"), read, remove)
            .about("Nothing that was issued for them works any more. Their audit lines stay.")
            .needs(&[Action::DeleteUser]),
        one.below::<UserAt>("/enable").turn(("enable_user", "Enable a user"), read, enable).needs(&[Action::SetUserStatus]),
        one.below::<UserAt>("/disable")
            .turn(("disable_user", "Disable a user"), read, disable)
            .about("Their sessions and refresh tokens end.")
            .needs(&[Action::SetUserStatus]),
        one.below::<UserAt>("/setPassword")
            .order(("set_user_password", "Set a user's password"), set_password)
            .about("Their sessions end, and the refresh tokens of clients whose policy says so.")
            .needs(&[Action::SetUserPassword]),
        one.below::<UserAt>("/sendPasswordLink")
            .order(("send_user_password_link", "Mail a user a link by which they choose a new password"), send_password_link)
            .about("The password that they have is good until then.")
            .needs(&[Action::SetUserPassword]),
        one.below::<UserAt>("/sendVerification")
            .order(("send_user_verification", "Mail a user a link by which they confirm their address"), send_verification)
            .needs(&[Action::SetUser]),
        one.below::<UserAt>("/resetSecondFactor")
            .act(("reset_user_second_factor", "Reset the second factor of a user"), reset_second_factor)
            .about("For those who have lost it. Their sessions end, and their password alone signs them in.")
            .needs(&[Action::ResetUserSecondFactor]),
        one.below::<UserAt>("/signOut").order(("sign_out_user", "Sign a user out everywhere"), sign_out).needs(&[Action::SignOutUser]),
        sessions.look(("list_user_sessions", "List the open sessions of a user"), list_sessions).needs(&[Action::SeeUsers]),
        sessions
            .below::<SessionAt>("/{session}")
            .remove(("end_user_session", "End a session of a user"), read_session, end_session)
            .about("With the refresh tokens that end with it.")
            .needs(&[Action::SignOutUser]),
    ]
}

fn found(user: &domain::user::User) -> Found<User> {
    Found { body: user.into(), tag: Tag::of(user.id, user.version), version: user.version }
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<Cursor<UserId>>)) -> Outcome<Listed<User>> {
    let page = ask.operator.list_users(&ask.at.workspace(), &query.search, query.sorted::<UserSort>()?).await?;
    Ok(Listed::of(page, |user| User::from(&user)))
}

async fn create(ask: Ask<WorkspaceAt, Nothing, User>) -> Outcome<Created<User>> {
    let password = ask.body.password.clone().unwrap_or_default();
    let user = ask.operator.add_user(&ask.at.workspace(), &ask.body.typed(), password).await?;
    let found = found(&user);
    Ok(Created::below(&user.id, found.body, Some(found.tag)))
}

async fn read(ask: Ask<UserAt>) -> Outcome<Found<User>> {
    Ok(found(&ask.operator.find_user(&ask.at.workspace(), ask.at.user).await?))
}

async fn save((ask, version): (Ask<UserAt, Nothing, User>, i64)) -> Outcome<Found<User>> {
    let mut reading = Reading::default();
    if ask.body.password.is_some() {
        reading.note("/password", Problem::Fixed);
    }
    reading.done(Some(()))?;
    Ok(found(&ask.operator.set_user(&ask.at.workspace(), ask.at.user, version, &ask.body.typed()).await?))
}

async fn remove((ask, found): (Ask<UserAt>, Found<User>)) -> Outcome<()> {
    // In this version they sign in with the name that was read, so it confirms nothing that is not known.
    Ok(ask.operator.delete_user(&ask.at.workspace(), ask.at.user, found.version, &found.body.identifier).await?)
}

async fn enable(asked: (Ask<UserAt>, Found<User>)) -> Outcome<Found<User>> {
    set_status(asked, UserStatus::Active).await
}

async fn disable(asked: (Ask<UserAt>, Found<User>)) -> Outcome<Found<User>> {
    set_status(asked, UserStatus::Disabled).await
}

async fn set_status((ask, found_now): (Ask<UserAt>, Found<User>), status: UserStatus) -> Outcome<Found<User>> {
    Ok(found(&ask.operator.set_user_status(&ask.at.workspace(), ask.at.user, found_now.version, status).await?))
}

async fn set_password(ask: Ask<UserAt, Nothing, Password>) -> Outcome<()> {
    ask.operator.set_user_password(&ask.at.workspace(), ask.at.user, &ask.body.password).await?;
    Ok(())
}

async fn send_password_link(ask: Ask<UserAt>) -> Outcome<()> {
    Ok(ask.operator.send_password_link(&ask.at.workspace(), ask.at.user).await?)
}

async fn send_verification(ask: Ask<UserAt>) -> Outcome<()> {
    Ok(ask.operator.send_verification(&ask.at.workspace(), ask.at.user).await?)
}

async fn reset_second_factor(ask: Ask<UserAt>) -> Outcome<SecondFactorReset> {
    Ok(SecondFactorReset { reset: ask.operator.reset_user_second_factor(&ask.at.workspace(), ask.at.user).await? })
}

async fn sign_out(ask: Ask<UserAt, Nothing, SignOut>) -> Outcome<()> {
    Ok(ask.operator.sign_out_user(&ask.at.workspace(), ask.at.user, (&ask.body).into()).await?)
}

async fn list_sessions(ask: Ask<UserAt>) -> Outcome<UserSessions> {
    let sessions = ask.operator.list_user_sessions(&ask.at.workspace(), ask.at.user).await?;
    Ok(UserSessions { sessions: sessions.iter().map(UserSession::from).collect() })
}

async fn read_session(ask: Ask<SessionAt>) -> Outcome<Found<UserSession>> {
    let sessions = ask.operator.list_user_sessions(&ask.at.workspace(), ask.at.user).await?;
    let session = sessions.iter().find(|session| session.id == ask.at.session).ok_or(control::Error::NotFound)?;
    Ok(Found { body: session.into(), tag: Tag::of(session.id, 1), version: 1 })
}

async fn end_session((ask, _): (Ask<SessionAt>, Found<UserSession>)) -> Outcome<()> {
    Ok(ask.operator.end_user_session(&ask.at.workspace(), ask.at.user, ask.at.session).await?)
}
