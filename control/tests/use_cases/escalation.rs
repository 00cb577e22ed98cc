//! Nobody gets, by any detour, what they and those who help them did not hold.

use control::{Actor, Credential, Entry, Error, NewAdministrator, Operator, TypedApiClient, TypedApiToken};
use domain::{
    administrator::{Administrator, AdministratorStatus},
    api_client::ApiClient,
    client::{ClientSettings, ClientStatus, ClientType},
    client_secret::KEEP_PREVIOUS,
    clock::Clock,
    grants::{Grant, Grants, Level},
    id::{AssignmentId, ClientId, RoleId},
    name::Name,
    permission::{Action, Actions},
    role::{BuiltInRole, RoleRef},
    view::{LevelPath, NewWorkspace},
    workspace::WorkspacePath,
};
use engine::{
    keys::hash_secret,
    random::{Random, SeededRandom},
    storage::SecretHash,
};
use serde_json::json;

use crate::installation::{PASSWORD, TestControl, slug};

/// How many steps the walk takes. `cargo xtask prove` takes ten a trial.
fn steps() -> usize {
    std::env::var("REGRANT_TEST_STEPS").ok().and_then(|steps| steps.parse().ok()).unwrap_or(500)
}

/// Those who take no part.
const APART: [&str; 2] = ["owner@installation.example.com", "owner@acme.example.com"];
/// How many administrators the walk begins with.
const BEGIN: usize = 6;
/// How many it has at most.
const MOST: usize = 16;

struct Dice(SeededRandom);

impl Dice {
    fn below(&self, bound: usize) -> usize {
        let mut bytes = [0; 4];
        self.0.fill(&mut bytes);
        u32::from_le_bytes(bytes) as usize % bound
    }

    fn one_of<'a, T>(&self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }
}

/// A walk through an installation, by administrators who do whatever they can to hold more.
struct Walk {
    installation: TestControl,
    dice: Dice,
    /// Every level that there is.
    places: Vec<LevelPath>,
    emails: Vec<String>,
    /// What those who began had: a role and its place.
    first: Vec<(RoleRef, usize)>,
    recruits: Actions,
    roles: Vec<RoleId>,
    assignments: Vec<AssignmentId>,
    invitations: Vec<String>,
    /// API clients that they can act as: they know the secret.
    known: Vec<ClientId>,
    /// What all of them held together at the beginning.
    hull: Grants,
    done: usize,
}

