//! Mail by the server of a tenant, or by the installation's own (SMTP, RFC 5321 and RFC 6409).
//!
//! An administrator of a tenant says where its server is, so an address in a private network is not connected to unless the configuration
//! allows it: it may be one that only this machine can reach. The installation's own may be anywhere: the configuration names it.

use std::{
    error::Error as _,
    io,
    net::{IpAddr, SocketAddr},
    time::Duration,
};

use async_trait::async_trait;
use control::{MailAccount, MailTransport, Post};
use domain::{
    mail::{MailFailure, MailServer, MailTls},
    user::UserIdentifier,
};
use lettre::{
    AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor,
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Tls, TlsParameters},
        extension::ClientId,
    },
};
use tokio::{net::lookup_host, time::timeout};

use super::message;
use crate::{config::Configuration, private_network::is_public};

/// How long the server may take for each answer.
const ANSWER: Duration = Duration::from_secs(10);
/// How long a mail may take in all. The queue does not try again before.
const WHOLE: Duration = Duration::from_secs(40);
/// How many addresses of one name are tried.
const MOST_ADDRESSES: usize = 3;

/// The servers of tenants, and the installation's own.
pub(super) struct Smtp {
    private_networks: bool,
    /// The installation's own.
    own: Option<MailAccount>,
    /// What this machine calls itself.
    own_name: String,
}

impl Smtp {
    pub(super) fn new(configuration: &Configuration) -> Self {
        let own_name = configuration.public_url.url().host_str().unwrap_or("localhost").to_owned();
        let own = configuration.own_mail.as_ref().map(|own| MailAccount { server: own.server.clone(), password: own.password.clone() });
        Self { private_networks: configuration.mail_private_networks, own, own_name }
    }

    /// Returns the addresses of a server that may be connected to: those in private networks only where they are allowed.
    async fn addresses(server: &MailServer, private_networks: bool) -> Result<Vec<IpAddr>, MailFailure> {
        let found = lookup_host((server.host.as_str(), server.port)).await.map_err(|_| MailFailure::Unreachable)?;
        let found: Vec<IpAddr> = found.map(|address: SocketAddr| address.ip()).collect();
        let allowed: Vec<IpAddr> = found.iter().copied().filter(|address| private_networks || is_public(*address)).collect();
        match (found.is_empty(), allowed.is_empty()) {
            (true, _) => Err(MailFailure::Unreachable),
            (false, true) => Err(MailFailure::PrivateNetwork),
            _ => Ok(allowed),
        }
    }

    async fn send_to(
        &self,
        MailAccount { server, password }: &MailAccount,
        private_networks: bool,
        message: Message,
    ) -> Result<(), MailFailure> {
        let mut outcome = Err(MailFailure::Unreachable);
        for address in Self::addresses(server, private_networks).await?.into_iter().take(MOST_ADDRESSES) {
            let parameters = || TlsParameters::new(server.host.to_string()).map_err(|_| MailFailure::Tls);
            let tls = match server.tls {
                MailTls::Implicit => Tls::Wrapper(parameters()?),
                MailTls::StartTls => Tls::Required(parameters()?),
                MailTls::None => Tls::None,
            };
            let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(address.to_string())
                .port(server.port)
                .tls(tls)
                .hello_name(self.hello())
                .timeout(Some(ANSWER));
            if let (Some(user), Some(password)) = (&server.user, password) {
                transport = transport.credentials(Credentials::new(user.clone(), password.expose().clone()));
            }
            outcome = transport.build().send(message.clone()).await.map(|_| ()).map_err(|error| failure(&error));
            if outcome != Err(MailFailure::Unreachable) {
                break;
            }
        }
        outcome
    }

    fn hello(&self) -> ClientId {
        match self.own_name.trim_matches(['[', ']']).parse() {
            Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
            Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
            Err(_) => ClientId::Domain(self.own_name.clone()),
        }
    }
}

#[async_trait]
impl MailTransport for Smtp {
    fn needs_server(&self) -> bool {
        true
    }

    fn own_sender(&self) -> Option<&UserIdentifier> {
        self.own.as_ref().map(|own| &own.server.sender)
    }

    async fn send(&self, by: Option<&MailAccount>, post: &Post) -> Result<(), MailFailure> {
        let (account, private_networks) = match by {
            Some(account) => (account, self.private_networks),
            None => (self.own.as_ref().ok_or(MailFailure::Unreachable)?, true),
        };
        let message = message::of(post)?;
        timeout(WHOLE, self.send_to(account, private_networks, message)).await.unwrap_or(Err(MailFailure::TimedOut))
    }
}

/// Returns what an error comes to. What a server said is not passed on: it may be any server, and say anything.
fn failure(error: &Error) -> MailFailure {
    let code = error.status().map(u16::from);
    match code {
        // RFC 4954 §6.
        Some(432 | 454 | 530 | 534 | 535 | 538) => MailFailure::Authentication,
        Some(500..) => MailFailure::Refused,
        Some(_) => MailFailure::Server,
        None if error.is_timeout() => MailFailure::TimedOut,
        None if error.is_tls() || is_handshake(error) => MailFailure::Tls,
        None if error.is_response() => MailFailure::Server,
        // What the server offers does not suffice: no STARTTLS, or no way to sign in.
        None if error.is_client() && error.to_string().contains("STARTTLS") => MailFailure::Tls,
        None if error.is_client() => MailFailure::Authentication,
        None => MailFailure::Unreachable,
    }
}

/// Returns whether a connection failed in its handshake.
fn is_handshake(error: &Error) -> bool {
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.downcast_ref::<io::Error>().is_some_and(|cause| cause.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        source = cause.source();
    }
    false
}

