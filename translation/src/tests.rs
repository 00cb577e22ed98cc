//! Everything that the domain and the engine say is there in German, with its values, and in English as they say it.

use std::collections::BTreeSet;

use domain::{
    administrator::AdministratorStatus,
    audit::AuditAction,
    audit_group::AuditGroup,
    client::ClientType,
    clock::Timestamp,
    decision::{Condition, Grounds},
    explanation::{Check, Outcome, RefreshExplanation, Refused, Remark, Switch},
    family::{DELETED_USER, EndRule, RevocationReason},
    fapi::{Clause, Document, Standing},
    fetch_failure::FetchFailure,
    grant_type::GrantType,
    id::ClientId,
    job::Task,
    lifetime::{self, LifetimeError, RefreshTokenTtl},
    logout::NO_TOKEN,
    mail::MailTls,
    permission::Action,
    policy::{LimitRule, PolicyValue, RetryWindow, Rotation, TokenPolicy, ValueKind},
    problem::Problem,
    readiness::{Asked, Missing},
    role::BuiltInRole,
    search::FoundKind,
    service,
    settings::{
        authorization::AuthorizationSettings, client_documents::DocumentMode, registration::RegistrationMode, sign_in::PasswordStrength,
        tokens::AccessTokenFormat,
    },
    signing::SigningAlgorithm,
    signing_key::{KeyState, PUBLICATION},
    trusted_issuer::{AssertionKind, SubjectMatch},
    view::{DecisionOutcome, FamilyFilter},
    workspace_template::WorkspaceTemplate,
};
use engine::{Refusal, endpoint::authorize::Unanswerable};
use serde::de::DeserializeOwned;
use serde_json::{Value as Json, json};

use crate::{
    Language::{self, English, German},
    sentences::TEXTS,
    testing::{self, arguments, german_words, messages},
};

/// The folder of this crate.
const FOLDER: &str = env!("CARGO_MANIFEST_DIR");

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
                "violation": "idle_longer_than_absolute", "first": client, "member": "redirect_uris",
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
    let german = messages(FOLDER, German, "words").unwrap();
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
        let (code, values) = German.message(&one);
        let id = format!("words-problem-{code}");
        let text = german.get(&id).unwrap_or_else(|| panic!("{one:?}: there is no {id}"));
        assert_eq!(arguments(text), values.iter().map(|(name, _)| *name).collect::<BTreeSet<_>>(), "{id}");
        let (_, errors) = TEXTS.try_find(German, &id, values).unwrap();
        assert!(errors.is_empty(), "{id}: {errors:?}");
        assert_eq!(English.problem(&one), one.sentence(), "in English it is the domain's");
        assert_ne!(German.problem(&one), one.sentence(), "{id}");
        told.insert(id);
    }
    let in_vain: Vec<_> = german.keys().filter(|id| id.starts_with("words-problem-") && !told.contains(*id)).collect();
    assert!(in_vain.is_empty(), "no such problem: {in_vain:?}");
}

#[test]
fn a_problem_within_another_is_told_in_german_too() {
    let line = Problem::RedirectUri { line: 1, problem: domain::redirect_uri::RedirectUriError::Fragment };
    assert_eq!(German.problem(&line), "Zeile 2: Eine Redirect-URI hat kein Fragment (keinen #-Teil).");
    let too_long = Problem::from(RefreshTokenTtl::parse("11y").unwrap_err());
    assert_eq!(German.problem(&too_long), "Erlaubt sind 1 Minute bis 10 Jahre.");
    let attempts = Problem::TooManyAttempts { seconds: 90 };
    assert_eq!(
        German.problem(&attempts),
        "Zu viele Versuche sind fehlgeschlagen. Warten Sie 1 Minute, 30 Sekunden und versuchen Sie es dann erneut."
    );
}

