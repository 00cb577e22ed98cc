#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod family;
pub mod keys;
pub mod password;
pub mod random;
pub mod storage;
