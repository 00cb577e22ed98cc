//! The pages: plain HTML, complete without a script.

mod log;
mod outcome;
mod tokens;

use axum::{
    http::StatusCode,
    response::{Html, IntoResponse as _, Response},
};
use maud::{DOCTYPE, Markup, html};

use crate::{
    configuration::{post_logout_redirect_uri, redirect_uri},
    problem::Problem,
    session::Session,
    state::AppState,
    text::exact,
    tokens::SignedIn,
};

fn layout(state: &AppState, title: &str, top: &Markup, main: &Markup) -> String {
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · Demo shop" }
                link rel="stylesheet" href="demo.css";
                link rel="icon" href="icon.svg" type="image/svg+xml";
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.site {
                    a.brand href="./" { img src="icon.svg" alt="" width="28" height="28"; "Demo shop" }
                    (top)
                }
                main id="main" tabindex="-1" { (main) }
                footer.site {
                    p {
                        "A demonstration: it shows tokens to the person who signed in, which an application never does. "
                        "Client " code { (state.configuration.client_id) } " of " code { (state.configuration.issuer()) }
                    }
                    p { "Times are of " (exact(state.now())) ". " a href="./" { "Reload" } }
                }
            }
        }
    }
    .into_string()
}

/// Renders the page before anybody has signed in.
pub(crate) fn welcome(state: &AppState) -> Response {
    let main = html! {
        div.welcome {
            h1 { "See a refresh token at work" }
            p.lead {
                "A refresh token keeps somebody signed in without asking again. This page is a real client of your authorization server. "
                "Sign in, and watch every token and every request."
            }
            (sign_in_form(state))
            ol.walk {
                li { strong { "Sign in. " } "The code comes back and is exchanged for tokens; the ID token is verified." }
                li { strong { "Refresh. " } "The old and the new refresh token stand side by side: that is rotation." }
                li { strong { "Replay an old token. " } "As a thief would. The server notices, and ends them all." }
            }
            details.setup {
                summary { "What the client needs" }
                p { "In the workspace, the client " code { (state.configuration.client_id) } " has to have:" }
                dl.facts {
                    dt { "Redirect URI" } dd { code { (redirect_uri(&state.configuration.public_url)) } }
                    dt { "Post-logout redirect URI" } dd { code { (post_logout_redirect_uri(&state.configuration.public_url)) } }
                    dt { "Client authentication" } dd { code { "client_secret_basic" } }
                }
                (tokens::four_switches())
            }
        }
    };
    Html(layout(state, "Sign in", &html! {}, &main)).into_response()
}

fn sign_in_form(state: &AppState) -> Markup {
    html! {
        form.sign-in method="post" action="sign-in" {
            label.tick {
                input type="checkbox" name="offline" value="on" checked;
                span { "Ask for offline access " span.muted { "(a refresh token)" } }
            }
            @if state.configuration.api.is_some() {
                label.tick {
                    input type="checkbox" name="api" value="on";
                    span { "Ask for the Orders API " span.muted { "(an access token for it, and not for userinfo)" } }
                }
            }
            button.primary type="submit" { "Sign in" }
        }
    }
}

/// Renders the page of somebody who is signed in.
pub(crate) fn signed_in(state: &AppState, session: &Session, signed_in: &SignedIn) -> Response {
    let now = state.now();
    let name = signed_in.name.as_ref().or(signed_in.email.as_ref()).unwrap_or(&signed_in.subject);
    let top = html! {
        form method="post" action="sign-out" {
            button type="submit" aria-describedby="sign-out-hint" { "Sign out" }
        }
    };
    let main = html! {
        h1 { "Signed in as " (name) }
        p.who {
            @if let Some(email) = &signed_in.email { span { (email) } }
            span { "Subject " code { (signed_in.subject) } }
            @if let Some(scope) = &signed_in.scope { span { "Scopes " code { (scope) } } }
        }
        @if let Some(last) = &session.outcome { (outcome::section(last)) }
        div.cards {
            (tokens::refresh(signed_in, now))
            (tokens::access(signed_in, state.configuration.api.is_some(), now))
            (tokens::id(signed_in, now))
        }
        (tokens::generations(signed_in, now))
        (log::section(&session.log))
        p.muted id="sign-out-hint" {
            "Signing out ends the session at the authorization server too. A refresh token with offline access outlives it: "
            "revoke it first if you want it gone."
        }
    };
    Html(layout(state, &format!("Signed in as {name}"), &top, &main)).into_response()
}

/// Renders the page after signing out. The problem is why the authorization server does not know of it.
pub(crate) fn signed_out(state: &AppState, problem: Option<&Problem>) -> Response {
    let main = html! {
        div.welcome {
            h1 { "You are signed out" }
            p.lead { "This application has forgotten you and every token it held." }
            @if let Some(problem) = problem {
                p.outcome.notice role="status" { (problem) " So you may still be signed in there." }
            }
            (sign_in_form(state))
        }
    };
    Html(layout(state, "Signed out", &html! {}, &main)).into_response()
}

/// Renders a problem in words, with a link back.
pub(crate) fn problem(state: &AppState, status: StatusCode, title: &str, sentences: &[&str]) -> Response {
    let main = html! {
        div.welcome {
            h1 { (title) }
            @for sentence in sentences { p.lead { (sentence) } }
            p { a.button href="./" { "Back to the demo shop" } }
        }
    };
    (status, Html(layout(state, title, &html! {}, &main))).into_response()
}
