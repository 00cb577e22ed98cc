//! The addresses of operations, and the ways in which operations are made there: read one, list, create, replace, patch, remove, act.

mod acts;

use std::{marker::PhantomData, str::FromStr};

use axum::{
    Json,
    http::{StatusCode, request::Parts},
    response::{IntoResponse as _, Response},
};
use control::Operator;
use domain::wire::{Object, Resource, Shaped};
use serde::{Serialize, de::DeserializeOwned};

use super::{
    answer::{Created, Found},
    ask::{Ask, JSON, MERGE_PATCH, Request},
    etag::Condition,
    json,
    list::{ListQuery, Listed, Noun},
    once,
    operation::{Answers, Method, Names, Operation, Sends, object_of, route, sends},
    query::{Nothing, pairs},
};
use crate::error::Failure;

/// An address. `P` is what it names.
pub(crate) struct Place<P> {
    tag: &'static str,
    path: String,
    named: PhantomData<fn() -> P>,
}

/// What an operation answers, or why it was not done.
pub(crate) type Outcome<T> = Result<T, Failure>;

/// A function that does an operation.
pub(crate) trait Does<A, T>: Fn(A) -> Self::Future + Clone + Send + Sync + 'static {
    type Future: Future<Output = Outcome<T>> + Send + 'static;
}

impl<A, T, D, F> Does<A, T> for D
where
    D: Fn(A) -> F + Clone + Send + Sync + 'static,
    F: Future<Output = Outcome<T>> + Send + 'static,
{
    type Future = F;
}

/// What an address names.
pub(crate) trait Named: DeserializeOwned + Clone + Send + Sync + 'static {}

impl<P: DeserializeOwned + Clone + Send + Sync + 'static> Named for P {}

/// Something that is sent or told.
pub(crate) trait Told: Serialize + Shaped + Send + Sync + 'static {}

impl<T: Serialize + Shaped + Send + Sync + 'static> Told for T {}

/// Parameters or a body.
pub(crate) trait Sent: Resource + Send + Sync + 'static {}

impl<R: Resource + Send + Sync + 'static> Sent for R {}

impl<P: Named> Place<P> {
    /// An address below `/api`.
    pub(crate) fn new(tag: &'static str, path: impl Into<String>) -> Self {
        Self { tag, path: path.into(), named: PhantomData }
    }

    /// The same address with this behind it.
    pub(crate) fn below<O: Named>(&self, path: &str) -> Place<O> {
        Place::new(self.tag, format!("{}{path}", self.path))
    }

    fn operation<F>(
        &self,
        method: Method,
        (id, summary): Words,
        kind: Kind,
        does: impl Fn(Request) -> F + Clone + Send + Sync + 'static,
    ) -> Operation
    where
        F: Future<Output = Outcome<Response>> + Send + 'static,
    {
        let Kind { names, once, query, sends, answers } = kind;
        let (path, tag, route) = (self.path.clone(), self.tag, route(method, does));
        Operation { method, path, id, tag, summary, about: "", needs: &[], names, once, query, sends, answers, route }
    }

    /// Reads one thing that has versions.
    pub(crate) fn read<T: Told, Q: Sent>(&self, words: Words, read: impl Does<Ask<P, Q>, Found<T>>) -> Operation {
        let kind = Kind { query: object_of::<Q>(), answers: Answers::Tagged(T::shape()), ..Kind::default() };
        self.operation(Method::Get, words, kind, move |mut request| {
            let read = read.clone();
            async move {
                let ask = request.ask().await?;
                Ok(read(ask).await.map_err(Failure::in_parameters)?.response(StatusCode::OK))
            }
        })
    }

    /// Looks at something that has no versions.
    pub(crate) fn look<T: Told, Q: Sent>(&self, words: Words, look: impl Does<Ask<P, Q>, T>) -> Operation {
        let kind = Kind { query: object_of::<Q>(), answers: Answers::One(T::shape()), ..Kind::default() };
        self.operation(Method::Get, words, kind, move |mut request| {
            let look = look.clone();
            async move {
                let ask = request.ask().await?;
                Ok(Json(look(ask).await.map_err(Failure::in_parameters)?).into_response())
            }
        })
    }

