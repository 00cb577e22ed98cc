//! Reuses of refresh tokens, and the marks of those that somebody has handled.

use control::permission::Action;
use domain::{
    id::TokenEventId,
    reuse::ReuseLine,
    wire::{Reuse, ReuseMark, ReuseQuery},
};

use super::{
    at::{ReuseAt, WORKSPACE, WorkspaceAt},
    error::Failure,
    kit::{Ask, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun =
    Noun { one: "reuse", many: "reuses", searched: false, sorted_by: "at", newest_first: true, also_by: &[], counted: false };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Reuse", format!("{WORKSPACE}/reuses"));
    let one = all.below::<ReuseAt>("/{reuse}");
    let mark = one.below::<ReuseAt>("/mark");
    vec![
        all.list(("list_reuses", "List refresh tokens that came back after they were replaced"), NOUN, list)
            .about(
                "As long as their events are kept. With a client or a user, and a mark, a page may have fewer than `limit`, or none, and lead to \
                 another: so many are looked at, and no more.",
            )
            .needs(&[Action::SeeFamilies]),
        one.look(("read_reuse", "Read a reuse"), read).needs(&[Action::SeeFamilies]),
        mark.read(("read_reuse_mark", "Read who has handled a reuse"), read_mark)
            .about("There is none while nobody has.")
            .needs(&[Action::SeeFamilies]),
        mark.put(("put_reuse_mark", "Mark a reuse as handled, or replace the mark"), read_mark, save, create)
            .about("With `If-None-Match: *` nobody has handled it yet; the problem says who was faster.")
            .needs(&[Action::HandleReuses, Action::SeeFamilies]),
        mark.remove(("delete_reuse_mark", "Open a reuse again"), read_mark, remove)
            .needs(&[Action::HandleReuses, Action::SeeFamilies]),
    ]
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<TokenEventId, ReuseQuery>)) -> Outcome<Listed<Reuse>> {
    let page = ask.operator.list_reuses(&ask.at.workspace(), &query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| Reuse::from(&line)))
}

async fn read(ask: Ask<ReuseAt>) -> Outcome<Reuse> {
    Ok((&ask.operator.load_reuse(&ask.at.workspace(), ask.at.reuse).await?).into())
}

fn found(line: &ReuseLine) -> Outcome<Found<ReuseMark>> {
    let handled = line.reuse.handled.as_ref().ok_or(Failure::Control(control::Error::NotFound))?;
    Ok(Found { body: handled.into(), tag: Tag::of(line.reuse.id, line.reuse.version), version: line.reuse.version })
}

async fn read_mark(ask: Ask<ReuseAt>) -> Outcome<Found<ReuseMark>> {
    found(&ask.operator.load_reuse(&ask.at.workspace(), ask.at.reuse).await?)
}

async fn save((ask, version): (Ask<ReuseAt, Nothing, ReuseMark>, i64)) -> Outcome<Found<ReuseMark>> {
    found(&ask.operator.set_reuse_note(&ask.at.workspace(), ask.at.reuse, version, &ask.body.note).await?)
}

async fn create(ask: Ask<ReuseAt, Nothing, ReuseMark>) -> Outcome<Found<ReuseMark>> {
    let (path, id) = (ask.at.workspace(), ask.at.reuse);
    let marked = ask.operator.handle_reuses(&path, &[id], &ask.body.note).await;
    match marked {
        Ok(()) => found(&ask.operator.load_reuse(&path, id).await?),
        Err(control::Error::Stale) => {
            let handled = ask.operator.load_reuse(&path, id).await?.reuse.handled;
            Err(handled.map_or(Failure::Stale, |handled| Failure::There(format!("{} handled it at {}.", handled.by, handled.at))))
        }
        Err(error) => Err(error.into()),
    }
}

async fn remove((ask, found): (Ask<ReuseAt>, Found<ReuseMark>)) -> Outcome<()> {
    Ok(ask.operator.reopen_reuse(&ask.at.workspace(), ask.at.reuse, found.version).await?)
}
