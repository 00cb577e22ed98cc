//! Codes that are found with what their exchange rests on.

use std::sync::LazyLock;

use domain::{id::WorkspaceId, user::User};
use engine::storage::{AuthorizationCode, SecretHash, StoredCode};
use sea_orm::{FromQueryResult, QueryResult};
use serde_json::json;

use crate::{
    Error, Failure, Store,
    connection::Arrays,
    entity::{authorization_code, user},
    rows::{columns, hex, hex_of_uuid},
    shared::{Reads, Request, Unique},
};

static FIND: LazyLock<Reads> = LazyLock::new(|| {
    let (code, owner) = (columns::<authorization_code::Entity>("code"), columns::<user::Entity>("owner"));
    let found = format!(
        "{code}, {owner},
        (SELECT code.consent_begun_at IS NULL OR code.consent_begun_at = COALESCE(begun_at, given_at) FROM consents
            WHERE user_id = code.user_id AND client_id = code.client_id AND workspace_id = code.workspace_id) AS has_consent,
        (SELECT ended_at IS NULL FROM login_sessions
            WHERE id = code.login_session_id AND workspace_id = code.workspace_id) AS is_session_open"
    );
    Reads {
        // A subquery with a limit is not turned into a join that may be planned for other numbers of rows.
        postgres: format!(
            "SELECT asked.place - 1, {found}
            FROM unnest($1::bytea[], $2::uuid[]) WITH ORDINALITY AS asked (hash, workspace_id, place)
            CROSS JOIN LATERAL (SELECT * FROM authorization_codes
                WHERE hash = asked.hash AND workspace_id = asked.workspace_id LIMIT 1) AS code
            LEFT JOIN LATERAL (SELECT * FROM users
                WHERE id = code.user_id AND workspace_id = code.workspace_id AND deleted_at IS NULL LIMIT 1) AS owner ON true"
        ),
        sqlite: format!(
            "SELECT asked.key, {found}
            FROM json_each($1) AS asked
            CROSS JOIN authorization_codes AS code
                ON code.hash = unhex(asked.value ->> 0) AND code.workspace_id = unhex(asked.value ->> 1)
            LEFT JOIN users AS owner
                ON owner.id = code.user_id AND owner.workspace_id = code.workspace_id AND owner.deleted_at IS NULL"
        ),
    }
});

/// A code that is looked for.
pub(crate) struct FindCode {
    key: Unique,
    workspace: WorkspaceId,
    hash: SecretHash,
}

impl FindCode {
    /// Looks for the code of a workspace with this hash.
    pub(crate) fn new(workspace: WorkspaceId, hash: SecretHash) -> Self {
        Self { key: Unique::new(), workspace, hash }
    }
}

impl Request for FindCode {
    type Key = Unique;
    type Answer = Result<Option<StoredCode>, Error>;

    const NAME: &'static str = "shared code";
    const OPERATION: &'static str = "SELECT authorization_codes";
    const WRITES: bool = false;

    fn key(&self) -> Unique {
        self.key
    }

    async fn run(store: &Store, asked: &[&Self]) -> Result<Vec<Option<Self::Answer>>, Failure> {
        let arrays = || {
            let mut arrays = Arrays::default();
            arrays.add(asked, |code| code.hash.to_vec());
            arrays.add(asked, |code| code.workspace.as_uuid());
            arrays
        };
        let list = || asked.iter().map(|code| json!([hex(&code.hash), hex_of_uuid(code.workspace.as_uuid())])).collect();
        let mut found: Vec<_> = asked.iter().map(|_| Some(Ok(None))).collect();
        for (place, row) in FIND.rows(store, arrays, list).await? {
            if let Some(slot) = found.get_mut(place) {
                *slot = Some(stored(&row).map(Some));
            }
        }
        Ok(found)
    }
}

fn stored(row: &QueryResult) -> Result<StoredCode, Error> {
    Ok(StoredCode {
        code: AuthorizationCode::try_from(authorization_code::Model::from_query_result(row, "code")?)?,
        user: user::Model::from_query_result_optional(row, "owner")?.map(User::try_from).transpose()?,
        has_consent: row.try_get::<Option<bool>>("", "has_consent")?.unwrap_or_default(),
        is_session_open: row.try_get::<Option<bool>>("", "is_session_open")?.unwrap_or_default(),
    })
}
