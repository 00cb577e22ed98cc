//! The warning of reuses of the last day that nobody has handled.

use domain::{
    page::{COUNTED_UP_TO, Edge, Window},
    reuse::{ReuseFilter, ReuseLine},
};
use leptos::prelude::*;

use crate::{
    api::{ApiError, operator},
    components::{ReuseLinks, ReuseStory},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Notice, Time, Tone, WayTo},
};

/// How many of them are told one by one.
const TOLD: u64 = 3;

/// Loads the latest reuses that nobody has handled; none for whoever may not see refresh tokens.
pub(super) async fn load_open_reuses(path: &WorkspacePath, open: u64) -> Result<Vec<ReuseLine>, ApiError> {
    if open == 0 {
        return Ok(Vec::new());
    }
    let filter = ReuseFilter { handled: Some(false), ..ReuseFilter::default() };
    let window = Window { edge: Edge::Start, limit: TOLD.min(open), reversed: false, counted: false };
    match operator()?.list_reuses(path, &filter, window).await {
        Ok(page) => Ok(page.items),
        Err(control::Error::Forbidden(_)) => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}

/// The warning; nothing where all are handled.
#[component]
pub(super) fn DetectedReuse(
    path: WorkspacePath,
    /// How many of the last day nobody has handled.
    open: u64,
    /// The latest of them.
    reuses: Vec<ReuseLine>,
) -> impl IntoView {
    if open == 0 {
        return ().into_any();
    }
    let seen = !reuses.is_empty();
    let lines = reuses.into_iter().map(|line| {
        view! {
            <li>
                <Time utc=line.reuse.at().to_string()/>": "
                <ReuseStory path=path.clone() line=line.clone()/>
                <ReuseLinks path=path.clone() line back=path.overview()/>
            </li>
        }
    });
    let lines = lines.collect_view();
    view! {
        <Notice tone=Tone::Warning>
            <strong>{how_often(open)}</strong>
            " "
            {t!("logs-overview-reuse-text")}
            {seen.then(|| view! {
                <ul class="reuse-lines">{lines}</ul>
                <WayTo href=path.reuses()>{t!("logs-overview-reuse-all")}</WayTo>
            })}
        </Notice>
    }
    .into_any()
}

/// How often an old refresh token came back, in a sentence.
fn how_often(open: u64) -> String {
    if open > COUNTED_UP_TO { t!("logs-overview-reuse-more", count = COUNTED_UP_TO) } else { t!("logs-overview-reuse", count = open) }
}

#[cfg(test)]
mod tests {
    use super::how_often;

    #[test]
    fn how_often_is_said_in_words() {
        for (open, often) in [(1, "Once"), (2, "2 times"), (10_001, "More than 10,000 times")] {
            assert_eq!(how_often(open), format!("{often} in the last day, an old refresh token came back."));
        }
    }
}
