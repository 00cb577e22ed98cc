//! The outcome of the last action.

use maud::{Markup, html};

use crate::{
    outcome::{Outcome, Tone},
    text::{shorten, split_common},
};

pub(crate) fn section(outcome: &Outcome) -> Markup {
    let tone = match outcome.tone {
        Tone::Good => "good",
        Tone::Notice => "notice",
        Tone::Bad => "bad",
    };
    html! {
        section class={ "outcome " (tone) } id="outcome" tabindex="-1" aria-labelledby="outcome-title" {
            h2 id="outcome-title" { (outcome.title) }
            @for sentence in &outcome.sentences { p { (sentence) } }
            @if let Some((old, new)) = &outcome.comparison { (comparison(old, new)) }
            @if outcome.offers_current {
                form method="post" action="refresh" { button.primary type="submit" { "Try the current token" } }
            }
            @if let Some(answer) = &outcome.answer {
                h3 { "The server's answer: status " (answer.status) }
                pre { (answer.shortened()) }
                @if !answer.body.is_empty() {
                    details {
                        summary { "Exactly as it came" }
                        pre { (answer.body) }
                    }
                }
            }
        }
    }
}

fn comparison(old: &str, new: &str) -> Markup {
    let (common, rest_of_old, rest_of_new) = split_common(old, new);
    html! {
        div.comparison {
            div { h3 { "Before" } code.token { (shorten(old)) } }
            div { h3 { "Now" } code.token { (shorten(new)) } }
        }
        details {
            summary { "Show both whole tokens" }
            div.comparison {
                div { h4 { "Before" } code.token { (common) @if !rest_of_old.is_empty() { mark { (rest_of_old) } } } }
                div { h4 { "Now" } code.token { (common) @if !rest_of_new.is_empty() { mark { (rest_of_new) } } } }
            }
        }
    }
}
