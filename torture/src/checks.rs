//! All checks, a file for each group.

mod assertions;
mod authorization;
mod clients;
mod code;
mod discovery;
mod dpop;
mod fapi;
mod introspection;
mod losses;
mod malformed;
mod openid;
mod openid_requests;
mod pkce;
mod profile;
mod public;
mod pushed;
mod races;
mod refresh;
mod resources;
mod reuse;
mod revocation;
mod scope;
mod tokens;

use crate::check::Group;

/// Returns all groups, in the order of the report.
pub(crate) fn all() -> Vec<Group> {
    vec![
        refresh::group(),
        races::group(),
        losses::group(),
        reuse::group(),
        scope::group(),
        clients::group(),
        public::group(),
        revocation::group(),
        introspection::group(),
        code::group(),
        pkce::group(),
        malformed::group(),
        tokens::group(),
        dpop::group(),
        resources::group(),
        discovery::group(),
        authorization::group(),
        openid::group(),
        openid_requests::group(),
        fapi::group(),
        pushed::group(),
        profile::group(),
        assertions::group(),
    ]
}
