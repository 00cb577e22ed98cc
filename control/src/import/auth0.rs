//! Files of an Auth0 tenant: what its Management API answers or its Deploy CLI writes of clients, resource servers and client grants, and exports of
//! users.

mod client;
mod service;
mod user;

use std::collections::HashSet;

use domain::{
    import::{ImportReport, Place, Reason, Source},
    problem::{JsonType, Problem},
    settings::{sign_in::SignInSettings, tokens::TokenSettings},
    wire::Misfit,
};
use serde_json::Value as Json;

use self::client::ClientGrant;
use super::{findings::Findings, members::Members, taken::Import, values::give_scope};

/// The files of a tenant, one after the other.
#[derive(Debug)]
pub struct Auth0Files {
    findings: Findings,
    import: Import,
    grants: Vec<ClientGrant>,
    /// The names of the clients that were read.
    names: HashSet<String>,
}

impl Default for Auth0Files {
    fn default() -> Self {
        let import = Import {
            source: Source::Auth0,
            name: None,
            tokens: TokenSettings::default(),
            sign_in: SignInSettings::default(),
            services: Vec::new(),
            clients: Vec::new(),
            users: Vec::new(),
            report: ImportReport::default(),
        };
        Self { findings: Findings::default(), import, grants: Vec::new(), names: HashSet::new() }
    }
}

impl Auth0Files {
    /// Reads a file, by its place among them.
    ///
    /// # Errors
    /// Values of another type than Auth0 writes, by their JSON pointers: the file is damaged, or of something else.
    pub fn read(&mut self, file: usize, json: &Json) -> Result<(), Vec<Misfit>> {
        self.findings.begin(file);
        match json {
            Json::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if let Some(members) = Members::of(item, format!("/{index}"), &mut self.findings) {
                        self.item(members);
                    }
                }
            }
            Json::Object(_) => self.object(json),
            _ => self.findings.wrong("", Problem::WrongType(JsonType::List)),
        }
        self.findings.check()
    }

    fn object(&mut self, json: &Json) {
        let Some(mut members) = Members::of(json, String::new(), &mut self.findings) else { return };
        // A single thing, as a line of a file of users is.
        if ["client_id", "identifier", "user_id", "_id", "email"].iter().any(|name| members.has(name)) {
            return self.item(members);
        }
        let lists = ["clients", "resource_servers", "resourceServers", "client_grants", "clientGrants", "users"];
        if !lists.iter().any(|name| members.has(name)) {
            self.findings.wrong("/clients", Problem::Missing);
        }
        for list in lists {
            for item in members.objects(list, &mut self.findings) {
                self.item(item);
            }
        }
        // Of a list that was asked for page by page.
        members.ignore(&["start", "limit", "total", "length", "next"]);
        members.leave_rest_out(Reason::Setting, &mut self.findings);
    }

    fn item(&mut self, members: Members<'_>) {
        let Self { findings, import, grants, names } = self;
        match () {
            () if members.has("client_id") && members.has("audience") => grants.extend(client::grant(members, findings)),
            () if members.has("client_id") => import.clients.extend(client::read(members, names, findings)),
            () if members.has("identifier") => import.services.extend(service::read(members, &import.services, findings)),
            () => import.users.extend(user::read(members, findings)),
        }
    }

    /// Returns what the files hold.
    pub fn done(self) -> Import {
        let Self { mut findings, mut import, grants, .. } = self;
        let known: HashSet<String> =
            import.services.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.to_string()).collect();
        for ClientGrant { at, client, scopes } in grants {
            let Some(client) = import.clients.iter_mut().find(|other| other.known_as == client) else {
                findings.report.leave_out(Reason::ClientScope, at, &client);
                continue;
            };
            for (pointer, scope) in scopes {
                if !give_scope(&mut client.settings, &scope, &known) {
                    findings.report.leave_out(Reason::ClientScope, Place { pointer, ..at.clone() }, &client.known_as);
                }
            }
        }
        for client in import.clients.iter().filter(|client| client.settings.client_type.has_users() && !known.is_empty()) {
            findings.report.leave_out(Reason::ApiScopes, client.at.clone(), &client.known_as);
        }
        Import { report: findings.report, ..import }
    }
}
