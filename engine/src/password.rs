//! Passwords of users and administrators: Argon2id (RFC 9106), with the parameters that OWASP recommends (19 MiB, two passes).
//!
//! Both functions take tens of milliseconds of one core: call them where that blocks nobody.

use argon2::{Argon2, PasswordHasher, PasswordVerifier};

use crate::random::{self, Random};

/// The password could not be hashed.
#[derive(Debug, thiserror::Error)]
#[error("the password could not be hashed")]
pub struct PasswordHashError;

/// A hash of a password nobody has, so that an unknown user costs as much time as a known one.
const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$8D0rWQlW1tp+U8Ik5C+/CKPmJ8MJ4lJHmJ8jWBD7P2Y";

/// Hashes a password, as a PHC string.
pub fn hash(password: &str, random: &dyn Random) -> Result<String, PasswordHashError> {
    let salt = random::bytes::<16>(random);
    Argon2::default().hash_password_with_salt(password.as_bytes(), &salt).map(|hash| hash.to_string()).map_err(|_| PasswordHashError)
}

/// Is this the password of the hash? Takes the same time where there is no hash, and is then `false`.
pub fn verify(password: &str, hash: Option<&str>) -> bool {
    let matches = Argon2::default().verify_password(password.as_bytes(), hash.unwrap_or(NOBODY)).is_ok();
    matches && hash.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::SeededRandom;

    #[test]
    fn a_password_is_verified_by_its_hash_alone() {
        let hash = hash("correct horse battery", &SeededRandom::new(1)).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(verify("correct horse battery", Some(&hash)));
        assert!(!verify("correct horse batterx", Some(&hash)));
        assert!(!verify("correct horse battery", None));
    }

    #[test]
    fn the_hash_of_nobody_is_one_that_argon2_computes() {
        use argon2::password_hash::{Error, phc::PasswordHash};

        let nobody = PasswordHash::new(NOBODY).unwrap();
        assert_eq!(Argon2::default().verify_password(b"anything", &nobody), Err(Error::PasswordInvalid));
    }
}
