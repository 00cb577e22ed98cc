//! The page on which a user edits what applications learn of them.

use axum::response::Response;
use control::TypedOwnProfile;
use domain::{address::Address, user::User};
use maud::html;

use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
};

/// What the page shows of a user.
pub(in crate::oauth) fn typed(user: &User) -> TypedOwnProfile {
    let profile = &user.profile;
    TypedOwnProfile {
        name: profile.name.to_string(),
        phone_number: profile.phone_number.as_ref().map(ToString::to_string).unwrap_or_default(),
        address: profile.address.as_ref().map(Address::as_typed).unwrap_or_default(),
    }
}

pub(in crate::oauth) fn render(visit: &Visit, user: &User, typed: &TypedOwnProfile, problems: &FormProblems) -> Response {
    let field = |name, label, kind, value, autocomplete, hint| Field { name, label, kind, value, autocomplete, hint, required: false };
    let TypedOwnProfile { name, phone_number, address } = typed;
    let fields = [
        Field { required: true, ..field("name", "Name", "text", name.as_str(), "name", "") },
        field("phone_number", "Phone number", "tel", phone_number, "tel", "With the country code, such as +49 30 123456."),
        field("street_address", "Street address", "text", &address.street_address, "street-address", ""),
        field("postal_code", "Postal code", "text", &address.postal_code, "postal-code", ""),
        field("locality", "City", "text", &address.locality, "address-level2", ""),
        field("region", "State or region", "text", &address.region, "address-level1", ""),
        field("country", "Country", "text", &address.country, "country-name", ""),
    ];
    let form = html! {
        (visit.form(WorkspaceRoute::AccountProfile, &html! {
            input type="hidden" name="version" value=(user.version);
            @for field in &fields { (field.render(problems)) }
            button type="submit" { "Save" }
        }))
        p class="quiet" { a href=(WorkspaceRoute::Account.below(&visit.realm.issuer)) { "Back to your account" } }
    };
    let lead = html! { "Applications learn it only if you let them." };
    form_page::render(&visit.realm, "Your profile", &lead, &form, problems)
}
