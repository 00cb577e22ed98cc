use leptos::prelude::*;

use super::{Glyph, Icon};

/// The tone of a message.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Worth knowing.
    Info,
    /// It went well.
    Good,
    /// Look at this.
    Warning,
    /// It went wrong.
    Bad,
}

impl Tone {
    /// The value of `data-tone`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Info => "info",
            Self::Good => "good",
            Self::Warning => "warning",
            Self::Bad => "bad",
        }
    }

    const fn glyph(self) -> Glyph {
        match self {
            Self::Neutral | Self::Info => Glyph::Info,
            Self::Good => Glyph::Success,
            Self::Warning => Glyph::Warning,
            Self::Bad => Glyph::Failure,
        }
    }
}

/// A message to the reader, above what it is about.
#[component]
pub fn Notice(
    /// What it means for them.
    tone: Tone,
    /// The message.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="notice" data-tone=tone.name()>
            <Icon glyph=tone.glyph()/>
            <div class="notice-text">{children()}</div>
        </div>
    }
    .into_any()
}
