use std::collections::BTreeSet;

use domain::{
    clock::Timestamp,
    family::{DELETED_USER, EndRule, FamilyState, FamilySummary},
    id::{ClientId, FamilyId},
    page::{COUNTED_UP_TO, Page},
};
use leptos::prelude::*;
use leptos_router::components::A;
use serde::{Deserialize, Serialize};

use super::Cut;
use crate::{
    api::{ApiError, done, operator, session},
    done::Done,
    form::{Confirm, FormAction, Target},
    id, paths,
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{MessageId, word},
    ui::{Ago, Badge, Checkbox, Chip, Head, Link, Notice, Table, Tick, Tone},
};

/// A page of token families, and the time at which each is active or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Families {
    /// The families.
    pub page: Page<FamilySummary>,
    /// The server's time.
    pub now: Timestamp,
    /// The clients whose refresh tokens are refused for now, although they are active.
    pub paused: Vec<ClientId>,
}

/// Loads a page of the families that a filter finds.
pub(crate) async fn load_families(path: &WorkspacePath, filter: &domain::view::FamilyFilter, cut: &Cut) -> Result<Families, ApiError> {
    let operator = operator()?;
    let (page, now) = (operator.list_families(path, filter, cut.window()?).await?, session()?.clock.now());
    let live = page.items.iter().filter(|family| family.state(now) == FamilyState::Live);
    let clients: Vec<ClientId> = live.map(|family| family.client_id).collect::<BTreeSet<_>>().into_iter().collect();
    let paused = if clients.is_empty() { Vec::new() } else { operator.paused_clients(path, filter.client, &clients).await? };
    Ok(Families { page, now, paused })
}

/// Ends a family, and leads back to the page it was asked on.
#[server]
pub async fn revoke_family(
    path: WorkspacePath,
    family: FamilyId,
    #[server(default)] sessions: bool,
    #[server(default)] back: String,
) -> Result<(), ApiError> {
    let sessions = if sessions { control::Sessions::End } else { control::Sessions::Stay };
    operator()?.revoke_family(&path, family, sessions).await?;
    let back = paths::page(&back).unwrap_or_else(|| path.family(family));
    done(&back, Done::FamilyRevoked);
    Ok(())
}

crate::form::needs!(RevokeFamily: RevokeFamily);

/// How rows are ticked, to do something about several at once.
#[derive(Debug, Clone, Copy)]
pub struct SelectRows {
    /// The identifier of the form that sends the ticks.
    pub form: &'static str,
    /// Whether all are ticked.
    pub all: bool,
}

