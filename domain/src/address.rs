//! Postal addresses (OpenID Connect Core §5.1.1).

use serde::{Deserialize, Serialize};

use crate::invisible::holds_invisible;

/// A postal address. Its JSON is the claim `address`: a part that is not known is left out, and `formatted` is always there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Stored")]
pub struct Address {
    /// The whole address, as on an envelope.
    pub formatted: String,
    /// House number, street, box: one line or several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street_address: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locality: Option<String>,
    /// The state, province or prefecture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// The country.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
}

/// An address as it is typed; what is empty is not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedAddress {
    /// `street_address`.
    pub street_address: String,
    /// `locality`.
    pub locality: String,
    /// `region`.
    pub region: String,
    /// `postal_code`.
    pub postal_code: String,
    /// `country`.
    pub country: String,
    /// `formatted`; empty where it is put together from the parts.
    pub formatted: String,
}

/// Why a part of an address was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressError {
    /// More characters than a part may have.
    #[error("Use at most 200 characters.")]
    TooLong,
    /// More than one line in a field that has one.
    #[error("Use one line.")]
    Lines,
    /// A character that is not seen.
    #[error("An address holds no invisible characters. Type it again instead of pasting it.")]
    Invisible,
}

/// The parts of an address by their names on the wire, and whether one may have several lines.
type Part<'a> = (&'static str, &'a str, bool);

impl TypedAddress {
    fn parts(&self) -> [Part<'_>; 6] {
        [
            ("street_address", &self.street_address, true),
            ("locality", &self.locality, false),
            ("region", &self.region, false),
            ("postal_code", &self.postal_code, false),
            ("country", &self.country, false),
            ("formatted", &self.formatted, true),
        ]
    }
}

impl Address {
    /// The most characters of a part.
    const MOST_CHARS: usize = 200;

    /// Checks an address. Returns none if nothing was typed.
    ///
    /// # Errors
    /// Every part that cannot be saved, by its name on the wire.
    pub fn parse(typed: &TypedAddress) -> Result<Option<Self>, Vec<(&'static str, AddressError)>> {
        let parts = typed.parts().map(|(name, text, lines)| part(text, lines).map_err(|error| (name, error)));
        let problems: Vec<_> = parts.iter().filter_map(|part| part.clone().err()).collect();
        let [Ok(street_address), Ok(locality), Ok(region), Ok(postal_code), Ok(country), Ok(formatted)] = parts else {
            return Err(problems);
        };
        let mut address = Self { formatted: String::new(), street_address, locality, region, postal_code, country };
        address.formatted = formatted.unwrap_or_else(|| address.put_together());
        Ok(Some(address).filter(|address| !address.formatted.is_empty()))
    }

    /// The parts as they stand on an envelope, line by line.
    fn put_together(&self) -> String {
        let town =
            [&self.postal_code, &self.locality, &self.region].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" ");
        let lines = [self.street_address.as_deref(), Some(town.as_str()), self.country.as_deref()];
        lines.into_iter().flatten().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// The address as it would be typed.
    pub fn as_typed(&self) -> TypedAddress {
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        TypedAddress {
            street_address: text(&self.street_address),
            locality: text(&self.locality),
            region: text(&self.region),
            postal_code: text(&self.postal_code),
            country: text(&self.country),
            formatted: Some(self.formatted.clone()).filter(|formatted| *formatted != self.put_together()).unwrap_or_default(),
        }
    }
}

fn part(text: &str, lines: bool) -> Result<Option<String>, AddressError> {
    // Browsers send line breaks as CR LF; the claim may have either.
    let text = text.replace("\r\n", "\n");
    let text = text.split('\n').map(str::trim).collect::<Vec<_>>().join("\n");
    let text = text.trim();
    if text.chars().count() > Address::MOST_CHARS {
        Err(AddressError::TooLong)
    } else if text.contains('\n') && !lines {
        Err(AddressError::Lines)
    } else if text.split('\n').any(holds_invisible) {
        Err(AddressError::Invisible)
    } else {
        Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
    }
}

/// An address as it is stored: earlier versions had one text.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Text(String),
    Parts {
        #[serde(default)]
        formatted: String,
        street_address: Option<String>,
        locality: Option<String>,
        region: Option<String>,
        postal_code: Option<String>,
        country: Option<String>,
    },
}

impl From<Stored> for Address {
    fn from(stored: Stored) -> Self {
        match stored {
            Stored::Text(formatted) => {
                Self { formatted, street_address: None, locality: None, region: None, postal_code: None, country: None }
            }
            Stored::Parts { formatted, street_address, locality, region, postal_code, country } => {
                Self { formatted, street_address, locality, region, postal_code, country }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed() -> TypedAddress {
        TypedAddress {
            street_address: "Hauptstr. 1\r\nHinterhaus ".to_owned(),
            locality: "Berlin".to_owned(),
            postal_code: "10115".to_owned(),
            country: "Germany".to_owned(),
            ..TypedAddress::default()
        }
    }

    #[test]
    fn an_address_is_put_together_from_its_parts_and_follows_them() {
        let address = Address::parse(&typed()).unwrap().unwrap();
        assert_eq!(address.formatted, "Hauptstr. 1\nHinterhaus\n10115 Berlin\nGermany");
        assert_eq!(address.as_typed().formatted, "", "nothing that would stay behind when a part is changed");
        let own = Address::parse(&TypedAddress { formatted: "c/o Ann".to_owned(), ..typed() }).unwrap().unwrap();
        assert_eq!((own.formatted.as_str(), own.as_typed().formatted.as_str()), ("c/o Ann", "c/o Ann"));
        assert_eq!(Address::parse(&TypedAddress { region: " ".to_owned(), ..TypedAddress::default() }), Ok(None));
    }

    #[test]
    fn every_part_that_cannot_be_saved_is_named() {
        let wrong = TypedAddress { locality: "x".repeat(201), country: "a\u{202e}b".to_owned(), region: "a\nb".to_owned(), ..typed() };
        let problems = Address::parse(&wrong).unwrap_err();
        assert_eq!(problems, [("locality", AddressError::TooLong), ("region", AddressError::Lines), ("country", AddressError::Invisible)]);
    }

    #[test]
    fn the_json_is_the_claim_and_an_address_of_an_earlier_version_is_still_read() {
        let address = Address::parse(&TypedAddress { country: "Japan".to_owned(), ..TypedAddress::default() }).unwrap().unwrap();
        let json = serde_json::to_value(&address).unwrap();
        assert_eq!(json, serde_json::json!({"formatted": "Japan", "country": "Japan"}));
        assert_eq!(serde_json::from_value::<Address>(json).unwrap(), address);
        let earlier: Address = serde_json::from_value(serde_json::json!("Hauptstr. 1, Berlin")).unwrap();
        assert_eq!(serde_json::to_value(&earlier).unwrap(), serde_json::json!({"formatted": "Hauptstr. 1, Berlin"}));
    }
}
