//! Why a client metadata document is refused.

use crate::{
    client::ClientSettingsError, client_certificate::CertificateSubjectError, client_keys::JwksError, client_uri::ClientUriError,
    name::NameError, problem::Problem, redirect_uri::RedirectUriError,
};

/// The kind of a refusal, by its code on the wire (RFC 7591 §3.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataErrorCode {
    /// A redirect URI cannot be registered, or one is missing.
    InvalidRedirectUri,
    /// Another member cannot be registered.
    InvalidClientMetadata,
    /// There is a software statement, and this server approves none.
    UnapprovedSoftwareStatement,
}

impl MetadataErrorCode {
    /// The code on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::InvalidRedirectUri => "invalid_redirect_uri",
            Self::InvalidClientMetadata => "invalid_client_metadata",
            Self::UnapprovedSoftwareStatement => "unapproved_software_statement",
        }
    }
}

/// What is wrong with a member of a document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetadataProblem {
    /// It is missing, and nothing stands in its place.
    #[error("This member is missing.")]
    Missing,
    /// It is no value of its kind.
    #[error("This member must be {0}.")]
    Kind(&'static str),
    /// It has too many entries.
    #[error("This member has at most {0} entries.")]
    TooMany(usize),
    /// It is too long.
    #[error("This member has at most {0} characters.")]
    TooLong(usize),
    /// It has characters that are not seen.
    #[error("This member holds control characters or invisible ones.")]
    Characters,
    /// It asks for something that nobody can register here.
    #[error("This cannot be registered here. Allowed: {0}.")]
    NotAllowed(String),
    /// It asks for a protection that this server does not have.
    #[error("This server does not offer this.")]
    NotOffered,
    /// Pairwise subjects of a client whose redirect URIs are not the only way to its users' tokens.
    #[error(
        "A client shows its sector by getting tokens at its redirect URIs alone: leave out the grant types besides authorization_code, \
         client_credentials and refresh_token, or ask the administrator of this server to set the sector."
    )]
    SectorNotShown,
    /// The document that shows a sector cannot be had.
    #[error("There is no document to be read at this address, of at most 64 KB, that is a JSON array of addresses.")]
    NoSectorDocument,
    /// The document that shows a sector does not list a redirect URI (OpenID Connect Registration §5).
    #[error("The document at this address does not list {0}.")]
    NotInSector(String),
    /// The grants and the response types contradict each other (RFC 7591 §2.1).
    #[error("The response type code and the grant type authorization_code belong together.")]
    Inconsistent,
    /// There are two of what there can be one of.
    #[error("A certificate is known by one member: leave out the others.")]
    SubjectTwice,
    /// An address where somebody can be sent to.
    #[error("Entry {}: {problem}", .place + 1)]
    RedirectUri {
        /// Which of them, counted from 0.
        place: usize,
        /// What is wrong with it.
        problem: RedirectUriError,
    },
    /// A client that an administrator made has the name.
    #[error("Another client has this name here, and users could not tell the two apart. Choose another.")]
    NameOfAnother,
    /// The name.
    #[error("{0}")]
    Name(#[from] NameError),
    /// An address that this server asks.
    #[error("{0}")]
    ClientUri(#[from] ClientUriError),
    /// The keys.
    #[error("{0}")]
    Keys(#[from] JwksError),
    /// What a certificate says.
    #[error("{0}")]
    Subject(#[from] CertificateSubjectError),
    /// The members do not fit together.
    #[error("{0}")]
    Settings(#[from] ClientSettingsError),
    /// A value does not fit into the workspace.
    #[error("{0}")]
    Value(#[from] Problem),
}

/// A refusal of a client metadata document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{member}: {problem}")]
pub struct MetadataError {
    /// Its code.
    pub code: MetadataErrorCode,
    /// The member that is wrong.
    pub member: &'static str,
    /// What is wrong with it.
    pub problem: MetadataProblem,
}

impl MetadataError {
    /// A refusal of a member as `invalid_client_metadata`.
    pub fn of(member: &'static str, problem: impl Into<MetadataProblem>) -> Self {
        Self { code: MetadataErrorCode::InvalidClientMetadata, member, problem: problem.into() }
    }

    /// A refusal of the redirect URIs.
    pub fn of_redirect_uris(problem: MetadataProblem) -> Self {
        Self { code: MetadataErrorCode::InvalidRedirectUri, member: "redirect_uris", problem }
    }

    /// Returns what is sent as `error_description`: the member and what is wrong with it, in ASCII (RFC 7591 §3.2.2).
    pub fn description(&self) -> String {
        let mut text = String::new();
        for character in self.to_string().chars() {
            match character {
                '…' => text.push_str("..."),
                _ if character.is_ascii() => text.push(character),
                _ => text.push('?'),
            }
        }
        text
    }
}
