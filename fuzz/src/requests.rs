//! What clients write in JSON to ask for users' access: authorization details, and claims.

use domain::authorization_details::{AuthorizationDetails, DetailsSchema, DetailsTypeName};
use engine::{
    claims_request::{self, ClaimsRequest, MOST_CLAIMS},
    details_schema,
};
use serde_json::Value;

/// Authorization details that are taken are within their bounds, read as they are written, and are the same as themselves and as no others; a schema
/// that is taken can be compiled or is refused, and reads as it is written.
///
/// A text of one line is what a client asks for. Of two lines the second is the schema of a type.
pub fn authorization_details(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let (details, schema) = text.split_once('\n').unwrap_or((text, ""));
    if let Ok(details) = AuthorizationDetails::parse(details) {
        let written = details.to_string();
        assert_eq!(AuthorizationDetails::parse(&written), Ok(details.clone()));
        assert!(details.is_subset(&details) && details.iter().all(|detail| details.contains(detail)));
        assert!(details.is_empty() || !details.is_subset(&AuthorizationDetails::none()));
        let Value::Array(elements) = serde_json::from_str(&written).expect("what was written is JSON") else {
            panic!("no list: {written}")
        };
        assert!(elements.iter().all(|element| element["type"].is_string()), "{written}");
    }
    if let Ok(schema) = DetailsSchema::parse(schema) {
        assert_eq!(DetailsSchema::parse(&schema.pretty()), Ok(schema.clone()));
        let name = DetailsTypeName::parse("payment").expect("a name");
        assert_eq!(details_schema::check(&name, &schema), details_schema::check(&name, &schema));
    }
}

/// Claims that are asked for are within their bounds, and read as they are written.
pub fn claims_request(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let Ok(request) = ClaimsRequest::parse(text) else { return };
    assert!(text.len() <= claims_request::LONGEST && request.userinfo.len().max(request.id_token.len()) <= MOST_CLAIMS);
    let written = serde_json::to_string(&request).expect("it can be written");
    assert_eq!(serde_json::from_str::<ClaimsRequest>(&written).expect("it can be read"), request);
}
