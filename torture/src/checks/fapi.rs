//! Logins and refreshes of the FAPI 2.0 Security Profile: the modules of its suite, for clients with `private_key_jwt` and `DPoP`, and for those with
//! certificates.

use std::{sync::Arc, time::Duration};

use tokio::time::sleep;

use crate::{
    browser::Visit,
    check::{Group, must, should},
    client::{Authentication, Client},
    fill::Wish,
    jwt::Jwt,
    key::{Key, unchanged},
    metadata::Endpoint,
    subject::Subject,
    tokens::{Login, Tokens},
    verdict::{Finding, Stop, Verdict},
};

const SUITE: &str = "FAPI 2.0 suite";
/// What a client is told that did not prove who it is, or what it holds.
const UNPROVEN: [&str; 5] = ["invalid_client", "invalid_grant", "invalid_request", "invalid_dpop_proof", "use_dpop_nonce"];
/// How much later the suite asks again with a token that was replaced.
const LATER: Duration = Duration::from_secs(30);

pub(super) fn group() -> Group {
    let checks = vec![
        must("fapi2-security-profile-final-discovery-end-point-verification", SUITE, "the metadata have what the profile needs", discovery),
        must(
            "fapi2-security-profile-final-happy-flow",
            SUITE,
            "both clients sign in, and a token opens nothing with the other one's key",
            happy,
        ),
        must(
            "fapi2-security-profile-final-ensure-authorization-request-without-state-success",
            SUITE,
            "a request without state brings an answer without one",
            without_state,
        ),
        must(
            "fapi2-security-profile-final-ensure-authorization-request-without-nonce-success",
            SUITE,
            "a request without nonce succeeds",
            without_nonce,
        ),
        must("fapi2-security-profile-final-ensure-other-scope-order-succeeds", SUITE, "the scopes in another order succeed", other_order),
        must(
            "fapi2-security-profile-final-ensure-authorization-request-with-64-char-nonce-success",
            SUITE,
            "a nonce of 64 characters comes back in the ID token",
            long_nonce,
        ),
        must(
            "fapi2-security-profile-final-access-token-type-header-case-sensitivity",
            SUITE,
            "a resource takes the scheme in other letters",
            scheme_in_other_letters,
        ),
        must(
            "fapi2-security-profile-final-user-rejects-authentication",
            SUITE,
            "a user who refuses sends the client access_denied",
            rejects,
        ),
        must(
            "fapi2-security-profile-final-ensure-client-id-in-token-endpoint",
            SUITE,
            "one client's name with the other one's key is refused",
            other_name,
        ),
        must(
            "fapi2-security-profile-final-ensure-client-assertion-in-token-endpoint",
            SUITE,
            "an exchange without an assertion is refused",
            no_assertion,
        ),
        must("fapi2-security-profile-final-ensure-holder-of-key-required", SUITE, "an exchange without a proof is refused", no_proof),
        must(
            "fapi2-security-profile-final-ensure-authorization-code-is-bound-to-client",
            SUITE,
            "the other client cannot exchange a code",
            other_client,
        ),
        must(
            "fapi2-security-profile-final-attempt-reuse-authorization-code-after-one-second",
            SUITE,
            "a code that comes again is refused, and ends the access token",
            code_again,
        )
        .waiting(),
        must(
            "fapi2-security-profile-final-refresh-token",
            SUITE,
            "a refresh works with a new key, again with the token before it, and for nobody else",
            refresh,
        ),
        should(
            "fapi2-security-profile-final-refresh-token-30-seconds-later",
            "FAPI 2.0 suite; FAPI 2.0 §5.3.2.1",
            "a token that was replaced 30 s ago still works",
            refresh_later,
        )
        .slow(),
    ];
    Group { name: "fapi", title: "FAPI 2.0: logins and refreshes", checks }
}

/// Signs the user in at the client that signs, with a key of its own for the tokens.
async fn login(at: &Subject, client: &Client) -> Result<(Key, Login), Stop> {
    let key = Subject::holder(client)?;
    let login = at.pushed_login(client, at.authorization(client)?, &key).await?;
    Ok((key, login))
}

