//! The overview of a workspace.

use domain::{grant_type::GrantType, settings::registration::RegistrationMode};

use crate::shop::Shop;

const PAGE: &str = "/console/acme/shop";

#[tokio::test]
async fn the_overview_has_every_address_of_the_metadata_and_says_which_are_off() {
    let shop = Shop::open().await;
    let cookies = shop.server.sign_in().await.cookies();
    let off = shop.server.get_with(PAGE, &cookies).await;
    for address in ["/oauth2/register", "/oauth2/global-token-revocation"] {
        let (_, after) = off.body.split_once(&format!("{address}</code>")).unwrap_or_else(|| panic!("{address}: {}", off.body));
        assert!(after.split_once("</dd>").unwrap().0.contains("This is off."), "{address}: {after}");
    }
    let before = shop.operator().load_workspace(&shop.path).await.unwrap();
    let mut authorization = before.authorization.clone();
    authorization.registration.client_registration = RegistrationMode::Open;
    authorization.global_token_revocation = true;
    authorization.grant_types.insert(GrantType::DeviceCode);
    shop.operator().set_authorization_settings(&shop.path, before.version, authorization).await.unwrap();
    let metadata = shop.server.get(&shop.path("/.well-known/openid-configuration")).await.json();
    let page = shop.server.get_with(PAGE, &cookies).await.body;
    assert!(!page.contains("This is off."), "{page}");
    let mut told = 0;
    for (member, address) in metadata.as_object().unwrap() {
        if member.ends_with("_endpoint") || member == "jwks_uri" || member == "issuer" {
            let shown = format!("<code>{}</code>", address.as_str().unwrap());
            assert!(page.contains(&shown), "{member}: {page}");
            told += 1;
        }
    }
    assert!(told > 10, "{metadata}");
}
