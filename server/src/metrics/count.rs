//! What is counted where it happens. Without a listener for metrics nothing is kept.

use std::time::Duration;

use axum::http::{Method, StatusCode};
use domain::grant_type::GrantType;
use engine::{CONFIGURATION_LOOKUPS, PREVIOUS_SECRETS_USED, Refusal, family::Transition};
use metrics::{Unit, counter, describe_counter, describe_histogram, histogram};
use store::{CONNECTION_WAIT_TIME, REFRESHES_PER_STATEMENT};

/// `http.server.request.duration` of OpenTelemetry's semantic conventions, in Prometheus' spelling.
pub(crate) const REQUEST_DURATION: &str = "http_server_request_duration_seconds";
const TOKEN_REQUESTS: &str = "regrant_token_requests_total";
const REFUSALS: &str = "regrant_refusals_total";
const REFRESHES: &str = "regrant_refreshes_total";
const WEBHOOKS: &str = "regrant_webhook_deliveries_total";
const LOGOUTS: &str = "regrant_logout_deliveries_total";
const CLIENT_REGISTRATIONS: &str = "regrant_client_registrations_total";
const SPANS: &str = "regrant_otlp_spans_total";

pub(super) fn describe() {
    describe_histogram!(REQUEST_DURATION, Unit::Seconds, "Time to answer a request, by route and status");
    describe_counter!(TOKEN_REQUESTS, "Requests at the token endpoint, by grant and result");
    describe_counter!(REFRESHES, "Refreshes that brought tokens, by how the family moved");
    describe_histogram!(REFRESHES_PER_STATEMENT, "Usual refreshes that shared a statement and its commit");
    describe_histogram!(CONNECTION_WAIT_TIME, Unit::Seconds, "How long a connection to the database was waited for, by pool");
    describe_counter!(CONFIGURATION_LOOKUPS, "Workspaces, clients, services and keys that were looked up, by whether they were known");
    describe_counter!(REFUSALS, "Requests that the protocol refused, by error and reason");
    describe_counter!(PREVIOUS_SECRETS_USED, "Requests of clients that authenticated by their previous secret");
    foundation::count::describe();
    describe_counter!(WEBHOOKS, "Attempts of this node to deliver an event to a webhook, by outcome");
    webhook_deliveries("delivered", 0);
    webhook_deliveries("failed", 0);
    describe_counter!(LOGOUTS, "Attempts of this node to tell a client of a sign-out, by outcome");
    for outcome in [LogoutOutcome::Delivered, LogoutOutcome::Refused, LogoutOutcome::Failed] {
        logout_deliveries(outcome, 0);
    }
    describe_counter!(CLIENT_REGISTRATIONS, "Registrations of clients by themselves, by result and reason");
    for refusal in [None, Some("full"), Some("too_many")] {
        client_registrations(refusal, 0);
    }
    // The first of them is seen as an increase only if there was a number before: alerts look for these.
    for refusal in [Refusal::ReusedRefreshToken, Refusal::TokenAheadOfDatabase] {
        counter!(TOKEN_REQUESTS, "grant_type" => GrantType::RefreshToken.name(), "result" => refusal.reason()).absolute(0);
    }
    counter!(PREVIOUS_SECRETS_USED).absolute(0);
}

/// A request was answered. `route` is the router's template, of which there is a fixed number.
pub(crate) fn request(method: &Method, route: Option<&str>, status: StatusCode, took: Duration) {
    let labels = [
        ("http_request_method", known(method).to_owned()),
        ("http_route", route.unwrap_or("none").to_owned()),
        ("http_response_status_code", status.as_u16().to_string()),
    ];
    histogram!(REQUEST_DURATION, &labels).record(took);
}

/// A request at the token endpoint was answered with tokens, or was refused for this reason.
pub(crate) fn token_request(grant_type: Option<&str>, refusal: Option<Refusal>) {
    counter!(TOKEN_REQUESTS, "grant_type" => grant(grant_type), "result" => result(refusal)).increment(1);
}

