use domain::{
    clock::Timestamp,
    family::{DELETED_USER, EndRule, FamilyState, FamilySummary},
    id::FamilyId,
    lifetime,
    permission::Action,
    reuse::Reuse,
    view::FamilyView,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::timeline::Timeline;
use crate::{
    api::{ApiError, operator, session},
    components::{
        ActionLink, ReopenButton, ReopenReuse, ReuseState, RevokeButton, RevokeFamily, ScopeChips, StateBadge, handle_address, load_at,
        loaded, use_param_in_workspace,
    },
    done::DoneNotice,
    form::{FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Copyable, Fact, Facts, Kind, Link, Page, Section, Time, WayTo, group},
};

/// A family with its history, and the time it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedFamily {
    /// The family.
    pub view: FamilyView,
    /// The server's time.
    pub now: Timestamp,
}

/// Loads a family with its history.
pub async fn load_family(path: WorkspacePath, family: FamilyId) -> Result<LoadedFamily, ApiError> {
    let view = operator()?.load_family(&path, family).await?;
    Ok(LoadedFamily { view, now: session()?.clock.now() })
}

/// A refresh token and its history.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let at = use_param_in_workspace::<FamilyId>("family");
    let revoke = FormAction::<RevokeFamily>::new();
    let reopen = FormAction::<ReopenReuse>::new();
    let form = revoke.form;
    let loading = load_at(at, |(path, id)| load_family(path, id));
    loaded(loading, move |((path, _), LoadedFamily { view, now })| {
        let FamilyView { summary: family, events, reuse } = view;
        let title = format!("{} for {}", family.client_name, family.user_words());
        let here = title.clone();
        let steps = vec![(path.tokens(), "Refresh tokens".to_owned())];
        let live = family.state(now) == FamilyState::Live;
        let actions = {
            let (path, family) = (path.clone(), family.clone());
            move || {
                let (back, path, family) = (path.family(family.id), path.clone(), family.clone());
                live.then(|| view! { <RevokeButton path family revoke back/> })
            }
        };
        let granted = family.scopes.clone();
        view! {
            <Page
                title
                lead="History of this refresh token: sign-in, rotations, end."
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
                actions=actions.into()
            >
                <DoneNotice failed=form.failed() || reopen.form.failed()/>
                <FormNotice form/>
                <FormNotice form=reopen.form/>
                <About path=path.clone() family=family.clone() now/>
                <End family=family.clone() now/>
                {reuse.map(|reuse| view! { <Reused path=path.clone() family=family.clone() reuse reopen/> })}
                <Timeline events granted/>
            </Page>
        }
    })
}

