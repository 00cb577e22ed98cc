import sys; sys.path.insert(0,'/tmp'); from sub import sub
sub('domain/src/lib.rs',("pub mod browser;\n","pub mod authentication;\npub mod browser;\n"))
sub('engine/src/lib.rs',("mod realm;\n","mod realm;\nmod recovery_codes;\n"),("mod traces;\n","mod totp;\nmod traces;\n"),("pub use realm::{Realm, issuer};\n","pub use realm::{Realm, issuer};\npub use recovery_codes::{new_recovery_codes, recovery_code_hash};\n"),("pub use traces::TRACES;","pub use totp::TotpSecret;\npub use traces::TRACES;"))
sub('engine/src/storage.rs',("mod secret_hash;\n","mod second_factor;\nmod secret_hash;\n"),("pub use secret_hash::SecretHash;\n","pub use second_factor::{FactorUse, SecondFactor, SecondFactorStorage};\npub use secret_hash::SecretHash;\n"))
t=open('engine/src/storage/sum.rs').read()
t=t.replace("    family::FamilyStorage, session::SessionStorage,","    family::FamilyStorage, second_factor::SecondFactorStorage, session::SessionStorage,").replace("    Directory + SessionStorage + ConsentStorage + CodeStorage + FamilyStorage + AccessTokenStorage + EventStorage + Send + Sync + 'static\n","    Directory\n    + SessionStorage\n    + SecondFactorStorage\n    + ConsentStorage\n    + CodeStorage\n    + FamilyStorage\n    + AccessTokenStorage\n    + EventStorage\n    + Send\n    + Sync\n    + 'static\n").replace("        + SessionStorage\n        + ConsentStorage","        + SessionStorage\n        + SecondFactorStorage\n        + ConsentStorage")
open('engine/src/storage/sum.rs','w').write(t)
sub('engine/src/storage/session.rs',("    /// When the user authenticated.\n    pub auth_time: Timestamp,","    /// When the user authenticated.\n    pub auth_time: Timestamp,\n    /// How the user authenticated.\n    pub authentication: Authentication,"),
("    audit::AuditEvent,\n","    audit::AuditEvent,\n    authentication::Authentication,\n"),
("    pub basis: Basis,\n    /// The audit line.","    pub basis: Basis,\n    /// The code that it begins with: it is used up in the same transaction, or nothing is written.\n    pub factor: Option<FactorUse>,\n    /// The audit line."),
("    event::EventIds,\n    secret_hash","    event::EventIds,\n    second_factor::FactorUse,\n    secret_hash"),
("    /// Stores a new login session while its basis holds, with its audit line, and ends the one that it replaces.","    /// Stores a new login session while its basis holds and its code is not used, with its audit line, and ends the one that it replaces."))
sub('engine/src/storage/code.rs',("    /// When the user authenticated.\n    pub auth_time: Timestamp,","    /// When the user authenticated.\n    pub auth_time: Timestamp,\n    /// How the user authenticated.\n    pub authentication: Authentication,"),("use domain::{\n    clock","use domain::{\n    authentication::Authentication,\n    clock"))
sub('engine/src/endpoint/authorize/code.rs',("            auth_time: session.auth_time,","            auth_time: session.auth_time,\n            authentication: session.authentication,"))
sub('engine/src/token/user_grant.rs',("    pub(crate) auth_time: Timestamp,","    pub(crate) auth_time: Timestamp,\n    /// How the user authenticated, where this comes of it; a refresh is no authentication.\n    pub(crate) authentication: Option<Authentication>,"),("use domain::{\n    client","use domain::{\n    authentication::Authentication,\n    client"))
sub('engine/src/grant/authorization_code.rs',("            auth_time: code.auth_time,\n            login_session","            auth_time: code.auth_time,\n            authentication: Some(code.authentication),\n            login_session"))
sub('engine/src/grant/refresh_token.rs',("            auth_time: authorization.auth_time,","            auth_time: authorization.auth_time,\n            authentication: None,"))
sub('engine/src/grant/refresh_token/usual.rs',("            auth_time: refreshed.auth_time,","            auth_time: refreshed.auth_time,\n            authentication: None,"))
sub('engine/src/token/id.rs',("    pub auth_time: i64,\n","""    pub auth_time: i64,
    /// How the user authenticated (RFC 8176); a refresh leaves it out, because it is no authentication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub amr: Vec<String>,
    /// The class of the authentication, if it has one (OpenID Connect Core §2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acr: Option<String>,
"""),("        auth_time: grant.auth_time.as_seconds(),","        auth_time: grant.auth_time.as_seconds(),\n        amr: grant.authentication.map(|how| how.methods().iter().map(|method| (*method).to_owned()).collect()).unwrap_or_default(),\n        acr: grant.authentication.and_then(Authentication::class).map(str::to_owned),"),
("use domain::{\n    id::","use domain::{\n    authentication::Authentication,\n    id::"))
sub('engine/src/endpoint/discovery.rs',("chain([\"auth_time\", \"sid\"])","chain([\"auth_time\", \"amr\", \"acr\", \"sid\"])"),("            claims_supported: UserClaims","            acr_values_supported: [MULTI_FACTOR],\n            claims_supported: UserClaims"),("    pub claims_supported: Vec<&'static str>,","    pub acr_values_supported: [&'static str; 1],\n    pub claims_supported: Vec<&'static str>,"))
# memory
sub('engine/src/memory.rs',("mod session;\n","mod second_factor;\nmod session;\n"))
open('engine/src/memory/second_factor.rs','w').write('''//! Second factors.

use domain::id::{UserId, WorkspaceId};

use super::tables::{MemoryStorage, Tables};
use crate::storage::{FactorUse, SecondFactor, SecondFactorStorage, StorageError};

impl MemoryStorage {
    /// Gives a user a second factor.
    pub fn put_second_factor(&self, user: UserId, factor: SecondFactor) {
        self.tables().second_factors.insert(user, factor);
    }
}

impl Tables {
    /// Uses a code up. Returns `false`, and changes nothing, where it was used, or the factor was changed, since it was read.
    pub(super) fn use_code(&mut self, user: UserId, used: FactorUse) -> bool {
        let FactorUse { version, last_step, recovery_codes } = used;
        match self.second_factors.get_mut(&user) {
            Some(factor) if factor.version == version => {
                *factor = SecondFactor { last_step, recovery_codes, version: version + 1, sealed_secret: std::mem::take(&mut factor.sealed_secret) };
                true
            }
            _ => false,
        }
    }
}

impl SecondFactorStorage for MemoryStorage {
    async fn find_second_factor(&self, workspace: WorkspaceId, user: UserId) -> Result<Option<SecondFactor>, StorageError> {
        let tables = self.tables();
        let is_here = tables.users.get(&user).is_some_and(|record| record.user.workspace_id == workspace);
        Ok(tables.second_factors.get(&user).filter(|_| is_here).cloned())
    }
}
''')
sub('engine/src/memory/tables.rs',("    pub(super) login_sessions: Vec<LoginSession>,","    pub(super) second_factors: HashMap<UserId, SecondFactor>,\n    pub(super) login_sessions: Vec<LoginSession>,"),("LoginSession, SealedSigningKey,","LoginSession, SealedSigningKey, SecondFactor,"))
sub('engine/src/memory/session.rs',("""            return Ok(Written::BasisChanged);
        }
        if let Some(end) = start.replaces {""","""            return Ok(Written::BasisChanged);
        }
        if let Some(used) = start.factor
            && !tables.use_code(start.session.user_id, used)
        {
            return Ok(Written::BasisChanged);
        }
        if let Some(end) = start.replaces {"""))
