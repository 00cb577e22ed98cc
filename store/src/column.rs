//! Conversions between columns and values of the domain: a value that cannot be read is reported with its table and column.

use domain::{
    administrator::AdministratorStatus,
    audit::ActorKind,
    authorization_details::AuthorizationDetails,
    client::ClientStatus,
    job::JobStatus,
    mail::MailFailure,
    service::ServiceKind,
    subject_type::{SectorIdentifier, SignInSector},
    thumbprint::Thumbprint,
    user::UserStatus,
    user_link::LinkPurpose,
    webhook::{AttemptKind, WebhookStatus},
};
use engine::{
    Site,
    storage::{DeviceState, SecretHash},
};
use sea_orm::{DbErr, JsonValue};
use serde::{Serialize, de::DeserializeOwned};

use crate::Error;

/// A value that is stored as a word.
pub(crate) trait Coded: Sized {
    /// Returns the word.
    fn code(self) -> &'static str;

    /// Returns the value of this word, if there is one.
    fn from_code(code: &str) -> Option<Self>;
}

macro_rules! codes {
    ($($type:ident { $($variant:ident = $code:literal)* })*) => {$(
        impl Coded for $type {
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    )*};
}

codes! {
    AdministratorStatus { Active = "active" Disabled = "disabled" }
    ActorKind { Administrator = "administrator" CommandLine = "command_line" User = "user" Client = "client" Server = "server" }
    ClientStatus { Active = "active" Inactive = "inactive" }
    DeviceState { Pending = "pending" Allowed = "allowed" Denied = "denied" Expired = "expired" }
    JobStatus { Running = "running" Done = "done" Stopped = "stopped" }
    LinkPurpose { ConfirmEmail = "confirm_email" ResetPassword = "reset_password" Register = "register" }
    ServiceKind { OAuth2 = "oauth2" Profile = "profile" Custom = "custom" }
    MailFailure {
        Unreachable = "unreachable" TimedOut = "timed_out" PrivateNetwork = "private_network" Tls = "tls" Authentication = "authentication"
        Refused = "refused" Server = "server" Outbox = "outbox"
    }
    UserStatus { Active = "active" Disabled = "disabled" }
    WebhookStatus { Active = "active" Disabled = "disabled" GivenUp = "given_up" }
    AttemptKind { Delivery = "delivery" Replay = "replay" Test = "test" }
}

/// The column that a value is read from, for the error where it cannot be read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column(pub(crate) &'static str, pub(crate) &'static str);

impl Column {
    pub(crate) const fn corrupt(self) -> Error {
        Error::Corrupt { table: self.0, column: self.1 }
    }

    /// Returns a value that was parsed.
    pub(crate) fn parse<T, E>(self, parsed: Result<T, E>) -> Result<T, Error> {
        parsed.map_err(|_| self.corrupt())
    }

    /// Reads a value that is stored as a word.
    pub(crate) fn code<T: Coded>(self, code: &str) -> Result<T, Error> {
        T::from_code(code).ok_or(self.corrupt())
    }

    /// Reads the thumbprint of a key, if there is one.
    pub(crate) fn thumbprint(self, bytes: Option<Vec<u8>>) -> Result<Option<Thumbprint>, Error> {
        self.parse(bytes.map(|bytes| bytes.try_into().map(Thumbprint::from_bytes)).transpose())
    }

    /// Reads where something came from, if it is kept.
    pub(crate) fn site(self, bytes: Option<Vec<u8>>) -> Result<Option<Site>, Error> {
        self.parse(bytes.map(|bytes| bytes.try_into().map(Site::from_bytes)).transpose())
    }

    /// Reads hashes that stand one after the other.
    pub(crate) fn hashes(self, bytes: &[u8]) -> Result<Vec<SecretHash>, Error> {
        let (hashes, rest) = bytes.as_chunks::<{ size_of::<SecretHash>() }>();
        if rest.is_empty() { Ok(hashes.to_vec()) } else { Err(self.corrupt()) }
    }

    /// Reads authorization details, if there are any.
    pub(crate) fn details(self, text: Option<String>) -> Result<AuthorizationDetails, Error> {
        self.parse(text.map_or_else(|| Ok(AuthorizationDetails::none()), |text| text.parse()))
    }

    /// Reads the sector of a sign-in, which is empty where there was none.
    pub(crate) fn sector(self, text: Option<String>) -> Result<SignInSector, Error> {
        let Some(text) = text else { return Ok(SignInSector::Unknown) };
        let sector = (!text.is_empty()).then(|| SectorIdentifier::try_from(text)).transpose();
        self.parse(sector).map(SignInSector::Kept)
    }

    /// Reads a value that is stored as JSON.
    pub(crate) fn json<T: DeserializeOwned>(self, json: JsonValue) -> Result<T, Error> {
        self.parse(serde_json::from_value(json))
    }
}

/// Returns authorization details as they are stored; nothing where there are none.
pub(crate) fn details_text(details: &AuthorizationDetails) -> Option<String> {
    (!details.is_empty()).then(|| details.to_string())
}

/// Returns the sector of a sign-in as it is stored.
pub(crate) fn sector_text(sector: &SignInSector) -> Option<String> {
    match sector {
        SignInSector::Kept(sector) => Some(sector.as_ref().map(ToString::to_string).unwrap_or_default()),
        SignInSector::Unknown => None,
    }
}

/// Returns a value as JSON.
pub(crate) fn to_json(value: &impl Serialize) -> Result<JsonValue, Error> {
    serde_json::to_value(value).map_err(|error| DbErr::Json(error.to_string()).into())
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use domain::{
        audit_context::AuditContext,
        job::Task,
        settings::{authorization::AuthorizationSettings, sign_in::SignInSettings, tokens::TokenSettings},
    };
    use serde_json::json;

    use super::*;

    /// Reads a value as a later version may have stored it.
    fn grown<T: Serialize + DeserializeOwned>(value: &T) -> Result<T, Error> {
        let mut json = to_json(value).unwrap();
        json.as_object_mut().unwrap().insert("of_a_later_version".to_owned(), json!({ "new": true }));
        Column("table", "column").json(json)
    }

    fn is_read<T: Serialize + DeserializeOwned + PartialEq + fmt::Debug + Default>() {
        assert_eq!(grown(&T::default()).unwrap(), T::default());
    }

    #[test]
    fn what_a_later_version_adds_is_passed_over() {
        is_read::<AuthorizationSettings>();
        is_read::<TokenSettings>();
        is_read::<SignInSettings>();
        is_read::<AuditContext>();
    }

    #[test]
    fn a_job_whose_filter_is_narrower_than_is_known_here_is_not_read() {
        // Without the condition that is not known, it would end more than was asked for.
        let task = json!({ "revoke_families": { "of_a_later_version": true } });
        assert!(Column("jobs", "task").json::<Task>(task).is_err());
    }
}
