//! Hashes of passwords as they are stored: our own, and those that other servers made, which are good until their owner signs in.

use std::{fmt, num::NonZeroU32};

use argon2::{
    Algorithm, Params, Version,
    password_hash::phc::{Ident, Output, ParamsString, PasswordHash, Salt},
};
use aws_lc_rs::pbkdf2;
use base64::{
    Engine as _,
    alphabet::BCRYPT,
    engine::{GeneralPurpose, general_purpose::NO_PAD},
};

/// The most rounds of bcrypt, as a power of two: about half a second's work.
const MOST_BCRYPT_COST: u32 = 12;
/// How much of a password bcrypt takes, in bytes.
const BCRYPT_TAKES: usize = 72;
/// The most hashes of ours whose time another server's may take: about half a second.
const MOST_WEIGHT: u32 = 25;
/// What Argon2 works through for a hash of ours, in passes over KiB, and the most for another server's.
const ARGON2_WORK: u64 = 2 * 19 * 1024;
const MOST_ARGON2_WORK: u64 = 10 * ARGON2_WORK;
/// The most lanes of Argon2; ours has one.
const MOST_LANES: u32 = 16;
/// A shorter output of PBKDF2 is met by chance.
const SHORTEST_OUTPUT: usize = 16;
/// bcrypt's own Base64 (its alphabet is another than RFC 4648's).
const BCRYPT_64: GeneralPurpose = GeneralPurpose::new(&BCRYPT, NO_PAD);

/// The hash function below PBKDF2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pbkdf2Digest {
    /// HMAC-SHA-1.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Pbkdf2Digest {
    const ALL: [Self; 3] = [Self::Sha1, Self::Sha256, Self::Sha512];

    /// The name of the function in a PHC string.
    const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "pbkdf2-sha1",
            Self::Sha256 => "pbkdf2-sha256",
            Self::Sha512 => "pbkdf2-sha512",
        }
    }

    /// How many iterations take the time of a hash of ours, measured.
    const fn iterations_of_one(self) -> u32 {
        match self {
            Self::Sha1 | Self::Sha256 => 56_000,
            Self::Sha512 => 24_000,
        }
    }

    /// The length of one block of output.
    const fn block(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    pub(super) fn algorithm(self) -> pbkdf2::Algorithm {
        match self {
            Self::Sha1 => pbkdf2::PBKDF2_HMAC_SHA1,
            Self::Sha256 => pbkdf2::PBKDF2_HMAC_SHA256,
            Self::Sha512 => pbkdf2::PBKDF2_HMAC_SHA512,
        }
    }
}

/// Why a hash of another server is of no use here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableHash {
    /// Another function than those that are understood.
    #[error("the password is hashed by a function that is not known here")]
    Unknown,
    /// It takes more time or memory than a sign-in may.
    #[error("the hash of the password takes more time or memory than a sign-in may")]
    Costly,
    /// It is no hash, or a part of it is missing, too short or too long.
    #[error("the hash of the password cannot be read")]
    Malformed,
}

/// A hash that was read.
pub(super) enum Stored {
    Argon2id { params: Params, salt: Vec<u8>, output: Vec<u8> },
    Pbkdf2 { digest: Pbkdf2Digest, iterations: NonZeroU32, salt: Vec<u8>, output: Vec<u8> },
    Bcrypt { cost: u32, salt: [u8; 16], output: [u8; 23] },
}

impl Stored {
    /// Reads a hash: a PHC string, or bcrypt's own form. Whatever it says, checking it takes bounded time and memory.
    pub(super) fn read(text: &str) -> Result<Self, UnusableHash> {
        if text.starts_with("$2") {
            return bcrypt(text);
        }
        let hash = PasswordHash::new(text).map_err(|_| UnusableHash::Malformed)?;
        let name = hash.algorithm.as_str();
        if hash.algorithm == Algorithm::Argon2id.ident() {
            return argon2id(&hash);
        }
        match Pbkdf2Digest::ALL.into_iter().find(|digest| digest.name() == name || *digest == Pbkdf2Digest::Sha1 && name == "pbkdf2") {
            Some(digest) => pbkdf2_of(digest, &hash),
            None => Err(UnusableHash::Unknown),
        }
    }

