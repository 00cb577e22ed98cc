//! `/account`: the applications that have access to a user's account, and how a user ends it.

use axum::{
    Extension,
    extract::RawQuery,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use domain::id::ClientId;
use engine::{
    Realm,
    endpoint::account::{Account, Ended},
    form::Form,
};

use super::{
    error::{ErrorWriter, Failure},
    pages::{
        account::{self as page, Notice},
        sign_in::{self, AFTER, Attempt, Destination},
    },
    shared::{Asked, Shared},
    sign_in::{SignIn, attempt, signed_in},
    visit::{Posted, Visit},
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
            return Ok(sign_in::render(&visit, Destination::Account, Attempt::after(&visit, &form)));
        };
        let ended = match form.get(REVOKED) {
            Some(client) => shared.engine.name_of_ended(realm, &account, client).await?,
            None => None,
        };
        let notice = match ended {
            Some(name) => Notice::Revoked(name),
            None if form.get(SIGNED_OUT).is_some() && account.other_sessions == 0 => Notice::NowhereElse,
            None => Notice::None,
        };
        Ok(page::render(&visit, &account, &notice))
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
                    return Ok(sign_in::render(&visit, Destination::Account, Attempt::Outdated { identifier }));
                };
                return Ok(page::render(&visit, &account, &Notice::Outdated));
            }
        };
        Ok(match attempt(&shared, &visit.realm, address, &headers, &form).await? {
            SignIn::Started(session) => {
                let to = format!("{}?{AFTER}=sign-in", WorkspaceRoute::Account.below(&visit.realm.issuer));
                signed_in(&shared, &visit.realm, &session, &to)
            }
            SignIn::Failed(failed) => sign_in::render(&visit, Destination::Account, failed),
        })
    };
    errors.or_page(answer.await)
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
            Ended::Done => back(&visit.realm, &format!("?{REVOKED}={client}")),
            Ended::SignedOut => back(&visit.realm, ""),
        }
        .into_response())
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
            Ended::Done => back(&visit.realm, &format!("?{SIGNED_OUT}=elsewhere")),
            Ended::SignedOut => back(&visit.realm, ""),
        }
        .into_response())
    };
    errors.or_page(answer.await)
}

/// A form that is not this session's does nothing: the account is shown as it is now.
async fn outdated(shared: &Shared, visit: &Visit) -> Result<Response, Failure> {
    Ok(match account_of(shared, visit).await? {
        Some(account) => page::render(visit, &account, &Notice::Outdated),
        None => back(&visit.realm, "").into_response(),
    })
}

async fn account_of(shared: &Shared, visit: &Visit) -> Result<Option<Account>, Failure> {
    Ok(shared.engine.account(&visit.realm, visit.session()).await?)
}

/// Redirects to the account. 303, so that a reload sends nothing again.
fn back(realm: &Realm, notice: &str) -> Redirect {
    Redirect::to(&format!("{}{notice}", WorkspaceRoute::Account.below(&realm.issuer)))
}
