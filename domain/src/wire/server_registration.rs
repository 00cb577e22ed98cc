//! Who may register clients in a workspace (RFC 7591).

use serde_json::Value as Json;

use crate::{
    grant_type::GrantType,
    problem::Problem,
    published_client,
    scope::Scope,
    settings::{
        client_documents::{DocumentHosts, DocumentMode},
        pinned_documents::PinnedDocument,
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
        /// Documents that are kept here in place of those that are published at their addresses, their `client_id`; at most 20, each of at most
        /// 8,192 bytes. They are taken whatever the others are, and nothing is fetched for them.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        pub pinned_documents: Vec<Json>,
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
            pinned_client_documents,
        } = settings;
        Self {
            mode: Some(Sent::of(client_registration)),
            grant_types: Some(registration_grant_types.iter().map(Sent::of).collect()),
            scopes: Some(registration_scopes.iter().map(Sent::of).collect()),
            most_clients: Some(registration_most_clients.get().into()),
            most_per_hour: Some(registration_most_per_hour.get().into()),
            documents: Some(Sent::of(client_documents)),
            document_hosts: Some(client_document_hosts.iter().map(str::to_owned).collect()),
            pinned_documents: pinned_client_documents.iter().map(PinnedDocument::to_json).collect(),
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
            pinned_client_documents: pinned(reading, &format!("{at}/pinned_documents"), &self.pinned_documents),
        }
    }
}

fn hosts(reading: &mut Reading, pointer: &str, sent: Option<&[String]>) -> DocumentHosts {
    DocumentHosts::of(sent.unwrap_or_default().iter().map(String::as_str)).unwrap_or_else(|error| {
        reading.note(pointer, error);
        DocumentHosts::default()
    })
}

/// Reads documents at a place of the whole, by their addresses in alphabetical order. Each is there once.
fn pinned(reading: &mut Reading, at: &str, sent: &[Json]) -> Vec<PinnedDocument> {
    let mut read: Vec<PinnedDocument> = Vec::new();
    for (index, document) in sent.iter().enumerate() {
        let at = format!("{at}/{index}");
        let document = match PinnedDocument::of(document.clone()) {
            Ok(document) => document,
            Err(error) => {
                reading.note(at, error);
                continue;
            }
        };
        if let Err(error) = published_client::check(document.url(), document.members()) {
            reading.note(format!("{at}/{}", error.member), error);
        }
        if read.iter().any(|other| other.url() == document.url()) {
            reading.note(format!("{at}/client_id"), Problem::Duplicate);
        }
        read.push(document);
    }
    read.sort_by(|one, other| one.url().cmp(other.url()));
    read
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

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn documents_that_are_kept_are_read_with_every_problem_by_its_place() {
        let document = |name: &str, of: Json| {
            let address = format!("https://{name}.example.com/c.json");
            let mut document = json!({ "client_id": address, "redirect_uris": ["https://a.example.com/cb"] });
            document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
            document
        };
        let sent = [document("b", json!({})), document("a", json!({}))];
        let mut reading = Reading::default();
        let read = pinned(&mut reading, "/pinned_documents", &sent);
        assert_eq!(read.iter().map(|document| document.url().host()).collect::<Vec<_>>(), ["a.example.com", "b.example.com"]);
        assert_eq!(reading.done(Some(())), Ok(()));

        let wrong = [
            document("a", json!({ "client_id": "shop" })),
            document("a", json!({ "client_secret": "s3cret" })),
            document("a", json!({ "redirect_uris": ["no address"] })),
            json!([]),
        ];
        let mut reading = Reading::default();
        pinned(&mut reading, "/d", &wrong);
        let misfits = reading.done(Some(())).unwrap_err();
        let pointers: Vec<_> = misfits.iter().map(|misfit| misfit.pointer.as_str()).collect();
        assert_eq!(pointers, ["/d/0", "/d/1/client_secret", "/d/2/redirect_uris", "/d/2/client_id", "/d/3"]);
        assert_eq!(misfits[1].problem.sentence(), "client_secret: This is not taken from a document. Leave it out.");
    }
}
