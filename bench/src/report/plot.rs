//! A plot as SVG: lines over numbers of connections, each a column of equal width.

use std::fmt::Write as _;

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 380.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 250.0;
const TOP: f64 = 40.0;
const BOTTOM: f64 = 50.0;
/// Lines across.
const STEPS: u32 = 5;
/// Colours that are told apart without seeing red and green (Okabe and Ito).
const COLOURS: [&str; 6] = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Series {
    pub(super) name: String,
    /// Connections and figures, by connections.
    pub(super) points: Vec<(usize, f64)>,
}

/// Draws lines below a title. `unit` is what the figures count.
#[expect(clippy::cast_precision_loss, reason = "there are few columns")]
pub(super) fn draw(title: &str, unit: &str, series: &[Series]) -> String {
    let mut columns: Vec<usize> = series.iter().flat_map(|series| series.points.iter().map(|(column, _)| *column)).collect();
    columns.sort_unstable();
    columns.dedup();
    let top = ceiling(series.iter().flat_map(|series| series.points.iter().map(|(_, figure)| *figure)).fold(0.0, f64::max));
    let x = |column: usize| {
        let nth = columns.iter().position(|other| *other == column).unwrap_or_default() as f64;
        LEFT + (nth + 0.5) * (WIDTH - LEFT - RIGHT) / (columns.len().max(1) as f64)
    };
    let y = |figure: f64| HEIGHT - BOTTOM - figure / top * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{0}\" \
         font-family=\"system-ui, sans-serif\" font-size=\"12\">\n<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n\
         <text x=\"{LEFT}\" y=\"22\" font-size=\"14\" font-weight=\"600\" fill=\"#1a1a1a\">{0}</text>\n",
        escape(title)
    );
    let mut line = |text: String| {
        svg.push_str(&text);
        svg.push('\n');
    };
    for step in 0..=STEPS {
        let figure = top * f64::from(step) / f64::from(STEPS);
        let (at, end) = (y(figure), WIDTH - RIGHT);
        line(format!("<line x1=\"{LEFT}\" x2=\"{end}\" y1=\"{at:.1}\" y2=\"{at:.1}\" stroke=\"#d8d8d8\"/>"));
        line(format!("<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\" fill=\"#444444\">{}</text>", LEFT - 8.0, at + 4.0, short(figure)));
    }
    for column in &columns {
        line(format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\" fill=\"#444444\">{column}</text>",
            x(*column),
            HEIGHT - BOTTOM + 18.0
        ));
    }
    let middle = f64::midpoint(LEFT, WIDTH - RIGHT);
    line(format!(
        "<text x=\"{middle}\" y=\"{}\" text-anchor=\"middle\" fill=\"#444444\">connections ({})</text>",
        HEIGHT - 10.0,
        escape(unit)
    ));
    for ((series, colour), nth) in series.iter().zip(COLOURS.iter().cycle()).zip(0_u32..) {
        let mut path = String::new();
        for (column, figure) in &series.points {
            // Writing into a string does not fail.
            let _ = write!(path, "{:.1},{:.1} ", x(*column), y(*figure));
        }
        line(format!("<polyline points=\"{}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>", path.trim_end()));
        for (column, figure) in &series.points {
            line(format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"3.5\" fill=\"{colour}\"/>", x(*column), y(*figure)));
        }
        let (from, at) = (WIDTH - RIGHT + 16.0, TOP + 10.0 + f64::from(nth) * 22.0);
        line(format!("<line x1=\"{from}\" x2=\"{}\" y1=\"{at}\" y2=\"{at}\" stroke=\"{colour}\" stroke-width=\"3\"/>", from + 18.0));
        line(format!("<text x=\"{}\" y=\"{}\" fill=\"#1a1a1a\">{}</text>", from + 24.0, at + 4.0, escape(&series.name)));
    }
    svg.push_str("</svg>\n");
    svg
}

/// Returns the next figure from which the lines across have round numbers.
fn ceiling(most: f64) -> f64 {
    let step = (most / f64::from(STEPS)).max(0.1);
    let power = 10_f64.powf(step.log10().floor());
    let round = [1.0, 2.0, 2.5, 4.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|round| *round >= step).unwrap_or(step);
    round * f64::from(STEPS)
}

fn short(figure: f64) -> String {
    if figure >= 1000.0 { format!("{}k", figure / 1000.0) } else { format!("{}", (figure * 100.0).round() / 100.0) }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_series_has_its_line_and_name_within_the_picture() {
        let series = [
            Series { name: "a <b>".to_owned(), points: vec![(1, 100.0), (16, 1850.0)] },
            Series { name: "c".to_owned(), points: vec![(16, 20_000.0)] },
        ];
        let svg = draw("Rates & more", "a second", &series);
        assert!(svg.contains("aria-label=\"Rates &amp; more\"") && svg.contains(">a &lt;b></text>") && svg.contains(">20k</text>"));
        assert_eq!((svg.matches("<polyline").count(), svg.matches("<circle").count()), (2, 3));
        // The highest figure is at the top line.
        assert!(svg.contains(&format!("cy=\"{TOP:.1}\"")));
    }

    #[test]
    fn the_scale_is_round() {
        for (most, top) in [(0.0, 0.5), (7.0, 10.0), (19_500.0, 20_000.0), (20_001.0, 25_000.0)] {
            assert!((ceiling(most) - top).abs() < 1e-9, "{most}: {}", ceiling(most));
        }
    }
}
