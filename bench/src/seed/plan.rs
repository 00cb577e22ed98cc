//! What a seeded installation holds: every row follows from its number.

use std::{fs, io::Write as _, os::unix::fs::OpenOptionsExt as _, path::Path};

use domain::{
    clock::Timestamp,
    id::{ClientId, FamilyId, TenantId, UserId, WorkspaceId},
};
use engine::{
    family::{RefreshToken, RefreshTokenKey},
    keys::{KeyRing, MasterKeys},
    random::{SystemRandom, new_secret},
};
use serde::{Deserialize, Serialize};

use super::{pool::Pool, scale::Scale};
use crate::{error::Error, proof_key::ProofKey};

/// How many signing keys a workspace has.
pub(super) const KEYS: u64 = 4;

/// What has to be kept about a seeded installation. It holds its secrets.
#[derive(Clone, Serialize, Deserialize)]
struct Manifest {
    scale: Scale,
    seeded_at: Timestamp,
    client_secret: String,
    master_key: String,
    proof_key: String,
}

/// A seeded installation.
pub struct Plan {
    manifest: Manifest,
    /// How much is seeded.
    pub scale: Scale,
    /// When it was seeded.
    pub seeded_at: Timestamp,
    /// The master keys.
    pub keys: KeyRing,
    /// The key of the public client.
    pub proof_key: ProofKey,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan").field("scale", &self.scale).finish_non_exhaustive()
    }
}

/// A client of the first workspace that is not like the others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpecialClient {
    /// Gets ID tokens by the workspace's default, RS256.
    Rs256,
    /// A public client whose tokens are bound to a key.
    Dpop,
    /// Acts for itself, and introspects.
    Service,
}

/// The kinds of numbered identifiers that could meet each other.
const USUAL_CLIENT: u8 = 0;
const SPECIAL_CLIENT: u8 = 1;

/// Returns the part of an identifier that follows the time.
///
/// The number takes the last six bytes, so that identifiers are in its order and SQL can compute them; the first of the ten loses its upper
/// half to the version of the UUID, the third two bits to its variant (RFC 9562 §5.7).
fn tail(kind: u8, number: u64) -> [u8; 10] {
    let mut tail = [0, kind, 0, 0, 0, 0, 0, 0, 0, 0];
    tail.iter_mut().skip(4).zip(number.to_be_bytes().into_iter().skip(2)).for_each(|(byte, of_number)| *byte = of_number);
    tail
}

impl Plan {
    /// Makes new secrets for an installation of this scale.
    pub fn new(scale: Scale, seeded_at: Timestamp) -> Result<Self, Error> {
        Self::of(Manifest {
            scale,
            seeded_at,
            client_secret: new_secret(&SystemRandom).expose().clone(),
            master_key: MasterKeys::new_file(&SystemRandom),
            proof_key: ProofKey::generate()?,
        })
    }

    fn of(manifest: Manifest) -> Result<Self, Error> {
        let Manifest { scale, seeded_at, .. } = manifest;
        let keys = KeyRing::new(MasterKeys::parse(&manifest.master_key)?);
        Ok(Self { proof_key: ProofKey::read(&manifest.proof_key)?, manifest, scale, seeded_at, keys })
    }

    /// Reads a plan that was saved.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = fs::read_to_string(path).map_err(Error::io(path.display()))?;
        Self::of(serde_json::from_str(&text)?)
    }

    /// Saves the plan in a file for its owner alone.
    pub fn save(&self, path: &Path) -> Result<(), Error> {
        let mut options = fs::File::options();
        let file = options.write(true).create(true).truncate(true).mode(0o600).open(path);
        let text = serde_json::to_string_pretty(&self.manifest)?;
        file.and_then(|mut file| file.write_all(text.as_bytes())).map_err(Error::io(path.display()))
    }

    /// Returns the text of the master key file.
    pub fn master_key(&self) -> &str {
        &self.manifest.master_key
    }

    /// Returns the secret of every client that has one.
    pub fn client_secret(&self) -> &str {
        &self.manifest.client_secret
    }

    /// Returns how many families a pool has.
    pub const fn families(&self, pool: Pool) -> u64 {
        if matches!(pool, Pool::Usual) { self.scale.families } else { self.scale.special }
    }

    pub(super) fn tenant_id(&self, tenant: u64) -> TenantId {
        TenantId::new(self.seeded_at, tail(0, tenant))
    }

    pub(super) fn workspace_id(&self, workspace: u64) -> WorkspaceId {
        WorkspaceId::new(self.seeded_at, tail(0, workspace))
    }

    pub(super) fn user_id(&self, user: u64) -> UserId {
        UserId::new(self.seeded_at, tail(0, user))
    }

    pub(super) fn client_id(&self, client: u64) -> ClientId {
        ClientId::new(self.seeded_at, tail(USUAL_CLIENT, client))
    }

    pub(crate) fn special_client_id(&self, client: SpecialClient) -> ClientId {
        ClientId::new(self.seeded_at, tail(SPECIAL_CLIENT, client as u64))
    }

    /// Returns the identifier of a family.
    pub fn family_id(&self, pool: Pool, number: u64) -> FamilyId {
        FamilyId::new(self.seeded_at, tail(pool.number(), number))
    }

    /// Returns the number of the workspace of a family.
    pub const fn workspace_of(&self, pool: Pool, number: u64) -> u64 {
        match pool {
            Pool::Usual => (number % self.scale.clients) % self.scale.workspaces,
            _ => 0,
        }
    }

    /// Returns the client of a family.
    pub fn client_of(&self, pool: Pool, number: u64) -> ClientId {
        match pool {
            Pool::Usual => self.client_id(number % self.scale.clients),
            Pool::Rs256 => self.special_client_id(SpecialClient::Rs256),
            Pool::Dpop => self.special_client_id(SpecialClient::Dpop),
            Pool::Plain | Pool::Replayed | Pool::Dead => self.client_id(0),
        }
    }

    /// Returns the user of a family.
    pub(super) fn user_of(&self, pool: Pool, number: u64) -> UserId {
        let Scale { workspaces, clients, users, .. } = self.scale;
        let in_workspace = (users / workspaces).max(1);
        let turn = if pool == Pool::Usual { number / clients } else { number };
        self.user_id(self.workspace_of(pool, number) + workspaces * (turn % in_workspace))
    }

    /// Returns the path of a workspace: `/{tenant}/{workspace}`.
    pub fn path(&self, workspace: u64) -> String {
        format!("/{}/{}", tenant_slug(workspace % self.scale.tenants), workspace_slug(workspace))
    }

    /// Returns the text of a refresh token.
    pub fn refresh_token(&self, pool: Pool, number: u64, generation: i64) -> String {
        let key = RefreshTokenKey::new(self.keys.clone(), self.workspace_id(self.workspace_of(pool, number)));
        key.write(RefreshToken { family_id: self.family_id(pool, number), generation }).expose().clone()
    }

    /// Returns the client of the authorization codes.
    pub fn code_client(&self) -> ClientId {
        self.client_id(0)
    }

    /// Returns the text of an authorization code.
    pub fn code_text(&self, number: u64) -> String {
        // Long enough to look like one. Only its hash is stored.
        format!("{number:043}")
    }
}

pub(super) fn tenant_slug(tenant: u64) -> String {
    format!("tenant-{tenant}")
}

pub(super) fn workspace_slug(workspace: u64) -> String {
    format!("workspace-{workspace}")
}
