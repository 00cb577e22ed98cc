//! What a client calls users, as it is said on the command line.

use domain::{
    client::ClientSettings,
    subject_type::{InvalidSectorIdentifier, SectorIdentifier, SubjectType},
};

/// What a client calls users (`sub`).
#[derive(Debug, clap::Args)]
pub(crate) struct SubjectsArgs {
    /// Whether it calls users as other clients do, or in each sector otherwise.
    #[arg(long, value_name = "TYPE", default_value = "public")]
    subject_type: SubjectType,
    /// The host whose clients call a user the same. Without it, that is the host of its redirect URIs.
    #[arg(long, value_name = "HOST", value_parser = sector)]
    sector_identifier: Option<SectorIdentifier>,
}

impl SubjectsArgs {
    /// Sets what is said.
    pub(super) fn set(self, settings: &mut ClientSettings) {
        let Self { subject_type, sector_identifier } = self;
        settings.subject_type = subject_type;
        settings.sector_identifier = sector_identifier;
    }
}

fn sector(text: &str) -> Result<SectorIdentifier, InvalidSectorIdentifier> {
    SectorIdentifier::parse(text)
}
