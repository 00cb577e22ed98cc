//! The checks of an exchange, in the order in which it is refused.

use std::iter;

use domain::{
    authorization_details::AuthorizationDetails,
    binding::Binding,
    client::Client,
    grant_type::GrantType,
    id::UserId,
    resource::Resources,
    scope::{OFFLINE_ACCESS, Scopes},
    token_exchange::{ExchangeGround, MOST_EXCHANGES},
};

use crate::{
    asked_details,
    asked_scopes::AskedScopes,
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant::request::{GrantRequest, TokenBinding},
    storage::{StandingToken, Storage},
    token::{
        Actor, TokenSource,
        access::{AccessTokenClaims, ActiveAccessToken},
    },
    trail::Trail,
};

/// The one type of tokens that is exchanged and issued (RFC 8693 §3).
pub(super) const ACCESS_TOKEN: &str = "urn:ietf:params:oauth:token-type:access_token";

/// An exchange that nothing speaks against.
pub(super) struct CheckedExchange {
    pub(super) binding: TokenBinding,
    /// The token that is exchanged.
    pub(super) subject: AccessTokenClaims,
    /// Its user; none where its client acts for itself.
    pub(super) user_id: Option<UserId>,
    /// Who acts with the new token.
    pub(super) act: Option<Actor>,
    /// When the new token ends at the latest, in seconds since 1970: with the one that is exchanged, and with the actor's.
    pub(super) ends_at: i64,
    /// What the new token comes from, nearest first.
    pub(super) exchanged: Vec<TokenSource>,
    /// The same, in the versions that were read.
    pub(super) stands_on: Vec<StandingToken>,
    pub(super) resources: Resources,
    /// Of those that the exchanged token has.
    pub(super) details: AuthorizationDetails,
    pub(super) scopes: AskedScopes,
}

/// What a token is presented as.
#[derive(Clone, Copy)]
enum Part {
    Subject,
    Actor,
}

impl Part {
    /// Returns the refusal of a token for this reason. Of an actor's token there is one for all.
    const fn refused(self, of_subject: Refusal) -> Refusal {
        match self {
            Self::Subject => of_subject,
            Self::Actor => Refusal::InvalidActorToken,
        }
    }
}

/// A token that the client may exchange, and why it may.
struct Exchangeable {
    token: ActiveAccessToken,
    ground: ExchangeGround,
}

/// The tokens of a request (RFC 8693 §2.1).
struct Presented<'a> {
    subject: &'a str,
    actor: Option<&'a str>,
}

impl<S: Storage> Engine<S> {
    /// Checks all that must hold of an exchange before anything is issued for it.
    pub(super) async fn check_exchange(&self, request: &GrantRequest<'_>) -> Result<CheckedExchange, Error> {
        let GrantRequest { realm, client, form, .. } = *request;
        let binding = request.check_client(GrantType::TokenExchange, &mut Trail::default())?;
        let presented = presented(form)?;
        let subject = self.exchangeable(request, Part::Subject, presented.subject).await?;
        let actor = match presented.actor {
            Some(text) => Some(self.actor(request, text).await?),
            None => None,
        };
        let act = acting(client, &subject, actor.as_ref());
        let mut exchanged: Vec<TokenSource> = Vec::new();
        let tokens = || iter::once(&subject.token).chain(&actor);
        // What is exchanged comes first, and then what that came from.
        let nearest = tokens().map(|token| token.claims.source());
        for source in nearest.chain(tokens().flat_map(|token| token.claims.exchanged.iter().cloned())) {
            if !exchanged.iter().any(|other| other.jti == source.jti) {
                exchanged.push(source);
            }
        }
        if exchanged.len() > MOST_EXCHANGES {
            return Err(Refusal::TooManyExchanges.into());
        }
        for source in &mut exchanged {
            self.veil(realm.workspace.id, client, source).await?;
        }
        let stands_on = tokens().flat_map(|token| token.stands_on.iter().copied()).collect();
        let ends_at = tokens().map(|token| token.claims.exp).min().unwrap_or_default();
        let granted = subject.token.claims.aud.resources(&realm.issuer);
        let servers = self.resource_servers(realm, form, &granted).await?;
        let resources = servers.exchanged(form, &granted, &client.settings.token_exchange.exchange_targets)?;
        let scopes = narrowed(form, &subject.token.claims.scope, &client.settings.scopes)?;
        let granted = &subject.token.claims.authorization_details;
        let details = asked_details::narrowed(form, granted, realm, client)?.for_resources(&resources);
        let ActiveAccessToken { claims: subject, user, .. } = subject.token;
        let user_id = user.map(|user| user.id);
        Ok(CheckedExchange { binding, subject, user_id, act, ends_at, exchanged, stands_on, resources, details, scopes })
    }