    /// Lists things, by pages.
    pub(crate) fn list<T, K, F>(&self, words: Words, noun: Noun, list: impl Does<(Ask<P>, ListQuery<K, F>), Listed<T>>) -> Operation
    where
        T: Told,
        K: FromStr + Send + Sync + 'static,
        F: Sent,
    {
        let kind = Kind { query: object_of::<F>(), answers: Answers::Page(noun, T::shape()), ..Kind::default() };
        self.operation(Method::Get, words, kind, move |mut request| {
            let list = list.clone();
            async move {
                let at = request.at::<P>().await?;
                let query: ListQuery<K, F> = noun.read(pairs(request.parts.uri.query().unwrap_or_default())?)?;
                let ask = Ask { operator: request.operator, at, query: Nothing {}, body: Nothing {} };
                let listed = list((ask, query)).await.map_err(Failure::in_parameters)?;
                Ok(Json(listed.body(noun)).into_response())
            }
        })
    }

    /// Creates something, once for each `Idempotency-Key`.
    pub(crate) fn create<T: Told, B: Sent>(&self, words: Words, create: impl Does<Ask<P, Nothing, B>, Created<T>>) -> Operation {
        let kind = Kind { once: true, sends: sends::<B>(), answers: Answers::Created(T::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let create = create.clone();
            async move {
                let path = request.path();
                once::each(&mut request, |ask| async move { Ok(create(ask).await?.response(&path)) }).await
            }
        })
    }

    /// Replaces something whole, in the version that was read.
    pub(crate) fn replace<T, Q>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        save: impl Does<(Ask<P, Q, T>, i64), Found<T>>,
    ) -> Operation
    where
        T: Told + Sent,
        Q: Sent,
    {
        let kind = Kind {
            names: Names::Version,
            query: object_of::<Q>(),
            sends: Sends::Object(T::shape()),
            answers: Answers::Tagged(T::shape()),
            ..Kind::default()
        };
        self.operation(Method::Put, words, kind, move |mut request| {
            let (read, save) = (read.clone(), save.clone());
            async move {
                let sent = request.members(JSON).await?;
                change(request, &read, &save, |_| sent).await
            }
        })
    }

    /// Replaces something whole, or creates it at a name that is free yet.
    pub(crate) fn put<T, Q>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        save: impl Does<(Ask<P, Q, T>, i64), Found<T>>,
        create: impl Does<Ask<P, Nothing, T>, Found<T>>,
    ) -> Operation
    where
        T: Told + Sent,
        Q: Sent,
    {
        let kind = Kind {
            names: Names::VersionOrNew,
            query: object_of::<Q>(),
            sends: Sends::Object(T::shape()),
            answers: Answers::Saved(T::shape()),
            ..Kind::default()
        };
        self.operation(Method::Put, words, kind, move |mut request| {
            let (read, save, create) = (read.clone(), save.clone(), create.clone());
            async move {
                let mut sent = request.members(JSON).await?;
                if Condition::of(&request.parts.headers)? != Condition::New {
                    return change(request, &read, &save, |_| sent).await;
                }
                let at = request.at::<P>().await?;
                let _: Nothing = request.query()?;
                json::take_told::<T>(&mut sent, &serde_json::Map::new())?;
                let body = json::read(sent)?;
                let created = create(Ask { operator: request.operator, at, query: Nothing {}, body }).await;
                Ok(created.map_err(Failure::in_body::<T>)?.response(StatusCode::CREATED))
            }
        })
    }

    /// Changes something by a merge patch (RFC 7396), in the version that was read.
    pub(crate) fn patch<T, Q>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        save: impl Does<(Ask<P, Q, T>, i64), Found<T>>,
    ) -> Operation
    where
        T: Told + Sent,
        Q: Sent,
    {
        let kind = Kind {
            names: Names::Version,
            query: object_of::<Q>(),
            sends: Sends::Patch(T::shape()),
            answers: Answers::Tagged(T::shape()),
            ..Kind::default()
        };
        self.operation(Method::Patch, words, kind, move |mut request| {
            let (read, save) = (read.clone(), save.clone());
            async move {
                let patch = request.members(MERGE_PATCH).await?;
                change(request, &read, &save, |mut current| {
                    json::merge(&mut current, patch);
                    current
                })
                .await
            }
        })
    }

    /// Removes something, in the version that was read.
    pub(crate) fn remove<T: Told>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        remove: impl Does<(Ask<P>, Found<T>), ()>,
    ) -> Operation {
        let kind = Kind { names: Names::Version, answers: Answers::Nothing, ..Kind::default() };
        self.operation(Method::Delete, words, kind, move |mut request| {
            let (read, remove) = (read.clone(), remove.clone());
            async move {
                let ask: Ask<P> = request.ask().await?;
                let found = current(&request.operator, &request.parts, &ask.at, &read).await?;
                remove((ask, found)).await.map_err(Failure::in_parameters)?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
        })
    }
}