/// Token families, one a row. The first column leads to each one's history, and the others to its user and its client.
#[component]
pub fn FamilyTable(
    /// The workspace.
    path: WorkspacePath,
    /// The families.
    families: Families,
    /// Whether it has a column of clients; not where all are of one.
    #[prop(default = true)]
    clients: bool,
    /// Whether it has a column of users; not where all are of one.
    #[prop(default = true)]
    users: bool,
    /// How active ones are ticked, where they can be.
    #[prop(optional_no_strip)]
    select: Option<SelectRows>,
    /// The head of the column of their beginnings, where they can be sorted by it.
    #[prop(default = t!("components-families-started").into())]
    started: Head,
    /// Ends one of them.
    revoke: FormAction<RevokeFamily>,
    /// The address of the page that shows them.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let Families { page, now, paused } = families;
    let notice = (!paused.is_empty()).then(|| view! { <PausedNotice path=path.clone()/> });
    let revokes = revoke.refused().is_none();
    let named = |label: &'static str, shown: bool| shown.then_some(Head::from(label));
    let heads = [
        named(t!("components-families-select"), select.is_some()),
        Some(started),
        named(t!("components-user"), users),
        named(t!("components-client"), clients),
    ];
    let others = [
        t!("components-families-scopes"),
        t!("components-families-state"),
        t!("components-families-last-used"),
        t!("components-families-expires"),
    ];
    let others = others.map(|label| Some(Head::from(label)));
    let heads: Vec<Head> = heads.into_iter().chain(others).chain([named(t!("components-families-revoke"), revokes)]).flatten().collect();
    let rows = page
        .items
        .into_iter()
        .map(|family| {
            let (user, client) = (user_words(&family), family.client_name.clone());
            let opens = t!("components-families-opens", user = user.clone(), client = client.clone());
            let user = users.then(|| view! { <td data-label=t!("components-user")><Owner href=path.user(family.user_id) gone=family.user_identifier.is_none() name=user/></td> });
            let client = clients.then(|| view! { <td data-label=t!("components-client")><Link href=path.client(family.client_id)>{client}</Link></td> });
            let state = family.state(now);
            let is_paused = paused.contains(&family.client_id);
            let tick = select.map(|select| tick(select, &family, &opens, state));
            view! {
                <tr>
                    {tick}
                    <th scope="row" data-label=t!("components-families-started")>
                        <A href=path.family(family.id) attr:aria-label=opens><Ago at=family.created_at now/></A>
                    </th>
                    {user}
                    {client}
                    <td data-label=t!("components-families-scopes")><ScopeCount scopes=family.scopes.clone()/></td>
                    <td data-label=t!("components-families-state")><StateBadge state paused=is_paused/></td>
                    <td data-label=t!("components-families-last-used")><Ago at=family.last_used_at now/></td>
                    <td data-label=t!("components-families-expires")><FamilyEnd family=family.clone() now/></td>
                    {revokes.then(|| {
                        let button =
                            (state == FamilyState::Live).then(|| view! { <RevokeButton path=path.clone() family revoke back=back.clone()/> });
                        view! { <td class="family-revoke">{button}</td> }
                    })}
                </tr>
            }
        })
        .collect_view();
    view! { {notice} <Table label=t!("components-families-table") heads><tbody>{rows}</tbody></Table> }.into_any()
}

/// Says what it means that active refresh tokens are paused.
#[component]
pub fn PausedNotice(
    /// The workspace.
    path: WorkspacePath,
) -> impl IntoView {
    view! {
        <Notice tone=Tone::Warning>
            {t_view!(
                "components-families-paused-text",
                link = view! { <Link href=path.authorization()>{t!("components-families-paused-link")}</Link> },
            )}
        </Notice>
    }
    .into_any()
}

/// The user of a family in words.
fn user_words(family: &FamilySummary) -> String {
    family.user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned())
}

/// The cell in which an active family is ticked. Its form stands elsewhere: forms do not nest, and a row has one of its own.
fn tick(select: SelectRows, family: &FamilySummary, name: &str, state: FamilyState) -> AnyView {
    let SelectRows { form, all } = select;
    let (id, label) = (family.id.to_string(), t!("components-families-tick", name = name.to_owned()));
    let tick = (state == FamilyState::Live)
        .then(|| view! { <input type="checkbox" name="family" value=id form=form checked=all aria-label=label/> });
    view! { <td class="family-select" data-label=t!("components-families-select")>{tick}</td> }.into_any()
}

/// A user with their page, unless they were deleted.
#[component]
fn Owner(href: String, gone: bool, name: String) -> impl IntoView {
    if gone { name.into_any() } else { view! { <Link href=href>{name}</Link> }.into_any() }
}

/// How many scopes there are; which ones, where one looks closer.
#[component]
fn ScopeCount(scopes: domain::scope::Scopes) -> impl IntoView {
    let (count, names) = (scopes.iter().count() as u64, scopes.to_string());
    view! {
        <details class="family-scopes">
            <summary>{t!("components-families-scope-count", count = count)}</summary>
            <code>{names}</code>
        </details>
    }
    .into_any()
}

