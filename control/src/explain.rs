//! Why a client got a refresh token, or would get one, or not.

use std::collections::{BTreeMap, HashMap, hash_map::Entry};

use domain::{
    client::{Client, ClientType},
    decision::{Condition, Grounds, RefreshFacts},
    explanation::{ConditionChange, Explained, Outcome, Question, Recorded, RecordedExplanation, RefreshExplanation, Switch},
    family::DELETED_USER,
    grant_type::GrantType,
    id::{ClientId, FamilyId, TokenEventId, UserId},
    problem::Problem,
    scope::{OFFLINE_ACCESS, OPENID},
    settings::security::SecuritySettings,
    token_event::{TokenEvent, TokenEventKind},
    user::User,
    workspace::WorkspacePath,
};
use engine::{
    Realm, Refusal,
    dpop::ProvenKey,
    explain::{ExplainRefresh, ExplainRequest},
};
use store::{Reading, WorkspaceStore};
use url::form_urlencoded;

use crate::{Error, Operator, edit::get, error::Problems, permission::Action, permit::level_of};

/// The most recorded decisions of a client that are shown.
const SHOWN: u64 = 50;
/// A code challenge for a usual request. Any will do (RFC 7636, appendix B).
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// About an authorization request.
    Request(Explained),
    /// About a refresh.
    Refresh(RefreshExplanation),
}

impl Operator {
    /// Explains the outcome of an authorization request or of a refresh by a client.
    ///
    /// # Errors
    /// [`Error::NotFound`] for no such client, or a family that is not the client's; [`Error::Invalid`] with each field of the question that
    /// cannot be read or cannot be combined with the others.
    pub async fn explain(&self, path: &WorkspacePath, client: ClientId, question: &Question) -> Result<Answer, Error> {
        let store = self.read_at(Action::Explain, path, client).await?;
        let client = get(&store, client).await?;
        let mut problems = Problems::default();
        for (field, problem) in question.contradictions() {
            problems.note(field, problem);
        }
        if client.settings.client_type == ClientType::Service {
            for field in question.of_users() {
                problems.note(field, Problem::ServiceWithoutUsers);
            }
        }
        problems.check()?;
        if question.is_about_a_refresh() {
            return self.refresh_answer(&store, path, client.id, question).await.map(Answer::Refresh);
        }
        self.request_answer(&store, path, &client, question).await.map(Answer::Request)
    }

    async fn request_answer(
        &self,
        store: &WorkspaceStore<'_, Reading>,
        path: &WorkspacePath,
        client: &Client,
        question: &Question,
    ) -> Result<Explained, Error> {
        let query = match question.request.trim() {
            "" => usual_request(store.workspace().authorization.security, client, question),
            request => pasted_request(client, request)?,
        };
        let user = named_user(store, question.user.trim()).await?;
        let realm = self.control.realm(&path.tenant, store.workspace().clone());
        let asked = ExplainRequest {
            client: client.id,
            query: &query,
            is_sent: !question.request.trim().is_empty(),
            user: user.as_ref().map(|user| user.id),
            signed_in: question.signed_in,
            key: ProvenKey::Wanted,
        };
        let mut explanation = self.control.engine().explain(&realm, asked).await.map_err(Error::internal)?;
        if let Outcome::Refused(refused) = &mut explanation.outcome
            && let Some(refusal) = Refusal::from_reason(&refused.reason)
        {
            let instruction = match refusal {
                Refusal::MissingRedirectUri => refusal.instruction_with(client.settings.redirect_uris.len()),
                _ => refusal.instruction_in(&store.workspace().authorization),
            };
            instruction.clone_into(&mut refused.advice);
        }
        Ok(Explained { query, user: user.map(|user| user.identifier.to_string()), explanation })
    }

    async fn refresh_answer(
        &self,
        store: &WorkspaceStore<'_, Reading>,
        path: &WorkspacePath,
        client: ClientId,
        question: &Question,
    ) -> Result<RefreshExplanation, Error> {
        let realm = self.control.realm(&path.tenant, store.workspace().clone());
        let engine = self.control.engine();
        // As they would be sent: a space too many is what the client's developer is looking for.
        let scope = Some(("scope", question.scope.as_str()));
        let others: Vec<_> = scope.into_iter().chain(resources(question)).collect();
        if let Some(id) = question.family_id {
            store.find_family(id).await?.filter(|family| family.client_id == client).ok_or(Error::NotFound)?;
            return engine.explain_family(&realm, id, &others).await.map_err(Error::internal)?.ok_or(Error::NotFound);
        }
        let token = question.refresh_token.iter().map(|token| ("refresh_token", token.expose().as_str()));
        let parameters: Vec<_> = token.chain(others).collect();
        let refresh = ExplainRefresh { client, parameters: &parameters, key: ProvenKey::Wanted };
        engine.explain_refresh(&realm, refresh).await.map_err(Error::internal)
    }

