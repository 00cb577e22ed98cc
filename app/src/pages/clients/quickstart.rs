//! Code that works, with a client's values in it.

mod code;

use domain::{
    client::{Client, TokenEndpointAuthMethod},
    grant_type::GrantType,
};
use leptos::prelude::*;

use self::code::{BROWSER, EXCHANGE, Language, Values};
use super::frame::{ClientFrame, load_client, use_client};
use crate::{
    api::operator,
    components::{load_at, loaded, query_string, use_query},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{CodeBlock, Fact, Facts, Link, Notice, Section, Tabs, Tone},
};

/// A client's code in several languages.
#[component]
pub fn ClientQuickstartPage() -> impl IntoView {
    let asked = use_query().value("language");
    let loading = load_at(use_client(), |(path, id)| async move {
        let issuer = operator()?.issuer(&path);
        Ok((load_client(path, id).await?, issuer))
    });
    loaded(loading, move |((path, _), (loaded, issuer))| {
        let client = loaded.view.client.clone();
        let values = Values::of(&client, issuer);
        let (own, workspace) = (&client.settings, &loaded.view.workspace.authorization);
        let pushes =
            own.client_type.has_users() && (own.require_pushed_authorization_requests || workspace.require_pushed_authorization_requests);
        let signs = own.client_type.has_users() && (own.require_signed_request_object || workspace.require_signed_request_object);
        // The code authenticates by a secret, and makes no proofs.
        let bound = workspace.security.binds_to_key(own);
        let exchanges = own.has_grant(GrantType::TokenExchange) && values.authentication.uses_secret() && !bound;
        let exchange = exchanges.then(|| view! { <Exchange values=values.clone()/> });
        let asked = asked.clone();
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-quickstart")>
                <YourValues path=path.clone() client=client.clone() values=values.clone()/>
                {if client.settings.is_for_devices_alone() {
                    view! { <Devices/> }.into_any()
                } else if client.settings.needs_certificate() {
                    view! { <Presents/> }.into_any()
                } else if bound {
                    view! { <Bound/> }.into_any()
                } else if values.authentication == TokenEndpointAuthMethod::PrivateKeyJwt {
                    view! { <Signed/> }.into_any()
                } else if client.settings.is_for_exchanges_alone() {
                    ().into_any()
                } else if signs {
                    view! { <Signs/> }.into_any()
                } else if pushes {
                    view! { <Pushes/> }.into_any()
                } else {
                    view! { <Codes path client values asked/> }.into_any()
                }}
                {exchange}
            </ClientFrame>
        }
    })
}

