//! A run: every check once, each for a limited time.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time::timeout};

use crate::{
    check::{Check, Group},
    checks, clock,
    error::Error,
    report::{Checked, Report},
    settings::Settings,
    subject::Subject,
    verdict::{Outcome, Stop, Verdict},
};

/// How long a check may take.
const LONGEST: Duration = Duration::from_mins(3);
/// The same for one that waits.
const LONGEST_WAIT: Duration = Duration::from_mins(20);

/// Tries all that was asked for. What becomes known on the way is told line by line.
///
/// # Errors
/// The server has no metadata, a client's key cannot be read, or a check was asked for that there is none of.
pub async fn run(settings: Settings, say: &mut (dyn FnMut(String) + Send)) -> Result<Report, Error> {
    let began = Instant::now();
    let groups = chosen(&settings.only)?;
    let mut subject = Subject::open(settings).await?;
    Box::pin(subject.learn_pace()).await;
    let rotation = vec![
        format!("client that authenticates: {}", Subject::pace_in_words(&subject.pace)),
        format!("public client: {}", Subject::pace_in_words(&subject.public_pace)),
    ];
    for line in &rotation {
        say(line.clone());
    }
    let subject = Arc::new(subject);
    let results = try_all(&subject, &groups, say).await;
    let settings = &subject.settings;
    Ok(Report {
        name: settings.title().to_owned(),
        issuer: settings.issuer.clone(),
        day: clock::today(),
        seconds: began.elapsed().as_secs(),
        rotation,
        results,
    })
}

/// Returns the groups and checks of these names; all of them where there is no name.
fn chosen(only: &[String]) -> Result<Vec<Group>, Error> {
    let mut groups = checks::all();
    let known = |name: &str| groups.iter().any(|group| group.name == name || group.checks.iter().any(|check| check.name == name));
    if let Some(unknown) = only.iter().find(|name| !known(name.as_str())) {
        return Err(Error::other(format_args!("there is neither a check nor a group `{unknown}`")));
    }
    if !only.is_empty() {
        for group in &mut groups {
            let of_group = only.iter().any(|name| name == group.name);
            group.checks.retain(|check| of_group || only.iter().any(|name| name == check.name));
        }
    }
    Ok(groups)
}

/// Tries the checks that wait beside the others, which are tried one after the other.
async fn try_all(subject: &Arc<Subject>, groups: &[Group], say: &mut (dyn FnMut(String) + Send)) -> Vec<Checked> {
    let checks: Vec<(&Group, &Check)> = groups.iter().flat_map(|group| group.checks.iter().map(move |check| (group, check))).collect();
    let is_left_out = |check: &Check| check.slow && !subject.settings.slow;
    let mut waiting = JoinSet::new();
    for (place, (_, check)) in checks.iter().enumerate() {
        if check.waits && !is_left_out(check) {
            let trial = check.on(Arc::clone(subject));
            waiting.spawn(async move { (place, timeout(LONGEST_WAIT, trial).await) });
        }
    }
    let mut results: Vec<Option<Checked>> = Vec::new();
    for (group, check) in &checks {
        let verdict = if is_left_out(check) {
            Some(Err(Stop::not_tried("it waits for long: say --slow")))
        } else if check.waits {
            None
        } else {
            Some(in_time(timeout(LONGEST, check.on(Arc::clone(subject))).await))
        };
        let result = verdict.map(|verdict| checked(group, check, verdict));
        if let Some(result) = &result {
            say(result.line());
        }
        results.push(result);
    }
    while let Some(ended) = waiting.join_next().await {
        // One that panicked has no place, and is told as not tried below.
        let Ok((place, verdict)) = ended else { continue };
        let Some((group, check)) = checks.get(place) else { continue };
        let result = checked(group, check, in_time(verdict));
        say(result.line());
        if let Some(missing) = results.get_mut(place) {
            *missing = Some(result);
        }
    }
    let missing = |(group, check): &(&Group, &Check)| checked(group, check, Err(Stop::not_tried("the check itself failed")));
    results.into_iter().zip(&checks).map(|(result, check)| result.unwrap_or_else(|| missing(check))).collect()
}

fn in_time(verdict: Result<Verdict, tokio::time::error::Elapsed>) -> Verdict {
    verdict.unwrap_or_else(|_| Err(Stop::not_tried("it did not end in time")))
}

fn checked(group: &Group, check: &Check, verdict: Verdict) -> Checked {
    let (result, seen) = match verdict {
        Ok(finding) if finding.holds => (Outcome::Holds, finding.seen),
        Ok(finding) => (Outcome::Fails, finding.seen),
        Err(Stop::NotOffered(why)) => (Outcome::NotOffered, why),
        Err(Stop::NotTried(why)) => (Outcome::NotTried, why),
    };
    Checked {
        group: group.title.to_owned(),
        name: check.name.to_owned(),
        source: check.source.to_owned(),
        asks: check.asks,
        claim: check.claim.to_owned(),
        result,
        seen,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_check_has_a_name_of_its_own_and_is_found_by_it() {
        let groups = chosen(&[]).unwrap();
        let names: Vec<&str> = groups.iter().flat_map(|group| &group.checks).map(|check| check.name).collect();
        let distinct: BTreeSet<&str> = names.iter().copied().collect();
        assert_eq!(distinct.len(), names.len());
        for check in groups.iter().flat_map(|group| &group.checks) {
            assert!(!check.claim.ends_with('.') && !check.source.is_empty(), "{}", check.name);
        }
        let one = chosen(&["reuse-after-1".to_owned()]).unwrap();
        assert_eq!(one.iter().map(|group| group.checks.len()).sum::<usize>(), 1);
        assert!(chosen(&["nothing".to_owned()]).is_err());
    }
}
