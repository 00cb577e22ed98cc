//! Codes that are found, and redeemed without a limit of families, in shared statements.

mod found;
mod redeemed;

pub(crate) use self::{found::FindCode, redeemed::RedeemCode};