/// The grant that was asked for, or `other`: strangers can send any word.
pub(crate) fn grant(grant_type: Option<&str>) -> &'static str {
    let grant = grant_type.and_then(|text| GrantType::ALL.into_iter().find(|grant| grant.name() == text));
    grant.map_or("other", GrantType::name)
}

/// What a request came to in a word.
pub(crate) fn result(refusal: Option<Refusal>) -> &'static str {
    refusal.map_or("success", Refusal::reason)
}

/// A refresh brought tokens.
pub(crate) fn refresh(transition: Transition) {
    // What was reused brings no tokens: among the token requests it is the reason of a refusal.
    if let Some(outcome) = outcome(transition) {
        counter!(REFRESHES, "outcome" => outcome).increment(1);
    }
}

/// How a family moved in a word; none where that brought no tokens.
pub(crate) const fn outcome(transition: Transition) -> Option<&'static str> {
    match transition {
        Transition::Rotated => Some("rotated"),
        Transition::Repeated => Some("repeated"),
        Transition::Retried => Some("retried"),
        Transition::Kept => Some("kept"),
        Transition::Reused => None,
    }
}

/// The protocol refused a request.
pub(crate) fn refusal(refusal: Refusal) {
    counter!(REFUSALS, "error" => refusal.code().name(), "reason" => refusal.reason()).increment(1);
}

/// An event was sent to a webhook, and was taken or was not.
pub(crate) fn webhook_delivery(went_well: bool) {
    webhook_deliveries(if went_well { "delivered" } else { "failed" }, 1);
}

fn webhook_deliveries(outcome: &'static str, number: u64) {
    counter!(WEBHOOKS, "outcome" => outcome).increment(number);
}

/// What came of an attempt to tell a client of a sign-out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LogoutOutcome {
    /// The client took it.
    Delivered,
    /// The client refused it, and is not told of it again.
    Refused,
    /// There was no answer, or another one.
    Failed,
}

/// A client was told of a sign-out.
pub(crate) fn logout_delivery(outcome: LogoutOutcome) {
    logout_deliveries(outcome, 1);
}

fn logout_deliveries(outcome: LogoutOutcome, number: u64) {
    let word = match outcome {
        LogoutOutcome::Delivered => "delivered",
        LogoutOutcome::Refused => "refused",
        LogoutOutcome::Failed => "failed",
    };
    counter!(LOGOUTS, "outcome" => word).increment(number);
}

/// A client registered itself, or was refused for this reason, one of a fixed list.
pub(crate) fn client_registration(refusal: Option<&'static str>) {
    client_registrations(refusal, 1);
}

fn client_registrations(refusal: Option<&'static str>, number: u64) {
    let result = if refusal.is_some() { "refused" } else { "registered" };
    counter!(CLIENT_REGISTRATIONS, "result" => result, "reason" => refusal.unwrap_or("none")).increment(number);
}

/// What became of spans that were on their way to a collector.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpanOutcome {
    /// The collector has them.
    Delivered,
    /// The collector did not want them.
    Rejected,
    /// The collector did not answer, or refused the batch.
    NotDelivered,
    /// There was no room for them.
    QueueFull,
}

/// Describes what is counted of spans; only where traces are sent somewhere.
pub(crate) fn describe_spans() {
    describe_counter!(SPANS, "Spans for the OpenTelemetry collector, by what became of them");
}

/// So many spans were delivered, or were not.
pub(crate) fn spans(outcome: SpanOutcome, number: u64) {
    let outcome = match outcome {
        SpanOutcome::Delivered => "delivered",
        SpanOutcome::Rejected => "rejected",
        SpanOutcome::NotDelivered => "not_delivered",
        SpanOutcome::QueueFull => "queue_full",
    };
    counter!(SPANS, "outcome" => outcome).increment(number);
}

/// The method, or `_OTHER`: strangers can send any word.
pub(crate) fn known(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "POST", "HEAD", "OPTIONS", "PUT", "DELETE", "PATCH"];
    KNOWN.into_iter().find(|known| *known == method.as_str()).unwrap_or("_OTHER")
}
