//! The chain of a log: whether its lines are as they were written.

use domain::{
    audit_chain::Link,
    chain_check::{AuditChainView, Broken, ChainCheck},
    grants::Level,
    name::Slug,
    permission::Action,
    problem::Problem,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::{load_at, loaded, query_string, use_query, use_tenant_or_installation},
    done::{Done, DoneNotice},
    form::{CreateForm, FormAction, Target},
    paths, t,
    text::problem,
    ui::{Badge, Breadcrumb, Copyable, Fact, Facts, Kind, LinkButton, Notice, Page, Section, TextField, Tone, group},
};

/// How many lines a page checks at most.
const MOST: u64 = 10_000;

/// A chain, what was found of it, and whether it may be sealed anew.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct CheckedChain {
    view: AuditChainView,
    /// None where the place that the check was to begin at could not be read.
    check: Option<ChainCheck>,
    may_seal: bool,
}

/// Checks the chain of a tenant, or that of the lines which belong to none: from a place that was noted, or from the first line that is kept.
pub async fn load_audit_chain(tenant: Option<Slug>, after: String) -> Result<CheckedChain, ApiError> {
    let operator = operator()?;
    let view = operator.load_audit_chain(tenant.as_ref()).await?;
    let may_seal = operator.actor().may(Action::SealAuditChain, Level::Installation);
    let noted: Result<Option<Link>, _> = if after.is_empty() { Ok(None) } else { after.parse().map(Some) };
    let check = match noted {
        Ok(noted) => Some(operator.check_audit_chain(view.chain.tenant_id, noted, MOST).await?),
        Err(_) => None,
    };
    Ok(CheckedChain { view, check, may_seal })
}

/// A reason, as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct TypedReason {
    /// The reason.
    pub reason: String,
}

/// Seals the chain of a tenant anew, or that of the lines which belong to none.
#[server]
pub async fn seal_audit_chain(#[server(default)] tenant: Option<Slug>, typed: TypedReason) -> Result<(), ApiError> {
    operator()?.because(Some(typed.reason.clone())).seal_audit_chain(tenant.as_ref()).await.keep(&typed)?;
    done(&paths::audit_chain(tenant.as_ref()), Done::ChainSealed);
    Ok(())
}

crate::form::needs!(SealAuditChain: SealAuditChain);