async fn discovery(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let metadata = &at.metadata;
    let safe = |member: &str| {
        metadata.list(member).is_some_and(|list| ["ES256", "PS256", "EdDSA", "Ed25519"].iter().any(|known| list.contains(known)))
    };
    let usual = [
        ("pushed_authorization_request_endpoint", metadata.endpoint(Endpoint::PushedRequest).is_some()),
        ("code_challenge_methods_supported", metadata.lists("code_challenge_methods_supported", "S256")),
        ("authorization_response_iss_parameter_supported", metadata.says("authorization_response_iss_parameter_supported")),
    ];
    let by_key = [
        ("private_key_jwt", metadata.lists("token_endpoint_auth_methods_supported", "private_key_jwt")),
        ("token_endpoint_auth_signing_alg_values_supported", safe("token_endpoint_auth_signing_alg_values_supported")),
    ];
    let methods = ["tls_client_auth", "self_signed_tls_client_auth"];
    let is_listed = methods.iter().any(|method| metadata.lists("token_endpoint_auth_methods_supported", method));
    let by_certificate = [
        ("tls_client_auth", is_listed),
        ("tls_client_certificate_bound_access_tokens", metadata.says("tls_client_certificate_bound_access_tokens")),
    ];
    let bound = ("dpop_signing_alg_values_supported", safe("dpop_signing_alg_values_supported"));
    let own = if client.certificate.is_some() { by_certificate.to_vec() } else { [by_key.as_slice(), &[bound]].concat() };
    let checks = [usual.as_slice(), own.as_slice()].concat();
    let missing: Vec<&str> = checks.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name).collect();
    let seen = if missing.is_empty() { format!("{} members are there", checks.len()) } else { format!("not: {}", missing.join(", ")) };
    Ok(Finding::of(missing.is_empty(), seen))
}

async fn happy(at: Arc<Subject>) -> Verdict {
    let (one, two) = (at.profile_client()?, at.other_profile_client()?);
    let (key, login_one) = login(&at, one).await?;
    let (other_key, login_two) = login(&at, two).await?;
    let first = at.userinfo_by(&login_one.tokens.access, &key).await?;
    let second = at.userinfo_by(&login_two.tokens.access, &other_key).await?;
    let crossed = at.userinfo_by(&login_two.tokens.access, &key).await?;
    let holds = first.is_success() && second.is_success() && crossed.is_refusal();
    Ok(Finding::of(holds, format!("{} and {} with their keys, {} with the other one's", first.status, second.status, crossed.status)))
}

async fn without_state(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?.without("state");
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Allow).await?;
    let has = matches!(&visit, Visit::Arrived(callback) if callback.get("state").is_some());
    Ok(Finding::of(visit.code().is_some() && !has, format!("it ended at {}{}", visit.shown(), if has { ", with a state" } else { "" })))
}

async fn without_nonce(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let login = at.pushed_login(client, at.authorization(client)?.without("nonce"), &Subject::holder(client)?).await?;
    let nonce = login.tokens.id.as_deref().and_then(Jwt::read).is_some_and(|id| id.text("nonce").is_some());
    Ok(Finding::of(!nonce, if nonce { "a nonce that nobody asked for" } else { "tokens, and no nonce" }))
}

async fn other_order(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let scope = at.scope().split(' ').rev().map(str::to_owned).collect::<Vec<_>>().join(" ");
    at.pushed_login(client, at.authorization(client)?.with("scope", &scope), &Subject::holder(client)?).await?;
    Ok(Finding::of(true, "a login"))
}

async fn long_nonce(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let nonce = "n".repeat(64);
    let login = at.pushed_login(client, at.authorization(client)?.with("nonce", &nonce), &Subject::holder(client)?).await?;
    let id = login.tokens.id.as_deref().and_then(Jwt::read).ok_or_else(|| Stop::not_offered("the login brought no ID token"))?;
    let same = id.text("nonce") == Some(nonce.as_str());
    Ok(Finding::of(same, if same { "the same nonce" } else { "another nonce" }))
}

async fn scheme_in_other_letters(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let (key, login) = login(&at, client).await?;
    let scheme = if key.certificate().is_some() { "bEARER" } else { "dpoP" };
    let answer = at.userinfo_changed(&login.tokens.access, &key, scheme, unchanged).await?;
    Ok(Finding::of(answer.is_success(), format!("as {scheme}: {}", answer.status)))
}

async fn rejects(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let pushed = at.pushed(client, &request, None).await?;
    let visit = at.bring(&client.id, &request, &pushed, Wish::Deny).await?;
    Ok(Finding::of(visit.error() == Some("access_denied"), format!("it ended at {}", visit.shown())))
}

