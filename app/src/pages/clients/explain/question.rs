use domain::{explanation::Question, id::ClientId};
use leptos::prelude::*;

use crate::{
    api::FieldProblem,
    paths::{WorkspacePages as _, WorkspacePath},
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
        let problem = problems.iter().find(|at| at.field == field).map(|at| at.problem.to_string());
        let mark = Mark { field, id: format!("explain-{field}"), problem, labels };
        Input { mark, name: field.to_owned(), value, conflict: None }
    };
    let Question { request, scope, resource, prompt, user, signed_in, .. } = question;
    let (user, prompt, request) = (input("user", user), input("prompt", prompt), input("request", request));
    let (scope, resource) = (input("scope", scope), input("resource", resource));
    let prompts = vec![
        Choice::new("", "not sent: the user is asked what is needed"),
        Choice::new("consent", "consent: the user is asked to agree"),
        Choice::new("login", "login: the user signs in again"),
        Choice::new("none", "none: the user is not asked anything"),
    ];
    view! {
        <Section title="Why no refresh token?" lead="Check what the server would answer to an authorization request. It makes its usual checks, and stores nothing.">
            <form method="get" action=path.client_explain(client) class="explanation">
                <TextField input=user label="User" optional=true hint="User name, e-mail address or user ID. Leave it empty for a user who has not consented before."/>
                <Checkbox tick=Tick::unsaved("signed_in", signed_in) label="Signed in already" hint="The user has a session here when the request comes."/>
                <TextField input=scope label="Scope" optional=true mono=true hint="Left empty: openid offline_access."/>
                <TextField input=resource label="Resource servers" optional=true mono=true hint="The addresses that the application sends as resource, separated by spaces."/>
                <Select input=prompt label="Prompt" choices=prompts/>
                <TextArea input=request label="Authorization request" optional=true mono=true rows=3
                    hint="Instead of scope, resource servers and prompt: the address that the application sends its users to, as you find it in the browser or a log."/>
                <div><button type="submit" class="button" data-kind="primary">"Explain"</button></div>
            </form>
        </Section>
    }
    .into_any()
}