    /// Returns an access token of this workspace that the client may exchange, and that is valid now. Whether it may comes first: what a token of
    /// others has come to is not its business.
    async fn exchangeable(&self, request: &GrantRequest<'_>, part: Part, text: &str) -> Result<Exchangeable, Error> {
        let GrantRequest { realm, client, .. } = *request;
        let claims = self.read_access_token(realm, text).await?.ok_or(part.refused(Refusal::InvalidSubjectToken))?;
        let policy = &client.settings.token_exchange;
        let ground = policy.ground(client.id, claims.client(realm.workspace.id), &claims.aud.resources(&realm.issuer));
        let ground = ground.ok_or(part.refused(Refusal::ForeignSubjectToken))?;
        check_holder(claims.cnf, ground, request).map_err(|refusal| part.refused(refusal))?;
        let token = self.active_access_token(realm, claims).await?.ok_or(part.refused(Refusal::EndedSubjectToken))?;
        Ok(Exchangeable { token, ground })
    }

    /// Returns the token of an actor, for whom nobody else acts.
    async fn actor(&self, request: &GrantRequest<'_>, text: &str) -> Result<ActiveAccessToken, Error> {
        let Exchangeable { token, .. } = self.exchangeable(request, Part::Actor, text).await?;
        if token.claims.act.is_some() { Err(Refusal::InvalidActorToken.into()) } else { Ok(token) }
    }
}

/// Reads which tokens a request presents. Access tokens alone are exchanged, and for nothing else: a refresh token is for its client to use, and
/// names itself at no other (RFC 6749 §10.4).
fn presented(form: &Form) -> Result<Presented<'_>, Refusal> {
    let subject = form.get("subject_token").ok_or(Refusal::MissingSubjectToken)?;
    if form.get("subject_token_type") != Some(ACCESS_TOKEN) {
        return Err(Refusal::SubjectTokenType);
    }
    if form.get("requested_token_type").is_some_and(|wanted| wanted != ACCESS_TOKEN) {
        return Err(Refusal::RequestedTokenType);
    }
    match (form.get("actor_token"), form.get("actor_token_type")) {
        (None, None) => Ok(Presented { subject, actor: None }),
        (Some(actor), Some(ACCESS_TOKEN)) => Ok(Presented { subject, actor: Some(actor) }),
        _ => Err(Refusal::ActorTokenType),
    }
}

/// Checks whether a token that is bound to a key or a certificate comes from where it may: from its holder, who proves it again, or from a resource
/// server that it is for, which got it with a proof or over a connection with the certificate. Anybody else has no business with it (RFC 9449 §7,
/// RFC 8705 §3).
fn check_holder(bound: Option<Binding>, ground: ExchangeGround, request: &GrantRequest<'_>) -> Result<(), Refusal> {
    match (bound, ground) {
        (None, _) | (Some(_), ExchangeGround::Audience) => Ok(()),
        (Some(bound), ExchangeGround::Own) if request.holds(bound) => Ok(()),
        (Some(_), ExchangeGround::Own | ExchangeGround::Client) => Err(Refusal::BoundSubjectToken),
    }
}

/// Returns who acts with the new token, and who acted before (RFC 8693 §4.1): an actor by its token, or else the client. A client that goes on
/// with its own token is no other actor, and one that may stands for the subject alone. Who acted before is never left out.
fn acting(client: &Client, subject: &Exchangeable, actor: Option<&ActiveAccessToken>) -> Option<Actor> {
    let before = subject.token.claims.act.clone();
    let goes_on = subject.ground == ExchangeGround::Own || client.settings.token_exchange.impersonation;
    let (sub, client_id) = match actor {
        Some(actor) => (actor.claims.sub.clone(), actor.claims.client_id.clone()),
        None if goes_on => return before,
        None => (client.id.to_string(), client.client_id()),
    };
    Some(Actor { sub, client_id, act: before.map(Box::new) })
}

/// Returns the scopes of the new token: of those that are asked for, or of all that the exchanged one has, those that both it and the client
/// have. No refresh token comes of it, and so no `offline_access`.
fn narrowed(form: &Form, granted: &Scopes, of_client: &Scopes) -> Result<AskedScopes, Refusal> {
    let granted = granted.without(OFFLINE_ACCESS);
    let allowed = granted.intersection(of_client);
    // A token that allows nothing is one only where the exchanged one is.
    if allowed.is_empty() && !granted.is_empty() {
        return Err(Refusal::InvalidScope);
    }
    AskedScopes::of(form, &allowed)
}
