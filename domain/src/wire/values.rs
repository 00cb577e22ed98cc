//! The values that are sent, each in its one form.

use crate::{
    activity::Period,
    administrator::AdministratorStatus,
    audit::AuditAction,
    audit_chain::Link,
    audit_group::AuditGroup,
    audit_news::LineNumber,
    authorization_details::DetailsTypeName,
    client::{ClientStatus, ClientType, TokenEndpointAuthMethod},
    client_keys::ClientAlgorithm,
    client_uri::{self, BackchannelLogoutUri, JwksUri},
    clock::Timestamp,
    description::Description,
    family::{FamilyState, RevocationReason},
    grant_type::GrantType,
    id::{
        AdministratorId, ApiTokenId, AssignmentId, AuditEventId, ClientId, FamilyId, InitialAccessTokenId, InvitationId, JobId, KeyId,
        LinkedSubjectId, LoginSessionId, PasskeyId, ServiceId, TokenEventId, UserId, WebhookAttemptId, WebhookId,
    },
    impact::Reach,
    job::JobStatus,
    mail::MailTls,
    name::{Name, Slug},
    permission::Action,
    problem::Problem,
    redirect_uri::RedirectUri,
    resource::Resource,
    role::RoleRef,
    scope::Scope,
    search::FoundKind,
    service::ServiceKind,
    settings::{client_documents::DocumentMode, registration::RegistrationMode, sign_in::PasswordStrength, tokens::AccessTokenFormat},
    signing::SigningAlgorithm,
    subject_type::{SectorIdentifier, SubjectType},
    trusted_issuer::{AssertionIssuer, AssertionKind, ClaimName, SubjectMatch},
    user::UserStatus,
    view::DecisionOutcome,
    webhook::WebhookUrl,
    wire::sent::{Form, Value},
};

/// Values that are texts: how they look, how they are written, and how they are read.
macro_rules! texts {
    ($($type:ident as $name:expr => $form:expr, $write:expr, $read:expr;)*) => {$(
        impl Value for $type {
            type Json = String;
            type Error = Problem;
            const NAME: &'static str = $name;

            fn form() -> Form {
                $form
            }

            fn to_json(&self) -> String {
                $write(self)
            }

            fn from_json(json: &String) -> Result<Self, Problem> {
                $read(json.as_str()).map_err(Problem::from)
            }
        }
    )*};
}

/// Values that are one of several, each with a name of its own.
macro_rules! choices {
    ($($type:ident)*) => {
        texts! {$(
            $type as stringify!($type) => Form::Choice($type::ALL.iter().map(|value| value.name()).collect()),
                |value: &$type| value.name().to_owned(),
                |text: &str| text.parse::<$type>();
        )*}
    };
}

/// The same for those whose names are here.
macro_rules! codes {
    ($($type:ident as $name:literal { $($value:ident = $code:literal)* })*) => {
        texts! {$(
            $type as $name => Form::Choice(vec![$($code),*]),
                |value: &$type| (match value { $($type::$value => $code,)* }).to_owned(),
                |text: &str| match text { $($code => Ok($type::$value),)* _ => Err(Problem::UnknownValue) };
        )*}
    };
}

/// Identifiers.
macro_rules! identifiers {
    ($($type:ident)*) => {
        texts! {$(
            $type as stringify!($type) => Form::Text(None, Some("uuid")),
                |id: &$type| id.to_string(),
                |text: &str| text.parse::<$type>();
        )*}
    };
}

