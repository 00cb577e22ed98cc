//! Keys to sign with: made where an algorithm is chosen, so that they are published before the first token is signed by them.

use domain::{clock::Timestamp, signing::SigningAlgorithm};
use store::{WorkspaceStore, Writing};

use crate::{Desk, Error};

impl Desk {
    /// Makes a key for each of these algorithms that the workspace has none for.
    pub(crate) async fn make_signing_keys(
        &self,
        store: &WorkspaceStore<'_, Writing>,
        algorithms: impl IntoIterator<Item = SigningAlgorithm>,
        now: Timestamp,
    ) -> Result<(), Error> {
        let mut there = store.list_signing_algorithms().await?;
        for algorithm in algorithms {
            if there.insert(algorithm) {
                let key = self.control.keys().new_signing_key(store.workspace().id, algorithm, now, self.control.random());
                store.insert_signing_key(key.map_err(Error::internal)?).await?;
            }
        }
        Ok(())
    }
}
