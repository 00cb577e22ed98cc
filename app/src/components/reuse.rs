//! A reuse of a refresh token, as several pages tell it, and what can be done about it.

use domain::{
    family::DELETED_USER,
    id::TokenEventId,
    permission::Action,
    reuse::{Handled, Reuse, ReuseLine},
};
use leptos::prelude::*;
use leptos_router::components::A;

use super::query_string;
use crate::{
    api::{ApiError, done, operator, permits},
    done::Done,
    form::{ActionButton, FormAction, Target},
    paths::{self, WorkspacePages as _, WorkspacePath},
    t, t_view,
    text::{actor, word},
    ui::{Badge, Link, Time, Tone},
};

/// Takes the mark of a reuse back, and leads back to the page it was asked on.
#[server]
pub async fn reopen_reuse(path: WorkspacePath, reuse: TokenEventId, version: i64, #[server(default)] back: String) -> Result<(), ApiError> {
    operator()?.reopen_reuse(&path, reuse, version).await?;
    done(&paths::page(&back).unwrap_or_else(|| path.reuses()), Done::ReuseReopened);
    Ok(())
}

crate::form::needs!(ReopenReuse: HandleReuses);

/// Returns the address of the page that marks these reuses, and then leads back.
pub fn handle_address<'a>(path: &WorkspacePath, reuses: impl IntoIterator<Item = &'a TokenEventId>, back: &str) -> String {
    let reuses: Vec<String> = reuses.into_iter().map(ToString::to_string).collect();
    let reuses = reuses.iter().map(|id| ("reuse", Some(id.as_str())));
    let pairs: Vec<_> = reuses.chain([("back", Some(back))]).collect();
    format!("{}{}", path.handle_reuses(), query_string(&pairs))
}

/// What happened, in a sentence or two.
#[component]
pub fn ReuseStory(
    /// The workspace.
    path: WorkspacePath,
    /// The reuse.
    line: ReuseLine,
) -> impl IntoView {
    let (which, many) = line.reuse.tokens();
    let token = t!("components-reuse-token", which = which, many = many);
    let ReuseLine { reuse, client_name, user_identifier } = line;
    let client = view! { <Link href=path.client(reuse.client_id)>{client_name}</Link> };
    let user = owner(&path, &reuse, user_identifier);
    match reuse.address {
        Some(address) => {
            let address = view! { <code>{address.to_string()}</code> };
            t_view!("components-reuse-story-from", client = client, token = token, user = user, address = address)
        }
        None => t_view!("components-reuse-story", client = client, token = token, user = user),
    }
}

/// A user with their page, unless they were deleted.
pub fn owner(path: &WorkspacePath, reuse: &Reuse, identifier: Option<String>) -> AnyView {
    match identifier {
        Some(identifier) => view! { <Link href=path.user(reuse.user_id)>{identifier}</Link> }.into_any(),
        None => word(DELETED_USER).into_any(),
    }
}

/// Whether somebody has handled a reuse: who, when, and what they wrote.
#[component]
pub fn ReuseState(
    /// The mark.
    handled: Option<Handled>,
) -> impl IntoView {
    let Some(Handled { at, by_kind, by, note }) = handled else {
        return view! { <Badge tone=Tone::Bad>{t!("components-reuse-not-handled")}</Badge> }.into_any();
    };
    let note = (!note.is_empty()).then(|| view! { <p class="reuse-note">{note.to_string()}</p> });
    view! {
        <Badge tone=Tone::Good>{t!("components-reuse-handled")}</Badge>
        <p class="reuse-by">{t_view!("components-reuse-by", by = actor(by_kind, by), time = view! { <Time utc=at.to_string()/> })}</p>
        {note}
    }
    .into_any()
}

/// What can be done about a reuse: look into it, sign its user out everywhere, mark it as handled.
#[component]
pub fn ReuseLinks(
    /// The workspace.
    path: WorkspacePath,
    /// The reuse.
    line: ReuseLine,
    /// The page to come back to.
    back: String,
) -> impl IntoView {
    let ReuseLine { reuse, client_name, user_identifier } = line;
    let user = user_identifier.clone().unwrap_or_else(|| word(DELETED_USER).to_owned());
    let of = t!("components-reuse-of", user = user, client = client_name);
    let leads = move |href: String, label: &'static str| {
        let whole = format!("{label}: {of}");
        view! { <li><A href attr:aria-label=whole>{label}</A></li> }
    };
    let sign_out = (user_identifier.is_some() && [Action::SeeUsers, Action::SignOutUser].into_iter().all(permits))
        .then(|| leads(path.user_sign_out(reuse.user_id), t!("components-reuse-revoke-all")));
    let handle = (reuse.handled.is_none() && permits(Action::HandleReuses))
        .then(|| leads(handle_address(&path, [&reuse.id], &back), t!("components-reuse-mark")));
    view! {
        <ul class="reuse-links">
            {leads(path.family(reuse.family_id), t!("components-reuse-open"))}
            {sign_out}
            {handle}
        </ul>
    }
    .into_any()
}

/// The button that takes the mark of a reuse back; nothing where there is none.
#[component]
pub fn ReopenButton(
    /// The workspace.
    path: WorkspacePath,
    /// The reuse.
    reuse: Reuse,
    /// Takes its mark back.
    reopen: FormAction<ReopenReuse>,
    /// Of what, where the page has several of these.
    #[prop(optional, into)]
    to: String,
    /// The page to come back to.
    back: String,
) -> impl IntoView {
    reuse
        .handled
        .is_some()
        .then(|| {
            let target = Target::workspace(&path).with("reuse", reuse.id).with("version", reuse.version).with("back", back);
            view! { <ActionButton action=reopen target label=t!("components-reuse-reopen") to/> }
        })
        .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{clock::Timestamp, name::Slug};

    use super::*;

    #[test]
    fn what_is_to_be_marked_is_in_the_address_and_the_way_back_too() {
        let path = WorkspacePath { tenant: Slug::parse("acme").unwrap(), workspace: Slug::parse("shop").unwrap() };
        let id = TokenEventId::new(Timestamp::from_millis(0), [0; 10]);
        let address = handle_address(&path, [&id, &id], "/console/acme/shop/reuses?state=all");
        assert_eq!(
            address,
            format!("/console/acme/shop/reuses/handle?reuse={id}&reuse={id}&back=%2Fconsole%2Facme%2Fshop%2Freuses%3Fstate%3Dall")
        );
    }
}
