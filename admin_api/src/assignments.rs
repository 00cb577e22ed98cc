//! The roles that administrators have.

use control::permission::Action;
use domain::wire::{Administrator, Assignment, NewAssignment};

use super::{
    administrators::{email_of, load},
    at::{AdministratorAt, AssignmentAt},
    kit::{Ask, Found, Nothing, Operation, Outcome, Place, Tag},
    levels::Level,
};

pub(super) fn operations() -> Vec<Operation> {
    Level::BOTH.into_iter().flat_map(at_level).collect()
}

fn at_level(level: Level) -> Vec<Operation> {
    let all = Place::<AdministratorAt>::new("Administrators", level.path("/administrators/{administrator}/assignments"));
    let one = all.below::<AssignmentAt>("/{assignment}");
    vec![
        all.act(level.words(["assign_role", "assign_installation_role"], "Give an administrator a role"), assign)
            .about("Nobody gives what they do not hold. A role that they have there already stays as it is.")
            .needs(&[Action::AssignRole]),
        one.remove(level.words(["withdraw_role", "withdraw_installation_role"], "Take a role from an administrator"), read, withdraw)
            .needs(&[Action::AssignRole]),
    ]
}

async fn assign(ask: Ask<AdministratorAt, Nothing, NewAssignment>) -> Outcome<Administrator> {
    let (role, at) = ask.body.read(ask.at.level())?;
    // Somebody who has no role there yet gets their first one by an invitation.
    let email = email_of(&ask.operator, ask.at.administrator, &ask.at.level()).await?;
    ask.operator.assign_role(email.as_str(), role, &at).await?;
    Ok(load(&ask.operator, ask.at.administrator, &ask.at.level()).await?.body)
}

async fn read(ask: Ask<AssignmentAt>) -> Outcome<Found<Assignment>> {
    let administrator = ask.operator.load_administrator_within(ask.at.administrator, &ask.at.level()).await?;
    let assignment = administrator.assignments.iter().find(|one| one.id == ask.at.assignment).ok_or(control::Error::NotFound)?;
    Ok(Found { body: assignment.into(), tag: Tag::of(assignment.id, 1), version: 1 })
}

async fn withdraw((ask, _): (Ask<AssignmentAt>, Found<Assignment>)) -> Outcome<()> {
    ask.operator.withdraw_role(ask.at.assignment).await?;
    Ok(())
}
