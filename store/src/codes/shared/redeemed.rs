//! Codes that are redeemed. A limit of families takes more than one statement, and so does any other outcome than the usual one: those are
//! tried by themselves.

use std::sync::LazyLock;

use domain::id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId};
use engine::storage::{Basis, CodeRedemption, SecretHash};
use sea_orm::{DbBackend, EntityTrait, Iterable, JsonValue, QueryResult};
use serde_json::json;

use crate::{
    Error, Failure, Store,
    connection::{Arrays, Step},
    entity::{authorization_code, session_client, token_event, token_family},
    read_back::kept_event,
    rows::{self, hex, hex_of_uuid, names, place, unnested, values_of},
    shared::{Asker, Request},
};

/// Redeems codes whose basis holds. Their rows are locked until the commit, and what somebody else holds is passed over: nobody waits for a
/// lock that another exchange is under. A subquery with a limit is not turned into a join that may be planned for other numbers of rows.
static REDEEM: LazyLock<String> = LazyLock::new(|| {
    format!(
        "\
WITH asked AS (
    SELECT * FROM unnest($1::bytea[], $2::uuid[], $3::bigint[], $4::uuid[], $5::bigint[], $6::uuid[], $7::bigint[], $8::uuid[],
                         $9::bigint[], $10::uuid[], $11::uuid[], $12::bigint[], $13::uuid[]) WITH ORDINALITY
        AS asked (hash, workspace_id, workspace_version, client_id, client_version, user_id, user_version, session_id,
                  at, family_id, access_token_id, access_token_expires_at, session_client_id, place)
), open AS (
    SELECT asked.* FROM asked
    CROSS JOIN LATERAL (SELECT 1 FROM workspaces
        WHERE id = asked.workspace_id AND version = asked.workspace_version LIMIT 1 FOR SHARE SKIP LOCKED) AS workspace
    CROSS JOIN LATERAL (SELECT 1 FROM clients
        WHERE id = asked.client_id AND version = asked.client_version LIMIT 1 FOR SHARE SKIP LOCKED) AS client
    CROSS JOIN LATERAL (SELECT 1 FROM users
        WHERE id = asked.user_id AND version = asked.user_version LIMIT 1 FOR SHARE SKIP LOCKED) AS owner
    LEFT JOIN LATERAL (SELECT true AS is_open FROM login_sessions
        WHERE id = asked.session_id AND ended_at IS NULL LIMIT 1 FOR SHARE SKIP LOCKED) AS session ON true
    CROSS JOIN LATERAL (SELECT 1 FROM authorization_codes
        WHERE hash = asked.hash AND workspace_id = asked.workspace_id AND redeemed_at IS NULL
        LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED) AS code
    WHERE asked.session_id IS NULL OR session.is_open
), redeemed AS (
    UPDATE authorization_codes AS code
    SET redeemed_at = open.at, redeemed_family_id = open.family_id, redeemed_access_token_id = open.access_token_id,
        redeemed_access_token_expires_at = open.access_token_expires_at
    FROM open WHERE code.hash = open.hash
), begun AS (
    INSERT INTO token_families ({families}) SELECT {of_begun} FROM {begun} JOIN open ON open.family_id = begun.id
), taken_part AS (
    INSERT INTO session_clients ({parts}) SELECT {of_joined} FROM {joined} JOIN open ON open.session_client_id = joined.id
    ORDER BY joined.login_session_id, joined.client_id
    ON CONFLICT (login_session_id, client_id) DO NOTHING
), recorded AS (
    INSERT INTO engine_events ({events}) SELECT {of_recorded} FROM {recorded} JOIN open ON open.place = recorded.place
)
SELECT place - 1 FROM open",
        families = names::<token_family::Entity>(""),
        of_begun = names::<token_family::Entity>("begun."),
        begun = unnested::<token_family::Entity>(PARAMETERS + 1, "begun"),
        events = names::<token_event::Entity>(""),
        of_recorded = names::<token_event::Entity>("recorded."),
        recorded = unnested::<token_event::Entity>(PARAMETERS + 1 + token_family::Column::iter().count(), "recorded"),
        parts = names::<session_client::Entity>(""),
        of_joined = names::<session_client::Entity>("joined."),
        joined = unnested::<session_client::Entity>(
            PARAMETERS + 1 + token_family::Column::iter().count() + token_event::Column::iter().count(),
            "joined"
        ),
    )
});

/// How many parameters of the statement come before those of the rows that it inserts.
const PARAMETERS: usize = 13;

