//! Requests that are wrong: each is told what is wrong in the words of the standard (RFC 6749 §5.2), and the server never fails.

use std::{collections::BTreeSet, sync::Arc};

use reqwest::Method;
use serde_json::Value;

use crate::{
    check::{Check, Group, must, robust, should},
    client::{Authentication, Client, basic},
    http::{Answer, FORM, Request, encode, owned},
    metadata::Endpoint,
    random,
    subject::Subject,
    verdict::{Finding, Stop, Verdict},
};

/// Makes a wrong request.
type Wrong = fn(&Subject) -> Result<Request, Stop>;

/// A wrong request and what it has to be answered with.
struct Row {
    name: &'static str,
    source: &'static str,
    claim: &'static str,
    statuses: &'static [u16],
    /// One of these errors; any answer where there is none.
    errors: &'static [&'static str],
    /// The answer names the scheme by which the client may authenticate.
    challenges: bool,
    request: Wrong,
}

const INVALID_REQUEST: &[&str] = &["invalid_request"];
const NOT_AUTHENTICATED: &[&str] = &["invalid_client", "invalid_request"];

/// Returns a row that is answered with 400.
const fn bad(name: &'static str, source: &'static str, claim: &'static str, errors: &'static [&'static str], request: Wrong) -> Row {
    Row { name, source, claim, statuses: &[400], errors, challenges: false, request }
}

/// Returns a row about authentication, which is answered with 400 or 401.
const fn stranger(name: &'static str, source: &'static str, claim: &'static str, errors: &'static [&'static str], request: Wrong) -> Row {
    Row { name, source, claim, statuses: &[400, 401], errors, challenges: false, request }
}

static ROWS: [Row; 24] = [
    bad("wrong-no-grant-type", "RFC 6749 §5.2", "no grant_type: invalid_request", INVALID_REQUEST, |at| {
        usual(at, &[("refresh_token", "x")])
    }),
    bad("wrong-empty-grant-type", "RFC 6749 §3.2", "an empty grant_type counts as none", INVALID_REQUEST, |at| {
        usual(at, &[("grant_type", ""), ("refresh_token", "x")])
    }),
    bad(
        "wrong-unknown-grant-type",
        "RFC 6749 §5.2",
        "a grant type that there is none of: unsupported_grant_type",
        &["unsupported_grant_type"],
        |at| usual(at, &[("grant_type", "urn:example:none")]),
    ),
    bad("wrong-password-grant", "RFC 9700 §2.4", "there is no password grant", &["unsupported_grant_type", "unauthorized_client"], |at| {
        usual(at, &[("grant_type", "password"), ("username", "a"), ("password", "b")])
    }),
    bad("wrong-no-refresh-token", "RFC 6749 §5.2", "a refresh without a token: invalid_request", INVALID_REQUEST, |at| refresh(at, &[])),
    bad("wrong-empty-refresh-token", "RFC 6749 §3.2", "an empty token counts as none", INVALID_REQUEST, |at| {
        refresh(at, &[("refresh_token", "")])
    }),
    bad("wrong-unknown-refresh-token", "RFC 6749 §5.2", "an unknown token: invalid_grant", &["invalid_grant"], |at| {
        refresh(at, &[("refresh_token", "no-such-token")])
    }),
    bad(
        "wrong-token-with-control-characters",
        "RFC 6749 §5.2",
        "a token with characters that none has",
        &["invalid_grant", "invalid_request"],
        |at| refresh(at, &[("refresh_token", "a\0b\r\nc\u{7f}")]),
    ),
    Row {
        statuses: &[400, 413, 414, 431],
        ..bad("wrong-huge-token", "RFC 6749 §5.2", "a token of 100 KB is refused, and the server does not fail", &[], |at| {
            refresh(at, &[("refresh_token", &"x".repeat(100_000))])
        })
    },
    bad("wrong-parameter-twice", "RFC 6749 §3.2, §5.2", "a parameter that comes twice: invalid_request", INVALID_REQUEST, |at| {
        refresh(at, &[("refresh_token", "one"), ("refresh_token", "two")])
    }),
    bad("wrong-grant-type-twice", "RFC 6749 §3.2, §5.2", "a grant_type that comes twice: invalid_request", INVALID_REQUEST, |at| {
        refresh(at, &[("grant_type", "refresh_token"), ("refresh_token", "x")])
    }),
    bad("wrong-not-utf-8", "RFC 6749 appendix B", "text that is not UTF-8 is refused", &["invalid_grant", "invalid_request"], |at| {
        body(at, "grant_type=refresh_token&refresh_token=%ff%fe", FORM)
    }),
    Row {
        statuses: &[400, 401, 415],
        ..bad("wrong-json-body", "RFC 6749 §3.2", "a body of JSON is not read", &["invalid_request", "invalid_client"], |at| {
            body(at, r#"{"grant_type": "refresh_token", "refresh_token": "x"}"#, "application/json")
        })
    },
    bad("wrong-no-body", "RFC 6749 §5.2", "no body: invalid_request", INVALID_REQUEST, |at| usual(at, &[])),
    Row {
        statuses: &[400, 401, 404, 405],
        ..bad("wrong-get", "RFC 6749 §3.2", "a GET brings no tokens", &[], |at| {
            let mut request = in_query(at, &[("grant_type", "refresh_token"), ("refresh_token", "x")])?;
            request.method = Method::GET;
            request.body = None;
            Ok(request)
        })
    },
    bad("wrong-token-in-address", "RFC 6749 §3.2; RFC 9700 §4.3.2", "a refresh token in the address is not read", INVALID_REQUEST, |at| {
        in_query(at, &[("grant_type", "refresh_token"), ("refresh_token", "no-such-token")])
    }),
    stranger("wrong-secret-in-address", "RFC 6749 §2.3.1", "a secret in the address is not read", NOT_AUTHENTICATED, |at| {
        let client = at.client()?;
        let secret = client.secret().ok_or_else(|| Stop::not_tried("the client has no secret"))?;
        let query = encode(&owned(&[("client_id", client.id.as_str()), ("client_secret", secret)]));
        let form = owned(&[("grant_type", "refresh_token"), ("refresh_token", "no-such-token")]);
        Ok(Request::post(format!("{}?{query}", at.endpoint(Endpoint::Token)?), &form))
    }),
    stranger("wrong-no-client", "RFC 6749 §5.2", "a request that names no client: invalid_client", NOT_AUTHENTICATED, |at| {
        let form = owned(&[("grant_type", "refresh_token"), ("refresh_token", "no-such-token")]);
        Ok(Request::post(at.endpoint(Endpoint::Token)?, &form))
    }),
    Row {
        statuses: &[401],
        challenges: true,
        ..stranger(
            "wrong-unknown-client",
            "RFC 6749 §5.2",
            "an unknown client by Basic: 401 with WWW-Authenticate",
            &["invalid_client"],
            |at| with_basic(at, "no-such-client", &random::text()?),
        )
    },
    Row {
        statuses: &[401],
        challenges: true,
        ..stranger(
            "wrong-secret-by-basic",
            "RFC 6749 §5.2",
            "a wrong secret by Basic: 401 with WWW-Authenticate",
            &["invalid_client"],
            |at| with_basic(at, &at.client()?.id, &random::text()?),
        )
    },
    stranger("wrong-secret-by-form", "RFC 6749 §5.2", "a wrong secret in the form: invalid_client", &["invalid_client"], |at| {
        as_client(at, &at.client()?.with(Authentication::Post(random::text()?)))
    }),
    stranger("wrong-malformed-basic", "RFC 6749 §5.2", "a Basic header that is none", NOT_AUTHENTICATED, |at| {
        with_authorization(at, "Basic !!!")
    }),
    stranger("wrong-other-scheme", "RFC 6749 §5.2", "a header of another scheme", NOT_AUTHENTICATED, |at| {
        with_authorization(at, "Bearer abc")
    }),
    stranger("wrong-two-methods", "RFC 6749 §2.3", "a client that authenticates in two ways", NOT_AUTHENTICATED, |at| {
        let client = at.client()?;
        let secret = client.secret().ok_or_else(|| Stop::not_tried("the client has no secret"))?;
        Ok(as_client(at, &client.with(Authentication::Post(secret.to_owned())))?.with_header("authorization", basic(&client.id, secret)))
    }),
];

pub(super) fn group() -> Group {
    let of_row = |row: &'static Row| must(row.name, row.source, row.claim, move |at| answered(at, row));
    let mut checks: Vec<Check> = ROWS.iter().map(of_row).collect();
    checks.extend([
        should("errors-are-json", "RFC 6749 §5.2", "every refusal of the token endpoint is JSON with an error", are_json),
        should("errors-are-not-stored", "RFC 6749 §5.2", "no cache keeps a refusal of the token endpoint", are_not_stored),
        must(
            "errors-in-their-characters",
            "RFC 6749 §5.2",
            "error and error_description have the characters that they may have",
            characters,
        ),
        robust(
            "errors-do-not-tell-clients-apart",
            "RFC 6749 §10.10",
            "an unknown client and a wrong secret get the same answer",
            same_answer,
        ),
    ]);
    Group { name: "malformed", title: "Wrong requests", checks }
}

/// Returns a request of the client with this form.
fn usual(at: &Subject, form: &[(&str, &str)]) -> Result<Request, Stop> {
    at.prepare(at.client()?, Endpoint::Token, form)
}

/// Returns a refresh of the client with these parameters.
fn refresh(at: &Subject, more: &[(&str, &str)]) -> Result<Request, Stop> {
    usual(at, &[&[("grant_type", "refresh_token")][..], more].concat())
}

/// Returns a request of the client with this body.
fn body(at: &Subject, body: &str, kind: &str) -> Result<Request, Stop> {
    let client = at.client()?;
    let Authentication::Basic(secret) = &client.authentication else {
        return Err(Stop::not_tried("the client does not authenticate by a header"));
    };
    let request = Request::new(Method::POST, at.endpoint(Endpoint::Token)?).with_header("authorization", basic(&client.id, secret));
    Ok(request.with_header("content-type", kind).with_body(body))
}

/// Returns a request of the client with parameters in the address.
fn in_query(at: &Subject, query: &[(&str, &str)]) -> Result<Request, Stop> {
    let mut request = usual(at, &[])?;
    request.url = format!("{}?{}", request.url, encode(&owned(query)));
    Ok(request)
}

/// Returns a refresh with an unknown token by a client.
fn as_client(at: &Subject, client: &Client) -> Result<Request, Stop> {
    at.prepare(client, Endpoint::Token, &[("grant_type", "refresh_token"), ("refresh_token", "no-such-token")])
}

fn with_basic(at: &Subject, id: &str, secret: &str) -> Result<Request, Stop> {
    with_authorization(at, &basic(id, secret))
}

fn with_authorization(at: &Subject, header: &str) -> Result<Request, Stop> {
    let form = owned(&[("grant_type", "refresh_token"), ("refresh_token", "no-such-token")]);
    Ok(Request::post(at.endpoint(Endpoint::Token)?, &form).with_header("authorization", header))
}

async fn answered(at: Arc<Subject>, row: &'static Row) -> Verdict {
    let answer = at.http.send(&(row.request)(&at)?).await?;
    let told = row.errors.is_empty() || answer.error().is_some_and(|error| row.errors.contains(&error));
    let challenged =
        !row.challenges || answer.all("www-authenticate").iter().any(|challenge| challenge.to_ascii_lowercase().starts_with("basic"));
    let beside = if challenged { "" } else { ", without WWW-Authenticate: Basic" };
    Ok(Finding::of(row.statuses.contains(&answer.status) && told && challenged, format!("answered with {}{beside}", answer.shown())))
}

/// Makes all requests that have to be refused with an error.
async fn refusals(at: &Subject) -> Result<Vec<(&'static str, Answer)>, Stop> {
    let mut refusals = Vec::new();
    for row in ROWS.iter().filter(|row| !row.errors.is_empty()) {
        if let Ok(request) = (row.request)(at) {
            refusals.push((row.name, at.http.send(&request).await?));
        }
    }
    Ok(refusals)
}

/// Returns a finding of all refusals: of those for which something does not hold, the names.
fn of_all(refusals: &[(&'static str, Answer)], holds: impl Fn(&Answer) -> bool) -> Finding {
    let failing: Vec<&str> = refusals.iter().filter(|(_, answer)| !holds(answer)).map(|(name, _)| *name).collect();
    let names = if failing.is_empty() { String::new() } else { format!("; not {}", failing.join(", ")) };
    Finding::of(failing.is_empty(), format!("{} of {} refusals{names}", refusals.len() - failing.len(), refusals.len()))
}

async fn are_json(at: Arc<Subject>) -> Verdict {
    Ok(of_all(&refusals(&at).await?, |answer| answer.is_json() && answer.error().is_some()))
}

async fn are_not_stored(at: Arc<Subject>) -> Verdict {
    Ok(of_all(&refusals(&at).await?, Answer::is_not_stored))
}

async fn characters(at: Arc<Subject>) -> Verdict {
    // RFC 6749 appendix A.7, A.8.
    let is_allowed = |text: &str| text.bytes().all(|byte| matches!(byte, 0x20..=0x21 | 0x23..=0x5b | 0x5d..=0x7e));
    let of_member = |answer: &Answer, member: &str| answer.json.get(member).and_then(Value::as_str).is_none_or(is_allowed);
    Ok(of_all(&refusals(&at).await?, |answer| of_member(answer, "error") && of_member(answer, "error_description")))
}

async fn same_answer(at: Arc<Subject>) -> Verdict {
    let client = at.client()?;
    let mut answers = BTreeSet::new();
    for id in ["no-such-client", client.id.as_str()] {
        let answer = at.http.send(&with_basic(&at, id, &random::text()?)?).await?;
        answers.insert((answer.status, answer.body));
    }
    Ok(Finding::of(answers.len() == 1, format!("{} different answers", answers.len())))
}