    /// Returns the recent answers of the token endpoint to a client, newest first: decisions and refusals.
    pub async fn list_decisions(&self, path: &WorkspacePath, client: ClientId) -> Result<Vec<Recorded>, Error> {
        let store = self.read_at(Action::Explain, path, client).await?;
        get(&store, client).await?;
        let events = store.list_decisions(client, SHOWN).await?;
        recorded(&store, events, self.named_ones(&store).as_deref()).await
    }

    /// Explains a recorded decision, and what has changed since.
    pub async fn explain_decision(
        &self,
        path: &WorkspacePath,
        client: ClientId,
        event: TokenEventId,
    ) -> Result<RecordedExplanation, Error> {
        let store = self.read_at(Action::Explain, path, client).await?;
        let client = get(&store, client).await?;
        let event = store.find_decision(client.id, event).await?.ok_or(Error::NotFound)?;
        let realm = self.control.realm(&path.tenant, store.workspace().clone());
        let (now, changes) = self.then_and_now(&realm, &client, &event).await?;
        let family = match event.family_id {
            Some(id) => store.find_family(id).await?.filter(|family| family.client_id == client.id),
            None => None,
        };
        let refresh = match &family {
            Some(family) => self.control.engine().explain_family(&realm, family.id, &[]).await.map_err(Error::internal)?,
            None => None,
        };
        let recorded = recorded(&store, vec![event], self.named_ones(&store).as_deref()).await?.pop().ok_or(Error::NotFound)?;
        Ok(RecordedExplanation { recorded, now, changes, family, refresh })
    }

    /// Returns the clients that are named to the actor; none where it is all of them.
    pub(crate) fn named_ones(&self, store: &WorkspaceStore<'_, Reading>) -> Option<Vec<ClientId>> {
        self.clients_seen(level_of(store)).unwrap_or_else(|_| Some(Vec::new()))
    }

    /// Decides again about the facts of a recorded decision.
    async fn then_and_now(
        &self,
        realm: &Realm,
        client: &Client,
        event: &TokenEvent,
    ) -> Result<(Option<Outcome>, Vec<ConditionChange>), Error> {
        let (failed, facts): (&[Condition], _) = match &event.kind {
            TokenEventKind::Issued { grounds: Grounds::OfflineAccess } => (&[], RefreshFacts::OFFLINE_GRANTED),
            TokenEventKind::Issued { grounds: Grounds::LoginSession } => {
                (&[], RefreshFacts { requested: false, consented: false, limit_reached: false })
            }
            TokenEventKind::Withheld { conditions } => {
                let held = |condition| !conditions.contains(&condition);
                // Who did not ask was not asked. Whether there is room now is looked up.
                let requested = held(Condition::Requested);
                (conditions, RefreshFacts { requested, consented: requested && held(Condition::Consented), limit_reached: false })
            }
            _ => return Ok((None, Vec::new())),
        };
        let decision = self.control.engine().decide(realm, client, event.user_id, facts).await.map_err(Error::internal)?;
        let now = Outcome::from(decision);
        let fails: &[Condition] = match &now {
            Outcome::NoRefreshToken { conditions } => conditions,
            _ => &[],
        };
        let changes = Condition::ALL.into_iter().map(|condition| ConditionChange {
            condition,
            held: !failed.contains(&condition),
            holds: !fails.contains(&condition),
            switch: Switch::of(condition, &realm.workspace, client),
        });
        let changes = changes.filter(|change| !change.held || !change.holds).collect();
        Ok((Some(now), changes))
    }
}

/// Returns the parameters of a pasted request, which is an address or the parameters themselves.
fn pasted_request(client: &Client, text: &str) -> Result<String, Error> {
    let text = text.split('#').next().unwrap_or_default();
    let query = text.split_once('?').map_or(text, |(_, query)| query);
    let mut pairs = form_urlencoded::parse(query.as_bytes());
    if !query.contains('=') || query.contains(char::is_whitespace) {
        return Err(Error::invalid("request", Problem::NotARequest));
    }
    if pairs.any(|(name, value)| name == "client_id" && value != client.client_id().to_string()) {
        return Err(Error::invalid("request", Problem::OtherClientsRequest));
    }
    Ok(query.to_owned())
}

