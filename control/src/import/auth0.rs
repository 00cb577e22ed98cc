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

use self::{client::ClientGrant, service::TakenNames};
use super::{
    findings::Findings,
    members::Members,
    taken::{Import, TakenClient},
    values::give_scope,
};

/// The files of a tenant, one after the other.
#[derive(Debug)]
pub struct Auth0Files {
    findings: Findings,
    import: Import,
    grants: Vec<ClientGrant>,
    /// The names of the clients that were read.
    names: HashSet<String>,
    /// What the services that were read have.
    taken: TakenNames,
}

/// What a thing in a file is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Client,
    Service,
    Grant,
    User,
}

impl Kind {
    /// The lists in which things stand: with the API's names, and with those of the Deploy CLI.
    const LISTS: [(&str, Self); 6] = [
        ("clients", Self::Client),
        ("resource_servers", Self::Service),
        ("resourceServers", Self::Service),
        ("client_grants", Self::Grant),
        ("clientGrants", Self::Grant),
        ("users", Self::User),
    ];

    /// Returns what something is that stands by itself, or in a list without a name. The Deploy CLI leaves `client_id` out.
    fn of(members: &Members<'_>) -> Option<Self> {
        let has = |names: &[&str]| names.iter().any(|name| members.has(name));
        match () {
            () if has(&["client_id"]) && has(&["audience"]) => Some(Self::Grant),
            () if has(&["client_id", "app_type", "callbacks", "grant_types"]) => Some(Self::Client),
            () if has(&["identifier"]) => Some(Self::Service),
            () if has(&["user_id", "_id", "email", "username"]) => Some(Self::User),
            () => None,
        }
    }
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
        Self { findings: Findings::default(), import, grants: Vec::new(), names: HashSet::new(), taken: TakenNames::default() }
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
                        self.item(Kind::of(&members).unwrap_or(Kind::User), members);
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
        if members.has("realm") || members.has("clientScopes") {
            return self.findings.wrong("", Problem::ExportOf(Source::Keycloak));
        }
        // A single thing, as a line of a file of users is.
        if let Some(kind) = Kind::of(&members) {
            return self.item(kind, members);
        }
        if !Kind::LISTS.iter().any(|(list, _)| members.has(list)) {
            self.findings.wrong("/clients", Problem::Missing);
        }
        for (list, kind) in Kind::LISTS {
            for item in members.objects(list, &mut self.findings) {
                self.item(kind, item);
            }
        }
        // Of a list that was asked for page by page.
        members.ignore(&["start", "limit", "total", "length", "next"]);
        members.leave_rest_out(Reason::Setting, &mut self.findings);
    }

    fn item(&mut self, kind: Kind, members: Members<'_>) {
        let Self { findings, import, grants, names, taken } = self;
        match kind {
            Kind::Grant => grants.extend(client::grant(members, findings)),
            Kind::Client => import.clients.extend(client::read(members, names, findings)),
            Kind::Service => import.services.extend(service::read(members, taken, findings)),
            Kind::User => import.users.extend(user::read(members, findings)),
        }
    }

    /// Returns what the files hold.
    pub fn done(self) -> Import {
        let Self { mut findings, mut import, grants, .. } = self;
        let known: HashSet<String> =
            import.services.iter().flat_map(|service| &service.scopes).map(|scope| scope.scope.to_string()).collect();
        for ClientGrant { at, client, scopes } in grants {
            // The Deploy CLI names a client by its name.
            let same = |other: &&mut TakenClient| other.known_as == client || other.settings.name.as_str() == client;
            let Some(client) = import.clients.iter_mut().find(same) else {
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
