//! What would become of a refresh.

use std::time::Instant;

use domain::{
    decision::Condition,
    explanation::{Check, RefreshExplanation, Refused, Remark, Step},
    id::{ClientId, FamilyId},
};

use crate::{
    client_auth::check_active,
    dpop::ProvenKey,
    engine::Engine,
    error::{Error, Refusal},
    family::{RefreshToken, Transition},
    form::Form,
    grant::{
        refresh_token::{immovable, presentation_for, refreshes},
        request::{GrantRequest, RequestProof},
    },
    realm::Realm,
    refusal::ErrorCode,
    storage::Storage,
    trail::Trail,
};

/// A refresh that is asked about.
#[derive(Clone, Copy)]
pub struct ExplainRefresh<'a> {
    /// The client that would refresh. It is taken to authenticate.
    pub client: ClientId,
    /// The parameters of the token request, as they would be sent: `refresh_token`, and `scope` and each `resource`, if any.
    pub parameters: &'a [(&'a str, &'a str)],
    /// The key that the request would prove.
    pub key: ProvenKey,
}

impl<S: Storage> Engine<S> {
    /// Explains a refresh.
    pub async fn explain_refresh(&self, realm: &Realm, refresh: ExplainRefresh<'_>) -> Result<RefreshExplanation, Error> {
        let mut trail = Trail::default();
        let ExplainRefresh { parameters, key, .. } = refresh;
        // The endpoint reads the form before anything else.
        let form = match Form::of(parameters.iter().copied()) {
            Ok(form) => form,
            Err(refusal) => {
                trail.step(Check::Form, false, None);
                return Ok(explanation(None, trail.finish(realm, None).0, Err(refusal)));
            }
        };
        let record = self.storage().find_client(realm.workspace.id, refresh.client).await?;
        let previous = record.as_ref().and_then(|record| record.previous_secret);
        let Some(client) = record.map(|record| record.client) else {
            trail.step(Check::Condition(Condition::ClientActive), false, None);
            return Ok(explanation(None, trail.finish(realm, None).0, Err(Refusal::InvalidClient)));
        };
        let active = trail.note(Check::Condition(Condition::ClientActive), check_active(&client));
        if previous.is_some_and(|previous| previous.works(self.now())) {
            trail.remark(Check::Condition(Condition::ClientActive), Remark::PreviousSecret);
        }
        let active = active.and(self.check_means(realm, &client, &mut trail).await);
        let request = GrantRequest {
            realm,
            client: &client,
            authorization: None,
            certificate: None,
            form: &form,
            proof: RequestProof::assumed(key),
            now: self.now(),
            since: Instant::now(),
        };
        let checked = match self.check_refresh(&request, &mut trail).await {
            Err(Error::Refused(refusal)) => {
                return Ok(explanation(None, trail.finish(realm, Some(&client)).0, active.and(Err(refusal))));
            }
            checked => checked?,
        };
        let family = &checked.family;
        let is_bound = family.authorization.bound_to.is_some();
        let presentation = presentation_for(realm, &client, is_bound, checked.generation, request.now);
        let moved = match family.position.present(presentation) {
            Some((transition, _)) => refreshes(transition).map(|()| remark(transition)),
            None => Err(immovable(family, presentation)),
        };
        let moved = trail.note(Check::Family, moved);
        trail.remark(Check::Family, moved.unwrap_or_else(remark_of));
        let moved = moved.map(drop);
        let result = active.and(checked.verdict.map(drop)).and(moved);
        let told = explanation(Some(family.authorization.id), trail.finish(realm, Some(&client)).0, result);
        // The place is that of the authorization details, which may not be what the refresh is refused for.
        let of_details = |refused: &Refused| refused.error == ErrorCode::InvalidAuthorizationDetails.name();
        let place = checked.place.map(|place| place.as_str().to_owned());
        let refused = told.refused.map(|refused| if of_details(&refused) { Refused { place, ..refused } } else { refused });
        Ok(RefreshExplanation { refused, ..told })
    }

    /// Explains a refresh with the current token of a family, by its client with its key; nothing if there is no such family. `others` are
    /// the parameters beside the token: `scope` and each `resource`, if any.
    pub async fn explain_family(
        &self,
        realm: &Realm,
        family: FamilyId,
        others: &[(&str, &str)],
    ) -> Result<Option<RefreshExplanation>, Error> {
        let Some(family) = self.storage().find_family(realm.workspace.id, family).await? else {
            return Ok(None);
        };
        let token = self
            .refresh_token_key(realm)
            .write(RefreshToken { family_id: family.authorization.id, generation: family.position.generation });
        let parameters = [&[("refresh_token", token.expose().as_str())], others].concat();
        let refresh = ExplainRefresh { client: family.authorization.client_id, parameters: &parameters, key: ProvenKey::Wanted };
        self.explain_refresh(realm, refresh).await.map(Some)
    }
}

fn explanation(family_id: Option<FamilyId>, steps: Vec<Step>, result: Result<(), Refusal>) -> RefreshExplanation {
    RefreshExplanation { family_id, steps, refused: result.err().map(Refused::from) }
}

/// Returns what becomes of the refresh token itself, if it brings new tokens.
const fn remark(transition: Transition) -> Option<Remark> {
    match transition {
        Transition::Rotated => Some(Remark::Rotates),
        Transition::Repeated => Some(Remark::WithinWindow),
        Transition::Retried => Some(Remark::Straggler),
        Transition::Kept => Some(Remark::RotationOff),
        Transition::Reused => None,
    }
}

/// Returns what an administrator reads of a refusal that the settings have no part in.
const fn remark_of(refusal: Refusal) -> Option<Remark> {
    if matches!(refusal, Refusal::TokenAheadOfDatabase) { Some(Remark::AheadOfDatabase) } else { None }
}
