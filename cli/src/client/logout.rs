//! Where a client is told that users were signed out, as it is said on the command line.

use domain::{
    client::ClientSettings,
    client_uri::{BackchannelLogoutUri, ClientUriError},
};

/// What a client is told when users were signed out.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = true)]
pub(crate) struct LogoutArgs {
    /// Where it is told.
    #[arg(long, value_name = "URI", value_parser = read_uri, conflicts_with = "off")]
    uri: Option<BackchannelLogoutUri>,
    /// It is told which session was ended (`sid`). Otherwise it ends all that the user has there.
    #[arg(long, requires = "uri")]
    session_required: bool,
    /// It is not told any more.
    #[arg(long)]
    off: bool,
}

impl LogoutArgs {
    /// Returns the settings with what is said.
    pub(super) fn set(self, settings: ClientSettings) -> ClientSettings {
        let Self { uri, session_required, off } = self;
        ClientSettings { backchannel_logout_uri: uri.filter(|_| !off), backchannel_logout_session_required: session_required, ..settings }
    }
}

/// Reads where a client is told.
pub(super) fn read_uri(text: &str) -> Result<BackchannelLogoutUri, ClientUriError> {
    BackchannelLogoutUri::parse(text)
}

/// Says of what a client is told from now on.
pub(super) fn told(settings: &ClientSettings) -> String {
    let name = &settings.name;
    match &settings.backchannel_logout_uri {
        Some(uri) if settings.backchannel_logout_session_required => {
            format!("{name} is told at {uri} that users were signed out, and of which session.")
        }
        Some(uri) => format!("{name} is told at {uri} that users were signed out."),
        None => format!("{name} is not told that users were signed out."),
    }
}
