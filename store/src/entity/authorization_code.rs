//! `authorization_codes`

use domain::{
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId, UserId, WorkspaceId},
};
use engine::storage::{AuthorizationCode, Redeemed};
use sea_orm::{Set, entity::prelude::*};

use crate::{
    Error,
    column::{Column as In, details_text, sector_text},
    granted_claims, sign_in_method,
};

#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "authorization_codes")]
pub struct Model {
    /// A hash of the code, which is not stored itself.
    #[sea_orm(primary_key, auto_increment = false, column_type = "Blob")]
    pub hash: Vec<u8>,
    pub workspace_id: Uuid,
    pub client_id: Uuid,
    pub user_id: Uuid,
    pub login_session_id: Uuid,
    pub redirect_uri: String,
    pub redirect_uri_named: bool,
    pub scopes: String,
    pub left_out: String,
    pub offline_consented: bool,
    pub offline_requested: bool,
    pub nonce: Option<String>,
    pub code_challenge: Option<String>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub dpop_jkt: Option<Vec<u8>>,
    pub resources: String,
    /// None where there are none.
    pub authorization_details: Option<String>,
    pub auth_time: i64,
    pub session_expires_at: i64,
    pub expires_at: i64,
    pub redeemed_at: Option<i64>,
    pub redeemed_family_id: Option<Uuid>,
    pub redeemed_access_token_id: Option<Uuid>,
    pub redeemed_access_token_expires_at: Option<i64>,
    pub signed_in_by: Option<i16>,
    pub acr: Option<i16>,
    /// As JSON; none where there are none.
    pub claims: Option<String>,
    /// The sector of a pairwise subject, empty of a public one; none of a code from before this was kept.
    pub sector: Option<String>,
    /// When the consent began that it was made under.
    pub consent_begun_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub(crate) fn row(code: AuthorizationCode) -> ActiveModel {
    let redeemed = code.redeemed.as_ref();
    ActiveModel {
        redeemed_at: Set(redeemed.map(|redeemed| redeemed.at.as_millis())),
        redeemed_family_id: Set(redeemed.and_then(|redeemed| redeemed.family_id).map(FamilyId::as_uuid)),
        redeemed_access_token_id: Set(redeemed.and_then(|redeemed| redeemed.access_token_id).map(AccessTokenId::as_uuid)),
        redeemed_access_token_expires_at: Set(redeemed.map(|redeemed| redeemed.access_token_expires_at.as_millis())),
        hash: Set(code.hash.into()),
        workspace_id: Set(code.workspace_id.as_uuid()),
        client_id: Set(code.client_id.as_uuid()),
        user_id: Set(code.user_id.as_uuid()),
        login_session_id: Set(code.login_session_id.as_uuid()),
        redirect_uri: Set(code.redirect_uri),
        redirect_uri_named: Set(code.redirect_uri_named),
        scopes: Set(code.scopes.into()),
        left_out: Set(code.left_out.into()),
        offline_consented: Set(code.offline_consented),
        offline_requested: Set(code.offline_requested),
        nonce: Set(code.nonce),
        code_challenge: Set(code.code_challenge),
        dpop_jkt: Set(code.dpop_jkt.map(|thumbprint| thumbprint.as_bytes().to_vec())),
        resources: Set(code.resources.into()),
        authorization_details: Set(details_text(&code.authorization_details)),
        auth_time: Set(code.auth_time.as_millis()),
        signed_in_by: Set(code.signed_in_by.map(sign_in_method::number)),
        acr: Set(code.acr.map(sign_in_method::acr_number)),
        claims: Set(granted_claims::written(&code.claims)),
        sector: Set(sector_text(&code.sector)),
        consent_begun_at: Set(code.consent_begun_at.map(Timestamp::as_millis)),
        session_expires_at: Set(code.session_expires_at.as_millis()),
        expires_at: Set(code.expires_at.as_millis()),
    }
}

impl TryFrom<Model> for AuthorizationCode {
    type Error = Error;

    fn try_from(row: Model) -> Result<Self, Error> {
        let redeemed = match (row.redeemed_at, row.redeemed_access_token_expires_at) {
            (None, _) => None,
            (Some(at), Some(expires_at)) => Some(Redeemed {
                at: Timestamp::from_millis(at),
                family_id: row.redeemed_family_id.map(FamilyId::from_uuid),
                access_token_id: row.redeemed_access_token_id.map(AccessTokenId::from_uuid),
                access_token_expires_at: Timestamp::from_millis(expires_at),
            }),
            (Some(_), None) => return Err(In("authorization_codes", "redeemed_access_token_expires_at").corrupt()),
        };
        Ok(Self {
            hash: In("authorization_codes", "hash").parse(row.hash.try_into())?,
            workspace_id: WorkspaceId::from_uuid(row.workspace_id),
            client_id: ClientId::from_uuid(row.client_id),
            user_id: UserId::from_uuid(row.user_id),
            login_session_id: LoginSessionId::from_uuid(row.login_session_id),
            redirect_uri: row.redirect_uri,
            redirect_uri_named: row.redirect_uri_named,
            scopes: In("authorization_codes", "scopes").parse(row.scopes.parse())?,
            left_out: In("authorization_codes", "left_out").parse(row.left_out.parse())?,
            offline_consented: row.offline_consented,
            offline_requested: row.offline_requested,
            nonce: row.nonce,
            code_challenge: row.code_challenge,
            dpop_jkt: In("authorization_codes", "dpop_jkt").thumbprint(row.dpop_jkt)?,
            resources: In("authorization_codes", "resources").parse(row.resources.parse())?,
            authorization_details: In("authorization_codes", "authorization_details").details(row.authorization_details)?,
            auth_time: Timestamp::from_millis(row.auth_time),
            signed_in_by: sign_in_method::read("authorization_codes", row.signed_in_by)?,
            acr: sign_in_method::read_acr("authorization_codes", row.acr)?,
            claims: granted_claims::read("authorization_codes", row.claims.as_deref())?,
            sector: In("authorization_codes", "sector").sector(row.sector)?,
            consent_begun_at: row.consent_begun_at.map(Timestamp::from_millis),
            session_expires_at: Timestamp::from_millis(row.session_expires_at),
            expires_at: Timestamp::from_millis(row.expires_at),
            redeemed,
        })
    }
}
