//! The call of the API, and what can be learned from its answer.

use domain::causes::Causes;
use openidconnect::http::{
    Request,
    header::{ACCEPT, AUTHORIZATION, WWW_AUTHENTICATE},
};
use serde_json::Value;

use crate::{
    action::ActionContext,
    answer::Answer,
    api::{Check, SCOPE, metadata_address},
    configuration::api_resource,
    outcome::{Outcome, Tone},
    problem::Problem,
    tokens::SignedIn,
};

impl ActionContext<'_> {
    pub(crate) async fn call_api(&self, signed_in: &SignedIn, check: Check) -> Result<Outcome, Problem> {
        let address = check.address(&api_resource(&self.configuration.public_url));
        let (answer, challenge) = self.get(&address, Some(&signed_in.access.value)).await?;
        if answer.is_success() {
            let how = match check {
                Check::Locally => "It has looked at the signature and the claims of the access token by itself, and asked nobody.",
                Check::Asked => "It has asked the authorization server, which says that the access token is active.",
            };
            return Ok(Outcome::new(Tone::Good, "The API answered").saying(how).with_answer(answer));
        }
        let mut outcome = Outcome::new(Tone::Bad, "The API refused the access token").saying(format!(
            "It says “{}” (status {}).",
            answer.refusal(),
            answer.status
        ));
        if let Some(challenge) = challenge {
            outcome = outcome.saying(format!("WWW-Authenticate: {challenge}"));
            outcome = outcome.saying(self.learned(&challenge).await?);
        }
        Ok(outcome.with_answer(answer))
    }

    /// Reads the metadata that a challenge leads to (RFC 9728 §5): only where they have to be for this API, and only if they are about it.
    async fn learned(&self, challenge: &str) -> Result<String, Problem> {
        let named = challenge.split_once("resource_metadata=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(address, _)| address);
        let Some(named) = named else { return Ok("It does not say where its metadata are.".to_owned()) };
        if metadata_address(self.configuration).as_deref() != Some(named) {
            return Ok("The metadata that it names are not at the address that follows from its own, so they were not read.".to_owned());
        }
        let (answer, _) = self.get(named, None).await?;
        let json = answer.json().unwrap_or_default();
        let text = |name: &str| json.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        let resource = api_resource(&self.configuration.public_url);
        if text("resource") != resource.as_str() {
            return Ok("Its metadata are about another API (RFC 9728 §3.3), so they count for nothing.".to_owned());
        }
        let servers = json.get("authorization_servers").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
        let servers = servers.collect::<Vec<_>>().join(", ");
        Ok(format!(
            "Its metadata say that {servers} gives access tokens for it. It takes none that was revoked or has expired, and none that is not for it: sign \
             in again, with “Ask for the Orders API” ticked, so that the request names the API as its resource, and the scope {SCOPE}."
        ))
    }

    async fn get(&self, address: &str, token: Option<&str>) -> Result<(Answer, Option<String>), Problem> {
        let request = Request::get(address).header(ACCEPT, "application/json");
        let request = token.into_iter().fold(request, |request, token| request.header(AUTHORIZATION, format!("Bearer {token}")));
        let request = request.body(Vec::new()).map_err(|error| Problem::NoAnswerOfApi(Causes(&error).to_string()))?;
        let response = self.recorder.send(request).await.map_err(|error| Problem::NoAnswerOfApi(Causes(&error).to_string()))?;
        let challenge = response.headers().get(WWW_AUTHENTICATE).and_then(|value| value.to_str().ok()).map(str::to_owned);
        Ok((Answer::from(&response), challenge))
    }
}