#[test]
fn each_word_of_the_domain_is_there_in_german() {
    let mut words: Vec<&'static str> =
        vec![DELETED_USER, NO_TOKEN, Missing::RedirectUri.words(), Task::RevokeFamilies(FamilyFilter::default()).label()];
    words.extend(Asked::ALL.map(|asked| Missing::Asked(asked).words()));
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
    words.extend(RegistrationMode::ALL.iter().flat_map(|mode| [mode.label(), mode.description()]));
    words.extend(DocumentMode::ALL.iter().flat_map(|mode| [mode.label(), mode.description()]));
    words.extend(AssertionKind::ALL.map(AssertionKind::label));
    words.extend(SubjectMatch::ALL.map(SubjectMatch::label));
    words.extend(AccessTokenFormat::ALL.iter().flat_map(|format| [format.label(), format.description()]));
    words.extend(SigningAlgorithm::ALL.map(SigningAlgorithm::description));
    words.extend(FoundKind::ALL.iter().map(|kind| kind.label()));
    words.extend(DecisionOutcome::ALL.map(DecisionOutcome::label));
    let at = Timestamp::from_millis(0);
    let states = [KeyState::Next, KeyState::Current { since: at }, KeyState::Retired { since: at, at }, KeyState::Revoked { at }];
    words.extend(states.map(KeyState::label));
    words.extend(Clause::ALL.iter().map(|clause| clause.asks()));
    words.extend([Standing::Always, Standing::Holds, Standing::Fails].map(Standing::label));
    words.extend(Document::ALL.map(Document::title));
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
    let said = |refusal: &Refusal| [refusal.description(), refusal.finding(), refusal.instruction(), refusal.public().advice()];
    words.extend(Refusal::ALL.iter().flat_map(said));
    let mut strict = AuthorizationSettings::default();
    (strict.require_pushed_authorization_requests, strict.require_signed_request_object) = (true, true);
    strict.security.require_strict_client_jwts = true;
    words.extend(Refusal::ALL.iter().map(|refusal| refusal.instruction_in(&strict)));
    words.extend(Refusal::ALL.iter().flat_map(|refusal| [0, 2].map(|redirect_uris| refusal.instruction_with(redirect_uris))));
    let mut told: Vec<String> = words.into_iter().map(str::to_owned).collect();
    told.extend(UNANSWERABLE.map(|unanswerable| unanswerable.to_string()));
    for (_, name, scopes) in service::defaults() {
        told.push(name.to_owned());
        told.extend(scopes.iter().flat_map(|scope| [scope.display_name.to_string(), scope.description.to_string()]));
    }
    let missing: BTreeSet<_> = told.into_iter().filter(|word| !word.is_empty() && German.find_word(word).is_none()).collect();
    assert!(missing.is_empty(), "not in words.yaml: {missing:#?}");
}

/// Why a request cannot be answered to its client.
const UNANSWERABLE: [Unanswerable; 14] = [
    Unanswerable::Malformed,
    Unanswerable::NoClient,
    Unanswerable::Client,
    Unanswerable::UntakenDocument,
    Unanswerable::UnavailableDocument,
    Unanswerable::UnfitDocument,
    Unanswerable::TooManyDocuments,
    Unanswerable::NoRedirectUri,
    Unanswerable::UnnamedRedirectUri,
    Unanswerable::RedirectUri,
    Unanswerable::UnknownRequestUri,
    Unanswerable::ForeignRequestUri,
    Unanswerable::UsedRequestUri,
    Unanswerable::ExpiredRequestUri,
];

/// The checks but those of the conditions.
const CHECKS: [Check; 25] = [
    Check::Form,
    Check::PushedRequest,
    Check::RedirectUri,
    Check::RequestObject,
    Check::Way,
    Check::ResponseType,
    Check::ClientAuthentication,
    Check::Parameters,
    Check::CodeChallenge,
    Check::Scopes,
    Check::Resources,
    Check::AuthorizationDetails,
    Check::IdTokenHint,
    Check::SignIn,
    Check::Consent,
    Check::Key,
    Check::Certificate,
    Check::ClientKeys,
    Check::MutualTls,
    Check::OwnGrantAllowed,
    Check::OwnGrant,
    Check::UserActive,
    Check::StillOffline,
    Check::StillWithout,
    Check::Family,
];

#[test]
fn words_that_the_domain_does_not_have_are_in_both_languages() {
    let [english, german] = Language::ALL.map(|language| messages(FOLDER, language, "words").unwrap());
    for (id, message) in english {
        assert_eq!(Some(arguments(&message)), german.get(&id).map(|own| arguments(own)), "{id}");
    }
}

