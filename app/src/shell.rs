//! The HTML document around the console.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::App;

/// The document that every page of the console is rendered into.
pub fn shell(options: LeptosOptions) -> impl IntoView + use<> {
    // `use_nonce` is asked here once more only to hold the page to having one: without it the policy would block hydration.
    debug_assert!(use_nonce().is_some() || use_context::<leptos_axum::ResponseOptions>().is_none());
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" type="image/svg+xml" href=format!("/{}/favicon.svg", options.site_pkg_dir)/>
                <HashedStylesheet id="stylesheet" options=options.clone()/>
                <HydrationScripts options/>
                <MetaTags/>
            </head>
            <body>
                <App/>
            </body>
        </html>
    }
}