impl Walk {
    /// Begins with administrators of a few roles, and none of the whole installation.
    async fn begin(seed: u64) -> Self {
        let installation = TestControl::new().await;
        let boss = installation.operator();
        boss.create_tenant("globex", "Globex").await.unwrap();
        boss.create_workspace(&slug("globex"), NewWorkspace { name: "Main".to_owned(), slug: "main".to_owned() }).await.unwrap();
        boss.create_workspace(&slug("acme"), NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() }).await.unwrap();
        let client = installation.client("Shop", ClientType::ServerSideWeb).await.id;
        let at = |tenant: &str, workspace: Option<&str>, client| LevelPath {
            tenant: Some(slug(tenant)),
            workspace: workspace.map(slug),
            client,
        };
        let places = vec![
            LevelPath::default(),
            at("acme", None, None),
            at("acme", Some("main"), None),
            at("acme", Some("main"), Some(client)),
            at("acme", Some("second"), None),
            at("globex", None, None),
            at("globex", Some("main"), None),
        ];
        let mut walk = Self {
            dice: Dice(SeededRandom::new(seed)),
            installation,
            places,
            emails: Vec::new(),
            first: Vec::new(),
            recruits: Actions::NONE,
            roles: Vec::new(),
            assignments: Vec::new(),
            invitations: Vec::new(),
            known: Vec::new(),
            hull: Grants::default(),
            done: 0,
        };
        // Those who do not take part hold more, so that there is something to gain.
        walk.installation.operator_as(BuiltInRole::Owner, None).await;
        walk.installation.operator_as(BuiltInRole::Owner, Some(&walk.installation.acme)).await;
        let first: [(usize, BuiltInRole); BEGIN - 1] = [
            (2, BuiltInRole::Owner),
            (1, BuiltInRole::Manager),
            (6, BuiltInRole::Owner),
            (3, BuiltInRole::Owner),
            (5, BuiltInRole::Auditor),
        ];
        for (nth, (place, role)) in first.into_iter().enumerate() {
            let email = format!("first{nth}@example.com");
            let boss = walk.installation.operator();
            let invitation = boss.invite(&email, RoleRef::BuiltIn(role), &walk.places[place]).await.unwrap();
            walk.installation.control.accept_as_new(invitation.token.expose(), "First", PASSWORD).await.unwrap();
            walk.emails.push(email);
            walk.first.push((RoleRef::BuiltIn(role), place));
        }
        // An API client of those who take no part, which may do everything in the tenant, and another that may do little.
        for role in [BuiltInRole::Owner, BuiltInRole::Support] {
            let typed = TypedApiClient { name: role.label().to_owned(), role: RoleRef::BuiltIn(role), at: walk.places[1].clone() };
            walk.installation.operator().create_api_client(&slug("acme"), typed).await.unwrap();
        }
        walk.places.push(at("acme", Some("system"), None));
        // Somebody may give roles and work on accounts, and holds nothing else to give.
        let boss = walk.installation.operator();
        let recruits: Actions = BuiltInRole::Owner.actions().iter().filter(|action| action.group() == "Administrators").collect();
        let recruiter = boss.create_role(Some(&slug("acme")), "Recruiter", recruits).await.unwrap();
        let invitation = boss.invite("recruiter@example.com", RoleRef::Own(recruiter.id), &walk.places[1]).await.unwrap();
        walk.installation.control.accept_as_new(invitation.token.expose(), "Recruiter", PASSWORD).await.unwrap();
        walk.emails.push("recruiter@example.com".to_owned());
        walk.roles.push(recruiter.id);
        walk.first.push((RoleRef::Own(recruiter.id), 1));
        walk.recruits = recruits;
        let mut all = Vec::new();
        for email in &walk.emails {
            all.extend(walk.found(email).await.unwrap().grants.iter());
        }
        walk.hull = Grants::new(all);
        walk
    }

    async fn found(&self, email: &str) -> Option<Administrator> {
        let all = self.installation.store.store().administrators().list().await.unwrap();
        all.into_iter().find(|one| one.email.as_str() == email)
    }

    /// One of them, at the console or by an API token that they make for themselves; or an API client whose secret they know.
    async fn somebody(&self) -> Option<Operator> {
        if !self.known.is_empty() && self.dice.below(5) == 0 {
            let scope = if self.dice.below(2) == 0 { Actions::all() } else { self.actions() };
            return self.installation.api_client(*self.dice.one_of(&self.known), scope).await;
        }
        // Those who began have the most to do it with.
        let among = if self.dice.below(2) == 0 { BEGIN } else { self.emails.len() };
        let administrator = self.found(&self.emails[self.dice.below(among)]).await?;
        if administrator.status != AdministratorStatus::Active {
            return None;
        }
        let email = administrator.email.to_string();
        let hash: SecretHash = hash_secret("console-session", &format!("{email}{}", self.done));
        let until = self.installation.clock.now().plus_seconds(3600);
        let sessions = self.installation.store.store().console_sessions();
        sessions.insert(hash, Some(administrator.id), json!({}), until).await.unwrap();
        let own = self.installation.control.acting_as(Actor::administrator(administrator, Credential::Session(hash)));
        if self.dice.below(4) > 0 {
            return Some(own);
        }
        let scope = (self.dice.below(2) > 0).then(|| self.actions());
        let typed = TypedApiToken { email, name: "walk".to_owned(), ttl: "1h".to_owned(), scope };
        let token = own.create_api_token(typed).await.ok()?;
        let actor = self.installation.control.find_by_api_token(token.value.expose()).await.unwrap()?;
        Some(self.installation.control.acting_as(actor))
    }

    fn actions(&self) -> Actions {
        match self.dice.below(4) {
            0 => Actions::all(),
            1 => self.dice.one_of(BuiltInRole::ALL).actions(),
            2 => Action::ALL.iter().copied().filter(|action| action.group() == "Administrators" && self.dice.below(2) == 0).collect(),
            _ => (0..4).map(|_| *self.dice.one_of(Action::ALL)).collect(),
        }
    }

    fn role(&self) -> RoleRef {
        if self.roles.is_empty() || self.dice.below(2) == 0 {
            RoleRef::BuiltIn(*self.dice.one_of(BuiltInRole::ALL))
        } else {
            RoleRef::Own(*self.dice.one_of(&self.roles))
        }
    }

    /// Most tries are about a place that whoever tries sees.
    async fn place(&self, operator: &Operator) -> LevelPath {
        for _ in 0..4 {
            let place = self.dice.one_of(&self.places);
            if operator.level(place).await.is_ok_and(|level| operator.actor().may_within(Action::SeeAdministrators, level)) {
                return place.clone();
            }
        }
        self.dice.one_of(&self.places).clone()
    }

    /// Somebody tries something. Returns whether it was done.
    async fn step(&mut self) -> Result<(), Error> {
        let Some(operator) = self.somebody().await else { return Err(Error::NotFound) };
        let place = self.place(&operator).await;
        let email = self.dice.one_of::<String>(&self.emails).clone();
        // Most tries are about somebody whom whoever tries sees.
        let seen = operator.list_administrators(&LevelPath::default()).await.unwrap_or_default();
        let target = match self.dice.below(10) {
            0 => (*self.dice.one_of(&APART)).to_owned(),
            1 => email,
            _ if seen.is_empty() => email,
            _ => self.dice.one_of(&seen).email.to_string(),
        };
        match self.dice.below(13) {
            0 if self.emails.len() < MOST => {
                let email = format!("new{}@example.com", self.emails.len());
                let role = *self.dice.one_of(BuiltInRole::ALL);
                let new = NewAdministrator { email: email.clone(), name: "New".to_owned(), tenant: place.tenant, role };
                operator.create_administrator(new).await?;
                self.emails.push(email);
            }
            1 => drop(operator.assign_role(&target, self.role(), &place).await?),
            2 => {
                let invited = format!("new{}@example.com", self.emails.len());
                let email = if self.emails.len() >= MOST || self.dice.below(2) == 0 { target } else { invited };
                let invitation = operator.invite(&email, self.role(), &place).await?;
                self.invitations.push(invitation.token.expose().clone());
            }
            3 if !self.invitations.is_empty() => {
                let token = self.invitations.swap_remove(self.dice.below(self.invitations.len()));
                let offer = self.installation.control.peek_invitation(&token).await?.ok_or(Error::NotFound)?;
                if offer.known {
                    operator.accept_invitation(&token).await?;
                } else {
                    let accepted = self.installation.control.accept_as_new(&token, "New", PASSWORD).await;
                    let administrator = accepted.map_err(|_| Error::NotFound)?;
                    self.emails.push(administrator.email.to_string());
                }
            }
            4 => {
                let name = format!("Role {}", self.done);
                self.roles.push(operator.create_role(place.tenant.as_ref(), &name, self.actions()).await?.id);
            }
            5 if !self.roles.is_empty() => {
                let id = *self.dice.one_of(&self.roles);
                let all = operator.list_roles(place.tenant.as_ref()).await?;
                let role = all.into_iter().find(|role| role.role == RoleRef::Own(id)).ok_or(Error::NotFound)?;
                operator.set_role(id, role.version.unwrap(), &role.name, self.actions()).await?;
            }
            6 => {
                // Whoever has the link of somebody's one-time sign-in is that person.
                let link = operator.create_one_time_sign_in(&target).await?;
                let became = self.installation.control.use_one_time_sign_in(link.token.expose(), None).await;
                let Entry::SignedIn(became) = became.map_err(|_| Error::NotFound)? else { panic!("nobody has a second factor") };
                assert!(self.hull.cover(&became.grants), "whoever uses the link holds {:?}", became.grants);
            }
            7 => {
                let scope = (self.dice.below(2) > 0).then(|| self.actions());
                let typed = TypedApiToken { email: target, name: "theirs".to_owned(), ttl: "1h".to_owned(), scope };
                let token = operator.create_api_token(typed).await?;
                let found = self.installation.control.find_by_api_token(token.value.expose()).await?;
                if let Some(Actor::Administrator(administrator, _)) = found {
                    assert!(self.hull.cover(&administrator.grants), "an API token of {administrator:?}");
                }
            }
            8 => {
                for one in operator.list_administrators(&place).await? {
                    self.assignments.extend(one.assignments.iter().map(|at| at.id));
                }
                // Roles are given more often than taken, so that there is always something to try.
                if !self.assignments.is_empty() && self.dice.below(4) == 0 {
                    operator.withdraw_role(*self.dice.one_of(&self.assignments)).await?;
                }
            }
            9 | 10 => {
                let tenant = place.tenant.clone().unwrap_or_else(|| slug("acme"));
                let typed = TypedApiClient { name: format!("Client {}", self.done), role: self.role(), at: place };
                let created = operator.create_api_client(&tenant, typed).await?.client.client;
                assert!(self.hull.cover(&created.grants), "an API client {created:?}");
                self.known.push(created.id);
            }
            11 => {
                let became = self.change_api_client(&operator).await?;
                self.known.push(became);
            }
            _ => {
                let active = self.dice.below(8) > 0;
                let status = if active { AdministratorStatus::Active } else { AdministratorStatus::Disabled };
                operator.set_administrator_status(&target, status).await?;
            }
        }
        Ok(())
    }

    /// Somebody tries to get hold of an API client. Returns which one, where they did.
    async fn change_api_client(&self, operator: &Operator) -> Result<ClientId, Error> {
        let home = WorkspacePath::new(slug("acme"), slug("system"));
        let all = self.installation.operator().list_api_clients(&home.tenant).await?;
        let ApiClient { id, grants, .. } = self.dice.one_of(&all).client.clone();
        let client = self.installation.operator().load_client(&home, id).await?.client;
        match self.dice.below(4) {
            0 => drop(operator.rotate_client_secret(&home, id, client.version, KEEP_PREVIOUS).await?),
            1 => {
                let settings = ClientSettings { name: Name::parse(&format!("Changed {}", self.done)).unwrap(), ..client.settings };
                operator.set_client(&home, id, client.version, settings).await?;
            }
            2 => {
                // Somebody else disabled it.
                let (boss, off) = (self.installation.operator(), ClientStatus::Inactive);
                let client = boss.set_client_status(&home, id, client.version, off).await?;
                let enabled = operator.set_client_status(&home, id, client.version, ClientStatus::Active).await;
                if enabled.is_err() {
                    boss.set_client_status(&home, id, client.version, ClientStatus::Active).await?;
                }
                enabled?;
            }
            _ => {
                // What is changed for all of the workspace is changed for each of its clients.
                let workspace = self.installation.operator().load_workspace(&home).await?;
                let name = format!("System {}", self.done);
                operator.rename_workspace(&home, workspace.version, &name).await?;
            }
        }
        assert!(self.hull.cover(&grants), "whoever changes the API client could hold {grants:?}");
        Ok(id)
    }

    /// Gives those who began back what they had.
    async fn recover(&self) {
        let boss = self.installation.operator();
        let role = boss.list_roles(Some(&slug("acme"))).await.unwrap().into_iter().find(|role| role.role == self.first[BEGIN - 1].0);
        let Some(role) = role else { panic!("nobody deletes a role") };
        let RoleRef::Own(id) = role.role else { panic!("it is not built in") };
        boss.set_role(id, role.version.unwrap(), "Recruiter", self.recruits).await.unwrap();
        for (email, (role, place)) in self.emails.iter().zip(&self.first) {
            boss.set_administrator_status(email, AdministratorStatus::Active).await.unwrap();
            boss.assign_role(email, *role, &self.places[*place]).await.unwrap();
        }
    }

    /// Nobody among them holds more than all of them held at first.
    async fn check(&self) {
        for one in self.installation.store.store().administrators().list().await.unwrap() {
            let apart = APART.contains(&one.email.as_str());
            assert!(apart || self.hull.cover(&one.grants), "after {} steps {} holds {:?}", self.done, one.email, one.grants);
        }
        for id in &self.known {
            let Some(client) = self.installation.store.store().api_clients().find(*id).await.unwrap() else { continue };
            assert!(self.hull.cover(&client.grants), "after {} steps {client:?}", self.done);
        }
    }
}

