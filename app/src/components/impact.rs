use domain::impact::{Impact, Reach};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::use_here;
use crate::{
    api::{ApiError, Typed},
    form::Form,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Button, Kind, Link, LinkButton, Table, group},
};

/// The lifetimes of refresh tokens as they are typed. Of a client, an empty one is the workspace's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedLifetimes {
    /// *Refresh token TTL*.
    pub refresh_token_ttl: String,
    /// *Idle lifetime*.
    pub refresh_token_idle_ttl: String,
}

impl TypedLifetimes {
    /// These, without the spaces around them.
    pub fn new(refresh_token_ttl: &str, refresh_token_idle_ttl: &str) -> Self {
        Self { refresh_token_ttl: refresh_token_ttl.trim().to_owned(), refresh_token_idle_ttl: refresh_token_idle_ttl.trim().to_owned() }
    }

    /// Those among what was typed.
    fn of(typed: &Typed) -> Self {
        let value = |field| typed.value(field).unwrap_or_default();
        Self::new(value("refresh_token_ttl"), value("refresh_token_idle_ttl"))
    }
}

/// The decision about existing refresh tokens, and the lifetimes that it was made for: for others it has to be made again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Decided {
    /// Whether the change holds for them.
    pub reach: String,
    /// The lifetimes that it was decided for.
    pub lifetimes: TypedLifetimes,
}

impl Decided {
    /// The decision, where it is about these lifetimes.
    pub fn reach(&self, lifetimes: &TypedLifetimes) -> Option<Reach> {
        self.reach.parse().ok().filter(|_| self.lifetimes == *lifetimes)
    }
}

/// Returns the lifetimes about which a form's last submission left something to decide.
pub fn undecided(form: Form) -> Option<TypedLifetimes> {
    match form.failure() {
        Some(ApiError::Undecided { typed }) => Some(TypedLifetimes::of(&typed)),
        _ => None,
    }
}

/// Asks, within a form of lifetimes, whether a change holds for existing refresh tokens: told by client, before anything is saved.
#[component]
pub fn ImpactQuestion(
    /// The workspace.
    path: WorkspacePath,
    /// What is to be decided about.
    lifetimes: TypedLifetimes,
    /// What the change would do.
    impact: Impact,
) -> impl IntoView {
    view! {
        // `Enter` in a field presses the first button of a form: it must ask again, and decide nothing.
        <button type="submit" hidden></button>
        <section class="impact" aria-labelledby="impact-title">
            <h2 id="impact-title" tabindex="-1">{t!("components-impact-title")}</h2>
            <input type="hidden" name="decided[lifetimes][refresh_token_ttl]" value=lifetimes.refresh_token_ttl/>
            <input type="hidden" name="decided[lifetimes][refresh_token_idle_ttl]" value=lifetimes.refresh_token_idle_ttl/>
            <ImpactTable path impact/>
            <div class="impact-actions">
                <LinkButton href=use_here() kind=Kind::Secondary>{t!("components-impact-discard")}</LinkButton>
                <Button kind=Kind::Primary name="decided[reach]" value=Reach::NewTokens.name()>{t!("components-impact-new-only")}</Button>
                <Button kind=Kind::Danger name="decided[reach]" value=Reach::LiveTokens.name()>{t!("components-impact-shorten")}</Button>
            </div>
        </section>
    }
    .into_any()
}

#[component]
fn ImpactTable(path: WorkspacePath, impact: Impact) -> impl IntoView {
    let sentence = sentence(&impact);
    let more = impact.client_count.saturating_sub(u64::try_from(impact.clients.len()).unwrap_or_default());
    let rows = impact
        .clients
        .into_iter()
        .map(|client| {
            view! {
                <tr>
                    <th scope="row" data-label=t!("components-client")><Link href=path.client_tokens(client.client_id)>{client.client_name}</Link></th>
                    <td data-label=t!("components-impact-earlier")>{group(client.shortened)}</td>
                    <td data-label=t!("components-impact-at-once")>{group(client.over)}</td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![t!("components-client"), t!("components-impact-earlier"), t!("components-impact-at-once")];
    view! {
        <p>{sentence}</p>
        <Table label=t!("components-impact-table") heads><tbody>{rows}</tbody></Table>
        {(more > 0).then(|| view! { <p class="quiet">{t!("components-more-clients", count = more)}</p> })}
        <p class="quiet">{t!("components-impact-kept")}</p>
    }
    .into_any()
}

/// The whole of an impact, in a sentence.
fn sentence(impact: &Impact) -> String {
    let (tokens, clients) = (impact.shortened, impact.client_count);
    match impact.over {
        0 => t!("components-impact-none-at-once", tokens = tokens, clients = clients),
        over if over == tokens => t!("components-impact-all-at-once", tokens = tokens, clients = clients),
        over => t!("components-impact-some-at-once", tokens = tokens, clients = clients, over = over),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(shortened: u64, over: u64, client_count: u64) -> String {
        sentence(&Impact { shortened, over, client_count, clients: Vec::new() })
    }

    #[test]
    fn an_impact_is_told_in_one_sentence() {
        assert_eq!(told(1, 0, 1), "1 active refresh token of 1 client would end earlier, none of them at once.");
        assert_eq!(told(12_340, 17, 7), "12,340 active refresh tokens of 7 clients would end earlier, 17 of them at once.");
        assert_eq!(told(2, 2, 1), "2 active refresh tokens of 1 client would end at once.");
    }

    #[test]
    fn a_decision_is_about_the_lifetimes_that_it_was_made_for() {
        let of = |ttl: &str| TypedLifetimes { refresh_token_ttl: ttl.to_owned(), refresh_token_idle_ttl: "0".to_owned() };
        let decided = Decided { reach: "live_tokens".to_owned(), lifetimes: of("7d") };
        assert_eq!(decided.reach(&of("7d")), Some(Reach::LiveTokens));
        assert_eq!(decided.reach(&of("1d")), None);
        assert_eq!(Decided::default().reach(&of("7d")), None);
    }
}