/// The places of the codes that are open, and whose basis holds.
const READ: &str = "\
BEGIN IMMEDIATE;
SELECT asked.key FROM json_each($1) AS asked
WHERE EXISTS (SELECT 1 FROM workspaces WHERE id = unhex(asked.value ->> 1) AND version = asked.value ->> 2)
    AND EXISTS (SELECT 1 FROM clients WHERE id = unhex(asked.value ->> 3) AND version = asked.value ->> 4)
    AND EXISTS (SELECT 1 FROM users WHERE id = unhex(asked.value ->> 5) AND version = asked.value ->> 6)
    AND (asked.value ->> 7 IS NULL
        OR EXISTS (SELECT 1 FROM login_sessions WHERE id = unhex(asked.value ->> 7) AND ended_at IS NULL))
    AND EXISTS (SELECT 1 FROM authorization_codes
        WHERE hash = unhex(asked.value ->> 0) AND workspace_id = unhex(asked.value ->> 1) AND redeemed_at IS NULL)";

/// Redeems the codes of $1, and writes the families of $2, the events of $3 and the parts in sessions of $4.
static WRITE: LazyLock<String> = LazyLock::new(|| {
    format!(
        "\
UPDATE authorization_codes
SET redeemed_at = asked.value ->> 8, redeemed_family_id = unhex(asked.value ->> 9),
    redeemed_access_token_id = unhex(asked.value ->> 10), redeemed_access_token_expires_at = asked.value ->> 11
FROM json_each($1) AS asked WHERE authorization_codes.hash = unhex(asked.value ->> 0);
INSERT INTO token_families ({families}) SELECT {of_begun} FROM json_each($2);
INSERT INTO engine_events ({events}) SELECT {of_recorded} FROM json_each($3);
INSERT INTO session_clients ({parts}) SELECT {of_joined} FROM json_each($4) WHERE true ON CONFLICT (login_session_id, client_id) DO NOTHING;
COMMIT",
        families = names::<token_family::Entity>(""),
        of_begun = values_of::<token_family::Entity>("value"),
        events = names::<token_event::Entity>(""),
        of_recorded = values_of::<token_event::Entity>("value"),
        parts = names::<session_client::Entity>(""),
        of_joined = values_of::<session_client::Entity>("value"),
    )
});

/// A code that is redeemed.
pub(crate) struct RedeemCode {
    redemption: CodeRedemption,
    basis: UsersBasis,
}

/// The basis of a redemption.
#[derive(Clone, Copy)]
struct UsersBasis {
    workspace: (WorkspaceId, i64),
    client: (ClientId, i64),
    user: (UserId, i64),
    session: Option<LoginSessionId>,
}

impl RedeemCode {
    /// Returns the request, unless it takes more than one statement.
    pub(crate) fn new(redemption: &CodeRedemption) -> Option<Self> {
        let Basis { workspace: Some(workspace), client: Some(client), user: Some(user), session } = redemption.basis else { return None };
        let basis = UsersBasis { workspace, client, user, session };
        redemption.cap.is_none().then(|| Self { redemption: redemption.clone(), basis })
    }
}

impl Request for RedeemCode {
    type Key = SecretHash;
    type Answer = ();

    const NAME: &'static str = "shared exchange";
    const OPERATION: &'static str = "UPDATE authorization_codes";

    fn key(&self) -> SecretHash {
        self.redemption.hash
    }

    async fn run(store: &Store, asked: &[&Self]) -> Result<Vec<Option<()>>, Failure> {
        let places = match store.backend() {
            DbBackend::Postgres => redeem_on_postgres(store, asked).await?,
            _ => redeem_on_sqlite(store, asked).await?,
        };
        let mut redeemed: Vec<_> = asked.iter().map(|_| None).collect();
        for place in places {
            if let Some(slot) = redeemed.get_mut(place) {
                *slot = Some(());
            }
        }
        Ok(redeemed)
    }

    /// Where the answer was lost, what became of the exchange is read back.
    fn fail(self, store: &Store, failure: &Failure, to: Asker<()>) {
        if !failure.leaves_open() {
            return to.answer(Ok(None));
        }
        if !failure.is_lost() {
            return to.answer(Err(failure.clone().into()));
        }
        let (store, failure) = (store.clone(), failure.clone());
        tokio::spawn(async move {
            let code = authorization_code::Entity::find_by_id(self.redemption.hash.to_vec());
            let kept = kept_event(&store, code, self.redemption.event.id).await;
            to.answer(kept.map(|event| event.map(drop)).map_err(|_| failure.into()));
        });
    }
}