# contract
sub('engine/src/contract/given.rs',("        auth_time: START,\n        expires_at: START.plus_seconds(3600),\n        origin","        auth_time: START,\n        authentication: Authentication::PasswordAndCode,\n        expires_at: START.plus_seconds(3600),\n        origin"),
("    SessionStart { session, basis: Basis::of_user(&seed.user.user), audit: seed.audit(AuditAction::UserSignedIn, START), replaces: None }","    let audit = seed.audit(AuditAction::UserSignedIn, START);\n    SessionStart { session, basis: Basis::of_user(&seed.user.user), factor: None, audit, replaces: None }"),
("        auth_time: of.auth_time,\n        session_expires","        auth_time: of.auth_time,\n        authentication: Authentication::PasswordAndCode,\n        session_expires"))
sub('engine/src/contract/statements.rs',("            the_end_of_all_other_sessions_leaves_one\n","            the_end_of_all_other_sessions_leaves_one\n            of_two_sessions_that_begin_with_one_code_one_does\n"))
t=open('engine/src/contract/sessions.rs').read()
t=t.rstrip('\n')+'''

pub async fn of_two_sessions_that_begin_with_one_code_one_does<F: Fixture>(fixture: Arc<F>) -> Result<(), Failure> {
    let (seed, other) = two_workspaces(&*fixture).await?;
    let (storage, workspace, user) = (fixture.storage(), seed.workspace.id, seed.user.user.id);
    assert_eq!(storage.find_second_factor(workspace, user).await?, None);
    fixture.change(&seed, Change::SecondFactor).await?;
    let factor = storage.find_second_factor(workspace, user).await?;
    assert_eq!(factor, Some(second_factor()));
    assert_eq!(storage.find_second_factor(other.workspace.id, user).await?, None);
    let factor = second_factor();
    let used = FactorUse { version: factor.version, last_step: 58_000_000, recovery_codes: vec![[4; 32]] };
    let begin = || SessionStart { factor: Some(used.clone()), ..start(&seed) };
    let (one, second) = (begin(), begin());
    let ids = [one.session.id, second.session.id];
    let outcomes = futures(storage.begin_login_session(one), storage.begin_login_session(second)).await;
    let written = outcomes.into_iter().collect::<Result<Vec<_>, _>>()?;
    assert_eq!(written.iter().filter(|outcome| **outcome == Written::Done).count(), 1, "{written:?}");
    let open = [storage.is_session_open(workspace, ids[0]).await?, storage.is_session_open(workspace, ids[1]).await?];
    assert_eq!(open.iter().filter(|open| **open).count(), 1);
    let after = SecondFactor { last_step: 58_000_000, recovery_codes: vec![[4; 32]], version: factor.version + 1, ..factor };
    assert_eq!(storage.find_second_factor(workspace, user).await?, Some(after));
    Ok(())
}

async fn futures<T>(one: impl Future<Output = T>, other: impl Future<Output = T>) -> [T; 2] {
    let (one, other) = tokio::join!(one, other);
    [one, other]
}
'''
t=t.replace("    fixture::{Fixture, seeded},\n    given::{end_of, redeem, session, start, two_workspaces},","    fixture::{Change, Fixture, second_factor, seeded},\n    given::{end_of, redeem, session, start, two_workspaces},")
t=t.replace("    storage::{Basis, CodeOutcome, EndedSessions, FamilyStorage as _, LoginSession, SessionStart, SessionStorage as _, Written},","    storage::{\n        Basis, CodeOutcome, EndedSessions, FactorUse, FamilyStorage as _, LoginSession, SecondFactor, SecondFactorStorage as _, SessionStart,\n        SessionStorage as _, Written,\n    },")
open('engine/src/contract/sessions.rs','w').write(t)
sub('engine/src/contract/given.rs',("    audit::AuditAction,\n","    audit::AuditAction,\n    authentication::Authentication,\n"))
sub('engine/src/contract/fixture.rs',("    /// The user, who is deleted with all that was issued for them.\n    UserDeleted,\n}","    /// The user, who is deleted with all that was issued for them.\n    UserDeleted,\n    /// The user's second factor: [`second_factor`].\n    SecondFactor,\n}\n\n/// The second factor that a user is given.\npub fn second_factor() -> SecondFactor {\n    SecondFactor { sealed_secret: vec![1, 2, 3], last_step: 57_000_000, recovery_codes: vec![[3; 32], [4; 32]], version: 1 }\n}"),("use crate::storage::{Storage, StorageError};","use crate::storage::{SecondFactor, Storage, StorageError};"))
sub('engine/src/contract.rs',("pub use fixture::{Change, Fixture, seeded};","pub use fixture::{Change, Fixture, second_factor, seeded};"))
sub('engine/tests/contract.rs',("            Change::UserDeleted => {","            Change::SecondFactor => self.0.put_second_factor(seed.user.user.id, second_factor()),\n            Change::UserDeleted => {"),("contract::{Change, Failure, Fixture, START, Seed, unique_seed}","contract::{Change, Failure, Fixture, START, Seed, second_factor, unique_seed}"))
sub('migrations/src/lib.rs',("mod m0058_mail;\n","mod m0058_mail;\nmod m0059_second_factors;\n"),("            Box::new(m0058_mail::Migration),\n","            Box::new(m0058_mail::Migration),\n            Box::new(m0059_second_factors::Migration),\n"))
sub('store/src/column.rs',("    AdministratorStatus { Active","    Authentication { Password = \"password\" PasswordAndCode = \"password_and_code\" }\n    AdministratorStatus { Active"),("    administrator::AdministratorStatus, audit::ActorKind,","    administrator::AdministratorStatus, audit::ActorKind, authentication::Authentication,"))
for (p,col) in (('store/src/entity/login_session.rs','login_sessions'),('store/src/entity/authorization_code.rs','authorization_codes')):
    t=open(p).read()
    # model field at the end
    i=t.index("#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]")
    j=t.rindex("}\n",0,i)
    t=t[:j]+"    /// None where an earlier version wrote it: by a password.\n    pub authentication: Option<String>,\n"+t[j:]
    src='session' if 'login' in p else 'code'
    t=t.replace("        auth_time: Set(%s.auth_time.as_millis()),"%src,"        auth_time: Set(%s.auth_time.as_millis()),\n        authentication: Set(Some(%s.authentication.code().to_owned())),"%(src,src),1)
    t=t.replace("            auth_time: Timestamp::from_millis(row.auth_time),","            auth_time: Timestamp::from_millis(row.auth_time),\n            authentication: In(\"%s\", \"authentication\").code_or_default(row.authentication.as_deref())?,"%col,1)
    t=t.replace("use crate::{Error, column::Column as In};","use crate::{\n    Error,\n    column::{Coded as _, Column as In},\n};")
    open(p,'w').write(t)
