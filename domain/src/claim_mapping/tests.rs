use super::*;
use crate::{
    clock::Timestamp,
    id::{UserId, WorkspaceId},
    name::Name,
    user::{UserIdentifier, UserProfile, UserStatus},
};

fn user() -> User {
    let now = Timestamp::from_millis(0);
    User {
        id: UserId::new(now, [1; 10]),
        workspace_id: WorkspaceId::new(now, [2; 10]),
        identifier: UserIdentifier::parse("alice@example.com").unwrap(),
        status: UserStatus::Active,
        created_at: now,
        version: 1,
        profile: UserProfile { email: Some("alice@example.com".to_owned()), ..UserProfile::named(Name::parse("Alice").unwrap()) },
    }
}

#[test]
fn a_mapping_reads_back_as_it_is_written() {
    for text in ["department | =Sales & Co | profile | id_token userinfo", "https://example.com/mail | email | - | access_token"] {
        let mapping: ClaimMapping = text.parse().unwrap();
        assert_eq!(mapping.to_string(), text);
        assert_eq!(serde_json::from_value::<ClaimMapping>(serde_json::to_value(&mapping).unwrap()).unwrap(), mapping);
    }
}

#[test]
fn what_is_wrong_with_a_mapping_is_said() {
    for (text, error) in [
        ("department", ClaimMappingError::Parts),
        ("a | =b | - | userinfo | more", ClaimMappingError::Parts),
        (" | =b | - | userinfo", ClaimMappingError::Name),
        ("a b | =b | - | userinfo", ClaimMappingError::Name),
        ("sub | =b | - | userinfo", ClaimMappingError::Reserved),
        ("email | =b | - | userinfo", ClaimMappingError::Reserved),
        ("a | = | - | userinfo", ClaimMappingError::Source),
        ("a | password | - | userinfo", ClaimMappingError::Source),
        ("authorization_details | =x | - | access_token", ClaimMappingError::Reserved),
        ("a | ={\"b\":1} | - | userinfo", ClaimMappingError::Json),
        ("a | =[1] | - | userinfo", ClaimMappingError::Json),
        ("a | =[] | - | userinfo", ClaimMappingError::Json),
        ("a | =[\"b\" | - | userinfo", ClaimMappingError::Json),
        ("a | =b | two scopes | userinfo", ClaimMappingError::Scope),
        ("a | =b | - | ", ClaimMappingError::Places),
        ("a | =b | - | everywhere", ClaimMappingError::Places),
    ] {
        assert_eq!(text.parse::<ClaimMapping>(), Err(error), "{text}");
    }
    let [one, other] = ["a | name | - | userinfo", "b | name | - | userinfo"].map(|text| text.parse::<ClaimMapping>().unwrap());
    assert_eq!((repeated(&[one.clone(), other.clone()]), repeated(&[one.clone(), other, one])), (None, Some(2)));
}

#[test]
fn a_list_of_texts_is_told_as_one() {
    let value = |text: &str| text.parse::<ClaimMapping>().unwrap().value(&user());
    assert_eq!(value(r#"groups | =["admins", "staff"] | - | id_token"#), Some(serde_json::json!(["admins", "staff"])));
    assert_eq!(value("groups | =admins | - | id_token"), Some("admins".into()));
    assert_eq!(value("desk | =7 | - | id_token"), Some("7".into()), "a text is a text");
}

#[test]
fn what_was_stored_under_a_name_of_the_protocols_is_kept_and_not_told() {
    let text = "authorization_details | =x | - | access_token userinfo";
    let kept: ClaimMapping = serde_json::from_value(text.into()).unwrap();
    assert_eq!(kept.to_string(), text);
    assert!(!kept.can_be_told() && !kept.is_told(ClaimPlace::Userinfo, &Scopes::none()));
}

#[test]
fn a_claim_is_told_with_its_scope_in_its_places_where_there_is_a_value() {
    let mapping: ClaimMapping = "mail | email | profile | userinfo".parse().unwrap();
    let (profile, openid): (Scopes, Scopes) = ("openid profile".parse().unwrap(), "openid".parse().unwrap());
    assert!(mapping.is_told(ClaimPlace::Userinfo, &profile));
    assert!(!mapping.is_told(ClaimPlace::Userinfo, &openid) && !mapping.is_told(ClaimPlace::IdToken, &profile));
    assert_eq!(mapping.value(&user()), Some("alice@example.com".into()));
    let city: ClaimMapping = "city | locality | - | userinfo".parse().unwrap();
    assert_eq!((city.value(&user()), city.is_told(ClaimPlace::Userinfo, &openid)), (None, true));
}
