use domain::{
    id::KeyId,
    lifetime,
    signing_key::{JWKS_MAX_AGE, KeyState},
    view::{KeyRevocationImpact, Precision},
};
use leptos::prelude::*;

use super::key_table::KeyBadge;
use crate::{
    api::{ApiError, done, operator},
    components::{load_at, loaded, use_param_in_workspace},
    done::Done,
    form::{FormAction, Target, danger_form},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Fact, Facts, Page, Time, bounded, group},
};

/// Loads what the revocation of a key would do.
pub async fn load_key_revocation(path: WorkspacePath, key: KeyId) -> Result<KeyRevocationImpact, ApiError> {
    Ok(operator()?.preview_key_revocation(&path, key).await?)
}

/// Revokes a key and leads back to the others.
#[server]
pub async fn revoke_signing_key(path: WorkspacePath, key: KeyId) -> Result<(), ApiError> {
    operator()?.revoke_signing_key(&path, key).await?;
    done(&path.keys(), Done::KeyRevoked);
    Ok(())
}

crate::form::needs!(RevokeSigningKey: RevokeSigningKeys);

/// Where a signing key is revoked, once it was said what that ends.
#[component]
pub fn KeyRevocationPage() -> impl IntoView {
    let revoke = FormAction::<RevokeSigningKey>::new();
    let at = use_param_in_workspace::<KeyId>("key");
    let loading = load_at(at, |(path, key)| load_key_revocation(path, key));
    loaded(loading, move |((path, key), impact)| {
        let steps = vec![(path.keys(), "Keys".to_owned())];
        if let KeyState::Revoked { at } = impact.key.life.state {
            return view! {
                <Page title="This key is revoked" lead="Nothing that it signed is accepted any more." above=(move || view! { <Breadcrumb steps=steps.clone() here="Revoke"/> }).into()>
                    <p>"It was revoked at "<Time utc=at.to_string()/>"."</p>
                </Page>
            }
            .into_any();
        }
        let target = Target::workspace(&path).with("key", key);
        let form = danger_form(revoke, target, path.keys(), "Revoke key".to_owned(), move |row| view! { <Ends impact/> {row} }.into_any());
        view! {
            <Page
                title="Revoke this key?"
                lead="For a private key that somebody else may have. To replace a key without ending anything, rotate it."
                above=(move || view! { <Breadcrumb steps=steps.clone() here="Revoke"/> }).into()
            >
                {form}
            </Page>
        }
        .into_any()
    })
}

/// What ends, and what does not.
#[component]
fn Ends(impact: KeyRevocationImpact) -> impl IntoView {
    let key = impact.key;
    view! {
        <div class="card">
            <Facts>
                <Fact name="Algorithm">{key.algorithm.name()}</Fact>
                <Fact name="Key ID (kid)"><code>{key.id.to_string()}</code></Fact>
                <Fact name="State"><KeyBadge state=key.life.state/></Fact>
            </Facts>
            <p>"Within a second, nothing that this key signed is accepted any more, and this cannot be undone:"</p>
            <ul>
                <li>{access_tokens(&impact)}</li>
                <li>"ID tokens, as a hint at the next sign-in or at signing out"</li>
            </ul>
            <p>
                "Refresh tokens are opaque and stay active, and so do sessions: clients get new access tokens with them. "
                {format!("APIs that verify tokens themselves accept those of this key until they read the keys again, usually within {}.", lifetime::words(JWKS_MAX_AGE))}
            </p>
            {successor(&impact).map(|sentence| view! { <p>{sentence}</p> })}
        </div>
    }
    .into_any()
}

/// The access tokens that end, as far as they were counted.
fn access_tokens(impact: &KeyRevocationImpact) -> String {
    match (impact.access_tokens, impact.precision) {
        (0, Precision::Exact) => "no active access token is known".to_owned(),
        (1, Precision::Exact) => "1 active access token".to_owned(),
        (count, Precision::Exact) => format!("{} active access tokens", bounded(count)),
        (count, Precision::AtMost) => {
            format!("at most {} active access tokens: settings were changed since, and some may have been signed otherwise", group(count))
        }
        (count, precision) => {
            format!("{}{} active access tokens: there were too many to count them all", precision.words(), group(count))
        }
    }
}

/// Who signs in its place, where it signs.
fn successor(impact: &KeyRevocationImpact) -> Option<String> {
    if !matches!(impact.key.life.state, KeyState::Current { .. }) {
        return None;
    }
    Some(match (impact.successor, impact.successor_waits) {
        (Some(next), 0) => {
            format!("The next key {next} signs from then on. It has been published for long enough, so its tokens are accepted.")
        }
        _ => {
            "A key signs from then on that was not published for long enough: APIs and clients that keep keys in a cache refuse its tokens \
              until they read the keys again, usually within a minute."
                .to_owned()
        }
    })
}

#[cfg(test)]
mod tests {
    use domain::{clock::Timestamp, signing::SigningAlgorithm, signing_key::KeyLife, view::SigningKeyView};

    use super::*;

    fn impact(access_tokens: u64, precision: Precision) -> KeyRevocationImpact {
        let (now, life) = (Timestamp::from_millis(1), KeyLife::first(Timestamp::from_millis(1)));
        let key = SigningKeyView { id: KeyId::new(now, [1; 10]), algorithm: SigningAlgorithm::Es256, life, published: true, due_at: None };
        KeyRevocationImpact { key, access_tokens, precision, successor: None, successor_waits: 90 }
    }

    #[test]
    fn what_a_revocation_ends_is_told_as_far_as_it_was_counted() {
        let told = |count, precision| access_tokens(&impact(count, precision));
        assert_eq!(told(0, Precision::Exact), "no active access token is known");
        assert_eq!(told(1, Precision::Exact), "1 active access token");
        assert_eq!(told(2_000, Precision::AtLeast), "at least 2,000 active access tokens: there were too many to count them all");
        assert!(told(31, Precision::AtMost).starts_with("at most 31 active access tokens: settings were changed since"));
    }

    #[test]
    fn whether_the_successor_is_known_is_told_of_a_key_that_signs() {
        let of = |impact| successor(&impact).unwrap();
        assert!(of(impact(0, Precision::Exact)).contains("refuse its tokens"));
        let known =
            KeyRevocationImpact { successor: Some(impact(0, Precision::Exact).key.id), successor_waits: 0, ..impact(0, Precision::Exact) };
        assert!(of(known).contains("its tokens are accepted"));
    }
}
