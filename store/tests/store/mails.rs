//! The queues of mail, on both databases.

use domain::id::MailId;
use engine::contract::{Failure, START, seeded, unique};
use store::{AskedBy, MailOf, MailQueue, NewMail, testing::TestStore};

fn mail() -> NewMail {
    NewMail { id: MailId::new(START, unique()), sealed: b"sealed".to_vec(), expires_at: START.plus_seconds(3600) }
}

#[tokio::test]
async fn both_queues_are_worked_off_in_the_same_way_and_apart() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let (store, workspace) = (fixture.store(), seeded(&fixture).await?.workspace);
        let (of_tenant, own) = (mail(), mail());
        let transaction = store.begin().await?;
        assert!(transaction.tenant(workspace.tenant_id).insert_mail(&of_tenant, Some(workspace.id), START).await?);
        assert!(transaction.insert_installation_mail(&own, AskedBy::Permitted, START).await?);
        transaction.commit().await?;
        let tenant = MailOf::Tenant(workspace.tenant_id, Some(workspace.id));
        for (queue, mail, of) in [(MailQueue::Tenants, &of_tenant, tenant), (MailQueue::Installation, &own, MailOf::Installation)] {
            let claim = async |now| store.claim_mail(queue, now, |_| START.plus_seconds(60)).await;
            let first = claim(START).await?.ok_or("one waits")?;
            assert_eq!((first.id, first.of, first.attempts, &first.sealed), (mail.id, of, 1, &mail.sealed));
            assert_eq!(claim(START).await?, None, "nobody else sends it meanwhile");
            let again = claim(START.plus_seconds(60)).await?.ok_or("it is tried again")?;
            assert_eq!((again.id, again.attempts), (mail.id, 2));
            let transaction = store.begin().await?;
            transaction.postpone_mails(of, START.plus_seconds(60), START.plus_seconds(120)).await?;
            transaction.commit().await?;
            assert_eq!(claim(START.plus_seconds(119)).await?, None);
            let transaction = store.begin().await?;
            transaction.delete_mail(&again).await?;
            transaction.commit().await?;
            assert_eq!(claim(START.plus_seconds(120)).await?, None, "it is gone");
        }
    }
    Ok(())
}

#[tokio::test]
async fn mail_that_anybody_asks_for_leaves_room_for_what_administrators_send() -> Result<(), Failure> {
    for fixture in TestStore::both().await? {
        let transaction = fixture.store().begin().await?;
        for _ in 0..800 {
            assert!(transaction.insert_installation_mail(&mail(), AskedBy::Anybody, START).await?);
        }
        assert!(!transaction.insert_installation_mail(&mail(), AskedBy::Anybody, START).await?);
        assert!(transaction.insert_installation_mail(&mail(), AskedBy::Permitted, START).await?);
        transaction.commit().await?;
    }
    Ok(())
}
