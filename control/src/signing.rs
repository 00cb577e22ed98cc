//! Signing keys: created where an algorithm is chosen, so that they are published before the first token is signed by them.

use domain::signing::SigningAlgorithm;

use crate::{Error, edit::Edit};

impl<T> Edit<'_, T> {
    /// Creates a key for each of these algorithms that the workspace has none for.
    pub(crate) async fn make_signing_keys(&self, algorithms: impl IntoIterator<Item = SigningAlgorithm>) -> Result<(), Error> {
        let control = self.author.control;
        let mut existing = self.store().list_signing_algorithms().await?;
        for algorithm in algorithms {
            if existing.insert(algorithm) {
                let key = control.keys().new_signing_key(self.workspace().id, algorithm, self.now, control.random());
                self.store().insert_signing_key(key.map_err(Error::internal)?).await?;
            }
        }
        Ok(())
    }
}
