//! The catalogs of both languages say the same, and everything that the code names is there.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use control::Refusal;
use domain::{
    administrator::AdministratorStatus,
    audit::AuditAction,
    audit_group::AuditGroup,
    client::ClientType,
    clock::Timestamp,
    decision::{Condition, Grounds},
    explanation::{Check, Outcome, RefreshExplanation, Refused, Remark, Switch},
    family::{DELETED_USER, EndRule, RevocationReason},
    grant_type::GrantType,
    id::ClientId,
    job::Task,
    lifetime::{self, LifetimeError, RefreshTokenTtl},
    mail::MailTls,
    permission::Action,
    policy::{LimitRule, PolicyValue, RetryWindow, Rotation, TokenPolicy, ValueKind},
    problem::Problem,
    readiness::Missing,
    role::BuiltInRole,
    search::FoundKind,
    settings::{sign_in::PasswordStrength, tokens::AccessTokenFormat},
    signing::SigningAlgorithm,
    signing_key::{KeyState, PUBLICATION},
    view::{DecisionOutcome, FamilyFilter},
    workspace_template::WorkspaceTemplate,
};
use leptos::prelude::{Owner, provide_context};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use super::{
    bounds, browser,
    catalog::{AREAS, catalog, identifiers},
    duration, failures, gone, hint, meaning, outcome, own_hint, problem, refresh_outcome, role_at, said, template_setting, value,
    value_within,
    words::message,
};
use crate::api::Language;