#[tokio::test]
async fn a_walk_of_grants_never_leaves_what_was_held_at_first() {
    let mut walk = Walk::begin(7).await;
    let mut done = 0;
    for nth in 0..steps() {
        if nth % 50 == 49 {
            walk.recover().await;
        }
        let outcome = Box::pin(walk.step()).await;
        walk.done += 1;
        match outcome {
            Ok(()) => {
                done += 1;
                walk.check().await;
            }
            Err(Error::Internal(cause)) => panic!("step {}: {cause}", walk.done),
            Err(_) => {}
        }
        walk.installation.clock.advance_seconds(1);
    }
    // A walk in which nothing can be done proves nothing.
    assert!(done * 20 > steps(), "{done} of {} steps were done", steps());
    println!(
        "proved | walk of grants | SQLite | {} | nobody left what was held at first; {done} steps were done, by {} administrators and {} API clients",
        steps(),
        walk.emails.len(),
        walk.known.len()
    );
    let acme = Grants::new([Grant { level: Level::Tenant(walk.installation.acme.id), actions: Actions::all() }]);
    for (email, grants) in APART.into_iter().zip([Grants::everything(), acme]) {
        // They may have been given something beside it.
        let apart = walk.found(email).await.unwrap();
        assert!(apart.status == AdministratorStatus::Active && apart.grants.cover(&grants), "{apart:?}");
    }
}

