use domain::{
    client::ClientSettings,
    subject_type::{SectorIdentifier, SubjectType},
};

use super::typed::TypedOauth;
use crate::api::Problems;

impl TypedOauth {
    /// Reads the subject type.
    pub(super) fn read_subject_type(&self, problems: &mut Problems, settings: &ClientSettings) -> SubjectType {
        let read = self.subject_type.as_ref().and_then(|text| problems.take("subject_type", text.parse()));
        read.unwrap_or(settings.subject_type)
    }

    /// Reads the sector.
    pub(super) fn read_sector(&self, problems: &mut Problems, settings: &ClientSettings) -> Option<SectorIdentifier> {
        match &self.sector_identifier {
            None => settings.sector_identifier.clone(),
            Some(text) if text.trim().is_empty() => None,
            Some(text) => problems.take("sector_identifier", SectorIdentifier::parse(text)),
        }
    }
}

#[cfg(test)]
mod tests {
    use domain::{client::ClientType, name::Name, redirect_uri::RedirectUri};

    use super::*;

    fn settings() -> ClientSettings {
        let mut settings = ClientSettings::defaults(Name::parse("Shop").unwrap(), ClientType::ServerSideWeb);
        settings.redirect_uris = vec![RedirectUri::parse("https://shop.example.com/callback").unwrap()];
        settings
    }

    #[test]
    fn what_users_are_called_is_read_and_refused_at_its_field() {
        let sector = Some(SectorIdentifier::parse("example.com").unwrap());
        let pairwise = ClientSettings { subject_type: SubjectType::Pairwise, sector_identifier: sector, ..settings() };
        let typed = TypedOauth::of(&pairwise);
        assert_eq!(typed.parse(settings()), Ok(pairwise.clone()));
        let unasked = TypedOauth { subject_type: None, sector_identifier: None, ..typed.clone() };
        assert_eq!(unasked.parse(pairwise.clone()), Ok(pairwise), "a page that does not ask for it keeps it");
        let wrong =
            TypedOauth { subject_type: Some("secret".to_owned()), sector_identifier: Some("https://example.com".to_owned()), ..typed };
        let problems = wrong.parse(settings()).unwrap_err();
        assert_eq!(problems.problems().iter().map(|at| at.field.as_str()).collect::<Vec<_>>(), ["subject_type", "sector_identifier"]);
    }
}
