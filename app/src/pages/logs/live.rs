//! A log that is followed: its new lines come on top as they happen.

use domain::view::AuditLine;
use leptos::prelude::*;

use super::{events::Event, places::Places, query::LogQuery};
use crate::{
    api::Language,
    components::{Cut, query_string},
    id,
    islands::{FollowLog, FollowWords},
    t,
    text::in_language,
    ui::{Glyph, Icon},
};

/// How a log is followed.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// The address of its stream, with the filter of the page and where it begins.
    address: String,
}

impl Source {
    /// Returns how a log is followed: from the line with this number on, with the query that asks for what is shown. A page that does not begin
    /// with the newest lines follows nothing, and one of lines before some time needs none.
    pub(super) fn of(stream: String, asked: &LogQuery, query: Option<&str>, position: Option<&str>) -> Option<Self> {
        let (query, position) = (query?, position?);
        if asked.cut != Cut::default() || !asked.until.is_empty() {
            return None;
        }
        let begin = query_string(&[("after", Some(position))]);
        let address =
            if query.is_empty() { format!("{stream}{begin}") } else { format!("{stream}{query}&{}", begin.trim_start_matches('?')) };
        Some(Self { address })
    }
}

/// The ways to newer lines: with JavaScript they come by themselves, and a link loads them anyway.
#[component]
pub(super) fn LiveBar(
    /// The page without anything that was asked for.
    here: String,
    /// What is asked for.
    asked: LogQuery,
    /// How the log is followed; none where it is not.
    source: Option<Source>,
) -> impl IntoView {
    let newer = asked.with(Cut::default()).address(&here);
    view! {
        <div class="log-live">
            {source.map(|source| view! { <FollowLog source=source.address words=FollowWords::default()/> })}
            // A page of its own: the router would find that it is there.
            <a class="button" data-kind="quiet" href=newer rel="external"><Icon glyph=Glyph::Renew/>{t!("logs-show-newer")}</a>
        </div>
    }
    .into_any()
}

/// Returns the row of a line in the table of the log of a tenant, or of a workspace, as HTML in a reader's language.
pub fn log_row(line: AuditLine, of_tenant: bool, language: Language) -> String {
    in_language(language, || {
        let place = of_tenant.then(|| Places::OfTenant.name(&line));
        view! { <Event place line about=None/> }.to_html()
    })
}

/// What whoever follows a log is told beside its lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogNews {
    /// Too much has happened since the line that they have.
    Behind,
    /// Their sign-in is over.
    SignedOut,
    /// They may not see the log any more.
    NotPermitted,
}

impl LogNews {
    /// Returns it in a reader's language.
    pub fn text(self, language: Language) -> &'static str {
        let id = match self {
            Self::Behind => id!("logs-live-behind"),
            Self::SignedOut => id!("logs-live-signed-out"),
            Self::NotPermitted => id!("logs-live-not-permitted"),
        };
        in_language(language, || id.text())
    }
}

#[cfg(test)]
mod tests {
    use domain::{
        audit::{ActorKind, AuditAction, AuditEvent, Change},
        audit_context::AuditContext,
        clock::Timestamp,
        id::AuditEventId,
    };

    use super::*;

    #[test]
    fn a_line_is_a_row_whose_texts_are_no_markup() {
        let at = Timestamp::from_millis(1_795_000_000_000);
        let change = |field: &str, from: &str, to: &str| Change { field: field.to_owned(), from: from.to_owned(), to: to.to_owned() };
        let event = AuditEvent {
            id: AuditEventId::new(at, [7; 10]),
            tenant_id: None,
            workspace_id: None,
            at,
            actor_kind: ActorKind::Administrator,
            actor: "<i>Ada</i>".to_owned(),
            action: AuditAction::ClientUpdated,
            target: "<script>alert(1)</script>".to_owned(),
            target_id: "x\" onclick=\"y".to_owned(),
            changes: vec![change("name", "", "</td><b>")],
            context: AuditContext { reason: Some("</p><img>".to_owned()), ..AuditContext::default() },
        };
        let id = event.id.to_string();
        let row =
            log_row(AuditLine { event, tenant: Some("acme".to_owned()), workspace: Some("<shop>".to_owned()) }, true, Language::English);
        assert!(row.starts_with(&format!("<tr data-event=\"{id}\"")) && row.trim_end().ends_with("</tr>"), "{row}");
        for markup in ["<i>", "<script", "<b>", "<img", "<shop>"] {
            assert!(!row.contains(markup), "{markup} in {row}");
        }
        assert!(row.contains("Client changed") && row.contains("&lt;shop&gt;"), "{row}");
    }

    #[test]
    fn a_log_is_followed_from_its_first_page_on_with_what_is_asked_for() {
        let source = |asked: &LogQuery, query| Source::of("/l/live".to_owned(), asked, query, Some("7")).map(|source| source.address);
        let asked = LogQuery::default();
        assert_eq!(source(&asked, Some("")).as_deref(), Some("/l/live?after=7"));
        assert_eq!(source(&asked, Some("?text=ada")).as_deref(), Some("/l/live?text=ada&after=7"));
        assert_eq!(source(&asked, None), None, "the filter cannot be read");
        assert_eq!(source(&asked.with(Cut { after: "x".to_owned(), ..Cut::default() }), Some("")), None);
        assert_eq!(source(&LogQuery { until: "2026-11-29".to_owned(), ..asked }, Some("?until=2026-11-29T00:00:00Z")), None);
    }
}
