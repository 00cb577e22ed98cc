//! Why a client gets a refresh token or none: a question and its answer, and recent token requests.

mod answer;
mod decisions;
mod question;
mod recorded;
mod service;

use domain::{
    client::ClientType,
    client_failure::ClientFailure,
    explanation::{Explained, Question, Recorded, RecordedExplanation, RefreshExplanation},
    family::FamilySummary,
    id::ClientId,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::{
    answer::Answer,
    decisions::Decisions,
    question::QuestionForm,
    recorded::{RecordedAnswer, RefreshAnswer},
    service::ServiceQuestionForm,
};
use super::frame::{ClientFrame, LoadedClient, load_client, use_client};
use crate::{
    api::{ApiError, FieldProblem, operator},
    components::{ClientFailures, Query, load_at, loaded, use_query},
    paths::WorkspacePath,
    t, t_view,
    text::{outcome, said},
};

/// What is to be explained, as the page's address has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplainRequest {
    /// Whether there is a question at all.
    pub asks: bool,
    /// The question about an authorization request or a refresh.
    pub question: Question,
    /// The event that is to be explained.
    pub event: String,
    /// The family of the refresh that is to be explained.
    pub family: String,
}

impl ExplainRequest {
    fn of(query: &Query) -> Self {
        let value = |name| query.value(name);
        let question = Question {
            request: value("request"),
            scope: value("scope"),
            prompt: value("prompt"),
            user: value("user"),
            signed_in: value("signed_in") == "true",
            resource: value("resource"),
            family_id: value("family").parse().ok(),
            refresh_token: None,
        };
        let (event, family) = (value("event"), value("family"));
        let asks = query.given("user").is_some() || question != Question::default();
        Self { asks: asks && event.is_empty(), question, event, family }
    }
}

/// The answer to a question.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub enum ClientAnswer {
    /// About an authorization request.
    Request(Explained),
    /// About a refresh.
    Refresh(Box<FamilySummary>, RefreshExplanation),
    /// About what was recorded.
    Recorded(Box<RecordedExplanation>),
    /// The question cannot be answered.
    Problems(Vec<FieldProblem>),
}

/// A client, the answer, and its recent token requests.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ClientExplanation {
    /// The client.
    pub client: LoadedClient,
    /// The answer.
    pub answer: Option<ClientAnswer>,
    /// Requests that failed by its configuration.
    pub failures: Vec<ClientFailure>,
    /// Its decisions and refusals, the newest first.
    pub decisions: Vec<Recorded>,
}

/// Loads a client with the answer to a question.
pub async fn load_client_explanation(
    path: WorkspacePath,
    client: ClientId,
    request: ExplainRequest,
) -> Result<ClientExplanation, ApiError> {
    let loaded = load_client(path.clone(), client).await?;
    let answer = answer_request(&path, client, &request).await?;
    let operator = operator()?;
    let failures = operator.list_client_failures(&path, Some(client), None).await?;
    let decisions = operator.list_decisions(&path, client).await?;
    Ok(ClientExplanation { client: loaded, answer, failures, decisions })
}

async fn answer_request(path: &WorkspacePath, client: ClientId, request: &ExplainRequest) -> Result<Option<ClientAnswer>, ApiError> {
    let operator = operator()?;
    if !request.event.is_empty() {
        let event: domain::id::TokenEventId = request.event.parse().map_err(|_| control::Error::NotFound)?;
        return Ok(Some(ClientAnswer::Recorded(Box::new(operator.explain_decision(path, client, event).await?))));
    }
    if !request.family.is_empty() && request.question.family_id.is_none() {
        return Err(ApiError::NotFound);
    }
    if !request.asks {
        return Ok(None);
    }
    match operator.explain(path, client, &request.question).await {
        Ok(control::Answer::Request(explained)) => Ok(Some(ClientAnswer::Request(explained))),
        Ok(control::Answer::Refresh(explanation)) => {
            let family = request.question.family_id.ok_or(ApiError::NotFound)?;
            let family = operator.load_family(path, family).await?.summary;
            Ok(Some(ClientAnswer::Refresh(Box::new(family), explanation)))
        }
        Err(control::Error::Invalid(problems)) => {
            let problems = problems.into_iter().map(|at| FieldProblem { field: at.field.to_owned(), problem: at.problem });
            Ok(Some(ClientAnswer::Problems(problems.collect())))
        }
        Err(error) => Err(error.into()),
    }
}

