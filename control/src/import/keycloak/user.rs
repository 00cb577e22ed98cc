//! Users of a realm.

use domain::{id::UserId, import::Reason, user::UserStatus};

use super::credential::credentials;
use crate::import::{findings::Findings, members::Members, taken::TakenUser, values::WrittenUser};

pub(super) fn read(mut user: Members<'_>, findings: &mut Findings) -> Option<TakenUser> {
    let at = user.at.clone();
    let username = user.text("username", findings);
    username.unwrap_or_default().clone_into(&mut user.name);
    if user.text("serviceAccountClientId", findings).is_some() {
        findings.leave_out(Reason::UserBuiltIn, at, &user.name);
        return None;
    }
    let names = [user.text("firstName", findings), user.text("lastName", findings)];
    let names: Vec<&str> = names.into_iter().flatten().collect();
    let mut attributes = user.object("attributes", findings);
    let number = attributes.as_mut().and_then(|of| of.attribute("phoneNumber", findings)).map(std::borrow::Cow::into_owned);
    let number_at = format!("{at}/attributes/phoneNumber");
    let verified = attributes.as_mut().and_then(|of| of.attribute("phoneNumberVerified", findings));
    let email = user.text("email", findings);
    let written = WrittenUser {
        at: &at,
        identifier: username.or(email),
        name: Some(names.join(" ")),
        email,
        email_verified: user.switch("emailVerified", findings).unwrap_or_default(),
        phone_number: number.as_deref().map(|number| (number_at, number)),
        phone_number_verified: verified.is_some_and(|text| text == "true"),
    };
    let (identifier, profile) = written.read(findings)?;
    let (password, second_factor) = credentials(&mut user, findings);

    let id = user.text("id", findings).and_then(|id| id.parse::<UserId>().ok());
    if id.is_none() {
        findings.leave_out(Reason::UserSubject, at.clone(), &user.name);
    }
    let status = if user.switch("enabled", findings).unwrap_or(true) { UserStatus::Active } else { UserStatus::Disabled };
    for action in user.list("requiredActions", findings) {
        let reason = if action == "UPDATE_PASSWORD" { Reason::PasswordTemporary } else { Reason::RequiredAction };
        findings.leave_out(reason, user.pointer("requiredActions"), &user.name);
    }
    if let Some(attributes) = attributes {
        attributes.leave_rest_out(Reason::UserAttribute, findings);
    }
    user.ignore(&["access", "createdTimestamp", "totp", "disableableCredentialTypes", "notBefore", "origin", "self"]);
    user.leave_out(&["federatedIdentities", "federationLink"], Reason::UserIdentity, findings);
    user.leave_out(&["realmRoles", "clientRoles", "applicationRoles", "groups"], Reason::UserRoles, findings);
    user.leave_out(&["clientConsents"], Reason::UserConsent, findings);
    user.leave_rest_out(Reason::UserOther, findings);
    Some(TakenUser { at: findings.place(at), id, identifier, status, profile, password, second_factor })
}
