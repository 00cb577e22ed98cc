//! Distinguished names as text (RFC 4514).

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};

use super::error::CertificateSubjectError;

/// The types of attributes that have a name: those of RFC 4514 §3 first, then others that certificates have. The first name of each is the
/// one that it is written by.
const TYPES: &[(&str, &str)] = &[
    ("CN", "2.5.4.3"),
    ("L", "2.5.4.7"),
    ("ST", "2.5.4.8"),
    ("O", "2.5.4.10"),
    ("OU", "2.5.4.11"),
    ("C", "2.5.4.6"),
    ("STREET", "2.5.4.9"),
    ("DC", "0.9.2342.19200300.100.1.25"),
    ("UID", "0.9.2342.19200300.100.1.1"),
    ("commonName", "2.5.4.3"),
    ("localityName", "2.5.4.7"),
    ("S", "2.5.4.8"),
    ("stateOrProvinceName", "2.5.4.8"),
    ("organizationName", "2.5.4.10"),
    ("organizationalUnitName", "2.5.4.11"),
    ("countryName", "2.5.4.6"),
    ("streetAddress", "2.5.4.9"),
    ("domainComponent", "0.9.2342.19200300.100.1.25"),
    ("userId", "0.9.2342.19200300.100.1.1"),
    ("emailAddress", "1.2.840.113549.1.9.1"),
    ("E", "1.2.840.113549.1.9.1"),
    ("serialNumber", "2.5.4.5"),
    ("SN", "2.5.4.4"),
    ("surname", "2.5.4.4"),
    ("givenName", "2.5.4.42"),
    ("GN", "2.5.4.42"),
    ("initials", "2.5.4.43"),
    ("generationQualifier", "2.5.4.44"),
    ("dnQualifier", "2.5.4.46"),
    ("title", "2.5.4.12"),
    ("pseudonym", "2.5.4.65"),
    ("postalCode", "2.5.4.17"),
    ("businessCategory", "2.5.4.15"),
    ("organizationIdentifier", "2.5.4.97"),
    ("jurisdictionLocalityName", "1.3.6.1.4.1.311.60.2.1.1"),
    ("jurisdictionStateOrProvinceName", "1.3.6.1.4.1.311.60.2.1.2"),
    ("jurisdictionCountryName", "1.3.6.1.4.1.311.60.2.1.3"),
];

/// What a value has only behind a backslash (RFC 4514 §2.4).
const ESCAPED: &str = " \"#+,;<=>\\";

/// A distinguished name: its relative names from the most specific on. Two are the same if they have the same attributes in the same order,
/// whatever the names of their types are, and each value is the same text to the letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DistinguishedName(Vec<RelativeName>);

/// A relative name: its attributes in one order, because they have none of their own.
type RelativeName = Vec<Attribute>;

/// An attribute: its type, as numbers, and its value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Attribute {
    kind: String,
    value: String,
}

impl DistinguishedName {
    /// The most characters of one that is typed.
    pub const MAX_CHARS: usize = 1_000;

    /// Reads a distinguished name. Beyond the letter of RFC 4514 there may be spaces around its separators and a semicolon for a comma, as
    /// many programs write it.
    ///
    /// # Errors
    /// The reason why it is none.
    pub fn parse(text: &str) -> Result<Self, CertificateSubjectError> {
        if text.chars().count() > Self::MAX_CHARS {
            return Err(CertificateSubjectError::TooLong);
        }
        let (mut names, mut name) = (Vec::new(), RelativeName::new());
        let mut rest = text;
        loop {
            let (kind, after) = rest.split_once('=').ok_or(CertificateSubjectError::DistinguishedName)?;
            let kind = numbers(kind.trim())?;
            let Value { text: value, separator, rest: after } = Value::read(after.trim_start_matches(' '))?;
            if value.is_empty() || value.chars().any(char::is_control) {
                return Err(CertificateSubjectError::DistinguishedName);
            }
            name.push(Attribute { kind, value });
            if separator != Some('+') {
                name.sort();
                names.push(std::mem::take(&mut name));
            }
            if separator.is_none() {
                // What is kept is what is written, and that has to read back: some names of types are longer than what was typed.
                let read = Self(names);
                return if read.to_string().chars().count() > Self::MAX_CHARS { Err(CertificateSubjectError::TooLong) } else { Ok(read) };
            }
            rest = after;
        }
    }

    /// Returns the name of a certificate: its relative names in the certificate's order, the most general first, each attribute by the numbers
    /// of its type and its value. None without any attribute.
    pub fn of_certificate(names: Vec<Vec<(String, String)>>) -> Option<Self> {
        let relative = |attributes: Vec<(String, String)>| {
            let mut name: RelativeName = attributes.into_iter().map(|(kind, value)| Attribute { kind, value }).collect();
            name.sort();
            name
        };
        let names: Vec<RelativeName> = names.into_iter().rev().map(relative).collect();
        (!names.is_empty() && names.iter().all(|name| !name.is_empty())).then_some(Self(names))
    }
}