#[cfg(test)]
mod tests {
    use control::Mail;
    use domain::{clock::Timestamp, id::MailId, mail::MailHost, name::Name, secret::Secret, user::UserIdentifier};
    use tokio::{
        io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
        net::TcpListener,
        task::JoinHandle,
    };

    use super::*;

    /// What a server answers to a command, by its first word.
    type Answers = fn(&str) -> &'static str;

    /// A server that takes one connection, on this machine. Returns its port, and what it was told.
    async fn server(answers: Answers) -> (u16, JoinHandle<Vec<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let told = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let (read, mut write) = stream.into_split();
            write.write_all(b"220 test\r\n").await.unwrap();
            let (mut lines, mut told, mut in_data) = (BufReader::new(read).lines(), Vec::new(), false);
            while let Ok(Some(line)) = lines.next_line().await {
                in_data = in_data && line != ".";
                if !in_data {
                    let answer = if line == "." { "250 taken" } else { answers(line.split(' ').next().unwrap_or_default()) };
                    in_data = answer.starts_with("354");
                    if write.write_all(format!("{answer}\r\n").as_bytes()).await.is_err() {
                        break;
                    }
                }
                told.push(line);
            }
            told
        });
        (port, told)
    }

    fn friendly(command: &str) -> &'static str {
        match command {
            "EHLO" => "250-test\r\n250 AUTH PLAIN",
            "AUTH" => "235 welcome",
            "DATA" => "354 go on",
            _ => "250 ok",
        }
    }

    fn smtp(private_networks: bool) -> Smtp {
        Smtp { private_networks, own: None, own_name: "id.example.com".to_owned() }
    }

    fn account(port: u16, tls: MailTls) -> MailAccount {
        let server = MailServer {
            host: MailHost::parse("127.0.0.1").unwrap(),
            port,
            tls,
            user: Some("acme".to_owned()),
            sender: UserIdentifier::parse("no-reply@example.com").unwrap(),
            sender_name: Name::parse("Acme").unwrap(),
        };
        MailAccount { server, password: Some(Secret::new("hunter2".to_owned())) }
    }

    fn post() -> Post {
        let at = Timestamp::from_millis(1_796_113_320_000);
        let [to, subject, text, html] = ["ann@example.com", "Hello", "Hello\n.\nthere\n", "<p>Hello</p>"].map(str::to_owned);
        let (sender_name, sender) = ("Acme".to_owned(), "no-reply@example.com".to_owned());
        Post { id: MailId::new(at, [7; 10]), at, sender_name, sender, mail: Mail { to, subject, text, html } }
    }

    async fn outcome(answers: Answers, tls: MailTls) -> Result<(), MailFailure> {
        let (port, _) = server(answers).await;
        smtp(true).send(Some(&account(port, tls)), &post()).await
    }

    #[tokio::test]
    async fn a_mail_is_handed_over_with_the_password() {
        let (port, told) = server(friendly).await;
        smtp(true).send(Some(&account(port, MailTls::None)), &post()).await.unwrap();
        let told = told.await.unwrap();
        assert_eq!(told[0], "EHLO id.example.com");
        assert!(told[1].starts_with("AUTH PLAIN "), "{told:?}");
        assert_eq!((told[2].split(' ').next(), told[3].as_str()), (Some("MAIL"), "RCPT TO:<ann@example.com>"));
        assert!(told.iter().any(|line| line == ".."), "a line with a point does not end the mail");
    }

    #[tokio::test]
    async fn mail_of_the_installation_leaves_by_its_own_server_wherever_that_is() {
        let (port, told) = server(friendly).await;
        let own = Smtp { own: Some(account(port, MailTls::None)), ..smtp(false) };
        own.send(None, &post()).await.unwrap();
        assert!(told.await.unwrap().iter().any(|line| line == "RCPT TO:<ann@example.com>"));
        assert_eq!(smtp(true).send(None, &post()).await, Err(MailFailure::Unreachable), "there is none");
    }

    #[tokio::test]
    async fn what_goes_wrong_is_told_apart() {
        let wrong_password: Answers = |command| if command == "AUTH" { "535 no" } else { friendly(command) };
        assert_eq!(outcome(wrong_password, MailTls::None).await, Err(MailFailure::Authentication));
        let no_such_user: Answers = |command| if command == "RCPT" { "550 no such user" } else { friendly(command) };
        assert_eq!(outcome(no_such_user, MailTls::None).await, Err(MailFailure::Refused));
        let later: Answers = |command| if command == "MAIL" { "451 later" } else { friendly(command) };
        assert_eq!(outcome(later, MailTls::None).await, Err(MailFailure::Server));
        assert_eq!(outcome(friendly, MailTls::StartTls).await, Err(MailFailure::Tls), "no password goes out in the clear");
        let without_a_way_in: Answers = |command| if command == "EHLO" { "250 test" } else { friendly(command) };
        assert_eq!(outcome(without_a_way_in, MailTls::None).await, Err(MailFailure::Authentication));
        assert_eq!(outcome(friendly, MailTls::Implicit).await, Err(MailFailure::Tls));

        let nobody = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = nobody.local_addr().unwrap().port();
        drop(nobody);
        assert_eq!(smtp(true).send(Some(&account(port, MailTls::None)), &post()).await, Err(MailFailure::Unreachable));
    }

    #[tokio::test]
    async fn a_server_in_a_private_network_is_not_connected_to_unless_the_configuration_allows_it() {
        let (port, told) = server(friendly).await;
        assert_eq!(smtp(false).send(Some(&account(port, MailTls::None)), &post()).await, Err(MailFailure::PrivateNetwork));
        assert!(!told.is_finished(), "nobody has connected");
        told.abort();
    }
}
