use domain::page::COUNTED_UP_TO;
use leptos::prelude::*;

use crate::{
    t,
    ui::{Notice, Tone},
};

/// Says that active refresh tokens are refused while a switch is off, before it is turned off and after.
#[component]
pub fn Suspends(
    /// How many active refresh tokens it is about. Nothing is said where there are none.
    count: u64,
    /// Whether the switch is on.
    on: bool,
    /// The selector that finds something on the page while it is on.
    #[prop(into)]
    switched: String,
    /// The switch, such as `refresh_token`.
    switch: &'static str,
) -> impl IntoView {
    (count > 0)
        .then(|| {
            view! {
                <div data-unless=switched.clone() hidden=on>
                    <Notice tone=Tone::Warning>{t!("components-suspends-off", switch = switch, what = sentence(count))}</Notice>
                </div>
                <p class="field-hint" data-while=switched hidden=!on>
                    {t!("components-suspends-without", switch = switch, what = sentence(count))}
                </p>
            }
        })
        .into_any()
}

fn sentence(count: u64) -> String {
    if count > COUNTED_UP_TO {
        t!("components-suspends-more", count = COUNTED_UP_TO)
    } else {
        t!("components-suspends-sentence", count = count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_suspended_is_counted_in_words() {
        assert!(sentence(1).starts_with("1 active refresh token would be refused"));
        assert!(sentence(9_340).starts_with("9,340 active refresh tokens would be refused"));
        assert!(sentence(10_001).starts_with("more than 10,000 active refresh tokens would be refused"));
    }
}
