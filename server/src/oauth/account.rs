//! `/account`: which applications have access to a user's account, and the end of it

use axum::{
    Extension,
    extract::{RawQuery, State},
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use engine::{
    Realm,
    endpoint::account::{Account, Ended},
    form::Form,
};

use super::{
    Shared,
    error::Failure,
    pages::{
        account::{self as page, Notice},
        sign_in::{self, Attempt, Destination},
    },
    request::{At, Body},
    session_cookie,
    sign_in::{attempt, signed_in},
};
use crate::client_address::ClientAddress;

/// What is said at the top of the page. It is said only where it is true: anybody can make a link that asks for it.
const REVOKED: &str = "revoked";
const SIGNED_OUT: &str = "signed_out";

pub(super) async fn account(
    State(shared): State<Shared>,
    At(realm): At,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let Some(account) = account_of(&shared, &realm, &headers).await? else {
        return Ok(sign_in::render(&realm, Destination::Account, Attempt::First));
    };
    let form = Form::parse(query.as_deref().unwrap_or_default())?;
    let ended = match form.get(REVOKED) {
        Some(client) => shared.engine.name_of_ended(&realm, &account, client).await?,
        None => None,
    };
    let notice = match ended {
        Some(name) => Notice::Revoked(name),
        None if form.get(SIGNED_OUT).is_some() && account.other_sessions == 0 => Notice::NowhereElse,
        None => Notice::None,
    };
    Ok(page::render(&realm, &account, &notice))
}

/// `POST /account/sign-in`
pub(super) async fn sign_in(
    State(shared): State<Shared>,
    At(realm): At,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    Body(form): Body,
) -> Result<Response, Failure> {
    match attempt(&shared, &realm, address, &headers, &form).await? {
        Ok(session) => Ok(signed_in(&shared, &realm, &session, "/account")),
        Err(failed) => Ok(sign_in::render(&realm, Destination::Account, failed)),
    }
}

/// `POST /account/revoke`
pub(super) async fn revoke(State(shared): State<Shared>, At(realm): At, headers: HeaderMap, Body(form): Body) -> Result<Response, Failure> {
    let session = session_cookie::read(&headers, &shared.public_url, realm.workspace.id);
    let client = form.get("client_id").unwrap_or_default();
    let ended = shared.engine.end_access(&realm, session, form.get("form").unwrap_or_default(), client).await?;
    answer(&shared, &realm, &headers, ended, &format!("?{REVOKED}={client}")).await
}

/// `POST /account/sign-out-elsewhere`
pub(super) async fn sign_out_elsewhere(
    State(shared): State<Shared>,
    At(realm): At,
    headers: HeaderMap,
    Body(form): Body,
) -> Result<Response, Failure> {
    let session = session_cookie::read(&headers, &shared.public_url, realm.workspace.id);
    let ended = shared.engine.sign_out_elsewhere(&realm, session, form.get("form").unwrap_or_default()).await?;
    answer(&shared, &realm, &headers, ended, &format!("?{SIGNED_OUT}=elsewhere")).await
}

async fn answer(shared: &Shared, realm: &Realm, headers: &HeaderMap, ended: Ended, notice: &str) -> Result<Response, Failure> {
    match (ended, account_of(shared, realm, headers).await?) {
        (Ended::OtherPage, Some(account)) => Ok(page::render(realm, &account, &Notice::Outdated)),
        (Ended::Done, _) => Ok(back(realm, notice).into_response()),
        (Ended::OtherPage | Ended::SignedOut, _) => Ok(back(realm, "").into_response()),
    }
}

async fn account_of(shared: &Shared, realm: &Realm, headers: &HeaderMap) -> Result<Option<Account>, Failure> {
    let session = session_cookie::read(headers, &shared.public_url, realm.workspace.id);
    Ok(shared.engine.account(realm, session).await?)
}

/// 303, so that a reload sends nothing again.
fn back(realm: &Realm, notice: &str) -> Redirect {
    Redirect::to(&format!("{}/account{notice}", realm.issuer))
}