/// A value that was read, and what follows it.
struct Value<'a> {
    text: String,
    separator: Option<char>,
    rest: &'a str,
}

impl<'a> Value<'a> {
    fn read(text: &'a str) -> Result<Self, CertificateSubjectError> {
        match text.strip_prefix('#') {
            Some(digits) => Self::read_hexadecimal(digits),
            None => Self::read_text(text),
        }
    }

    fn read_text(text: &'a str) -> Result<Self, CertificateSubjectError> {
        let malformed = CertificateSubjectError::DistinguishedName;
        // Spaces at the end are none of the value's, unless a backslash is before them.
        let (mut bytes, mut kept) = (Vec::new(), 0);
        let mut letters = text.char_indices();
        let (separator, rest) = loop {
            let Some((at, letter)) = letters.next() else { break (None, "") };
            match letter {
                ',' | ';' | '+' => {
                    let separator = if letter == '+' { '+' } else { ',' };
                    break (Some(separator), text.get(at + 1..).unwrap_or_default());
                }
                '"' | '<' | '>' => return Err(malformed),
                '\\' => {
                    let (_, escaped) = letters.next().ok_or(malformed)?;
                    if ESCAPED.contains(escaped) {
                        push(&mut bytes, escaped);
                    } else {
                        let (_, second) = letters.next().ok_or(malformed)?;
                        bytes.push(byte(escaped, second).ok_or(malformed)?);
                    }
                    kept = bytes.len();
                }
                ' ' => bytes.push(b' '),
                letter => {
                    push(&mut bytes, letter);
                    kept = bytes.len();
                }
            }
        };
        bytes.truncate(kept);
        Ok(Self { text: String::from_utf8(bytes).map_err(|_| malformed)?, separator, rest })
    }

    fn read_hexadecimal(digits: &'a str) -> Result<Self, CertificateSubjectError> {
        let wrong = CertificateSubjectError::Hexadecimal;
        let end = digits.find([',', ';', '+']).unwrap_or(digits.len());
        let (digits, rest) = digits.split_at_checked(end).ok_or(wrong)?;
        let mut letters = digits.trim_end_matches(' ').chars();
        let mut encoded = Vec::new();
        while let Some(first) = letters.next() {
            encoded.push(letters.next().and_then(|second| byte(first, second)).ok_or(wrong)?);
        }
        let text = text_of(&encoded).ok_or(wrong)?;
        let separator = rest.chars().next().map(|separator| if separator == '+' { '+' } else { ',' });
        Ok(Self { text, separator, rest: rest.get(1..).unwrap_or_default() })
    }
}

fn push(bytes: &mut Vec<u8>, letter: char) {
    bytes.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
}

fn byte(first: char, second: char) -> Option<u8> {
    u8::try_from(first.to_digit(16)? * 16 + second.to_digit(16)?).ok()
}

/// Returns the text that is encoded so in DER: a `UTF8String`, `NumericString`, `PrintableString` or `IA5String`, of up to 255 bytes.
fn text_of(encoded: &[u8]) -> Option<String> {
    let (tag, rest) = encoded.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, value) = match length {
        ..=0x7f => (*length, rest),
        0x81 => rest.split_first().map(|(length, value)| (*length, value))?,
        _ => return None,
    };
    let is_text = [0x0c, 0x12, 0x13, 0x16].contains(tag) && usize::from(length) == value.len();
    if is_text { String::from_utf8(value.to_vec()).ok() } else { None }
}

/// Returns a type of attributes as numbers.
fn numbers(kind: &str) -> Result<String, CertificateSubjectError> {
    let named = TYPES.iter().find(|(name, _)| name.eq_ignore_ascii_case(kind)).map(|(_, numbers)| (*numbers).to_owned());
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = |part: &str| part == "0" || is_digits(part) && !part.starts_with('0');
    let is_oid = kind.contains('.') && kind.split('.').all(is_number);
    let is_name = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    match named {
        Some(numbers) => Ok(numbers),
        None if is_oid => Ok(kind.to_owned()),
        None if is_name => Err(CertificateSubjectError::AttributeType),
        None => Err(CertificateSubjectError::DistinguishedName),
    }
}

impl fmt::Display for DistinguishedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, name) in self.0.iter().enumerate() {
            if place > 0 {
                f.write_char(',')?;
            }
            for (place, Attribute { kind, value }) in name.iter().enumerate() {
                if place > 0 {
                    f.write_char('+')?;
                }
                let named = TYPES.iter().find(|(_, numbers)| numbers == kind).map_or(kind.as_str(), |(name, _)| *name);
                write!(f, "{named}=")?;
                write_value(f, value)?;
            }
        }
        Ok(())
    }
}

fn write_value(f: &mut fmt::Formatter<'_>, value: &str) -> fmt::Result {
    let last = value.chars().count().saturating_sub(1);
    for (place, letter) in value.chars().enumerate() {
        let special = match letter {
            ' ' => place == 0 || place == last,
            '#' => place == 0,
            '"' | '+' | ',' | ';' | '<' | '>' | '\\' => true,
            _ => false,
        };
        if special {
            f.write_char('\\')?;
        }
        f.write_char(letter)?;
    }
    Ok(())
}

