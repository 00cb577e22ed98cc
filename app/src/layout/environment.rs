use domain::environment::Environment;
use leptos::prelude::*;

use crate::t;

/// What the installation is for, in its colour; nothing where that is not configured.
#[component]
pub fn EnvironmentBadge() -> impl IntoView {
    use_context::<Environment>().map(|Environment { name, color }| {
        view! {
            <span class="environment" data-color=color.name()>
                <span class="visually-hidden">{t!("layout-environment")} " "</span>
                <span class="environment-name">{name.to_string()}</span>
            </span>
        }
    })
}

/// Returns what the environment is called, for the title of the window.
pub fn environment_name() -> Option<String> {
    use_context::<Environment>().map(|environment| environment.name.to_string())
}

#[cfg(test)]
mod tests {
    use domain::environment::EnvironmentColor;

    const TOKENS: &str = include_str!("../../../style/tokens.css");

    /// The value of a token in the light theme and in the dark one.
    fn token(name: &str) -> [u32; 2] {
        let line = TOKENS.lines().find_map(|line| line.trim().strip_prefix(&format!("--{name}: "))?.strip_suffix(';')).unwrap();
        let values: Vec<u32> = line.split('#').skip(1).map(|value| u32::from_str_radix(&value[..6], 16).unwrap()).collect();
        match values.as_slice() {
            [both] => [*both, *both],
            [light, dark] => [*light, *dark],
            _ => panic!("{name}: {values:?}"),
        }
    }

    /// Relative luminance (WCAG 2.2).
    fn luminance(color: u32) -> f64 {
        let channel = |shift: u32| {
            let value = f64::from((color >> shift) & 0xff) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(16) + 0.7152 * channel(8) + 0.0722 * channel(0)
    }

    fn contrast(one: u32, other: u32) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn each_colour_is_read_on_its_ground_and_seen_on_the_bar_in_both_themes() {
        let surface = token("surface");
        for color in EnvironmentColor::ALL {
            let (ground, text) = (token(&format!("environment-{}", color.name())), token("on-environment"));
            for theme in 0..2 {
                let (read, seen) = (contrast(ground[theme], text[theme]), contrast(ground[theme], surface[theme]));
                assert!(read >= 4.5, "{} in theme {theme}: {read:.2}", color.name());
                assert!(seen >= 3.0, "{} in theme {theme}: {seen:.2}", color.name());
            }
        }
    }
}
