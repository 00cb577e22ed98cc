//! Authorization requests that clients signed (JWT-Secured Authorization Request, RFC 9101): the parameters in the object count, and no others.
//!
//! An object is checked when it comes, and by the time at which it came: what its user's browser and its sign-in take is not its client's.

mod object;

use domain::{client::Client, clock::Timestamp};

pub use self::object::{LONGEST, RequestObject, TYPE};
use crate::{
    client_jwt::{JwtAudience, LEEWAY_SECONDS},
    engine::Engine,
    error::Refusal,
    realm::Realm,
    registered_keys::Unverified,
    storage::Storage,
};

/// For how many seconds an object can be made at most (FAPI 2.0 Message Signing §5.3.1).
pub const LONGEST_LIFE_SECONDS: i64 = 60 * 60;

impl<S: Storage> Engine<S> {
    /// Checks that an object which came at this time is of this client, signed by one of its keys, for this server, and in time. The client is an
    /// active one.
    pub(crate) async fn check_request_object(
        &self,
        realm: &Realm,
        client: &Client,
        object: &RequestObject,
        at: Timestamp,
    ) -> Result<(), Refusal> {
        // RFC 9101 §5: the one inside is the one beside it.
        if object.client_id != client.client_id().to_string() {
            return Err(Refusal::ForeignRequestObject);
        }
        self.check_signature(realm, client, &object.jwt).await.map_err(|unverified| match unverified {
            Unverified::NoKeys => Refusal::MissingRequestObjectKeys,
            Unverified::UnknownKey => Refusal::UnknownRequestObjectKey,
            Unverified::WrongSignature => Refusal::WrongRequestObjectSignature,
            Unverified::UnavailableKeys => Refusal::UnavailableRequestObjectKeys,
        })?;
        check_claims(realm, object, at)
    }
}

/// Checks for whom an object was made, and when.
fn check_claims(realm: &Realm, object: &RequestObject, at: Timestamp) -> Result<(), Refusal> {
    let is_strict = realm.workspace.authorization.security.require_strict_client_jwts;
    if is_strict && !object.jwt.algorithm.is_of_fapi() {
        return Err(Refusal::RequestObjectAlgorithm);
    }
    // Others may be named beside this server: a request is no credential, and is worth nothing elsewhere.
    let is_ours = match &object.audience {
        JwtAudience::One(audience) => *audience == realm.issuer,
        JwtAudience::List(list) => list.contains(&realm.issuer),
    };
    if !is_ours {
        return Err(Refusal::RequestObjectAudience);
    }
    let now = at.as_seconds();
    let times = object.times;
    // FAPI 2.0 Message Signing §5.3.1. An object that has not expired does not begin more than an hour ago.
    if is_strict && times.not_before.is_none() {
        return Err(Refusal::RequestObjectWithoutStart);
    }
    // An object that does not say when it begins was made by now.
    let begins = times.not_before.or(times.issued_at).unwrap_or(now.saturating_add(LEEWAY_SECONDS));
    let is_timely = times.include(now) && times.expires_at <= begins.saturating_add(LONGEST_LIFE_SECONDS);
    if is_timely { Ok(()) } else { Err(Refusal::UntimelyRequestObject) }
}
