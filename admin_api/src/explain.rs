//! Why a client gets a refresh token or none: what would happen, and what was decided.

use control::{Answer, Operator, permission::Action};
use domain::{
    id::TokenEventId,
    secret::Secret,
    wire::{
        ClientFailures, Decision, DecisionExplanation, DecisionQuery, Decisions, Question, Reading, RefreshExplanation, RequestExplanation,
        Shape, Shaped,
    },
};
use serde::Serialize;

use super::{
    at::{ClientAt, DecisionAt, WORKSPACE, WorkspaceAt},
    error::{Failure, Fault},
    kit::{Ask, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place},
};

const DECISION: Noun =
    Noun { one: "decision", many: "decisions", searched: false, sorted_by: "at", newest_first: true, also_by: &[], counted: false };

pub(super) fn operations() -> Vec<Operation> {
    let one = Place::<ClientAt>::new("Explain", format!("{WORKSPACE}/clients/{{client}}"));
    let decisions = one.below::<ClientAt>("/decisions");
    vec![
        one.below::<ClientAt>("/explain")
            .look(("explain", "Explain why a client gets a refresh token or none"), by_query)
            .about("Returns whether a client would get a refresh token, or whether a refresh would work, and why. Nothing is changed.")
            .needs(&[Action::Explain]),
        one.below::<ClientAt>("/explain")
            .act(("explain_in_body", "Explain why a client gets a refresh token or none, asked in a body"), by_body)
            .about("The same as with `GET`. A refresh token can be asked about only here.")
            .needs(&[Action::Explain]),
        decisions
            .look(("list_decisions", "List what was decided about a client"), list)
            .about("The latest 50 answers of the token endpoint, newest first: refresh tokens issued and withheld, and refusals.")
            .needs(&[Action::Explain]),
        decisions
            .below::<DecisionAt>("/{decision}")
            .look(("explain_decision", "Explain what was decided, and what has changed since"), decision)
            .needs(&[Action::Explain]),
        one.below::<ClientAt>("/failures")
            .look(("list_client_failures", "List requests that failed by a client's configuration"), failures_of_client)
            .about("A wrong secret, an unregistered redirect URI and the like, counted by reason and day. Strangers can cause them, too.")
            .needs(&[Action::Explain]),
        Place::<WorkspaceAt>::new("Explain", format!("{WORKSPACE}/failures"))
            .look(("list_failures", "List requests that failed by the configuration of the workspace's clients"), failures)
            .about("The same for all clients, counted by client, reason and day.")
            .needs(&[Action::Explain]),
        Place::<WorkspaceAt>::new("Explain", format!("{WORKSPACE}/decisions"))
            .list(("search_decisions", "Search what was decided about the clients of a workspace"), DECISION, search)
            .about(
                "Refresh tokens issued and withheld, refusals, and reuse; the same refusal once a minute. Usual refreshes are not among them. A page may \
                 have fewer than `limit`, or none, and lead to another: so many are looked at, and no more.",
            )
            .needs(&[Action::Explain]),
    ]
}

/// The explanation of what was asked about.
#[derive(Serialize)]
#[serde(untagged)]
enum Explanation {
    Request(Box<RequestExplanation>),
    Refresh(Box<RefreshExplanation>),
}

impl Shaped for Explanation {
    fn shape() -> Shape {
        Shape::OneOf("Explanation", vec![RequestExplanation::shape(), RefreshExplanation::shape()])
    }
}

async fn by_query(ask: Ask<ClientAt, Question>) -> Outcome<Explanation> {
    if ask.query.refresh_token.is_some() {
        let detail = "A refresh token belongs in the body of a POST: addresses end up in logs.";
        return Err(Failure::malformed(Fault::of_parameter("refresh_token", "secret", detail)));
    }
    explain(&ask.operator, &ask.at, ask.query).await
}

async fn by_body(ask: Ask<ClientAt, Nothing, Question>) -> Outcome<Explanation> {
    explain(&ask.operator, &ask.at, ask.body).await
}

async fn explain(operator: &Operator, at: &ClientAt, question: Question) -> Outcome<Explanation> {
    let Question { request, scope, resource, prompt, user, signed_in, family_id, refresh_token } = question;
    let mut reading = Reading::default();
    let family_id = reading.optional("/family_id", family_id.as_ref());
    let family_id = reading.done(Some(family_id))?;
    let refresh_token = refresh_token.map(Secret::new);
    let question = domain::explanation::Question { request, scope, resource, prompt, user, signed_in, family_id, refresh_token };
    Ok(match operator.explain(&at.workspace(), at.client, &question).await? {
        Answer::Request(explained) => Explanation::Request(Box::new(explained.into())),
        Answer::Refresh(explanation) => Explanation::Refresh(Box::new(explanation.into())),
    })
}

async fn list(ask: Ask<ClientAt>) -> Outcome<Decisions> {
    let decisions = ask.operator.list_decisions(&ask.at.workspace(), ask.at.client).await?;
    Ok(Decisions { decisions: decisions.iter().map(Decision::from).collect() })
}

async fn search((ask, query): (Ask<WorkspaceAt>, ListQuery<TokenEventId, DecisionQuery>)) -> Outcome<Listed<Decision>> {
    let page = ask.operator.search_decisions(&ask.at.workspace(), query.filter.read()?, query.window).await?;
    Ok(Listed::of(page, |line| Decision::from(&line)))
}

async fn decision(ask: Ask<DecisionAt>) -> Outcome<DecisionExplanation> {
    let explained = ask.operator.explain_decision(&ask.at.workspace(), ask.at.client, ask.at.decision).await?;
    Ok(DecisionExplanation::of(explained, ask.operator.now()))
}

async fn failures_of_client(ask: Ask<ClientAt>) -> Outcome<ClientFailures> {
    Ok(told(ask.operator.list_client_failures(&ask.at.workspace(), Some(ask.at.client), None).await?))
}

async fn failures(ask: Ask<WorkspaceAt>) -> Outcome<ClientFailures> {
    Ok(told(ask.operator.list_client_failures(&ask.at.workspace(), None, None).await?))
}

fn told(failures: Vec<domain::client_failure::ClientFailure>) -> ClientFailures {
    ClientFailures { failures: failures.into_iter().map(Into::into).collect() }
}
