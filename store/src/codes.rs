//! Authorization codes.

mod ending;
mod shared;
mod storage;

pub(crate) use self::{
    ending::{Owner, delete_unredeemed, deny_access_tokens},
    shared::{FindCode, RedeemCode},
};
