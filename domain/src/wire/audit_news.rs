//! Audit events as they come.

use crate::{
    audit_news::{self, LineNumber},
    wire::{
        audit_event::AuditEvent,
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::{sent, told},
    },
};

sent! {
    /// From where on events are followed.
    pub struct FollowQuery {
        /// What an earlier answer ended with. Where it is absent, the answer has no events, and says where to begin.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub after: Option<Sent<LineNumber>>,
    }
}

told! {
    /// Audit events that have come since an earlier answer.
    pub struct FollowedAuditEvents {
        /// The events, in the order in which they were committed.
        pub audit_events: Vec<AuditEvent>,
        /// What the next request sends as `after`. No event comes before it later on.
        pub after: Sent<LineNumber>,
        /// Whether there may be more already: then ask again at once, and else after a second or more.
        pub more: bool,
    }
}

impl Resource for FollowQuery {}

impl FollowQuery {
    /// Reads it.
    ///
    /// # Errors
    /// Where it does not fit.
    pub fn read(&self) -> Result<Option<LineNumber>, Vec<Misfit>> {
        let mut reading = Reading::default();
        let after = reading.optional("/after", self.after.as_ref());
        reading.done(Some(after))
    }
}

impl From<&audit_news::AuditNews> for FollowedAuditEvents {
    fn from(news: &audit_news::AuditNews) -> Self {
        Self {
            audit_events: news.lines.iter().map(|numbered| AuditEvent::from(&numbered.line)).collect(),
            after: Sent::of(&LineNumber::of(news.until)),
            more: news.more,
        }
    }
}
