//! The tokens of the session.

use domain::clock::Timestamp;
use maud::{Markup, html};

use crate::{
    action::TokenKind,
    answer::pretty,
    api::Check,
    jwt::{Decoded, decode},
    text::{distance, exact, shorten},
    tokens::{Generation, Generations, SignedIn, Standing},
};

pub(crate) fn refresh(signed_in: &SignedIn, now: Timestamp) -> Markup {
    html! {
        section.card aria-labelledby="refresh-title" {
            div.card-head { h2 id="refresh-title" { "Refresh token" } (standing(&signed_in.refresh)) }
            @if let Some(current) = signed_in.refresh.current() {
                p { code.token { (shorten(&current.value)) } }
                p.muted { "Received " (exact(current.received)) ", " (distance(current.received, now)) ". Introspect it to see when it expires." }
                div.buttons {
                    form method="post" action="refresh" { button.primary type="submit" { "Refresh" } }
                    (button_for("introspect", TokenKind::Refresh, "Introspect"))
                    (button_for("revoke", TokenKind::Refresh, "Revoke"))
                }
                @if matches!(signed_in.refresh.standing, Standing::Refused(_) | Standing::Revoked(_)) { (sign_in_again()) }
                (whole("refresh token", &current.value))
            } @else {
                p { strong { "The token response carried no refresh token." } }
                @if !signed_in.asked_offline {
                    p { "Offline access was not asked for: the tick before “Sign in” was off." }
                }
                details {
                    summary { "Why? The four switches" }
                    (four_switches())
                }
                (sign_in_again())
            }
        }
    }
}

/// A form to sign in again. It asks for offline access: whoever uses it wants a refresh token.
fn sign_in_again() -> Markup {
    html! {
        form method="post" action="sign-in" {
            input type="hidden" name="offline" value="on";
            button type="submit" { "Sign in again" span.visually-hidden { " and ask for offline access" } }
        }
    }
}

/// The settings that a refresh token needs, in the console's own words.
pub(crate) fn four_switches() -> Markup {
    html! {
        p { "For a refresh token, all four have to be on:" }
        ol.switches {
            li { "the workspace allows it: " strong { "Settings › Authorization › Allowed grant types › Refresh token" } }
            li { "the client may use it: " strong { "Applications › Clients › (client) › OAuth › Grant types › Refresh token" } }
            li { "the client may ask for it: " strong { "(client) › Scopes › Profile › Offline access" } }
            li { "and it is asked for: the tick before “Sign in” here, and the consent of the person who signs in" }
        }
        p.muted { "How long it lives is set in " strong { "Auth Server › Tokens › Time to Live Settings › Refresh token TTL" } "." }
    }
}

pub(crate) fn access(signed_in: &SignedIn, has_api: bool, now: Timestamp) -> Markup {
    let token = &signed_in.access;
    let decoded = decode(&token.value);
    let expires = decoded.as_ref().and_then(|decoded| decoded.time("exp")).or(token.expires);
    html! {
        section.card aria-labelledby="access-title" {
            div.card-head {
                h2 id="access-title" { "Access token" }
                @match token.standing {
                    Standing::Good | Standing::Doubtful => (lifetime_badge(expires, now)),
                    ended => (badge(ended)),
                }
            }
            (lifetime(expires, now))
            p.muted { "Received " (exact(token.received)) "." }
            div.buttons {
                form method="post" action="userinfo" { button type="submit" { "Call userinfo" } }
                (button_for("introspect", TokenKind::Access, "Introspect"))
                (button_for("revoke", TokenKind::Access, "Revoke"))
            }
            @if has_api {
                p.muted { "The Orders API beside this application takes access tokens that are for it. It checks them by itself, or asks the server." }
                div.buttons {
                    (call_api(Check::Locally, "Call the API"))
                    (call_api(Check::Asked, "Call the API, which asks"))
                }
            }
            (content(decoded.as_ref()))
            (whole("access token", &token.value))
        }
    }
}

pub(crate) fn id(signed_in: &SignedIn, now: Timestamp) -> Markup {
    let decoded = decode(&signed_in.id_token);
    let expires = decoded.as_ref().and_then(|decoded| decoded.time("exp"));
    html! {
        section.card aria-labelledby="id-title" {
            div.card-head { h2 id="id-title" { "ID token" } (lifetime_badge(expires, now)) }
            (lifetime(expires, now))
            p.muted { "Signature, issuer, audience, time and nonce were checked when it arrived. It says who signed in; it grants no access." }
            (content(decoded.as_ref()))
            (whole("ID token", &signed_in.id_token))
        }
    }
}

