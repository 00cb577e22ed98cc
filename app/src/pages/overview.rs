//! The overview of a workspace: its addresses, its figures, and what needs attention.

mod activity;
mod reuse;

use domain::{
    activity::Period, grant_type::GrantType, name::Slug, page::COUNTED_UP_TO, permission::Action, reuse::ReuseLine, view::Overview,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use self::{
    activity::{ActivitySection, LoadedActivity, load_activity},
    reuse::{DetectedReuse, load_open_reuses},
};
use crate::{
    api::{ApiError, permits},
    components::{ActionLink, load_at, load_overview, loaded, query_string, use_query, use_workspace_path},
    done::DoneNotice,
    paths::{self, WorkspacePages as _, WorkspacePath},
    ui::{Copyable, Fact, Facts, Glyph, Icon, Link, LinkButton, Notice, Page, Section, Tone, bounded, group},
};

/// What the page shows.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Loaded {
    overview: Overview,
    activity: LoadedActivity,
    /// The latest reuses that nobody has handled.
    reuses: Vec<ReuseLine>,
}

/// Loads the overview of a workspace with its activity in a period.
async fn load(path: WorkspacePath, period: Period) -> Result<Loaded, ApiError> {
    let overview = load_overview(path.clone()).await?;
    let reuses = load_open_reuses(&path, overview.open_reuses).await?;
    let activity = if period == Period::Day { overview.last_day.clone() } else { load_activity(&path, period).await? };
    let activity = LoadedActivity::of(&path, activity)?;
    Ok(Loaded { overview, activity, reuses })
}

