use domain::{
    explanation::{ConditionChange, RecordedExplanation, RefreshExplanation},
    family::FamilySummary,
    id::ClientId,
};
use leptos::prelude::*;

use super::answer::{Answer, SwitchLink};
use crate::{
    components::decision_words,
    paths::{WorkspacePages as _, WorkspacePath},
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
    let (at, user, refused) = (recorded.event.at.to_string(), recorded.user_identifier, recorded.refused);
    let now = now.map(|now| {
        let good = now.issues();
        view! {
            <p class="readiness" data-ready=good.to_string()>
                <Icon glyph=if good { Glyph::Success } else { Glyph::Warning }/>
                <span>"The same request now: "{now.sentence()}</span>
            </p>
        }
    });
    let refresh = family.zip(refresh).map(|(family, explanation)| {
        view! { <RefreshAnswer path=path.clone() client family explanation/> }
    });
    view! {
        <Section title="What was recorded">
            <div class="explanation">
                <Facts>
                    <Fact name="Answer"><Badge tone>{title}</Badge></Fact>
                    <Fact name="Why">{why}</Fact>
                    {left_out.map(|scopes| view! { <Fact name="Scopes left out"><code>{scopes}</code></Fact> })}
                    {refused.map(|refused| view! {
                        <Fact name="Reason code"><code>{refused.reason}</code></Fact>
                        <Fact name="What to look at">{refused.advice}</Fact>
                    })}
                    {user.map(|user| view! { <Fact name="User">{user}</Fact> })}
                    <Fact name="When"><Time utc=at/></Fact>
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
                    <th scope="row" data-label="Condition">{change.condition.words()}</th>
                    <td data-label="Then"><Held holds=change.held/></td>
                    <td data-label="Now"><Held holds=change.holds/></td>
                    <td data-label="Changed at"><SwitchLink path=path.clone() client switch=change.switch/></td>
                </tr>
            }
        })
        .collect_view();
    view! { <Table label="Then and now" heads=vec!["Condition", "Then", "Now", "Changed at"]><tbody>{rows}</tbody></Table> }.into_any()
}

#[component]
fn Held(holds: bool) -> impl IntoView {
    let (tone, word) = if holds { (Tone::Good, "yes") } else { (Tone::Warning, "no") };
    view! { <Badge tone>{word}</Badge> }.into_any()
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
    let (good, sentence) = (explanation.refreshes(), explanation.sentence());
    let advice = explanation.refused.map(|refused| refused.advice);
    let (href, user) = (path.family(family.id), family.user_words().to_owned());
    let ended = family.revoked.map(|revocation| {
        view! { <p class="explanation-about">"It ended "<Time utc=revocation.at.to_string()/>" because "{revocation.reason.words()}"."</p> }
    });
    let ends = family.revoked.is_none().then(|| {
        view! { <p class="explanation-about">"Its end is "<Time utc=family.expires_at.to_string()/>", by the "{family.ends_by.words()}"."</p> }
    });
    view! {
        <Answer path client title="Would a refresh work now?" good sentence advice steps=explanation.steps>
            <p class="explanation-about">"With the current token of "<Link href>"the refresh token of "{user}</Link>"."</p>
            {ended}
            {ends}
        </Answer>
    }
    .into_any()
}
