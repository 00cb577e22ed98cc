//! Code that works, with a client's values in it.

mod code;

use domain::client::{Client, TokenEndpointAuthMethod};
use leptos::prelude::*;

use self::code::{BROWSER, Language, Values};
use super::frame::{ClientFrame, load_client, use_client};
use crate::{
    api::operator,
    components::{load_at, loaded, query_string, use_query},
    paths::{WorkspacePages as _, WorkspacePath},
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
        let asked = asked.clone();
        view! {
            <ClientFrame path=path.clone() loaded tab="Quickstart">
                <YourValues path=path.clone() client=client.clone() values=values.clone()/>
                {if client.settings.dpop_bound_access_tokens {
                    view! { <Bound/> }.into_any()
                } else if values.authentication == TokenEndpointAuthMethod::PrivateKeyJwt {
                    view! { <Signed/> }.into_any()
                } else {
                    view! { <Codes path client values asked/> }.into_any()
                }}
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
        view! {
            <Fact name="Redirect URI">
                <code>{redirect_uri}</code>
                {(!registered).then(|| view! { " is an example: "<Link href=oauth>"register one"</Link>" and the code has it." })}
            </Fact>
        }
    });
    let secret = authentication.uses_secret().then(|| {
        view! {
            <Fact name="Client secret">
                "The code reads it from the environment variable "<code>"CLIENT_SECRET"</code>". It is not known here. "
                <Link href=path.client(client.id)>"Replace it if it is lost"</Link>
            </Fact>
        }
    });
    view! {
        <Section title="Your values" lead="They are filled in below.">
            <Facts>
                <Fact name="Issuer"><code>{issuer}</code></Fact>
                <Fact name="Client ID"><code>{client_id}</code></Fact>
                {redirect}
                <Fact name="Scopes"><code>{scope}</code></Fact>
                {secret}
            </Facts>
        </Section>
    }
    .into_any()
}

#[component]
fn Codes(path: WorkspacePath, client: Client, values: Values, asked: String) -> impl IntoView {
    let lead = if values.in_browser {
        "A whole program: it finds the endpoints, signs a user in with PKCE, exchanges the code, refreshes and revokes. In a browser it keeps its tokens \
         in memory alone, elsewhere it stores the new refresh token before it uses it. It sends the same request again where no answer comes."
    } else if values.has_users {
        "A whole program: it finds the endpoints, signs a user in with PKCE, exchanges the code, refreshes and revokes. It stores the new refresh \
         token before it uses it, and sends the same request again where no answer comes."
    } else {
        "A whole program: it finds the endpoints, gets an access token for itself, and revokes it."
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
            <CodeBlock label=format!("code for {}", language.label) code=language.code(&values)/>
        }
    });
    view! {
        <Section title="Code" lead>
            <Tabs label="Languages">{tabs}</Tabs>
            {code}
            <p>"To see the same requests without writing code, "<Link href=path.client_try(client.id)>"try it"</Link>"."</p>
        </Section>
    }
    .into_any()
}

/// What to do with a program.
fn how_to_run(language: &Language, values: &Values) -> AnyView {
    let Language { needs, file, run, name, .. } = *language;
    if name == BROWSER {
        let redirect_uri = values.redirect_uri.clone();
        return view! {
            "For the browser, "{needs}". Save it as a file that your site serves at the redirect URI, "<code>{redirect_uri}</code>
            ", and open that address. To try it on this machine, register "<code>"http://127.0.0.1:8098/callback.html"</code>", save it as "
            <code>{file}</code>" and run "<code>"python3 -m http.server 8098 --bind 127.0.0.1"</code>" beside it."
        }
        .into_any();
    }
    let secret = if values.authentication.uses_secret() { "CLIENT_SECRET='…' " } else { "" };
    view! { "In "{language.label}", "{needs}". Save it as "<code>{file}</code>" and run "<code>{secret}{run}</code>"." }.into_any()
}

/// A client that signs what it authenticates by, which the code does not do.
#[component]
fn Signed() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>
            "This client authenticates by its private key: each of its requests needs a JWT that it signed (private_key_jwt, RFC 7523), which takes a
            library. Give it the values above, its private key, and the issuer as the audience."
        </Notice>
    }
    .into_any()
}

/// A client whose requests need proofs, which the code does not make.
#[component]
fn Bound() -> impl IntoView {
    view! {
        <Notice tone=Tone::Info>
            "This client gets tokens that are bound to a key: each of its requests needs a DPoP proof (RFC 9449), which takes a library. Give it the \
             values above."
        </Notice>
    }
    .into_any()
}
