//! A test sign-in: each request and its answer.

use domain::{
    id::ClientId,
    permission::Action,
    trial::{Exchange, TokenClaims, TrialAnswer, TrialRun},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{ClientFrame, LoadedClient, client_target, load_client, use_client};
use crate::{
    api::{ApiError, keep_trial, kept_trial, operator, status_words},
    components::{Query, load_at, loaded, use_query},
    form::{ActionButton, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Badge, Glyph, Icon, Kind, Notice, Section, Tone},
};

/// A client, and the test of it that came back.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct LoadedTrial {
    client: LoadedClient,
    /// None where none came back.
    run: Option<Outcome>,
    /// Where a user signs out of the workspace.
    sign_out: String,
}

/// What became of a test.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum Outcome {
    /// It was run.
    Run(TrialRun),
    /// It was run before, and the page is read again.
    Kept(TrialRun),
    /// It is over, or somebody else's.
    Over,
}

/// What an address of the page says.
struct Came {
    sealed: String,
    answer: TrialAnswer,
}

impl Came {
    fn of(query: &Query) -> Self {
        let value = |name| query.value(name);
        let answer = TrialAnswer {
            code: value("code"),
            state: value("state"),
            error: value("error"),
            error_description: value("error_description"),
        };
        Self { sealed: value("trial"), answer }
    }
}

async fn load_trial(path: WorkspacePath, client: ClientId, came: Came) -> Result<LoadedTrial, ApiError> {
    let run = if came.sealed.is_empty() { None } else { Some(load_outcome(&path, client, &came).await?) };
    let sign_out = format!("{}/oidc/logout", operator()?.issuer(&path));
    Ok(LoadedTrial { client: load_client(path, client).await?, run, sign_out })
}

/// A code is good once: a page that is read again shows what came of it then, and runs nothing.
async fn load_outcome(path: &WorkspacePath, client: ClientId, came: &Came) -> Result<Outcome, ApiError> {
    let operator = operator()?;
    operator.check_permitted(Action::SetClient, path, Some(client)).await?;
    if let Some(run) = kept_trial(client, &came.sealed).await? {
        return Ok(Outcome::Kept(run));
    }
    let Some(run) = operator.run_trial(path, client, &came.sealed, &came.answer).await? else { return Ok(Outcome::Over) };
    keep_trial(client, &came.sealed, &run).await?;
    Ok(Outcome::Run(run))
}

/// Begins a test, and leads the browser to the authorization endpoint.
#[server]
pub async fn start_trial(path: WorkspacePath, client: ClientId) -> Result<(), ApiError> {
    let operator = operator()?;
    let page = format!("{}{}", crate::api::control()?.base_url().as_str().trim_end_matches('/'), path.client_try(client));
    let address = operator.begin_trial(&path, client, &page).await?;
    crate::api::go_to(&address);
    Ok(())
}

crate::form::needs!(StartTrial: SetClient);