/// Exchanges a code of the client as somebody, with a proof of a key where there is one.
async fn exchanged_as(at: &Subject, whoever: &Client, key: Option<&Key>) -> Verdict {
    let client = at.profile_client()?;
    let request = at.authorization(client)?;
    let code = at.pushed_code(client, &request, None).await?;
    let answer = at.exchange_with(whoever, &request, &code, key).await?;
    let known = answer.is_refused_as(&UNPROVEN);
    Ok(Finding::of(known, format!("answered with {}", answer.shown())))
}

async fn other_name(at: Arc<Subject>) -> Verdict {
    let (one, two) = (at.profile_client()?, at.other_profile_client()?);
    let mixed = Client { id: two.id.clone(), ..one.clone() };
    exchanged_as(&at, &mixed, Some(&Subject::holder(one)?)).await
}

async fn no_assertion(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    exchanged_as(&at, &client.with(Authentication::None), Some(&Subject::holder(client)?)).await
}

async fn no_proof(at: Arc<Subject>) -> Verdict {
    exchanged_as(&at, &at.profile_client()?.without_certificate(), None).await
}

async fn other_client(at: Arc<Subject>) -> Verdict {
    let other = at.other_profile_client()?;
    exchanged_as(&at, other, Some(&Subject::holder(other)?)).await
}

async fn code_again(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let (key, login) = login(&at, client).await?;
    sleep(Duration::from_secs(1)).await;
    let again = at.exchange_with(client, &login.request, &login.code, Some(&key)).await?;
    let access = at.userinfo_by(&login.tokens.access, &key).await?.is_success();
    let word = if access { "works" } else { "has ended" };
    Ok(Finding::of(again.is_refused_as(&["invalid_grant"]) && !access, format!("{}; the access token {word}", again.shown())))
}

async fn refresh(at: Arc<Subject>) -> Verdict {
    let (client, other) = (at.profile_client()?, at.other_profile_client()?);
    let (_, login) = login(&at, client).await?;
    // A client that authenticates may change its key (RFC 9449 §5); the suite does.
    let key = Subject::holder(client)?;
    let first = at.refresh_by(client, &login.refresh, &key).await?;
    let Some(tokens) = Tokens::read(&first) else { return Ok(Finding::of(false, format!("with a new key: {}", first.shown()))) };
    let again = at.refresh_by(client, &login.refresh, &key).await?;
    let current =
        Tokens::read(&again).map_or_else(|| tokens.next(&login.refresh).to_owned(), |tokens| tokens.next(&login.refresh).to_owned());
    let nobody = at.refresh_by(&client.with(Authentication::None), &current, &key).await?;
    let unproven = at.refresh(&client.without_certificate(), &current).await?;
    let stolen = at.refresh_by(other, &current, &key).await?;
    let last = at.refresh_by(client, &current, &key).await?;
    let checks = [
        ("the token before it", again.is_success()),
        ("without an assertion", nobody.is_refused_as(&["invalid_client", "invalid_grant", "invalid_request"])),
        ("without a proof", unproven.is_refused_as(&UNPROVEN)),
        ("the other client", stolen.is_refused_as(&["invalid_grant", "invalid_client"])),
        ("after all of that", last.is_success()),
    ];
    let wrong: Vec<&str> = checks.iter().filter(|(_, holds)| !holds).map(|(name, _)| *name).collect();
    let seen = if wrong.is_empty() { format!("{} of {0} parts hold", checks.len()) } else { format!("not: {}", wrong.join(", ")) };
    Ok(Finding::of(wrong.is_empty(), seen))
}

async fn refresh_later(at: Arc<Subject>) -> Verdict {
    let client = at.profile_client()?;
    let (key, login) = login(&at, client).await?;
    let first = at.refresh_by(client, &login.refresh, &key).await?;
    let Some(tokens) = Tokens::read(&first) else { return Err(Stop::not_tried(format!("a refresh was answered with {}", first.shown()))) };
    if tokens.next(&login.refresh) == login.refresh {
        return Ok(Finding::of(true, "the token was not replaced"));
    }
    sleep(LATER).await;
    let again = at.refresh_by(client, &login.refresh, &key).await?;
    Ok(Finding::of(again.is_success(), format!("30 s later: {}", again.shown())))
}