#[tokio::test]
async fn an_invitation_is_void_once_the_one_who_sent_it_could_not_send_it() {
    let installation = TestControl::new().await;
    let acme = LevelPath { tenant: Some(slug("acme")), ..LevelPath::default() };
    let ada = installation.operator_as(BuiltInRole::Owner, Some(&installation.acme)).await;
    let token = ada.invite("grace@example.com", RoleRef::BuiltIn(BuiltInRole::Owner), &acme).await.unwrap().token;
    assert!(installation.control.peek_invitation(token.expose()).await.unwrap().is_some());

    let boss = installation.operator();
    let email = "Owner@acme.example.com";
    let assignments = boss.list_administrators(&acme).await.unwrap().remove(0).assignments;
    boss.withdraw_role(assignments[0].id).await.unwrap();
    let refused = installation.control.accept_as_new(token.expose(), "Grace", PASSWORD).await;
    assert!(refused.is_err(), "{refused:?}");

    // Whoever gets the role back can stand for the invitation again.
    boss.assign_role(email, RoleRef::BuiltIn(BuiltInRole::Owner), &acme).await.unwrap();
    let grace = installation.control.accept_as_new(token.expose(), "Grace", PASSWORD).await.unwrap();
    assert!(grace.grants.may(Action::AssignRole, Level::Tenant(installation.acme.id)));
    assert!(installation.control.accept_as_new(token.expose(), "Grace", PASSWORD).await.is_err(), "it is accepted once");
}

