use domain::{
    explanation::{ConditionChange, RecordedExplanation, RefreshExplanation},
    family::{DELETED_USER, FamilySummary},
    id::ClientId,
    token_event::{RefusedAssertion, TokenEventKind},
};
use leptos::prelude::*;

use super::answer::{Answer, SwitchLink};
use crate::{
    components::decision_words,
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{of_user, outcome, refresh_outcome, said, word},
    ui::{Badge, Fact, Facts, Glyph, Icon, Link, Section, Table, Time, Tone},
};

/// What was recorded, and what has changed since.
#[component]
pub fn RecordedAnswer(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// What was recorded, held against what is in force now.
    explanation: RecordedExplanation,
) -> impl IntoView {
    let RecordedExplanation { recorded, now, changes, family, refresh } = explanation;
    let (tone, title, why) = decision_words(&recorded);
    let left_out = (!recorded.event.left_out.is_empty()).then(|| recorded.event.left_out.to_string());
    let switch = recorded.switch.map(|switch| {
        let path = path.clone();
        view! { <Fact name=t!("client-pages-explain-changed-at")><SwitchLink path client switch/></Fact> }
    });
    let asserted = match &recorded.event.kind {
        TokenEventKind::Refused { assertion: Some(RefusedAssertion { issuer, claim, subject }), .. } => {
            let subject = subject.clone().unwrap_or_default();
            let (issuer, claim) = (issuer.clone(), claim.clone());
            Some(view! {
                <Fact name=t!("client-pages-explain-assertion-issuer")><code><bdi>{issuer}</bdi></code></Fact>
                <Fact name=t!("client-pages-explain-assertion-subject", claim = claim)><code><bdi>{subject}</bdi></code></Fact>
            })
        }
        _ => None,
    };
    let (at, user, refused) = (recorded.event.at.to_string(), recorded.user_identifier.as_deref().map(of_user), recorded.refused);
    let now = now.map(|now| {
        let good = now.succeeds();
        view! {
            <p class="readiness" data-ready=good.to_string()>
                <Icon glyph=if good { Glyph::Success } else { Glyph::Warning }/>
                <span>{t!("client-pages-explain-now", answer = outcome(&now))}</span>
            </p>
        }
    });
    let refresh = family.zip(refresh).map(|(family, explanation)| {
        view! { <RefreshAnswer path=path.clone() client family explanation/> }
    });
    view! {
        <Section title=t!("client-pages-explain-recorded-title")>
            <div class="explanation">
                <Facts>
                    <Fact name=t!("client-pages-explain-answer")><Badge tone>{title}</Badge></Fact>
                    <Fact name=t!("client-pages-explain-why")>{why}</Fact>
                    {left_out.map(|scopes| view! { <Fact name=t!("client-pages-explain-scopes-left-out")><code>{scopes}</code></Fact> })}
                    {refused.map(|refused| view! {
                        <Fact name=t!("client-pages-explain-reason-code")><code>{refused.reason}</code></Fact>
                        <Fact name=t!("client-pages-explain-advice")>{said(&refused.advice)}</Fact>
                    })}
                    {asserted}
                    {switch}
                    {user.map(|user| view! { <Fact name=t!("client-pages-explain-user")>{user}</Fact> })}
                    <Fact name=t!("client-pages-explain-when")><Time utc=at/></Fact>
                </Facts>
                {now}
                {(!changes.is_empty()).then(|| view! { <Changes path client changes/> })}
            </div>
        </Section>
        {refresh}
    }
    .into_any()
}

/// The conditions that did not hold then, or do not hold now.
#[component]
fn Changes(path: WorkspacePath, client: ClientId, changes: Vec<ConditionChange>) -> impl IntoView {
    let rows = changes
        .into_iter()
        .map(|change| {
            view! {
                <tr>
                    <th scope="row" data-label=t!("client-pages-explain-condition")>{word(change.condition.words())}</th>
                    <td data-label=t!("client-pages-explain-then")><Held holds=change.held/></td>
                    <td data-label=t!("client-pages-explain-now-head")><Held holds=change.holds/></td>
                    <td data-label=t!("client-pages-explain-changed-at")><SwitchLink path=path.clone() client switch=change.switch/></td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![
        t!("client-pages-explain-condition"),
        t!("client-pages-explain-then"),
        t!("client-pages-explain-now-head"),
        t!("client-pages-explain-changed-at"),
    ];
    view! { <Table label=t!("client-pages-explain-changes") heads><tbody>{rows}</tbody></Table> }.into_any()
}

#[component]
fn Held(holds: bool) -> impl IntoView {
    let (tone, held) = if holds { (Tone::Good, t!("client-pages-explain-yes")) } else { (Tone::Warning, t!("client-pages-explain-no")) };
    view! { <Badge tone>{held}</Badge> }.into_any()
}

/// The outcome of a refresh with a family's token.
#[component]
pub fn RefreshAnswer(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// The family.
    family: FamilySummary,
    /// The explanation.
    explanation: RefreshExplanation,
) -> impl IntoView {
    let (good, sentence) = (explanation.refreshes(), refresh_outcome(&explanation));
    let advice = explanation.refused.map(|refused| said(&refused.advice));
    let href = path.family(family.id);
    let user = family.user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned());
    let token = view! { <Link href>{t!("client-pages-explain-token-of", user = user)}</Link> };
    let ended = family.revoked.map(|revocation| {
        let time = view! { <Time utc=revocation.at.to_string()/> };
        let reason = word(revocation.reason.words());
        view! { <p class="explanation-about">{t_view!("client-pages-explain-ended", time = time, reason = reason)}</p> }
    });
    let ends = family.revoked.is_none().then(|| {
        let time = view! { <Time utc=family.expires_at.to_string()/> };
        let rule = word(family.ends_by.words());
        view! { <p class="explanation-about">{t_view!("client-pages-explain-ends", time = time, rule = rule)}</p> }
    });
    view! {
        <Answer path client title=t!("client-pages-explain-refresh-title") good sentence advice steps=explanation.steps>
            <p class="explanation-about">{t_view!("client-pages-explain-with-token", token = token)}</p>
            {ended}
            {ends}
        </Answer>
    }
    .into_any()
}