#[test]
fn a_duration_is_told_in_both_languages() {
    const DAY: i64 = 24 * 3600;
    let year_and_half = (365 + 6 * 30) * DAY;
    for seconds in [0, 1, 59, 60, 90, 3600, DAY, 30 * DAY, 364 * DAY, 365 * DAY, year_and_half] {
        assert_eq!(English.duration(seconds), lifetime::words(seconds));
    }
    let told = [0, 1, 90, 2 * 3600, DAY, 30 * DAY, year_and_half].map(|seconds| German.duration(seconds));
    assert_eq!(told, ["0 Sekunden", "1 Sekunde", "1 Minute, 30 Sekunden", "2 Stunden", "1 Tag", "30 Tage", "1 Jahr, 6 Monate"]);
    let bounds = |language: Language| [language.bounds(RefreshTokenTtl::BOUNDS), language.bounds(RetryWindow::BOUNDS)];
    assert_eq!(bounds(English), ["1 minute to 10 years", "Up to 5 minutes"]);
    assert_eq!(bounds(German), ["1 Minute bis 10 Jahre", "Bis zu 5 Minuten"]);
}

#[test]
fn a_policy_is_told_as_the_domain_does_and_in_german() {
    let policy = TokenPolicy::default();
    for one in PolicyValue::all() {
        assert_eq!((English.hint(one), English.own_hint(one)), (one.hint(), one.own_hint()));
        assert_eq!(English.value(one, &policy), one.words(&policy));
        assert_eq!(English.value_within(one, &policy), one.words(&policy).to_lowercase());
        let typed = one.typed(&policy);
        assert_eq!(English.meaning(one, &typed), one.meaning(&typed));
        let told = German.hint(one);
        assert!(told != one.hint() && !told.contains('{'), "{told}");
    }
    let of = |name: &str| PolicyValue::all().find(|one| one.name == name).unwrap();
    let (ttl, idle) = (of("refresh_token_ttl"), of("refresh_token_idle_ttl"));
    let told = [ttl, idle].map(|one| [German.value(one, &policy), German.value_within(one, &policy)]).concat();
    assert_eq!(told, ["30 Tage", "30 Tage", "Keine", "keine Leerlaufgrenze"]);
    assert!(German.hint(of("access_token_ttl")).starts_with("1 Minute bis 1 Tag; Standard: 1h."));
}

#[test]
fn what_a_template_sets_is_told_as_the_domain_does_and_in_german() {
    for setting in WorkspaceTemplate::all().iter().flat_map(WorkspaceTemplate::sets) {
        assert_eq!(English.template_setting(&setting), format!("{}: {}", setting.label, setting.value));
        assert!(German.find_word(&setting.label).is_some(), "{}", setting.label);
    }
    let high: Vec<_> = WorkspaceTemplate::find("high_security").unwrap().sets();
    let told: Vec<_> = high.iter().map(|setting| German.template_setting(setting)).collect();
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
        place: Some("authorization_details/0".to_owned()),
    };
    let outcomes = [
        Outcome::RefreshToken { grounds: Grounds::OfflineAccess },
        Outcome::RefreshToken { grounds: Grounds::LoginSession },
        Outcome::NoRefreshToken { conditions: vec![Condition::ClientGrant, Condition::Lifetime] },
        Outcome::AccessToken,
        Outcome::Refused(refused()),
        Outcome::Unanswerable(refused()),
        Outcome::UserInactive,
    ];
    for one in &outcomes {
        assert_eq!(English.outcome(one), one.sentence());
        assert_ne!(German.outcome(one), one.sentence());
    }
    for refused in [None, Some(refused())] {
        let one = RefreshExplanation { family_id: None, steps: Vec::new(), refused };
        assert_eq!(English.refresh_outcome(&one), one.sentence());
        assert_ne!(German.refresh_outcome(&one), one.sentence());
    }
    let told = German.outcome(&outcomes[4]);
    assert_eq!(told, "Die Anfrage wird mit invalid_grant abgelehnt: Das Refresh-Token ist abgelaufen. (authorization_details/0)");
    let conditions = [Condition::WorkspaceGrant, Condition::Lifetime];
    assert_eq!(English.failures(&conditions), domain::decision::failures(&conditions));
    let told = German.failures(&conditions);
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
        assert_eq!([English.role_at(english), German.role_at(english)], [english, german]);
    }
    // As the log has them.
    let logged = "auditor of Acme › Shop";
    assert_eq!([English.role_at(logged), German.role_at(logged)], ["Auditor of Acme › Shop", "Prüfer (Acme › Shop)"]);
    assert_eq!([German.role("auditor"), German.role("Head of Sales")], ["Prüfer", "Head of Sales"]);
    assert_eq!(English.browser("Firefox on Linux"), "Firefox on Linux");
    assert_eq!([German.browser("Firefox on Linux"), German.browser("curl")], ["Firefox auf Linux", "curl"]);
    assert_eq!(German.browser("https://idp.example.com"), "Kein Browser: eine Assertion von https://idp.example.com");
    let owners = ["Shop · alice", "Shop · deleted user", "deleted user 7"].map(|named| German.of_user(named));
    assert_eq!(owners, ["Shop · alice", "Shop · gelöschter Benutzer", "gelöschter Benutzer 7"]);
    assert_eq!([German.gone("Deleted role".to_owned()), German.gone("Users".to_owned())], ["Gelöschte Rolle", "Users"]);
    assert_eq!([German.level("the installation".to_owned()), German.level("Users".to_owned())], ["Installation", "Users"]);
    assert_eq!([German.said_if_ours("the installation"), German.said_if_ours("nothing of ours")], ["Installation", "nothing of ours"]);
}

