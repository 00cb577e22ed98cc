//! The checks of an assertion, in the order in which it is refused.

use domain::{
    authorization_details::AuthorizationDetails,
    client::Client,
    client_keys::JwkSet,
    clock::Timestamp,
    grant_type::GrantType,
    linked_subject::AssertionSubject,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    trusted_issuer::{AssertionKind, SubjectMatch, TrustedIssuer},
    user::{User, UserIdentifier, UserStatus},
};

use crate::{
    asked_details,
    asked_scopes::AskedScopes,
    client_jwt::{JwtAudience, LEEWAY_SECONDS},
    client_keys::KeyOwner,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::{GrantRequest, TokenBinding},
    grant_assertion::GrantAssertion,
    realm::Realm,
    registered_keys::Unverified,
    storage::Storage,
    trail::Trail,
};

/// The profile of authorization grants that identity assertions follow (draft-ietf-oauth-identity-assertion-authz-grant-03).
pub(crate) const ID_JAG_PROFILE: &str = "urn:ietf:params:oauth:grant-profile:id-jag";

/// An assertion that nothing speaks against.
pub(super) struct CheckedAssertion {
    pub(super) binding: TokenBinding,
    pub(super) assertion: GrantAssertion,
    /// Whom it is about, who is active.
    pub(super) user: User,
    pub(super) resources: Resources,
    pub(super) scopes: AskedScopes,
    /// When the user authenticated, as far as the assertion says.
    pub(super) auth_time: Timestamp,
    /// When the access token ends at the latest; none where that is the client's to say.
    pub(super) ends_at: Option<Timestamp>,
}

impl<S: Storage> Engine<S> {
    /// Checks all that must hold of an assertion before anything is issued for it. Its signature comes before anything that it says is believed or
    /// looked up.
    pub(super) async fn check_jwt_bearer(&self, request: &GrantRequest<'_>) -> Result<CheckedAssertion, Error> {
        let GrantRequest { realm, client, form, now, .. } = *request;
        let binding = request.check_client(GrantType::JwtBearer, &mut Trail::default())?;
        let assertion = GrantAssertion::parse(form.get("assertion").ok_or(Refusal::MissingGrantAssertion)?)?;
        let issuer = trusted(realm, client, &assertion)?;
        self.check_issuer(realm, issuer, &assertion).await?;
        self.check_for_us(realm, &assertion)?;
        check_times(issuer, &assertion, now)?;
        if assertion.client_id.as_ref().is_some_and(|named| *named != client.id.to_string()) {
            return Err(Refusal::OtherClientsGrantAssertion.into());
        }
        let user = self.find_asserted_user(realm, issuer, &assertion).await?;
        let resources = match &assertion.resources {
            Some(granted) => self.resource_servers(realm, form, granted).await?.narrowed(form, granted)?,
            None => self.resource_servers(realm, form, &Resources::none()).await?.requested(form)?,
        };
        // An assertion grants no authorization details: whoever asks for some is told so, and not given less unnoticed (RFC 9396 §5).
        asked_details::narrowed(form, &AuthorizationDetails::none(), realm, client)?;
        let scopes = granted(form, &assertion, issuer, client)?;
        let seen_at = assertion.auth_time.or(assertion.times.issued_at).unwrap_or(now.as_seconds());
        let auth_time = Timestamp::from_millis(0).plus_seconds(seen_at.clamp(0, now.as_seconds()));
        let ends_at = issuer.access_token_ttl.map(|ttl| now.plus_seconds(ttl.as_seconds()));
        Ok(CheckedAssertion { binding, assertion, user, resources, scopes, auth_time, ends_at })
    }

    /// Checks that the issuer signed it, by an algorithm that is its own.
    async fn check_issuer(&self, realm: &Realm, issuer: &TrustedIssuer, assertion: &GrantAssertion) -> Result<(), Refusal> {
        let jwt = &assertion.jwt;
        if !issuer.algorithms.contains(&jwt.algorithm) {
            return Err(Refusal::GrantAssertionAlgorithm);
        }
        let (owner, keys) = (KeyOwner::known(&realm.workspace), &issuer.keys);
        let signed = self.check_by(owner, keys.jwks(), keys.jwks_uri(), &|keys: &JwkSet| jwt.check(keys)).await;
        signed.map_err(|unverified| match unverified {
            Unverified::NoKeys | Unverified::UnknownKey => Refusal::UnknownGrantAssertionKey,
            Unverified::WrongSignature => Refusal::WrongGrantAssertionSignature,
            Unverified::UnavailableKeys => Refusal::UnavailableIssuerKeys,
        })
    }

    /// Checks that it was made for this issuer, and for nobody else: who is named beside it could use the assertion here, or this server there.
    fn check_for_us(&self, realm: &Realm, assertion: &GrantAssertion) -> Result<(), Refusal> {
        // RFC 7523 §3: the address of the token endpoint identifies this server, too. An identity assertion names the issuer.
        let endpoint = realm.token_endpoint();
        let is_endpoint = |audience: &str| audience == endpoint || self.alias_of(&endpoint).is_some_and(|alias| audience == alias);
        let is_us = |audience: &String| *audience == realm.issuer || !assertion.is_id_jag() && is_endpoint(audience);
        let is_ours = match &assertion.audience {
            JwtAudience::One(audience) => is_us(audience),
            JwtAudience::List(list) => !list.is_empty() && list.iter().all(is_us),
        };
        if is_ours { Ok(()) } else { Err(Refusal::GrantAssertionAudience) }
    }

