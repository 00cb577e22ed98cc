//! The code of the Quickstart page, as it is copied, against a server.

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use control::ClientStart;
use domain::{
    client::{ClientSettings, ClientType, TokenEndpointAuthMethod},
    clock::Timestamp,
    family::FamilyState,
    grant_type::GrantType,
    redirect_uri::RedirectUri,
    view::FamilyFilter,
};

use crate::{
    shop::{REDIRECT_URI, Shop},
    support::TestServer,
};

/// The languages that can be run here: the file of each, and the program that runs it.
const RUN: [(&str, &str, &str); 3] =
    [("curl", "quickstart.sh", "sh"), ("Python", "quickstart.py", "python3"), ("Node.js", "quickstart.mjs", "node")];

/// The code of a language, as the button copies it.
async fn code(shop: &Shop, cookies: &str, language: &str) -> String {
    let name = language.trim_end_matches(".js").to_lowercase();
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/quickstart?language={name}", shop.client.id), cookies).await;
    assert!(!page.body.contains(&shop.secret), "the secret is not in the page");
    let block = page.body.split(&format!("aria-label=\"code for {language}\"")).nth(1).unwrap_or_else(|| panic!("{}", page.body));
    // A comment marks the end of a text for the islands.
    let code = block.split("<code>").nth(1).unwrap().split("</code>").next().unwrap().trim_end_matches("<!>");
    let code = code.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#x27;", "'").replace("&#39;", "'");
    code.replace("&amp;", "&")
}

/// A program that was copied into a folder of its own.
struct Copied {
    folder: PathBuf,
    program: &'static str,
    file: &'static str,
    /// When it runs, by the server's clock.
    now: Timestamp,
}

impl Copied {
    async fn from_page(shop: &Shop, cookies: &str, (language, file, program): (&str, &'static str, &'static str)) -> Self {
        let folder =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("quickstart-{}-{}-{program}", std::process::id(), shop.client.id));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join(file), code(shop, cookies, language).await).unwrap();
        Self { folder, program, file, now: shop.operator().now() }
    }

    fn command(&self, secret: &str) -> Command {
        let mut command = Command::new(self.program);
        command.arg(self.file).current_dir(&self.folder).env_remove("STORE").env("CLIENT_SECRET", secret);
        // The server is on this machine.
        for proxy in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
            command.env_remove(proxy);
        }
        // What it signs is of the server's time.
        command.env("NODE_OPTIONS", format!("--import=data:text/javascript,Date.now=()=>{}", self.now.as_millis()));
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// Runs it for a user who signs in. What it says after that.
    async fn sign_in(&self, shop: &Shop) -> String {
        let mut child = self.command(&shop.secret).spawn().unwrap_or_else(|error| panic!("{} runs: {error}", self.program));
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let (mut address, mut line) = (String::new(), String::new());
        while output.read_line(&mut line).unwrap() > 0 {
            if line.starts_with("http") {
                address = line.trim().to_owned();
                break;
            }
            line.clear();
        }
        assert!(!address.is_empty(), "{} asks for nothing: {:?}", self.program, child.wait_with_output());
        let back = shop.answer_to(&address).await;
        let mut input = child.stdin.take().unwrap();
        writeln!(input, "{back}").unwrap();
        drop(input);
        let mut rest = String::new();
        output.read_to_string(&mut rest).unwrap();
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}: {rest}\n{}", self.program, String::from_utf8_lossy(&ended.stderr));
        rest
    }
}