pub(crate) fn generations(signed_in: &SignedIn, now: Timestamp) -> Markup {
    let refresh = &signed_in.refresh;
    if refresh.current().is_none() {
        return html! {};
    }
    html! {
        section.panel aria-labelledby="generations-title" {
            h2 id="generations-title" { "Every refresh token of this session" }
            p {
                "Replay sends a token that was replaced before, as somebody would who has copied it. For the retry window after a rotation, "
                "the token just before the current one gets the current one: that is how a lost answer is made good, and how several tabs "
                "refresh at once. The window is 30 seconds unless set otherwise, and 5 seconds in Regrant's own demonstration. Everything "
                "else is theft to the server, and ends the whole family, the current token included."
            }
            @if refresh.newest_first().count() == 1 {
                p.muted { "There is only one so far. Refresh, and the old one will stand here to be replayed." }
            }
            ol.generations {
                @for (number, generation) in refresh.newest_first() { li { (row(refresh, number, generation, now)) } }
            }
        }
    }
}

fn row(refresh: &Generations, number: usize, generation: &Generation, now: Timestamp) -> Markup {
    html! {
        div.generation {
            span.number { (number) }
            div {
                p { code.token { (shorten(&generation.value)) } " " @if generation.superseded.is_some() { span.badge { "superseded" } } @else { (standing(refresh)) } }
                p.muted {
                    "Received " (exact(generation.received))
                    @if let Some(at) = generation.superseded { ", superseded " (distance(at, now)) }
                }
            }
            @if generation.superseded.is_some() {
                form method="post" action="replay" {
                    input type="hidden" name="number" value=(number);
                    button type="submit" { "Replay" span.visually-hidden { " token " (number) } }
                }
            }
        }
    }
}

fn standing(refresh: &Generations) -> Markup {
    if refresh.current().is_none() {
        return html! { span.badge { "none" } };
    }
    badge(refresh.standing)
}

fn badge(standing: Standing) -> Markup {
    match standing {
        Standing::Good => html! { span.badge.good { "current" } },
        Standing::Doubtful => html! { span.badge.notice { "current, in doubt" } },
        Standing::Refused(at) => html! { span.badge.bad { "no longer works" } " " span.muted { (exact(at)) } },
        Standing::Revoked(at) => html! { span.badge.bad { "revoked" } " " span.muted { (exact(at)) } },
    }
}

fn lifetime_badge(expires: Option<Timestamp>, now: Timestamp) -> Markup {
    match expires {
        Some(at) if at > now => html! { span.badge.good { "valid" } },
        Some(_) => html! { span.badge.bad { "expired" } },
        None => html! {},
    }
}

fn lifetime(expires: Option<Timestamp>, now: Timestamp) -> Markup {
    html! {
        p {
            @match expires {
                Some(at) if at > now => { "Ends " (exact(at)) ", " strong { (distance(at, now)) } "." },
                Some(at) => { "Ended " (exact(at)) ", " strong { (distance(at, now)) } "." },
                None => "The server did not say when it ends.",
            }
        }
    }
}

fn content(decoded: Option<&Decoded>) -> Markup {
    let Some(decoded) = decoded else {
        return html! { p.muted { "It is opaque: only the server can read it." } };
    };
    html! {
        details {
            summary { "What is in it" }
            h3 { "Header" }
            pre { (pretty(&decoded.header)) }
            h3 { "Payload" }
            pre { (pretty(&decoded.payload)) }
            @let times: Vec<_> = ["iat", "nbf", "auth_time", "exp"].into_iter().filter_map(|claim| Some((claim, decoded.time(claim)?))).collect();
            @if !times.is_empty() {
                dl.facts { @for (claim, at) in times { dt { (claim) } dd { (exact(at)) } } }
            }
        }
    }
}

fn whole(name: &str, token: &str) -> Markup {
    html! {
        details {
            summary { "Show the whole " (name) }
            code.token { (token) }
        }
    }
}

fn call_api(check: Check, label: &str) -> Markup {
    html! {
        form method="post" action="call-api" {
            input type="hidden" name="check" value=(check.name());
            button type="submit" { (label) }
        }
    }
}

fn button_for(action: &str, kind: TokenKind, label: &str) -> Markup {
    html! {
        form method="post" action=(action) {
            input type="hidden" name="token" value=(kind.hint());
            button type="submit" { (label) span.visually-hidden { " the " (kind.name()) } }
        }
    }
}
