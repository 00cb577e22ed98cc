//! Statements about token events and audit lines.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::sync::Arc;

use domain::{
    audit::{AuditAction, AuditEvent, Change},
    audit_context::AuditContext,
    decision::{Condition, Grounds},
    family::RevocationReason,
    id::ApiTokenId,
    scope::Scopes,
    token_event::{RefusedAssertion, TokenEvent, TokenEventKind},
};

use tokio::task::JoinSet;

use super::{
    fixture::Fixture,
    given::{issued, store_family, two_workspaces},
    seed::{Failure, START},
};
use crate::storage::{Basis, EventStorage as _, Written};

pub async fn events_and_audit_lines_are_read_as_they_were_written<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let kinds = [
        TokenEventKind::Issued { grounds: Grounds::LoginSession },
        TokenEventKind::Refused {
            reason: "refresh_token_expired".to_owned(),
            assertion: Some(RefusedAssertion::kept("https://idp.example.com/", "email", Some("ada@example.com"))),
        },
        TokenEventKind::Withheld { conditions: Condition::ALL.to_vec() },
        TokenEventKind::ClientCredentials,
        TokenEventKind::Exchanged { subject_client: seed.other_client.client.id, actor: None },
        TokenEventKind::Exchanged { subject_client: seed.client.client.id, actor: Some(seed.user.user.id.to_string()) },
        TokenEventKind::Asserted { issuer: "https://idp.example.com".to_owned() },
        TokenEventKind::Rotated { generation: 7 },
        TokenEventKind::Retried { generation: 8 },
        TokenEventKind::Kept { generation: 0 },
        TokenEventKind::Reused { presented: 1, generation: 2_147_483_647 },
        TokenEventKind::Revoked { reason: RevocationReason::PasswordChanged },
    ];
    let family = seed.family()?;
    store_family(&*fixture, &seed, family.clone()).await?;
    let mut written = fixture.token_events(seed.workspace.id).await?;
    for kind in kinds {
        let of_family = issued(&family);
        let event = match kind {
            TokenEventKind::Withheld { .. } => TokenEvent { family_id: None, ..of_family },
            TokenEventKind::ClientCredentials => TokenEvent { family_id: None, user_id: None, ..of_family },
            TokenEventKind::Refused { .. } => TokenEvent { user_id: None, scopes: Scopes::none(), left_out: Scopes::none(), ..of_family },
            TokenEventKind::Rotated { .. } => TokenEvent { left_out: Scopes::none(), ..of_family },
            TokenEventKind::Retried { .. } => TokenEvent { left_out: Scopes::none(), scopes: "openid".parse()?, ..of_family },
            TokenEventKind::Kept { .. } => TokenEvent { left_out: Scopes::none(), scopes: Scopes::none(), ..of_family },
            _ => of_family,
        };
        let event = TokenEvent { kind, ..event };
        fixture.storage().record_event(event.clone()).await?;
        written.push(event);
    }
    assert_eq!(fixture.token_events(seed.workspace.id).await?, written);
    let mut lines = Vec::new();
    for action in AuditAction::ALL {
        let changes = vec![Change { field: "name".to_owned(), from: String::new(), to: "\"Ann\" — Ü".to_owned() }];
        let context = AuditContext {
            actor_id: Some(seed.client.client.id.as_uuid()),
            session: Some("0123456789abcdef".to_owned()),
            api_token: Some(ApiTokenId::new(START, [3; 10])),
            address: Some("2001:db8::7".parse()?),
            request_id: Some("r".to_owned()),
            permission: Some("clients.set".to_owned()),
            reason: Some("Stolen \"phone\"".to_owned()),
        };
        let line = AuditEvent { changes, context, ..seed.audit(*action, START) };
        fixture.storage().record_audit(line.clone()).await?;
        lines.push(line);
    }
    assert_eq!(fixture.audit_events(seed.workspace.id).await?, lines);
    assert!(fixture.token_events(other.workspace.id).await?.is_empty());
    Ok(())
}

pub async fn many_issues_are_recorded_at_once_each_by_its_own_basis<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let mut tasks = JoinSet::new();
    for number in 0..96 {
        let seed = if number % 3 == 0 { &other } else { &seed };
        let of_client = TokenEvent { family_id: None, user_id: None, ..issued(&seed.family()?) };
        let event = TokenEvent { kind: TokenEventKind::ClientCredentials, ..of_client };
        let mut basis = Basis::of_client(&seed.workspace, &seed.client.client);
        match number % 5 {
            0 => basis.workspace = basis.workspace.map(|(id, version)| (id, version + 1)),
            1 => basis.client = basis.client.map(|(id, version)| (id, version - 1)),
            _ => {}
        }
        let fixture = Arc::clone(&fixture);
        tasks.spawn(async move { (number, fixture.storage().record_issue(event.clone(), basis).await, event) });
    }
    let mut recorded = Vec::new();
    while let Some(written) = tasks.join_next().await {
        let (number, written, event) = written?;
        if number % 5 < 2 {
            assert_eq!(written?, Written::BasisChanged, "{number}");
        } else {
            assert_eq!(written?, Written::Done, "{number}");
            recorded.push(event);
        }
    }
    let found = [fixture.token_events(seed.workspace.id).await?, fixture.token_events(other.workspace.id).await?].concat();
    assert_eq!(found.len(), recorded.len());
    assert!(recorded.iter().all(|event| found.contains(event)));
    Ok(())
}
