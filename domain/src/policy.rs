//! Token policy: the values of a workspace, the overrides of a client, and the values of both together.

mod limit;
mod retry;
mod rotation;
mod typed;
mod value;

pub use limit::{FamilyLimit, FamilyLimitOutOfBounds, LimitRule};
pub use retry::{Retry, RetryWindow};
pub use rotation::Rotation;
pub use typed::{ValueError, ValueKind};
pub use value::{
    Effective, EffectivePolicy, EffectiveTtls, Origin, PolicySection, PolicyValue, RefreshOverrides, RefreshPolicy, SentPolicy, SentTtls,
    TokenPolicy, TokenPolicyOverrides, TokenTtls, TtlOverrides,
};

impl RefreshPolicy {
    /// Returns how long a replaced refresh token still gets its successor.
    pub const fn retry(&self) -> Retry {
        Retry { window: self.retry_window, until_first_use: self.retry_until_first_use }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_of_its_own_that_equals_the_default_is_still_its_own() {
        let own = RefreshOverrides { end_on_logout: Some(false), ..RefreshOverrides::default() };
        assert_eq!(EffectivePolicy::of(&RefreshPolicy::default(), &own).end_on_logout.origin, Origin::Client);
    }
}
