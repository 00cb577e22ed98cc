//! The overview of a workspace: its addresses, its figures, and what needs attention.

mod activity;
mod addresses;
mod failures;
mod reuse;

use domain::{
    activity::Period, grant_type::GrantType, name::Slug, page::COUNTED_UP_TO, permission::Action, reuse::ReuseLine, view::Overview,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::{
    activity::{ActivitySection, LoadedActivity, load_activity},
    addresses::Addresses,
    failures::{FailedRequests, FailingLogouts, LoadedFailures, load_failures},
    reuse::{DetectedReuse, load_open_reuses},
};
use crate::{
    api::{ApiError, permits},
    components::{ActionLink, load_at, load_overview, loaded, query_string, use_query, use_workspace_path},
    done::DoneNotice,
    paths::{self, WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Glyph, Icon, Kind, Link, LinkButton, Notice, Page, Tone, bounded},
};

/// What the page shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Loaded {
    overview: Overview,
    activity: LoadedActivity,
    /// The latest reuses that nobody has handled.
    reuses: Vec<ReuseLine>,
    failures: LoadedFailures,
}

/// Loads the overview of a workspace with its activity in a period.
async fn load(path: WorkspacePath, period: Period) -> Result<Loaded, ApiError> {
    let overview = load_overview(path.clone()).await?;
    let reuses = load_open_reuses(&path, overview.open_reuses).await?;
    let activity = if period == Period::Day { overview.last_day.clone() } else { load_activity(&path, period).await? };
    let activity = LoadedActivity::of(&path, activity)?;
    let failures = load_failures(&path).await?;
    Ok(Loaded { overview, activity, reuses, failures })
}

/// The overview of a workspace.
#[component]
pub fn OverviewPage() -> impl IntoView {
    // A period that there is not is that of a page without one.
    let period = use_query().value("period").parse().unwrap_or_default();
    let loading = load_at(use_workspace_path(), move |path| load(path, period));
    loaded(loading, move |(path, Loaded { overview, activity, reuses, failures })| {
        let (name, addressed) = (overview.workspace.name.to_string(), path.clone());
        view! {
            <Page title=name wide=true>
                <DoneNotice/>
                {overview.is_system.then(|| view! { <SystemWorkspace tenant=path.tenant.clone()/> })}
                {(!overview.is_system).then(|| view! { <DetectedReuse path=path.clone() open=overview.open_reuses reuses/> })}
                {(!overview.is_system).then(|| view! { <Attention path=path.clone() overview=overview.clone()/> })}
                <FailingLogouts path=path.clone() failures=failures.clone()/>
                <Figures path=path.clone() overview=overview.clone()/>
                <FailedRequests path=path.clone() failures/>
                {(overview.clients == 0).then(|| view! { <FirstSteps path=path.clone()/> })}
                {(overview.clients > 0).then(|| view! { <ActivitySection path loaded=activity/> })}
                <Addresses path=addressed overview/>
            </Page>
        }
    })
}

/// What a tenant's system workspace is.
#[component]
fn SystemWorkspace(
    /// The tenant.
    tenant: Slug,
) -> impl IntoView {
    let all = permits(Action::SeeAdministrators).then(|| {
        let link = view! { <Link href=paths::api_clients(&tenant)>{t!("logs-overview-system-api-clients")}</Link> };
        view! { " " {t_view!("logs-overview-system-where", link = link)} }
    });
    view! {
        <Notice tone=Tone::Neutral>
            <strong>{t!("logs-overview-system")}" "</strong>
            {t!("logs-overview-system-text")}
            {all}
        </Notice>
    }
    .into_any()
}

