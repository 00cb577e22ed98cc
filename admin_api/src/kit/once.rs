//! `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): what is not the same when it is done again is done once, however often it is
//! sent.

use axum::{
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header, request::Parts},
    response::Response,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use control::{Attempt, Operator, Repeated};
use domain::wire::Resource;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Map;

use super::{
    super::error::{Failure, Fault},
    ask::{Ask, JSON, Request, members_of},
    json,
    query::Nothing,
};

pub(super) const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Says that an answer is one that was kept.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The most characters of a key.
const LONGEST: usize = 255;

/// Does what a request asks for once for each key.
pub(super) async fn each<P, B, F>(request: &mut Request, does: impl FnOnce(Ask<P, Nothing, B>) -> F) -> Result<Response, Failure>
where
    P: DeserializeOwned + Send,
    B: Resource,
    F: Future<Output = Result<Response, Failure>>,
{
    let at = request.at::<P>().await?;
    let query: Nothing = request.query()?;
    let (path, bytes) = (request.path(), request.bytes().await?);
    let mut members = members_of(&bytes, request.parts.headers.get(header::CONTENT_TYPE), JSON)?;
    json::take_told::<B>(&mut members, &Map::new())?;
    let body: B = json::read(members)?;
    let operator = match begin(&request.operator, &request.parts, &path, &bytes).await? {
        Turn::Do(operator) => *operator,
        Turn::Answer(response) => return Ok(response),
    };
    let done = does(Ask { operator: operator.clone(), at, query, body }).await;
    end(&operator, done.map_err(Failure::in_body::<B>)).await
}

/// What becomes of a request.
enum Turn {
    /// It is done, by this operator.
    Do(Box<Operator>),
    /// It was done; this was the answer.
    Answer(Response),
}

/// Begins a request, which is told apart from others by its method, address and body.
async fn begin(operator: &Operator, parts: &Parts, path: &str, body: &[u8]) -> Result<Turn, Failure> {
    let Some(key) = key_of(&parts.headers)? else { return Ok(Turn::Do(Box::new(operator.clone()))) };
    let query = parts.uri.query().unwrap_or_default();
    // It was read as JSON, so it is text.
    let request = format!("{} {path}?{query}\n{}", parts.method, String::from_utf8_lossy(body));
    match operator.attempt(key, &request).await? {
        Attempt::Now(operator) => Ok(Turn::Do(operator)),
        Attempt::Repeated(Repeated::Done(answer)) => Kept::read(&answer).map(Turn::Answer),
        Attempt::Repeated(Repeated::Unanswered) => Err(Failure::Unanswered),
        Attempt::Repeated(Repeated::Running) => Err(Failure::Running),
        Attempt::Repeated(Repeated::Other) => Err(Failure::KeyReused),
    }
}

/// Ends a request: keeps its answer, or gives the key back where nothing was done.
async fn end(operator: &Operator, done: Result<Response, Failure>) -> Result<Response, Failure> {
    match done {
        Ok(response) => {
            let (parts, body) = response.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
            let kept = Kept::of(parts.status, &parts.headers, &body);
            // What was done stays done where its answer cannot be kept.
            if let Err(error) = operator.keep_answer(&kept).await {
                tracing::warn!(%error, "an answer was not kept for its Idempotency-Key");
            }
            Ok(Response::from_parts(parts, Body::from(body)))
        }
        Err(failure) => {
            operator.give_up().await?;
            Err(failure)
        }
    }
}

fn key_of(headers: &HeaderMap) -> Result<Option<&str>, Failure> {
    let Some(value) = headers.get(IDEMPOTENCY_KEY) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default().trim();
    // The draft has a quoted string; many send the bare key.
    let key = text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text);
    if key.is_empty() || key.len() > LONGEST || key.contains('"') {
        let detail = format!("Send 1 to {LONGEST} characters of ASCII, such as a UUID.");
        return Err(Failure::malformed(Fault::of_header("Idempotency-Key", &detail)));
    }
    Ok(Some(key))
}

/// An answer as it is kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// The headers that belong to the answer, and not to the moment.
const KEPT: [HeaderName; 3] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION];

impl Kept {
    fn of(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
        let header = |name: &HeaderName| Some((name.to_string(), headers.get(name)?.to_str().ok()?.to_owned()));
        let headers = KEPT.iter().filter_map(header).collect();
        serde_json::to_vec(&Self { status: status.as_u16(), headers, body: STANDARD.encode(body) }).unwrap_or_default()
    }

    fn read(kept: &[u8]) -> Result<Response, Failure> {
        let Self { status, headers, body } = serde_json::from_slice(kept).map_err(|_| Failure::Unanswered)?;
        let mut response = Response::new(Body::from(STANDARD.decode(body).map_err(|_| Failure::Unanswered)?));
        *response.status_mut() = StatusCode::from_u16(status).map_err(|_| Failure::Unanswered)?;
        for (name, value) in headers {
            if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::from_str(&value)) {
                response.headers_mut().insert(name, value);
            }
        }
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        Ok(response)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_a_quoted_string_or_bare() {
        let read = |text: &str| {
            let headers = HeaderMap::from_iter([(IDEMPOTENCY_KEY, HeaderValue::from_str(text).unwrap())]);
            key_of(&headers).map(|key| key.map(str::to_owned)).map_err(drop)
        };
        assert_eq!(read("\"8e03978e\""), Ok(Some("8e03978e".to_owned())));
        assert_eq!(read(" 8e03978e "), Ok(Some("8e03978e".to_owned())));
        for wrong in ["", "\"\"", "\"a", &"x".repeat(256)] {
            assert_eq!(read(wrong), Err(()), "{wrong}");
        }
        assert_eq!(key_of(&HeaderMap::new()).map_err(drop), Ok(None));
    }
}
