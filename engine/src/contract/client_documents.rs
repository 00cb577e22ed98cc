//! Statements about clients that are known by a document.
#![expect(missing_docs, clippy::missing_panics_doc, reason = "a statement is what its name says, and panics where it does not hold")]

use std::{collections::BTreeSet, sync::Arc};

use domain::{
    audit::AuditAction,
    client::{Client, ClientSettings, ClientStatus, ClientType},
    client_document::{ClientDocument, ClientIdUrl},
    client_metadata::ClientAbout,
    clock::Timestamp,
    id::UserId,
    name::Name,
    workspace::Workspace,
};
use tokio::task::JoinSet;

use super::{
    fixture::Fixture,
    given::{code, consent, hash, join, session, two_workspaces},
    seed::{Failure, START, Seed},
};
use crate::{
    client_document::id_of_url,
    storage::{
        Adopted, Adoption, Basis, ClientDocumentStorage as _, ClientRecord, CodeOutcome, CodeStorage as _, Consent, ConsentStorage as _,
        Directory as _, DocumentRenewal, StorageError, UNUSED_GIVES_WAY_AFTER, Written,
    },
};

/// Returns the client of a document that nobody has agreed to yet.
fn client(seed: &Seed, number: usize) -> Result<Client, Failure> {
    let url = ClientIdUrl::parse(&format!("https://app.example.com/{number}.json")).ok_or("an address")?;
    Ok(Client {
        id: id_of_url(seed.workspace.id, &url),
        workspace_id: seed.workspace.id,
        created_at: START,
        version: 1,
        epoch: START.as_millis(),
        status: ClientStatus::Active,
        settings: ClientSettings::defaults(Name::parse("Notes")?, ClientType::SinglePage),
        document: Some(ClientDocument { url, read_at: START, about: ClientAbout::default() }),
        registered_itself: false,
    })
}

async fn adopt(fixture: &impl Fixture, seed: &Seed, client: &Client, most: u64) -> Result<Adopted, StorageError> {
    let user = UserId::new(START, [9; 10]);
    adopt_by(fixture, seed, client, (user, most, START)).await
}

async fn adopt_by(
    fixture: &impl Fixture,
    seed: &Seed,
    client: &Client,
    (user, most, at): (UserId, u64, Timestamp),
) -> Result<Adopted, StorageError> {
    let (audit, gives_way) = (seed.audit(AuditAction::ClientCreated, START), seed.audit(AuditAction::ClientDeleted, START));
    fixture.storage().adopt_client(&seed.workspace, Adoption { client: client.clone(), user, most, at, audit, gives_way }).await
}

async fn found(fixture: &impl Fixture, seed: &Seed, client: &Client) -> Result<Option<Client>, StorageError> {
    let found: Option<ClientRecord> = fixture.storage().find_client(seed.workspace.id, client.id).await?;
    Ok(found.map(|record| record.client))
}

pub async fn a_client_with_a_document_is_stored_once<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let new = client(&seed, 1)?;
    assert_eq!(found(&*fixture, &seed, &new).await?, None);
    assert_eq!(adopt(&*fixture, &seed, &new, 1).await?, Adopted::Stored);
    assert_eq!(found(&*fixture, &seed, &new).await?, Some(new.clone()));
    assert_eq!(found(&*fixture, &other, &new).await?, None);
    let later = Client { epoch: START.plus_seconds(1).as_millis(), ..new.clone() };
    assert_eq!(adopt(&*fixture, &seed, &later, 1).await?, Adopted::Stored, "it is there");
    assert_eq!(found(&*fixture, &seed, &new).await?, Some(new));
    assert_eq!(fixture.audit_events(seed.workspace.id).await?.len(), 1);
    Ok(())
}

pub async fn however_many_come_at_once_so_many_clients_have_documents<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let seed = Arc::new(seed);
    let mut all = JoinSet::new();
    for number in 0..8 {
        let (fixture, seed, new) = (Arc::clone(&fixture), Arc::clone(&seed), client(&seed, number)?);
        all.spawn(async move { adopt(&*fixture, &seed, &new, 3).await });
    }
    let mut stored = 0;
    while let Some(adopted) = all.join_next().await {
        stored += usize::from(adopted?? == Adopted::Stored);
    }
    assert_eq!(stored, 3);
    Ok(())
}

pub async fn what_nobody_uses_gives_way_and_no_user_has_all<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let alice = seed.user.user.id;
    let at = START.plus_seconds(2 * UNUSED_GIVES_WAY_AFTER);
    let ten: Vec<Client> = (0..10).map(|number| client(&seed, number)).collect::<Result<_, _>>()?;
    let [unused, used, third, .., last] = ten.as_slice() else { return Err("there are ten".into()) };
    let agree = async |to: &Client| {
        let consent = Consent { client_id: to.id, ..consent(&seed.family()?)? };
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(fixture.storage().save_consent(consent, Basis::default(), audit).await?, Written::Done);
        Ok::<_, Failure>(())
    };
    assert_eq!(adopt(&*fixture, &seed, unused, 2).await?, Adopted::Stored);
    assert_eq!(adopt(&*fixture, &seed, used, 2).await?, Adopted::Stored);
    agree(used).await?;
    assert_eq!(adopt(&*fixture, &seed, third, 2).await?, Adopted::Full, "they were made a moment ago");
    assert_eq!(adopt_by(&*fixture, &seed, third, (alice, 2, at)).await?, Adopted::Stored);
    assert_eq!(found(&*fixture, &seed, unused).await?, None);
    assert!(found(&*fixture, &seed, used).await?.is_some());
    agree(third).await?;
    assert_eq!(adopt_by(&*fixture, &seed, unused, (alice, 2, at)).await?, Adopted::Full, "somebody uses both");
    // However many there may be, one user has a part of them alone.
    for own in ten.iter().skip(3).take(3) {
        assert_eq!(adopt_by(&*fixture, &seed, own, (alice, 50, at)).await?, Adopted::Stored);
        agree(own).await?;
    }
    assert_eq!(adopt_by(&*fixture, &seed, last, (alice, 50, at)).await?, Adopted::Full);
    assert_eq!(adopt_by(&*fixture, &seed, last, (UserId::new(START, [8; 10]), 50, at)).await?, Adopted::Stored);
    Ok(())
}

