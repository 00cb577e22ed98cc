use leptos::prelude::*;

macro_rules! glyphs {
    ($($name:ident = $path:literal;)*) => {
        /// A picture of 20 by 20, drawn in one line.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Glyph { $($name,)* }

        impl Glyph {
            const fn path(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }
        }
    };
}

glyphs! {
    Overview = "M3.5 4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1zM11.5 4.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v1.5a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1zM11.5 11a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v4.5a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1zM3.5 13.5a1 1 0 0 1 1-1h3a1 1 0 0 1 1 1v2a1 1 0 0 1-1 1h-3a1 1 0 0 1-1-1z";
    Clients = "M3 6a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2zM3 8h14M5.75 6h.01M8 6h.01";
    Services = "M10 3l7 3.5-7 3.5-7-3.5zM3 10l7 3.5 7-3.5M3 13.5L10 17l7-3.5";
    Users = "M8 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-2.8 2.4-4.5 5.5-4.5s5.5 1.7 5.5 4.5M13 4a2.75 2.75 0 0 1 0 5.2M15 12.4c1.5.7 2.5 2.1 2.5 4.1";
    Clock = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4l2.75 2";
    Renew = "M16.2 8.2A6.4 6.4 0 0 0 4.6 6.6M4.2 3.4v3.4h3.4M3.8 11.8a6.4 6.4 0 0 0 11.6 1.6M15.8 16.6v-3.4h-3.4";
    Logs = "M7.25 5.5h9.25M7.25 10h9.25M7.25 14.5h9.25M3.75 5.5h.01M3.75 10h.01M3.75 14.5h.01";
    Settings = "M3 6.5h7.5M14.5 6.5H17M3 13.5h2.5M9.5 13.5H17M12.5 8.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM7.5 15.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4z";
    Shield = "M10 3l6 2.2v4.3c0 3.6-2.5 6.3-6 7.5-3.5-1.2-6-3.9-6-7.5V5.2zM7.5 10l1.8 1.8 3.4-3.6";
    Guide = "M10 5.5C8.5 4.3 6.4 4 3.5 4v11.5c2.9 0 5 .3 6.5 1.5 1.5-1.2 3.6-1.5 6.5-1.5V4c-2.9 0-5 .3-6.5 1.5zM10 5.5V17";
    Workspace = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM3 10h14M10 3c2 2 2.8 4.3 2.8 7s-.8 5-2.8 7c-2-2-2.8-4.3-2.8-7S8 5 10 3z";
    Right = "M8 5.5l4.5 4.5L8 14.5";
    UpDown = "M7 8l3-3 3 3M7 12l3 3 3-3";
    Check = "M4.5 10.5l3.5 3.5 7.5-8";
    Copy = "M8 9a1 1 0 0 1 1-1h6a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1zM12 5.5V5a1 1 0 0 0-1-1H5a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h.5";
    Plus = "M10 4.5v11M4.5 10h11";
    Close = "M5.5 5.5l9 9M14.5 5.5l-9 9";
    Search = "M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13 13l4 4";
    Info = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.5v4M10 6.75h.01";
    Warning = "M10 3.8l6.8 12H3.2zM10 8.5v3.5M10 14h.01";
    Failure = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6.5V11M10 13.5h.01";
    Success = "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM7 10.2l2.1 2.1L13 8.2";
    MenuLines = "M3.5 6h13M3.5 10h13M3.5 14h13";
    SignOut = "M8.5 3.5h-4a1 1 0 0 0-1 1v11a1 1 0 0 0 1 1h4M12.5 6.5L16 10l-3.5 3.5M16 10H8";
    Progress = "M3.5 7.5h13v5h-13zM3.5 10h6M6.5 7.5v5M9.5 7.5v5";
    Mail = "M3 6a1.5 1.5 0 0 1 1.5-1.5h11A1.5 1.5 0 0 1 17 6v8a1.5 1.5 0 0 1-1.5 1.5h-11A1.5 1.5 0 0 1 3 14zM3.5 6.25L10 11l6.5-4.75";
    Webhook = "M4.5 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM15.5 16.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM10 7.5a2 2 0 1 0 0-4 2 2 0 0 0 0 4zM9 7.25L5.5 12.75M11 7.25l3.5 5.5M6.5 14.5h7";
    Key = "M12.5 11a3.5 3.5 0 1 0-3.3-2.3L3.5 14.4v2.1H6v-1.7h1.7v-1.7h1.7l1.5-1.5c.5.2 1 .4 1.6.4zM13.5 7.5h.01";
}

/// A picture beside words that say the same; nothing for those who do not see it.
#[component]
pub fn Icon(
    /// Which.
    glyph: Glyph,
) -> impl IntoView {
    view! {
        <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
            <path d=glyph.path()></path>
        </svg>
    }
    .into_any()
}