    /// Returns how many hashes of ours take as long as to check a password against this one.
    pub(super) fn weight(&self) -> usize {
        let times = match self {
            Self::Argon2id { params, .. } => (u64::from(params.m_cost()) * u64::from(params.t_cost())).div_ceil(ARGON2_WORK),
            Self::Pbkdf2 { digest, iterations, .. } => iterations.get().div_ceil(digest.iterations_of_one()).into(),
            // Cost 8 takes a little longer than one of ours, and each step doubles it.
            Self::Bcrypt { cost, .. } => (3_u64 << cost).div_ceil(2 << 8),
        };
        usize::try_from(times).unwrap_or(usize::MAX)
    }

    /// Returns how many bytes of a password it is a hash of; whatever follows them made no difference.
    pub(super) const fn longest(&self) -> usize {
        match self {
            Self::Argon2id { .. } | Self::Pbkdf2 { .. } => usize::MAX,
            Self::Bcrypt { .. } => BCRYPT_TAKES,
        }
    }

    /// Returns whether a new hash would be made in another way.
    pub(super) fn is_outdated(&self) -> bool {
        !matches!(self, Self::Argon2id { params, .. } if of_params(params) == of_params(&Params::DEFAULT))
    }
}

const fn of_params(params: &Params) -> (u32, u32, u32) {
    (params.m_cost(), params.t_cost(), params.p_cost())
}

fn parts(hash: &PasswordHash) -> Result<(Vec<u8>, Vec<u8>), UnusableHash> {
    let (salt, output) = hash.salt.as_ref().zip(hash.hash.as_ref()).ok_or(UnusableHash::Malformed)?;
    Ok((salt.as_ref().to_vec(), output.as_bytes().to_vec()))
}

fn argon2id(hash: &PasswordHash) -> Result<Stored, UnusableHash> {
    if hash.version != Some(Version::V0x13.into()) {
        return Err(UnusableHash::Unknown);
    }
    let params = Params::try_from(hash).map_err(|_| UnusableHash::Malformed)?;
    let (memory, passes, lanes) = of_params(&params);
    let work = u64::from(memory) * u64::from(passes);
    if params.block_count() > Params::DEFAULT.block_count() || work > MOST_ARGON2_WORK || lanes > MOST_LANES {
        return Err(UnusableHash::Costly);
    }
    let (salt, output) = parts(hash)?;
    Ok(Stored::Argon2id { params, salt, output })
}

fn pbkdf2_of(digest: Pbkdf2Digest, hash: &PasswordHash) -> Result<Stored, UnusableHash> {
    let iterations = hash.params.get_decimal("i").and_then(NonZeroU32::new).ok_or(UnusableHash::Malformed)?;
    if iterations.get().div_ceil(digest.iterations_of_one()) > MOST_WEIGHT {
        return Err(UnusableHash::Costly);
    }
    let (salt, mut output) = parts(hash)?;
    if output.len() < SHORTEST_OUTPUT {
        return Err(UnusableHash::Malformed);
    }
    // Each block is computed by itself, at the cost of all iterations (RFC 8018 §5.2): the first one tells a password.
    output.truncate(digest.block());
    Ok(Stored::Pbkdf2 { digest, iterations, salt, output })
}

