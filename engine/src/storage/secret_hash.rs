//! Hashes that are stored in place of secrets.

/// The hash of a secret as it is stored in its place: keyed for client secrets, plain for random one-time values ([`crate::keys`]).
pub type SecretHash = [u8; 32];