texts! {
    Name as "Name" => Form::Text(Some(Self::MAX_CHARS), None), |name: &Self| name.to_string(), Self::parse;
    Description as "Description" => Form::Text(Some(Self::MAX_CHARS), None), |description: &Self| description.to_string(), Self::parse;
    Slug as "Slug" => Form::Pattern("^[a-z0-9]+(-[a-z0-9]+)*$"), |slug: &Self| slug.to_string(), Self::parse;
    Scope as "Scope" => Form::Pattern("^[!#-\\[\\]-~]{1,100}$"), |scope: &Self| scope.to_string(), Self::parse;
    DetailsTypeName as "DetailsTypeName" => Form::Pattern("^[!#-\\[\\]-~]{1,200}$"), |name: &Self| name.to_string(), Self::parse;
    RedirectUri as "RedirectUri" => Form::Text(Some(2000), Some("uri")), |uri: &Self| uri.to_string(),
        |text| Self::parse(text).map_err(|problem| Problem::RedirectUri { line: 0, problem });
    JwksUri as "JwksUri" => Form::Text(Some(client_uri::MAX_CHARS), Some("uri")), |uri: &Self| uri.to_string(), Self::parse;
    BackchannelLogoutUri as "BackchannelLogoutUri" => Form::Text(Some(client_uri::MAX_CHARS), Some("uri")),
        |uri: &Self| uri.to_string(),
        Self::parse;
    WebhookUrl as "WebhookUrl" => Form::Text(Some(2000), Some("uri")), |url: &Self| url.to_string(), Self::parse;
    AssertionIssuer as "AssertionIssuer" => Form::Text(Some(Self::MAX_CHARS), None), |issuer: &Self| issuer.to_string(), Self::parse;
    ClaimName as "ClaimName" => Form::Text(Some(Self::MAX_CHARS), None), |claim: &Self| claim.to_string(), Self::parse;
    Resource as "ResourceUri" => Form::Text(Some(500), Some("uri")), |uri: &Self| uri.to_string(), Self::parse;
    SectorIdentifier as "SectorIdentifier" => Form::Text(Some(253), Some("hostname")), |sector: &Self| sector.to_string(), Self::parse;
    RoleRef as "RoleRef" => Form::Text(Some(40), None), |role: &Self| role.to_string(), |text: &str| text.parse::<Self>();
    Action as "Action" => Form::Choice(Self::ALL.iter().map(|action| action.code()).collect()),
        |action: &Self| action.code().to_owned(),
        |text| Self::from_code(text).ok_or(Problem::UnknownValue);
    RevocationReason as "RevocationReason" => Form::Choice(Self::ALL.iter().map(|reason| reason.code()).collect()),
        |reason: &Self| reason.code().to_owned(),
        |text| Self::from_code(text).ok_or(Problem::UnknownValue);
    AuditAction as "AuditAction" => Form::Choice(Self::ALL.iter().map(|action| action.code()).collect()),
        |action: &Self| action.code().to_owned(),
        |text| Self::from_code(text).ok_or(Problem::UnknownValue);
    Link as "ChainPlace" => Form::Pattern("^[1-9][0-9]*:[0-9a-f]{64}$"), |link: &Self| link.to_string(), |text: &str| text.parse::<Self>();
    LineNumber as "LineNumber" => Form::Pattern("^[0-9]{1,19}$"), |number: &Self| number.to_string(), |text: &str| text.parse::<Self>();
    Timestamp as "Timestamp" => Form::Text(None, Some("date-time")),
        |at: &Self| at.to_string(),
        |text: &str| text.parse::<Self>();
}

choices! {
    AccessTokenFormat AssertionKind ClientAlgorithm ClientType DocumentMode GrantType MailTls PasswordStrength Reach RegistrationMode
    SigningAlgorithm SubjectMatch SubjectType TokenEndpointAuthMethod
}

codes! {
    AdministratorStatus as "AdministratorStatus" { Active = "active" Disabled = "disabled" }
    AuditGroup as "AuditGroup" { Changes = "changes" SignIns = "sign_ins" Security = "security" }
    ClientStatus as "ClientStatus" { Active = "active" Inactive = "inactive" }
    DecisionOutcome as "DecisionOutcome" {
        Issued = "issued" Withheld = "withheld" Refused = "refused" Reused = "reused" Exchanged = "exchanged" Asserted = "asserted"
    }
    FamilyState as "TokenState" { Live = "live" Expired = "expired" Revoked = "revoked" }
    FoundKind as "FoundKind" {
        Tenant = "tenant" Workspace = "workspace" Client = "client" Service = "service" User = "user" Administrator = "administrator"
        RefreshToken = "refresh_token" Session = "session"
    }
    JobStatus as "JobStatus" { Running = "running" Done = "done" Stopped = "stopped" }
    Period as "Period" { Day = "24h" Week = "7d" Month = "30d" }
    ServiceKind as "ServiceKind" { OAuth2 = "oauth2" Profile = "profile" Custom = "custom" }
    UserStatus as "UserStatus" { Active = "active" Disabled = "disabled" }
}

identifiers! {
    AdministratorId ApiTokenId AssignmentId AuditEventId ClientId FamilyId InitialAccessTokenId InvitationId JobId KeyId LinkedSubjectId
    LoginSessionId PasskeyId ServiceId TokenEventId UserId WebhookAttemptId WebhookId
}
