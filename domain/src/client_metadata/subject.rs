//! What a client calls users (`sub`), and by what it shows of which sector it is (OpenID Connect Dynamic Client Registration 1.0 §2, §5).

use std::collections::BTreeSet;

use super::{
    error::{MetadataError, MetadataProblem},
    members::Members,
};
use crate::{
    client_uri::{ClientUriError, SectorIdentifierUri},
    grant_type::GrantType,
    subject_type::{SectorIdentifier, SubjectType},
    unknown_value::UnknownValue,
};

/// What a client calls users already. It stays: an administrator may have seen to it that the client is not linked with others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OwnSubject {
    /// Whether its subjects are pairwise.
    pub pairwise: bool,
    /// Its sector, where an administrator has set it.
    pub sector: Option<SectorIdentifier>,
}

/// What a document says of it.
pub(super) struct Subject {
    pub(super) kind: SubjectType,
    /// The sector that is set; none where the redirect URIs say it.
    pub(super) sector: Option<SectorIdentifier>,
    /// The address of the document that shows it, which is not read yet; none where it decides nothing.
    pub(super) document: Option<SectorIdentifierUri>,
}

impl Subject {
    pub(super) fn read(members: Members<'_>, own: &OwnSubject, grants: &BTreeSet<GrantType>) -> Result<Self, MetadataError> {
        let unknown = |_: UnknownValue| MetadataError::of("subject_type", MetadataProblem::NotAllowed("public, pairwise".to_owned()));
        let asked = members.text("subject_type")?.map(str::parse::<SubjectType>).transpose().map_err(unknown)?.unwrap_or_default();
        let kind = if own.pairwise { SubjectType::Pairwise } else { asked };
        let wrong = |error: ClientUriError| MetadataError::of("sector_identifier_uri", error);
        let document = members.text("sector_identifier_uri")?.map(SectorIdentifierUri::parse).transpose().map_err(wrong)?;
        let shown = document.as_ref().map(|uri| {
            let no_host = || MetadataError::of("sector_identifier_uri", MetadataProblem::Kind("an address on a host of the client's own"));
            SectorIdentifier::of_address(uri.as_str()).ok_or_else(no_host)
        });
        let shown = shown.transpose()?;
        if own.sector.is_some() {
            return Ok(Self { kind, sector: own.sector.clone(), document: None });
        }
        // Anybody can name the addresses of somebody else, also with the document that lists them: what shows whose they are is that the answers go
        // there. Who gets tokens in another way would learn what others call their users.
        let elsewhere =
            |grant: &GrantType| !matches!(grant, GrantType::AuthorizationCode | GrantType::ClientCredentials | GrantType::RefreshToken);
        if (kind == SubjectType::Pairwise || document.is_some()) && grants.iter().any(elsewhere) {
            let member = if kind == SubjectType::Pairwise { "subject_type" } else { "sector_identifier_uri" };
            return Err(MetadataError::of(member, MetadataProblem::SectorNotShown));
        }
        Ok(Self { kind, sector: shown, document })
    }
}
