//! The server by which the installation writes to administrators.

use domain::{
    mail::{MailHost, MailServer, MailTls},
    name::Name,
    secret::Secret,
    user::UserIdentifier,
};
use percent_encoding::percent_decode_str;
use url::Url;

use super::{error::ConfigurationError, key::Key, reader::Reader};

/// The installation's own mail server. Its password is not shown.
#[derive(Debug, Clone)]
pub struct OwnMail {
    /// The server, with the sender.
    pub server: MailServer,
    /// The password of its user.
    pub password: Option<Secret<String>>,
}

impl OwnMail {
    const EXPECTED: &str = "`smtps://`, `smtp://` or `smtp+plain://` and a host, as `smtps://user:password@smtp.example.com`";

    /// Reads the settings: the server and the sender belong together.
    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Option<Self>, ConfigurationError> {
        let own = reader.optional(Key::MailServer, Self::EXPECTED, Self::parse)?;
        let sender = reader.optional(Key::MailSender, "an e-mail address, such as `regrant@example.com`", |text| {
            UserIdentifier::parse(text).ok().filter(UserIdentifier::is_email)
        })?;
        match (own, sender) {
            (Some(own), Some(sender)) => Ok(Some(Self { server: MailServer { sender, ..own.server }, ..own })),
            (None, None) => Ok(None),
            (Some(_), None) => Err(ConfigurationError::MailHalf { missing: Key::MailSender.name() }),
            (None, Some(_)) => Err(ConfigurationError::MailHalf { missing: Key::MailServer.name() }),
        }
    }

    /// Reads the address of a server, which comes without a sender.
    fn parse(text: &str) -> Option<Self> {
        let url = Url::parse(text).ok()?;
        let (tls, usual_port) = match url.scheme() {
            "smtps" => (MailTls::Implicit, 465),
            "smtp" => (MailTls::StartTls, 587),
            "smtp+plain" => (MailTls::None, 25),
            _ => return None,
        };
        let bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let host = MailHost::parse(url.host_str()?.trim_matches(['[', ']'])).ok().filter(|_| bare)?;
        let port = url.port().unwrap_or(usual_port);
        let decoded = |text: &str| Some(percent_decode_str(text).decode_utf8().ok()?.into_owned());
        let user = Some(decoded(url.username())?).filter(|user| !user.is_empty());
        let password = match url.password() {
            Some(password) => Some(Secret::new(decoded(password)?)),
            None => None,
        };
        // A user has a password, and a password is somebody's.
        let whole = port != 0 && user.is_some() == password.is_some();
        let sender = UserIdentifier::parse("regrant").ok()?;
        let server = MailServer { host, port, tls, user, sender, sender_name: Name::parse("Regrant").ok()? };
        whole.then_some(Self { server, password })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_with_its_usual_port_and_what_stands_for_tls() {
        let read = |text| {
            let OwnMail { server, password } = OwnMail::parse(text).unwrap();
            (server.host.to_string(), server.port, server.tls, server.user, password.map(|password| password.expose().clone()))
        };
        let (host, user, password) = ("smtp.example.com".to_owned(), Some("a@b".to_owned()), Some("p:w".to_owned()));
        assert_eq!(read("smtps://a%40b:p%3Aw@smtp.example.com"), (host.clone(), 465, MailTls::Implicit, user, password));
        assert_eq!(read("smtp://smtp.example.com:2525/"), (host, 2525, MailTls::StartTls, None, None));
        assert_eq!(read("smtp+plain://[::1]"), ("::1".to_owned(), 25, MailTls::None, None, None));
    }

    #[test]
    fn what_is_no_server_is_refused() {
        for none in ["", "smtp.example.com", "https://a.example", "smtps://user@a.example", "smtps://a.example/x", "smtps://a.example?x=1"]
        {
            assert!(OwnMail::parse(none).is_none(), "{none}");
        }
    }
}
