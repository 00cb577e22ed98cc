//! Hashing and checking a password by way of the pool.

use std::fmt;

use domain::secret::Secret;

use super::{
    error::{Busy, HashError, PasswordHashError},
    pool::Pool,
    queue::Lane,
    stored::Stored,
};
use crate::{
    random::{self, Random},
    typed,
};

impl Pool {
    /// Hashes a password, as a PHC string.
    pub async fn hash(&self, lane: Lane, password: Secret<String>, random: &dyn Random) -> Result<String, HashError> {
        let salt = random::bytes::<16>(random);
        let password = Secret::new(typed::password(password.expose()));
        let work = self.submit(lane, 1, move |memory| memory.hash(password.expose().as_bytes(), &salt))?;
        // Only a computation that panicked leaves no answer.
        Ok(work.await.map_err(|_| PasswordHashError)??)
    }

    /// Begins to verify a password against a stored hash, and takes the time of one of ours if there is none. With a salt, a hash that was not
    /// made as ours is renewed where the password is right. The result is awaited separately, so that the caller can count the attempt when it
    /// begins.
    pub fn verify(
        &self,
        lane: Lane,
        password: Secret<String>,
        hash: Option<&str>,
        salt: Option<[u8; 16]>,
    ) -> Result<impl Future<Output = Verdict> + use<>, Busy> {
        let stored = hash.and_then(|hash| Stored::read(hash).ok());
        let salt = salt.filter(|_| stored.as_ref().is_some_and(Stored::is_outdated));
        let weight = stored.as_ref().map_or(1, Stored::weight);
        let work = self.submit(lane, weight, move |memory| {
            let prepared = Secret::new(typed::password(password.expose()));
            let mut is = |password: &str| memory.verify(password.as_bytes(), stored.as_ref());
            // Earlier versions, and other servers, hashed what was typed as it came.
            let right = is(prepared.expose()) || prepared.expose() != password.expose() && is(password.expose());
            // What was typed beyond that is not known to be right.
            let whole = stored.as_ref().is_none_or(|stored| password.expose().len() <= stored.longest());
            match salt {
                _ if !right => Verdict::Wrong,
                Some(salt) if whole => memory.hash(prepared.expose().as_bytes(), &salt).map_or(Verdict::Right, Verdict::Renewed),
                Some(_) | None => Verdict::Right,
            }
        })?;
        Ok(async { work.await.unwrap_or(Verdict::Wrong) })
    }
}

/// Returns whether a stored hash is not made as ours, and is to be renewed by the next password that is right.
pub(crate) fn is_outdated(hash: &str) -> bool {
    Stored::read(hash).is_ok_and(|stored| stored.is_outdated())
}

/// Whether a password is that of a stored hash.
#[derive(Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It is not.
    Wrong,
    /// It is.
    Right,
    /// It is, and this hash of it takes the place of the stored one, which was not made as ours.
    Renewed(String),
}

impl Verdict {
    /// Returns whether the password is right.
    pub const fn is_right(&self) -> bool {
        !matches!(self, Self::Wrong)
    }
}

impl fmt::Debug for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wrong => "Wrong",
            Self::Right => "Right",
            Self::Renewed(_) => "Renewed(…)",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{door::Door, password::ImportedHash, random::SeededRandom};

    /// The same password by another implementation each time: Python's `hashlib`, `argon2-cffi` and libxcrypt.
    const FOREIGN: [&str; 5] = [
        "$pbkdf2-sha1$i=1300,l=64$c2FsdC1vZi1rZXljbG9haw$svcDJ9kIDkn6rA0MiuoKc3QrOab8IPzV6WZWVRW0A17tZiePh5sYHqY3a6yrArWkdXh4jVSQdpeE3GwE7JFRFQ",
        "$pbkdf2-sha256$i=27500,l=64$c2FsdC1vZi1rZXljbG9haw$WIuj4xMwZ3tXdUv9esR6IVLKyzfiiR5sf+D8jhbMx6N7N0brxSOL/JWEuR80HiFOM3vw+qop/UwSl7eeXi9sCQ",
        "$pbkdf2-sha512$i=30000,l=64$c2FsdC1vZi1rZXljbG9haw$JnSOpTcmi3qFqq3VpWh0wlSSZp+ips0DALxWvzmDX3XOvk770m2mJ1dysrX46AKqKJen0BoLZ6yPidUBZ/y8Ug",
        "$argon2id$v=19$m=7168,t=5,p=1$c2FsdC1vZi1rZXljbG9haw$DHVSitxAHcYUR+jzNwmpYkW2LdFFf6cBZJe1UH/139s",
        "$2b$10$abcdefghijklmnopqrstuuCj7fyLDJytXL.TfOiOeiv0fQvSOK1/2",
    ];

    const LANE: Lane = Lane { door: Door::Console, network: None };

    fn secret(password: &str) -> Secret<String> {
        Secret::new(password.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_verified_by_its_hash_alone() {
        let pool = Pool::default();
        let hash = pool.hash(LANE, secret("correct horse battery"), &SeededRandom::new(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify = async |password, hash: Option<&str>| pool.verify(LANE, secret(password), hash, None).unwrap().await.is_right();
        assert!(verify("correct horse battery", Some(&hash)).await);
        assert!(!verify("correct horse batterx", Some(&hash)).await);
        assert!(!verify("correct horse battery", None).await);
    }

    /// Made by the `argon2` command of the reference implementation's authors' format: what earlier versions stored must go on working.
    #[tokio::test]
    async fn a_hash_that_the_library_made_by_itself_is_verified() {
        use argon2::{Argon2, PasswordHasher as _};

        let theirs = Argon2::default().hash_password_with_salt(b"correct horse battery", b"0123456789abcdef").unwrap().to_string();
        let pool = Pool::default();
        assert!(pool.verify(LANE, secret("correct horse battery"), Some(&theirs), None).unwrap().await.is_right());
        assert!(!pool.verify(LANE, secret("wrong horse battery"), Some(&theirs), None).unwrap().await.is_right());
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_is_nobodys() {
        let pool = Pool::default();
        for hash in ["", "nonsense", "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$8D0rWQlW1tp+U8Ik5C+/CKPmJ8MJ4lJHmJ8jWBD7P2Y"]
        {
            assert!(!pool.verify(LANE, secret("anything"), Some(hash), None).unwrap().await.is_right(), "{hash}");
        }
    }

    #[tokio::test]
    async fn a_hash_of_another_server_is_verified_and_renewed_by_the_right_password_alone() {
        let pool = Pool::default();
        for theirs in FOREIGN {
            let theirs = ImportedHash::parse(theirs).unwrap();
            let (kind, theirs) = (theirs.kind(), theirs.into_stored());
            let verify = async |password, salt| pool.verify(LANE, secret(password), Some(&theirs), salt).unwrap().await;
            assert_eq!(verify("correct horse battery", None).await, Verdict::Right, "{kind}");
            assert_eq!(verify("correct horse batterx", Some([7; 16])).await, Verdict::Wrong, "{kind}");
            let Verdict::Renewed(ours) = verify("correct horse battery", Some([7; 16])).await else { panic!("{kind}") };
            assert!(ours.starts_with("$argon2id$v=19$m=19456,t=2,p=1$") && !is_outdated(&ours) && is_outdated(&theirs), "{kind}");
            let again = pool.verify(LANE, secret("correct horse battery"), Some(&ours), Some([8; 16])).unwrap().await;
            assert_eq!(again, Verdict::Right, "{kind}");
        }
    }
}
