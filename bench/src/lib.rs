#![doc = include_str!("../README.md")]

pub mod bare;
pub mod clock;
pub mod database;
pub mod error;
pub mod load;
pub mod measure;
pub mod pages;
pub mod process;
pub mod proof_key;
pub mod report;
pub mod run;
pub mod scenario;
pub mod seed;
pub mod soak;
