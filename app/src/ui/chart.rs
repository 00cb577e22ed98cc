use leptos::prelude::*;

use super::{filled, group};
use crate::t;

/// A bar of a chart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bar {
    /// How high it is.
    pub number: u64,
    /// How much of that is a part of its own, at its foot.
    pub part: u64,
    /// What it says when pointed at: its time and its number.
    pub title: String,
}

/// How high the drawing is, in its own units. Its width is a hundred units a bar.
const HEIGHT: u64 = 1000;
/// How much is between two bars.
const GAP: usize = 18;
/// The least height of a bar that is not nothing, so that one refusal beside a thousand is seen.
const LEAST: u64 = 15;

/// Numbers over time as bars, drawn by the server. Who does not see it hears its name and what it says in a sentence; the numbers one by
/// one belong into a table beside it.
#[component]
pub fn BarChart(
    /// What is counted.
    #[prop(into)]
    name: String,
    /// All of it in a sentence.
    #[prop(into)]
    said: String,
    /// The bars, from left to right.
    bars: Vec<Bar>,
    /// Whether a bar means that something is wrong.
    #[prop(optional)]
    alarming: bool,
) -> impl IntoView {
    let most = bars.iter().map(|bar| bar.number).max().unwrap_or_default();
    let total: u64 = bars.iter().map(|bar| bar.number).sum();
    let view_box = format!("0 0 {} {HEIGHT}", bars.len() * 100);
    let drawn = bars.into_iter().enumerate().map(|(at, bar)| {
        let column = at * 100;
        let (x, width) = ((column + GAP / 2).to_string(), (100 - GAP).to_string());
        let rect = |class: &'static str, number: u64| {
            let height = height(number, most);
            view! { <rect class=class x=x.clone() y=HEIGHT - height width=width.clone() height=height></rect> }
        };
        view! {
            <g>
                <title>{bar.title}</title>
                // What is pointed at is the whole column, also where there is no bar.
                <rect class="chart-column" x=column y="0" width="100" height=HEIGHT></rect>
                {(bar.number > 0).then(|| rect("chart-bar", bar.number))}
                {(bar.part > 0).then(|| rect("chart-part", bar.part))}
            </g>
        }
    });
    let tone = if alarming && total > 0 { "warning" } else { "neutral" };
    let label = format!("{name}: {said}");
    view! {
        <figure class="chart" data-tone=tone>
            <figcaption>
                <span class="chart-name">{name}</span>
                <span class="chart-total">{group(total)}</span>
                <span class="chart-most">{(most > 0).then(|| filled(t!("ui-chart-most"), &[("number", &group(most))]))}</span>
            </figcaption>
            <svg role="img" aria-label=label viewBox=view_box preserveAspectRatio="none">{drawn.collect_view()}</svg>
        </figure>
    }
    .into_any()
}

/// How high a bar is; the whole drawing for the most.
fn height(number: u64, most: u64) -> u64 {
    let height = u128::from(number) * u128::from(HEIGHT) / u128::from(most.max(1));
    if number == 0 { 0 } else { u64::try_from(height).unwrap_or(HEIGHT).max(LEAST) }
}

#[cfg(test)]
mod tests {
    use super::{HEIGHT, LEAST, height};

    #[test]
    fn the_most_is_as_high_as_the_chart_and_one_is_still_seen() {
        assert_eq!([height(0, 0), height(0, 9), height(9, 9), height(1, 1_000_000)], [0, 0, HEIGHT, LEAST]);
        assert_eq!(height(u64::MAX / 2, u64::MAX), HEIGHT / 2 - 1);
    }
}
