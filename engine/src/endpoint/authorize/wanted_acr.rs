//! How far a client wants to rely on a sign-in: `acr_values` (OpenID Connect Core §3.1.2.1), and `acr` in the `claims` parameter (§5.5.1.1).

use domain::{
    id::UserId,
    sign_in_method::{Acr, SignInMethod},
};

use crate::{
    claims_request::ClaimsRequest,
    engine::Engine,
    error::Error,
    form::Form,
    realm::Realm,
    storage::{LoginSession, Storage},
};

/// The levels that a request asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct WantedAcr {
    /// Those that are known here, the best first.
    levels: Vec<Acr>,
    /// Whether it asks for any, known or not.
    names_some: bool,
    /// Whether the client cannot do with less.
    is_essential: bool,
}

/// What is to be done about a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AcrStep {
    /// It will do.
    Enough,
    /// The user can show more, and is asked to: the best of what was asked for that they can reach.
    SignIn(Option<Acr>),
    /// The user cannot, and the client cannot do with less.
    OutOfReach,
}

impl WantedAcr {
    /// Reads what a request asks for. What the `claims` parameter says goes before `acr_values`.
    pub(super) fn of(form: &Form, claims: &ClaimsRequest) -> Self {
        let known = |text: &str| text.parse::<Acr>().ok();
        if let Some(Some(claim)) = claims.id_token.get("acr") {
            let (names_some, is_essential) = (claim.taken().next().is_some(), claim.essential);
            if names_some || is_essential {
                let levels = claim.taken().filter_map(|value| known(value.as_str()?)).collect();
                return Self { levels, names_some, is_essential };
            }
        }
        let named = || form.get("acr_values").unwrap_or_default().split(' ').filter(|value| !value.is_empty());
        Self { levels: named().filter_map(known).collect(), names_some: named().next().is_some(), is_essential: false }
    }

    /// Returns whether nobody could sign in as it has to be.
    pub(crate) const fn is_unknown(&self) -> bool {
        self.is_essential && self.names_some && self.levels.is_empty()
    }

    /// Returns whether a sign-in of this level is what was asked for. A higher one is, too.
    fn is_met_by(&self, reached: Option<Acr>) -> bool {
        if self.levels.is_empty() {
            // Any level will do, where it is known. Of levels that nobody can reach, none is waited for.
            return !self.is_essential || !self.names_some && reached.is_some();
        }
        self.levels.iter().any(|level| reached >= Some(*level))
    }

    /// Returns what a sign-in of this level is told as: the best of those that were asked for that it reaches (§5.5.1.1); none where that is what it is.
    pub(super) fn told(&self, reached: Option<Acr>) -> Option<Acr> {
        self.levels.iter().copied().find(|level| reached >= Some(*level))
    }

    /// Returns what is to be done about a session in which `reached` was reached, of a user who can reach `reachable`. One that `is_new` was begun since
    /// the request came: a user who has just been asked is not asked again for what the client can do without.
    pub(crate) fn step(&self, reached: Option<Acr>, reachable: Acr, is_new: bool) -> AcrStep {
        if self.is_met_by(reached) {
            AcrStep::Enough
        } else if self.is_met_by(Some(reachable)) {
            if self.is_essential || !is_new { AcrStep::SignIn(self.told(Some(reachable))) } else { AcrStep::Enough }
        } else if self.is_essential {
            AcrStep::OutOfReach
        } else {
            AcrStep::Enough
        }
    }
}

/// Returns the level that was reached in a session, where that is known.
pub(super) fn reached(session: &LoginSession) -> Option<Acr> {
    session.signed_in_by.map(SignInMethod::acr)
}

impl<S: Storage> Engine<S> {
    /// Returns the highest level that a user can reach: with the passkeys and the app that they have.
    pub(crate) async fn reachable_acr(&self, realm: &Realm, user: UserId) -> Result<Acr, Error> {
        if self.storage().find_second_factor(realm.workspace.id, user).await?.is_none() {
            return Ok(Acr::SingleFactor);
        }
        let has_passkey = self.relying_party().is_some() && !self.storage().list_passkeys(realm.workspace.id, user).await?.is_empty();
        Ok(if has_passkey { Acr::PhishingResistant } else { Acr::MultiFactor })
    }

