//! Test sign-ins: an administrator sees each request of a client and its answer.

mod transcript;

use domain::{
    audit::AuditAction,
    client::Client,
    grant_type::GrantType,
    id::ClientId,
    scope::{OFFLINE_ACCESS, OPENID, Scope},
    secret::Secret,
    trial::{TrialAnswer, TrialRun},
    workspace::WorkspacePath,
};
use engine::{
    Realm, Refusal,
    form::Form,
    keys::hash_secret,
    pkce,
    storage::SecretHash,
    token::{TokenResponse, TokenType},
    trial::{Trial, trial_certificate},
};
use url::form_urlencoded;

use self::transcript::Transcript;
use crate::{Error, Operator, clients::line, edit::get, permission::Action};

impl Operator {
    /// Begins a test sign-in of a client with the client's own configuration. It comes back to this page of the console, and can be answered for
    /// ten minutes by whoever began it, in the same session. Returns the address to go to.
    ///
    /// What comes of it ends with the test. Who may change the client may do this: the test stands for the client, without its secret.
    pub async fn begin_trial(&self, path: &WorkspacePath, client: ClientId, page: &str) -> Result<String, Error> {
        let edit = self.edit_any(Action::SetClient, path, client).await?;
        edit.audit(line(AuditAction::ClientTested, &edit.before, Vec::new())).await?;
        let realm = self.control.realm(&path.tenant, edit.workspace().clone());
        let begun = self.control.engine().begin_trial(&realm, client, self.tester(), page.to_owned());
        let (trial, redirect_uri) = begun.map_err(Error::internal)?;
        let address = if edit.before.settings.client_type.has_users() {
            authorization_request(&realm, &edit.before, &trial, &redirect_uri)
        } else {
            // There is nobody to sign in.
            redirect_uri
        };
        edit.commit().await?;
        Ok(address)
    }

    /// Runs the rest of a test: with what came back of the authorization request, or, of a client without users, all of it. Returns nothing where
    /// the test is over, is not of this client, or was begun in another session.
    pub async fn run_trial(
        &self,
        path: &WorkspacePath,
        client: ClientId,
        sealed: &str,
        answer: &TrialAnswer,
    ) -> Result<Option<TrialRun>, Error> {
        let store = self.read_at(Action::SetClient, path, client).await?;
        let client = get(&store, client).await?;
        let realm = self.control.realm(&path.tenant, store.workspace().clone());
        let engine = self.control.engine();
        let trial = engine.open_trial(&realm, sealed).filter(|trial| trial.client == client.id && trial.of == self.tester());
        let Some(trial) = trial else { return Ok(None) };
        let mut run = Run { operator: self, realm: &realm, client: &client, trial: &trial, transcript: Transcript::of(&realm, &client) };
        if client.settings.client_type.has_users() {
            if answer.state != trial.state {
                return Ok(None);
            }
            run.sign_in(sealed, answer).await?;
        } else {
            run.as_itself().await?;
        }
        Ok(Some(run.transcript.finish()))
    }

    /// What a test is bound to: who began it, and in which session.
    fn tester(&self) -> SecretHash {
        let session = self.actor.session_fingerprint().unwrap_or_default();
        hash_secret("trial-of", &format!("{} {session}", self.actor.principal()))
    }
}

/// Returns the address of the authorization request.
fn authorization_request(realm: &Realm, client: &Client, trial: &Trial, redirect_uri: &str) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(request_parameters(client, trial, redirect_uri));
    format!("{}/oauth2/authorize?{}", realm.issuer, query.finish())
}

/// Returns the parameters of the authorization request: all scopes of users that the client may ask for.
fn request_parameters(client: &Client, trial: &Trial, redirect_uri: &str) -> Vec<(&'static str, String)> {
    vec![
        ("response_type", "code".to_owned()),
        ("client_id", client.client_id().to_string()),
        ("redirect_uri", redirect_uri.to_owned()),
        ("scope", client.settings.scopes.only(Scope::is_for_users).to_string()),
        ("state", trial.state.clone()),
        ("code_challenge", pkce::challenge(&trial.verifier)),
        ("code_challenge_method", pkce::METHOD.to_owned()),
    ]
}

/// A test that is run.
struct Run<'a> {
    operator: &'a Operator,
    realm: &'a Realm,
    client: &'a Client,
    trial: &'a Trial,
    transcript: Transcript,
}

