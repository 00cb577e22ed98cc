use domain::{lifetime::Lifetime, settings::tokens::TokenSettings};
#[cfg(feature = "ssr")]
use domain::{
    policy::{RefreshPolicy, RetryCount},
    problem::Problem,
    settings::tokens::TokenTtls,
};
use serde::{Deserialize, Serialize};

#[cfg(feature = "ssr")]
use crate::api::{ApiError, FieldProblem, Typed};

/// Token settings as they are typed.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedTokenSettings {
    /// *Access token TTL*.
    pub access_token_ttl: String,
    /// *Refresh token TTL*; `0` for none.
    pub refresh_token_ttl: String,
    /// *ID token TTL*.
    pub id_token_ttl: String,
    /// *Authorization code TTL*.
    pub authorization_code_ttl: String,
    /// *Access token format*.
    pub access_token_format: String,
    /// *Rotation*.
    pub rotation: String,
    /// *Retry window*.
    pub retry_window: String,
    /// *Retry count*.
    pub retry_count: String,
    /// *Nonce required*.
    #[serde(default)]
    pub dpop_nonce_required: bool,
}

impl TypedTokenSettings {
    /// What is typed where these are in force.
    pub fn of(settings: &TokenSettings) -> Self {
        Self {
            access_token_ttl: settings.ttls.access_token_ttl.short(),
            refresh_token_ttl: settings.ttls.refresh_token_ttl.map_or_else(|| "0".to_owned(), Lifetime::short),
            id_token_ttl: settings.ttls.id_token_ttl.short(),
            authorization_code_ttl: settings.ttls.authorization_code_ttl.short(),
            access_token_format: settings.access_token_format.name().to_owned(),
            rotation: settings.refresh.rotation.name().to_owned(),
            retry_window: settings.refresh.retry_window.short(),
            retry_count: settings.refresh.retry_count.get().to_string(),
            dpop_nonce_required: settings.dpop_nonce_required,
        }
    }

    /// Reads them; tells of every problem at once.
    #[cfg(feature = "ssr")]
    pub fn parse(&self) -> Result<TokenSettings, ApiError> {
        let mut problems = Vec::new();
        let settings = TokenSettings::default();
        let ttls = TokenTtls {
            access_token_ttl: read(
                &mut problems,
                "access_token_ttl",
                Lifetime::parse(&self.access_token_ttl),
                settings.ttls.access_token_ttl,
            ),
            refresh_token_ttl: read(
                &mut problems,
                "refresh_token_ttl",
                TokenTtls::parse_refresh_token_ttl(&self.refresh_token_ttl),
                settings.ttls.refresh_token_ttl,
            ),
            id_token_ttl: read(&mut problems, "id_token_ttl", Lifetime::parse(&self.id_token_ttl), settings.ttls.id_token_ttl),
            authorization_code_ttl: read(
                &mut problems,
                "authorization_code_ttl",
                Lifetime::parse(&self.authorization_code_ttl),
                settings.ttls.authorization_code_ttl,
            ),
        };
        let refresh = RefreshPolicy {
            rotation: read(&mut problems, "rotation", self.rotation.parse(), settings.refresh.rotation),
            retry_window: read(&mut problems, "retry_window", Lifetime::parse(&self.retry_window), settings.refresh.retry_window),
            retry_count: read(&mut problems, "retry_count", read_count(&self.retry_count), settings.refresh.retry_count),
            ..settings.refresh
        };
        let access_token_format =
            read(&mut problems, "access_token_format", self.access_token_format.parse(), settings.access_token_format);
        let settings = TokenSettings { ttls, access_token_format, refresh, dpop_nonce_required: self.dpop_nonce_required };
        if problems.is_empty() { Ok(settings) } else { Err(ApiError::Invalid { problems, typed: Typed::default() }) }
    }
}

/// The value; where it cannot be read, its problem is written down and the other stands in until all are read.
#[cfg(feature = "ssr")]
fn read<T, P: Into<Problem>>(problems: &mut Vec<FieldProblem>, field: &str, value: Result<T, P>, stand_in: T) -> T {
    value.unwrap_or_else(|problem| {
        problems.push(FieldProblem { field: field.to_owned(), problem: problem.into() });
        stand_in
    })
}

#[cfg(feature = "ssr")]
fn read_count(text: &str) -> Result<RetryCount, Problem> {
    let count: u8 = text.trim().parse().map_err(|_| Problem::RetryCount)?;
    RetryCount::try_from(count).map_err(Problem::from)
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn what_is_shown_reads_back_as_what_is_in_force() {
        let settings = TokenSettings { ttls: TokenTtls { refresh_token_ttl: None, ..TokenTtls::default() }, ..TokenSettings::default() };
        for settings in [settings, TokenSettings::default()] {
            assert_eq!(TypedTokenSettings::of(&settings).parse(), Ok(settings));
        }
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let mut typed = TypedTokenSettings::of(&TokenSettings::default());
        typed.access_token_ttl = "2d".to_owned();
        typed.refresh_token_ttl = "soon".to_owned();
        typed.retry_count = "11".to_owned();
        let error = typed.parse().unwrap_err();
        let fields: Vec<_> = error.problems().iter().map(|at| at.field.as_str()).collect();
        assert_eq!(fields, ["access_token_ttl", "refresh_token_ttl", "retry_count"]);
    }
}
