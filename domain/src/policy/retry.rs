use crate::lifetime::Lifetime;

/// The retry window: 0 (none) to 5 minutes.
///
/// There is at most one rotation in it, and a refresh token that was current at any moment of the last window is answered with the
/// current one. So lost answers and clients that refresh from many places at once cost no login.
pub type RetryWindow = Lifetime<0, 300>;

/// For how long a refresh token that was replaced still gets its successor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Retry {
    /// For this long after it was replaced.
    pub window: RetryWindow,
    /// Beyond the window too, until the client is known to hold the successor (FAPI 2.0 Security Profile §5.3.2.1).
    pub until_first_use: bool,
}
