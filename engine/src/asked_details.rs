//! Authorization details (RFC 9396): which of them a request asks for, and whether it may.

use std::sync::Arc;

use domain::{
    authorization_details::{AuthorizationDetails, Detail, DetailsFault, DetailsProblem, DetailsType},
    client::Client,
    explanation::Check,
};

use crate::{
    details_schema::{Asker, CompiledSchema, submit},
    engine::Engine,
    error::{Error, Place, Refusal},
    form::Form,
    realm::Realm,
    storage::Storage,
    trail::Trail,
};

/// The parameter.
pub(crate) const PARAMETER: &str = "authorization_details";

/// Why authorization details are refused, and where.
#[derive(Debug)]
pub(crate) struct DetailsRefusal {
    pub(crate) refusal: Refusal,
    pub(crate) place: Option<Place>,
}

impl DetailsRefusal {
    /// The refusal of an element, counted from 0, because of a place in it.
    fn at(refusal: Refusal, index: usize, pointer: &str) -> Self {
        Self { refusal, place: Some(Place::new(&format!("{PARAMETER}/{index}{pointer}"))) }
    }
}

/// Notes the check of authorization details, where the request has them. Where it is set right depends on what is wrong: a type, or the client.
pub(crate) fn note<T>(trail: &mut Trail, is_asked: bool, result: Result<T, DetailsRefusal>) -> Result<T, DetailsRefusal> {
    let result = trail.note(is_asked.then_some(Check::AuthorizationDetails), result);
    if let Err(wrong) = &result {
        trail.lead(Check::AuthorizationDetails, wrong.refusal.switch());
    }
    result
}

impl From<DetailsFault> for DetailsRefusal {
    fn from(fault: DetailsFault) -> Self {
        let refusal = match fault.problem {
            DetailsProblem::NotAList | DetailsProblem::NotAnObject | DetailsProblem::Type | DetailsProblem::Common => {
                Refusal::MalformedDetails
            }
            DetailsProblem::TooMany | DetailsProblem::TooLong | DetailsProblem::TooDeep => Refusal::OversizedDetails,
            DetailsProblem::Invisible => Refusal::DetailsMisfit,
            DetailsProblem::Repeated => Refusal::RepeatedDetails,
        };
        match fault.index {
            Some(index) => Self::at(refusal, index, &fault.pointer),
            None => Self { refusal, place: None },
        }
    }
}

impl From<DetailsRefusal> for Error {
    fn from(DetailsRefusal { refusal, place }: DetailsRefusal) -> Self {
        Self::refused_at(refusal, place)
    }
}

/// Returns whether a client may ask for a type now: it is on in the workspace, and among the client's.
fn allows(realm: &Realm, client: &Client, type_name: &str) -> Result<(), Refusal> {
    realm.workspace.authorization.details_type(type_name).filter(|found| found.enabled).ok_or(Refusal::UnknownDetailsType)?;
    let is_own = client.settings.authorization_details_types.iter().any(|own| own.as_str() == type_name);
    if is_own { Ok(()) } else { Err(Refusal::ForbiddenDetailsType) }
}

/// Returns what was granted without what the workspace or the client can no longer have: it is in no new token until it is back.
pub(crate) fn still_allowed(granted: &AuthorizationDetails, realm: &Realm, client: &Client) -> AuthorizationDetails {
    granted.of_types(|type_name| allows(realm, client, type_name).is_ok())
}

/// Returns what a token has of what was granted: the elements that the request asks for, each of which must be the same as one that was granted, or
/// all. The grant itself stays as it is. Nothing is known of what one type means by more or less, so an element with another value is another one.
pub(crate) fn narrowed(
    form: &Form,
    granted: &AuthorizationDetails,
    realm: &Realm,
    client: &Client,
) -> Result<AuthorizationDetails, DetailsRefusal> {
    let Some(asked) = read(form)? else {
        return Ok(still_allowed(granted, realm, client));
    };
    if let Some(index) = asked.first_beyond(granted) {
        return Err(DetailsRefusal::at(Refusal::DetailsBeyondGrant, index, ""));
    }
    for (index, detail) in asked.iter().enumerate() {
        allows(realm, client, detail.type_name()).map_err(|refusal| DetailsRefusal::at(refusal, index, "/type"))?;
    }
    Ok(asked)
}

fn read(form: &Form) -> Result<Option<AuthorizationDetails>, DetailsFault> {
    form.get(PARAMETER).map(AuthorizationDetails::parse).transpose()
}

impl<S: Storage> Engine<S> {
    /// Returns what a request asks for, where no earlier grant limits it: each element is of a type that the client may ask for, and fits it
    /// (RFC 9396 §5).
    ///
    /// # Errors
    /// [`Error::Crowded`] where too many wait to be checked; what is wrong with the elements is in what is returned.
    pub(crate) async fn requested_details(
        &self,
        realm: &Realm,
        client: &Client,
        form: &Form,
    ) -> Result<Result<AuthorizationDetails, DetailsRefusal>, Error> {
        let asked = match read(form) {
            Ok(asked) => asked.unwrap_or_default(),
            Err(fault) => return Ok(Err(fault.into())),
        };
        for (index, detail) in asked.iter().enumerate() {
            let type_name = detail.type_name();
            if let Err(refusal) = allows(realm, client, type_name) {
                return Ok(Err(DetailsRefusal::at(refusal, index, "/type")));
            }
            let Some(kind) = realm.workspace.authorization.details_type(type_name) else { continue };
            if let Err((refusal, pointer)) = self.fits(realm, kind, detail).await? {
                return Ok(Err(DetailsRefusal::at(refusal, index, &pointer)));
            }
        }
        Ok(Ok(asked))
    }

    /// Returns whether an element fits its type: if not, why, and the place in it as a JSON pointer. Neither the schema is compiled nor the
    /// element checked where other requests wait for the thread.
    async fn fits(&self, realm: &Realm, kind: &DetailsType, detail: &Detail) -> Result<Result<(), (Refusal, String)>, Error> {
        let key = format!("{}\n{}", kind.name, kind.schema);
        let known = self.snapshot().details_schemas.get(&key);
        let (kind, detail, was_known) = (kind.clone(), detail.clone(), known.is_some());
        let check = move || {
            let schema = match known {
                Some(known) => known,
                None => Arc::new(CompiledSchema::new(&kind.name, &kind.schema).ok()?),
            };
            let misfit = schema.misfit(&detail);
            Some((schema, misfit))
        };
        // One that an earlier version took and this one does not is fitted by nothing.
        let Some((schema, misfit)) = submit(Asker::Workspace(realm.workspace.id), check).await? else {
            return Ok(Err((Refusal::UnusableDetailsType, "/type".to_owned())));
        };
        if !was_known {
            self.snapshot().details_schemas.insert(key, schema);
        }
        Ok(misfit.map_or(Ok(()), |pointer| Err((Refusal::DetailsMisfit, pointer))))
    }
}
