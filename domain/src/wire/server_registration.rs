//! Who may register clients in a workspace (RFC 7591).

use crate::{
    grant_type::GrantType,
    scope::Scope,
    settings::{
        client_documents::{DocumentHosts, DocumentMode},
        registration::{RegistrationLimit, RegistrationMode, RegistrationSettings},
    },
    wire::{reading::Reading, sent::Sent, types::sent},
};

sent! {
    /// Who may register clients in a workspace, and what those can ask for.
    pub struct ServerRegistration {
        /// Who may: nobody, whoever has an initial access token, or anybody.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mode: Option<Sent<RegistrationMode>>,
        /// The grant types that such a client can have, where the workspace allows them, too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub grant_types: Option<Vec<Sent<GrantType>>>,
        /// The scopes that it can have, as far as a service of the workspace has them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scopes: Option<Vec<Sent<Scope>>>,
        /// How many clients of the workspace can have registered themselves at a time: 1 to 10,000.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub most_clients: Option<u64>,
        /// How many registrations an hour are taken from one network without an initial access token: 1 to 10,000.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub most_per_hour: Option<u64>,
        /// Whose client ID metadata documents are read: nobody's, those at allowed hosts, or anybody's.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub documents: Option<Sent<DocumentMode>>,
        /// The hosts whose documents are read where those alone are: names, with a port where it is not 443.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub document_hosts: Option<Vec<String>>,
    }
}

impl From<&RegistrationSettings> for ServerRegistration {
    fn from(settings: &RegistrationSettings) -> Self {
        let RegistrationSettings {
            client_registration,
            registration_grant_types,
            registration_scopes,
            registration_most_clients,
            registration_most_per_hour,
            client_documents,
            client_document_hosts,
        } = settings;
        Self {
            mode: Some(Sent::of(client_registration)),
            grant_types: Some(registration_grant_types.iter().map(Sent::of).collect()),
            scopes: Some(registration_scopes.iter().map(Sent::of).collect()),
            most_clients: Some(registration_most_clients.get().into()),
            most_per_hour: Some(registration_most_per_hour.get().into()),
            documents: Some(Sent::of(client_documents)),
            document_hosts: Some(client_document_hosts.iter().map(str::to_owned).collect()),
        }
    }
}

impl ServerRegistration {
    /// Reads it at a place of the whole.
    pub(super) fn read(&self, at: &str, reading: &mut Reading) -> RegistrationSettings {
        let usual = RegistrationSettings::default();
        let grants = usual.registration_grant_types;
        RegistrationSettings {
            client_registration: reading.or(&format!("{at}/mode"), self.mode.as_ref(), usual.client_registration),
            registration_grant_types: reading.all(&format!("{at}/grant_types"), self.grant_types.as_ref(), grants),
            registration_scopes: reading.all(&format!("{at}/scopes"), self.scopes.as_ref(), usual.registration_scopes),
            registration_most_clients: limit(reading, &format!("{at}/most_clients"), self.most_clients, usual.registration_most_clients),
            registration_most_per_hour: limit(
                reading,
                &format!("{at}/most_per_hour"),
                self.most_per_hour,
                usual.registration_most_per_hour,
            ),
            client_documents: reading.or(&format!("{at}/documents"), self.documents.as_ref(), usual.client_documents),
            client_document_hosts: hosts(reading, &format!("{at}/document_hosts"), self.document_hosts.as_deref()),
        }
    }
}

fn hosts(reading: &mut Reading, pointer: &str, sent: Option<&[String]>) -> DocumentHosts {
    DocumentHosts::of(sent.unwrap_or_default().iter().map(String::as_str)).unwrap_or_else(|error| {
        reading.note(pointer, error);
        DocumentHosts::default()
    })
}

fn limit(reading: &mut Reading, pointer: &str, sent: Option<u64>, usual: RegistrationLimit) -> RegistrationLimit {
    let Some(sent) = sent else { return usual };
    // What is too large for the type is out of its bounds, too.
    let number = u16::try_from(sent).unwrap_or_default();
    RegistrationLimit::try_from(number).unwrap_or_else(|error| {
        reading.note(pointer, error);
        usual
    })
}
