//! The subject of the certificate of a client that authenticates by one.

use domain::client_certificate::{CertificateSubject, SubjectKind};

use crate::import::{findings::Findings, members::Members};

/// What stands for something else in a pattern. A dot does, too; names are full of dots, and are taken to mean themselves.
const OF_PATTERNS: [char; 13] = ['\\', '^', '$', '|', '?', '*', '+', '(', ')', '[', ']', '{', '}'];
const SUBJECT: &str = "x509.subjectdn";
/// Whether the subject is a pattern. If nothing is said, it is.
const IS_PATTERN: &str = "x509.allow.regex.pattern.comparison";

/// Returns the subject in a client's attributes; nothing where it is a pattern, or none.
pub(super) fn read(attributes: Option<&mut Members<'_>>, findings: &mut Findings) -> Option<CertificateSubject> {
    let attributes = attributes?;
    let is_pattern = attributes.attribute(IS_PATTERN, findings).is_none_or(|text| text != "false");
    let text = attributes.attribute(SUBJECT, findings)?;
    if is_pattern && text.contains(OF_PATTERNS) {
        return None;
    }
    CertificateSubject::parse(SubjectKind::DistinguishedName, &text).ok()
}

/// Passes over the attributes of a client that authenticates in another way.
pub(super) fn ignore(attributes: &mut Members<'_>) {
    attributes.ignore(&[SUBJECT, IS_PATTERN]);
}