/// Why a client gets a refresh token or none.
#[component]
pub fn ClientExplainPage() -> impl IntoView {
    let asked = ExplainRequest::of(&use_query());
    let question = asked.question.clone();
    let loading = load_at(use_client(), |(path, id)| load_client_explanation(path, id, asked));
    loaded(loading, move |((path, id), loaded)| {
        let ClientExplanation { client: loaded, answer, failures, decisions } = loaded;
        let failures = (!failures.is_empty()).then(|| view! { <ClientFailures path=path.clone() failures/> });
        let problems = match &answer {
            Some(ClientAnswer::Problems(problems)) => problems.clone(),
            _ => Vec::new(),
        };
        let is_service = loaded.view.client.settings.client_type == ClientType::Service;
        let answer = answer.map(|answer| shown(&path, id, is_service, answer));
        let form = if is_service {
            view! { <ServiceQuestionForm path=path.clone() client=id question problems/> }.into_any()
        } else {
            view! { <QuestionForm path=path.clone() client=id question problems/> }.into_any()
        };
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-explain")>
                {answer}
                {form}
                {failures}
                <Decisions path client=id decisions/>
            </ClientFrame>
        }
    })
}

fn shown(path: &WorkspacePath, client: ClientId, is_service: bool, answer: ClientAnswer) -> AnyView {
    let path = path.clone();
    match answer {
        ClientAnswer::Request(Explained { query, user, explanation }) => {
            let (good, sentence) = (explanation.outcome.succeeds(), outcome(&explanation.outcome));
            let advice = explanation.outcome.refused().map(|refused| said(&refused.advice));
            let left_out = (!explanation.left_out.is_empty()).then(|| explanation.left_out.to_string());
            let (title, about) = if is_service {
                (t!("client-pages-explain-service-answer"), t!("client-pages-explain-service-about").into_any())
            } else {
                let about = user.unwrap_or_else(|| t!("client-pages-explain-new-user").to_owned());
                let about = t_view!("client-pages-explain-about", user = view! { <strong>{about}</strong> });
                (t!("client-pages-explain-request-title"), about)
            };
            view! {
                <Answer path client title good sentence advice steps=explanation.steps>
                    <p class="explanation-about">{about}</p>
                    <code class="explanation-request">{query}</code>
                    {left_out.map(|scopes| {
                        let scopes = view! { <code>{scopes}</code> };
                        view! { <p class="explanation-about">{t_view!("client-pages-explain-left-out", scopes = scopes)}</p> }
                    })}
                </Answer>
            }
            .into_any()
        }
        ClientAnswer::Refresh(family, explanation) => view! { <RefreshAnswer path client family=*family explanation/> }.into_any(),
        ClientAnswer::Recorded(explanation) => view! { <RecordedAnswer path client explanation=*explanation/> }.into_any(),
        ClientAnswer::Problems(_) => ().into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_that_is_a_value_stays_whole() {
        let request = "https://id.example.com/authorize?redirect_uri=https%3A%2F%2Fapp.example.com%2F%3Fa%26b&scope=openid+x";
        let query: String = form_urlencoded::Serializer::new("?".to_owned()).append_pair("request", request).finish();
        let asked = |query: &str| ExplainRequest::of(&Query::of(query));
        let whole = asked(&query);
        assert!(whole.asks);
        assert_eq!(whole.question.request, request);
        assert!(!asked("").asks && !asked("?event=1&user=x").asks);
        assert!(asked("user=").asks, "a form that was sent empty asks what is usual");
    }
}
