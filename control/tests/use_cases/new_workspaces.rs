//! What a new workspace starts with: a template, or another workspace.

use control::{Error, FieldError};
use domain::{
    audit::AuditAction,
    client::ClientType,
    description::Description,
    name::Name,
    policy::Rotation,
    problem::Problem,
    resource::Resource,
    scope::Scope,
    service::{ServiceKind, ServiceScope, ServiceSettings},
    settings::tokens::{AccessTokenFormat, TokenSettings},
    view::{AuditFilter, FamilyFilter, NewWorkspace, WorkspaceStart},
    workspace::WorkspacePath,
    workspace_template::WorkspaceTemplate,
};

use crate::installation::on_both_databases;

fn new(slug: &str) -> NewWorkspace {
    NewWorkspace { name: "Partners".to_owned(), slug: slug.to_owned() }
}

fn problem(error: &Error) -> (&'static str, Problem) {
    match error {
        Error::Invalid(problems) => match problems.as_slice() {
            [FieldError { field, problem }] => (*field, *problem),
            problems => panic!("{problems:?}"),
        },
        error => panic!("{error:?}"),
    }
}

on_both_databases! {
    async fn a_workspace_starts_with_what_its_template_says(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        for template in WorkspaceTemplate::all() {
            let slug = template.name.replace('_', "-");
            let start = WorkspaceStart::Template(template.name.clone());
            let workspace = operator.create_workspace(&path.tenant, (new(&slug), start)).await.unwrap();
            assert_eq!(workspace.settings(), template.settings(Name::parse("Partners").unwrap()), "{slug}");
            assert_eq!(operator.load_workspace(&WorkspacePath::new(path.tenant.clone(), workspace.slug.clone())).await.unwrap().settings(), workspace.settings());
        }
        let usual = operator.create_workspace(&path.tenant, new("usual")).await.unwrap();
        assert_eq!(usual.tokens, TokenSettings::default());
        let filter = AuditFilter { action: Some(AuditAction::WorkspaceCreated), ..AuditFilter::default() };
        let lines = operator.list_audit_events(&path.tenant, None, filter, None).await.unwrap().items;
        let told = lines.iter().find(|line| line.changes.iter().any(|change| change.field == "template" && change.to == "high_security"));
        let told = told.unwrap();
        assert!(told.changes.iter().any(|change| (change.field.as_str(), change.to.as_str()) == ("refresh_token_ttl", "1d")), "{told:?}");
    }

    async fn a_copy_has_the_settings_and_services_of_the_other_and_nothing_else(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let before = operator.load_workspace(path).await.unwrap();
        let mut tokens = before.tokens.clone();
        (tokens.refresh.rotation, tokens.access_token_format) = (Rotation::PublicClients, AccessTokenFormat::Opaque);
        operator.set_token_settings(path, before.version, tokens.clone(), None).await.unwrap();
        let scope = ServiceScope {
            scope: Scope::parse("orders:read").unwrap(),
            display_name: Name::parse("Orders").unwrap(),
            description: Description::default(),
            description_de: Description::default(),
        };
        let resource = Some(Resource::parse("https://orders.example.com/").unwrap());
        operator.add_service(path, ServiceSettings { name: Name::parse("Orders").unwrap(), resource: resource.clone(), scopes: vec![scope.clone()] }).await.unwrap();
        operator.create_client(path, "Shop", ClientType::ServerSideWeb).await.unwrap();

        let start = WorkspaceStart::CopyOf(path.workspace.to_string());
        let copy = operator.create_workspace(&path.tenant, (new("copy"), start)).await.unwrap();
        assert_eq!((copy.name.as_str(), &copy.tokens), ("Partners", &tokens));
        let there = WorkspacePath::new(path.tenant.clone(), copy.slug);
        let services = operator.list_services(&there).await.unwrap();
        let own: Vec<_> = services.iter().filter(|service| service.kind == ServiceKind::Custom).collect();
        assert_eq!(services.len(), 3);
        assert_eq!((own[0].name.as_str(), &own[0].resource, &own[0].scopes), ("Orders", &resource, &vec![scope]));
        assert!(operator.list_clients(&there, "", None).await.unwrap().items.is_empty());
        assert!(operator.list_users(&there, "", None).await.unwrap().items.is_empty());
        assert!(operator.list_families(&there, &FamilyFilter::default(), None).await.unwrap().items.is_empty());
        let keys = async |path| operator.list_signing_keys(path).await.unwrap().keys.into_iter().map(|key| key.id).collect::<Vec<_>>();
        let (of_copy, of_original) = (keys(&there).await, keys(path).await);
        assert!(!of_copy.is_empty() && of_copy.iter().all(|key| !of_original.contains(key)), "it signs with keys of its own");
    }

    async fn what_there_is_not_is_no_start(installation) {
        let (operator, path) = (installation.operator(), &installation.path);
        let start = async |start| operator.create_workspace(&path.tenant, (new("another"), start)).await.unwrap_err();
        for unknown in ["", "strict", "High security"] {
            let error = start(WorkspaceStart::Template(unknown.to_owned())).await;
            assert_eq!(problem(&error), ("template", Problem::UnknownValue), "{unknown}");
        }
        for unknown in ["", "nothing", "-", "Not a slug"] {
            let error = start(WorkspaceStart::CopyOf(unknown.to_owned())).await;
            assert_eq!(problem(&error), ("copy_of", Problem::UnknownValue), "{unknown}");
        }
        let other = operator.create_tenant("globex", "Globex").await.unwrap();
        operator.create_workspace(&other.slug, new("theirs")).await.unwrap();
        let error = start(WorkspaceStart::CopyOf("theirs".to_owned())).await;
        assert_eq!(problem(&error), ("copy_of", Problem::UnknownValue), "a workspace of another tenant is none");
    }
}
