//! What is asked about configurations.

use super::{document::ConfigurationDocument, exported::ExportDetail};
use crate::{
    configuration::Terms,
    impact::Reach,
    name::Slug,
    wire::{
        reading::{Misfit, Reading},
        resource::Resource,
        sent::Sent,
        types::sent,
    },
};

sent! {
    /// Which part of a tenant is exported; all of it where nothing is asked for.
    pub struct ConfigurationQuery {
        /// This workspace only.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub server: Option<Sent<Slug>>,
        /// Whether the version of each thing is told, too. Applied again, it is refused where something was changed in the meantime.
        pub versions: bool,
        /// Whether what is as in something new is told, too.
        pub with_defaults: bool,
    }

    /// A configuration, and on what terms it would be applied.
    pub struct PlanConfiguration needed [configuration] {
        /// The configuration.
        pub configuration: ConfigurationDocument,
        /// Whether clients would be deleted that a list of clients leaves out.
        pub prune: bool,
        /// Whether lower lifetimes would apply to existing refresh tokens (`live_tokens`) or not (`new_tokens`).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reach: Option<Sent<Reach>>,
    }

    /// A configuration, and on what terms it is applied.
    pub struct ApplyConfiguration needed [configuration] {
        /// The configuration.
        pub configuration: ConfigurationDocument,
        /// Whether clients are deleted that a list of clients leaves out.
        pub prune: bool,
        /// Whether lower lifetimes apply to existing refresh tokens (`live_tokens`) or not (`new_tokens`).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reach: Option<Sent<Reach>>,
        /// The plan that is meant, by its `plan`: where applying would do anything else, nothing is done.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan: Option<String>,
    }
}

impl Resource for ConfigurationQuery {}
impl Resource for PlanConfiguration {}
impl Resource for ApplyConfiguration {}

impl ConfigurationQuery {
    /// Returns what is told.
    pub const fn detail(&self) -> ExportDetail {
        ExportDetail { versions: self.versions, defaults: self.with_defaults }
    }

    /// Reads which workspace is meant.
    ///
    /// # Errors
    /// Where it is no address.
    pub fn read(&self) -> Result<Option<Slug>, Vec<Misfit>> {
        let mut reading = Reading::default();
        let server = reading.optional("/server", self.server.as_ref());
        reading.done(Some(server))
    }
}

impl PlanConfiguration {
    /// Reads the terms.
    ///
    /// # Errors
    /// Where they do not fit.
    pub fn terms(&self) -> Result<Terms, Vec<Misfit>> {
        terms(self.prune, self.reach.as_ref())
    }
}

impl ApplyConfiguration {
    /// Reads the terms.
    ///
    /// # Errors
    /// Where they do not fit.
    pub fn terms(&self) -> Result<Terms, Vec<Misfit>> {
        terms(self.prune, self.reach.as_ref())
    }
}

fn terms(prune: bool, reach: Option<&Sent<Reach>>) -> Result<Terms, Vec<Misfit>> {
    let mut reading = Reading::default();
    let reach = reading.optional("/reach", reach);
    reading.done(Some(Terms { prune, reach }))
}