sub('store/src/column.rs',("    /// Reads the thumbprint","    /// Reads a value that is stored as a word, or was not stored by an earlier version.\n    pub(crate) fn code_or_default<T: Coded + Default>(self, code: Option<&str>) -> Result<T, Error> {\n        code.map_or_else(|| Ok(T::default()), |code| self.code(code))\n    }\n\n    /// Reads the thumbprint"))
sub('store/src/entity.rs',("pub(crate) mod service;\n","pub(crate) mod second_factor;\npub(crate) mod service;\n"))
sub('store/src/entity/tests.rs',("    matches(super::service::Entity, connection).await;\n","    matches(super::second_factor::Entity, connection).await;\n    matches(super::service::Entity, connection).await;\n"))
sub('store/src/lib.rs',("mod sealed_values;\n","mod sealed_values;\nmod second_factors;\n"))
sub('store/src/deletions.rs',("role_assignment, service,","role_assignment, second_factor, service,"),("mail, user_link, signing_key","mail, user_link, second_factor,\n    signing_key"))
sub('store/src/login_sessions/storage.rs',("let SessionStart { session, basis, audit, replaces } = start.clone();","let SessionStart { session, basis, factor, audit, replaces } = start.clone();"),
("                return Ok(Written::BasisChanged);\n            }\n            if let Some(end)","                return Ok(Written::BasisChanged);\n            }\n            if let Some(used) = factor\n                && !use_code(&transaction, session.user_id, &used).await?\n            {\n                return Ok(Written::BasisChanged);\n            }\n            if let Some(end)"),
("    paging::read,\n","    paging::read,\n    second_factors::use_code,\n"))
sub('store/src/users.rs',("        self.delete_links(user.id, None).await?;\n        Ok(ended)","        self.delete_links(user.id, None).await?;\n        self.delete_second_factor(user.id).await?;\n        Ok(ended)"),("sessions, codes, consents and links are deleted;","sessions, codes, consents, links and second factor are deleted;"))
sub('store/src/testing.rs',("        Change::UserDeleted => {","        Change::SecondFactor => {\n            store.insert_second_factor(seed.user.user.id, &second_factor()).await?;\n        }\n        Change::UserDeleted => {"))
# sealed values
t=open('store/src/sealed_values.rs').read()
t=t.replace("use domain::id::TenantId;","use domain::id::{TenantId, UserId};").replace("    MailPassword(TenantId),\n}","    MailPassword(TenantId),\n    /// The secret of a user's authenticator app.\n    SecondFactor(UserId),\n}").replace("format!(\"mail-password {tenant}\"),","format!(\"mail-password {tenant}\"),\n            Self::SecondFactor(user) => format!(\"second-factor {user}\"),")
t=t.replace("        use mail_server::{Column, Entity};\n\n","").replace("Entity::find()\n            .filter(Column::SealedPassword","mail_server::Entity::find()\n            .filter(mail_server::Column::SealedPassword").replace("order_by_asc(Column::TenantId)","order_by_asc(mail_server::Column::TenantId)").replace("columns([Column::TenantId, Column::SealedPassword])","columns([mail_server::Column::TenantId, mail_server::Column::SealedPassword])")
t=t.replace("        Ok(rows.into_iter().map(value).collect())","""        let mut values: Vec<_> = rows.into_iter().map(value).collect();
        let secrets = second_factor::Entity::find()
            .filter(second_factor::sealed_under().ne(vec![version]))
            .order_by_asc(second_factor::Column::UserId)
            .limit(limit);
        let columns = secrets.select_only().columns([second_factor::Column::UserId, second_factor::Column::SealedSecret]);
        let rows: Vec<(Uuid, Vec<u8>)> = columns.into_tuple().all(self.reader()).await?;
        let value = |(user, sealed)| SealedValue { of: Sealed::SecondFactor(UserId::from_uuid(user)), sealed };
        values.extend(rows.into_iter().map(value));
        Ok(values)""").replace("that are not under this version of the master key; at most so many.","that are not under this version of the master key; at most so many of each kind.")
