//! The event of a refusal at the token endpoint, or of one that is about the user who is signed in.

use domain::{
    client::Client,
    grant_type::GrantType,
    id::{FamilyId, UserId},
    scope::Scopes,
    token_event::{RefusedAssertion, TokenEvent, TokenEventKind},
};
use uuid::Uuid;

use crate::{
    engine::Engine,
    error::{Error, Refusal},
    form::Form,
    grant_assertion::GrantAssertion,
    realm::Realm,
    storage::Storage,
};

impl<S: Storage> Engine<S> {
    /// Records that a client that authenticated was refused, for the family that its token names where it names one.
    pub(crate) async fn record_refusal(&self, realm: &Realm, client: &Client, refusal: Refusal, form: &Form) -> Result<(), Error> {
        // The move on the family has recorded reuse; and to wait for a user is nothing that went wrong.
        if matches!(refusal, Refusal::ReusedRefreshToken | Refusal::AuthorizationPending) {
            return Ok(());
        }
        let presented = form.get("refresh_token").and_then(|text| self.refresh_token_key(realm).read(text));
        let family_id = presented.map(|token| token.family_id);
        let about = family_id.map(FamilyId::as_uuid);
        let assertion = form.get("assertion").filter(|_| form.get("grant_type") == Some(GrantType::JwtBearer.name()));
        let assertion = assertion.and_then(|text| refused_assertion(realm, text));
        self.record_refused(realm, client, refusal, (about, None, family_id, assertion)).await
    }

    /// Records that a client cannot have what it asked for because of the user who is signed in.
    pub(crate) async fn record_refused_user(&self, realm: &Realm, client: &Client, user: UserId, refusal: Refusal) -> Result<(), Error> {
        // Whoever publishes a document could fill the record with clients that there are not.
        if self.client(realm.workspace.id, client.id).await?.is_none() {
            return Ok(());
        }
        self.record_refused(realm, client, refusal, (Some(user.as_uuid()), Some(user), None, None)).await
    }

    async fn record_refused(
        &self,
        realm: &Realm,
        client: &Client,
        refusal: Refusal,
        (about, user_id, family_id, assertion): (Option<Uuid>, Option<UserId>, Option<FamilyId>, Option<RefusedAssertion>),
    ) -> Result<(), Error> {
        let now = self.now();
        if !self.refusal_record().is_due(realm.workspace.id, (client.id, refusal.reason(), about), now) {
            return Ok(());
        }
        let event = TokenEvent {
            id: self.event_id(now),
            workspace_id: realm.workspace.id,
            client_id: client.id,
            user_id,
            family_id,
            at: now,
            scopes: Scopes::none(),
            left_out: Scopes::none(),
            kind: TokenEventKind::Refused { reason: refusal.reason().to_owned(), assertion },
        };
        Ok(self.storage().record_event(event).await?)
    }
}

/// Returns what an assertion says that was refused, for administrators: whoever has to find out why sees what came, to the letter.
fn refused_assertion(realm: &Realm, text: &str) -> Option<RefusedAssertion> {
    let assertion = GrantAssertion::parse(text).ok()?;
    let known = realm.workspace.trusted_issuers.named(&assertion.issuer);
    let claim = known.map_or("sub", |issuer| issuer.subject_claim.as_str());
    Some(RefusedAssertion::kept(&assertion.issuer, claim, assertion.text(claim)))
}