/// An operation's identifier and what it does, in words.
type Words = (&'static str, &'static str);

/// What operations of a kind have in common.
struct Kind {
    names: Names,
    once: bool,
    query: Object,
    sends: Sends,
    answers: Answers,
}

impl Default for Kind {
    fn default() -> Self {
        Self { names: Names::NoVersion, once: false, query: object_of::<Nothing>(), sends: Sends::Nothing, answers: Answers::Nothing }
    }
}

impl Request {
    /// Returns what an operation without a body is asked for with.
    async fn ask<P: Named, Q: Sent>(&mut self) -> Outcome<Ask<P, Q>> {
        Ok(Ask { at: self.at().await?, query: self.query()?, operator: self.operator.clone(), body: Nothing {} })
    }

    /// Returns what an operation with a body is asked for with.
    async fn ask_with_body<P: Named, B: Sent>(&mut self) -> Outcome<Ask<P, Nothing, B>> {
        let (at, query) = (self.at().await?, self.query()?);
        Ok(Ask { at, query, body: json::read(self.members(JSON).await?)?, operator: self.operator.clone() })
    }
}

/// Returns what is there, if it is the version that the request names.
async fn current<P: Named, T: Told>(operator: &Operator, parts: &Parts, at: &P, read: &impl Does<Ask<P>, Found<T>>) -> Outcome<Found<T>> {
    let condition = Condition::of(&parts.headers)?;
    let ask = Ask { operator: operator.clone(), at: at.clone(), query: Nothing {}, body: Nothing {} };
    let found = read(ask).await?;
    if condition.holds(&found.tag) { Ok(found) } else { Err(Failure::Stale) }
}

/// Saves a resource that is changed, in the version that the request names. What is told and not set has to be as it is.
async fn change<P, Q, T>(
    mut request: Request,
    read: &impl Does<Ask<P>, Found<T>>,
    save: &impl Does<(Ask<P, Q, T>, i64), Found<T>>,
    changed: impl FnOnce(serde_json::Map<String, serde_json::Value>) -> serde_json::Map<String, serde_json::Value> + Send,
) -> Outcome<Response>
where
    P: Named,
    Q: Sent,
    T: Told + Sent,
{
    let (at, query) = (request.at::<P>().await?, request.query::<Q>()?);
    let found = current(&request.operator, &request.parts, &at, read).await?;
    let told = json::members(&found.body);
    let mut members = changed(told.clone());
    json::take_told::<T>(&mut members, &told)?;
    let ask = Ask { operator: request.operator, at, query, body: json::read(members)? };
    let saved = save((ask, found.version)).await.map_err(Failure::in_body::<T>)?;
    Ok(saved.response(StatusCode::OK))
}
