//! What was recorded, held against what is in force now; and questions that cannot be answered.

use control::{Answer, Error, TypedApiToken};
use domain::{
    client::ClientType,
    clock::Clock as _,
    decision::{Condition, Grounds},
    explanation::{Outcome, Question, Switch},
    grant_type::GrantType,
    problem::Problem,
    redirect_uri::RedirectUri,
    scope::{OFFLINE_ACCESS, Scope, Scopes},
    secret::Secret,
    token_event::{TokenEvent, TokenEventKind},
};
use engine::storage::EventStorage as _;

use crate::installation::{TestControl, on_both_databases};

/// Records what a client was answered.
async fn record(installation: &TestControl, client: &domain::client::Client, kind: TokenEventKind) -> domain::id::TokenEventId {
    let now = installation.clock.now();
    let event = TokenEvent {
        id: domain::id::TokenEventId::new(now, engine::random::bytes(&*installation.random)),
        workspace_id: client.workspace_id,
        client_id: client.id,
        user_id: None,
        family_id: None,
        at: now,
        scopes: Scopes::none(),
        left_out: Scopes::none(),
        kind,
    };
    let id = event.id;
    installation.store.engine_storage().record_event(event).await.unwrap();
    installation.clock.advance_seconds(1);
    id
}

on_both_databases! {
    async fn a_pasted_request_is_refused_that_was_not_pushed_where_its_client_has_to(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let mut settings = client.settings.clone();
        settings.require_pushed_authorization_requests = true;
        settings.redirect_uris = vec![RedirectUri::parse("https://shop.example.com/callback").unwrap()];
        let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
        let explained = async |question: Question| match operator.explain(path, client.id, &question).await.unwrap() {
            Answer::Request(explained) => explained,
            Answer::Refresh(explanation) => panic!("{explanation:?}"),
        };
        let usual = explained(Question::default()).await;
        assert!(usual.explanation.outcome.refused().is_none(), "it stands for one that is pushed: {usual:?}");
        for request in [usual.query.clone(), format!("https://id.example.com/acme/shop/oauth2/authorize?{}", usual.query)] {
            let pasted = explained(Question { request, ..Question::default() }).await;
            assert_eq!(pasted.explanation.outcome.reasons(), ["pushed_request_required"]);
        }
    }

    async fn what_was_missing_then_is_held_against_now(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let withheld = TokenEventKind::Withheld { conditions: vec![Condition::ClientGrant, Condition::OfflineAccess] };
        let event = record(&installation, &client, withheld).await;
        let explained = operator.explain_decision(path, client.id, event).await.unwrap();
        let told: Vec<_> = explained.changes.iter().map(|change| (change.condition, change.held, change.holds, change.switch)).collect();
        assert_eq!(
            told,
            [
                (Condition::ClientGrant, false, true, Switch::ClientOauth),
                (Condition::OfflineAccess, false, false, Switch::ClientScopes)
            ],
            "the grant was added since"
        );
        assert_eq!(explained.now, Some(Outcome::NoRefreshToken { conditions: vec![Condition::OfflineAccess] }));

        let mut settings = client.settings.clone();
        settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
        operator.set_client(path, client.id, client.version, settings).await.unwrap();
        let explained = operator.explain_decision(path, client.id, event).await.unwrap();
        assert_eq!(explained.now, Some(Outcome::RefreshToken { grounds: Grounds::OfflineAccess }));
    }

    async fn decisions_and_refusals_are_listed_and_refreshes_are_not(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let (client, other) = (installation.client("Shop", ClientType::ServerSideWeb).await, installation.client("Other", ClientType::ServerSideWeb).await);
        let alice = installation.user("alice").await;
        let family = installation.family(&client, &alice).await;
        record(&installation, &client, TokenEventKind::Rotated { generation: 1 }).await;
        record(&installation, &client, TokenEventKind::ClientCredentials).await;
        let refusal = record(&installation, &client, TokenEventKind::Refused { reason: "code_expired".to_owned(), assertion: None }).await;
        let decisions = operator.list_decisions(path, client.id).await.unwrap();
        let told: Vec<_> = decisions.iter().map(|recorded| (recorded.event.kind.code(), recorded.user_identifier.as_deref())).collect();
        assert_eq!(told, [("refused", None), ("issued", Some("alice"))]);
        assert_eq!(decisions[0].refused.as_ref().unwrap().error, "invalid_grant");

        let issued = operator.explain_decision(path, client.id, decisions[1].event.id).await.unwrap();
        assert_eq!(issued.family.unwrap().id, family);
        assert!(issued.refresh.unwrap().refused.is_some(), "offline access is off for the client");
        assert!(operator.list_decisions(path, other.id).await.unwrap().is_empty());
        for (client, event) in [(other.id, refusal), (other.id, decisions[1].event.id)] {
            assert!(matches!(operator.explain_decision(path, client, event).await, Err(Error::NotFound)), "what is another client's");
        }
        let of_family = Question { family_id: Some(family), ..Question::default() };
        assert!(matches!(operator.explain(path, other.id, &of_family).await, Err(Error::NotFound)));
    }

    async fn a_request_that_is_pasted_is_the_clients_own(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let mut settings = client.settings.clone();
        settings.redirect_uris.push(RedirectUri::parse("https://shop.example.com/callback").unwrap());
        settings.scopes.insert(Scope::parse(OFFLINE_ACCESS).unwrap());
        let client = operator.set_client(path, client.id, client.version, settings).await.unwrap().client;
        let alice = installation.user("alice").await;
        let ask = async |question: &Question| {
            operator.explain(path, client.id, question).await.map(|answer| match answer {
                Answer::Request(explained) => explained,
                Answer::Refresh(refresh) => panic!("{refresh:?}"),
            })
        };

        let usual = ask(&Question::default()).await.unwrap();
        assert_eq!(usual.explanation.outcome, Outcome::RefreshToken { grounds: Grounds::OfflineAccess });
        let pasted = format!("https://id.example.com/acme/main/oauth2/authorize?{}#x", usual.query);
        for user in ["alice".to_owned(), alice.id.to_string()] {
            let question = Question { request: pasted.clone(), user, ..Question::default() };
            let explained = ask(&question).await.unwrap();
            assert_eq!((explained.query, explained.user.as_deref()), (usual.query.clone(), Some("alice")));
        }
        for (request, user, expected) in [
            ("hello world", "", ("request", Problem::NotARequest)),
            ("client_id=another&scope=openid", "", ("request", Problem::OtherClientsRequest)),
            ("", "bob", ("user", Problem::UnknownUser)),
            ("", " \u{0} ", ("user", Problem::UnknownUser)),
        ] {
            let question = Question { request: request.to_owned(), user: user.to_owned(), ..Question::default() };
            match ask(&question).await {
                Err(Error::Invalid(problems)) => assert_eq!((problems[0].field, problems[0].problem), expected),
                other => panic!("{request} {user}: {other:?}"),
            }
        }
    }

    async fn a_public_client_and_a_workspace_without_the_grant_are_told_apart(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("App", ClientType::SinglePage).await;
        let grant_types = [GrantType::RefreshToken].into();
        let settings = domain::settings::authorization::AuthorizationSettings { grant_types, ..Default::default() };
        let version = operator.load_workspace(path).await.unwrap().version;
        operator.set_authorization_settings(path, version, settings).await.unwrap();
        let question = Question { request: format!("response_type=code&client_id={}", client.id), ..Question::default() };
        let Answer::Request(explained) = operator.explain(path, client.id, &question).await.unwrap() else { panic!("it is about a request") };
        assert!(matches!(&explained.explanation.outcome, Outcome::Unanswerable(refused) if refused.reason == "redirect_uri_missing"));
    }

    async fn a_service_is_asked_about_its_own_token_and_about_no_user(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let service = operator.create_client(path, "Job", ClientType::Service).await.unwrap().client;
        let explained = match operator.explain(path, service.id, &Question::default()).await {
            Ok(Answer::Request(explained)) => explained,
            other => panic!("{other:?}"),
        };
        assert_eq!((explained.query.as_str(), explained.explanation.outcome), ("grant_type=client_credentials", Outcome::AccessToken));
        let question = Question { user: "alice".to_owned(), prompt: "none".to_owned(), signed_in: true, ..Question::default() };
        match operator.explain(path, service.id, &question).await {
            Err(Error::Invalid(problems)) => {
                let problems: Vec<_> = problems.into_iter().map(|at| (at.field, at.problem)).collect();
                assert_eq!(problems, ["prompt", "user", "signed_in"].map(|field| (field, Problem::ServiceWithoutUsers)));
            }
            other => panic!("{other:?}"),
        }
    }

    async fn an_exchange_is_told_with_the_names_of_those_it_names(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let shop = installation.client("Shop", ClientType::ServerSideWeb).await;
        let orders = operator.create_client(path, "Orders", ClientType::Service).await.unwrap().client;
        let alice = installation.user("alice").await;
        for actor in [orders.id.to_string(), alice.id.to_string(), "nobody".to_owned()] {
            record(&installation, &orders, TokenEventKind::Exchanged { subject_client: shop.id, actor: Some(actor) }).await;
        }
        let told = operator.list_decisions(path, orders.id).await.unwrap();
        let named: Vec<Vec<String>> = told.into_iter().rev().map(|recorded| recorded.names.into_values().collect()).collect();
        let sorted = |mut names: Vec<String>| {
            names.sort();
            names
        };
        let named: Vec<_> = named.into_iter().map(sorted).collect();
        assert_eq!(named, [vec!["Orders", "Shop"], vec!["Shop", "alice"], vec!["Shop"]]);
    }

    async fn a_refusal_of_a_refresh_names_its_user(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let family = installation.family(&client, &installation.user("alice").await).await;
        let now = installation.clock.now();
        let event = TokenEvent {
            id: domain::id::TokenEventId::new(now, engine::random::bytes(&*installation.random)),
            workspace_id: client.workspace_id,
            client_id: client.id,
            user_id: None,
            family_id: Some(family),
            at: now,
            scopes: Scopes::none(),
            left_out: Scopes::none(),
            kind: TokenEventKind::Refused { reason: "refresh_token_expired".to_owned(), assertion: None },
        };
        installation.store.engine_storage().record_event(event).await.unwrap();
        let told = operator.list_decisions(path, client.id).await.unwrap();
        let refused = told.iter().find(|recorded| recorded.event.kind.code() == "refused").unwrap();
        assert_eq!(refused.user_identifier.as_deref(), Some("alice"));
    }

    async fn a_refresh_is_asked_about_exactly_as_it_would_be_sent(installation) {
        let (path, operator) = (&installation.path, installation.operator());
        let client = installation.client("Shop", ClientType::ServerSideWeb).await;
        let family = installation.family(&client, &installation.user("alice").await).await;
        let refused = async |question: &Question| match operator.explain(path, client.id, question).await {
            Ok(Answer::Refresh(explanation)) => explanation.refused.map(|refused| refused.reason),
            other => panic!("{other:?}"),
        };
        let of_token = |token: &str| Question { refresh_token: Some(Secret::new(token.to_owned())), ..Question::default() };
        for (token, reason) in [("", "refresh_token_missing"), ("a\u{0}b", "malformed_form"), (" rt1.x ", "refresh_token_malformed")] {
            assert_eq!(refused(&of_token(token)).await.as_deref(), Some(reason), "{token:?}");
        }
        let mut settings = client.settings.clone();
        settings.refresh.without_offline_access = Some(true);
        operator.set_client(path, client.id, client.version, settings).await.unwrap();
        let of_family = Question { family_id: Some(family), ..Question::default() };
        assert_eq!(refused(&of_family).await, None);
        assert_eq!(refused(&Question { scope: "email".to_owned(), ..of_family.clone() }).await.as_deref(), Some("scope_not_allowed"));
        let elsewhere = Question { resource: "https://a.example https://b.example".to_owned(), ..of_family.clone() };
        assert_eq!(refused(&elsewhere).await.as_deref(), Some("resource_not_allowed"));
        match operator.explain(path, client.id, &Question { user: "alice".to_owned(), signed_in: true, ..of_family }).await {
            Err(Error::Invalid(problems)) => assert_eq!(
                problems.iter().map(|at| (at.field, at.problem)).collect::<Vec<_>>(),
                [("user", Problem::NotOfARefresh), ("signed_in", Problem::NotOfARefresh)]
            ),
            other => panic!("{other:?}"),
        }
    }

    async fn an_api_token_acts_for_its_administrator_until_it_ends(installation) {
        let operator = installation.operator();
        let new = control::NewAdministrator {
            email: "ada@example.com".to_owned(),
            name: "Ada".to_owned(),
            tenant: Some(installation.path.tenant.clone()),
            role: domain::role::BuiltInRole::Auditor,
        };
        let ada = operator.create_administrator(new).await.unwrap();
        let typed = |ttl: &str| TypedApiToken { email: "ada@example.com".to_owned(), name: "deploy".to_owned(), ttl: ttl.to_owned(), scope: None };
        for ttl in ["", "2y", "soon"] {
            assert!(matches!(operator.create_api_token(typed(ttl)).await, Err(Error::Invalid(problems)) if problems[0].field == "ttl"), "{ttl}");
        }
        let made = operator.create_api_token(typed("90d")).await.unwrap();
        let value = made.value.expose();
        assert!(value.starts_with("rga_") && value.len() == 47, "{value}");
        let found = installation.control.find_by_api_token(value).await.unwrap();
        assert!(matches!(found, Some(control::Actor::Administrator(found, _)) if found == ada));
        assert!(installation.control.find_by_api_token(&value[4..]).await.unwrap().is_none());
        assert_eq!(operator.list_api_tokens("ada@example.com").await.unwrap(), std::slice::from_ref(&made.token));

        installation.clock.advance_seconds(90 * 24 * 3600);
        assert!(installation.control.find_by_api_token(value).await.unwrap().is_none(), "it has ended");
        let another = operator.create_api_token(typed("1h")).await.unwrap();
        operator.revoke_api_token(another.token.id).await.unwrap();
        assert!(installation.control.find_by_api_token(another.value.expose()).await.unwrap().is_none(), "it was revoked");
        assert!(matches!(operator.revoke_api_token(another.token.id).await, Err(Error::NotFound)));
        let trail: Vec<_> = installation.trail().await.into_iter().map(|event| event.action.code()).collect();
        let of_tokens: Vec<_> = trail.into_iter().filter(|code| code.contains("api_token")).collect();
        assert_eq!(of_tokens.len(), 3, "{of_tokens:?}");
    }
}
