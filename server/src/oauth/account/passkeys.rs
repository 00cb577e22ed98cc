//! `/account/passkeys`: the user's passkeys.

use axum::{Extension, http::HeaderMap, response::Response};
use control::OwnAccount;
use domain::{id::PasskeyId, secret::Secret};
use engine::form::Form;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::{ErrorWriter, Failure},
        form_problems::FormProblems,
        pages::account::{
            passkeys as page,
            second_factor::{self, CodesWith},
        },
        shared::{Asked, Shared},
        visit::{DONE, Posted, Visit},
    },
};

/// `GET /account/passkeys`
pub(in crate::oauth) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        shown(&shared, &visit, &account, "", &FormProblems::none()).await
    };
    errors.or_page(answer.await)
}

/// `POST /account/passkeys`: takes the name of a new passkey and the password, or removes one.
pub(in crate::oauth) async fn change(
    Asked(shared): Asked,
    errors: ErrorWriter,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    headers: HeaderMap,
    posted: Posted,
) -> Response {
    let answer = async {
        let (visit, form, is_ours) = posted.into_parts();
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        let name = form.get("name").unwrap_or_default();
        if !is_ours {
            return shown(&shared, &visit, &account, name, &FormProblems::outdated(visit.language())).await;
        }
        let browser = at_browser(&shared, &visit, address, &headers);
        let password = Secret::new(form.get("password").unwrap_or_default().to_owned());
        let done = if form.get("do") == Some("remove") {
            // A text that is no identifier is that of no passkey.
            match form.get("passkey").and_then(|id| id.parse::<PasskeyId>().ok()) {
                Some(id) => account.remove_passkey(id, browser, password).await.map(|()| back(&visit, &[(DONE, "passkey_removed")])),
                None => Err(control::Error::NotFound),
            }
        } else {
            let offered = account.offer_passkey(browser, name, password).await;
            offered.map(|offered| page::create(&visit, name, &offered))
        };
        failing(&shared, &visit, &account, name, done).await
    };
    errors.or_page(answer.await)
}

/// `POST /account/passkeys/new`
pub(in crate::oauth) async fn add(Asked(shared): Asked, errors: ErrorWriter, posted: Posted) -> Response {
    let answer = async {
        let (visit, form, is_ours) = posted.into_parts();
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        if !is_ours {
            return shown(&shared, &visit, &account, "", &FormProblems::outdated(visit.language())).await;
        }
        let done = added(&visit, &account, &form).await;
        failing(&shared, &visit, &account, "", done).await
    };
    errors.or_page(answer.await)
}

async fn added(visit: &Visit, account: &OwnAccount, form: &Form) -> Result<Response, control::Error> {
    let sent = |name: &str| form.get(name).unwrap_or_default();
    Ok(match account.add_passkey(sent("ceremony"), sent("credential")).await? {
        Some(codes) => second_factor::codes(visit, &codes, CodesWith::Passkey),
        None => back(visit, &[(DONE, "passkey_added")]),
    })
}

/// Shows the page again where something was not done.
async fn failing(
    shared: &Shared,
    visit: &Visit,
    account: &OwnAccount,
    name: &str,
    done: Result<Response, control::Error>,
) -> Result<Response, Failure> {
    match done {
        Ok(response) => Ok(response),
        // It is not there any more, and the page shows what is.
        Err(control::Error::NotFound) => shown(shared, visit, account, name, &FormProblems::outdated(visit.language())).await,
        Err(control::Error::NotOffered) => shown(shared, visit, account, name, &FormProblems::none()).await,
        Err(error) => shown(shared, visit, account, name, &FormProblems::of(error, visit.language())?).await,
    }
}

async fn shown(shared: &Shared, visit: &Visit, account: &OwnAccount, name: &str, problems: &FormProblems) -> Result<Response, Failure> {
    let view = page::View { passkeys: account.list_passkeys().await?, has_any: shared.control.has_passkeys(), name };
    Ok(page::render(visit, account.user(), &view, problems))
}
