//! What is wrong with a value of a type of its own, as a problem.

use super::Problem;
use crate::{
    authorization_details::{DetailsSchemaFault, InvalidDetailsTypeName},
    client_metadata::{MetadataError, MetadataProblem},
    clock::InvalidTime,
    digest::InvalidDigest,
    document_member::{DocumentMember, DocumentProblem},
    grant_type::UnknownGrantType,
    id::InvalidId,
    linked_subject::InvalidSubject,
    mail::InvalidMailHost,
    policy::{FamilyLimitOutOfBounds, ValueError},
    resource::InvalidResource,
    role::InvalidRole,
    scope::InvalidScope,
    settings::{client_documents::InvalidDocumentHosts, registration::RegistrationLimitOutOfBounds},
    subject_type::InvalidSectorIdentifier,
    trusted_issuer::{InvalidClaimName, InvalidIssuer},
    unknown_value::UnknownValue,
    user::InvalidUserIdentifier,
};

impl From<InvalidDetailsTypeName> for Problem {
    fn from(_: InvalidDetailsTypeName) -> Self {
        Self::DetailsTypeName
    }
}

impl From<DetailsSchemaFault> for Problem {
    fn from(fault: DetailsSchemaFault) -> Self {
        match fault.line {
            Some(line) => Self::DetailsSchemaLine { line, problem: fault.error },
            None => fault.error.into(),
        }
    }
}

impl From<InvalidTime> for Problem {
    fn from(_: InvalidTime) -> Self {
        Self::Time
    }
}

impl From<UnknownValue> for Problem {
    fn from(_: UnknownValue) -> Self {
        Self::UnknownValue
    }
}

impl From<InvalidDigest> for Problem {
    fn from(_: InvalidDigest) -> Self {
        Self::ChainPlace
    }
}

impl From<InvalidId> for Problem {
    fn from(_: InvalidId) -> Self {
        Self::Identifier
    }
}

impl From<InvalidRole> for Problem {
    fn from(_: InvalidRole) -> Self {
        Self::UnknownValue
    }
}

impl From<UnknownGrantType> for Problem {
    fn from(_: UnknownGrantType) -> Self {
        Self::UnknownValue
    }
}

impl From<ValueError> for Problem {
    fn from(error: ValueError) -> Self {
        match error {
            ValueError::Lifetime(error) => error.into(),
            ValueError::FamilyLimit(error) => error.into(),
            ValueError::Unknown(error) => error.into(),
        }
    }
}

impl From<FamilyLimitOutOfBounds> for Problem {
    fn from(_: FamilyLimitOutOfBounds) -> Self {
        Self::FamilyLimit
    }
}

impl From<RegistrationLimitOutOfBounds> for Problem {
    fn from(_: RegistrationLimitOutOfBounds) -> Self {
        Self::RegistrationLimit
    }
}

impl From<InvalidDocumentHosts> for Problem {
    fn from(_: InvalidDocumentHosts) -> Self {
        Self::DocumentHosts
    }
}

/// The numbers and names of what is allowed are left out: a problem holds no free text.
impl From<MetadataError> for Problem {
    fn from(error: MetadataError) -> Self {
        let MetadataError { member, problem, .. } = error;
        let problem = match problem {
            MetadataProblem::Missing => DocumentProblem::Missing,
            MetadataProblem::Kind(_) => DocumentProblem::Kind,
            MetadataProblem::TooMany(_) => DocumentProblem::TooMany,
            MetadataProblem::TooLong(_) => DocumentProblem::TooLong,
            MetadataProblem::Characters => DocumentProblem::Characters,
            MetadataProblem::NotAllowed(_) => DocumentProblem::NotAllowed,
            MetadataProblem::NotOffered
            | MetadataProblem::NameOfAnother
            | MetadataProblem::SectorNotShown
            | MetadataProblem::NoSectorDocument
            | MetadataProblem::NotInSector(_) => DocumentProblem::NotOffered,
            MetadataProblem::Inconsistent => DocumentProblem::Inconsistent,
            MetadataProblem::SubjectTwice => DocumentProblem::SubjectTwice,
            MetadataProblem::RedirectUri { place, problem } => {
                return Self::RedirectUri { line: u32::try_from(place).unwrap_or(u32::MAX), problem };
            }
            MetadataProblem::Name(error) => return error.into(),
            MetadataProblem::ClientUri(error) => return error.into(),
            MetadataProblem::Keys(error) => return error.into(),
            MetadataProblem::Subject(error) => return error.into(),
            MetadataProblem::Settings(error) => return error.into(),
            MetadataProblem::Value(problem) => return problem,
        };
        Self::DocumentMember { member: DocumentMember::of(member), problem }
    }
}

impl From<InvalidResource> for Problem {
    fn from(_: InvalidResource) -> Self {
        Self::Resource
    }
}

impl From<InvalidMailHost> for Problem {
    fn from(_: InvalidMailHost) -> Self {
        Self::MailHost
    }
}

impl From<InvalidScope> for Problem {
    fn from(_: InvalidScope) -> Self {
        Self::Scope
    }
}

impl From<InvalidIssuer> for Problem {
    fn from(_: InvalidIssuer) -> Self {
        Self::AssertionIssuer
    }
}

impl From<InvalidSubject> for Problem {
    fn from(_: InvalidSubject) -> Self {
        Self::AssertionSubject
    }
}

impl From<InvalidClaimName> for Problem {
    fn from(_: InvalidClaimName) -> Self {
        Self::ClaimName
    }
}

impl From<InvalidSectorIdentifier> for Problem {
    fn from(_: InvalidSectorIdentifier) -> Self {
        Self::Sector
    }
}

impl From<InvalidUserIdentifier> for Problem {
    fn from(_: InvalidUserIdentifier) -> Self {
        Self::UserIdentifier
    }
}