#[test]
fn a_scope_of_every_workspace_is_told_in_german_and_others_as_they_were_typed() {
    for (kind, name, scopes) in service::defaults() {
        assert_eq!((English.service(kind, name), English.service(kind, "Mine")), (name.to_owned(), "Mine".to_owned()));
        for scope in scopes {
            let (id, name, text) = (scope.scope.as_str(), scope.display_name.as_str(), scope.description.as_str());
            assert_eq!([English.of_scope(id, name), English.of_scope(id, text)], [name, text]);
            assert_ne!(German.of_scope(id, text), text);
        }
    }
    let told = ["See your e-mail address", "Mail"].map(|text| German.of_scope("email", text));
    assert_eq!(told, ["Ihre E-Mail-Adresse sehen", "Mail"]);
    assert_eq!(German.of_scope("orders.read", "See your e-mail address"), "See your e-mail address", "somebody typed that");
}

#[test]
fn a_failure_of_somebody_elses_server_is_told_in_german() {
    let german = messages(FOLDER, German, "words").unwrap();
    let failures = [
        FetchFailure::Status(500),
        FetchFailure::SecretSealed,
        FetchFailure::Certificates,
        FetchFailure::Address,
        FetchFailure::Plain,
        FetchFailure::Private("10.0.0.1".parse().unwrap()),
        FetchFailure::Unresolved("no such host".to_owned()),
        FetchFailure::Unreachable("refused".to_owned()),
        FetchFailure::Late,
        FetchFailure::Unreadable("it ended early".to_owned()),
        FetchFailure::Elsewhere,
        FetchFailure::Redirects,
    ];
    for failure in &failures {
        let (kept, id) = (failure.to_string(), format!("words-fetch-{}", failure.code().replace('_', "-")));
        assert!(german.contains_key(&id), "{id}");
        assert_eq!(English.fetch_failure(&kept), kept);
        let told = German.fetch_failure(&kept);
        assert!(told != kept && !told.contains('$'), "{told}");
    }
    let there = german.keys().filter(|id| id.starts_with("words-fetch-")).count();
    assert_eq!(there, failures.len());
    assert_eq!(German.fetch_failure("it was answered with status 500"), "die Antwort hat den Status 500");
}

#[test]
fn the_files_are_read_as_they_are_meant() {
    assert_eq!(testing::files(FOLDER, &TEXTS).unwrap(), [""; 0]);
    for (english, german) in german_words() {
        assert!(!english.trim().is_empty() && !german.trim().is_empty(), "{english:?}: {german:?}");
        assert_eq!(testing::terms(german), [""; 0]);
    }
}

#[test]
fn what_has_no_german_is_noted() {
    let sentence = "There is no German for this sentence of a test.";
    assert_eq!(German.said(sentence), sentence);
    assert!(testing::untranslated().iter().any(|noted| noted == sentence));
    let others = ["", "And none for this one, of which nobody asks."];
    assert_eq!([English.said(others[1]), German.said(others[0])], [others[1], others[0]]);
    assert!(testing::untranslated().iter().all(|noted| !others.contains(&noted.as_str())));
}