#[tokio::test]
async fn an_api_token_does_what_its_scope_allows_and_makes_no_other() {
    let installation = TestControl::new().await;
    installation.operator_as(BuiltInRole::Owner, Some(&installation.acme)).await;
    let email = "Owner@acme.example.com";
    let narrow = installation.by_token(email, Some(BuiltInRole::Auditor.actions())).await;
    let narrow = installation.control.acting_as(narrow);
    assert!(narrow.list_clients(&installation.path, "", None).await.is_ok());
    assert!(matches!(narrow.create_client(&installation.path, "Shop", ClientType::Service).await, Err(Error::Forbidden(_))));
    let wide = TypedApiToken { email: email.to_owned(), name: "wide".to_owned(), ttl: "1y".to_owned(), scope: None };
    assert!(matches!(narrow.create_api_token(wide.clone()).await, Err(Error::Forbidden(_))));
    // One that may do everything still makes none in its own name that outlives it, unless its scope says so.
    let all_but = Actions::all().without([Action::CreateApiToken].into_iter().collect());
    let most = installation.control.acting_as(installation.by_token(email, Some(all_but)).await);
    assert!(matches!(most.create_api_token(wide).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_change_of_a_role_holds_for_whoever_has_it_from_the_next_write_on() {
    let installation = TestControl::new().await;
    let (boss, acme) = (installation.operator(), LevelPath { tenant: Some(slug("acme")), ..LevelPath::default() });
    let actions: Actions = [Action::SeeWorkspaces, Action::SeeClients, Action::CreateClient].into_iter().collect();
    let role = boss.create_role(Some(&slug("acme")), "Makers", actions).await.unwrap();
    let invitation = boss.invite("ada@example.com", RoleRef::Own(role.id), &acme).await.unwrap();
    installation.control.accept_as_new(invitation.token.expose(), "Ada", PASSWORD).await.unwrap();
    let ada = installation.control.acting_as(installation.by_token("ada@example.com", None).await);
    ada.create_client(&installation.path, "One", ClientType::Service).await.unwrap();

    let fewer = actions.without([Action::CreateClient].into_iter().collect());
    let role = boss.set_role(role.id, role.version, "Makers", fewer).await.unwrap();
    // Who was recognised before the change does not write after it.
    let late = ada.create_client(&installation.path, "Two", ClientType::Service).await;
    assert!(matches!(late, Err(Error::SignedOut)), "{late:?}");
    let again = installation.control.acting_as(installation.by_token("ada@example.com", None).await);
    let refused = again.create_client(&installation.path, "Two", ClientType::Service).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");

    boss.delete_role(role.id).await.unwrap();
    let nothing = installation.control.acting_as(installation.by_token("ada@example.com", None).await);
    assert!(matches!(nothing.list_clients(&installation.path, "", None).await, Err(Error::NotFound)));
}

#[tokio::test]
async fn a_role_of_a_part_shows_that_part_alone() {
    let installation = TestControl::new().await;
    let boss = installation.operator();
    boss.create_workspace(&slug("acme"), NewWorkspace { name: "Second".to_owned(), slug: "second".to_owned() }).await.unwrap();
    boss.create_tenant("globex", "Globex").await.unwrap();
    let shop = installation.client("Shop", ClientType::ServerSideWeb).await.id;
    installation.client("Other", ClientType::ServerSideWeb).await;
    let at = LevelPath { tenant: Some(slug("acme")), workspace: Some(slug("main")), client: Some(shop) };
    let invitation = boss.invite("ada@example.com", RoleRef::BuiltIn(BuiltInRole::Manager), &at).await.unwrap();
    installation.control.accept_as_new(invitation.token.expose(), "Ada", PASSWORD).await.unwrap();
    let ada = installation.control.acting_as(installation.by_token("ada@example.com", None).await);

    assert_eq!(ada.list_tenants().await.unwrap(), std::slice::from_ref(&installation.acme));
    let workspaces = ada.list_workspaces(&slug("acme"), "", None).await.unwrap().items;
    assert_eq!(workspaces.iter().map(|one| one.slug.as_str()).collect::<Vec<_>>(), ["main"]);
    let clients = ada.list_clients(&installation.path, "", None).await.unwrap().items;
    assert_eq!(clients.iter().map(|one| one.id).collect::<Vec<_>>(), [shop]);
    assert!(matches!(ada.load_workspace(&installation.path).await, Err(Error::Forbidden(_))));
    assert!(ada.load_client(&installation.path, shop).await.is_ok());
}