pub async fn what_a_document_says_is_kept_in_the_version_that_was_read<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let new = client(&seed, 1)?;
    assert_eq!(adopt(&*fixture, &seed, &new, 9).await?, Adopted::Stored);
    let user = seed.user.user.id;
    for of in [new.id, seed.client.client.id] {
        let consent = Consent { client_id: of, ..consent(&seed.family()?)? };
        let audit = seed.audit(AuditAction::ConsentGiven, START);
        assert_eq!(storage.save_consent(consent, Basis::default(), audit).await?, Written::Done);
    }
    let consents = async || Ok::<_, StorageError>(storage.list_consents(seed.workspace.id, user).await?.len());
    let read_at = START.plus_seconds(7_200);
    let at = |client: &Client| client.document.clone().map(|document| ClientDocument { read_at, ..document });
    // Read again, and the same.
    let same = Client { document: at(&new), ..new.clone() };
    let renewal = DocumentRenewal { client: same.clone(), changed: None, forgets_consents: false, ends_sign_ins: false };
    assert_eq!(storage.renew_document(&seed.workspace, renewal).await?, Written::Done);
    assert_eq!((found(&*fixture, &seed, &new).await?, consents().await?), (Some(same.clone()), 2));
    // By other settings than those of the workspace, nothing is written.
    let later = Workspace { version: seed.workspace.version + 1, ..seed.workspace.clone() };
    let renewal = DocumentRenewal { client: same.clone(), changed: None, forgets_consents: true, ends_sign_ins: false };
    assert_eq!(storage.renew_document(&later, renewal).await?, Written::BasisChanged);
    assert_eq!(consents().await?, 2);
    // Another name.
    let settings = ClientSettings { name: Name::parse("Bank")?, ..new.settings.clone() };
    let changed = Some(seed.audit(AuditAction::ClientUpdated, START));
    let renewal = DocumentRenewal { client: Client { settings, ..same }, changed, forgets_consents: true, ends_sign_ins: false };
    assert_eq!(storage.renew_document(&seed.workspace, renewal.clone()).await?, Written::Done);
    let renamed = Client { version: 2, ..renewal.client.clone() };
    assert_eq!((found(&*fixture, &seed, &new).await?, consents().await?), (Some(renamed.clone()), 1), "the other client's stays");
    // By a version that is not there any more, nothing is written.
    assert_eq!(storage.renew_document(&seed.workspace, renewal).await?, Written::BasisChanged);
    assert_eq!(found(&*fixture, &seed, &new).await?, Some(renamed));
    Ok(())
}

pub async fn a_document_of_another_sector_ends_what_sign_ins_have_still_to_bring<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, _) = two_workspaces(&*fixture).await?;
    let storage = fixture.storage();
    let new = client(&seed, 1)?;
    assert_eq!(adopt(&*fixture, &seed, &new, 9).await?, Adopted::Stored);
    let login = session(&*fixture, &seed).await?;
    let mut codes = Vec::new();
    for client in [&new, &seed.client.client] {
        let basis = Basis::of_client(&seed.workspace, client).and_user(&seed.user.user);
        let family = seed.family_with(|family| {
            family.authorization.login_session_id = login;
            family.authorization.client_id = client.id;
        })?;
        let open = code(&seed, &family, hash());
        assert_eq!(storage.insert_code(open.clone(), basis).await?, Written::Done);
        codes.push(open.hash);
        assert_eq!(join(&*fixture, basis, &seed, family, None).await?, CodeOutcome::Redeemed);
    }
    let left = async || {
        let mut left = Vec::new();
        for hash in &codes {
            left.push(storage.find_code(seed.workspace.id, hash).await?.is_some());
        }
        let parts = fixture.session_clients(seed.workspace.id).await?;
        Ok::<_, Failure>((left, parts.into_iter().map(|part| part.client_id).collect::<BTreeSet<_>>()))
    };
    let renew = async |client: &Client, ends_sign_ins: bool| {
        let changed = Some(seed.audit(AuditAction::ClientUpdated, START));
        let renewal = DocumentRenewal { client: client.clone(), changed, forgets_consents: false, ends_sign_ins };
        storage.renew_document(&seed.workspace, renewal).await
    };
    assert_eq!(renew(&new, false).await?, Written::Done);
    assert_eq!(left().await?, (vec![true, true], [new.id, seed.client.client.id].into()));
    assert_eq!(renew(&Client { version: 2, ..new.clone() }, true).await?, Written::Done);
    assert_eq!(left().await?, (vec![false, true], [seed.client.client.id].into()), "nothing of the other client");
    Ok(())
}