/// The overview of a workspace.
#[component]
pub fn OverviewPage() -> impl IntoView {
    // A period that there is not is that of a page without one.
    let period = use_query().value("period").parse().unwrap_or_default();
    let loading = load_at(use_workspace_path(), move |path| load(path, period));
    loaded(loading, move |(path, Loaded { overview, activity, reuses })| {
        let name = overview.workspace.name.to_string();
        view! {
            <Page title=name wide=true>
                <DoneNotice/>
                {overview.is_system.then(|| view! { <SystemWorkspace tenant=path.tenant.clone()/> })}
                {(!overview.is_system).then(|| view! { <DetectedReuse path=path.clone() open=overview.open_reuses reuses/> })}
                {(!overview.is_system).then(|| view! { <Attention path=path.clone() overview=overview.clone()/> })}
                <Figures path=path.clone() overview=overview.clone()/>
                {(overview.clients == 0).then(|| view! { <FirstSteps path=path.clone()/> })}
                {(overview.clients > 0).then(|| view! { <ActivitySection path loaded=activity/> })}
                <Addresses issuer=overview.issuer/>
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
    let all = permits(Action::SeeAdministrators)
        .then(|| view! { " They are created among the "<Link href=paths::api_clients(&tenant)>"API clients"</Link>"." });
    view! {
        <Notice tone=Tone::Neutral>
            <strong>"This is the tenant\u{2019}s system workspace. "</strong>
            "It issues the access tokens of API clients, which act at the admin API, and has no users of its own."{all}
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
                " They are refused at their next use, and work again once Refresh token is among the "
                <Link href=path.authorization()>"allowed grant types"</Link> ", unless they have expired by then."
            </Notice>
        }
    });
    view! {
        {paused}
        {(!granted && !overview.paused).then(|| view! {
            <Notice tone=Tone::Info>
                "No client of this workspace can get refresh tokens: Refresh token is not among the "
                <Link href=authorization>"allowed grant types"</Link> "."
            </Notice>
        })}
        {(!lives).then(|| view! {
            <Notice tone=Tone::Info>
                "No client of this workspace can get refresh tokens: the "
                <Link href=token_settings>"Refresh token TTL"</Link> " is 0."
            </Notice>
        })}
    }
    .into_any()
}

/// How many refresh tokens are paused, in a sentence.
fn paused_words(count: u64) -> String {
    if count == 1 { "1 refresh token is paused.".to_owned() } else { format!("{} refresh tokens are paused.", bounded_first(count)) }
}

/// A number at the beginning of a sentence.
fn bounded_first(count: u64) -> String {
    if count > COUNTED_UP_TO { format!("More than {}", group(COUNTED_UP_TO)) } else { group(count) }
}

#[component]
fn Figures(path: WorkspacePath, overview: Overview) -> impl IntoView {
    let last_day = overview.last_day.total();
    let (paused, open_reuses) = (overview.paused, overview.open_reuses);
    let reuses = format!("{}{}", path.reuses(), query_string(&[("state", Some("all"))]));
    let (live, about_live) = if paused {
        ("Paused refresh tokens", "refused until Refresh token is allowed again")
    } else {
        ("Active refresh tokens", "sessions that can be renewed now")
    };
    let figures = [
        (live, overview.live_families, Some(path.tokens()), about_live),
        ("Refreshes", last_day.refreshes, None, "in the last day"),
        ("Reuse detected", last_day.reuses, Some(reuses), "in the last day"),
        ("Clients", overview.clients, Some(path.clients()), "applications and services"),
        ("Users", overview.users, Some(path.users()), "in this workspace's own pool"),
    ];
    let cards = figures
        .into_iter()
        .map(|(name, number, href, detail)| {
            let alarming = name == "Reuse detected" && open_reuses > 0 || number > 0 && paused && name == live;
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
    view! { <ul class="figures" aria-label="Figures">{cards}</ul> }.into_any()
}

#[component]
fn FirstSteps(path: WorkspacePath) -> impl IntoView {
    view! {
        <div class="first-steps">
            <div>
                <h2>"Add the first client"</h2>
                <p>"A client is an application or service that asks this workspace for tokens. The guide then leads to its first refresh token."</p>
            </div>
            <div class="first-steps-actions">
                <ActionLink needs=Action::CreateClient href=path.new_client()><Icon glyph=Glyph::Plus/>"New client"</ActionLink>
                <LinkButton href=path.refresh_tokens_guide() kind=crate::ui::Kind::Secondary>"Read the guide"</LinkButton>
            </div>
        </div>
    }
    .into_any()
}

/// The addresses a client is configured with.
#[component]
fn Addresses(issuer: String) -> impl IntoView {
    let rows = [
        ("Issuer", issuer.clone()),
        ("OpenID discovery", format!("{issuer}/.well-known/openid-configuration")),
        ("OAuth metadata", oauth_metadata(&issuer)),
        ("Token endpoint", format!("{issuer}/oauth2/token")),
        ("Authorization endpoint", format!("{issuer}/oauth2/authorize")),
        ("Keys (JWKS)", format!("{issuer}/.well-known/jwks.json")),
    ];
    let facts = rows.into_iter().map(|(name, address)| view! { <Fact name><Copyable text=address label=name/></Fact> }).collect_view();
    view! {
        <Section title="Addresses" lead="What a client is configured with. Most libraries need the issuer alone and discover the rest.">
            <Facts>{facts}</Facts>
        </Section>
    }
    .into_any()
}

/// RFC 8414 §3.1: the well-known part stands between the host and the path of the issuer.
fn oauth_metadata(issuer: &str) -> String {
    let path = issuer.find("://").and_then(|scheme| issuer.get(scheme + 3..)?.find('/').map(|slash| scheme + 3 + slash));
    let (origin, path) = path.and_then(|at| issuer.split_at_checked(at)).unwrap_or((issuer, ""));
    format!("{origin}/.well-known/oauth-authorization-server{path}")
}

#[cfg(test)]
mod tests {
    use super::{oauth_metadata, paused_words};

    #[test]
    fn paused_tokens_are_counted_in_a_sentence() {
        assert_eq!(paused_words(1), "1 refresh token is paused.");
        assert_eq!(paused_words(20), "20 refresh tokens are paused.");
        assert_eq!(paused_words(10_001), "More than 10,000 refresh tokens are paused.");
    }

    #[test]
    fn the_metadata_of_rfc_8414_stands_between_host_and_path() {
        assert_eq!(
            oauth_metadata("https://id.example.com/acme/main"),
            "https://id.example.com/.well-known/oauth-authorization-server/acme/main"
        );
        assert_eq!(oauth_metadata("https://id.example.com"), "https://id.example.com/.well-known/oauth-authorization-server");
    }
}
