//! What happened in a workspace, over time.

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
            let activity::Figures { logins, refreshes, retries, reuses, refusals } = *figures;
            ActivityPoint { begins_at: Sent::of(&activity.begin(index)), logins, refreshes, retries, reuses, refusals }
        };
        Self {
            period: Sent::of(&activity.period),
            points: activity.points.iter().enumerate().map(point).collect(),
            refusals: activity.refusals.iter().map(|(reason, count)| RefusalCount { reason: reason.clone(), count: *count }).collect(),
        }
    }
}