t=t.replace("        Ok(passwords.count(self.reader()).await?)","        let secrets = second_factor::Entity::find().filter(second_factor::sealed_under().eq(vec![version]));\n        Ok(passwords.count(self.reader()).await? + secrets.count(self.reader()).await?)")
t=t.replace("                    .exec(self.connection())\n                    .await?;\n            }\n        }","""                    .exec(self.connection())
                    .await?;
            }
            Sealed::SecondFactor(user) => {
                second_factor::Entity::update_many()
                    .col_expr(second_factor::Column::SealedSecret, Expr::value(resealed))
                    .filter(second_factor::Column::UserId.eq(user.as_uuid()))
                    .filter(second_factor::Column::SealedSecret.eq(read.sealed.clone()))
                    .exec(self.connection())
                    .await?;
            }
        }""").replace("entity::mail_server};","entity::{mail_server, second_factor}};")
open('store/src/sealed_values.rs','w').write(t)
sub('server/src/cli/master_key.rs',("    /// Passwords of mail servers.","    /// Passwords of mail servers, and secrets of authenticator apps."))
# constructors in tests
import re
for p in ['control/tests/use_cases/installation.rs','store/tests/connections.rs','store/tests/store.rs']:
    t=open(p).read()
    t=t.replace("audit, replaces: None }","audit, replaces: None, factor: None }")
    t=re.sub(r'(\n\s+)(auth_time: (?:now|START|of\.auth_time),)(\n\s+expires_at)',r'\1\2\1authentication: Authentication::Password,\3',t)
    t=re.sub(r'(\n\s+)(auth_time: now,)(\n\s+session_expires_at|\n\s+)',lambda m: m.group(0),t)
    open(p,'w').write(t)