/// The identifiers of an area's messages in a language, each with what stands after it.
fn messages(language: &str, area: &str) -> BTreeMap<String, String> {
    let source = fs::read_to_string(folder("text").join(language).join(format!("{area}.ftl"))).unwrap();
    let mut messages: BTreeMap<String, String> = BTreeMap::new();
    let mut last = None;
    for line in source.lines() {
        if let Some(id) = identifiers(line).next() {
            assert!(!messages.contains_key(id), "{language}/{area}: {id} is there twice");
            last = Some(id.to_owned());
        }
        if let Some(id) = &last {
            let message = messages.entry(id.clone()).or_default();
            message.push_str(line);
            message.push('\n');
        }
    }
    messages
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The names of the arguments in a message.
fn arguments(message: &str) -> BTreeSet<&str> {
    let names = message.split('$').skip(1);
    names.map(|rest| rest.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_')).next().unwrap_or_default()).collect()
}

/// Every source file of the console.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

/// What stands in the first argument of a macro, wherever it is called.
fn named<'a>(source: &'a str, makro: &'a str) -> impl Iterator<Item = &'a str> {
    source
        .match_indices(makro)
        .filter(|(at, _)| !source[..*at].ends_with(|before: char| before.is_ascii_alphanumeric() || before == '_'))
        .filter_map(|(at, _)| source[at + makro.len()..].trim_start().strip_prefix('"')?.split('"').next())
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_arguments() {
    for area in AREAS.iter().filter(|area| **area != "words") {
        let (english, german) = (messages("en", area), messages("de", area));
        let ids = |messages: &BTreeMap<String, String>| messages.keys().cloned().collect::<Vec<_>>();
        assert_eq!(ids(&english), ids(&german), "{area}");
        for (id, message) in &english {
            assert!(id.starts_with(&format!("{area}-")), "{area}: {id} begins with its area");
            assert_eq!(arguments(message), arguments(&german[id]), "{id}");
        }
    }
}

#[test]
fn every_file_is_read_as_it_is_meant() {
    for language in ["en", "de"] {
        for area in AREAS {
            let source = fs::read_to_string(folder("text").join(language).join(format!("{area}.ftl"))).unwrap();
            let read = fluent_bundle::FluentResource::try_new(source);
            assert!(read.is_ok(), "{language}/{area}: {:?}", read.err().map(|(_, errors)| errors));
        }
    }
}

#[test]
fn what_the_code_names_is_there_and_what_is_there_is_named() {
    let mut code = Vec::new();
    sources(&folder("src"), &mut code);
    let named: BTreeSet<&str> =
        code.iter().flat_map(|source| ["t!(", "t_view!(", "id!("].into_iter().flat_map(|makro| named(source, makro))).collect();
    let there: BTreeSet<String> = AREAS.iter().flat_map(|area| messages("en", area).into_keys()).collect();
    let missing: Vec<_> = named.iter().filter(|id| id.contains('-') && !there.contains(**id)).collect();
    assert!(missing.is_empty(), "no text: {missing:?}");
    let unused: Vec<_> = there.iter().filter(|id| !named.contains(id.as_str()) && !id.starts_with("words-")).collect();
    assert!(unused.is_empty(), "not named: {unused:?}");
}

fn in_german<T>(told: impl FnOnce() -> T) -> T {
    Owner::new().with(|| {
        provide_context(Language::German);
        told()
    })
}

/// The names that serde expects in the place of one that there is not.
fn expected<T: DeserializeOwned>(unknown: Json) -> Vec<String> {
    let Err(error) = serde_json::from_value::<T>(unknown) else { return Vec::new() };
    let text = error.to_string();
    let names = text.strip_prefix("unknown variant").and_then(|text| text.split_once("expected"));
    names.map(|(_, names)| names.split('`').skip(1).step_by(2).map(str::to_owned).collect()).unwrap_or_default()
}

/// Each value of an enumeration, and of those that stand in it, at a place of a document.
fn each<T: DeserializeOwned>(place: &dyn Fn(Json) -> Json) -> Vec<T> {
    let mut found = Vec::new();
    for name in expected::<T>(place(json!("?"))) {
        let holding = |inner: Json| place(Json::Object([(name.clone(), inner)].into_iter().collect()));
        // What a variant may hold besides other enumerations.
        let sample = |of_it: Option<Json>| {
            let client = ClientId::new(Timestamp::from_millis(0), [0; 10]);
            let mut sample = json!({
                "seconds": 90, "version": 7, "most": 5, "line": 1, "count": 2, "at": 0, "min": 60, "max": 3600, "place": 0,
                "violation": "idle_longer_than_absolute", "first": client,
            });
            sample.as_object_mut().unwrap().extend(of_it.map(|inner| ("problem".to_owned(), inner)));
            sample
        };
        let mut alone = [place(json!(name)), holding(sample(None))].into_iter();
        let values = match alone.find_map(|document| serde_json::from_value::<T>(document).ok()) {
            Some(value) => vec![value],
            None => [each::<T>(&holding), each::<T>(&|inner| holding(sample(Some(inner))))].into_iter().flatten().collect(),
        };
        assert!(!values.is_empty(), "{name} has no sample");
        found.extend(values);
    }
    found
}

#[test]
fn each_problem_is_told_in_german_with_its_values() {
    let german = messages("de", "words");
    let mut problems: Vec<Problem> = each(&|problem| problem);
    assert!(problems.len() > 120, "{}", problems.len());
    problems.extend([
        Problem::OtherVersion { version: 0 },
        Problem::Lifetime(LifetimeError::OutOfBounds { min: 0, max: 300 }),
        Problem::Lifetime(LifetimeError::OutOfBoundsOrZero { min: 0, max: 300 }),
        Problem::KeyTooRecent { seconds: PUBLICATION + 1 },
    ]);
    let mut told = BTreeSet::new();
    for one in problems {
        let (code, values) = message(&one);
        let id = format!("words-problem-{code}");
        let text = german.get(&id).unwrap_or_else(|| panic!("{one:?}: there is no {id}"));
        assert_eq!(arguments(text), values.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), "{id}");
        let (_, errors) = catalog(Language::German).try_find(&id, values).unwrap();
        assert!(errors.is_empty(), "{id}: {errors:?}");
        assert_eq!(problem(&one), one.sentence(), "in English it is the domain's");
        assert_ne!(in_german(|| problem(&one)), one.sentence(), "{id}");
        told.insert(id);
    }
    let in_vain: Vec<_> = german.keys().filter(|id| id.starts_with("words-problem-") && !told.contains(*id)).collect();
    assert!(in_vain.is_empty(), "no such problem: {in_vain:?}");
}

#[test]
fn a_problem_within_another_is_told_in_german_too() {
    let line = Problem::RedirectUri { line: 1, problem: domain::redirect_uri::RedirectUriError::Fragment };
    assert_eq!(in_german(|| problem(&line)), "Zeile 2: Eine Redirect-URI hat kein Fragment (keinen #-Teil).");
    let too_long = Problem::from(RefreshTokenTtl::parse("11y").unwrap_err());
    assert_eq!(in_german(|| problem(&too_long)), "Erlaubt sind 1 Minute bis 10 Jahre.");
    let attempts = Problem::TooManyAttempts { seconds: 90 };
    assert_eq!(
        in_german(|| problem(&attempts)),
        "Zu viele Versuche sind fehlgeschlagen. Warten Sie 1 Minute, 30 Sekunden und versuchen Sie es dann erneut."
    );
}

#[test]
fn each_word_of_the_domain_is_there_in_german() {
    let mut words: Vec<&'static str> =
        vec![DELETED_USER, Missing::RedirectUri.words(), Task::RevokeFamilies(FamilyFilter::default()).label()];
    words.extend(AuditAction::ALL.iter().map(|action| action.label()));
    words.extend(AuditGroup::ALL.iter().map(|group| group.label()));
    words.extend(Action::ALL.iter().flat_map(|action| [action.label(), action.group(), action.extent().label()]));
    words.extend(BuiltInRole::ALL.iter().flat_map(|role| [role.label(), role.description()]));
    words.extend([AdministratorStatus::Active, AdministratorStatus::Disabled].map(AdministratorStatus::label));
    words.extend(ClientType::ALL.iter().flat_map(|kind| [kind.label(), kind.description()]));
    words.extend(GrantType::ALL.iter().flat_map(|grant| [grant.label(), grant.description()]));
    words.extend(Condition::ALL.iter().flat_map(|condition| [condition.words(), condition.failure()]));
    words.extend(RevocationReason::ALL.map(RevocationReason::words));
    words.extend(EndRule::ALL.map(EndRule::words));
    words.extend(Rotation::ALL.map(Rotation::label));
    words.extend(LimitRule::ALL.map(LimitRule::label));
    words.extend(MailTls::ALL.map(MailTls::label));
    words.extend(PasswordStrength::ALL.map(PasswordStrength::label));
    words.extend(AccessTokenFormat::ALL.iter().flat_map(|format| [format.label(), format.description()]));
    words.extend(SigningAlgorithm::ALL.map(SigningAlgorithm::description));
    words.extend(FoundKind::ALL.iter().map(|kind| kind.label()));
    words.extend(DecisionOutcome::ALL.map(DecisionOutcome::label));
    let at = Timestamp::from_millis(0);
    let states = [KeyState::Next, KeyState::Current { since: at }, KeyState::Retired { since: at, at }, KeyState::Revoked { at }];
    words.extend(states.map(KeyState::label));
    words.extend(CHECKS.map(Check::words));
    let (remarks, switches): (Vec<Remark>, Vec<Switch>) = (each(&|remark| remark), each(&|switch| switch));
    assert!(remarks.len() > 20 && switches.len() > 10);
    words.extend(remarks.into_iter().map(Remark::words));
    words.extend(switches.into_iter().flat_map(|switch| [switch.label(), switch.words()]));
    for value in PolicyValue::all() {
        words.extend([value.label, value.hint_text, value.own_hint_text].into_iter().chain(value.zero.into_iter().flatten()));
        if let ValueKind::Choice(choices) = value.kind {
            words.extend(choices().into_iter().map(|(_, label)| label));
        }
    }
    words.extend(WorkspaceTemplate::all().iter().flat_map(|template| [template.label.as_str(), template.description.as_str()]));
    words.extend(Refusal::ALL.iter().flat_map(|refusal| [refusal.description(), refusal.finding(), refusal.instruction()]));
    let missing: BTreeSet<_> =
        words.into_iter().filter(|word| !word.is_empty() && catalog(Language::German).find_word(word).is_none()).collect();
    assert!(missing.is_empty(), "not in words.yaml: {missing:#?}");
}

/// The checks but those of the conditions.
const CHECKS: [Check; 18] = [
    Check::Form,
    Check::RedirectUri,
    Check::ResponseType,
    Check::Parameters,
    Check::CodeChallenge,
    Check::Scopes,
    Check::Resources,
    Check::IdTokenHint,
    Check::SignIn,
    Check::Consent,
    Check::Key,
    Check::Certificate,
    Check::ClientKeys,
    Check::MutualTls,
    Check::UserActive,
    Check::StillOffline,
    Check::StillWithout,
    Check::Family,
];

#[test]
fn words_that_the_domain_does_not_have_are_in_both_languages() {
    let (english, german) = (messages("en", "words"), messages("de", "words"));
    for (id, message) in english {
        assert_eq!(Some(arguments(&message)), german.get(&id).map(|own| arguments(own)), "{id}");
    }
}

#[test]
fn a_duration_is_told_in_both_languages() {
    const DAY: i64 = 24 * 3600;
    let year_and_half = (365 + 6 * 30) * DAY;
    for seconds in [0, 1, 59, 60, 90, 3600, DAY, 30 * DAY, 364 * DAY, 365 * DAY, year_and_half] {
        assert_eq!(duration(seconds), lifetime::words(seconds));
    }
    let told = in_german(|| [0, 1, 90, 2 * 3600, DAY, 30 * DAY, year_and_half].map(duration));
    assert_eq!(told, ["0 Sekunden", "1 Sekunde", "1 Minute, 30 Sekunden", "2 Stunden", "1 Tag", "30 Tage", "1 Jahr, 6 Monate"]);
    assert_eq!([bounds(RefreshTokenTtl::BOUNDS), bounds(RetryWindow::BOUNDS)], ["1 minute to 10 years", "Up to 5 minutes"]);
    let told = in_german(|| [bounds(RefreshTokenTtl::BOUNDS), bounds(RetryWindow::BOUNDS)]);
    assert_eq!(told, ["1 Minute bis 10 Jahre", "Bis zu 5 Minuten"]);
}

#[test]
fn a_policy_is_told_as_the_domain_does_and_in_german() {
    let policy = TokenPolicy::default();
    for one in PolicyValue::all() {
        assert_eq!((hint(one), own_hint(one)), (one.hint(), one.own_hint()));
        assert_eq!(value(one, &policy), one.words(&policy));
        assert_eq!(value_within(one, &policy), one.words(&policy).to_lowercase());
        let typed = one.typed(&policy);
        assert_eq!(meaning(one, &typed), one.meaning(&typed));
        let told = in_german(|| hint(one));
        assert!(told != one.hint() && !told.contains('{'), "{told}");
    }
    let of = |name: &str| PolicyValue::all().find(|one| one.name == name).unwrap();
    let (ttl, idle) = (of("refresh_token_ttl"), of("refresh_token_idle_ttl"));
    let told = in_german(|| [value(ttl, &policy), value_within(ttl, &policy), value(idle, &policy), value_within(idle, &policy)]);
    assert_eq!(told, ["30 Tage", "30 Tage", "Keine", "keine Leerlaufgrenze"]);
    assert!(in_german(|| hint(of("access_token_ttl"))).starts_with("1 Minute bis 1 Tag; Standard: 1h."));
}

#[test]
fn what_a_template_sets_is_told_as_the_domain_does_and_in_german() {
    for setting in WorkspaceTemplate::all().iter().flat_map(WorkspaceTemplate::sets) {
        assert_eq!(template_setting(&setting), format!("{}: {}", setting.label, setting.value));
        assert!(catalog(Language::German).find_word(&setting.label).is_some(), "{}", setting.label);
    }
    let high: Vec<_> = WorkspaceTemplate::find("high_security").unwrap().sets();
    let told = in_german(|| high.iter().map(template_setting).collect::<Vec<_>>());
    for line in ["Lebensdauer des Refresh-Tokens: 1 Tag", "Format des Access-Tokens: Opak", "Signaturschlüssel rotieren alle: 30 Tage"] {
        assert!(told.iter().any(|setting| setting == line), "{told:#?}");
    }
}

#[test]
fn an_outcome_is_told_as_the_domain_does_and_in_german() {
    let refused = || Refused {
        error: "invalid_grant".to_owned(),
        reason: "refresh_token_expired".to_owned(),
        description: "The refresh token has expired.".to_owned(),
        advice: String::new(),
    };
    let outcomes = [
        Outcome::RefreshToken { grounds: Grounds::OfflineAccess },
        Outcome::RefreshToken { grounds: Grounds::LoginSession },
        Outcome::NoRefreshToken { conditions: vec![Condition::ClientGrant, Condition::Lifetime] },
        Outcome::Refused(refused()),
        Outcome::Unanswerable(refused()),
        Outcome::UserInactive,
    ];
    for one in &outcomes {
        assert_eq!(outcome(one), one.sentence());
        assert_ne!(in_german(|| outcome(one)), one.sentence());
    }
    for refused in [None, Some(refused())] {
        let one = RefreshExplanation { family_id: None, steps: Vec::new(), refused };
        assert_eq!(refresh_outcome(&one), one.sentence());
        assert_ne!(in_german(|| refresh_outcome(&one)), one.sentence());
    }
    let told = in_german(|| outcome(&outcomes[3]));
    assert_eq!(told, "Die Anfrage wird mit invalid_grant abgelehnt: Das Refresh-Token ist abgelaufen.");
    let conditions = [Condition::WorkspaceGrant, Condition::Lifetime];
    assert_eq!(failures(&conditions), domain::decision::failures(&conditions));
    let told = in_german(|| failures(&conditions));
    assert_eq!(told, "Der Arbeitsbereich erlaubt den Grant „Refresh-Token“ nicht, die Lebensdauer des Refresh-Tokens ist 0.");
}

#[test]
fn what_comes_as_text_is_told_in_german_and_what_people_typed_stays() {
    for (english, german) in [
        ("Auditor of Acme", "Prüfer (Acme)"),
        ("Owner of the installation", "Eigentümer (Installation)"),
        ("Deleted role of something deleted", "Gelöschte Rolle (etwas Gelöschtes)"),
        ("Head of Sales of Acme", "Head of Sales of Acme"),
    ] {
        assert_eq!(role_at(english), english);
        assert_eq!(in_german(|| role_at(english)), german);
    }
    assert_eq!(browser("Firefox on Linux"), "Firefox on Linux");
    assert_eq!(in_german(|| [browser("Firefox on Linux"), browser("curl")]), ["Firefox auf Linux", "curl"]);
    assert_eq!(in_german(|| [gone("Deleted role".to_owned()), gone("Users".to_owned())]), ["Gelöschte Rolle", "Users"]);
    assert_eq!(in_german(|| said("nothing of ours")), "nothing of ours");
}

#[test]
fn no_sentence_of_a_page_stands_in_its_source() {
    let mut code = Vec::new();
    for room in ["pages", "components", "layout", "form", "done", "islands", "ui"] {
        sources(&folder("src").join(room), &mut code);
    }
    let is_sentence = |literal: &str| {
        let mut words = literal.split(' ');
        let is_word = |word: &str| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let capital = words.next().is_some_and(|first| {
            first.starts_with(|letter: char| letter.is_ascii_uppercase()) && first[1..].bytes().all(|byte| byte.is_ascii_lowercase())
        });
        capital && words.next().is_some_and(is_word)
    };
    let said = |line: &&str| {
        let is_for_developers = ["//", "#["].iter().any(|begins| line.trim_start().starts_with(begins))
            || ["expect(", "reason =", "tracing::", "panic!"].iter().any(|way| line.contains(way));
        !is_for_developers && line.split('"').skip(1).step_by(2).any(is_sentence)
    };
    let found: Vec<&str> =
        code.iter().flat_map(|source| source.split("#[cfg(test)]").next().unwrap_or_default().lines().filter(said)).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_number_has_the_same_separators_in_a_text_and_by_itself() {
    for language in Language::ALL {
        let separator = Owner::new().with(|| {
            provide_context(language);
            crate::t!("ui-thousands")
        });
        assert_eq!(separator, language.thousands());
    }
}
