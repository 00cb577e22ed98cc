//! Subjects of trusted issuers that are linked to users.

use control::permission::Action;
use domain::{
    linked_subject,
    wire::{LinkedSubject, LinkedSubjects, NewLinkedSubject},
};

use super::{
    at::{LinkedSubjectAt, UserAt, WORKSPACE},
    kit::{Ask, Created, Found, Nothing, Operation, Outcome, Place, Tag},
};

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<UserAt>::new("Users", format!("{WORKSPACE}/users/{{user}}/linked-subjects"));
    let one = all.below::<LinkedSubjectAt>("/{linked_subject}");
    vec![
        all.look(("list_linked_subjects", "List the subjects of trusted issuers that are linked to a user"), list)
            .needs(&[Action::SeeUsers]),
        all.create(("link_subject", "Link a subject of a trusted issuer to a user"), link)
            .about(
                "The issuer's assertions about this subject (`sub`) are about this user then, whatever else finds users. Each subject of an \
                 issuer is linked to one user, and a user has 20 at most.",
            )
            .needs(&[Action::SetTrustedIssuers]),
        one.read(("read_linked_subject", "Read a subject that is linked to a user"), read).needs(&[Action::SeeUsers]),
        one.remove(("unlink_subject", "Unlink a subject from a user"), read, unlink)
            .about("What was issued stays. Assertions about the subject find users as the issuer's others do.")
            .needs(&[Action::SetTrustedIssuers, Action::SeeUsers]),
    ]
}

fn found(linked: &linked_subject::LinkedSubject) -> Found<LinkedSubject> {
    let body = LinkedSubject::from(linked);
    Found { tag: Tag::of_content(&body), body, version: 0 }
}

async fn list(ask: Ask<UserAt>) -> Outcome<LinkedSubjects> {
    Ok(ask.operator.list_linked_subjects(&ask.at.workspace(), ask.at.user).await?.as_slice().into())
}

async fn link(ask: Ask<UserAt, Nothing, NewLinkedSubject>) -> Outcome<Created<LinkedSubject>> {
    let NewLinkedSubject { issuer, subject } = &ask.body;
    let linked = ask.operator.link_subject(&ask.at.workspace(), ask.at.user, issuer, subject).await?;
    let Found { tag, body, .. } = found(&linked);
    Ok(Created::below(&linked.id, body, Some(tag)))
}

async fn read(ask: Ask<LinkedSubjectAt>) -> Outcome<Found<LinkedSubject>> {
    let all = ask.operator.list_linked_subjects(&ask.at.workspace(), ask.at.user).await?;
    let linked = all.iter().find(|linked| linked.id == ask.at.linked_subject).ok_or(control::Error::NotFound)?;
    Ok(found(linked))
}

async fn unlink((ask, _): (Ask<LinkedSubjectAt>, Found<LinkedSubject>)) -> Outcome<()> {
    Ok(ask.operator.unlink_subject(&ask.at.workspace(), ask.at.user, ask.at.linked_subject).await?)
}