/// Asks, and ends a family.
#[component]
pub fn RevokeButton(
    /// The workspace.
    path: WorkspacePath,
    /// The family.
    family: FamilySummary,
    /// Ends it.
    revoke: FormAction<RevokeFamily>,
    /// The page to come back to.
    back: String,
) -> impl IntoView {
    let (dialog, user) = (format!("revoke-{}", family.id), user_words(&family));
    let target = Target::workspace(&path).with("family", family.id).with("back", back);
    let choices = Some(ends_sessions(&dialog));
    view! {
        <Confirm
            id=dialog
            opens=t!("components-families-revoke")
            title=t!("components-families-revoke-title")
            action=revoke
            target
            label=t!("components-families-revoke")
            choices
        >
            <p>
                {t_view!(
                    "components-families-revoke-text",
                    client = view! { <strong>{family.client_name}</strong> },
                    user = view! { <strong>{user}</strong> },
                )}
            </p>
            <p>{SELF_CHECKED.text()}</p>
        </Confirm>
    }
    .into_any()
}

/// What the revocation of refresh tokens does not end.
pub const SELF_CHECKED: MessageId = id!("components-families-self-checked");

/// Asks whether the sessions that started the revoked refresh tokens end, too.
pub fn ends_sessions(dialog: &str) -> AnyView {
    view! {
        <Checkbox
            id=format!("{dialog}-sessions")
            tick=Tick::unsaved("sessions", true)
            label=t!("components-families-end-session")
            hint=t!("components-families-end-session-hint")
        />
    }
    .into_any()
}

/// When a family expires, or when and why it ended.
#[component]
fn FamilyEnd(
    /// The family.
    family: FamilySummary,
    /// The server's time.
    now: Timestamp,
) -> impl IntoView {
    let (at, why) = match family.revoked {
        Some(revocation) => (revocation.at, Some(word(revocation.reason.words()))),
        // The usual rule needs no word.
        None => (family.expires_at, Some(word(family.ends_by.words())).filter(|_| family.ends_by != EndRule::Absolute)),
    };
    view! {
        <div class="family-end">
            <Ago at now/>
            {why.map(|why| view! { <span class="family-end-reason">{why}</span> })}
        </div>
    }
    .into_any()
}

/// The state of a family, in a word.
#[component]
pub fn StateBadge(
    /// The state.
    state: FamilyState,
    /// Whether those of its client are refused for now.
    paused: bool,
) -> impl IntoView {
    let (tone, name) = match state {
        FamilyState::Live if paused => (Tone::Warning, t!("components-families-paused")),
        FamilyState::Live => (Tone::Good, t!("components-families-active")),
        FamilyState::Expired => (Tone::Neutral, t!("components-families-expired")),
        FamilyState::Revoked => (Tone::Warning, t!("components-families-revoked")),
    };
    view! { <Badge tone>{name}</Badge> }.into_any()
}

/// Scopes, each by itself.
#[component]
pub fn ScopeChips(
    /// The scopes.
    scopes: domain::scope::Scopes,
) -> impl IntoView {
    let chips = scopes.iter().map(ToString::to_string).map(|scope| view! { <li><Chip>{scope}</Chip></li> }).collect_view();
    view! { <ul class="chips">{chips}</ul> }.into_any()
}

/// What ends along with something: so many active refresh tokens, counted up to a bound.
pub fn what_ends(count: u64) -> String {
    if count > COUNTED_UP_TO {
        t!("components-families-ends-more", count = COUNTED_UP_TO)
    } else {
        t!("components-families-ends", count = count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_ended_is_counted_in_words() {
        assert_eq!(what_ends(0), "No active refresh token ends with it.");
        assert_eq!(what_ends(1), "1 active refresh token ends with it.");
        assert_eq!(what_ends(9_340), "9,340 active refresh tokens end with it.");
        assert_eq!(what_ends(12_340), "More than 10,000 active refresh tokens end with it.");
    }
}
