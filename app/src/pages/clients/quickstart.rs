//! Code that works, with a client's values in it.

mod code;

use domain::{
    client::{Client, TokenEndpointAuthMethod},
    grant_type::GrantType,
};
use leptos::prelude::*;

use self::code::{BROWSER, DEVICE, EXCHANGE, Language, Values};
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
        let (own, workspace) = (&client.settings, &loaded.view.workspace.authorization);
        let pushes =
            own.client_type.has_users() && (own.require_pushed_authorization_requests || workspace.require_pushed_authorization_requests);
        let signs = own.client_type.has_users() && (own.require_signed_request_object || workspace.require_signed_request_object);
        let values = Values::of(&client, issuer, pushes);
        // No code makes proofs. That of an exchange authenticates by a secret alone, and that of a device by whatever a script can present.
        let proves = workspace.security.binds_to_key(own);
        let by_secret = values.authentication.uses_secret() && !values.presents;
        let exchanges = own.has_grant(GrantType::TokenExchange) && by_secret && !proves;
        let devices = own.has_grant(GrantType::DeviceCode) && DEVICE.is_for(&values) && !proves;
        let alone = own.is_for_devices_alone() || own.is_for_exchanges_alone();
        let codes = !proves && !alone && !signs && Language::of(&values).next().is_some();
        let filled = codes || devices || exchanges;
        // What there is no code for.
        let notice = if proves {
            Some(t!("client-pages-quickstart-bound"))
        } else if signs && !alone {
            Some(t!("client-pages-quickstart-signs"))
        } else if filled {
            None
        } else if own.needs_certificate() {
            Some(t!("client-pages-quickstart-presents"))
        } else if pushes && !alone {
            Some(t!("client-pages-quickstart-pushes"))
        } else {
            Some(t!("client-pages-quickstart-signed"))
        };
        let exchange = exchanges.then(|| view! { <Exchange values=values.clone()/> });
        let device = devices.then(|| view! { <Device values=values.clone()/> });
        let asked = asked.clone();
        view! {
            <ClientFrame path=path.clone() loaded tab=t!("clients-tab-quickstart")>
                <YourValues path=path.clone() client=client.clone() values=values.clone() filled/>
                {notice.map(|words| view! { <Notice tone=Tone::Info>{words}</Notice> })}
                {codes.then(|| view! { <Codes path client values asked/> })}
                {device}
                {exchange}
            </ClientFrame>
        }
    })
}

/// What is filled in: in code below, where there is any, and else in what a library is given.
#[component]
fn YourValues(path: WorkspacePath, client: Client, values: Values, filled: bool) -> impl IntoView {
    let lead = if filled { t!("client-pages-quickstart-values-lead") } else { t!("client-pages-quickstart-values-library") };
    let Values { issuer, client_id, redirect_uri, scope, authentication, has_users, presents, .. } = values;
    let registered = !client.settings.redirect_uris.is_empty();
    let oauth = format!("{}#redirect-uris", path.client_oauth(client.id));
    // A device sends nobody back.
    let sends_back = has_users && !client.settings.is_for_devices_alone() && !client.settings.is_for_exchanges_alone();
    let redirect = sends_back.then(|| {
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
        let shown = if filled {
            t_view!("client-pages-quickstart-reads-secret", variable = variable, link = link)
        } else {
            t_view!("client-pages-quickstart-has-secret", link = link)
        };
        view! { <Fact name=t!("client-pages-quickstart-secret")>{shown}</Fact> }
    });
    let devices = client.settings.has_grant(GrantType::DeviceCode).then(|| {
        let (endpoint, verification) = (format!("{issuer}/device/authorization"), format!("{issuer}/device"));
        view! {
            <Fact name=t!("client-pages-quickstart-device-endpoint")><code>{endpoint}</code></Fact>
            <Fact name=t!("client-pages-quickstart-verification")><code>{verification}</code></Fact>
        }
    });
    let key = (authentication == TokenEndpointAuthMethod::PrivateKeyJwt).then(|| {
        let variable = view! { <code>"PRIVATE_KEY"</code> };
        let shown = if filled {
            t_view!("client-pages-quickstart-reads-key", variable = variable)
        } else {
            t!("client-pages-quickstart-has-key").into_any()
        };
        view! { <Fact name=t!("client-pages-quickstart-key")>{shown}</Fact> }
    });
    let certificate = presents.then(|| {
        let (certificate, key) = (view! { <code>"CLIENT_CERT"</code> }, view! { <code>"CLIENT_KEY"</code> });
        let shown = if filled {
            t_view!("client-pages-quickstart-reads-certificate", certificate = certificate, key = key)
        } else {
            t!("client-pages-quickstart-has-certificate").into_any()
        };
        view! { <Fact name=t!("client-pages-quickstart-certificate")>{shown}</Fact> }
    });
    view! {
        <Section title=t!("client-pages-quickstart-values") lead>
            <Facts>
                <Fact name=t!("client-pages-quickstart-issuer")><code>{issuer}</code></Fact>
                <Fact name=t!("client-pages-quickstart-client-id")><code>{client_id}</code></Fact>
                {redirect}
                {devices}
                <Fact name=t!("client-pages-quickstart-scopes")><code>{scope}</code></Fact>
                {secret}
                {key}
                {certificate}
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
    let key = if values.authentication == TokenEndpointAuthMethod::PrivateKeyJwt { "PRIVATE_KEY=client.pem " } else { "" };
    let certificate = if values.presents { "CLIENT_CERT=client.pem CLIENT_KEY=client.key " } else { "" };
    t_view!(
        "client-pages-quickstart-run",
        language = language.label,
        needs = needs.text(),
        file = view! { <code>{file}</code> },
        command = view! { <code>{secret}{key}{certificate}{run}</code> },
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

/// What a device without a browser does.
#[component]
fn Device(values: Values) -> impl IntoView {
    view! {
        <Section title=t!("client-pages-quickstart-device") lead=t!("client-pages-quickstart-device-lead")>
            <p>{how_to_run(&DEVICE, &values)}</p>
            <CodeBlock label=t!("client-pages-quickstart-code-for", language = DEVICE.name) code=DEVICE.code(&values)/>
        </Section>
    }
    .into_any()
}