/// What is filled in.
#[component]
fn YourValues(path: WorkspacePath, client: Client, values: Values) -> impl IntoView {
    let Values { issuer, client_id, redirect_uri, scope, authentication, has_users, .. } = values;
    let registered = !client.settings.redirect_uris.is_empty();
    let oauth = format!("{}#redirect-uris", path.client_oauth(client.id));
    let redirect = has_users.then(|| {
        let uri = view! { <code>{redirect_uri}</code> };
        let shown = if registered {
            uri.into_any()
        } else {
            let link = view! { <Link href=oauth>{t!("client-pages-quickstart-register")}</Link> };
            t_view!("client-pages-quickstart-example", uri = uri, link = link)
        };
        view! { <Fact name=t!("client-pages-quickstart-redirect-uri")>{shown}</Fact> }
    });
    let secret = authentication.uses_secret().then(|| {
        let variable = view! { <code>"CLIENT_SECRET"</code> };
        let link = view! { <Link href=path.client(client.id)>{t!("client-pages-quickstart-replace-secret")}</Link> };
        let shown = t_view!("client-pages-quickstart-reads-secret", variable = variable, link = link);
        view! { <Fact name=t!("client-pages-quickstart-secret")>{shown}</Fact> }
    });
    view! {
        <Section title=t!("client-pages-quickstart-values") lead=t!("client-pages-quickstart-values-lead")>
            <Facts>
                <Fact name=t!("client-pages-quickstart-issuer")><code>{issuer}</code></Fact>
                <Fact name=t!("client-pages-quickstart-client-id")><code>{client_id}</code></Fact>
                {redirect}
                <Fact name=t!("client-pages-quickstart-scopes")><code>{scope}</code></Fact>
                {secret}
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Codes(path: WorkspacePath, client: Client, values: Values, asked: String) -> impl IntoView {
    let lead = if values.in_browser {
        t!("client-pages-quickstart-code-lead-browser")
    } else if values.has_users {
        t!("client-pages-quickstart-code-lead-user")
    } else {
        t!("client-pages-quickstart-code-lead-service")
    };
    let languages: Vec<_> = Language::of(&values).collect();
    let shown = languages.iter().find(|language| language.name == asked).or(languages.first()).copied();
    let here = path.client_quickstart(client.id);
    let tabs = languages.iter().map(|language| {
        let href = format!("{here}{}", query_string(&[("language", Some(language.name))]));
        let current = shown.is_some_and(|shown| shown.name == language.name).then_some("page");
        view! { <a href=href aria-current=current>{language.label}</a> }
    });
    let tabs = tabs.collect_view();
    let code = shown.map(|language| {
        view! {
            <p>{how_to_run(language, &values)}</p>
            <CodeBlock label=t!("client-pages-quickstart-code-for", language = language.label) code=language.code(&values)/>
        }
    });
    let link = view! { <Link href=path.client_try(client.id)>{t!("client-pages-quickstart-try-link")}</Link> };
    view! {
        <Section title=t!("client-pages-quickstart-code") lead>
            <Tabs label=t!("client-pages-quickstart-languages")>{tabs}</Tabs>
            {code}
            <p>{t_view!("client-pages-quickstart-try", link = link)}</p>
        </Section>
    }
    .into_any()
}

/// What to do with a program.
fn how_to_run(language: &Language, values: &Values) -> AnyView {
    let Language { needs, file, run, name, .. } = *language;
    if name == BROWSER {
        let redirect_uri = values.redirect_uri.clone();
        return t_view!(
            "client-pages-quickstart-run-browser",
            needs = needs.text(),
            uri = view! { <code>{redirect_uri}</code> },
            local = view! { <code>"http://127.0.0.1:8098/callback.html"</code> },
            file = view! { <code>{file}</code> },
            command = view! { <code>"python3 -m http.server 8098 --bind 127.0.0.1"</code> },
        );
    }
    let secret = if values.authentication.uses_secret() { "CLIENT_SECRET='…' " } else { "" };
    t_view!(
        "client-pages-quickstart-run",
        language = language.label,
        needs = needs.text(),
        file = view! { <code>{file}</code> },
        command = view! { <code>{secret}{run}</code> },
    )
}

/// The exchange of a token that came to it.
#[component]
fn Exchange(values: Values) -> impl IntoView {
    view! {
        <Section title=t!("client-pages-quickstart-exchange") lead=t!("client-pages-quickstart-exchange-lead")>
            <p>{how_to_run(&EXCHANGE, &values)}</p>
            <CodeBlock label=t!("client-pages-quickstart-code-for", language = EXCHANGE.name) code=EXCHANGE.code(&values)/>
        </Section>
    }
    .into_any()
}

/// A client that signs what it authenticates by, which the code does not do.
#[component]
fn Signed() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-signed")}</Notice>
    }
    .into_any()
}

/// A client that presents a certificate, which the code does not do.
#[component]
fn Presents() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-presents")}</Notice>
    }
    .into_any()
}

/// A client that has to push its authorization requests, which the code does not do.
#[component]
fn Pushes() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-pushes")}</Notice>
    }
    .into_any()
}

/// A client that has to sign its authorization requests, which the code does not do.
#[component]
fn Signs() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-signs")}</Notice>
    }
    .into_any()
}

/// A client whose users enter a code on another device, which the code does not show.
#[component]
fn Devices() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-devices")}</Notice>
    }
    .into_any()
}

/// A client whose requests need proofs, which the code does not make.
#[component]
fn Bound() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>{t!("client-pages-quickstart-bound")}</Notice>
    }
    .into_any()
}