/// The chain of the log of a tenant, or of the installation's own.
#[component]
pub fn AuditChainPage() -> impl IntoView {
    let seal = FormAction::<SealAuditChain>::typed();
    let after = use_query().value("after").trim().to_owned();
    let asked = after.clone();
    let loading = load_at(use_tenant_or_installation(), |tenant| load_audit_chain(tenant, asked));
    loaded(loading, move |(tenant, CheckedChain { view, check, may_seal })| {
        let here = paths::audit_chain(tenant.as_ref());
        let steps = match &tenant {
            Some(tenant) => vec![(paths::tenant_log(tenant), t!("logs-tenant-title").to_owned())],
            None => vec![
                (paths::INSTALLATION_LOG.to_owned(), t!("logs-installation-title").to_owned()),
                (paths::AUDIT_CHAINS.to_owned(), t!("logs-integrity").to_owned()),
            ],
        };
        let (title, crumb) = match &tenant {
            Some(_) => (t!("logs-chain-title-tenant"), t!("logs-integrity")),
            None => (t!("logs-chain-title-own"), t!("logs-chain-own")),
        };
        let seal_form = (may_seal && !view.sealed).then(|| seal_form(seal, tenant.as_ref()));
        view! {
            <Page
                title
                lead=t!("logs-chain-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=crumb/> }).into()
            >
                <DoneNotice failed=seal.form.failed()/>
                {match &check {
                    Some(check) => found(check, &here),
                    None => view! { <Notice tone=Tone::Bad>{problem(&Problem::ChainPlace)}</Notice> }.into_any(),
                }}
                <ChainFacts view=view.clone()/>
                <CheckForm here after/>
                {seal_form}
            </Page>
        }
    })
}

/// What the check found, with the way to the rest.
fn found(check: &ChainCheck, here: &str) -> AnyView {
    let (tone, verdict) = verdict(check);
    let rest = check.goes_on_after().map(|last| {
        let href = format!("{here}{}", query_string(&[("after", Some(last.to_string().as_str()))]));
        view! { <p><LinkButton href kind=Kind::Secondary>{t!("logs-chain-go-on")}</LinkButton></p> }
    });
    view! { <Notice tone>{verdict}</Notice> {rest} }.into_any()
}

/// What the check found, in words.
fn verdict(check: &ChainCheck) -> (Tone, String) {
    let (first, last) = (check.after.number.saturating_add(1), check.intact_until.number);
    let intact = match last {
        last if last < first => None,
        last if last == first => Some(t!("logs-chain-intact-line", line = first)),
        last => Some(t!("logs-chain-intact-lines", first = first, last = last)),
    };
    let broken = check.broken.map(|broken| t!("logs-chain-broken", why = broken_words(broken)));
    match (broken, intact) {
        (Some(broken), Some(intact)) => (Tone::Bad, format!("{broken} {intact}")),
        (Some(broken), None) => (Tone::Bad, broken),
        (None, Some(intact)) => (Tone::Good, intact),
        (None, None) if check.after.number == 0 => (Tone::Neutral, t!("logs-chain-empty").to_owned()),
        (None, None) => (Tone::Good, t!("logs-chain-noted-last", line = check.after.number)),
    }
}

/// Why a chain is broken, in a clause.
fn broken_words(broken: Broken) -> String {
    match broken {
        Broken::Seal => t!("logs-broken-seal").to_owned(),
        Broken::Missing { number } => t!("logs-broken-missing", number = number.to_string()),
        Broken::Changed { number, id } => t!("logs-broken-changed", number = number.to_string(), id = id.to_string()),
        Broken::Unlinked { number, id } => t!("logs-broken-unlinked", number = number.to_string(), id = id.to_string()),
        Broken::Added { number, id } => t!("logs-broken-added", number = number.to_string(), id = id.to_string()),
        Broken::Noted { number } => t!("logs-broken-noted", number = number.to_string()),
        Broken::NotKept { number } => t!("logs-broken-not-kept", number = number.to_string()),
        Broken::End { number } => t!("logs-broken-end", number = number.to_string()),
    }
}

fn group_of(number: i64) -> String {
    group(u64::try_from(number).unwrap_or_default())
}

#[component]
fn ChainFacts(view: AuditChainView) -> impl IntoView {
    let AuditChainView { chain, sealed, .. } = view;
    let (tone, word) = if sealed { (Tone::Neutral, t!("logs-chain-valid")) } else { (Tone::Bad, t!("logs-chain-broken-seal")) };
    view! {
        <Section title=t!("logs-chain-last") lead=t!("logs-chain-last-lead")>
            <Facts>
                <Fact name=t!("logs-chain-place")><Copyable text=chain.head.to_string() label=t!("logs-chain-place-copied")/></Fact>
                <Fact name=t!("logs-chain-first")>{group_of(chain.anchor.number.saturating_add(1))}</Fact>
                <Fact name=t!("logs-chain-seal")><Badge tone>{word}</Badge>{sealed.then(|| format!(" {}", t!("logs-chain-seal-says")))}</Fact>
            </Facts>
        </Section>
    }
    .into_any()
}

/// Where a place is typed that was noted before.
#[component]
fn CheckForm(here: String, after: String) -> impl IntoView {
    let all = (!after.is_empty()).then(|| {
        view! { <LinkButton href=here.clone() kind=Kind::Secondary>{t!("logs-chain-check-all")}</LinkButton> }
    });
    view! {
        <Section title=t!("logs-chain-check-title") lead=t!("logs-chain-check-lead")>
            <form method="get" action=here class="toolbar">
                <label class="toolbar-field">
                    <span>{t!("logs-chain-place")}</span>
                    <input type="text" class="input" name="after" value=after placeholder="1234:9f86\u{2026}" autocomplete="off" spellcheck="false"/>
                </label>
                <button type="submit" class="button" data-kind="secondary">{t!("logs-chain-check")}</button>
                {all}
            </form>
        </Section>
    }
    .into_any()
}

fn seal_form(seal: FormAction<SealAuditChain>, tenant: Option<&Slug>) -> AnyView {
    let target = Target::tenant_or_installation(tenant);
    view! {
        <Section
            title=t!("logs-chain-seal-anew")
            lead=t!("logs-chain-seal-anew-lead")
        >
            <CreateForm action=seal target label=t!("logs-chain-seal-anew")>
                <TextField input=seal.form.field("reason", "") label=t!("logs-chain-reason") hint=t!("logs-chain-reason-hint")/>
            </CreateForm>
        </Section>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use domain::{audit_chain::AuditChain, clock::Timestamp, digest::Digest, id::AuditEventId};

    use super::*;

    #[test]
    fn what_a_check_found_is_told() {
        let link = |number| Link { number, hash: Digest::from_bytes([7; 32]) };
        let chain = AuditChain { head: link(20_000), ..AuditChain::begin(None) };
        let check = ChainCheck { chain, after: Link::BEGINNING, intact_until: link(10_000), broken: None };
        assert_eq!(verdict(&check), (Tone::Good, "Lines 1 to 10,000 are as they were written.".to_owned()));
        let broken = ChainCheck { broken: Some(Broken::Missing { number: 2 }), intact_until: link(1), ..check };
        let told = "This log is not as it was written: line 2 was removed. Line 1 is as it was written.";
        assert_eq!(verdict(&broken), (Tone::Bad, told.to_owned()));
        let none = ChainCheck { after: link(20_000), intact_until: link(20_000), ..check };
        assert_eq!(verdict(&none), (Tone::Good, "Line 20,000 is as it was noted, and there is no line after it.".to_owned()));
    }

    #[test]
    fn why_a_chain_is_broken_is_told_as_everywhere() {
        let (number, id) = (1_234, AuditEventId::new(Timestamp::from_millis(1_795_000_000_000), [7; 10]));
        for broken in [
            Broken::Seal,
            Broken::Missing { number },
            Broken::Changed { number, id },
            Broken::Unlinked { number, id },
            Broken::Added { number, id },
            Broken::Noted { number },
            Broken::NotKept { number },
            Broken::End { number },
        ] {
            assert_eq!(broken_words(broken), broken.to_string());
        }
    }
}
