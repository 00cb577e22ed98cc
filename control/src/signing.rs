//! Signing keys of algorithms that are chosen, and how long keys must stay published for tokens of earlier settings.

use domain::{
    signing::SigningAlgorithm,
    signing_key::{Urgency, end_of_tokens},
};

use crate::{Error, edit::Edit, held_keys::HeldKeys};

impl<T> Edit<'_, T> {
    /// Lets a key sign by each of these algorithms for which none does: its next one, if it was published before it was chosen, or a new one.
    pub(crate) async fn make_signing_keys(&self, algorithms: impl IntoIterator<Item = SigningAlgorithm>) -> Result<(), Error> {
        let control = self.author.control;
        let mut keys = HeldKeys::of(self.store(), self.now).await?;
        for algorithm in algorithms {
            if keys.current(algorithm).is_some() {
                continue;
            }
            if let Some(next) = keys.next(algorithm) {
                // Whoever chose it wants it now, and has waited or has not.
                keys.activate(next, Urgency::AtOnce).await?;
            } else {
                keys.insert(control.new_signing_key(self.workspace().id, algorithm)?).await?;
            }
        }
        Ok(())
    }

    /// Keeps the keys published, once they are retired, for the tokens that were issued by settings which change, and for those that another
    /// node issues by the new ones with a key that it does not know to be retired. `longest` returns the longest lifetime, in seconds, of the
    /// tokens that an algorithm signs, before and after the change.
    pub(crate) async fn keep_keys_published(&self, longest: impl Fn(SigningAlgorithm) -> [i64; 2]) -> Result<(), Error> {
        for algorithm in SigningAlgorithm::ALL {
            let [before, after] = longest(algorithm);
            if before != after {
                self.store().keep_published(algorithm, end_of_tokens(self.now, before.max(after)), self.now).await?;
            }
        }
        Ok(())
    }
}
