use domain::{explanation::Question, id::ClientId};
use leptos::prelude::*;

use crate::{
    api::FieldProblem,
    paths::{WorkspacePages as _, WorkspacePath},
    t, text,
    ui::{Input, Labels, Mark, Notice, Section, TextArea, TextField, Tone},
};

/// Asks about a service's request for a token of its own, which no user has a part in.
#[component]
pub fn ServiceQuestionForm(
    /// The workspace.
    path: WorkspacePath,
    /// The client.
    client: ClientId,
    /// What was asked.
    question: Question,
    /// What is wrong with it.
    problems: Vec<FieldProblem>,
) -> impl IntoView {
    let labels = Labels::new();
    let input = |field: &'static str, value: String| {
        let problem = problems.iter().find(|at| at.field == field).map(|at| text::problem(&at.problem));
        let mark = Mark { field, id: format!("explain-{field}"), problem, labels };
        Input { mark, name: field.to_owned(), value, conflict: None }
    };
    let Question { request, scope, resource, .. } = question;
    let (scope, resource, request) = (input("scope", scope), input("resource", resource), input("request", request));
    // What was asked of a user, by an address, has no field here.
    let beside = problems.iter().find(|at| !["scope", "resource", "request"].contains(&at.field.as_str()));
    let beside = beside.map(|at| {
        let (field, words) = (at.field.clone(), text::problem(&at.problem));
        view! { <Notice tone=Tone::Bad><code>{field}</code>": "{words}</Notice> }
    });
    view! {
        <Section title=t!("client-pages-explain-service-title") lead=t!("client-pages-explain-service-lead")>
            <form method="get" action=path.client_explain(client) class="explanation">
                {beside}
                // That it was sent empty is a question, too.
                <input type="hidden" name="user" value=""/>
                <TextField input=scope label=t!("client-pages-explain-scope") optional=true mono=true hint=t!("client-pages-explain-service-scope-hint")/>
                <TextField input=resource label=t!("client-pages-explain-resource") optional=true mono=true hint=t!("client-pages-explain-resource-hint")/>
                <TextArea
                    input=request
                    label=t!("client-pages-explain-service-request")
                    optional=true
                    mono=true
                    rows=3
                    hint=t!("client-pages-explain-service-request-hint")
                />
                <div><button type="submit" class="button" data-kind="primary">{t!("client-pages-explain-action")}</button></div>
            </form>
        </Section>
    }
    .into_any()
}
