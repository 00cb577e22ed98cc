use domain::{
    binding::Binding,
    clock::Timestamp,
    family::{DELETED_USER, EndRule, FamilyState, FamilySummary},
    id::FamilyId,
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
        ActionLink, PausedNotice, ReopenButton, ReopenReuse, ReuseState, RevokeButton, RevokeFamily, ScopeChips, StateBadge,
        handle_address, load_at, loaded, use_param_in_workspace,
    },
    done::DoneNotice,
    form::{FormAction, FormNotice},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{duration, word},
    ui::{Breadcrumb, Copyable, Fact, Facts, Kind, Link, Page, Section, Time, WayTo, group},
};

/// A family with its history, and the time it was.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LoadedFamily {
    /// The family.
    pub view: FamilyView,
    /// The server's time.
    pub now: Timestamp,
    /// Whether the refresh tokens of its client are refused for now.
    pub paused: bool,
}

/// Loads a family with its history.
pub async fn load_family(path: WorkspacePath, family: FamilyId) -> Result<LoadedFamily, ApiError> {
    let operator = operator()?;
    let view = operator.load_family(&path, family).await?;
    let client = view.summary.client_id;
    let paused = !operator.paused_clients(&path, Some(client), &[client]).await?.is_empty();
    Ok(LoadedFamily { view, now: session()?.clock.now(), paused })
}

/// A refresh token and its history.
#[component]
pub fn FamilyPage() -> impl IntoView {
    let at = use_param_in_workspace::<FamilyId>("family");
    let revoke = FormAction::<RevokeFamily>::new();
    let reopen = FormAction::<ReopenReuse>::new();
    let form = revoke.form;
    let loading = load_at(at, |(path, id)| load_family(path, id));
    loaded(loading, move |((path, _), LoadedFamily { view, now, paused })| {
        let FamilyView { summary: family, events, reuse } = view;
        let user = family.user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned());
        let title = t!("tokens-detail-title", client = family.client_name.clone(), user = user);
        let here = title.clone();
        let steps = vec![(path.tokens(), t!("tokens-list-title").to_owned())];
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
                lead=t!("tokens-detail-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=here.clone()/> }).into()
                actions=actions.into()
            >
                <DoneNotice failed=form.failed() || reopen.form.failed()/>
                <FormNotice form/>
                <FormNotice form=reopen.form/>
                {(live && paused).then(|| view! { <PausedNotice path=path.clone()/> })}
                <About path=path.clone() family=family.clone() now paused/>
                <End family=family.clone() now/>
                {reuse.map(|reuse| view! { <Reused path=path.clone() family=family.clone() reuse reopen/> })}
                <Timeline events granted/>
            </Page>
        }
    })
}

