//! Refresh tokens that are selected one by one, and switches that pause them.

use std::collections::BTreeSet;

use control::{Error, MOST_SELECTED, Sessions};
use domain::{
    audit::AuditAction,
    audit_group::AuditGroup,
    client::{ClientStatus, ClientType},
    clock::Clock as _,
    family::FamilyState,
    grant_type::GrantType,
    id::FamilyId,
    impact::Paused,
    permission::Extent,
    problem::Problem,
    role::BuiltInRole,
    scope::{OFFLINE_ACCESS, Scope},
    settings::authorization::AuthorizationSettings,
    view::AuditFilter,
};

use crate::installation::{TestControl, on_both_databases};

impl TestControl {
    async fn state(&self, id: FamilyId) -> FamilyState {
        self.family_summary(id).await.state(self.clock.now())
    }

    /// How many lines say that a refresh token was revoked.
    async fn revocations(&self) -> usize {
        self.trail().await.iter().filter(|event| event.action == AuditAction::FamilyRevoked).count()
    }
}

on_both_databases! {
    async fn what_is_selected_is_revoked_each_with_its_line_and_nothing_else(installation) {
        let (shop, page) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Page", ClientType::SinglePage).await);
        let user = installation.user("alice").await;
        let mut families = Vec::new();
        for client in [&shop, &shop, &page, &page] {
            families.push(installation.family(client, &user).await);
        }
        let (operator, path) = (installation.operator(), &installation.path);
        let selected = [families[0], families[2], families[0]];
        let shown = operator.load_selected_families(path, &selected).await.unwrap();
        assert_eq!(shown.iter().map(|family| family.id).collect::<Vec<_>>(), [families[0], families[2]], "each once");
        assert_eq!(operator.revoke_selected_families(path, &selected, Sessions::Stay).await.unwrap(), 2);
        let mut states = Vec::new();
        for family in &families {
            states.push(installation.state(*family).await);
        }
        assert_eq!(states, [FamilyState::Revoked, FamilyState::Live, FamilyState::Revoked, FamilyState::Live]);
        let lines: BTreeSet<String> =
            installation.trail().await.into_iter().filter(|event| event.action == AuditAction::FamilyRevoked).map(|event| event.target_id).collect();
        assert_eq!(lines, selected.iter().map(ToString::to_string).collect());
        assert_eq!(operator.revoke_selected_families(path, &selected, Sessions::Stay).await.unwrap(), 0, "what has ended stays as it is");
        assert_eq!(installation.revocations().await, 2);
    }

    async fn a_selection_is_revoked_as_a_whole_or_not_at_all(installation) {
        let (mine, other) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Page", ClientType::SinglePage).await);
        let user = installation.user("alice").await;
        let (own, foreign) = (installation.family(&mine, &user).await, installation.family(&other, &user).await);
        let (operator, path) = (installation.operator(), &installation.path);
        let unknown = FamilyId::new(installation.clock.now(), installation.bytes());
        assert!(matches!(operator.revoke_selected_families(path, &[own, unknown], Sessions::Stay).await, Err(Error::NotFound)));
        let refused = |result: Result<u64, Error>, wanted: Problem| {
            assert!(matches!(&result, Err(Error::Invalid(problems)) if problems[0].problem == wanted), "{result:?}");
        };
        refused(operator.revoke_selected_families(path, &[], Sessions::Stay).await, Problem::NothingChosen);
        let many = vec![own; MOST_SELECTED + 1];
        refused(operator.revoke_selected_families(path, &many, Sessions::Stay).await, Problem::TooMany { most: 100 });

        // Somebody of one client, with a token of another among those that they name.
        let manager = installation.operator_at(BuiltInRole::Support, Extent::Client).await;
        let at = manager.load_selected_families(path, &[foreign]).await;
        assert!(matches!(at, Err(Error::NotFound | Error::Forbidden(_))), "{at:?}");
        let theirs = manager.list_clients(path, "", None).await.unwrap().items.remove(0);
        let allowed = installation.family(&theirs, &user).await;
        for mixed in [[foreign, allowed], [allowed, own]] {
            let mixed = manager.revoke_selected_families(path, &mixed, Sessions::Stay).await;
            assert!(matches!(mixed, Err(Error::NotFound | Error::Forbidden(_))), "{mixed:?}");
        }
        for family in [own, foreign, allowed] {
            assert_eq!(installation.state(family).await, FamilyState::Live);
        }
        assert_eq!(installation.revocations().await, 0);
        assert_eq!(manager.revoke_selected_families(path, &[allowed], Sessions::End).await.unwrap(), 1);
    }

    async fn a_switch_says_what_it_pauses_before_it_is_turned_off(installation) {
        let (shop, page) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Page", ClientType::SinglePage).await);
        let user = installation.user("alice").await;
        for client in [&shop, &shop, &page] {
            let family = installation.family_with(client, &user, |family| {
                family.authorization.scopes = "openid offline_access".parse().unwrap();
            });
            family.await;
        }
        let (operator, path) = (installation.operator(), &installation.path);
        let without = AuthorizationSettings { grant_types: [GrantType::AuthorizationCode].into(), ..AuthorizationSettings::default() };
        let told = |paused: &Paused| paused.clients.iter().map(|client| (client.client_name.clone(), client.tokens)).collect::<Vec<_>>();
        let paused = operator.preview_workspace_pauses(path, &without).await.unwrap();
        assert_eq!((paused.tokens, paused.client_count), (3, 2));
        assert_eq!(told(&paused), [("Shop".to_owned(), 2), ("Page".to_owned(), 1)], "the most affected first");
        let workspace = operator.load_workspace(path).await.unwrap();
        assert!(operator.preview_workspace_pauses(path, &workspace.authorization).await.unwrap().is_none(), "nothing is turned off");

        let mut settings = shop.settings.clone();
        assert!(operator.preview_client_pauses(path, shop.id, &settings).await.unwrap().is_none());
        settings.grant_types.remove(&GrantType::RefreshToken);
        assert_eq!(operator.preview_client_pauses(path, shop.id, &settings).await.unwrap().tokens, 2);
        let mut before = shop.settings.clone();
        before.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
        let shop = operator.set_client(path, shop.id, shop.version, before).await.unwrap().client;
        let mut settings = shop.settings.clone();
        settings.scopes = settings.scopes.iter().filter(|scope| scope.as_str() != OFFLINE_ACCESS).cloned().collect();
        assert_eq!(operator.preview_client_pauses(path, shop.id, &settings).await.unwrap().tokens, 2, "those of offline access");

        // A client that is refused anyway has nothing more to lose.
        operator.set_client_status(path, page.id, page.version, ClientStatus::Inactive).await.unwrap();
        assert_eq!(operator.preview_workspace_pauses(path, &without).await.unwrap().client_count, 1);
        let saved = operator.set_authorization_settings(path, workspace.version, without.clone()).await.unwrap();
        assert!(operator.preview_workspace_pauses(path, &without).await.unwrap().is_none(), "they are paused already");
        assert_eq!(operator.paused_clients(path, None, &[shop.id, page.id]).await.unwrap(), [shop.id, page.id]);
        let overview = operator.load_overview(path, control::Counting::Bounded).await.unwrap();
        assert_eq!((overview.paused, overview.live_families), (true, 2));
        operator.set_authorization_settings(path, saved.version, workspace.authorization).await.unwrap();
        assert!(!operator.load_overview(path, control::Counting::Bounded).await.unwrap().paused);
        let paused = operator.paused_clients(path, None, &[shop.id, page.id]).await.unwrap();
        assert_eq!(paused, [page.id], "a client that is disabled is refused, too");
    }

    async fn a_log_is_found_by_its_tabs_and_by_a_part_of_a_name(installation) {
        installation.client("Shop", ClientType::ServerSideWeb).await;
        installation.user("alice@example.com").await;
        let operator = installation.operator();
        let found = async |filter: AuditFilter| {
            let page = operator.list_audit_events(&installation.path.tenant, Some(&installation.path.workspace), filter, None).await.unwrap();
            page.items.into_iter().map(|event| event.action).collect::<Vec<_>>()
        };
        let of_group = |group| AuditFilter { group: Some(group), ..AuditFilter::default() };
        let changes = found(of_group(AuditGroup::Changes)).await;
        assert!(changes.contains(&AuditAction::ClientCreated) && changes.contains(&AuditAction::UserCreated), "{changes:?}");
        assert_eq!(found(of_group(AuditGroup::SignIns)).await, []);
        let named = |text: &str| AuditFilter { text: Some(text.to_owned()), ..AuditFilter::default() };
        assert_eq!(found(named("ALICE@EX")).await, [AuditAction::UserCreated], "a part, in any case");
        assert_eq!(found(AuditFilter { group: Some(AuditGroup::Security), ..named("alice") }).await, []);
        assert_eq!(found(named("nobody")).await, []);
        assert!(found(named("command line")).await.len() > 2, "who did it is searched, too");
    }
}