fn bcrypt(text: &str) -> Result<Stored, UnusableHash> {
    let mut fields = text.split('$').skip(1);
    let (Some(version), Some(cost), Some(rest), None) = (fields.next(), fields.next(), fields.next(), fields.next()) else {
        return Err(UnusableHash::Malformed);
    };
    // `2x` marks hashes of a faulty implementation, which are computed in another way.
    if !["2a", "2b", "2y"].contains(&version) {
        return Err(UnusableHash::Unknown);
    }
    let cost = cost.parse().ok().filter(|_| cost.len() == 2).ok_or(UnusableHash::Malformed)?;
    match cost {
        0..=3 => return Err(UnusableHash::Malformed),
        4..=MOST_BCRYPT_COST => {}
        _ => return Err(UnusableHash::Costly),
    }
    let decoded = |text: &str| BCRYPT_64.decode(text).map_err(|_| UnusableHash::Malformed);
    let (salt, output) = rest.split_at_checked(22).ok_or(UnusableHash::Malformed)?;
    let salt = decoded(salt)?.try_into().map_err(|_| UnusableHash::Malformed)?;
    let output = decoded(output)?.try_into().map_err(|_| UnusableHash::Malformed)?;
    Ok(Stored::Bcrypt { cost, salt, output })
}

/// The hash of a password that another server made, as it is stored until its owner signs in.
#[derive(Clone, PartialEq, Eq)]
pub struct ImportedHash {
    text: String,
    kind: &'static str,
}

impl fmt::Debug for ImportedHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ImportedHash({}, …)", self.kind)
    }
}

impl ImportedHash {
    /// Takes a PHC string (Argon2id of version 1.3, or PBKDF2 with the parameter `i`), or a hash of bcrypt (`$2a$`, `$2b$`, `$2y$`).
    ///
    /// # Errors
    /// Where it is of no use here.
    pub fn parse(text: &str) -> Result<Self, UnusableHash> {
        match Stored::read(text)? {
            Stored::Pbkdf2 { digest, iterations, salt, output } => {
                let text = phc(digest.name(), None, &[("i", iterations.get())], &salt, &output)?;
                Ok(Self { text, kind: digest.name() })
            }
            Stored::Argon2id { .. } => Ok(Self { text: text.to_owned(), kind: "argon2id" }),
            Stored::Bcrypt { .. } => Ok(Self { text: text.to_owned(), kind: "bcrypt" }),
        }
    }

    /// Takes the parts of a hash by PBKDF2 (RFC 8018 §5.2).
    ///
    /// # Errors
    /// Those of [`ImportedHash::parse`].
    pub fn pbkdf2(digest: Pbkdf2Digest, iterations: u32, salt: &[u8], output: &[u8]) -> Result<Self, UnusableHash> {
        Self::parse(&phc(digest.name(), None, &[("i", iterations)], salt, output.get(..digest.block()).unwrap_or(output))?)
    }

    /// Takes the parts of a hash by Argon2id of version 1.3 (RFC 9106): the memory in KiB, passes and lanes.
    ///
    /// # Errors
    /// Those of [`ImportedHash::parse`].
    pub fn argon2id([memory, passes, lanes]: [u32; 3], salt: &[u8], output: &[u8]) -> Result<Self, UnusableHash> {
        Self::parse(&phc("argon2id", Some(Version::V0x13), &[("m", memory), ("t", passes), ("p", lanes)], salt, output)?)
    }

    /// What made it: `argon2id`, `bcrypt`, `pbkdf2-sha1`, `pbkdf2-sha256` or `pbkdf2-sha512`.
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Returns what is stored.
    pub fn into_stored(self) -> String {
        self.text
    }
}

