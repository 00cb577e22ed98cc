//! The page on which a user edits what applications learn of them.

use axum::response::Response;
use control::TypedOwnProfile;
use domain::{address::Address, user::User};
use maud::html;

use super::way_back;
use crate::{
    oauth::{
        form_problems::FormProblems,
        pages::{field::Field, form_page},
        visit::Visit,
    },
    paths::WorkspaceRoute,
    text::t,
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
    let language = visit.language();
    let field = |name, label, kind, value, autocomplete, hint| Field { name, label, kind, value, autocomplete, hint, required: false };
    let TypedOwnProfile { name, phone_number, address } = typed;
    let (phone, hint) = (t!(language, "account-profile-phone"), t!(language, "account-profile-phone-hint"));
    let fields = [
        Field { required: true, ..field("name", t!(language, "pages-name"), "text", name.as_str(), "name", "") },
        field("phone_number", phone, "tel", phone_number, "tel", hint),
        field("street_address", t!(language, "account-profile-street"), "text", &address.street_address, "street-address", ""),
        field("postal_code", t!(language, "account-profile-postal-code"), "text", &address.postal_code, "postal-code", ""),
        field("locality", t!(language, "account-profile-city"), "text", &address.locality, "address-level2", ""),
        field("region", t!(language, "account-profile-region"), "text", &address.region, "address-level1", ""),
        field("country", t!(language, "account-profile-country"), "text", &address.country, "country-name", ""),
    ];
    let form = html! {
        (visit.form(WorkspaceRoute::AccountProfile, &html! {
            input type="hidden" name="version" value=(user.version);
            @for field in &fields { (field.render(language, problems)) }
            button type="submit" { (t!(language, "account-save")) }
        }))
        (way_back(visit))
    };
    let lead = html! { (t!(language, "account-profile-lead")) };
    form_page::render(visit, t!(language, "account-profile-title"), &lead, &form, problems)
}
