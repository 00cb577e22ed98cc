//! The export of a Keycloak realm: `kc.sh export`, in one file or with the users in files of their own, or of the admin console.

mod client;
mod client_certificate;
mod client_keys;
mod credential;
mod realm;
mod request_objects;
mod scope;
mod user;

use std::collections::HashSet;

use domain::{
    import::{ImportReport, Reason, Source},
    problem::Problem,
    settings::{sign_in::SignInSettings, tokens::TokenSettings},
    wire::Misfit,
};
use serde_json::Value as Json;

use self::client::Realm;
use super::{findings::Findings, members::Members, taken::Import};

/// The files of a realm, one after the other.
#[derive(Debug)]
pub struct KeycloakFiles {
    findings: Findings,
    import: Import,
    /// The names of the clients that were read.
    names: HashSet<String>,
}

impl Default for KeycloakFiles {
    fn default() -> Self {
        let import = Import {
            source: Source::Keycloak,
            name: None,
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            services: Vec::new(),
            clients: Vec::new(),
            users: Vec::new(),
            report: ImportReport::default(),
        };
        Self { findings: Findings::default(), import, names: HashSet::new() }
    }
}

impl KeycloakFiles {
    /// Reads a file, by its place among them.
    ///
    /// # Errors
    /// Values of another type than Keycloak writes, by their JSON pointers: the file is damaged, or of something else.
    pub fn read(&mut self, file: usize, json: &Json) -> Result<(), Vec<Misfit>> {
        let Self { findings, import, names } = self;
        findings.begin(file);
        if let Some(mut members) = Members::of(json, String::new(), findings) {
            if ["resource_servers", "resourceServers", "client_grants", "clientGrants"].iter().any(|name| members.has(name)) {
                findings.wrong("", Problem::ExportOf(Source::Auth0));
                return findings.check();
            }
            // A file of users has nothing but them and the name of the realm.
            let is_realm = ["clients", "clientScopes", "enabled", "accessTokenLifespan"].iter().any(|name| members.has(name));
            if !is_realm && !members.has("users") {
                findings.wrong("/clients", Problem::Missing);
            }
            for user in members.objects("users", findings) {
                import.users.extend(user::read(user, findings));
            }
            if is_realm {
                let scopes = members.objects("clientScopes", findings);
                let service = scope::read(scopes, &members.at, findings);
                let known = service.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.to_string()).collect();
                import.services.extend(service);
                let mut list = |name| members.texts(name, findings).into_iter().map(|(_, scope)| scope.to_owned()).collect();
                let usual = [list("defaultDefaultClientScopes"), list("defaultOptionalClientScopes")];
                let clients = members.objects("clients", findings);
                realm::read(members, import, findings);
                let realm = Realm { known, usual };
                for client in clients {
                    import.clients.extend(client::read(client, &realm, names, findings));
                }
            } else {
                members.ignore(&["realm"]);
                members.leave_rest_out(Reason::Setting, findings);
            }
        }
        findings.check()
    }

    /// Returns what the files hold.
    pub fn done(self) -> Import {
        Import { report: self.findings.report, ..self.import }
    }
}
