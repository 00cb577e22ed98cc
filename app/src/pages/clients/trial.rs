//! A test sign-in: each request and its answer.

use domain::{
    id::ClientId,
    permission::Action,
    trial::{Exchange, TokenClaims, TrialAnswer, TrialRun, WirePart, WireText},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{ClientFrame, LoadedClient, client_target, load_client, use_client};
use crate::{
    api::{ApiError, keep_trial, kept_trial, operator, status_words},
    components::{Query, load_at, loaded, use_query},
    form::{ActionButton, FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::said,
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
        let settings = &client.view.client.settings;
        let has_users = settings.client_type.has_users();
        let nothing = if settings.is_for_devices_alone() {
            Some(t!("client-pages-try-devices"))
        } else if settings.is_for_exchanges_alone() {
            Some(t!("client-pages-try-exchanges"))
        } else {
            None
        };
        let run = run.map(|run| match run {
            Outcome::Run(run) => view! { <Transcript run/> }.into_any(),
            Outcome::Kept(run) => view! {
                <Notice tone=Tone::Info>{t!("client-pages-try-kept")}</Notice>
                <Transcript run/>
            }
            .into_any(),
            Outcome::Over => view! {
                <Notice tone=Tone::Warning>{t!("client-pages-try-over")}</Notice>
            }
            .into_any(),
        });
        view! {
            <ClientFrame path=path.clone() loaded=client tab=t!("clients-tab-try")>
                {run}
                {if let Some(why) = nothing {
                    view! { <Notice tone=Tone::Info>{why}</Notice> }.into_any()
                } else {
                    view! {
                        <Section title=t!("client-pages-try-title") lead=lead(has_users)>
                            <FormNotice form=start.form/>
                            <ul>
                                <li>{t!("client-pages-try-configuration")}</li>
                                {has_users.then(|| view! { <li>{t!("client-pages-try-address")}</li> })}
                                <li>{t!("client-pages-try-secret")}</li>
                                <li>{t!("client-pages-try-tokens")}</li>
                                {has_users.then(|| {
                                    let link = view! { <a href=sign_out>{t!("client-pages-try-sign-out")}</a> };
                                    view! { <li>{t_view!("client-pages-try-user", link = link)}</li> }
                                })}
                            </ul>
                            <ActionButton action=start target=client_target(&path, id) label=if again { t!("client-pages-try-again") } else { t!("client-pages-try-start") } kind=Kind::Primary/>
                        </Section>
                    }
                    .into_any()
                }}
            </ClientFrame>
        }
    })
}

fn lead(has_users: bool) -> &'static str {
    if has_users { t!("client-pages-try-lead-user") } else { t!("client-pages-try-lead-service") }
}

#[component]
fn Transcript(run: TrialRun) -> impl IntoView {
    let TrialRun { good, words, exchanges } = run;
    let exchanges = exchanges.into_iter().enumerate().map(|(index, exchange)| view! { <Entry number=index + 1 exchange/> }).collect_view();
    view! {
        <Section title=t!("client-pages-try-result")>
            <p class="readiness" data-ready=good.to_string() role="status">
                <Icon glyph=if good { Glyph::Success } else { Glyph::Warning }/>
                <span>{said(&words)}</span>
            </p>
            <ol class="trial">{exchanges}</ol>
        </Section>
    }
    .into_any()
}

#[component]
fn Entry(number: usize, exchange: Exchange) -> impl IntoView {
    let Exchange { title, method, address, request, status, answer, claims, good, words } = exchange;
    let words = words.iter().map(|sentence| said(sentence)).collect::<Vec<_>>().join(" ");
    let (tone, state) = if good { (Tone::Good, t!("client-pages-try-answered")) } else { (Tone::Bad, t!("client-pages-try-refused")) };
    let lines =
        |pairs: Vec<(String, String)>| pairs.into_iter().map(|(name, value)| format!("{name}: {value}")).collect::<Vec<_>>().join("\n");
    let shown = |pairs: Vec<(String, WireText)>| lines(pairs.into_iter().map(|(name, value)| (name, in_words(&value))).collect());
    let (request, answer) = (format!("{method} {address}\n{}", shown(request)), shown(answer));
    let heading = answer_heading(status, answer.is_empty());
    let answer = (!answer.is_empty()).then(|| view! { <Wire label=t!("client-pages-try-answer-number", number = number) text=answer/> });
    let claims = claims.into_iter().map(|TokenClaims { token, claims }| {
        let name = token.clone();
        let summary = t_view!("client-pages-try-claims", token = view! { <code>{name}</code> });
        let label = t!("client-pages-try-claims-number", token = token, number = number);
        view! {
            <details class="trial-claims">
                <summary>{summary}</summary>
                <Wire label text=lines(claims)/>
            </details>
        }
    });
    let claims = claims.collect_view();
    view! {
        <li class="trial-exchange">
            <h3>{said(&title)}" "<Badge tone>{state}</Badge></h3>
            <p>{words}</p>
            <p class="trial-label">{t!("client-pages-try-request")}</p>
            <Wire label=t!("client-pages-try-request-number", number = number) text=request/>
            <p class="trial-label">{heading}</p>
            {answer}
            {claims}
        </li>
    }
    .into_any()
}

/// Returns a value that went over the wire, and in the reader's language what is told of it.
fn in_words(text: &WireText) -> String {
    let told = |part: &WirePart| match part {
        WirePart::Whole(text) | WirePart::Shortened { text, characters: None } => text.clone(),
        WirePart::Shortened { text, characters: Some(count) } => t!("client-pages-try-shortened", text = text.clone(), count = *count),
        WirePart::Told(words) => said(words),
    };
    text.parts().iter().map(told).collect()
}

/// What stands above an answer: its status, or how else it came.
fn answer_heading(status: Option<u16>, empty: bool) -> String {
    let Some(status) = status else { return t!("client-pages-try-answer-address").to_owned() };
    let status = status_words(status);
    if empty { t!("client-pages-try-answer-empty", status = status) } else { t!("client-pages-try-answer", status = status) }
}

/// What went over the wire. It is not offered to be copied: what is secret is shortened.
#[component]
fn Wire(label: String, text: String) -> impl IntoView {
    view! { <pre class="trial-wire" tabindex="0" role="region" aria-label=label><code>{text}</code></pre> }.into_any()
}
