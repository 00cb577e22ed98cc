use super::*;

fn error_of(schema: &str) -> DetailsSchemaError {
    DetailsSchema::parse(schema).unwrap_err().error
}

#[test]
fn a_schema_refers_to_its_own_parts_alone_and_not_to_itself() {
    let amount = r##"{"properties":{"amount":{"$ref":"#/$defs/amount"}},"$defs":{"amount":{"type":"string"}}}"##;
    assert!(DetailsSchema::parse(amount).is_ok());
    assert!(DetailsSchema::parse(r#"{"$schema":"https://json-schema.org/draft/2020-12/schema"}"#).is_ok());
    for (schema, error) in [
        ("", DetailsSchemaError::NotJson),
        ("true", DetailsSchemaError::NotAnObject),
        ("[]", DetailsSchemaError::NotAnObject),
        (r#"{"$ref":"https://evil.example/schema"}"#, DetailsSchemaError::Reference),
        (r##"{"$ref":"#/$defs/none"}"##, DetailsSchemaError::Reference),
        (r##"{"$ref":"#/%24defs/a","$defs":{"a":{}}}"##, DetailsSchemaError::Reference),
        (r##"{"properties":{"next":{"$ref":"#/properties"}}}"##, DetailsSchemaError::TooDeep),
        (r#"{"$id":"https://a.example/"}"#, DetailsSchemaError::Keyword),
        (r##"{"$dynamicRef":"#a"}"##, DetailsSchemaError::Keyword),
        (r#"{"$schema":"http://json-schema.org/draft-07/schema#"}"#, DetailsSchemaError::Dialect),
    ] {
        assert_eq!(error_of(schema), error, "{schema}");
    }
}

#[test]
fn a_schema_is_bounded_however_it_refers_to_its_parts() {
    let twice = |to: usize| format!(r##""d{}":{{"allOf":[{{"$ref":"#/$defs/d{to}"}},{{"$ref":"#/$defs/d{to}"}}]}}"##, to + 1);
    let defs: Vec<_> = (0..14).map(twice).collect();
    let doubling = format!(r##"{{"$ref":"#/$defs/d14","$defs":{{"d0":{{}},{}}}}}"##, defs.join(","));
    assert!(matches!(error_of(&doubling), DetailsSchemaError::TooLarge | DetailsSchemaError::TooDeep));
    let long = format!(r#"{{"title":"{}"}}"#, "x".repeat(LONGEST_SCHEMA));
    assert_eq!(error_of(&long), DetailsSchemaError::TooLong);
    let patterns = |count: usize| format!(r#"{{"allOf":[{}]}}"#, vec![r#"{"pattern":"^a"}"#; count].join(","));
    assert!(DetailsSchema::parse(&patterns(MOST_PATTERNS)).is_ok());
    assert_eq!(error_of(&patterns(MOST_PATTERNS + 1)), DetailsSchemaError::TooManyPatterns);
}

#[test]
fn a_schema_reads_back_as_it_was_written() {
    let schema = DetailsSchema::parse(r#"{"type":"object","required":["amount"]}"#).unwrap();
    assert_eq!(serde_json::from_str::<DetailsSchema>(&serde_json::to_string(&schema).unwrap()).unwrap(), schema);
    assert_eq!(DetailsSchema::parse(&schema.pretty()), Ok(schema));
}

#[test]
fn what_is_wrong_with_a_schema_is_told_with_its_place_and_its_line() {
    let wrong = |text: &str| {
        let fault = DetailsSchema::parse(text).unwrap_err();
        (fault.error, fault.pointer, fault.line)
    };
    let at = |error, pointer: &str, line| (error, pointer.to_owned(), Some(line));
    assert_eq!(wrong("{\n  \"type\": \"object\",\n}"), at(DetailsSchemaError::NotJson, "", 3));
    assert_eq!(wrong("{\n  \"required\": \"amount\"\n}"), at(DetailsSchemaError::Value, "/required", 2));
    assert_eq!(
        wrong("{\"properties\": {\n  \"a\": {},\n  \"b\": {\n    \"pattern\": \"(?=a)b\" } } }"),
        at(DetailsSchemaError::LooksAround, "/properties/b/pattern", 4)
    );
    assert_eq!(wrong("{\"allOf\": [true,\n{\"type\": \"money\"}]}"), at(DetailsSchemaError::Value, "/allOf/1/type", 2));
    assert_eq!(wrong("{\"$defs\": {\n\"a\": {\"maxLength\": -1}}}"), at(DetailsSchemaError::Value, "/$defs/a/maxLength", 2));
    assert_eq!(wrong("{\"properties\": {\n\"a\": {\"title_de\": 5}}}"), at(DetailsSchemaError::Value, "/properties/a/title_de", 2));
    assert_eq!(wrong("{\n\"items\": {\"$ref\": \"#/x\"}}"), at(DetailsSchemaError::Reference, "/items/$ref", 2));
    assert_eq!(wrong("true"), (DetailsSchemaError::NotAnObject, String::new(), None));
}

#[test]
fn a_schema_that_was_stored_is_read_and_not_taken_again() {
    let part = (0..12).fold(r#"{"type":"object"}"#.to_owned(), |part, _| format!(r#"{{"if":{part},"unevaluatedProperties":false}}"#));
    assert_eq!(error_of(&part), DetailsSchemaError::TooCostly);
    let stored: DetailsSchema = serde_json::from_str(&part).unwrap();
    assert_eq!(stored.check().unwrap_err().error, DetailsSchemaError::TooCostly);
}
