//! Code that works, with a client's values in it.

mod code;

use domain::client::{Client, TokenEndpointAuthMethod};
use leptos::prelude::*;
use leptos_router::components::A;

use self::code::{LANGUAGES, Values};
use super::frame::{ClientFrame, load_client, use_client};
use crate::{
    api::operator,
    components::{load_at, loaded},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{CodeBlock, Fact, Facts, Notice, Section, Tone},
};

/// A client's code in several languages.
#[component]
pub fn ClientQuickstartPage() -> impl IntoView {
    let loading = load_at(use_client(), |(path, id)| async move {
        let issuer = operator()?.issuer(&path);
        Ok((load_client(path, id).await?, issuer))
    });
    loaded(loading, move |((path, _), (loaded, issuer))| {
        let client = loaded.view.client.clone();
        let values = Values::of(&client, issuer);
        view! {
            <ClientFrame path=path.clone() loaded tab="Quickstart">
                <YourValues path=path.clone() client=client.clone() values=values.clone()/>
                {if client.settings.dpop_bound_access_tokens {
                    view! { <Bound/> }.into_any()
                } else if values.authentication == TokenEndpointAuthMethod::PrivateKeyJwt {
                    view! { <Signed/> }.into_any()
                } else {
                    view! { <Codes path client values/> }.into_any()
                }}
            </ClientFrame>
        }
    })
}

/// What is filled in.
#[component]
fn YourValues(path: WorkspacePath, client: Client, values: Values) -> impl IntoView {
    let Values { issuer, client_id, redirect_uri, scope, authentication, has_users } = values;
    let registered = !client.settings.redirect_uris.is_empty();
    let oauth = format!("{}#redirect-uris", path.client_oauth(client.id));
    let redirect = has_users.then(|| {
        view! {
            <Fact name="Redirect URI">
                <code>{redirect_uri}</code>
                {(!registered).then(|| view! { " is an example: "<A href=oauth>"register one"</A>" and the code has it." })}
            </Fact>
        }
    });
    let secret = authentication.uses_secret().then(|| {
        view! {
            <Fact name="Client secret">
                "The code reads it from the environment variable "<code>"CLIENT_SECRET"</code>". It is not known here. "
                <A href=path.client(client.id)>"Replace it if it is lost"</A>
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
fn Codes(path: WorkspacePath, client: Client, values: Values) -> impl IntoView {
    let lead = if values.has_users {
        "Each is a whole program: it finds the endpoints, signs a user in with PKCE, exchanges the code, refreshes and revokes. It stores the new \
         refresh token before it uses it, and sends the same request again where no answer comes."
    } else {
        "Each is a whole program: it finds the endpoints, gets an access token for itself, and revokes it."
    };
    let codes = LANGUAGES
        .iter()
        .map(|language| {
            let code = language.code(&values);
            view! {
                <details class="quickstart" open=language.opens>
                    <summary>{language.label}" "<span class="quiet">{language.needs}</span></summary>
                    <CodeBlock label=format!("code for {}", language.label) code/>
                </details>
            }
        })
        .collect_view();
    view! {
        <Section title="Code" lead>
            {codes}
            <p>"To see the same requests without writing code, "<A href=path.client_try(client.id)>"try it"</A>"."</p>
        </Section>
    }
    .into_any()
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
