//! `/account/second-factor`: the user's authenticator app, and recovery codes for its loss.

use axum::{Extension, http::HeaderMap, response::Response};
use control::{AtBrowser, OwnAccount, TypedEnrolment};
use domain::secret::Secret;
use engine::form::Form;

use super::{at_browser, back, own};
use crate::{
    layers::client_address::ClientAddress,
    oauth::{
        error::{ErrorWriter, Failure},
        form_problems::FormProblems,
        pages::account::second_factor::{self as page, CodesWith},
        shared::Asked,
        visit::{DONE, Posted, Visit},
    },
};

/// `GET /account/second-factor`
pub(in crate::oauth) async fn show(Asked(shared): Asked, errors: ErrorWriter, visit: Visit) -> Response {
    let answer = async {
        let Some(account) = own(&shared, &visit).await? else { return Ok(back(&visit, &[])) };
        shown(&visit, &account, None, &FormProblems::none()).await
    };
    errors.or_page(answer.await)
}

/// `POST /account/second-factor`
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
        if !is_ours {
            return shown(&visit, &account, form.get("secret"), &FormProblems::outdated(visit.language())).await;
        }
        match done(&visit, &account, at_browser(&shared, &visit, address, &headers), &form).await {
            Ok(response) => Ok(response),
            // There is none any more, and the page shows how to set one up; or it was sent twice, and shows what there is.
            Err(control::Error::NotFound | control::Error::Stale) => {
                shown(&visit, &account, None, &FormProblems::outdated(visit.language())).await
            }
            Err(error) => shown(&visit, &account, form.get("secret"), &FormProblems::of(error, visit.language())?).await,
        }
    };
    errors.or_page(answer.await)
}

/// Does what a form asks for.
async fn done(visit: &Visit, account: &OwnAccount, browser: AtBrowser<'_>, form: &Form) -> Result<Response, control::Error> {
    let typed = |name: &str| form.get(name).unwrap_or_default().to_owned();
    let password = Secret::new(typed("password"));
    match form.get("do") {
        Some("remove") => {
            account.remove_second_factor(browser, password).await?;
            Ok(back(visit, &[(DONE, "second_factor_removed")]))
        }
        Some("codes") => {
            // One that is missing is none that was shown.
            let version = form.get("version").and_then(|version| version.parse().ok()).unwrap_or_default();
            Ok(page::codes(visit, &account.replace_recovery_codes(version, browser, password).await?, CodesWith::Nothing))
        }
        _ => {
            let enrolment = TypedEnrolment { sealed: &typed("secret"), code: &typed("code"), password };
            Ok(page::codes(visit, &account.enrol(browser, enrolment).await?, CodesWith::App))
        }
    }
}

/// Shows the second factor, or what is needed to set one up: the secret that was shown before, where there is one.
async fn shown(visit: &Visit, account: &OwnAccount, secret: Option<&str>, problems: &FormProblems) -> Result<Response, Failure> {
    Ok(match account.load_second_factor().await? {
        Some(there) if there.has_app => page::manage(visit, account.user(), there, problems),
        there => page::offer(visit, account.user(), &account.offer_second_factor(secret)?, there, problems),
    })
}