/// Returns the request that an application usually makes.
fn usual_request(security: SecuritySettings, client: &Client, question: &Question) -> String {
    if client.settings.client_type == ClientType::Service {
        return usual_token_request(client, question);
    }
    let scope = match question.scope.trim() {
        "" if client.settings.scopes.contains(OPENID) => format!("{OPENID} {OFFLINE_ACCESS}"),
        "" => OFFLINE_ACCESS.to_owned(),
        scope => scope.to_owned(),
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    if client.settings.is_for_devices_alone() {
        // As its devices make it (RFC 8628 §3.1).
        query.append_pair("client_id", &client.client_id().to_string()).append_pair("scope", &scope);
        if !question.prompt.trim().is_empty() {
            query.append_pair("prompt", question.prompt.trim());
        }
        return query.extend_pairs(resources(question)).finish();
    }
    query.append_pair("response_type", "code").append_pair("client_id", &client.client_id().to_string());
    if let Some(redirect_uri) = client.settings.redirect_uris.first() {
        query.append_pair("redirect_uri", redirect_uri.as_str());
    }
    query.append_pair("scope", &scope);
    if !question.prompt.trim().is_empty() {
        query.append_pair("prompt", question.prompt.trim());
    }
    query.extend_pairs(resources(question));
    query.append_pair("code_challenge", CHALLENGE).append_pair("code_challenge_method", "S256");
    if security.require_signed_authorization_response {
        query.append_pair("response_mode", "jwt");
    }
    query.finish()
}

/// Returns the request that a service usually makes for a token of its own (RFC 6749 §4.4.2, RFC 8693 §2.1).
fn usual_token_request(client: &Client, question: &Question) -> String {
    let grant = if client.settings.is_for_exchanges_alone() { GrantType::TokenExchange } else { GrantType::ClientCredentials };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("grant_type", grant.name());
    if !question.scope.trim().is_empty() {
        query.append_pair("scope", question.scope.trim());
    }
    query.extend_pairs(resources(question)).finish()
}

/// Returns each resource server that is asked for, as a parameter of the request.
fn resources(question: &Question) -> impl Iterator<Item = (&'static str, &str)> {
    question.resource.split_whitespace().map(|resource| ("resource", resource))
}

/// Returns the user with this identifier or sign-in name.
async fn named_user(store: &WorkspaceStore<'_, Reading>, name: &str) -> Result<Option<User>, Error> {
    if name.is_empty() {
        return Ok(None);
    }
    let found = match name.parse::<UserId>() {
        Ok(id) => store.find_user(id).await?,
        Err(_) => match engine::typed::identifier(name) {
            Ok(identifier) => store.find_user_by_identifier(&identifier).await?,
            Err(_) => None,
        },
    };
    found.map(Some).ok_or_else(|| Error::invalid("user", Problem::UnknownUser))
}

/// Adds to events the names of their users, the meaning of their reason codes, and what the clients and users are called that they name. Of clients
/// it names those that the actor sees; `seen` is none where it is all of them.
pub(crate) async fn recorded(
    store: &WorkspaceStore<'_, Reading>,
    events: Vec<TokenEvent>,
    seen: Option<&[ClientId]>,
) -> Result<Vec<Recorded>, Error> {
    let mut users: HashMap<UserId, String> = HashMap::new();
    let mut of_families: HashMap<FamilyId, Option<String>> = HashMap::new();
    for event in &events {
        match (event.user_id, event.family_id) {
            (Some(id), _) => {
                if let Entry::Vacant(entry) = users.entry(id) {
                    let user = store.find_user(id).await?;
                    entry.insert(user.map_or_else(|| DELETED_USER.to_owned(), |user| user.identifier.to_string()));
                }
            }
            // What a refusal was about is known by the token that came.
            (None, Some(id)) => {
                if let Entry::Vacant(entry) = of_families.entry(id) {
                    let family = store.find_family(id).await?.filter(|family| family.client_id == event.client_id);
                    entry.insert(family.map(|family| family.user_words().to_owned()));
                }
            }
            (None, None) => {}
        }
    }
    let told: Vec<ClientId> = events.iter().flat_map(named_clients).filter(|id| seen.is_none_or(|seen| seen.contains(id))).collect();
    let clients = store.client_names(told.into_iter()).await?;
    let settings = &store.workspace().authorization;
    let mut recorded = Vec::new();
    for event in events {
        let mut names: BTreeMap<String, String> =
            named_clients(&event).filter_map(|id| Some((id.to_string(), clients.get(&id)?.clone()))).collect();
        if let TokenEventKind::Exchanged { actor: Some(actor), .. } = &event.kind
            && !names.contains_key(actor)
            && let Ok(id) = actor.parse::<UserId>()
            && let Some(user) = store.find_user(id).await?
        {
            names.insert(actor.clone(), user.identifier.to_string());
        }
        let of_family = || event.family_id.and_then(|id| of_families.get(&id).cloned().flatten());
        let refusal = match &event.kind {
            TokenEventKind::Refused { reason, .. } => Refusal::from_reason(reason),
            TokenEventKind::Reused { .. } => Some(Refusal::ReusedRefreshToken),
            _ => None,
        };
        recorded.push(Recorded {
            user_identifier: event.user_id.and_then(|id| users.get(&id).cloned()).or_else(of_family),
            refused: refusal.map(|refusal| refusal.refused_in(settings)),
            switch: refusal.map(|refusal| refusal.switch_in(settings)).filter(|switch| *switch != Switch::Request),
            names,
            event,
        });
    }
    Ok(recorded)
}

/// Returns the clients that an event names beside its own.
fn named_clients(event: &TokenEvent) -> impl Iterator<Item = ClientId> {
    let (subject, actor) = match &event.kind {
        TokenEventKind::Exchanged { subject_client, actor } => {
            (Some(*subject_client), actor.as_deref().and_then(|actor| actor.parse().ok()))
        }
        _ => (None, None),
    };
    subject.into_iter().chain(actor)
}