#[component]
fn About(path: WorkspacePath, family: FamilySummary, now: Timestamp, paused: bool) -> impl IntoView {
    let state = family.state(now);
    let (client, user) = (path.client(family.client_id), path.user(family.user_id));
    let explain = path.client_refresh(family.client_id, family.id);
    let resources: Vec<_> =
        family.resources.iter().map(|resource| view! { <code class="resource">{resource.to_string()}</code> }).collect();
    let bound = match family.bound_to {
        Some(Binding::Key(key)) => view! {
            <Fact name=t!("tokens-detail-bound-key")><Copyable text=key.to_string() label=t!("tokens-detail-thumbprint")/></Fact>
        }
        .into_any(),
        Some(Binding::Certificate(certificate)) => view! {
            <Fact name=t!("tokens-detail-bound-certificate")>
                <Copyable text=certificate.to_string() label=t!("tokens-detail-certificate-thumbprint")/>
            </Fact>
        }
        .into_any(),
        None => view! { <Fact name=t!("tokens-detail-bound")>{t!("tokens-detail-no")}</Fact> }.into_any(),
    };
    let details = (!family.authorization_details.is_empty()).then(|| {
        let each = family.authorization_details.iter().map(|detail| view! { <code class="resource">{detail.to_json().to_string()}</code> });
        let each = each.collect_view();
        view! { <Fact name=t!("tokens-detail-details")>{each}</Fact> }
    });
    view! {
        <Section title=t!("tokens-detail-about")>
            <Facts>
                <Fact name=t!("tokens-detail-state")><StateBadge state paused/></Fact>
                <Fact name=t!("tokens-detail-client")><Link href=client>{family.client_name}</Link></Fact>
                <Fact name=t!("tokens-detail-user")>
                    {match family.user_identifier {
                        Some(identifier) => view! { <Link href=user>{identifier}</Link> }.into_any(),
                        None => word(DELETED_USER).into_any(),
                    }}
                </Fact>
                <Fact name=t!("tokens-detail-scopes")><ScopeChips scopes=family.scopes/></Fact>
                <Fact name=t!("tokens-detail-rotations")>{u64::try_from(family.generation).map(group).unwrap_or_default()}</Fact>
                <Fact name=t!("tokens-detail-began")><Time utc=family.created_at.to_string()/></Fact>
                <Fact name=t!("tokens-detail-last-used")><Time utc=family.last_used_at.to_string()/></Fact>
                {bound}
                <Fact name=t!("tokens-detail-resources")>
                    {if resources.is_empty() { t!("tokens-detail-own-endpoints").into_any() } else { resources.into_any() }}
                </Fact>
                {details}
                <Fact name=t!("tokens-detail-ends-with-session")>
                    {if family.ends_with_session { t!("tokens-detail-yes") } else { t!("tokens-detail-no") }}
                </Fact>
                <Fact name=t!("tokens-detail-test")><WayTo href=explain>{t!("tokens-detail-explain")}</WayTo></Fact>
                <Fact name=t!("tokens-detail-id")><Copyable text=family.id.to_string() label=t!("tokens-detail-id-copy")/></Fact>
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
        view! { <ActionLink needs=Action::SignOutUser href kind=Kind::Secondary>{t!("tokens-detail-revoke-everything")}</ActionLink> }
    });
    let handle = handled.is_none().then(|| {
        let href = handle_address(&path, [&reuse.id], &back);
        view! { <ActionLink needs=Action::HandleReuses href kind=Kind::Secondary>{t!("tokens-detail-handle")}</ActionLink> }
    });
    view! {
        <Section title=t!("tokens-detail-reuse") lead=t!("tokens-detail-reuse-lead")>
            <Facts>
                <Fact name=t!("tokens-detail-reuse-when")><Time utc=at seconds=true/></Fact>
                <Fact name=t!("tokens-detail-reuse-token")>{t!("tokens-detail-reuse-which", which = which, many = many)}</Fact>
                <Fact name=t!("tokens-detail-reuse-from")>
                    {match address {
                        Some(address) => view! { <code>{address.to_string()}</code> }.into_any(),
                        None => t!("tokens-detail-reuse-unknown").into_any(),
                    }}
                </Fact>
                <Fact name=t!("tokens-detail-state")><ReuseState handled/></Fact>
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
    let at = view! { <Time utc=family.expires_at.to_string()/> }.into_any();
    let sooner = if family.ends_with_session { t!("tokens-detail-sooner-session") } else { t!("tokens-detail-sooner") };
    match (family.state(now), family.revoked) {
        (FamilyState::Revoked, Some(revocation)) => view! {
            <Section title=t!("tokens-detail-ended")>
                <p>
                    {t_view!(
                        "tokens-detail-ended-revoked",
                        time = view! { <Time utc=revocation.at.to_string()/> },
                        reason = word(revocation.reason.words())
                    )}
                </p>
            </Section>
        }
        .into_any(),
        (FamilyState::Live, _) => view! {
            <Section title=t!("tokens-detail-will-end")>
                <p>{will_end(&family, at)}</p>
                <p>{sooner}</p>
            </Section>
        }
        .into_any(),
        _ => view! {
            <Section title=t!("tokens-detail-ended")>
                <p>{ended(&family, at)}</p>
            </Section>
        }
        .into_any(),
    }
}

/// How long it lives from its beginning.
fn lives(family: &FamilySummary) -> String {
    duration(family.expires_at.seconds_since(family.created_at))
}

/// How long it lives from its last use.
fn idle(family: &FamilySummary) -> String {
    duration(family.expires_at.seconds_since(family.last_used_at))
}

/// The rule that will end it, with the time of its end.
fn will_end(family: &FamilySummary, time: AnyView) -> AnyView {
    match family.ends_by {
        EndRule::Absolute => t_view!("tokens-detail-will-end-absolute", time = time, lives = lives(family)),
        EndRule::Policy => t_view!("tokens-detail-will-end-policy", time = time, lives = lives(family)),
        EndRule::Session => t_view!("tokens-detail-will-end-session", time = time),
        EndRule::Idle => t_view!("tokens-detail-will-end-idle", time = time, idle = idle(family)),
    }
}

/// The rule that ended it, with the time of its end.
fn ended(family: &FamilySummary, time: AnyView) -> AnyView {
    match family.ends_by {
        EndRule::Absolute => t_view!("tokens-detail-ended-absolute", time = time, lives = lives(family)),
        EndRule::Policy => t_view!("tokens-detail-ended-policy", time = time, lives = lives(family)),
        EndRule::Session => t_view!("tokens-detail-ended-session", time = time),
        EndRule::Idle => t_view!("tokens-detail-ended-idle", time = time, idle = idle(family)),
    }
}
