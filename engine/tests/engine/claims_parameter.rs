//! The `claims` parameter (OpenID Connect Core §5.5): single claims, where they are asked for.

use domain::subject_type::SubjectType;
use engine::{endpoint::authorize::Authorization, token::TokenResponse};
use serde_json::{Value, json};

use crate::world::{World, access_token, claims, parameter, refresh_token};

fn id_token(tokens: &TokenResponse) -> Value {
    claims(tokens.id_token.as_ref().unwrap().expose())
}

async fn userinfo(world: &World, tokens: &TokenResponse) -> Value {
    serde_json::to_value(world.userinfo(&access_token(tokens)).await.unwrap()).unwrap()
}

/// Clauses: 278.
#[tokio::test]
async fn a_claim_comes_where_it_is_asked_for_with_consent_to_its_scope_and_again_with_each_refresh() {
    const ASKED: &str = r#"{"userinfo":{"email":null,"phone_number":null},"id_token":{"name":{"essential":true},"nickname":null}}"#;
    let mut world = World::new();
    let session = world.sign_in().await;
    let asked = [("scope", "openid offline_access"), ("claims", ASKED)];
    let Authorization::Consent(page) = world.authorize(&asked, Some(&session)).await else { panic!("no page") };
    let shown: Vec<_> = page.scopes.iter().map(|asked| asked.scope.as_str()).collect();
    assert_eq!(shown, ["openid", "profile", "email"], "the scopes of what is asked for, as far as the client may have them");
    let tokens = world.exchange(&parameter(&world.answer_in(&asked, &session).await, "code").unwrap()).await.unwrap();
    assert_eq!(tokens.scopes.to_string(), "offline_access openid", "and no more is granted");
    let (of_token, of_userinfo) = (id_token(&tokens), userinfo(&world, &tokens).await);
    assert_eq!((&of_token["name"], of_token.get("email"), of_token.get("updated_at")), (&json!("Alice"), None, None));
    assert_eq!(of_userinfo["email"], "alice@example.com");
    assert_eq!((of_userinfo.get("email_verified"), of_userinfo.get("name")), (None, None));

    let quick = world.refresh(&refresh_token(&tokens)).await.unwrap();
    assert_eq!((&id_token(&quick)["name"], &userinfo(&world, &quick).await["email"]), (&json!("Alice"), &json!("alice@example.com")));
    assert!(matches!(world.authorize(&asked, Some(&session)).await, Authorization::Answer(_)), "it was agreed to");
    world.settings(|settings| settings.scopes = settings.scopes.without("profile"));
    let token = refresh_token(&quick);
    let slow = world.token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", "openid")]).await.unwrap();
    assert_eq!(id_token(&slow).get("name"), None, "it was taken from the client");
    assert_eq!(userinfo(&world, &slow).await["email"], "alice@example.com");
}

/// Clauses: 278.
#[tokio::test]
async fn a_claim_of_the_workspaces_own_is_asked_for_where_it_may_be_told() {
    let mut world = World::new();
    let mappings = ["mail | email | profile | userinfo", "desk | =7 | groups | userinfo"].map(|text| text.parse().unwrap());
    world.workspace(|workspace| workspace.tokens.claim_mappings = mappings.into());
    let asked = r#"{"userinfo":{"mail":null,"desk":null},"id_token":{"mail":null}}"#;
    let code = world.code(&[("scope", "openid"), ("claims", asked)]).await;
    let tokens = world.exchange(&code).await.unwrap();
    let told = userinfo(&world, &tokens).await;
    assert_eq!((&told["mail"], told.get("desk")), (&json!("alice@example.com"), None), "the client may not have the scope groups");
    assert_eq!(id_token(&tokens).get("mail"), None, "it is no claim of ID tokens");
}

/// Clauses: 278.
#[tokio::test]
async fn a_subject_that_is_asked_for_is_the_one_that_this_client_knows() {
    let mut world = World::new();
    let session = world.sign_in().await;
    let ask = async |world: &World, sub: &str| {
        let claims = json!({ "id_token": { "sub": { "value": sub } } }).to_string();
        let answer = world.answer_in(&[("claims", &claims), ("prompt", "none")], &session).await;
        (parameter(&answer, "code").is_some(), parameter(&answer, "error"))
    };
    let refused = (false, Some("login_required".to_owned()));
    let public = world.user.id.to_string();
    world.answer_in(&[], &session).await;
    assert_eq!(ask(&world, &public).await, (true, None));
    assert_eq!(ask(&world, "nobody").await, refused);

    let mut names = Vec::new();
    for sector in ["example.com", "example.net"] {
        world.settings(|settings| {
            (settings.subject_type, settings.sector_identifier) = (SubjectType::Pairwise, Some(sector.parse().unwrap()));
        });
        let code = parameter(&world.answer_in(&[], &session).await, "code").unwrap();
        names.push(id_token(&world.exchange(&code).await.unwrap())["sub"].as_str().unwrap().to_owned());
    }
    assert_eq!(ask(&world, &names[1]).await, (true, None));
    for foreign in [names[0].as_str(), public.as_str()] {
        assert_eq!(ask(&world, foreign).await, refused, "what others call the user leads to nothing here");
    }
}
