//! How a refresh token is presented to its family.

use domain::{client::Client, clock::Timestamp, in_force, policy::Retry};

use crate::{family::Presentation, realm::Realm};

/// Returns how a refresh token is presented: whether it is replaced, and for how long it still gets its successor, as the policy
/// says. A public client's token that is bound to no key and no certificate always rotates, and its predecessor never lives until first use
/// (RFC 9700 §2.2.2). A client that is registered for bound tokens has such a family if it began before that.
pub(crate) fn presentation_for(realm: &Realm, client: &Client, is_bound: bool, generation: i64, now: Timestamp) -> Presentation {
    let policy = in_force::policy(&realm.workspace.tokens, &client.settings);
    let (rotate, retry) = if client.settings.is_public() && !is_bound {
        (true, Retry { until_first_use: false, ..policy.retry() })
    } else {
        (in_force::rotates(&policy, &client.settings), policy.retry())
    };
    Presentation { generation, now, rotate, retry }
}
