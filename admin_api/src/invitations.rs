//! Invitations of administrators.

use control::permission::Action;
use domain::{
    console_link::INVITATION,
    wire::{Invitation, NewInvitation},
};

use super::{
    administrators::link,
    at::{InvitationAt, LevelAt},
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
    levels::Level,
};

const NOUN: Noun = Noun {
    one: "invitation",
    many: "invitations",
    searched: false,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &[],
    counted: true,
};

pub(super) fn operations() -> Vec<Operation> {
    Level::BOTH.into_iter().flat_map(at_level).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<LevelAt>::new("Invitations", level.path("/invitations"));
    let one = all.below::<InvitationAt>("/{invitation}");
    vec![
        all.list(level.words(["list_invitations", "list_installation_invitations"], "List invitations"), NOUN, list)
            .about("Those that are not accepted yet, where the caller may see administrators.")
            .needs(&[Action::SeeAdministrators]),
        all.create(level.words(["invite_administrator", "invite_installation_administrator"], "Invite somebody to a role"), create)
            .about("Whoever has the link and the e-mail address gets the role, if the inviter could still give it. It is valid for 7 days.")
            .needs(&[Action::AssignRole]),
        one.read(level.words(["read_invitation", "read_installation_invitation"], "Read an invitation"), read)
            .needs(&[Action::SeeAdministrators]),
        one.remove(level.words(["withdraw_invitation", "withdraw_installation_invitation"], "Withdraw an invitation"), read, withdraw)
            .needs(&[Action::AssignRole]),
    ]
}

async fn list((ask, query): (Ask<LevelAt>, ListQuery<String>)) -> Outcome<Listed<Invitation>> {
    let all = ask.operator.list_invitations(&ask.at.level()).await?;
    let all = all.iter().map(|view| (view.invitation.id.to_string(), Invitation::from(view))).collect();
    Ok(Listed::cut(all, &query.window))
}

async fn create(ask: Ask<LevelAt, Nothing, NewInvitation>) -> Outcome<Created<Invitation>> {
    let (role, at) = ask.body.read(ask.at.level())?;
    let new = ask.operator.invite(&ask.body.email, role, &at).await?;
    let url = link(&ask.operator, INVITATION, new.token.expose());
    let body = Invitation { url: Some(url), ..Invitation::from(&new.invitation) };
    Ok(Created::below(&new.invitation.id, body, Some(Tag::of(new.invitation.id, 1))))
}

async fn read(ask: Ask<InvitationAt>) -> Outcome<Found<Invitation>> {
    let all = ask.operator.list_invitations(&ask.at.level()).await?;
    let view = all.iter().find(|view| view.invitation.id == ask.at.invitation).ok_or(control::Error::NotFound)?;
    Ok(Found { body: view.into(), tag: Tag::of(ask.at.invitation, 1), version: 1 })
}

async fn withdraw((ask, _): (Ask<InvitationAt>, Found<Invitation>)) -> Outcome<()> {
    ask.operator.withdraw_invitation(ask.at.invitation).await?;
    Ok(())
}