/// The test sign-in of a client.
#[component]
pub fn ClientTrialPage() -> impl IntoView {
    let start = FormAction::<StartTrial>::new();
    let came = Came::of(&use_query());
    let loading = load_at(use_client(), |(path, id)| load_trial(path, id, came));
    loaded(loading, move |((path, id), LoadedTrial { client, run, sign_out })| {
        let again = run.is_some();
        let has_users = client.view.client.settings.client_type.has_users();
        let run = run.map(|run| match run {
            Outcome::Run(run) => view! { <Transcript run/> }.into_any(),
            Outcome::Kept(run) => view! {
                <Notice tone=Tone::Info>"This is the result as it came. Reloading the page runs nothing again: start again for another test."</Notice>
                <Transcript run/>
            }
            .into_any(),
            Outcome::Over => view! {
                <Notice tone=Tone::Warning>
                    "This test is over, or was begun in another session. A test can be answered for ten minutes, in the session that began it."
                </Notice>
            }
            .into_any(),
        });
        view! {
            <ClientFrame path=path.clone() loaded=client tab="Try it">
                {run}
                <Section title="Test sign-in" lead=lead(has_users)>
                    <FormNotice form=start.form/>
                    <ul>
                        <li>"It runs with the client's configuration as it is now, through the same code as the endpoints."</li>
                        <li>
                            "It comes back to this page. For that the client accepts an address of this test alone, for ten minutes; its redirect URIs \
                             stay as they are."
                        </li>
                        <li>"The client's secret is not asked for: you answer for the client, as you may change it."</li>
                        <li>"Tokens are shown shortened, and are revoked at the end. The audit log says that you began a test."</li>
                        {has_users.then(|| view! {
                            <li>
                                "You sign in as a user of this workspace, and stay signed in to it in this browser: the next test does not ask who you \
                                 are. "<a href=sign_out>"Sign out there"</a>" to test as another user."
                            </li>
                        })}
                    </ul>
                    <ActionButton action=start target=client_target(&path, id) label=if again { "Start again" } else { "Start" } kind=Kind::Primary/>
                </Section>
            </ClientFrame>
        }
    })
}

const fn lead(has_users: bool) -> &'static str {
    if has_users {
        "Sign in to this client as its users do, and see each request and its answer: authorization, code exchange, refresh, UserInfo, introspection \
         and revocation."
    } else {
        "Get a token as this client does, and see each request and its answer: token, introspection and revocation."
    }
}

#[component]
fn Transcript(run: TrialRun) -> impl IntoView {
    let TrialRun { good, words, exchanges } = run;
    let exchanges = exchanges.into_iter().enumerate().map(|(index, exchange)| view! { <Entry number=index + 1 exchange/> }).collect_view();
    view! {
        <Section title="Result">
            <p class="readiness" data-ready=good.to_string() role="status">
                <Icon glyph=if good { Glyph::Success } else { Glyph::Warning }/>
                <span>{words}</span>
            </p>
            <ol class="trial">{exchanges}</ol>
        </Section>
    }
    .into_any()
}

#[component]
fn Entry(number: usize, exchange: Exchange) -> impl IntoView {
    let Exchange { title, method, address, request, status, answer, claims, good, words } = exchange;
    let (tone, state) = if good { (Tone::Good, "Answered") } else { (Tone::Bad, "Refused") };
    let lines =
        |pairs: Vec<(String, String)>| pairs.into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
    let (request, answer) = (format!("{method} {address}\n{}", lines(request)), lines(answer));
    let heading = answer_heading(status, answer.is_empty());
    let answer = (!answer.is_empty()).then(|| view! { <Wire label=format!("Answer {number}") text=answer/> });
    let claims = claims.into_iter().map(|TokenClaims { token, claims }| {
        view! {
            <details class="trial-claims">
                <summary>"Claims of "<code>{token.clone()}</code></summary>
                <Wire label=format!("Claims of {token} in answer {number}") text=lines(claims)/>
            </details>
        }
    });
    let claims = claims.collect_view();
    view! {
        <li class="trial-exchange">
            <h3>{title}" "<Badge tone>{state}</Badge></h3>
            <p>{words}</p>
            <p class="trial-label">"Request"</p>
            <Wire label=format!("Request {number}") text=request/>
            <p class="trial-label">{heading}</p>
            {answer}
            {claims}
        </li>
    }
    .into_any()
}

/// What stands above an answer: its status, or how else it came.
fn answer_heading(status: Option<u16>, empty: bool) -> String {
    let Some(status) = status else { return "Answer, in the address that the browser came back to".to_owned() };
    format!("Answer: {}{}", status_words(status), if empty { ", without a body" } else { "" })
}

/// What went over the wire. It is not offered to be copied: what is secret is shortened.
#[component]
fn Wire(label: String, text: String) -> impl IntoView {
    view! { <pre class="trial-wire" tabindex="0" role="region" aria-label=label><code>{text}</code></pre> }.into_any()
}
