//! What the authorization server said, word for word.

use openidconnect::{HttpResponse, core::CoreTokenResponse};
use serde::Deserialize;
use serde_json::Value;

use crate::text::shorten;

/// Status and body of one answer.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

/// RFC 6749 §5.2.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Refusal {
    pub(crate) error: String,
    pub(crate) error_description: Option<String>,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn json(&self) -> Option<Value> {
        serde_json::from_str(&self.body).ok()
    }

    pub(crate) fn tokens(&self) -> Option<CoreTokenResponse> {
        serde_json::from_str(&self.body).ok()
    }

    /// The refusal in words: the server's own where it gave them.
    pub(crate) fn refusal(&self) -> String {
        match serde_json::from_str::<Refusal>(&self.body) {
            Ok(Refusal { error, error_description: Some(description) }) => format!("{error}: {description}"),
            Ok(Refusal { error, error_description: None }) => error,
            Err(_) => format!("status {} without an error that could be read", self.status),
        }
    }

    /// The body for reading, with every token in it shortened.
    pub(crate) fn shortened(&self) -> String {
        if self.body.is_empty() {
            return "(an empty answer)".to_owned();
        }
        let Some(mut value) = self.json() else { return self.body.chars().take(400).collect() };
        hide(&mut value);
        pretty(&value)
    }
}

impl From<&HttpResponse> for Answer {
    fn from(response: &HttpResponse) -> Self {
        Self { status: response.status().as_u16(), body: String::from_utf8_lossy(response.body()).into_owned() }
    }
}

/// JSON as people read it.
pub(crate) fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_else(|_| value.to_string())
}

/// Parameters and members that carry something to sign in or to call with.
pub(crate) fn is_secret(name: &str) -> bool {
    matches!(
        name,
        "access_token"
            | "refresh_token"
            | "id_token"
            | "id_token_hint"
            | "token"
            | "code"
            | "code_verifier"
            | "client_secret"
            | "client_assertion"
    )
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                match member {
                    Value::String(text) if is_secret(name) => *text = shorten(text),
                    other => hide(other),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(hide),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, body: &str) -> Answer {
        Answer { status, body: body.to_owned() }
    }

    #[test]
    fn tokens_in_an_answer_are_shortened_at_any_depth() {
        let secret = "s".repeat(60);
        let body = format!(r#"{{"access_token":"{secret}","nested":[{{"refresh_token":"{secret}"}}],"token_type":"Bearer"}}"#);
        let shown = answer(200, &body).shortened();
        assert!(!shown.contains(&secret));
        assert!(shown.contains("ssssssss…ssssss"));
        assert!(shown.contains(r#""token_type": "Bearer""#));
    }

    #[test]
    fn a_refusal_is_told_in_the_servers_words() {
        assert_eq!(
            answer(400, r#"{"error":"invalid_grant","error_description":"The token was used before."}"#).refusal(),
            "invalid_grant: The token was used before."
        );
        assert_eq!(answer(400, r#"{"error":"invalid_grant"}"#).refusal(), "invalid_grant");
        assert_eq!(answer(502, "<html>").refusal(), "status 502 without an error that could be read");
    }

    #[test]
    fn an_empty_answer_says_so() {
        assert_eq!(answer(200, "").shortened(), "(an empty answer)");
    }
}
