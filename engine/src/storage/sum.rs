//! The whole storage of the engine.

use super::{
    access_token::AccessTokenStorage, assertion::AssertionStorage, client_document::ClientDocumentStorage, code::CodeStorage,
    consent::ConsentStorage, device::DeviceStorage, directory::Directory, event::EventStorage, family::FamilyStorage,
    passkey::PasskeyStorage, password::PasswordStorage, pushed_request::PushedRequestStorage, second_factor::SecondFactorStorage,
    session::SessionStorage, subject_key::SubjectKeyStorage, token_exchange::TokenExchangeStorage,
};

/// The storage of the engine: the sum of its parts, which every type that implements them all has.
pub trait Storage:
    Directory
    + ClientDocumentStorage
    + SubjectKeyStorage
    + SessionStorage
    + PasswordStorage
    + SecondFactorStorage
    + PasskeyStorage
    + ConsentStorage
    + PushedRequestStorage
    + CodeStorage
    + DeviceStorage
    + FamilyStorage
    + AccessTokenStorage
    + TokenExchangeStorage
    + AssertionStorage
    + EventStorage
    + Send
    + Sync
    + 'static
{
}

impl<S> Storage for S where
    S: Directory
        + ClientDocumentStorage
        + SubjectKeyStorage
        + SessionStorage
        + PasswordStorage
        + SecondFactorStorage
        + PasskeyStorage
        + ConsentStorage
        + PushedRequestStorage
        + CodeStorage
        + DeviceStorage
        + FamilyStorage
        + AccessTokenStorage
        + TokenExchangeStorage
        + AssertionStorage
        + EventStorage
        + Send
        + Sync
        + 'static
{
}