/// Warnings; nothing where all is well.
#[component]
fn Attention(path: WorkspacePath, overview: Overview) -> impl IntoView {
    let (authorization, token_settings) = (path.authorization(), path.token_settings());
    let granted = overview.workspace.authorization.grant_types.contains(&GrantType::RefreshToken);
    let lives = overview.workspace.tokens.ttls.refresh_token_ttl.is_some();
    let paused = overview.paused.then(|| {
        view! {
            <Notice tone=Tone::Warning>
                <strong>{paused_words(overview.live_families)}</strong>
                " "
                {t_view!(
                    "logs-overview-paused-text",
                    link = view! { <Link href=path.authorization()>{t!("logs-overview-grant-types")}</Link> },
                )}
            </Notice>
        }
    });
    view! {
        {paused}
        {(!granted && !overview.paused).then(|| view! {
            <Notice tone=Tone::Info>
                {t_view!(
                    "logs-overview-not-granted",
                    link = view! { <Link href=authorization>{t!("logs-overview-grant-types")}</Link> },
                )}
            </Notice>
        })}
        {(!lives).then(|| view! {
            <Notice tone=Tone::Info>
                {t_view!(
                    "logs-overview-no-lifetime",
                    link = view! { <Link href=token_settings>{t!("logs-overview-lifetime")}</Link> },
                )}
            </Notice>
        })}
    }
    .into_any()
}

/// How many refresh tokens are paused, in a sentence.
fn paused_words(count: u64) -> String {
    if count > COUNTED_UP_TO { t!("logs-overview-paused-more", count = COUNTED_UP_TO) } else { t!("logs-overview-paused", count = count) }
}

#[component]
fn Figures(path: WorkspacePath, overview: Overview) -> impl IntoView {
    let last_day = overview.last_day.total();
    let (paused, open_reuses) = (overview.paused, overview.open_reuses);
    let reuses = format!("{}{}", path.reuses(), query_string(&[("state", Some("all"))]));
    let (live, about_live) = if paused {
        (t!("logs-overview-figure-paused"), t!("logs-overview-figure-paused-about"))
    } else {
        (t!("logs-overview-figure-active"), t!("logs-overview-figure-active-about"))
    };
    let figures = [
        (live, overview.live_families, Some(path.tokens()), about_live, paused && overview.live_families > 0),
        (t!("logs-overview-figure-refreshes"), last_day.refreshes, None, t!("logs-overview-figure-last-day"), false),
        (t!("logs-overview-figure-reuses"), last_day.reuses, Some(reuses), t!("logs-overview-figure-last-day"), open_reuses > 0),
        (t!("logs-overview-figure-clients"), overview.clients, Some(path.clients()), t!("logs-overview-figure-clients-about"), false),
        (t!("logs-overview-figure-users"), overview.users, Some(path.users()), t!("logs-overview-figure-users-about"), false),
    ];
    let cards = figures
        .into_iter()
        .map(|(name, number, href, detail, alarming)| {
            view! {
                <li class="figure" data-tone=if alarming { "warning" } else { "neutral" }>
                    <span class="figure-name">{match href {
                        Some(href) => view! { <Link href=href>{name}</Link> }.into_any(),
                        None => name.into_any(),
                    }}</span>
                    <span class="figure-number">{bounded(number)}</span>
                    <span class="figure-detail">{detail}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ul class="figures" aria-label=t!("logs-overview-figures")>{cards}</ul> }.into_any()
}

#[component]
fn FirstSteps(path: WorkspacePath) -> impl IntoView {
    view! {
        <div class="first-steps">
            <div>
                <h2>{t!("logs-overview-first")}</h2>
                <p>{t!("logs-overview-first-text")}</p>
            </div>
            <div class="first-steps-actions">
                <ActionLink needs=Action::CreateClient href=path.new_client()>
                    <Icon glyph=Glyph::Plus/>
                    {t!("logs-overview-first-new")}
                </ActionLink>
                <LinkButton href=path.refresh_tokens_guide() kind=Kind::Secondary>{t!("logs-overview-first-guide")}</LinkButton>
            </div>
        </div>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::paused_words;

    #[test]
    fn paused_tokens_are_counted_in_a_sentence() {
        assert_eq!(paused_words(1), "1 refresh token is paused.");
        assert_eq!(paused_words(20), "20 refresh tokens are paused.");
        assert_eq!(paused_words(10_001), "More than 10,000 refresh tokens are paused.");
    }
}