impl Drop for Copied {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_signs_in_refreshes_and_revokes_as_it_is_copied() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    for method in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost] {
        shop.set_client(|settings| {
            settings.token_endpoint_auth_method = method;
            settings.require_registered_auth_method = true;
            // What a shell and a string could take for something else.
            settings.redirect_uris = vec![RedirectUri::parse("https://shop.example.com/it's?a=$(b)&c=1").unwrap()];
        })
        .await;
        for language in RUN {
            let copied = Copied::from_page(&shop, &cookies, language).await;
            assert_eq!(copied.sign_in(&shop).await.lines().collect::<Vec<_>>(), ["Signed in.", "Refreshed.", "Revoked."], "{language:?}");
            let left: Vec<_> = fs::read_dir(&copied.folder).unwrap().map(|file| file.unwrap().file_name()).collect();
            assert_eq!(left, [copied.file], "no token stays behind");
        }
    }
    let families = shop.operator().list_families(&shop.path, &FamilyFilter::default(), None).await.unwrap().items;
    assert_eq!(families.len(), 6);
    assert!(families.iter().all(|family| family.state(shop.operator().now()) == FamilyState::Revoked));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_of_a_public_client_has_no_secret_and_that_of_a_service_no_user() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    let start = ClientStart { redirect_uri: REDIRECT_URI.to_owned(), refresh_tokens: true, ..ClientType::SinglePage.into() };
    shop.client = shop.operator().create_client(&shop.path, "Page", start).await.unwrap().client;
    for language in RUN {
        let copied = Copied::from_page(&shop, &cookies, language).await;
        assert_eq!(copied.sign_in(&shop).await.lines().collect::<Vec<_>>(), ["Signed in.", "Refreshed.", "Revoked."], "{language:?}");
    }
    let service = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap();
    (shop.client, shop.secret) = (service.client, service.secret.unwrap().expose().clone());
    for language in RUN {
        let copied = Copied::from_page(&shop, &cookies, language).await;
        let ended = copied.command(&shop.secret).output().unwrap();
        assert!(ended.status.success(), "{language:?}: {ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stdout), "Got an access token.\nRevoked.\n", "{language:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_of_an_exchange_exchanges_and_revokes_as_it_is_copied() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    let service = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap();
    (shop.client, shop.secret) = (service.client, service.secret.unwrap().expose().clone());
    let own = [("grant_type", "client_credentials")];
    shop.set_client(|settings| {
        settings.grant_types.insert(GrantType::TokenExchange);
    })
    .await;
    for method in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost] {
        let token = shop.ask("/oauth2/token", &own).await.text("access_token").unwrap();
        shop.set_client(|settings| {
            settings.token_endpoint_auth_method = method;
            settings.require_registered_auth_method = method == TokenEndpointAuthMethod::ClientSecretPost;
        })
        .await;
        let copied = Copied::from_page(&shop, &cookies, ("token-exchange", "exchange.sh", "sh")).await;
        let ended = copied.command(&shop.secret).env("SUBJECT_TOKEN", &token).output().unwrap();
        assert!(ended.status.success(), "{ended:?}");
        assert_eq!(String::from_utf8_lossy(&ended.stdout), "Exchanged.\nRevoked.\n");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_of_a_client_that_has_to_push_its_requests_pushes_them() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    for method in [TokenEndpointAuthMethod::ClientSecretBasic, TokenEndpointAuthMethod::ClientSecretPost] {
        shop.set_client(|settings| {
            settings.token_endpoint_auth_method = method;
            settings.require_pushed_authorization_requests = true;
        })
        .await;
        let copied = Copied::from_page(&shop, &cookies, RUN[0]).await;
        assert_eq!(copied.sign_in(&shop).await.lines().collect::<Vec<_>>(), ["Signed in.", "Refreshed.", "Revoked."], "{method}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_of_a_client_with_a_private_key_signs_by_it() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    let key = rcgen::KeyPair::generate().unwrap();
    let by_key = |settings: &mut ClientSettings| {
        settings.token_endpoint_auth_method = TokenEndpointAuthMethod::PrivateKeyJwt;
        settings.keys.jwks = Some(control::read_keys(&key.public_key_pem()).unwrap());
    };
    shop.set_client(by_key).await;
    let copied = Copied::from_page(&shop, &cookies, RUN[2]).await;
    fs::write(copied.folder.join("client.pem"), key.serialize_pem()).unwrap();
    assert_eq!(copied.sign_in(&shop).await.lines().collect::<Vec<_>>(), ["Signed in.", "Refreshed.", "Revoked."]);

    shop.client = shop.operator().create_client(&shop.path, "Job", ClientType::Service).await.unwrap().client;
    shop.set_client(by_key).await;
    let copied = Copied::from_page(&shop, &cookies, RUN[2]).await;
    fs::write(copied.folder.join("client.pem"), key.serialize_pem()).unwrap();
    let ended = copied.command("").output().unwrap();
    assert!(ended.status.success(), "{ended:?}");
    assert_eq!(String::from_utf8_lossy(&ended.stdout), "Got an access token.\nRevoked.\n");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_code_of_a_device_gets_tokens_once_its_user_has_allowed_it() {
    let mut shop = Shop::at(TestServer::listening().await).await;
    let cookies = shop.server.sign_in().await.cookies();
    shop.set_client(|settings| {
        settings.grant_types = [GrantType::DeviceCode, GrantType::RefreshToken].into();
        settings.redirect_uris.clear();
    })
    .await;
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/quickstart", shop.client.id), &cookies).await;
    assert!(page.body.contains("/acme/shop/device/authorization") && !page.body.contains("app.example.com/callback"), "{page:?}");
    let overview = shop.server.get_with(&format!("/console/acme/shop/clients/{}", shop.client.id), &cookies).await;
    assert!(overview.body.contains("Quickstart has a program with its values"), "{overview:?}");

    let copied = Copied::from_page(&shop, &cookies, ("device", "device.sh", "sh")).await;
    let file = copied.folder.join(copied.file);
    let code = fs::read_to_string(&file).unwrap();
    let waits = "sleep \"$interval\"";
    assert!(code.contains(waits), "{code}");
    // It asks again when it is told to, in place of waiting.
    fs::write(&file, code.replace(waits, "read -r _")).unwrap();
    let mut child = copied.command(&shop.secret).spawn().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut line = String::new();
    output.read_line(&mut line).unwrap();
    let user_code = line.trim().trim_end_matches(':').rsplit(' ').next().unwrap().to_owned();
    shop.allow_device(&user_code).await;
    writeln!(child.stdin.take().unwrap()).unwrap();
    let mut rest = String::new();
    output.read_to_string(&mut rest).unwrap();
    let ended = child.wait_with_output().unwrap();
    assert!(ended.status.success(), "{line}{rest}{}", String::from_utf8_lossy(&ended.stderr));
    assert_eq!(rest.lines().skip(1).collect::<Vec<_>>(), ["Signed in.", "Refreshed.", "Revoked."]);
}

#[tokio::test]
async fn a_client_whose_tokens_are_bound_to_a_key_gets_no_code_that_would_be_refused() {
    let mut shop = Shop::open().await;
    shop.set_client(|settings| settings.dpop_bound_access_tokens = true).await;
    let cookies = shop.server.sign_in().await.cookies();
    let page = shop.server.get_with(&format!("/console/acme/shop/clients/{}/quickstart", shop.client.id), &cookies).await;
    assert!(page.body.contains("needs a DPoP proof") && !page.body.contains("code for curl"), "{}", page.body);
    assert!(!page.body.contains("The code reads it"), "there is no code: {}", page.body);
}
