//! What is written beside the claims of a workspace's own has names that these cannot have.

use std::collections::{BTreeMap, BTreeSet};

use domain::{
    binding::Binding,
    claim_mapping::is_reserved,
    client_document::ClientName,
    clock::Timestamp,
    id::{AccessTokenId, ClientId, FamilyId, LoginSessionId},
    phone_number::PhoneNumber,
    thumbprint::Thumbprint,
};
use serde::Serialize;
use serde_json::Value;

use super::{Actor, Audience, ExpiresIn, TokenSource, UserClaims, access::AccessTokenClaims, id::IdTokenClaims};
use crate::endpoint::introspect::{ActiveToken, Introspection};

const AT: Timestamp = Timestamp::from_millis(0);

fn client() -> ClientName {
    ClientName::Id(ClientId::new(AT, [1; 10]))
}

fn text() -> String {
    "x".to_owned()
}

fn user() -> UserClaims {
    UserClaims {
        sub: "x".to_owned(),
        name: Some(text()),
        preferred_username: Some(text()),
        updated_at: Some(0),
        email: Some(text()),
        email_verified: Some(true),
        phone_number: Some(PhoneNumber::parse("+4915112345678").unwrap()),
        phone_number_verified: Some(true),
        address: Some(serde_json::from_value(serde_json::json!({ "formatted": "x" })).unwrap()),
        mapped: BTreeMap::new(),
    }
}

fn id_token() -> IdTokenClaims {
    IdTokenClaims {
        iss: "x".to_owned(),
        aud: client(),
        iat: 0,
        exp: 0,
        auth_time: 0,
        acr: Some(text()),
        amr: vec!["pwd".to_owned()],
        sid: LoginSessionId::new(AT, [1; 10]),
        nonce: Some(text()),
        at_hash: "x".to_owned(),
        user: user(),
    }
}

fn actor() -> Actor {
    Actor { sub: "x".to_owned(), client_id: client(), act: None }
}

fn access_token() -> AccessTokenClaims {
    let jti = AccessTokenId::new(AT, [1; 10]);
    AccessTokenClaims {
        iss: "x".to_owned(),
        sub: "x".to_owned(),
        aud: Audience::One("x".to_owned()),
        client_id: client(),
        scope: "openid".parse().unwrap(),
        authorization_details: r#"[{"type":"x"}]"#.parse().unwrap(),
        iat: 0,
        exp: 0,
        jti,
        auth_time: Some(0),
        acr: Some(text()),
        amr: vec!["pwd".to_owned()],
        sid: Some(LoginSessionId::new(AT, [1; 10])),
        cnf: Some(Binding::Key(Thumbprint::from_bytes([7; 32]))),
        family: Some(FamilyId::new(AT, [1; 10])),
        generation: Some(1),
        epoch: Some(1),
        act: Some(actor()),
        exchanged: vec![TokenSource { jti, client_id: client(), user: None, sid: None, family: None, epoch: None }],
        userinfo_claims: BTreeSet::from(["x".to_owned()]),
        mapped: BTreeMap::new(),
    }
}

fn introspection() -> Introspection {
    Introspection::Active(Box::new(ActiveToken {
        active: true,
        token_type: "Bearer",
        scope: "openid".parse().unwrap(),
        authorization_details: r#"[{"type":"x"}]"#.parse().unwrap(),
        client_id: client(),
        sub: "x".to_owned(),
        username: Some(text()),
        iss: "x".to_owned(),
        aud: Some(Audience::One("x".to_owned())),
        iat: 0,
        exp: 0,
        jti: Some(AccessTokenId::new(AT, [1; 10])),
        auth_time: Some(0),
        acr: Some(text()),
        amr: vec!["pwd".to_owned()],
        sid: Some(LoginSessionId::new(AT, [1; 10])),
        cnf: Some(Binding::Key(Thumbprint::from_bytes([7; 32]))),
        act: Some(actor()),
        expiration: Some(ExpiresIn { refresh_token_timeout: 0, authorization_expires_in: 0 }),
        mapped: BTreeMap::new(),
    }))
}

fn names(of: &impl Serialize) -> Vec<String> {
    let Value::Object(members) = serde_json::to_value(of).unwrap() else { panic!("it is an object") };
    members.into_iter().map(|(name, _)| name).collect()
}

/// Clauses: 277.
#[test]
fn every_name_that_is_written_beside_claims_of_a_workspaces_own_is_reserved() {
    for (of, names, count) in [
        ("ID token", names(&id_token()), 19),
        ("userinfo", names(&user()), 9),
        ("access token", names(&access_token()), 20),
        ("introspection", names(&introspection()), 20),
    ] {
        assert_eq!(names.len(), count, "{of}: nothing is left out for being empty: {names:?}");
        let free: Vec<_> = names.iter().filter(|name| !is_reserved(name)).collect();
        assert!(free.is_empty(), "{of}: {free:?}");
    }
    // A signed introspection answer has the answer within a claim.
    assert!(is_reserved("token_introspection"));
}
