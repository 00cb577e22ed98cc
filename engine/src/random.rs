//! Randomness as a value, from a [`Random`] that is handed in.

use aws_lc_rs::rand;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::secret::Secret;

/// A source of random bytes fit for secrets.
pub trait Random: Send + Sync + 'static {
    /// Fills the bytes. A source that cannot must not return: a server without randomness must not go on.
    fn fill(&self, bytes: &mut [u8]);
}

/// Returns `N` random bytes.
pub fn bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut bytes = [0; N];
    random.fill(&mut bytes);
    bytes
}

/// A new secret of 256 bits: 43 characters of base64url.
pub fn new_secret(random: &dyn Random) -> Secret<String> {
    Secret::new(URL_SAFE_NO_PAD.encode(bytes::<32>(random)))
}

/// The operating system's randomness, by way of aws-lc.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if rand::fill(bytes).is_err() {
            // aws-lc itself aborts where the system gives no randomness; to go on with zeros would give every secret away.
            std::process::abort();
        }
    }
}

/// Randomness that repeats, for tests: `SplitMix64` from a seed.
#[cfg(feature = "testing")]
#[derive(Debug, Default)]
pub struct SeededRandom(std::sync::atomic::AtomicU64);

#[cfg(feature = "testing")]
impl SeededRandom {
    /// The sequence that belongs to this seed.
    pub const fn new(seed: u64) -> Self {
        Self(std::sync::atomic::AtomicU64::new(seed))
    }
}

#[cfg(feature = "testing")]
impl Random for SeededRandom {
    fn fill(&self, bytes: &mut [u8]) {
        const STEP: u64 = 0x9E37_79B9_7F4A_7C15;
        for chunk in bytes.chunks_mut(8) {
            let mut word = self.0.fetch_add(STEP, std::sync::atomic::Ordering::SeqCst).wrapping_add(STEP);
            word = (word ^ (word >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            word = (word ^ (word >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            word ^= word >> 31;
            for (byte, source) in chunk.iter_mut().zip(word.to_le_bytes()) {
                *byte = source;
            }
        }
    }
}
