//! Operations that do something to what is at an address, and that look what would be done.

use axum::{Json, http::StatusCode, response::IntoResponse as _};
use serde_json::{Map, Value};

use super::{
    super::{
        answer::Found,
        ask::{Ask, JSON, MERGE_PATCH},
        json, once,
        operation::{Answers, Method, Names, Operation, Sends, sends},
        query::Nothing,
    },
    Does, Kind, Named, Place, Sent, Told, Words, current,
};
use crate::error::Failure;

impl<P: Named> Place<P> {
    /// Does something to what is at the address.
    pub(crate) fn act<T: Told, B: Sent>(&self, words: Words, act: impl Does<Ask<P, Nothing, B>, T>) -> Operation {
        let kind = Kind { sends: sends::<B>(), answers: Answers::One(T::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let act = act.clone();
            async move {
                let ask = request.ask_with_body::<P, B>().await?;
                Ok(Json(act(ask).await.map_err(Failure::in_body::<B>)?).into_response())
            }
        })
    }

    /// The same once for each `Idempotency-Key`: its answer is not the same when it is done again.
    pub(crate) fn act_once<T: Told, B: Sent>(&self, words: Words, act: impl Does<Ask<P, Nothing, B>, T>) -> Operation {
        let kind = Kind { once: true, sends: sends::<B>(), answers: Answers::One(T::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let act = act.clone();
            async move { once::each(&mut request, |ask| async move { Ok(Json(act(ask).await?).into_response()) }).await }
        })
    }

    /// Does something that has nothing to answer.
    pub(crate) fn order<B: Sent>(&self, words: Words, order: impl Does<Ask<P, Nothing, B>, ()>) -> Operation {
        let kind = Kind { sends: sends::<B>(), answers: Answers::Nothing, ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let order = order.clone();
            async move {
                let ask = request.ask_with_body::<P, B>().await?;
                order(ask).await.map_err(Failure::in_body::<B>)?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
        })
    }

    /// Does something that a standard describes, whose body is read by what does it. It is no operation of the API.
    pub(crate) fn protocol(&self, words: Words, order: impl Does<Ask<P, Nothing, Map<String, Value>>, ()>) -> Operation {
        self.operation(Method::Post, words, Kind::default(), move |mut request| {
            let order = order.clone();
            async move {
                let body = request.members(JSON).await?;
                let at = request.at::<P>().await?;
                let query: Nothing = request.query()?;
                order(Ask { operator: request.operator, at, query, body }).await?;
                Ok(StatusCode::NO_CONTENT.into_response())
            }
        })
    }

    /// Does something to a resource in the version that was read.
    pub(crate) fn act_on<T: Told, B: Sent, A: Told>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        act: impl Does<(Ask<P, Nothing, B>, Found<T>), A>,
    ) -> Operation {
        let kind = Kind { names: Names::Version, sends: sends::<B>(), answers: Answers::One(A::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let (read, act) = (read.clone(), act.clone());
            async move {
                let ask = request.ask_with_body::<P, B>().await?;
                let found = current(&request.operator, &request.parts, &ask.at, &read).await?;
                Ok(Json(act((ask, found)).await.map_err(Failure::in_body::<B>)?).into_response())
            }
        })
    }

    /// Changes a resource in the version that was read, by an operation of its own.
    pub(crate) fn turn<T: Told>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        turn: impl Does<(Ask<P>, Found<T>), Found<T>>,
    ) -> Operation {
        let kind = Kind { names: Names::Version, answers: Answers::Tagged(T::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let (read, turn) = (read.clone(), turn.clone());
            async move {
                let _: Nothing = json::read(request.members(JSON).await?)?;
                let ask: Ask<P> = request.ask().await?;
                let found = current(&request.operator, &request.parts, &ask.at, &read).await?;
                Ok(turn((ask, found)).await.map_err(Failure::in_parameters)?.response(StatusCode::OK))
            }
        })
    }

    /// Looks at what a merge patch of a resource would do, without doing it.
    pub(crate) fn preview<T, A>(
        &self,
        words: Words,
        read: impl Does<Ask<P>, Found<T>>,
        preview: impl Does<Ask<P, Nothing, T>, A>,
    ) -> Operation
    where
        T: Told + Sent,
        A: Told,
    {
        let kind = Kind { sends: Sends::Patch(T::shape()), answers: Answers::One(A::shape()), ..Kind::default() };
        self.operation(Method::Post, words, kind, move |mut request| {
            let (read, preview) = (read.clone(), preview.clone());
            async move {
                let patch = request.members(MERGE_PATCH).await?;
                let Ask { operator, at, query, .. } = request.ask::<P, Nothing>().await?;
                let found = read(Ask { operator: operator.clone(), at: at.clone(), query: Nothing {}, body: Nothing {} }).await?;
                let told = json::members(&found.body);
                let mut members = told.clone();
                json::merge(&mut members, patch);
                json::take_told::<T>(&mut members, &told)?;
                let ask = Ask { operator, at, query, body: json::read(members)? };
                Ok(Json(preview(ask).await.map_err(Failure::in_body::<T>)?).into_response())
            }
        })
    }
}