/// Writes a PHC string.
fn phc(name: &str, version: Option<Version>, params: &[(&str, u32)], salt: &[u8], output: &[u8]) -> Result<String, UnusableHash> {
    let mut written = ParamsString::new();
    for (name, value) in params {
        written.add_decimal(*name, *value).map_err(|_| UnusableHash::Malformed)?;
    }
    let hash = PasswordHash {
        algorithm: Ident::new(name).map_err(|_| UnusableHash::Malformed)?,
        version: version.map(Into::into),
        params: written,
        salt: Some(Salt::new(salt).map_err(|_| UnusableHash::Malformed)?),
        hash: Some(Output::new(output).map_err(|_| UnusableHash::Malformed)?),
    };
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unusable(text: &str) -> UnusableHash {
        ImportedHash::parse(text).unwrap_err()
    }

    #[test]
    fn what_would_take_too_long_is_refused_whatever_it_is_a_hash_of() {
        let (salt, output) = ([7; 16], [9; 32]);
        assert_eq!(ImportedHash::pbkdf2(Pbkdf2Digest::Sha512, 600_001, &salt, &[9; 64]), Err(UnusableHash::Costly));
        assert_eq!(ImportedHash::argon2id([64 * 1024, 1, 1], &salt, &output), Err(UnusableHash::Costly));
        assert_eq!(ImportedHash::argon2id([7168, 1000, 1], &salt, &output), Err(UnusableHash::Costly));
        assert_eq!(ImportedHash::argon2id([7168, 5, 17], &salt, &output), Err(UnusableHash::Costly));
        assert_eq!(unusable("$2b$13$abcdefghijklmnopqrstuuKMGAgbR8NqXcwnBfEBzjK0LcFtLCmCe"), UnusableHash::Costly);
        assert_eq!(ImportedHash::argon2id([7168, 5, 1], &salt, &output).unwrap().kind(), "argon2id");
    }

    #[test]
    fn what_takes_longer_weighs_more_and_never_more_than_half_a_second() {
        let weight = |text: &str| Stored::read(text).unwrap().weight();
        let rest = "$abcdefghijklmnopqrstuuKMGAgbR8NqXcwnBfEBzjK0LcFtLCmCe";
        assert_eq!([4, 8, 10, 12].map(|cost| weight(&format!("$2b${cost:02}{rest}"))), [1, 2, 6, 24]);
        let pbkdf2 = |iterations| weight(&format!("$pbkdf2-sha512$i={iterations}$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA"));
        assert_eq!([1, 24_000, 210_000, 600_000].map(pbkdf2), [1, 1, 9, 25]);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "",
            "password",
            "$",
            "$2b$",
            "$2b$10$short",
            "$2b$1$abcdefghijklmnopqrstuuKMGAgbR8NqXcwnBfEBzjK0LcFtLCmCe",
            "$pbkdf2-sha256$i=0$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA",
            "$pbkdf2-sha256$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA",
            "$2b$10$\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}\u{e9}",
        ] {
            assert_eq!(unusable(text), UnusableHash::Malformed, "{text}");
        }
        assert_eq!(ImportedHash::pbkdf2(Pbkdf2Digest::Sha1, 1000, &[], &[9; 20]), Err(UnusableHash::Malformed));
        assert_eq!(ImportedHash::pbkdf2(Pbkdf2Digest::Sha1, 1000, &[7; 16], &[9; 12]), Err(UnusableHash::Malformed));
        for text in
            ["$2x$10$abcdefghijklmnopqrstuuKMGAgbR8NqXcwnBfEBzjK0LcFtLCmCe", "$scrypt$ln=15,r=8,p=1$c2FsdHNhbHQ$c2FsdHNhbHRzYWx0c2FsdA"]
        {
            assert_eq!(unusable(text), UnusableHash::Unknown, "{text}");
        }
    }

    #[test]
    fn of_a_long_output_of_pbkdf2_one_block_is_kept() {
        let hash = ImportedHash::pbkdf2(Pbkdf2Digest::Sha256, 27_500, &[7; 16], &[9; 64]).unwrap();
        assert_eq!((hash.kind(), format!("{hash:?}").as_str()), ("pbkdf2-sha256", "ImportedHash(pbkdf2-sha256, …)"));
        assert_eq!(hash, ImportedHash::pbkdf2(Pbkdf2Digest::Sha256, 27_500, &[7; 16], &[9; 32]).unwrap());
        assert!(hash.into_stored().starts_with("$pbkdf2-sha256$i=27500$"));
    }
}
