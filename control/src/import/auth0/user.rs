//! Users of a tenant: as an import of users has them, or as Auth0's support exports them, with their hashes.

use domain::{import::Reason, user::UserStatus};
use engine::{
    password::{ImportedHash, UnusableHash},
    second_factor::TotpSecret,
};

use crate::import::{
    findings::Findings,
    members::Members,
    taken::TakenUser,
    values::{WrittenUser, password},
};

pub(super) fn read(mut user: Members<'_>, findings: &mut Findings) -> Option<TakenUser> {
    let at = user.at.clone();
    let (email, username) = (user.text("email", findings), user.text("username", findings));
    let identifier = username.or(email);
    identifier.unwrap_or_default().clone_into(&mut user.name);
    let names = [user.text("given_name", findings), user.text("family_name", findings)];
    let whole: Vec<&str> = names.into_iter().flatten().collect();
    let called = user.text("name", findings).map(str::to_owned);
    let nickname = user.text("nickname", findings).map(str::to_owned);
    let name = called.or_else(|| Some(whole.join(" ")).filter(|name| !name.is_empty())).or(nickname);
    let number = user.text("phone_number", findings);
    let written = WrittenUser {
        at: &at,
        identifier,
        name,
        email,
        email_verified: user.switch("email_verified", findings).unwrap_or_default(),
        phone_number: number.map(|number| (user.pointer("phone_number"), number)),
        phone_number_verified: user.switch("phone_verified", findings).unwrap_or_default(),
    };
    let (identifier, profile) = written.read(findings)?;
    let hash = hashed(&mut user, findings);
    let second_factor = second_factor(&mut user, findings);
    if user.has("user_id") || user.has("_id") {
        findings.leave_out(Reason::UserSubject, at.clone(), &user.name);
    }
    let status = if user.switch("blocked", findings).unwrap_or_default() { UserStatus::Disabled } else { UserStatus::Active };
    for mut identity in user.objects("identities", findings) {
        if identity.text("provider", findings).is_some_and(|provider| provider != "auth0") {
            findings.leave_out(Reason::UserIdentity, identity.at, &user.name);
        }
    }
    user.ignore(&[
        "user_id",
        "_id",
        "id",
        "tenant",
        "connection",
        "created_at",
        "updated_at",
        "last_login",
        "last_ip",
        "logins_count",
        "last_password_reset",
        "password_set_date",
        "_tmp_is_unique",
        "version",
        "identifiers",
    ]);
    user.leave_out(&["roles", "permissions"], Reason::UserRoles, findings);
    user.leave_out(&["app_metadata", "user_metadata", "picture"], Reason::UserAttribute, findings);
    user.leave_rest_out(Reason::UserOther, findings);
    Some(TakenUser { at: findings.place(at), id: None, identifier, status, profile, password: hash, second_factor })
}

fn hashed(user: &mut Members<'_>, findings: &mut Findings) -> Option<ImportedHash> {
    let name = user.name.clone();
    // Both names of it are in use: of an import, and of an export.
    for member in ["password_hash", "passwordHash"] {
        if let Some(text) = user.text(member, findings) {
            return password(ImportedHash::parse(text), &user.pointer(member), &name, findings);
        }
    }
    if let Some(mut custom) = user.object("custom_password_hash", findings) {
        let algorithm = custom.text("algorithm", findings).unwrap_or_default().to_owned();
        let mut part = |name: &str| custom.object(name, findings);
        let (mut of_hash, mut of_password) = (part("hash"), part("password"));
        let value = of_hash.as_mut().and_then(|hash| hash.text("value", findings));
        let mut encoding =
            |of: &mut Option<Members<'_>>| of.as_mut().and_then(|of| of.text("encoding", findings)).unwrap_or("utf8") == "utf8";
        let as_it_is = encoding(&mut of_hash) && encoding(&mut of_password) && !custom.has("salt");
        let hash = match algorithm.as_str() {
            // Their values say all that there is to know, of the password as it is typed.
            "argon2" | "bcrypt" | "pbkdf2" if as_it_is => ImportedHash::parse(value.unwrap_or_default()),
            _ => Err(UnusableHash::Unknown),
        };
        return password(hash, &custom.at, &name, findings);
    }
    findings.leave_out(Reason::PasswordMissing, user.at.clone(), &name);
    None
}

/// Returns the secret of an authenticator app. Auth0 makes codes of six digits by SHA-1, and takes secrets of any length.
fn second_factor(user: &mut Members<'_>, findings: &mut Findings) -> Option<TotpSecret> {
    let mut found = None;
    for mut factor in user.objects("mfa_factors", findings) {
        let secret = factor.object("totp", findings).and_then(|mut totp| totp.text("secret", findings));
        match secret.and_then(TotpSecret::from_base32).filter(|_| found.is_none()) {
            Some(secret) => found = Some(secret),
            None => findings.leave_out(Reason::SecondFactor, factor.at, &user.name),
        }
    }
    user.leave_out(&["multifactor", "guardian_authenticators"], Reason::SecondFactor, findings);
    found
}
