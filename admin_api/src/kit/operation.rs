//! An operation: what it is, and what it does. The router, the description and the tests of every operation are made of it.

use axum::{
    extract::{Request as HttpRequest, State},
    response::{IntoResponse, Response},
    routing::{MethodFilter, MethodRouter, on},
};
use control::permission::Action;
use domain::wire::{Object, Resource, Shape, Shaped};

use super::api::Api;
use super::{ask::Request, list::Noun};
use crate::{authentication::authenticate, error::Failure};

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// Returns its name.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    const fn filter(self) -> MethodFilter {
        match self {
            Self::Get => MethodFilter::GET,
            Self::Post => MethodFilter::POST,
            Self::Put => MethodFilter::PUT,
            Self::Patch => MethodFilter::PATCH,
            Self::Delete => MethodFilter::DELETE,
        }
    }
}

/// What a request sends.
#[derive(Debug, Clone)]
pub(crate) enum Sends {
    /// No body.
    Nothing,
    /// An object.
    Object(Shape),
    /// A merge patch of an object.
    Patch(Shape),
}

/// What an operation answers where it was done.
#[derive(Debug, Clone)]
pub(crate) enum Answers {
    /// Something.
    One(Shape),
    /// A resource, with its entity tag.
    Tagged(Shape),
    /// Something new, with its address.
    Created(Shape),
    /// A resource that was changed, or is new.
    Saved(Shape),
    /// A page of a list.
    Page(Noun, Shape),
    /// Nothing more.
    Nothing,
}

/// The version that a request has to name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Names {
    /// None.
    NoVersion,
    /// The one that was read.
    Version,
    /// The one that was read, or that there is none yet.
    VersionOrNew,
}

/// An operation of the API.
pub(crate) struct Operation {
    pub(crate) method: Method,
    /// Its address below `/api`, with its parameters in braces.
    pub(crate) path: String,
    pub(crate) id: &'static str,
    pub(crate) tag: &'static str,
    pub(crate) summary: &'static str,
    pub(crate) about: &'static str,
    /// The actions that it needs; of several those for what it does.
    pub(crate) needs: &'static [Action],
    pub(crate) names: Names,
    /// Whether it takes an `Idempotency-Key`.
    pub(crate) once: bool,
    pub(crate) query: Object,
    pub(crate) sends: Sends,
    pub(crate) answers: Answers,
    pub(super) route: MethodRouter<Api>,
}

impl Operation {
    /// The same with more words about it.
    pub(crate) fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The same for those who may do these.
    pub(crate) fn needs(self, needs: &'static [Action]) -> Self {
        Self { needs, ..self }
    }

    /// Returns what answers its requests.
    pub(crate) fn route(&self) -> MethodRouter<Api> {
        self.route.clone()
    }
}

/// Returns the members of a type.
pub(super) fn object_of<R: Resource>() -> Object {
    match R::shape() {
        Shape::Object(object) => object,
        _ => Object { name: "", about: String::new(), members: Vec::new(), sent: true },
    }
}

/// Returns what a body of this type is.
pub(super) fn sends<B: Shaped>() -> Sends {
    match B::shape() {
        Shape::Object(object) if object.members.is_empty() => Sends::Nothing,
        shape => Sends::Object(shape),
    }
}

/// Returns what answers a method: the one who asks is found, their requests are counted, and then it is done.
pub(super) fn route<D, F>(method: Method, does: D) -> MethodRouter<Api>
where
    D: Fn(Request) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Result<Response, Failure>> + Send + 'static,
{
    on(method.filter(), move |State(api): State<Api>, request: HttpRequest| {
        let does = does.clone();
        async move {
            let (parts, body) = request.into_parts();
            let (operator, token_type) = match authenticate(&api.control, api.callers, &parts).await {
                Ok(found) => found,
                Err(failure) => return failure.into_response(),
            };
            let actor = operator.actor().clone();
            let standing = api.quotas.take(&actor.principal(), api.clock.now());
            let done = match standing.wait {
                Some(seconds) => Err(Failure::TooMany(seconds)),
                None => does(Request::new(operator, parts, body)).await.map_err(|failure| failure.by_scope(&actor, token_type)),
            };
            let mut response = done.unwrap_or_else(IntoResponse::into_response);
            standing.tell(response.headers_mut());
            response
        }
    })
}
