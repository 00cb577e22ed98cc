//! Issuers whose assertions a workspace takes: which there can be, who says so, and what is told of it.

use std::collections::BTreeSet;

use control::{Error, FieldError};
use domain::{
    audit::AuditAction,
    client::ClientType,
    client_keys::JwkSet,
    client_uri::JwksUri,
    clock::Timestamp,
    id::ClientId,
    name::Slug,
    problem::Problem,
    scope::Scope,
    trusted_issuer::{AssertionIssuer, AssertionKind, ClaimName, IssuerKeys, MOST_ISSUERS, SubjectMatch, TrustedIssuer, TrustedIssuers},
    view::{NewWorkspace, WorkspaceStart},
    workspace::{Workspace, WorkspaceSettings},
};

use crate::installation::{TestControl, on_both_databases};

/// An issuer for every client, whose assertions grant what every workspace has.
pub(crate) fn trusted_issuer(id: &str) -> TrustedIssuer {
    TrustedIssuer {
        id: Slug::parse(id).unwrap(),
        issuer: AssertionIssuer::parse(&format!("https://{id}.example.com")).unwrap(),
        enabled: true,
        keys: IssuerKeys::JwksUri(JwksUri::parse("https://idp.example.com/keys").unwrap()),
        algorithms: TrustedIssuer::usual_algorithms(),
        kinds: TrustedIssuer::usual_kinds(),
        any_client: true,
        clients: BTreeSet::new(),
        subject_claim: ClaimName::default(),
        subject_match: SubjectMatch::UserId,
        scopes: "openid profile".parse().unwrap(),
        assertion_ttl: TrustedIssuer::USUAL_TTL,
        access_token_ttl: None,
    }
}

fn these<const N: usize>(issuers: [TrustedIssuer; N]) -> TrustedIssuers {
    issuers.into_iter().collect()
}

async fn set(installation: &TestControl, issuers: TrustedIssuers) -> Result<Workspace, Error> {
    let (operator, path) = (installation.operator(), &installation.path);
    let version = operator.load_workspace(path).await.unwrap().version;
    operator.set_trusted_issuers(path, version, issuers).await
}

fn problems(saved: Result<Workspace, Error>) -> Vec<(&'static str, Problem)> {
    match saved {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|FieldError { field, problem }| (field, problem)).collect(),
        other => panic!("{other:?}"),
    }
}

on_both_databases! {
    async fn issuers_are_trusted_for_clients_and_scopes_that_are_there(installation) {
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let nobody = ClientId::new(Timestamp::from_millis(0), [9; 10]);
        let for_clients = |clients: &[ClientId]| TrustedIssuer {
            any_client: false,
            clients: clients.iter().copied().collect(),
            ..trusted_issuer("idp")
        };
        assert_eq!(problems(set(&installation, these([for_clients(&[client.id, nobody])])).await), [("clients", Problem::UnknownClient)]);
        let granting = TrustedIssuer { scopes: [Scope::parse("orders").unwrap()].into_iter().collect(), ..trusted_issuer("idp") };
        assert_eq!(problems(set(&installation, these([granting])).await), [("scopes", Problem::UnknownScope)]);
        let saved = set(&installation, these([for_clients(&[client.id])])).await.unwrap();
        assert_eq!(saved.trusted_issuers, these([for_clients(&[client.id])]));
        let read = installation.operator().load_workspace(&installation.path).await.unwrap();
        assert_eq!(read, saved);

        // A client that is gone stays in the list, and counts for nothing.
        installation.operator().delete_client(&installation.path, client.id, client.version).await.unwrap();
        let off = TrustedIssuer { enabled: false, ..for_clients(&[client.id]) };
        assert!(set(&installation, these([off])).await.is_ok());
    }

    async fn issuers_are_bounded_and_their_keys_are_on_their_curve(installation) {
        let many = (0..=MOST_ISSUERS).map(|number| trusted_issuer(&format!("idp-{number}"))).collect();
        assert_eq!(problems(set(&installation, many).await), [("trusted_issuers", Problem::TooMany { most: MOST_ISSUERS })]);
        // The point of RFC 7517 appendix A.1 with another y.
        let off_curve = r#"{"keys":[{"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4","y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyQ"}]}"#;
        let unsound = TrustedIssuer { keys: IssuerKeys::Jwks(JwkSet::parse(off_curve).unwrap()), ..trusted_issuer("idp") };
        assert_eq!(problems(set(&installation, these([unsound])).await)[0].0, "jwks");
        let by_address = TrustedIssuer { subject_match: SubjectMatch::VerifiedEmail, ..trusted_issuer("idp") };
        assert_eq!(problems(set(&installation, these([by_address])).await), [("subject_claim", Problem::EmailClaim)]);
        let none = TrustedIssuer { kinds: BTreeSet::new(), ..trusted_issuer("idp") };
        assert_eq!(problems(set(&installation, these([none])).await), [("assertion_kinds", Problem::NothingChosen)]);
    }

    async fn each_issuer_that_is_trusted_changed_or_removed_has_its_line(installation) {
        let (one, other) = (trusted_issuer("one"), trusted_issuer("other"));
        set(&installation, these([one.clone(), other.clone()])).await.unwrap();
        let both = TrustedIssuer { kinds: BTreeSet::from(AssertionKind::ALL), ..other.clone() };
        set(&installation, these([both.clone()])).await.unwrap();
        let same = set(&installation, these([both])).await.unwrap();
        let lines: Vec<_> = installation
            .operator()
            .list_changes_of(&installation.path, &same.id.to_string())
            .await
            .unwrap()
            .into_iter()
            .filter(|line| line.target == "one" || line.target == "other")
            .map(|line| (line.action, line.target))
            .collect();
        let named = |action, target: &str| (action, target.to_owned());
        assert!(lines.contains(&named(AuditAction::TrustedIssuerRemoved, "one")), "{lines:?}");
        assert!(lines.contains(&named(AuditAction::TrustedIssuerUpdated, "other")), "{lines:?}");
        assert!(lines.contains(&named(AuditAction::TrustedIssuerAdded, "one")), "{lines:?}");
        assert_eq!(lines.len(), 4, "{lines:?}");
    }

    async fn a_copy_of_a_workspace_trusts_nobody_and_a_new_one_is_checked_like_any(installation) {
        set(&installation, these([trusted_issuer("idp")])).await.unwrap();
        let (operator, path) = (installation.operator(), &installation.path);
        let new = NewWorkspace { name: "Copy".to_owned(), slug: "copy".to_owned() };
        let copy = operator.create_workspace(&path.tenant, (new, WorkspaceStart::CopyOf(path.workspace.to_string()))).await.unwrap();
        assert!(copy.trusted_issuers.is_empty());
        let settings = |issuer| WorkspaceSettings { trusted_issuers: these([issuer]), ..copy.settings() };
        let unknown = TrustedIssuer { clients: [ClientId::new(Timestamp::from_millis(0), [9; 10])].into(), ..trusted_issuer("idp") };
        let made = operator.add_workspace(&path.tenant, Slug::parse("third").unwrap(), settings(unknown)).await;
        assert_eq!(problems(made), [("clients", Problem::UnknownClient)]);
        let made = operator.add_workspace(&path.tenant, Slug::parse("third").unwrap(), settings(trusted_issuer("idp"))).await.unwrap();
        assert_eq!(made.trusted_issuers, these([trusted_issuer("idp")]));
    }
}
