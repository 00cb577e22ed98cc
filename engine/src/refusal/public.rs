//! What is told of a refusal, and to whom.

use std::fmt;

use domain::explanation::Refused;

use super::table::Refusal;

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.description())
    }
}

impl std::error::Error for Refusal {}

impl Refusal {
    /// Returns the refusal with this reason code.
    pub fn from_reason(reason: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|refusal| refusal.reason() == reason)
    }

    /// Returns the refusal that the client is shown. Refusals with the same code and description share the page of the first of them: they
    /// differ only in what the client may not know.
    #[must_use]
    pub fn public(self) -> Self {
        let same = |other: &Self| other.code() == self.code() && other.description() == self.description();
        Self::ALL.iter().copied().find(same).unwrap_or(self)
    }

    /// Returns the `error_uri` (RFC 6749 §5.2): the page about the refusal, on the server with this base URL.
    pub fn page(self, base_url: &str) -> String {
        format!("{}/errors/{}", base_url.trim_end_matches('/'), self.public().reason())
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self {
            error: refusal.code().name().to_owned(),
            reason: refusal.reason().to_owned(),
            description: refusal.description().to_owned(),
            advice: refusal.instruction().to_owned(),
            place: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use domain::decision::Condition;

    use super::*;

    /// Clauses: 11.
    #[test]
    fn every_description_keeps_to_the_characters_of_the_standard() {
        for refusal in Refusal::ALL {
            let allowed = |byte: u8| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e);
            assert!(refusal.description().bytes().all(allowed), "{refusal:?}");
        }
    }

    #[test]
    fn every_refusal_has_a_reason_code_of_its_own() {
        let reasons: BTreeSet<_> = Refusal::ALL.iter().map(|refusal| refusal.reason()).collect();
        assert_eq!(reasons.len(), Refusal::ALL.len());
        assert!(Refusal::ALL.iter().all(|refusal| Refusal::from_reason(refusal.reason()) == Some(*refusal)));
    }

    #[test]
    fn a_reason_code_can_stand_in_an_address() {
        let allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        assert!(Refusal::ALL.iter().all(|refusal| refusal.reason().bytes().all(allowed)));
    }

    #[test]
    fn what_a_client_may_not_know_has_no_page_of_its_own() {
        for (refusal, public) in [
            (Refusal::ForgedRefreshToken, Refusal::UnknownRefreshToken),
            (Refusal::ForeignRefreshToken, Refusal::UnknownRefreshToken),
            (Refusal::ForeignCode, Refusal::UnknownCode),
            (Refusal::ForeignDeviceCode, Refusal::UnknownDeviceCode),
            (Refusal::ForeignSubjectToken, Refusal::InvalidSubjectToken),
            (Refusal::EndedSubjectToken, Refusal::InvalidSubjectToken),
            (Refusal::UserInactive, Refusal::GrantEnded),
        ] {
            assert_eq!(refusal.public(), public);
            assert_eq!(refusal.page("https://id.example.com/"), format!("https://id.example.com/errors/{}", public.reason()));
        }
        assert_eq!(Refusal::ExpiredCode.public(), Refusal::ExpiredCode);
    }

    #[test]
    fn every_reason_code_is_in_the_documentation() {
        let documentation = include_str!("../../../docs/explain.md");
        let reasons = Refusal::ALL.iter().map(|refusal| refusal.reason()).chain(Condition::ALL.map(Condition::code));
        let missing: Vec<_> = reasons.filter(|reason| !documentation.contains(&format!("`{reason}`"))).collect();
        assert!(missing.is_empty(), "not in docs/explain.md: {missing:?}");
    }
}