#[component]
fn About(path: WorkspacePath, family: FamilySummary, now: Timestamp) -> impl IntoView {
    let state = family.state(now);
    let (client, user) = (path.client(family.client_id), path.user(family.user_id));
    let explain = path.client_refresh(family.client_id, family.id);
    let resources: Vec<_> =
        family.resources.iter().map(|resource| view! { <code class="resource">{resource.to_string()}</code> }).collect();
    view! {
        <Section title="About">
            <Facts>
                <Fact name="State"><StateBadge state/></Fact>
                <Fact name="Client"><Link href=client>{family.client_name}</Link></Fact>
                <Fact name="User">
                    {match family.user_identifier {
                        Some(identifier) => view! { <Link href=user>{identifier}</Link> }.into_any(),
                        None => DELETED_USER.into_any(),
                    }}
                </Fact>
                <Fact name="Scopes"><ScopeChips scopes=family.scopes/></Fact>
                <Fact name="Rotations">{u64::try_from(family.generation).map(group).unwrap_or_default()}</Fact>
                <Fact name="Began"><Time utc=family.created_at.to_string()/></Fact>
                <Fact name="Last used"><Time utc=family.last_used_at.to_string()/></Fact>
                <Fact name="Bound to a key">
                    {match family.dpop_jkt {
                        Some(thumbprint) => view! { <Copyable text=thumbprint.to_string() label="key's thumbprint"/> }.into_any(),
                        None => "No".into_any(),
                    }}
                </Fact>
                <Fact name="Resources">
                    {if resources.is_empty() { "This workspace's own endpoints".into_any() } else { resources.into_any() }}
                </Fact>
                <Fact name="Ends when the user signs out">{if family.ends_with_session { "Yes" } else { "No" }}</Fact>
                <Fact name="Test refresh"><WayTo href=explain>"Explain"</WayTo></Fact>
                <Fact name="Family ID"><Copyable text=family.id.to_string() label="family ID"/></Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

/// The reuse that ended it: from where, and who has handled it.
#[component]
fn Reused(path: WorkspacePath, family: FamilySummary, reuse: Reuse, reopen: FormAction<ReopenReuse>) -> impl IntoView {
    let back = path.family(family.id);
    let ((which, many), at) = (reuse.tokens(), reuse.at().to_string());
    let (address, handled) = (reuse.address, reuse.handled.clone());
    let sign_out = family.user_identifier.is_some().then(|| {
        let href = path.user_sign_out(family.user_id);
        view! { <ActionLink needs=Action::SignOutUser href kind=Kind::Secondary>"Revoke everything of this user"</ActionLink> }
    });
    let handle = handled.is_none().then(|| {
        let href = handle_address(&path, [&reuse.id], &back);
        view! { <ActionLink needs=Action::HandleReuses href kind=Kind::Secondary>"Mark as handled"</ActionLink> }
    });
    view! {
        <Section title="Reuse" lead="An old token came back, so a copy is in other hands, or the client lost its state.">
            <Facts>
                <Fact name="When"><Time utc=at seconds=true/></Fact>
                <Fact name="Token">{format!("{which} of {many}")}</Fact>
                <Fact name="From">
                    {match address {
                        Some(address) => view! { <code>{address.to_string()}</code> }.into_any(),
                        None => "Not known".into_any(),
                    }}
                </Fact>
                <Fact name="State"><ReuseState handled/></Fact>
            </Facts>
            <div class="reuse-actions">
                {handle}
                <ReopenButton path reuse reopen back/>
                {sign_out}
            </div>
        </Section>
    }
    .into_any()
}

/// What will end it and when, or what ended it.
#[component]
fn End(family: FamilySummary, now: Timestamp) -> impl IntoView {
    let at = family.expires_at.to_string();
    let signs_out = if family.ends_with_session { "if the user signs out, " } else { "" };
    match (family.state(now), family.revoked) {
        (FamilyState::Revoked, Some(revocation)) => view! {
            <Section title="What ended it">
                <p><Time utc=revocation.at.to_string()/>": "{revocation.reason.words()}"."</p>
            </Section>
        }
        .into_any(),
        (FamilyState::Live, _) => view! {
            <Section title="What will end it">
                <p><Time utc=at/>{will_end(&family)}</p>
                <p>
                    "Sooner, if an old token comes back, if the client, the user or an administrator revokes it, "{signs_out}
                    "if the client or the user is disabled, or if the user gets a new password, if the policy says so."
                </p>
            </Section>
        }
        .into_any(),
        _ => view! {
            <Section title="What ended it">
                <p><Time utc=at/>{ended(&family)}</p>
            </Section>
        }
        .into_any(),
    }
}

/// How long it lives from its beginning.
fn lives(family: &FamilySummary) -> String {
    lifetime::words(family.expires_at.seconds_since(family.created_at))
}

/// The rule that will end it, after the time of its end.
fn will_end(family: &FamilySummary) -> String {
    let lives = lives(family);
    match family.ends_by {
        EndRule::Absolute => format!(" at the latest, {lives} after it began (Refresh token TTL). Using it does not put that off."),
        EndRule::Policy => format!(
            " at the latest, {lives} after it began: the Refresh token TTL was lowered for existing tokens, too. Using it does not put that off."
        ),
        EndRule::Session => {
            " at the latest, when the login session is over that it is bound to. Using it does not put that off.".to_owned()
        }
        EndRule::Idle => {
            let idle = lifetime::words(family.expires_at.seconds_since(family.last_used_at));
            format!(" if it is not used before: {idle} after its last use (idle lifetime).")
        }
    }
}

/// The rule that ended it, after the time of its end.
fn ended(family: &FamilySummary) -> String {
    let lives = lives(family);
    match family.ends_by {
        EndRule::Absolute => format!(": its time was over, {lives} after it began (Refresh token TTL)."),
        EndRule::Policy => {
            format!(": its time was over, {lives} after it began, because the Refresh token TTL was lowered for existing tokens, too.")
        }
        EndRule::Session => ": the login session was over that it was bound to.".to_owned(),
        EndRule::Idle => {
            let idle = lifetime::words(family.expires_at.seconds_since(family.last_used_at));
            format!(": it had not been used for {idle} (idle lifetime).")
        }
    }
}
