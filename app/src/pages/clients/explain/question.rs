use domain::{explanation::Question, id::ClientId};
use leptos::prelude::*;

use crate::{
    api::FieldProblem,
    paths::{WorkspacePages as _, WorkspacePath},
    t, text,
    ui::{Checkbox, Choice, Input, Labels, Mark, Section, Select, TextArea, TextField, Tick},
};

/// Asks about an authorization request. The answer has an address of its own, which can be sent to somebody.
#[component]
pub fn QuestionForm(
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
    let Question { request, scope, resource, prompt, user, signed_in, .. } = question;
    let (user, prompt, request) = (input("user", user), input("prompt", prompt), input("request", request));
    let (scope, resource) = (input("scope", scope), input("resource", resource));
    let prompts = vec![
        Choice::new("", t!("client-pages-explain-prompt-unsent")),
        Choice::new("consent", t!("client-pages-explain-prompt-consent")),
        Choice::new("login", t!("client-pages-explain-prompt-login")),
        Choice::new("none", t!("client-pages-explain-prompt-none")),
    ];
    view! {
        <Section title=t!("client-pages-explain-question-title") lead=t!("client-pages-explain-question-lead")>
            <form method="get" action=path.client_explain(client) class="explanation">
                <TextField input=user label=t!("client-pages-explain-user") optional=true hint=t!("client-pages-explain-user-hint")/>
                <Checkbox tick=Tick::unsaved("signed_in", signed_in) label=t!("client-pages-explain-signed-in") hint=t!("client-pages-explain-signed-in-hint")/>
                <TextField input=scope label=t!("client-pages-explain-scope") optional=true mono=true hint=t!("client-pages-explain-scope-hint")/>
                <TextField input=resource label=t!("client-pages-explain-resource") optional=true mono=true hint=t!("client-pages-explain-resource-hint")/>
                <Select input=prompt label=t!("client-pages-explain-prompt") choices=prompts/>
                <TextArea input=request label=t!("client-pages-explain-request") optional=true mono=true rows=3 hint=t!("client-pages-explain-request-hint")/>
                <div><button type="submit" class="button" data-kind="primary">{t!("client-pages-explain-action")}</button></div>
            </form>
        </Section>
    }
    .into_any()
}