impl Run<'_> {
    /// From the answer to the authorization request to the revocation.
    async fn sign_in(&mut self, sealed: &str, answer: &TrialAnswer) -> Result<(), Error> {
        let redirect_uri = format!("{}?trial={sealed}", self.trial.page);
        self.transcript.authorization(&request_parameters(self.client, self.trial, &redirect_uri), answer);
        if answer.code.is_empty() {
            return Ok(());
        }
        let parameters = [("code", answer.code.as_str()), ("redirect_uri", &redirect_uri), ("code_verifier", self.trial.verifier.as_str())];
        let Some(tokens) = self.tokens("Exchange of the code", GrantType::AuthorizationCode, &parameters).await? else { return Ok(()) };
        let mut newest = tokens;
        if let Some(refresh_token) = newest.refresh_token.as_ref().map(|token| token.expose().clone()) {
            let parameters = [("refresh_token", refresh_token.as_str())];
            match self.tokens("Refresh", GrantType::RefreshToken, &parameters).await? {
                Some(refreshed) => {
                    self.transcript.compare(&refresh_token, refreshed.refresh_token.as_ref().map(Secret::expose));
                    newest = refreshed;
                }
                None => return self.revoke(&refresh_token).await,
            }
        } else {
            self.transcript.without_refresh_token(self.client.settings.scopes.contains(OFFLINE_ACCESS));
        }
        if newest.scopes.contains(OPENID) && newest.token_type == TokenType::Bearer {
            self.userinfo(&newest).await?;
        }
        self.end(&newest).await
    }

    /// The tokens that the client gets for itself, to their revocation.
    async fn as_itself(&mut self) -> Result<(), Error> {
        let scope = self.client.settings.scopes.only(Scope::is_for_clients).to_string();
        let tokens = self.tokens("Client credentials", GrantType::ClientCredentials, &[("scope", &scope)]).await?;
        match tokens {
            Some(tokens) => self.end(&tokens).await,
            None => Ok(()),
        }
    }

    /// Makes a token request.
    async fn tokens(&mut self, title: &'static str, grant: GrantType, parameters: &[(&str, &str)]) -> Result<Option<TokenResponse>, Error> {
        let form = Form::of(parameters.iter().copied()).map_err(Error::internal)?;
        let answer = self.operator.control.engine().trial_tokens(self.realm, self.trial, grant, &form).await;
        let answer = refused(answer)?;
        self.transcript.tokens(title, grant, parameters, answer.as_ref().map_err(|refusal| *refusal));
        Ok(answer.ok())
    }

    async fn userinfo(&mut self, tokens: &TokenResponse) -> Result<(), Error> {
        let access_token = tokens.access_token.expose();
        let request = engine::endpoint::userinfo::UserinfoRequest {
            method: "GET",
            token_type: tokens.token_type,
            access_token,
            proof: engine::dpop::ProofHeader::Absent,
            certificate: trial_certificate(self.client, self.trial),
        };
        let answer = refused(self.operator.control.engine().userinfo(self.realm, request).await)?;
        self.transcript.userinfo(access_token, answer.as_ref().map_err(|refusal| *refusal))
    }

    /// Asks about the access token, if the client may, and ends what the test has brought.
    async fn end(&mut self, tokens: &TokenResponse) -> Result<(), Error> {
        let access_token = tokens.access_token.expose();
        if !self.client.settings.is_public() {
            let answer = refused(self.operator.control.engine().trial_introspection(self.realm, self.trial, access_token).await)?;
            self.transcript.introspection(access_token, answer.as_ref().map_err(|refusal| *refusal))?;
        }
        let token = tokens.refresh_token.as_ref().unwrap_or(&tokens.access_token);
        self.revoke(token.expose()).await
    }

    async fn revoke(&mut self, token: &str) -> Result<(), Error> {
        let answer = refused(self.operator.control.engine().trial_revocation(self.realm, self.trial, token).await)?;
        self.transcript.revocation(token, answer);
        Ok(())
    }
}

/// Returns a refusal, which is part of the test; what is wrong with the server is not.
fn refused<T>(answer: Result<T, engine::Error>) -> Result<Result<T, Refusal>, Error> {
    match answer {
        Ok(answer) => Ok(Ok(answer)),
        Err(error) if error.refused().is_some() => Ok(Err(error.refusal())),
        Err(error) => Err(Error::internal(error)),
    }
}
