//! What an explanation says of a decision.

use domain::{
    client::Client,
    decision::{self, Condition, Decision, RefreshFacts},
    explanation::{Check, Remark},
};

use crate::{realm::Realm, trail::Trail};

/// Notes each condition of a decision that was not met before.
pub(super) fn note_decision(decision: &Decision, realm: &Realm, client: &Client, facts: RefreshFacts, trail: &mut Trail) {
    let failing = match decision {
        Decision::Issue(_) => &[][..],
        Decision::Withhold(failing) => failing,
    };
    for condition in Condition::ALL {
        if trail.has(Check::Condition(condition)) {
            continue;
        }
        let (fails, holds) = (failing.contains(&condition), decision::holds(condition, &realm.workspace, client, facts));
        // What the user is not asked about, they have not refused.
        if condition == Condition::Consented && !holds && !fails && !decision.issues() {
            continue;
        }
        trail.step(Check::Condition(condition), !fails, (!fails && !holds).then_some(Remark::NotNeeded));
    }
}