    /// Returns the user whom the assertion is about: the one to whom an administrator has linked its subject, or else the one whom it names. No
    /// account is made for anybody.
    async fn find_asserted_user(&self, realm: &Realm, issuer: &TrustedIssuer, assertion: &GrantAssertion) -> Result<User, Error> {
        // What cannot be linked is not.
        let subject = AssertionSubject::parse(&assertion.subject).ok().filter(|subject| subject.as_str() == assertion.subject);
        let linked = match subject {
            Some(subject) => self.storage().find_linked_user(realm.workspace.id, &issuer.id, &subject).await?,
            None => None,
        };
        let user = match linked {
            Some(user) => user,
            None => self.find_named_user(realm, issuer, assertion).await?,
        };
        if user.status == UserStatus::Active { Ok(user) } else { Err(Refusal::InactiveAssertionSubject.into()) }
    }

    /// Returns the user whom the assertion names by the claim by which users of its issuer are found.
    async fn find_named_user(&self, realm: &Realm, issuer: &TrustedIssuer, assertion: &GrantAssertion) -> Result<User, Error> {
        let claim = assertion.text(issuer.subject_claim.as_str()).ok_or(Refusal::MissingAssertionSubject)?;
        let workspace = realm.workspace.id;
        let found = match issuer.subject_match {
            // The `sub` of tokens of this workspace, whichever client the issuer has it from.
            SubjectMatch::UserId => match self.user_called(workspace, claim).await? {
                Some(id) => self.storage().find_user(workspace, id).await?,
                None => None,
            },
            // Whoever can type an address at the issuer could be anybody who has it here.
            SubjectMatch::VerifiedEmail if !assertion.email_is_verified() => return Err(Refusal::UnverifiedAssertionSubject.into()),
            by @ (SubjectMatch::UserName | SubjectMatch::VerifiedEmail) => match UserIdentifier::parse(claim) {
                Ok(name) => {
                    let record = self.storage().find_user_by_identifier(workspace, &name).await?;
                    record.map(|record| record.user).filter(|user| by.names(&name, user))
                }
                Err(_) => None,
            },
        };
        Ok(found.ok_or(Refusal::UnknownAssertionSubject)?)
    }
}

/// Returns the issuer of an assertion, if it is trusted for this client and for assertions of this kind.
fn trusted<'a>(realm: &'a Realm, client: &Client, assertion: &GrantAssertion) -> Result<&'a TrustedIssuer, Refusal> {
    let issuer = realm.workspace.trusted_issuers.named(&assertion.issuer).ok_or(Refusal::UntrustedIssuer)?;
    if !issuer.enabled {
        return Err(Refusal::DisabledIssuer);
    }
    if !issuer.is_for(client.id) {
        return Err(Refusal::IssuerOfOtherClients);
    }
    let kind = if assertion.is_id_jag() { AssertionKind::IdJag } else { AssertionKind::Jwt };
    if issuer.kinds.contains(&kind) { Ok(issuer) } else { Err(Refusal::GrantAssertionKind) }
}

/// Checks that an assertion is good at this time, and was not made for longer than its issuer may.
fn check_times(issuer: &TrustedIssuer, assertion: &GrantAssertion, now: Timestamp) -> Result<(), Refusal> {
    let (times, longest, now) = (assertion.times, issuer.assertion_ttl.as_seconds(), now.as_seconds());
    let made_for = times.issued_at.map(|issued_at| times.expires_at.saturating_sub(issued_at));
    let is_timely = times.include(now)
        && times.expires_at <= now.saturating_add(longest + LEEWAY_SECONDS)
        && made_for.is_none_or(|seconds| seconds <= longest);
    if is_timely { Ok(()) } else { Err(Refusal::UntimelyGrantAssertion) }
}

/// Returns the scopes of the token: of those that are asked for, or of all that the assertion has, those that the issuer, the assertion and the client
/// have. No refresh token comes of it, and so no `offline_access`.
fn granted(form: &Form, assertion: &GrantAssertion, issuer: &TrustedIssuer, client: &Client) -> Result<AskedScopes, Refusal> {
    let of_client = client.settings.scopes.only(Scope::is_for_users).without(OFFLINE_ACCESS);
    let at_most = of_client.intersection(&issuer.scopes);
    let allowed = assertion.scope.as_ref().map_or_else(|| at_most.clone(), |scope| at_most.intersection(scope));
    // A token that allows nothing is none that anybody asked for.
    if allowed.is_empty() {
        return Err(Refusal::InvalidScope);
    }
    let asked = AskedScopes::of(form, &allowed)?;
    let beyond = assertion.scope.as_ref().filter(|_| form.get("scope").is_none()).map(|scope| scope.difference(&allowed));
    Ok(AskedScopes { left_out: beyond.unwrap_or_else(Scopes::none).union(&asked.left_out), ..asked })
}