impl TryFrom<String> for DistinguishedName {
    type Error = CertificateSubjectError;

    fn try_from(text: String) -> Result<Self, CertificateSubjectError> {
        Self::parse(&text)
    }
}

impl From<DistinguishedName> for String {
    fn from(name: DistinguishedName) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> DistinguishedName {
        DistinguishedName::parse(text).unwrap()
    }

    fn of(names: &[&[(&str, &str)]]) -> DistinguishedName {
        let owned = |(kind, value): &(&str, &str)| ((*kind).to_owned(), (*value).to_owned());
        DistinguishedName::of_certificate(names.iter().map(|name| name.iter().map(owned).collect()).collect()).unwrap()
    }

    /// The examples of RFC 4514 §4.
    #[test]
    fn the_examples_of_the_standard_are_read() {
        let (uid, dc, ou, cn) = ("0.9.2342.19200300.100.1.1", "0.9.2342.19200300.100.1.25", "2.5.4.11", "2.5.4.3");
        for (text, names) in [
            ("UID=jsmith,DC=example,DC=net", of(&[&[(dc, "net")], &[(dc, "example")], &[(uid, "jsmith")]])),
            ("OU=Sales+CN=J.  Smith,DC=example,DC=net", of(&[&[(dc, "net")], &[(dc, "example")], &[(cn, "J.  Smith"), (ou, "Sales")]])),
            (r#"CN=James \"Jim\" Smith\, III,DC=net"#, of(&[&[(dc, "net")], &[(cn, r#"James "Jim" Smith, III"#)]])),
            (r"CN=Before\20After,DC=net", of(&[&[(dc, "net")], &[(cn, "Before After")]])),
            (r"CN=Lu\C4\8Di\C4\87", of(&[&[(cn, "Lučić")]])),
            ("1.3.6.1.4.1.1466.0=#0C0548656C6C6F", of(&[&[("1.3.6.1.4.1.1466.0", "Hello")]])),
        ] {
            assert_eq!(read(text), names, "{text}");
        }
    }

    #[test]
    fn it_reads_back_as_it_is_written() {
        for text in [
            "CN=shop.example.com,O=Example,C=DE",
            "OU=B+CN=A,O=C",
            r#"CN=\#1\, \+ \; \< \> \\ \",O=\ a b\ "#,
            "CN=Café Müller,1.2.3.4=x",
            "organizationIdentifier=PSDDE-BAFIN-123456,emailAddress=a@b.example",
        ] {
            assert_eq!(read(text).to_string(), text);
            assert_eq!(read(&read(text).to_string()), read(text));
        }
    }

    #[test]
    fn what_means_the_same_is_the_same_and_nothing_else_is() {
        let name = read("CN=Shop,O=Example,C=DE");
        for same in ["cn=Shop, o=Example, c=DE", "2.5.4.3=Shop;O = Example ;C=DE", " CN=Sh\\6fp,O=Example,C=#13024445"] {
            assert_eq!(read(same), name, "{same}");
        }
        assert_eq!(read("CN=A+OU=B"), read("OU=B+CN=A"));
        for other in
            ["C=DE,O=Example,CN=Shop", "CN=shop,O=Example,C=DE", "CN=Shop,O=Example", "CN=Shop+O=Example,C=DE", "CN=Shop\\ ,O=Example,C=DE"]
        {
            assert_ne!(read(other), name, "{other}");
        }
    }

    #[test]
    fn what_is_none_is_refused() {
        use CertificateSubjectError::{AttributeType, DistinguishedName as Malformed, Hexadecimal, TooLong};

        for (text, error) in [
            ("", Malformed),
            ("shop.example.com", Malformed),
            ("CN=", Malformed),
            ("CN=a,", Malformed),
            ("CN=a,,O=b", Malformed),
            ("=a", Malformed),
            ("CN=\"a\"", Malformed),
            ("CN=a<b", Malformed),
            ("CN=a\\", Malformed),
            ("CN=a\\x", Malformed),
            ("CN=a\\zz", Malformed),
            ("CN=\\ff", Malformed),
            ("CN=a\\00", Malformed),
            ("CN=a\nb", Malformed),
            ("KN=a", AttributeType),
            ("1..2=a", AttributeType),
            ("01.2=a", AttributeType),
            ("CN=#0C", Hexadecimal),
            ("CN=#0C01", Hexadecimal),
            ("CN=#0C0", Hexadecimal),
            ("CN=#020101", Hexadecimal),
            ("CN=#xx", Hexadecimal),
        ] {
            assert_eq!(DistinguishedName::parse(text), Err(error), "{text:?}");
        }
        assert_eq!(DistinguishedName::parse(&format!("CN={}", "a".repeat(1_000))), Err(TooLong));
        assert_eq!(DistinguishedName::parse(&["E=a"; 200].join(",")), Err(TooLong), "as emailAddress=a");
        assert_eq!(DistinguishedName::of_certificate(Vec::new()), None);
    }
}
