use domain::{
    address::{Address, TypedAddress},
    id::UserId,
    permission::Action,
    user::{User, UserProfile},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{below_user, user_target};
use crate::{
    api::{ApiError, Keep, done, operator},
    components::{ShowAs, Shows},
    done::Done,
    form::{Form, FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Write},
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Checkbox, CheckboxGroup, Section, TextArea, TextField},
};

/// A user's profile as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedProfile {
    identifier: String,
    name: String,
    email: String,
    email_verified: bool,
    phone_number: String,
    phone_number_verified: bool,
    street_address: String,
    locality: String,
    region: String,
    postal_code: String,
    country: String,
    formatted: String,
}

impl From<TypedProfile> for domain::view::TypedUser {
    fn from(typed: TypedProfile) -> Self {
        let TypedProfile { street_address, locality, region, postal_code, country, formatted, .. } = typed;
        Self {
            identifier: typed.identifier,
            name: typed.name,
            email: typed.email,
            email_verified: typed.email_verified,
            phone_number: typed.phone_number,
            phone_number_verified: typed.phone_number_verified,
            address: TypedAddress { street_address, locality, region, postal_code, country, formatted },
        }
    }
}

impl TypedProfile {
    fn of(User { identifier, profile, .. }: &User) -> Self {
        let TypedAddress { street_address, locality, region, postal_code, country, formatted } =
            profile.address.as_ref().map(Address::as_typed).unwrap_or_default();
        Self {
            identifier: identifier.to_string(),
            name: profile.name.to_string(),
            email: profile.email.clone().unwrap_or_default(),
            email_verified: profile.email_verified,
            phone_number: profile.phone_number.as_ref().map(ToString::to_string).unwrap_or_default(),
            phone_number_verified: profile.phone_number_verified,
            street_address,
            locality,
            region,
            postal_code,
            country,
            formatted,
        }
    }

    /// A tick is about the address and number that stood beside it: of others, which somebody saved meanwhile, it says nothing.
    fn about(mut self, sent: &Self, in_force: &Self) -> Self {
        let same = |one: &str, other: &str| one.trim() == other.trim();
        if !same(&sent.email, &in_force.email) {
            self.email_verified = if same(&self.email, &sent.email) { sent.email_verified } else { in_force.email_verified };
        }
        if !same(&sent.phone_number, &in_force.phone_number) {
            let own = same(&self.phone_number, &sent.phone_number);
            self.phone_number_verified = if own { sent.phone_number_verified } else { in_force.phone_number_verified };
        }
        self
    }
}

/// Saves a user's profile and leads back to the user.
#[server]
pub async fn set_user(
    path: WorkspacePath,
    user: UserId,
    version: i64,
    #[server(default)] typed: TypedProfile,
    #[server(default)] opened: Opened,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let now = operator.load_user(&path, user).await?.user;
    let in_force = TypedProfile::of(&now);
    let sent = Sent { typed: typed.clone(), version, opened };
    let mut merged = sent.merge(now.version, &in_force);
    merged.typed = merged.typed.about(&typed, &in_force);
    let write = Write { action: Action::SetUser, client: None, about: &user.to_string() };
    let merged = merged.settled(&operator, &path, write).await?;
    operator.set_user(&path, user, merged.version, &merged.typed.clone().into()).await.keep(&merged)?;
    done(&path.user(user), if merged.met { Done::UserSavedTogether } else { Done::UserSaved });
    Ok(())
}

crate::form::needs!(SetUser: SetUser);

/// Where a user's profile is edited.
#[component]
pub fn EditUserPage() -> impl IntoView {
    let save = FormAction::<SetUser>::typed();
    let form = save.form;
    below_user(t!("users-edit-title"), t!("users-edit-lead"), t!("users-edit-here"), move |path, view| {
        let user = view.user;
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::User(Box::new(user.clone()))/> };
        view! {
            <SettingsForm
                action=save
                target=user_target(&path, user.id)
                version=user.version
                shown=Shown::of(&TypedProfile::of(&user))
                saved=SavedNotice::Elsewhere
            >
                <SignIn form user=user.clone()/>
                <Phone form profile=user.profile.clone()/>
                <PostalAddress form profile=user.profile/>
            </SettingsForm>
            {show_as}
        }
        .into_any()
    })
}

#[component]
fn SignIn(form: Form, user: User) -> impl IntoView {
    let User { identifier, profile, .. } = user;
    view! {
        <Section title=t!("users-detail-identity") lead=t!("users-edit-identity-lead")>
            <TextField
                input=form.field("identifier", identifier.to_string())
                label=t!("users-detail-user-name")
                hint=t!("users-edit-user-name-hint")
            />
            <TextField input=form.field("name", profile.name.to_string()) label=t!("users-edit-name")/>
            <TextField
                input=form.field("email", profile.email.unwrap_or_default())
                label=t!("users-detail-email")
                hint=t!("users-edit-email-hint")
                kind="email"
                optional=true
            />
            <Verified
                form
                field="email_verified"
                label=t!("users-edit-email-verified")
                current=profile.email_verified
                belongs=t!("users-edit-email-belongs")
                hint=t!("users-edit-email-verified-hint")
            />
        </Section>
    }
    .into_any()
}

#[component]
fn Phone(form: Form, profile: UserProfile) -> impl IntoView {
    view! {
        <Section title=t!("users-detail-phone") lead=t!("users-edit-phone-lead")>
            <TextField
                input=form.field("phone_number", profile.phone_number.map(|number| number.to_string()).unwrap_or_default())
                label=t!("users-edit-phone")
                hint=t!("users-edit-phone-hint")
                kind="tel"
                optional=true
            />
            <Verified
                form
                field="phone_number_verified"
                label=t!("users-edit-phone-verified")
                current=profile.phone_number_verified
                belongs=t!("users-edit-phone-belongs")
                hint=t!("users-edit-phone-verified-hint")
            />
        </Section>
    }
    .into_any()
}

/// Whether a value is known to be the user's.
#[component]
fn Verified(
    form: Form,
    field: &'static str,
    label: &'static str,
    current: bool,
    belongs: &'static str,
    hint: &'static str,
) -> impl IntoView {
    view! {
        <CheckboxGroup label>
            <Checkbox tick=form.tick(field, current) label=belongs hint/>
        </CheckboxGroup>
    }
    .into_any()
}

#[component]
fn PostalAddress(form: Form, profile: UserProfile) -> impl IntoView {
    let TypedAddress { street_address, locality, region, postal_code, country, formatted } =
        profile.address.as_ref().map(Address::as_typed).unwrap_or_default();
    view! {
        <Section title=t!("users-detail-address") lead=t!("users-edit-address-lead")>
            <TextArea input=form.field("street_address", street_address) label=t!("users-edit-street") rows=2 optional=true/>
            <TextField input=form.field("postal_code", postal_code) label=t!("users-edit-postal-code") short=true optional=true/>
            <TextField input=form.field("locality", locality) label=t!("users-edit-city") optional=true/>
            <TextField input=form.field("region", region) label=t!("users-edit-region") optional=true/>
            <TextField input=form.field("country", country) label=t!("users-edit-country") optional=true/>
            <TextArea
                input=form.field("formatted", formatted)
                label=t!("users-edit-full-address")
                hint=t!("users-edit-full-address-hint")
                rows=3
                optional=true
            />
        </Section>
    }
    .into_any()
}
