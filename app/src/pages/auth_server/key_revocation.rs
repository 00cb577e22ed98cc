use domain::{
    id::KeyId,
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
    t, t_view,
    text::duration,
    ui::{Breadcrumb, Fact, Facts, Page, Time, bounded},
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
        let steps = vec![(path.keys(), t!("auth-server-keys-title").to_owned())];
        if let KeyState::Revoked { at } = impact.key.life.state {
            return view! {
                <Page
                    title=t!("auth-server-revocation-over-title")
                    lead=t!("auth-server-revocation-over-lead")
                    above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("auth-server-revocation-here")/> }).into()
                >
                    <p>{t_view!("auth-server-revocation-over-at", time = view! { <Time utc=at.to_string()/> })}</p>
                </Page>
            }
            .into_any();
        }
        let target = Target::workspace(&path).with("key", key);
        let label = t!("auth-server-revocation-label").to_owned();
        let form = danger_form(revoke, target, path.keys(), label, move |row| view! { <Ends impact/> {row} }.into_any());
        view! {
            <Page
                title=t!("auth-server-revocation-title")
                lead=t!("auth-server-revocation-lead")
                above=(move || view! { <Breadcrumb steps=steps.clone() here=t!("auth-server-revocation-here")/> }).into()
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
                <Fact name=t!("auth-server-keys-algorithm")>{key.algorithm.name()}</Fact>
                <Fact name=t!("auth-server-keys-kid")><code>{key.id.to_string()}</code></Fact>
                <Fact name=t!("auth-server-keys-state")><KeyBadge state=key.life.state/></Fact>
            </Facts>
            <p>{t!("auth-server-revocation-ends")}</p>
            <ul>
                <li>{access_tokens(&impact)}</li>
                <li>{t!("auth-server-revocation-id-tokens")}</li>
            </ul>
            <p>{t!("auth-server-revocation-stays", time = duration(JWKS_MAX_AGE))}</p>
            {successor(&impact).map(|sentence| view! { <p>{sentence}</p> })}
        </div>
    }
    .into_any()
}

/// The access tokens that end, as far as they were counted.
fn access_tokens(impact: &KeyRevocationImpact) -> String {
    match (impact.access_tokens, impact.precision) {
        (0, Precision::Exact) => t!("auth-server-revocation-none").to_owned(),
        (1, Precision::Exact) => t!("auth-server-revocation-one").to_owned(),
        (count, Precision::Exact) => t!("auth-server-revocation-several", count = bounded(count)),
        (count, Precision::AtMost) => t!("auth-server-revocation-at-most", count = count),
        (count, Precision::AtLeast) => t!("auth-server-revocation-at-least", count = count),
        (count, Precision::About) => t!("auth-server-revocation-about", count = count),
    }
}

/// Who signs in its place, where it signs.
fn successor(impact: &KeyRevocationImpact) -> Option<String> {
    if !matches!(impact.key.life.state, KeyState::Current { .. }) {
        return None;
    }
    Some(match (impact.successor, impact.successor_waits) {
        (Some(next), 0) => t!("auth-server-revocation-next", key = next.to_string()),
        _ => t!("auth-server-revocation-unknown").to_owned(),
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
