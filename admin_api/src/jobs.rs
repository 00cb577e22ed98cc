//! Jobs: bulk acts that are done in small steps.

use control::permission::Action;
use domain::{
    id::JobId,
    wire::{Job, TokenQuery},
};

use super::{
    at::{JobAt, WORKSPACE, WorkspaceAt},
    kit::{Ask, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place},
};

const NOUN: Noun =
    Noun { one: "job", many: "jobs", searched: false, sorted_by: "started_at", newest_first: true, also_by: &[], counted: false };

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Jobs", format!("{WORKSPACE}/jobs"));
    let one = all.below::<JobAt>("/{job}");
    vec![
        Place::<WorkspaceAt>::new("Jobs", format!("{WORKSPACE}/tokens/revokeMatching"))
            .act_once(("revoke_matching_tokens", "Revoke the refresh tokens that match"), start)
            .about("Starts a job, which revokes those that work and were issued by now. It ends nothing else.")
            .needs(&[Action::RevokeFamilies]),
        all.list(("list_jobs", "List jobs"), NOUN, list)
            .about("Those that run, and those that ended in the last 90 days.")
            .needs(&[Action::SeeFamilies]),
        one.look(("read_job", "Read how far a job has come"), read).needs(&[Action::SeeFamilies]),
        one.below::<JobAt>("/stop")
            .act(("stop_job", "Stop a job"), stop)
            .about("What it has done stays done. One that has ended stays as it is.")
            .needs(&[Action::RevokeFamilies]),
    ]
}

async fn start(ask: Ask<WorkspaceAt, Nothing, TokenQuery>) -> Outcome<Job> {
    Ok((&ask.operator.start_revocation(&ask.at.workspace(), &ask.body.read()?).await?).into())
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<JobId>)) -> Outcome<Listed<Job>> {
    let page = ask.operator.list_jobs(&ask.at.workspace(), query.window).await?;
    Ok(Listed::of(page, |job| Job::from(&job)))
}

async fn read(ask: Ask<JobAt>) -> Outcome<Job> {
    Ok((&ask.operator.load_job(&ask.at.workspace(), ask.at.job).await?).into())
}

async fn stop(ask: Ask<JobAt, Nothing, Nothing>) -> Outcome<Job> {
    Ok((&ask.operator.stop_job(&ask.at.workspace(), ask.at.job).await?).into())
}
