//! Documents of clients that a workspace keeps itself: which there can be, and what is told of a change.

use control::{Error, FieldError};
use domain::{
    audit::AuditAction,
    document_member::{DocumentMember, DocumentProblem},
    name::Slug,
    problem::Problem,
    settings::{
        authorization::AuthorizationSettings,
        pinned_documents::{MOST_PINNED, PinnedDocument},
    },
    view::{NewWorkspace, WorkspaceStart},
    workspace::Workspace,
};
use serde_json::{Value, json};

use crate::installation::{TestControl, on_both_databases};

const FIELD: &str = "pinned_client_documents";

fn document(name: &str, of: &Value) -> PinnedDocument {
    let mut document = json!({
        "client_id": format!("https://{name}.example.com/client.json"),
        "client_name": name,
        "redirect_uris": [format!("https://{name}.example.com/callback")],
    });
    document.as_object_mut().unwrap().extend(of.as_object().cloned().unwrap());
    PinnedDocument::of(document).unwrap()
}

impl TestControl {
    async fn pin(&self, documents: Vec<PinnedDocument>) -> Result<Workspace, Error> {
        let workspace = self.operator().load_workspace(&self.path).await?;
        let mut authorization: AuthorizationSettings = workspace.authorization;
        authorization.registration.pinned_client_documents = documents;
        self.operator().set_authorization_settings(&self.path, workspace.version, authorization).await
    }
}

fn problems(saved: Result<Workspace, Error>) -> Vec<(&'static str, Problem)> {
    match saved {
        Err(Error::Invalid(problems)) => problems.into_iter().map(|FieldError { field, problem }| (field, problem)).collect(),
        other => panic!("it is refused: {other:?}"),
    }
}

on_both_databases! {
    async fn documents_are_kept_that_a_client_could_publish_and_so_many_of_them(installation) {
        let member = |member: &str, problem| (FIELD, Problem::DocumentMember { member: DocumentMember::of(member), problem });
        let sector = document("notes", &json!({ "sector_identifier_uri": "https://notes.example.com/sector.json" }));
        assert_eq!(problems(installation.pin(vec![sector]).await), [member("sector_identifier_uri", DocumentProblem::NotOffered)]);
        let for_devices = document("notes", &json!({ "grant_types": ["client_credentials"], "redirect_uris": [] }));
        assert_eq!(problems(installation.pin(vec![for_devices]).await)[0].0, FIELD);
        let notes = document("notes", &json!({}));
        assert_eq!(problems(installation.pin(vec![notes.clone(), notes.clone()]).await), [(FIELD, Problem::Duplicate)]);
        let many = (0..=MOST_PINNED).map(|number| document(&format!("app-{number:02}"), &json!({}))).collect();
        assert_eq!(problems(installation.pin(many).await), [(FIELD, Problem::TooMany { most: MOST_PINNED })]);
        let saved = installation.pin(vec![notes.clone()]).await.unwrap();
        assert_eq!(saved.authorization.registration.pinned_client_documents, [notes]);
        assert_eq!(installation.operator().load_workspace(&installation.path).await.unwrap(), saved);
    }

    async fn a_copy_of_a_workspace_keeps_no_documents_and_a_new_one_is_checked_like_any(installation) {
        installation.pin(vec![document("notes", &json!({}))]).await.unwrap();
        let (operator, path) = (installation.operator(), &installation.path);
        let new = NewWorkspace { name: "Copy".to_owned(), slug: "copy".to_owned() };
        let copy = operator.create_workspace(&path.tenant, (new, WorkspaceStart::CopyOf(path.workspace.to_string()))).await.unwrap();
        assert!(copy.authorization.registration.pinned_client_documents.is_empty());
        let mut settings = copy.settings();
        settings.authorization.registration.pinned_client_documents = vec![document("notes", &json!({ "client_secret": "s3cret" }))];
        let made = operator.add_workspace(&path.tenant, Slug::parse("third").unwrap(), settings).await;
        let problem = Problem::DocumentMember { member: DocumentMember::of("client_secret"), problem: DocumentProblem::NotOffered };
        assert_eq!(problems(made), [(FIELD, problem)]);
    }

    async fn each_document_that_is_kept_changed_or_kept_no_longer_is_told(installation) {
        let (notes, bank) = (document("notes", &json!({})), document("bank", &json!({})));
        installation.pin(vec![bank.clone(), notes.clone()]).await.unwrap();
        installation.clock.advance_seconds(1);
        installation.pin(vec![document("notes", &json!({ "client_name": "Other notes" }))]).await.unwrap();
        let trail = installation.trail().await;
        let line = trail.iter().rfind(|line| line.action == AuditAction::AuthorizationSettingsUpdated).unwrap();
        let told: Vec<_> = line.changes.iter().map(|change| (change.field.as_str(), change.from.as_str(), change.to.as_str())).collect();
        let [(list, from, to), (one, before, after)] = told.as_slice() else { panic!("{told:?}") };
        assert_eq!((*list, *one), (FIELD, "pinned_client_document"));
        assert_eq!((*from, *to), ("https://bank.example.com/client.json, https://notes.example.com/client.json", notes.url().as_str()));
        assert!(before.contains("\"notes\"") && after.contains("Other notes"), "{told:?}");
    }
}
