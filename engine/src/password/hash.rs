//! Hashing and checking a password by way of the pool.

use domain::secret::Secret;

use super::{
    error::{Busy, HashError, PasswordHashError},
    pool::Pool,
    queue::Lane,
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
        let work = self.submit(lane, move |memory| memory.hash(password.expose().as_bytes(), &salt))?;
        // Only a computation that panicked leaves no answer.
        Ok(work.await.map_err(|_| PasswordHashError)??)
    }

    /// Begins to verify a password against a stored hash, and takes the same time if there is none. The result is awaited separately,
    /// so that the caller can count the attempt when it begins.
    pub fn verify(&self, lane: Lane, password: Secret<String>, hash: Option<String>) -> Result<impl Future<Output = bool> + use<>, Busy> {
        let work = self.submit(lane, move |memory| {
            let prepared = Secret::new(typed::password(password.expose()));
            let mut is = |password: &str| memory.verify(password.as_bytes(), hash.as_deref());
            // Earlier versions hashed what was typed as it came.
            is(prepared.expose()) || prepared.expose() != password.expose() && is(password.expose())
        })?;
        Ok(async { work.await.unwrap_or(false) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{door::Door, random::SeededRandom};

    const LANE: Lane = Lane { door: Door::Console, network: None };

    fn secret(password: &str) -> Secret<String> {
        Secret::new(password.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_verified_by_its_hash_alone() {
        let pool = Pool::default();
        let hash = pool.hash(LANE, secret("correct horse battery"), &SeededRandom::new(1)).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify = async |password, hash: Option<&str>| pool.verify(LANE, secret(password), hash.map(str::to_owned)).unwrap().await;
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
        assert!(pool.verify(LANE, secret("correct horse battery"), Some(theirs.clone())).unwrap().await);
        assert!(!pool.verify(LANE, secret("wrong horse battery"), Some(theirs)).unwrap().await);
    }

    #[tokio::test]
    async fn a_hash_that_cannot_be_read_is_nobodys() {
        let pool = Pool::default();
        for hash in ["", "nonsense", "$argon2id$v=19$m=4194304,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$8D0rWQlW1tp+U8Ik5C+/CKPmJ8MJ4lJHmJ8jWBD7P2Y"]
        {
            assert!(!pool.verify(LANE, secret("anything"), Some(hash.to_owned())).unwrap().await, "{hash}");
        }
    }
}
