//! What has become of access tokens and of what they came from, in shared statements.

use std::sync::LazyLock;

use domain::{
    id::{FamilyId, LoginSessionId, UserId},
    user::User,
};
use engine::{
    family::Family,
    storage::{TokenOrigin, TokenStanding},
};
use sea_orm::{FromQueryResult, QueryResult, prelude::Uuid};
use serde_json::json;

use crate::{
    Error, Failure, Store,
    connection::Arrays,
    entity::{token_family, user},
    rows::{columns, hex_of_uuid},
    shared::{Reads, Request, Unique},
};

static FIND: LazyLock<Reads> = LazyLock::new(|| {
    let (owner, family) = (columns::<user::Entity>("owner"), columns::<token_family::Entity>("family"));
    Reads {
        // A subquery with a limit is not turned into a join that may be planned for other numbers of rows.
        postgres: format!(
            "SELECT asked.place - 1, {owner}, {family},
                (SELECT true FROM denied_access_tokens WHERE id = asked.token_id AND workspace_id = asked.workspace_id) AS is_denied,
                (SELECT ended_at IS NULL FROM login_sessions
                    WHERE id = asked.session_id AND workspace_id = asked.workspace_id) AS is_session_open
            FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[]) WITH ORDINALITY
                AS asked (workspace_id, token_id, user_id, session_id, family_id, place)
            LEFT JOIN LATERAL (SELECT * FROM users
                WHERE id = asked.user_id AND workspace_id = asked.workspace_id AND deleted_at IS NULL LIMIT 1) AS owner ON true
            LEFT JOIN LATERAL (SELECT * FROM token_families
                WHERE id = asked.family_id AND workspace_id = asked.workspace_id LIMIT 1) AS family ON true"
        ),
        sqlite: format!(
            "SELECT asked.key, {owner}, {family},
                (SELECT true FROM denied_access_tokens
                    WHERE id = unhex(asked.value ->> 1) AND workspace_id = unhex(asked.value ->> 0)) AS is_denied,
                (SELECT ended_at IS NULL FROM login_sessions
                    WHERE id = unhex(asked.value ->> 3) AND workspace_id = unhex(asked.value ->> 0)) AS is_session_open
            FROM json_each($1) AS asked
            LEFT JOIN users AS owner
                ON owner.id = unhex(asked.value ->> 2) AND owner.workspace_id = unhex(asked.value ->> 0) AND owner.deleted_at IS NULL
            LEFT JOIN token_families AS family
                ON family.id = unhex(asked.value ->> 4) AND family.workspace_id = unhex(asked.value ->> 0)"
        ),
    }
});

/// An access token that is asked about.
pub(crate) struct FindStanding {
    key: Unique,
    origin: TokenOrigin,
}

impl FindStanding {
    /// Asks about a token of this origin.
    pub(crate) fn new(origin: TokenOrigin) -> Self {
        Self { key: Unique::new(), origin }
    }

    /// Returns the workspace, the token, the user, the login session and the family.
    fn ids(&self) -> [Option<Uuid>; 5] {
        let TokenOrigin { workspace_id, token_id, user_id, session_id, family_id } = self.origin;
        [
            Some(workspace_id.as_uuid()),
            Some(token_id.as_uuid()),
            user_id.map(UserId::as_uuid),
            session_id.map(LoginSessionId::as_uuid),
            family_id.map(FamilyId::as_uuid),
        ]
    }
}

impl Request for FindStanding {
    type Key = Unique;
    type Answer = Result<TokenStanding, Error>;

    const NAME: &'static str = "shared token";
    const OPERATION: &'static str = "SELECT token_families";
    const WRITES: bool = false;

    fn key(&self) -> Unique {
        self.key
    }

    async fn run(store: &Store, asked: &[&Self]) -> Result<Vec<Option<Self::Answer>>, Failure> {
        let arrays = || {
            let mut arrays = Arrays::default();
            for nth in 0..5 {
                arrays.add(asked, |token| token.ids().get(nth).copied().flatten());
            }
            arrays
        };
        let list = || asked.iter().map(|token| json!(token.ids().map(|id| id.map(hex_of_uuid)))).collect();
        let mut found: Vec<_> = asked.iter().map(|_| None).collect();
        for (place, row) in FIND.rows(store, arrays, list).await? {
            if let Some(slot) = found.get_mut(place) {
                *slot = Some(standing(&row));
            }
        }
        Ok(found)
    }
}

fn standing(row: &QueryResult) -> Result<TokenStanding, Error> {
    let family = token_family::Model::from_query_result_optional(row, "family")?.map(Family::try_from).transpose()?;
    Ok(TokenStanding {
        is_denied: row.try_get::<Option<bool>>("", "is_denied")?.unwrap_or_default(),
        user: user::Model::from_query_result_optional(row, "owner")?.map(User::try_from).transpose()?,
        is_session_open: row.try_get::<Option<bool>>("", "is_session_open")?.unwrap_or_default(),
        position: family.map(|family| family.position),
    })
}
