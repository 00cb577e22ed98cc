//! The last exchanges.

use maud::{Markup, html};

use crate::{
    exchange::{Channel, Exchange, Log},
    text::exact,
};

pub(crate) fn section(log: &Log) -> Markup {
    html! {
        section.panel aria-labelledby="log-title" {
            h2 id="log-title" { "What went over the wire" }
            p.muted { "The last " (Log::CAPACITY) " exchanges, the newest first. Secrets are shortened." }
            ol.log {
                @for exchange in log.newest_first() { li { (entry(exchange)) } }
            }
        }
    }
}

fn entry(exchange: &Exchange) -> Markup {
    let refused = exchange.status.is_none_or(|status| status >= 400) && exchange.channel == Channel::Direct;
    html! {
        details {
            summary {
                span.method { (exchange.method) }
                span.path { (exchange.path) }
                span.status.bad[refused] {
                    @match (exchange.status, exchange.channel) {
                        (Some(status), _) => (status),
                        (None, Channel::Browser) => "by the browser",
                        (None, Channel::Direct) => "no answer",
                    }
                }
            }
            p.muted { (exact(exchange.at)) " · " code { (exchange.address) } }
            @if !exchange.parameters.is_empty() {
                dl.facts {
                    @for (name, value) in &exchange.parameters { dt { (name) } dd { code { (value) } } }
                }
            }
            @if let Some(answer) = &exchange.answer { pre { (answer) } }
        }
    }
}
