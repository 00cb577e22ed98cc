//! `/account`: what a user sees of their account, and how they end what is open there.

pub(super) mod delete;
pub(super) mod email;
pub(super) mod everything;
pub(super) mod passkeys;
pub(super) mod password;
pub(super) mod profile;
pub(super) mod second_factor;

use std::net::IpAddr;

use axum::{
    Extension,
    extract::RawQuery,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use control::{AccountView, AtBrowser, OwnAccount};
use domain::id::{ClientId, LoginSessionId};
use engine::{
    endpoint::account::{Account, Ended},
    form::Form,
};

use super::{
    error::{ErrorWriter, Failure},
    offers::offers,
    pages::{
        account::{self as page, Notice},
        sign_in::{self, AFTER, Attempt, Destination},
    },
    session_cookie,
    shared::{Asked, Shared},
    sign_in::{By, Code, SignIn, attempt, code_needed, signed_in, try_by},
    visit::{DONE, Posted, Visit},
};
use crate::{layers::client_address::ClientAddress, paths::WorkspaceRoute};

/// Parameters that ask for a notice at the top of the page. It is shown only where it is true: anybody can make a link that asks for it.
const REVOKED: &str = "revoked";
const SIGNED_OUT: &str = "signed_out";

pub(super) async fn account(Asked(shared): Asked, errors: ErrorWriter, visit: Visit, RawQuery(query): RawQuery) -> Response {
    let answer = async {
        let realm = &visit.realm;
        let form = Form::parse(query.as_deref().unwrap_or_default())?;
        let Some(account) = account_of(&shared, &visit).await? else {
            let attempt = Attempt::after(&visit, &form);
            return Ok(sign_in::render(&visit, Destination::Account, attempt, offers(&shared, &visit).await?));
        };
        let ended = match form.get(REVOKED) {
            Some(client) => shared.engine.name_of_ended(realm, &account, client).await?,
            None => None,
        };
        let notice = match ended {
            Some(name) => Notice::Revoked(name),
            None if form.get(SIGNED_OUT).is_some() && account.other_sessions == 0 => Notice::NowhereElse,
            None => form.get(DONE).map_or(Notice::None, Notice::done),
        };
        show(&shared, &visit, &account, &notice).await
    };
    errors.or_page(answer.await)
}

/// `POST /account/sign-in`
pub(super) async fn sign_in(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, form) => {
                // The user who has signed in at this browser since sees their own account.
                let Some(account) = account_of(&shared, &visit).await? else {
                    let identifier = form.get("identifier").unwrap_or_default();
                    let attempt = Attempt::Outdated { identifier };
                    return Ok(sign_in::render(&visit, Destination::Account, attempt, offers(&shared, &visit).await?));
                };
                return show(&shared, &visit, &account, &Notice::Outdated).await;
            }
        };
        Ok(match attempt(&shared, &visit.realm, address, &headers, &form).await? {
            SignIn::Started(session) => signed_in(&shared, &visit.realm, &session, &after_sign_in(&visit)),
            SignIn::CodeNeeded(step) => code_needed(&shared, &visit, Destination::Account, &step).await?,
            SignIn::Failed(failed) => sign_in::render(&visit, Destination::Account, failed, offers(&shared, &visit).await?),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /account/sign-in/code`
pub(super) async fn code(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    errors.or_page(sign_in_by(&shared, By::Code, address, &headers, posted).await)
}

/// `POST /account/sign-in/passkey`
pub(super) async fn sign_in_by_passkey(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    errors.or_page(sign_in_by(&shared, By::Passkey, address, &headers, posted).await)
}

/// Signs in to the account by a code or a passkey.
async fn sign_in_by(shared: &Shared, by: By, address: IpAddr, headers: &HeaderMap, posted: Posted) -> Result<Response, Failure> {
    let (visit, form) = match posted {
        Posted::Ours(visit, form) => (visit, form),
        Posted::Others(visit, _) => return outdated(shared, &visit).await,
    };
    Ok(match try_by(shared, &visit, Destination::Account, (by, address, headers, &form)).await? {
        Code::Started(session) => signed_in(shared, &visit.realm, &session, &after_sign_in(&visit)),
        Code::Failed(page) => page,
    })
}

/// The account, right after signing in.
fn after_sign_in(visit: &Visit) -> String {
    visit.onward(WorkspaceRoute::Account, &[(AFTER, "sign-in")])
}

/// `POST /account/revoke`
pub(super) async fn revoke(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, _) => return outdated(&shared, &visit).await,
        };
        let Some(client) = form.get("client_id").and_then(|id| id.parse::<ClientId>().ok()) else {
            return outdated(&shared, &visit).await;
        };
        Ok(match shared.engine.end_access(&visit.realm, visit.session(), client).await? {
            Ended::Done => back(&visit, &[(REVOKED, &client.to_string())]),
            Ended::SignedOut => back(&visit, &[]),
        })
    };
    errors.or_page(answer.await)
}

/// `POST /account/sessions/end`
pub(super) async fn end_session(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let (visit, form) = match posted {
            Posted::Ours(visit, form) => (visit, form),
            Posted::Others(visit, _) => return outdated(&shared, &visit).await,
        };
        let Some(session) = form.get("session").and_then(|id| id.parse::<LoginSessionId>().ok()) else {
            return outdated(&shared, &visit).await;
        };
        let Some(own) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        match own.end_session(session).await {
            Ok(()) => Ok(back(&visit, &[(DONE, "session")])),
            Err(control::Error::Stale) => outdated(&shared, &visit).await,
            Err(error) => Err(error.into()),
        }
    };
    errors.or_page(answer.await)
}

/// `POST /account/sign-out-elsewhere`
pub(super) async fn sign_out_elsewhere(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let visit = match posted {
            Posted::Ours(visit, _) => visit,
            Posted::Others(visit, _) => return outdated(&shared, &visit).await,
        };
        Ok(match shared.engine.sign_out_elsewhere(&visit.realm, visit.session()).await? {
            Ended::Done => back(&visit, &[(SIGNED_OUT, "elsewhere")]),
            Ended::SignedOut => back(&visit, &[]),
        })
    };
    errors.or_page(answer.await)
}

/// A form that is not this session's does nothing: the account is shown as it is now.
async fn outdated(shared: &Shared, visit: &Visit) -> Result<Response, Failure> {
    match account_of(shared, visit).await? {
        Some(account) => show(shared, visit, &account, &Notice::Outdated).await,
        None => Ok(back(visit, &[])),
    }
}

async fn account_of(shared: &Shared, visit: &Visit) -> Result<Option<Account>, Failure> {
    Ok(shared.engine.account(&visit.realm, visit.session()).await?)
}

/// Redirects to the account, with what it is to say. 303, so that a reload sends nothing again.
fn back(visit: &Visit, notice: &[(&str, &str)]) -> Response {
    Redirect::to(&visit.onward(WorkspaceRoute::Account, notice)).into_response()
}

/// Shows the account of the user who is signed in.
async fn show(shared: &Shared, visit: &Visit, account: &Account, notice: &Notice) -> Result<Response, Failure> {
    let Some(own) = own(shared, visit).await? else { return Ok(back(visit, &[])) };
    own.remember_language().await?;
    let view: AccountView = own.load().await?;
    Ok(page::render(visit, account, &view, notice))
}

/// Returns the use cases of the user who is signed in.
async fn own(shared: &Shared, visit: &Visit) -> Result<Option<OwnAccount>, Failure> {
    Ok(visit.control(shared).own_account(&visit.realm, visit.session()).await?)
}

/// The browser of a request.
fn at_browser<'a>(shared: &Shared, visit: &Visit, address: IpAddr, headers: &'a HeaderMap) -> AtBrowser<'a> {
    AtBrowser { address, device: session_cookie::read_device(headers, &shared.public_url, visit.realm.workspace.id) }
}