async fn redeem_on_postgres(store: &Store, asked: &[&RedeemCode]) -> Result<Vec<usize>, Failure> {
    let mut arrays = Arrays::default();
    arrays.add(asked, |code| code.redemption.hash.to_vec());
    arrays.add(asked, |code| code.redemption.workspace_id.as_uuid());
    arrays.add(asked, |code| code.basis.workspace.1);
    arrays.add(asked, |code| code.basis.client.0.as_uuid());
    arrays.add(asked, |code| code.basis.client.1);
    arrays.add(asked, |code| code.basis.user.0.as_uuid());
    arrays.add(asked, |code| code.basis.user.1);
    arrays.add(asked, |code| code.basis.session.map(LoginSessionId::as_uuid));
    arrays.add(asked, |code| code.redemption.redeemed.at.as_millis());
    arrays.add(asked, |code| code.redemption.redeemed.family_id.map(FamilyId::as_uuid));
    arrays.add(asked, |code| code.redemption.redeemed.access_token_id.map(AccessTokenId::as_uuid));
    arrays.add(asked, |code| code.redemption.redeemed.access_token_expires_at.as_millis());
    arrays.add(asked, |code| code.redemption.session_client.as_ref().map(|client| client.id.as_uuid()));
    arrays.add_rows(&families(asked));
    arrays.add_rows(&events(asked)?);
    arrays.add_rows(&session_clients(asked));
    let rows = store.query_alone(REDEEM.as_str(), &arrays).await?;
    rows.iter().map(|row| place(row).map_err(|error| Failure::unreadable(&error))).collect()
}

async fn redeem_on_sqlite(store: &Store, asked: &[&RedeemCode]) -> Result<Vec<usize>, Failure> {
    let all: Vec<_> = asked.iter().map(|code| looked_for(code)).collect();
    let read = Step::new(READ, vec![JsonValue::Array(all.clone()).to_string()]);
    let decide = |rows: Vec<QueryResult>| {
        let places: Vec<_> = rows.iter().map(place).collect::<Result<_, Error>>()?;
        let open: Vec<_> = places.iter().filter_map(|place| asked.get(*place).copied()).collect();
        if open.is_empty() {
            return Ok((places, None));
        }
        let lists = [
            places.iter().filter_map(|place| all.get(*place).cloned()).collect::<JsonValue>(),
            families(&open).iter().map(rows::json).collect(),
            events(&open)?.iter().map(rows::json).collect(),
            session_clients(&open).iter().map(rows::json).collect(),
        ];
        let parameters = lists.iter().map(JsonValue::to_string).collect();
        Ok((places, Some(Step::new(WRITE.as_str(), parameters))))
    };
    store.write_in_two_steps(read, decide).await
}

/// Returns the families that begin.
fn families(asked: &[&RedeemCode]) -> Vec<token_family::ActiveModel> {
    asked.iter().filter_map(|code| code.redemption.family.as_ref().map(token_family::row)).collect()
}

/// Returns the parts that clients have in sessions from now on.
fn session_clients(asked: &[&RedeemCode]) -> Vec<session_client::ActiveModel> {
    asked.iter().filter_map(|code| code.redemption.session_client.as_ref().map(session_client::row)).collect()
}

fn events(asked: &[&RedeemCode]) -> Result<Vec<token_event::ActiveModel>, Failure> {
    let rows = asked.iter().map(|code| token_event::row(code.redemption.event.clone()));
    rows.collect::<Result<_, Error>>().map_err(|error| Failure::unreadable(&error))
}

fn looked_for(code: &RedeemCode) -> JsonValue {
    let RedeemCode { redemption, basis } = code;
    let redeemed = &redemption.redeemed;
    json!([
        hex(&redemption.hash),
        hex_of_uuid(redemption.workspace_id.as_uuid()),
        basis.workspace.1,
        hex_of_uuid(basis.client.0.as_uuid()),
        basis.client.1,
        hex_of_uuid(basis.user.0.as_uuid()),
        basis.user.1,
        basis.session.map(|session| hex_of_uuid(session.as_uuid())),
        redeemed.at.as_millis(),
        redeemed.family_id.map(|family| hex_of_uuid(family.as_uuid())),
        redeemed.access_token_id.map(|token| hex_of_uuid(token.as_uuid())),
        redeemed.access_token_expires_at.as_millis(),
    ])
}
