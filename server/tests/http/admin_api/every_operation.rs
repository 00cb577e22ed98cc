//! What holds of every operation, because it is one.

use domain::{
    permission::{Action, Actions},
    role::BuiltInRole,
    view::AuditFilter,
};
use serde_json::{Value, json};
use server::admin_api::{self, Listed};

use super::{
    program::Program,
    samples::{Sample, sample},
    schema,
    world::World,
};
use crate::support::Answer;

async fn ask(world: &World, program: &Program<'_>, operation: &Listed) -> Answer {
    let Sample { at, creates, body } = sample(operation.id);
    let path = at.map_or_else(|| world.address(&operation.path), str::to_owned);
    let headers: &[(&str, &str)] = match (operation.names_version, creates) {
        (true, true) => &[("if-none-match", "*")],
        (true, false) => &[("if-match", "*")],
        (false, _) => &[],
    };
    program.send(operation.method, &path, headers, &body).await
}

fn all_but(without: Action) -> Actions {
    Action::ALL.iter().copied().filter(|action| *action != without).collect()
}

#[tokio::test]
async fn nothing_is_done_without_the_permission_that_the_operation_names_and_the_refusal_names_it_too() {
    let world = World::new().await;
    for operation in admin_api::list() {
        let Some(needed) = operation.needs.first() else { continue };
        let program = world.program(Some(all_but(*needed))).await;
        let answer = ask(&world, &program, &operation).await;
        let what = format!("{}: {answer:?}", operation.id);
        // A list of what the caller sees is empty for those who see nothing.
        if ["list_servers", "list_clients"].contains(&operation.id) && answer.status.is_success() {
            let listed = answer.json();
            assert!(listed.as_object().unwrap().values().all(|items| items.as_array().is_none_or(Vec::is_empty)), "{what}");
            continue;
        }
        // What every role holds in part shows that part.
        if operation.id.starts_with("list_") && answer.status.is_success() {
            assert_eq!(*needed, Action::SeeAdministrators, "{what}");
            assert!(!answer.body.contains("amy@"), "{what}");
            continue;
        }
        if answer.status == 404 && *needed == Action::SeeAdministrators {
            continue;
        }
        assert_eq!(answer.problem(), (403, "forbidden".to_owned()), "{what}");
        assert_eq!(answer.json()["action"], json!(needed.code()), "{what}");
    }
}

#[tokio::test]
async fn every_operation_does_what_its_description_says() {
    let mut world = World::new().await;
    let description = admin_api::description();
    for operation in admin_api::list() {
        let program = world.program(None).await;
        let answer = ask(&world, &program, &operation).await;
        assert!(answer.status.is_success(), "{}: {answer:?}", operation.id);
        let described = &description["paths"][&operation.path][operation.method.to_lowercase()]["responses"][answer.status.as_str()];
        assert!(!described.is_null(), "{}: {answer:?} is not described", operation.id);
        let schema = &described["content"]["application/json"]["schema"];
        if schema.is_null() {
            assert_eq!(answer.body, "", "{}", operation.id);
        } else {
            schema::check(&description, schema, &answer.json()).unwrap_or_else(|wrong| panic!("{}: {wrong}: {answer:?}", operation.id));
        }
        for header in described["headers"].as_object().into_iter().flatten() {
            assert!(!answer.header(&header.0.to_lowercase()).is_empty(), "{}: there is no {}", operation.id, header.0);
        }
        if operation.method != "GET" {
            world = World::new().await;
        }
    }
}

#[tokio::test]
async fn an_auditor_writes_nothing() {
    let world = World::new().await;
    let program = world.program_as(BuiltInRole::Auditor).await;
    let operator = world.shop.operator();
    let lines = async || operator.list_audit_lines(None, AuditFilter::default(), None).await.unwrap().items.len();
    let before = lines().await;
    for operation in admin_api::list() {
        let answer = ask(&world, &program, &operation).await;
        let looks = ["preview_server", "preview_client", "explain_in_body", "plan_configuration"];
        let only_looks = operation.method == "GET" || looks.contains(&operation.id);
        if only_looks {
            assert!(!answer.status.is_server_error(), "{}: {answer:?}", operation.id);
        } else {
            assert!([403, 404].contains(&answer.status.as_u16()), "{}: {answer:?}", operation.id);
        }
    }
    assert_eq!(lines().await, before);
}

#[tokio::test]
async fn what_has_versions_is_changed_in_a_version_that_is_named_and_current() {
    let world = World::new().await;
    let program = world.program(None).await;
    for operation in admin_api::list().into_iter().filter(|operation| operation.names_version) {
        let (path, body) = (world.address(&operation.path), sample(operation.id).body);
        let ask = async |headers: &[(&str, &str)]| program.send(operation.method, &path, headers, &body).await;
        assert_eq!(ask(&[]).await.problem(), (428, "precondition_required".to_owned()), "{}", operation.id);
        assert_eq!(ask(&[("if-match", "\"0.nothing\"")]).await.problem(), (412, "stale".to_owned()), "{}", operation.id);
        assert_eq!(ask(&[("if-match", "W/\"x\"")]).await.problem(), (412, "stale".to_owned()), "{}", operation.id);
        assert_eq!(ask(&[("if-match", "no tag")]).await.problem(), (400, "malformed".to_owned()), "{}", operation.id);
    }
}

#[tokio::test]
async fn what_is_not_known_is_refused_by_its_place_and_nothing_is_ignored() {
    let world = World::new().await;
    let program = world.program(None).await;
    for operation in admin_api::list() {
        let path = world.address(&operation.path);
        let headers: &[(&str, &str)] = if operation.names_version { &[("if-match", "*")] } else { &[] };
        let body = sample(operation.id).body;
        let answer = program.send(operation.method, &format!("{path}?colour=red"), headers, &body).await;
        assert_eq!(answer.problem(), (400, "malformed".to_owned()), "{}: {answer:?}", operation.id);
        assert_eq!(answer.faults(), [("colour".to_owned(), "unknown_parameter".to_owned())], "{}", operation.id);
        if operation.method == "GET" || operation.method == "DELETE" {
            continue;
        }
        let mut members = body.as_object().cloned().unwrap_or_default();
        members.insert("colo/ur".to_owned(), json!("red"));
        let answer = program.send(operation.method, &path, headers, &Value::Object(members)).await;
        assert_eq!(answer.problem(), (400, "malformed".to_owned()), "{}: {answer:?}", operation.id);
        assert_eq!(answer.faults(), [("/colo~1ur".to_owned(), "unknown_member".to_owned())], "{}", operation.id);
    }
}