    /// Returns what is to be done about a session for what a request asks for.
    pub(super) async fn acr_step(&self, realm: &Realm, wanted: &WantedAcr, session: &LoginSession, is_new: bool) -> Result<AcrStep, Error> {
        let reached = reached(session);
        // Nearly every request asks for nothing, and nothing is looked up for it.
        if wanted.is_met_by(reached) {
            return Ok(AcrStep::Enough);
        }
        Ok(wanted.step(reached, self.reachable_acr(realm, session.user_id).await?, is_new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wanted(parameters: &[(&str, &str)]) -> WantedAcr {
        let form = Form::of(parameters.iter().copied()).unwrap();
        let claims = form.get("claims").map(ClaimsRequest::parse).transpose().unwrap().unwrap_or_default();
        WantedAcr::of(&form, &claims)
    }

    #[test]
    fn levels_are_asked_for_by_either_parameter_and_what_is_unknown_is_waited_for_by_nobody() {
        let [sfa, mfa, phr] = Acr::ALL;
        let voluntary = wanted(&[("acr_values", "phr  mfa urn:other")]);
        assert_eq!(voluntary, WantedAcr { levels: vec![phr, mfa], names_some: true, is_essential: false });
        let essential = wanted(&[("acr_values", "mfa"), ("claims", r#"{"id_token":{"acr":{"essential":true,"value":"phr"}}}"#)]);
        assert_eq!(essential, WantedAcr { levels: vec![phr], names_some: true, is_essential: true });
        let any = wanted(&[("claims", r#"{"id_token":{"acr":{"essential":true}}}"#)]);
        assert_eq!((any.step(None, sfa, false), any.step(Some(sfa), sfa, false)), (AcrStep::SignIn(None), AcrStep::Enough));
        assert_eq!(wanted(&[("claims", r#"{"id_token":{"acr":null}}"#)]), WantedAcr::default());
        let unknown = wanted(&[("claims", r#"{"id_token":{"acr":{"essential":true,"values":["gold"]}}}"#)]);
        assert_eq!((unknown.is_unknown(), unknown.step(Some(phr), phr, true)), (true, AcrStep::OutOfReach));
        assert_eq!(wanted(&[("acr_values", "gold")]).step(None, phr, false), AcrStep::Enough);
        assert_eq!((voluntary.told(Some(phr)), voluntary.told(Some(mfa)), voluntary.told(Some(sfa))), (Some(phr), Some(mfa), None));
        assert_eq!(wanted(&[("acr_values", "mfa")]).told(Some(phr)), Some(mfa), "as it was asked for");
    }

    #[test]
    fn who_can_show_more_is_asked_once_or_until_it_is_enough_where_it_is_essential() {
        let [sfa, mfa, phr] = Acr::ALL;
        let voluntary = wanted(&[("acr_values", "mfa")]);
        let essential = wanted(&[("claims", r#"{"id_token":{"acr":{"essential":true,"values":["mfa"]}}}"#)]);
        let asked = AcrStep::SignIn(Some(mfa));
        for (reached, reachable, is_new, of_voluntary, of_essential) in [
            (Some(mfa), mfa, false, AcrStep::Enough, AcrStep::Enough),
            (Some(phr), mfa, false, AcrStep::Enough, AcrStep::Enough),
            (Some(sfa), mfa, false, asked, asked),
            (None, phr, false, asked, asked),
            (Some(sfa), mfa, true, AcrStep::Enough, asked),
            (Some(sfa), sfa, false, AcrStep::Enough, AcrStep::OutOfReach),
        ] {
            assert_eq!(voluntary.step(reached, reachable, is_new), of_voluntary, "{reached:?} {reachable:?} {is_new}");
            assert_eq!(essential.step(reached, reachable, is_new), of_essential, "{reached:?} {reachable:?} {is_new}");
        }
    }
}
