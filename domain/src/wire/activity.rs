//! What happened in a workspace and at a client, over time.

use crate::{
    activity::{self, Period},
    clock::Timestamp,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// How far back is looked.
    pub struct ActivityQuery {
        /// The last 24 hours by the hour, 7 days by six hours, or 30 days by the day.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub period: Option<Sent<Period>>,
    }
}

told! {
    /// What happened in a workspace.
    pub struct Activity {
        /// The period.
        pub period: Sent<Period>,
        /// How often each thing happened, by the time, the oldest first.
        pub points: Vec<ActivityPoint>,
        /// How often for each reason something was refused, the most frequent first.
        pub refusals: Vec<RefusalCount>,
    }

    /// What happened at a client, as far as it was added up.
    pub struct ClientActivity {
        /// The period.
        pub period: Sent<Period>,
        /// How often each thing happened, by the time, the oldest first.
        pub points: Vec<ActivityPoint>,
        /// How often for each reason something was refused, the most frequent first.
        pub refusals: Vec<RefusalCount>,
        /// Until when it was added up, which happens every few minutes; absent before the first time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub counted_until: Option<Sent<Timestamp>>,
    }

    /// What happened in a part of the period.
    pub struct ActivityPoint {
        /// When the part begins; it ends where the next one begins.
        pub begins_at: Sent<Timestamp>,
        /// How often an authorization code was exchanged.
        pub logins: u64,
        /// How often a refresh token was used, retries included.
        pub refreshes: u64,
        /// How often one was used again within its retry window.
        pub retries: u64,
        /// How often one came back that had been replaced.
        pub reuses: u64,
        /// How often a client that authenticated was refused.
        pub refusals: u64,
        /// How many refresh tokens were issued to users who signed in; those that take the place of another are not counted.
        pub refresh_tokens_issued: u64,
        /// How many of these were revoked, those whose reuse was detected included. Those that expired are not counted.
        pub refresh_tokens_revoked: u64,
    }

    /// How often something was refused for a reason.
    pub struct RefusalCount {
        /// The stable reason code.
        pub reason: String,
        /// How often.
        pub count: u64,
    }
}

impl Resource for ActivityQuery {}

impl ActivityQuery {
    /// Reads it.
    ///
    /// # Errors
    /// Where it does not fit.
    pub fn read(&self) -> Result<Period, Vec<Misfit>> {
        let mut reading = Reading::default();
        let period = reading.or("/period", self.period.as_ref(), Period::default());
        reading.done(Some(period))
    }
}

impl From<&activity::Activity> for Activity {
    fn from(activity: &activity::Activity) -> Self {
        let point = |(index, figures): (usize, &activity::Figures)| {
            let activity::Figures { logins, refreshes, retries, reuses, refusals, tokens_issued, tokens_revoked } = *figures;
            ActivityPoint {
                begins_at: Sent::of(&activity.begin(index)),
                logins,
                refreshes,
                retries,
                reuses,
                refusals,
                refresh_tokens_issued: tokens_issued,
                refresh_tokens_revoked: tokens_revoked,
            }
        };
        Self {
            period: Sent::of(&activity.period),
            points: activity.points.iter().enumerate().map(point).collect(),
            refusals: activity.refusals.iter().map(|(reason, count)| RefusalCount { reason: reason.clone(), count: *count }).collect(),
        }
    }
}

impl From<&activity::ClientActivity> for ClientActivity {
    fn from(of_client: &activity::ClientActivity) -> Self {
        let Activity { period, points, refusals } = (&of_client.activity).into();
        Self { period, points, refusals, counted_until: of_client.counted_until.as_ref().map(Sent::of) }
    }
}
