//! Access tokens: what has become of them, and the proofs of possession that were used with them.

mod standing;
mod storage;

pub(crate) use self::standing::FindStanding;
