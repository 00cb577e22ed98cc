//! What an edit changes about a user, for the audit line.
//!
//! The log is kept forever, so it holds what a user signs in with, and of the rest only that it was set, changed or removed.

use domain::{
    address::{Address, TypedAddress},
    audit::Change,
    user::{UserIdentifier, UserProfile},
};

use crate::changes;

/// Returns the change of a user's sign-in name.
pub(crate) fn identifier(before: &UserIdentifier, after: &UserIdentifier) -> Vec<Change> {
    if before == after { Vec::new() } else { changes::one("identifier", before, after) }
}

/// Returns the changes of a user's profile.
pub(crate) fn profile(before: &UserProfile, after: &UserProfile) -> Vec<Change> {
    let email = |profile: &UserProfile| profile.email.clone().unwrap_or_default();
    [
        untold("name", Some(&before.name), Some(&after.name)),
        told("email", &email(before), &email(after)),
        told("email_verified", &before.email_verified, &after.email_verified),
        untold("phone_number", before.phone_number.as_ref(), after.phone_number.as_ref()),
        told("phone_number_verified", &before.phone_number_verified, &after.phone_number_verified),
        address(before, after),
    ]
    .concat()
}

/// Returns the changes of a postal address, by the fields that it is typed in.
fn address(before: &UserProfile, after: &UserProfile) -> Vec<Change> {
    let parts = |profile: &UserProfile| {
        let TypedAddress { street_address, locality, region, postal_code, country, formatted } =
            profile.address.as_ref().map(Address::as_typed).unwrap_or_default();
        [
            ("street_address", street_address),
            ("locality", locality),
            ("region", region),
            ("postal_code", postal_code),
            ("country", country),
            ("formatted", formatted),
        ]
    };
    let there = |part: &str| !part.is_empty();
    let parts = parts(before).into_iter().zip(parts(after));
    parts
        .flat_map(|((field, before), (_, after))| {
            untold(field, Some(&before).filter(|part| there(part)), Some(&after).filter(|part| there(part)))
        })
        .collect()
}

fn told<T: ToString + PartialEq>(field: &str, before: &T, after: &T) -> Vec<Change> {
    if before == after { Vec::new() } else { changes::one(field, before, after) }
}

/// A field whose values are not recorded.
fn untold<T: PartialEq>(field: &str, before: Option<&T>, after: Option<&T>) -> Vec<Change> {
    let (from, to) = match (before, after) {
        _ if before == after => return Vec::new(),
        (None, _) => ("", "set"),
        (Some(_), None) => ("set", ""),
        (Some(_), Some(_)) => ("set", "changed"),
    };
    changes::one(field, from, to)
}

#[cfg(test)]
mod tests {
    use domain::name::Name;

    use super::*;

    #[test]
    fn the_log_says_that_a_number_was_set_and_not_which() {
        let before = UserProfile { email: Some("a@example.com".to_owned()), ..UserProfile::named(Name::parse("Ann").unwrap()) };
        let after = UserProfile {
            name: Name::parse("Anna").unwrap(),
            phone_number: Some(domain::phone_number::PhoneNumber::parse("+49 30 123456").unwrap()),
            phone_number_verified: true,
            ..UserProfile::named(Name::parse("x").unwrap())
        };
        let told: Vec<_> = profile(&before, &after).into_iter().map(|change| [change.field, change.from, change.to].join("|")).collect();
        assert_eq!(told, ["name|set|changed", "email|a@example.com|", "phone_number||set", "phone_number_verified|false|true"]);
        assert_eq!(profile(&before, &before), []);
    }

    #[test]
    fn the_log_names_the_parts_of_an_address_as_the_form_does() {
        let of = |typed| UserProfile { address: Address::parse(&typed).unwrap(), ..UserProfile::named(Name::parse("Ann").unwrap()) };
        let before = TypedAddress { locality: "Berlin".to_owned(), country: "Germany".to_owned(), ..TypedAddress::default() };
        let after = TypedAddress { locality: "Bonn".to_owned(), postal_code: "53111".to_owned(), ..TypedAddress::default() };
        let told: Vec<_> =
            profile(&of(before), &of(after)).into_iter().map(|change| [change.field, change.from, change.to].join("|")).collect();
        assert_eq!(told, ["locality|set|changed", "postal_code||set", "country|set|"]);
    }
}
