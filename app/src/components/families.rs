use domain::{
    clock::Timestamp,
    family::{EndRule, FamilyState, FamilySummary},
    id::FamilyId,
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
    paths,
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Ago, Badge, Checkbox, Chip, Head, Link, Table, Tick, Tone, counted, group},
};

/// A page of token families, and the time at which each is active or not.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Families {
    /// The families.
    pub page: Page<FamilySummary>,
    /// The server's time.
    pub now: Timestamp,
}

/// Loads a page of the families that a filter finds.
pub(crate) async fn load_families(path: &WorkspacePath, filter: &domain::view::FamilyFilter, cut: &Cut) -> Result<Families, ApiError> {
    let page = operator()?.list_families(path, filter, cut.window()).await?;
    Ok(Families { page, now: session()?.clock.now() })
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
    #[prop(default = "Started".into())]
    started: Head,
    /// Ends one of them.
    revoke: FormAction<RevokeFamily>,
    /// The address of the page that shows them.
    #[prop(into)]
    back: String,
) -> impl IntoView {
    let Families { page, now } = families;
    let revokes = revoke.refused().is_none();
    let named = |label: &'static str, shown: bool| shown.then_some(Head::from(label));
    let heads = [named("Select", select.is_some()), Some(started), named("User", users), named("Client", clients)];
    let others = ["Scopes", "State", "Last used", "Expires"].map(|label| Some(Head::from(label)));
    let heads: Vec<Head> = heads.into_iter().chain(others).chain([named("Revoke", revokes)]).flatten().collect();
    let rows = page
        .items
        .into_iter()
        .map(|family| {
            let (user, client) = (family.user_words().to_owned(), family.client_name.clone());
            let opens = format!("Refresh token of {user} at {client}");
            let user = users.then(|| view! { <td data-label="User"><Owner href=path.user(family.user_id) gone=family.user_identifier.is_none() name=user/></td> });
            let client = clients.then(|| view! { <td data-label="Client"><Link href=path.client(family.client_id)>{client}</Link></td> });
            let state = family.state(now);
            let tick = select.map(|select| tick(select, &family, &opens, state));
            view! {
                <tr>
                    {tick}
                    <th scope="row" data-label="Started">
                        <A href=path.family(family.id) attr:aria-label=opens><Ago at=family.created_at now/></A>
                    </th>
                    {user}
                    {client}
                    <td data-label="Scopes"><ScopeCount scopes=family.scopes.clone()/></td>
                    <td data-label="State"><StateBadge state/></td>
                    <td data-label="Last used"><Ago at=family.last_used_at now/></td>
                    <td data-label="Expires"><FamilyEnd family=family.clone() now/></td>
                    {revokes.then(|| {
                        let button =
                            (state == FamilyState::Live).then(|| view! { <RevokeButton path=path.clone() family revoke back=back.clone()/> });
                        view! { <td class="family-revoke">{button}</td> }
                    })}
                </tr>
            }
        })
        .collect_view();
    view! { <Table label="Refresh tokens" heads><tbody>{rows}</tbody></Table> }.into_any()
}

/// The cell in which an active family is ticked. Its form stands elsewhere: forms do not nest, and a row has one of its own.
fn tick(select: SelectRows, family: &FamilySummary, name: &str, state: FamilyState) -> AnyView {
    let SelectRows { form, all } = select;
    let (id, label) = (family.id.to_string(), format!("Select: {name}"));
    let tick = (state == FamilyState::Live)
        .then(|| view! { <input type="checkbox" name="family" value=id form=form checked=all aria-label=label/> });
    view! { <td class="family-select" data-label="Select">{tick}</td> }.into_any()
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
            <summary>{counted(count, "scope", "scopes")}</summary>
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
    let (dialog, user) = (format!("revoke-{}", family.id), family.user_words().to_owned());
    let target = Target::workspace(&path).with("family", family.id).with("back", back);
    let choices = Some(ends_sessions(&dialog));
    view! {
        <Confirm id=dialog opens="Revoke" title="Revoke this refresh token?" action=revoke target label="Revoke" choices>
            <p>
                <strong>{family.client_name}</strong>" cannot get new access tokens for "<strong>{user}</strong>
                " with it any more. As long as the session that started it is open, the application can get another one without a password."
            </p>
            <p>{SELF_CHECKED}</p>
        </Confirm>
    }
    .into_any()
}

/// What the revocation of refresh tokens does not end.
pub const SELF_CHECKED: &str = "APIs that check access tokens themselves accept those already issued until they expire.";

/// Asks whether the sessions that started the revoked refresh tokens end, too.
pub fn ends_sessions(dialog: &str) -> AnyView {
    view! {
        <Checkbox
            id=format!("{dialog}-sessions")
            tick=Tick::unsaved("sessions", true)
            label="Also end the session that started it"
            hint="If it is still open. The user has to sign in again there, and refresh tokens that end with the session end."
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
        Some(revocation) => (revocation.at, Some(revocation.reason.words())),
        // The usual rule needs no word.
        None => (family.expires_at, Some(family.ends_by.words()).filter(|_| family.ends_by != EndRule::Absolute)),
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
) -> impl IntoView {
    let (tone, word) = match state {
        FamilyState::Live => (Tone::Good, "Active"),
        FamilyState::Expired => (Tone::Neutral, "Expired"),
        FamilyState::Revoked => (Tone::Warning, "Revoked"),
    };
    view! { <Badge tone>{word}</Badge> }.into_any()
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
    match count {
        0 => "No active refresh token ends with it.".to_owned(),
        1 => "1 active refresh token ends with it.".to_owned(),
        // "More than" begins the sentence.
        _ if count > COUNTED_UP_TO => format!("More than {} active refresh tokens end with it.", group(COUNTED_UP_TO)),
        _ => format!("{} active refresh tokens end with it.", group(count)),
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
