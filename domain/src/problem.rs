//! What can be wrong with a value that was typed: closed codes that can travel, each with its sentence.

mod conversions;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{
    address::AddressError,
    authorization_details::DetailsSchemaError,
    claim_mapping::ClaimMappingError,
    client::ClientSettingsError,
    client_certificate::CertificateSubjectError,
    client_keys::JwksError,
    client_uri::ClientUriError,
    clock::Timestamp,
    description::DescriptionError,
    document_member::{DocumentMember, DocumentProblem},
    id::ClientId,
    import,
    lifetime::LifetimeError,
    mail::MailFailure,
    name::{NameError, SlugError},
    passkey::MOST_PASSKEYS,
    phone_number::PhoneNumberError,
    policy_violation::PolicyViolation,
    redirect_uri::RedirectUriError,
    settings::pinned_documents::PinnedDocumentError,
    signing::SigningError,
    signing_key::PUBLICATION,
    user::PasswordError,
    webhook::WebhookUrlError,
};

/// What is wrong with one value. It holds no free text, so a forged one can say nothing that we do not say ourselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Problem {
    /// Nothing was given.
    #[error("Fill this in.")]
    Missing,
    /// A wrong e-mail address or password. It is not said which.
    #[error("The e-mail address and the password do not belong together.")]
    SignInRefused,
    /// A wrong password of somebody who is signed in.
    #[error("This is not your current password.")]
    WrongPassword,
    /// A wrong code of a second factor, or one that was used before.
    #[error("This code is wrong, or was used already. Use the one that your app shows now, or an unused recovery code.")]
    WrongCode,
    /// The page with the secret of a second factor was open for too long.
    #[error("This page was open for too long. Scan the new code.")]
    SecretExpired,
    /// A passkey whose answer is wrong, late or a second one.
    #[error("The passkey was not accepted. Try again on this page, which asks anew.")]
    PasskeyRefused,
    /// A passkey that is not there any more, or is for another account of this site.
    #[error("This passkey does not work here: it was removed, or is for another account. Choose another, or sign in without.")]
    UnknownPasskey,
    /// A passkey that did not check who used it, where it was to be the only factor.
    #[error(
        "The passkey did not check that it is you, by a PIN, a fingerprint or the like. Sign in with your password, and use the passkey after it."
    )]
    PasskeyUnverified,
    /// A page that asks for a passkey was open for too long.
    #[error("This page was open for too long. Try again.")]
    PasskeyExpired,
    /// More passkeys than somebody may have.
    #[error("You have {MOST_PASSKEYS} passkeys, and cannot add more. Remove one that you do not use.")]
    TooManyPasskeys,
    /// A passkey that its owner has already.
    #[error("This passkey is here already.")]
    PasskeyThere,
    /// The password of an administrator who has none: they came by a one-time sign-in.
    #[error("You have no password yet. Ask another administrator for a one-time sign-in, and choose a password with it.")]
    NoPassword,
    /// Too many attempts to sign in failed recently; the next may come after so many seconds.
    #[error("Too many attempts failed. Try again in {}.", crate::lifetime::words(*.seconds))]
    TooManyAttempts {
        /// How long to wait.
        seconds: i64,
    },
    /// Something that administrators cannot do to themselves, so that one always remains.
    #[error("You cannot do this to yourself. Ask another administrator, or use the command line.")]
    Yourself,
    /// An administrator who may not sign in.
    #[error("This administrator is disabled. Enable them first.")]
    AdministratorDisabled,
    /// Something else has this name already.
    #[error("This is taken already. Choose another.")]
    Taken,
    /// A description.
    #[error(transparent)]
    Description(#[from] DescriptionError),
    /// An e-mail address that cannot be one.
    #[error("This is not an e-mail address.")]
    NotAnEmail,
    /// A text that is no authorization request.
    #[error("Paste the address of an authorization request, or its parameters.")]
    NotARequest,
    /// An authorization request of another client.
    #[error("This is a request of another client.")]
    OtherClientsRequest,
    /// A parameter of a usual request beside a request that says it itself.
    #[error("Leave this out: the authorization request has its own.")]
    SaidByRequest,
    /// A parameter of an authorization request beside a refresh.
    #[error("Leave this out: a refresh does not depend on it.")]
    NotOfARefresh,
    /// A refresh token beside the family of another question.
    #[error("Ask about a family or about a refresh token, not about both.")]
    TwoQuestions,
    /// A value beside another that says something else.
    #[error("This contradicts what else was sent. Leave one of them out.")]
    Contradiction,
    /// A user who is not there.
    #[error("There is no such user in this workspace.")]
    UnknownUser,
    /// A text that is no point in time.
    #[error("Write a time as 2026-11-29T15:04:05Z, or a day as 2026-11-29; both are UTC.")]
    Time,
    /// Not one of the choices.
    #[error("Choose one of the values offered.")]
    UnknownValue,
    /// A member that there is none of.
    #[error("There is no such member.")]
    UnknownMember,
    /// A value of another type in JSON.
    #[error("This must be {0}.")]
    WrongType(JsonType),
    /// A tenant that is not there, and could be created.
    #[error("There is no such tenant. Give its name, and it is created.")]
    NoSuchTenant,
    /// Something that is there twice.
    #[error("This is there more than once.")]
    Duplicate,
    /// A name that several things have, where one was meant.
    #[error("Several have this name. Say which by its identifier.")]
    Ambiguous,
    /// Something that is in another version than the one that was read; 0 where it is not there.
    #[error("{}", other_version(*.version))]
    OtherVersion {
        /// The version that it is in.
        version: i64,
    },
    /// A client secret that was not made here.
    #[error("A client secret has 32 to 200 printable ASCII characters, without spaces.")]
    ClientSecret,
    /// A value that stays as it was made.
    #[error("This cannot be changed.")]
    Fixed,
    /// An address to come back to, of a client whose users enter a code elsewhere.
    #[error("Leave this empty: users of a device enter its code elsewhere, and do not come back to it.")]
    DeviceWithRedirectUri,
    /// What is asked of a service about a user, where there is none.
    #[error("Leave this out: a service asks for itself, and no user signs in.")]
    ServiceWithoutUsers,
    /// A text that is no identifier.
    #[error("This is not an identifier.")]
    Identifier,
    /// Something that comes with every workspace.
    #[error("This comes with every workspace and stays as it is.")]
    BuiltIn,
    /// A secret for a client that does not authenticate by one.
    #[error("This client does not authenticate by a secret, so it has none.")]
    NoSecret,
    /// A scope that no service of the workspace has.
    #[error("No service of this workspace has such a scope.")]
    UnknownScope,
    /// A line with a scope that no service of the workspace has.
    #[error("Line {}: No service of this workspace has such a scope.", .line + 1)]
    UnknownScopeAtLine {
        /// Which of them, counted from 0.
        line: u32,
    },
    /// The name of a type of authorization details.
    #[error("A type has 1 to 200 printable ASCII characters, without spaces, quotes and backslashes.")]
    DetailsTypeName,
    /// The schema of a type of authorization details.
    #[error(transparent)]
    DetailsSchema(#[from] DetailsSchemaError),
    /// The same, by the line of the schema that it is about, counted from 1.
    #[error("Line {line}: {problem}")]
    DetailsSchemaLine {
        /// Which line.
        line: u32,
        /// What is wrong there.
        problem: DetailsSchemaError,
    },
    /// The same, by the type that has the schema.
    #[error("Type {}: {problem}", .place + 1)]
    DetailsSchemaOfType {
        /// Which of the types, counted from 0 in alphabetical order.
        place: u32,
        /// What is wrong with its schema.
        problem: DetailsSchemaError,
    },
    /// A type of authorization details that the workspace does not have.
    #[error("This workspace has no such authorization details type.")]
    UnknownDetailsType,
    /// A client that is not there.
    #[error("There is no such client in this workspace.")]
    UnknownClient,
    /// A resource server that no service of the workspace has.
    #[error("No service of this workspace has such a resource identifier.")]
    UnknownResource,
    /// A line that names no client, or several.
    #[error("Line {}: No client of this workspace has this name or ID, or several have the name. Give its client ID.", .line + 1)]
    ClientAtLine {
        /// Which of them, counted from 0.
        line: u32,
    },
    /// A line that is no resource server's address.
    #[error("Line {}: Type an absolute address without a # part, such as https://api.example.com/orders.", .line + 1)]
    ResourceAtLine {
        /// Which of them, counted from 0.
        line: u32,
    },
    /// A line with a resource server that no service of the workspace has.
    #[error("Line {}: No service of this workspace has such a resource identifier.", .line + 1)]
    UnknownResourceAtLine {
        /// Which of them, counted from 0.
        line: u32,
    },
    /// More than there is room for; the most allowed.
    #[error("There can be at most {most} of these.")]
    TooMany {
        /// How many there can be.
        most: u32,
    },
    /// More characters than there is room for; the most allowed.
    #[error("Use at most {most} characters.")]
    TooLong {
        /// How many characters there can be.
        most: u32,
    },
    /// A name.
    #[error(transparent)]
    Name(#[from] NameError),
    /// An address part.
    #[error(transparent)]
    Slug(#[from] SlugError),
    /// A lifetime.
    #[error(transparent)]
    Lifetime(#[from] LifetimeError),
    /// A number of families.
    #[error("Choose between 1 and 1,000, or 0 for no limit.")]
    FamilyLimit,
    /// A bound of what can be registered.
    #[error("Choose between 1 and 10,000.")]
    RegistrationLimit,
    /// Trust in a client that registered itself.
    #[error("This client registered itself, so its users are always asked for consent.")]
    OfRegisteredClient,
    /// The hosts whose client ID metadata documents are read.
    #[error(
        "Type at most 100 hosts, separated by spaces: names with a port where it is not 443, such as app.example.com or localhost:8080, without https:// and without a path."
    )]
    DocumentHosts,
    /// A document of a client that is to be kept here.
    #[error(transparent)]
    PinnedDocument(#[from] PinnedDocumentError),
    /// A member of such a document.
    #[error("{member}: {problem}")]
    DocumentMember {
        /// The member.
        member: DocumentMember,
        /// What is wrong with it.
        problem: DocumentProblem,
    },
    /// A change of a client that is known by its document.
    #[error("This client's settings come from its document, and change with it.")]
    OfDocument,
    /// A resource server's address.
    #[error("Type an absolute address without a # part, such as https://api.example.com/orders.")]
    Resource,
    /// The `iss` of assertions.
    #[error("Type the issuer as its assertions name it (iss): at most 500 printable ASCII characters, without spaces.")]
    AssertionIssuer,
    /// The `sub` of assertions.
    #[error("Type what the issuer calls the user (sub): at most 255 characters, without control characters.")]
    AssertionSubject,
    /// An issuer that the workspace does not trust.
    #[error("This workspace trusts no such issuer. Type its name in addresses.")]
    UnknownIssuer,
    /// A subject that is a user already.
    #[error("This subject of the issuer is linked already, to this user or to another one.")]
    SubjectLinked,
    /// The name of a claim.
    #[error("Type the name of a claim, such as sub: at most 100 printable ASCII characters, without spaces.")]
    ClaimName,
    /// Another claim than `email`, where users are found by addresses that are verified.
    #[error("For verified e-mail addresses the claim is email: email_verified says of no other that it is the user's.")]
    EmailClaim,
    /// A redirect URI, by its place in the list.
    #[error("Line {}: {problem}", .line + 1)]
    RedirectUri {
        /// Which of them, counted from 0.
        line: u32,
        /// What is wrong with it.
        problem: RedirectUriError,
    },
    /// A redirect URI that is typed alone.
    #[error(transparent)]
    SingleRedirectUri(#[from] RedirectUriError),
    /// No redirect URI, where users are to be sent back.
    #[error("Type at least one: with the authorization_code grant, users have to be sent back to the client.")]
    RedirectUriMissing,
    /// A scope.
    #[error("A scope has 1 to 100 printable ASCII characters, without spaces, quotes and backslashes.")]
    Scope,
    /// A user name that can be mistaken for another user's.
    #[error("This can be taken for another name: it mixes alphabets, or its letters look like others. Use one alphabet.")]
    Confusable,
    /// What a user signs in with.
    #[error("Type an e-mail address or a user name: at most 254 characters, without spaces.")]
    UserIdentifier,
    /// A value of a client's own, where the workspace's is chosen.
    #[error("This value would not be used, because Workspace is chosen. Choose Own value, or clear the field.")]
    NotChosen,
    /// The name of something that is to be deleted.
    #[error("This is not its name. Type the name exactly.")]
    OtherName,
    /// Something typed to confirm that does not say what it has to.
    #[error("This is not what the user signs in with. Type it as shown above.")]
    NotThisUser,
    /// A telephone number.
    #[error(transparent)]
    PhoneNumber(#[from] PhoneNumberError),
    /// A part of a postal address.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// A claim of a workspace's own.
    #[error(transparent)]
    ClaimMapping(#[from] ClaimMappingError),
    /// The same, by its line.
    #[error("Line {}: {problem}", .line + 1)]
    ClaimMappingLine {
        /// Which of them, counted from 0.
        line: u32,
        /// What is wrong with it.
        problem: ClaimMappingError,
    },
    /// The host of a sector.
    #[error("Type the name of a host, such as example.com, and nothing before or after it.")]
    Sector,
    /// The name of a mail server.
    #[error("Type the name or the IP address of a server, without a port.")]
    MailHost,
    /// A port.
    #[error("A port is a number from 1 to 65535.")]
    Port,
    /// A password that would be sent elsewhere than it was typed for.
    #[error("Type the password again: it was for another server or user name.")]
    PasswordAgain,
    /// A control character, such as a line break.
    #[error("Leave out control characters, such as line breaks.")]
    ControlCharacter,
    /// A character that is not seen, such as one that turns the direction of writing, or a control character that is no line break.
    #[error("Leave out control characters and invisible ones. Type it again instead of pasting it.")]
    InvisibleCharacter,
    /// No way to send mail.
    #[error("Set up a mail server first.")]
    NoMailServer,
    /// No way to send mail, where a user needs it.
    #[error("This service cannot send mail at the moment. Ask the people who run it.")]
    NoMail,
    /// A mail that was not sent.
    #[error(transparent)]
    Mail(#[from] MailFailure),
    /// A place in a chain of audit lines.
    #[error("Type a place as an earlier check gave it: a number, a colon and a hash of 64 digits.")]
    ChainPlace,
    /// Several things of which none was chosen.
    #[error("Choose at least one of these.")]
    NothingChosen,
    /// A copy of an API client.
    #[error("This is an API client. Create another one among the tenant's API clients, with its role.")]
    OfApiClient,
    /// One of several values, of which none was chosen.
    #[error("Choose one of these.")]
    Unchosen,
    /// A copy of nothing.
    #[error("Choose the workspace that is copied.")]
    NothingCopied,
    /// Something verified that is not there.
    #[error("There is nothing to be verified: fill the field in, or untick this.")]
    NothingVerified,
    /// A new password.
    #[error(transparent)]
    Password(#[from] PasswordError),
    /// Settings of a client that do not go together.
    #[error(transparent)]
    ClientSettings(#[from] ClientSettingsError),
    /// The subject of a client's certificate.
    #[error(transparent)]
    CertificateSubject(#[from] CertificateSubjectError),
    /// A client's keys.
    #[error(transparent)]
    Jwks(#[from] JwksError),
    /// An address of a client's own server.
    #[error(transparent)]
    ClientUri(#[from] ClientUriError),
    /// What tokens are signed by.
    #[error(transparent)]
    Signing(#[from] SigningError),
    /// An algorithm that clients are signed for by; how many of them.
    #[error("Clients have this algorithm as their own ({count} of them). Give them another one first.")]
    AlgorithmInUse {
        /// How many.
        count: u64,
    },
    /// A role that API clients have; how many of them.
    #[error("API clients have this role ({count} of them). Delete them first: each has one role for good.")]
    RoleOfApiClients {
        /// How many.
        count: u64,
    },
    /// The export of another server than the one that was named.
    #[error("This is an export of {}. Use: regrant import {}", .0.label(), .0.name())]
    ExportOf(import::Source),
    /// A signing key that was published too recently to sign; the seconds until it may.
    #[error("{}", too_recent(*.seconds))]
    KeyTooRecent {
        /// How long to wait.
        seconds: i64,
    },
    /// No signing key that could take over.
    #[error("There is no next key yet. The server publishes one within ten minutes.")]
    NoNextKey,
    /// A signing key that was revoked before.
    #[error("This key was revoked at {at}.")]
    KeyRevoked {
        /// Since when.
        at: Timestamp,
    },
    /// A signing key of an algorithm that has one.
    #[error("This algorithm has a next key already.")]
    NextKeyThere,
    /// The address of a webhook.
    #[error(transparent)]
    WebhookUrl(#[from] WebhookUrlError),
    /// An event that is not there to be sent again.
    #[error("There is no such event, or it is no longer kept.")]
    NoSuchEvent,
    /// A policy that the standards forbid.
    #[error(transparent)]
    Policy(#[from] PolicyViolation),
    /// A policy of the workspace that clients with refresh tokens may not have.
    #[error("{}. {violation}", inheriting(*.count))]
    PolicyOfClients {
        /// The rule that it breaks.
        violation: PolicyViolation,
        /// How many clients there are which have nothing of their own instead.
        count: u64,
        /// One of them, to lead to. Not its name, which is free text.
        first: ClientId,
    },
}

/// A type of values in JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonType {
    /// A text.
    Text,
    /// Yes or no.
    Switch,
    /// A whole number.
    Number,
    /// A list.
    List,
    /// Members by their names.
    Object,
    /// Another one than it was.
    Other,
}

impl fmt::Display for JsonType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Text => "a text",
            Self::Switch => "`true` or `false`",
            Self::Number => "a whole number",
            Self::List => "a list",
            Self::Object => "an object",
            Self::Other => "of another type",
        })
    }
}

fn other_version(version: i64) -> String {
    match version {
        0 => "This is not there.".to_owned(),
        version => format!("This was changed since it was read: it is in version {version}."),
    }
}

fn too_recent(seconds: i64) -> String {
    let wait = crate::lifetime::words(seconds);
    if seconds > PUBLICATION {
        return format!(
            "The next key was published while the clock was ahead: by the time that it bears it can sign in {wait}. See that the clock is right, \
             and rotate at once (`--at-once`)."
        );
    }
    format!("The next key was published only now, and whoever verifies tokens may not know it yet. It can sign in {wait}.")
}

fn inheriting(count: u64) -> String {
    match count {
        1 => "One client would get this policy which may not have it".to_owned(),
        _ => format!("{count} clients would get this policy which may not have it"),
    }
}

impl Problem {
    /// What is wrong, in a sentence for the person who typed it.
    pub fn sentence(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lifetime::RefreshTokenTtl;

    #[test]
    fn a_problem_travels_with_its_bounds() {
        let problem = Problem::from(RefreshTokenTtl::parse("11y").unwrap_err());
        let there: Problem = serde_json::from_str(&serde_json::to_string(&problem).unwrap()).unwrap();
        assert_eq!(there.sentence(), "Choose between 1 minute and 10 years.");
        let told = |policy: Result<_, crate::lifetime::LifetimeError>| policy.map(drop).unwrap_err().to_string();
        assert_eq!(told(crate::policy::TokenTtls::parse_refresh_token_ttl("5s")), "Choose between 1 minute and 10 years, or 0 for none.");
        assert_eq!(crate::policy::RetryWindow::parse("6m").unwrap_err().to_string(), "Choose at most 5 minutes.");
    }

    #[test]
    fn a_redirect_uri_is_named_by_its_line() {
        let problem = Problem::RedirectUri { line: 1, problem: RedirectUriError::Fragment };
        assert_eq!(problem.sentence(), "Line 2: A redirect URI has no fragment (no # part).");
    }
}
