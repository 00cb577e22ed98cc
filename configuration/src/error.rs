//! Reasons why a configuration is refused: each a sentence that names the setting.

use std::{io, path::PathBuf};

use super::origin::Origin;

/// A configuration that cannot be run with.
#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    /// The file that was asked for cannot be read.
    #[error("The configuration file {} cannot be read: {source}.", path.display())]
    Unreadable {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is not TOML.
    #[error("{}, line {line}: this is not TOML: {message}.", path.display())]
    NotToml {
        /// Which file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// A key that is no setting.
    #[error("`{key}` in {} is not a setting.{}", path.display(), suggestion(*.nearest))]
    UnknownKey {
        /// The key.
        key: String,
        /// Which file.
        path: PathBuf,
        /// The setting that may have been meant.
        nearest: Option<&'static str>,
    },
    /// A variable that is no setting.
    #[error("{variable} in the environment is not a setting.{}", suggestion(.nearest.as_deref()))]
    UnknownVariable {
        /// The variable.
        variable: String,
        /// The variable that may have been meant.
        nearest: Option<String>,
    },
    /// A value of a kind that no setting has, such as a table.
    #[error("`{key}` in {} must be {expected}.", path.display())]
    Kind {
        /// The setting.
        key: &'static str,
        /// Which file.
        path: PathBuf,
        /// What it takes.
        expected: &'static str,
    },
    /// A secret in the file.
    #[error("`{key}` cannot be set in {}: set {variable} in the environment, or use `{file}`.", path.display())]
    SecretInFile {
        /// The setting.
        key: &'static str,
        /// Its variable.
        variable: String,
        /// The setting that names a file with the value.
        file: &'static str,
        /// Which file.
        path: PathBuf,
    },
    /// A value that the setting does not take.
    #[error("`{key}`, {origin}, is `{value}`: it must be {expected}.")]
    Value {
        /// The setting.
        key: &'static str,
        /// Where the value comes from.
        origin: Origin,
        /// The value.
        value: String,
        /// What it takes.
        expected: &'static str,
    },
    /// A database that cannot be used.
    #[error("`{key}`, {origin}, is `{value}`: it {problem}.")]
    Database {
        /// The setting.
        key: &'static str,
        /// Where the value comes from.
        origin: Origin,
        /// The value, without its secrets.
        value: String,
        /// What is wrong with it.
        problem: store::AddressError,
    },
    /// A certificate without a key, or the other way round.
    #[error("`tls_certificate_file` and `tls_key_file` belong together: `{missing}` is missing.")]
    TlsHalf {
        /// The setting that is missing.
        missing: &'static str,
    },
    /// TLS at an address that browsers are not told of.
    #[error("With `tls_certificate_file` the server speaks TLS, so `public_url` must be set and begin with `https://`.")]
    TlsWithoutHttps,
    /// A listener for certificates without a certificate of the server's own.
    #[error("`mtls_listen` speaks TLS, so `tls_certificate_file` and `tls_key_file` must be set.")]
    MtlsWithoutTls,
    /// Certificates from proxies, of which none is trusted.
    #[error("`mtls_from_proxies` believes what `trusted_proxies` say of their clients' certificates, which must be set, too.")]
    MtlsWithoutProxies,
    /// A setting for certificates that nobody can present.
    #[error("`{key}` means nothing while clients cannot present certificates: set `mtls_listen` or `mtls_from_proxies`, too.")]
    MtlsIdle {
        /// Which.
        key: &'static str,
    },
    /// Authorities, where proxies have judged by theirs.
    #[error(
        "With `mtls_from_proxies` = `verified`, the proxies know the authorities that are trusted: leave `mtls_ca_file` out, or let it be \
         `unverified`."
    )]
    MtlsJudgedTwice,
    /// A mail server of the installation without a sender, or the other way round.
    #[error("`mail_server` and `mail_sender` belong together: `{missing}` is missing.")]
    MailHalf {
        /// The setting that is missing.
        missing: &'static str,
    },
    /// The colour of an environment without its name.
    #[error("`environment_color` is the colour of `environment_name`, which must be set, too.")]
    EnvironmentWithoutName,
    /// The public address of the server is missing.
    #[error("`public_url` must be set when `listen` is not a loopback address: it is what browsers and clients call this server.")]
    PublicUrlMissing,
}

fn suggestion(nearest: Option<&str>) -> String {
    nearest.map(|nearest| format!(" Did you mean `{nearest}`?")).unwrap_or_default()
}
