//! The HTML document around the console.

use leptos::{nonce::use_nonce, prelude::*};
use leptos_meta::{HashedStylesheet, MetaTags};

use crate::{
    api::{language_of_request, page_head, theme},
    islands::Alive,
    routes::App,
};

/// The key of the search, for whoever is quicker than the palette: it leads to the field of the bar until the page is alive.
const EARLY_KEY: &str = "addEventListener('keydown',e=>{const d=document,f=d.querySelector('.topbar-search input');\
    if(e.defaultPrevented||e.key!='/'||e.ctrlKey||e.metaKey||e.altKey||!f||d.documentElement.dataset.hydrated)return;\
    if(/INPUT|TEXTAREA|SELECT/.test(d.activeElement.tagName))return;\
    try{if(localStorage.getItem('regrant-single-keys'))return}catch{}e.preventDefault();f.focus()})";

/// The document that every page of the console is rendered into.
pub fn shell(options: LeptosOptions) -> impl IntoView + use<> {
    let (theme, language) = (theme(), language_of_request());
    provide_context(language);
    view! {
        <!DOCTYPE html>
        <html lang=language.tag() data-theme=theme.attribute()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content=theme.color_scheme()/>
                <link rel="icon" type="image/svg+xml" href=format!("/{}/assets/favicon.svg", options.site_pkg_dir)/>
                <HashedStylesheet id="stylesheet" options=options.clone()/>
                // Leptos waits until the browser is idle, which on a busy machine may be never.
                <script nonce=use_nonce()>"delete window.requestIdleCallback"</script>
                <script nonce=use_nonce() inner_html=EARLY_KEY></script>
                <HydrationScripts options islands=true/>
                {page_head()}
                <MetaTags/>
            </head>
            <body>
                <App/>
                <Alive/>
            </body>
        </html>
    }
}
