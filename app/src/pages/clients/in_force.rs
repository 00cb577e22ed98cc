//! What is in force for a client, beside what its workspace has.

use domain::{in_force, permission::Action, policy::PolicyValue, signing::SigningAlgorithm, view::ClientView};
use leptos::prelude::*;
use leptos_router::components::A;

use crate::{
    api::permits,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::{self, word},
    ui::{Badge, Fold, Section, Table, Tone},
};

/// One setting.
struct Row {
    label: &'static str,
    /// The field of the workspace's page.
    workspace: (String, String),
    /// The field in which the client gets its own.
    client: (String, String),
    is_own: bool,
}

/// The settings that a client has from its workspace or of its own: the value of each, with the way to where it is changed.
#[component]
pub(super) fn InForce(path: WorkspacePath, view: ClientView) -> impl IntoView {
    let (workspace, own) = (view.workspace.tokens.policy(), view.client.settings.policy());
    let in_force = own.in_force(&workspace);
    let of_workspace = |name: &str| format!("{}#{}", path.token_settings(), name.replace('_', "-"));
    let values = PolicyValue::all().map(|value| Row {
        label: word(value.label),
        workspace: (of_workspace(value.name), text::value(value, &workspace)),
        client: (format!("#{}", value.name.replace('_', "-")), text::value(value, &in_force)),
        is_own: value.own(&own).is_some(),
    });
    let (settings, tokens) = (&view.client.settings, &view.workspace.tokens);
    let signed = |label, name: &str, workspace: SigningAlgorithm, own: Option<SigningAlgorithm>, in_force: SigningAlgorithm| Row {
        label,
        workspace: (of_workspace(name), workspace.to_string()),
        client: (format!("{}#{}", path.client_oauth(view.client.id), name.replace('_', "-")), in_force.to_string()),
        is_own: own.is_some(),
    };
    let access_tokens = signed(
        t!("clients-in-force-access-tokens"),
        "access_token_signing_alg",
        tokens.signing.access_token_signing_alg,
        settings.signing.access_token_signing_alg,
        in_force::access_token_algorithm(tokens, settings),
    );
    let id_tokens = settings.client_type.has_users().then(|| {
        signed(
            t!("clients-in-force-id-tokens"),
            "id_token_signed_response_alg",
            tokens.signing.id_token_signed_response_alg,
            settings.signing.id_token_signed_response_alg,
            in_force::id_token_algorithm(tokens, settings),
        )
    });
    let rows: Vec<_> = values.chain([access_tokens]).chain(id_tokens).collect();
    let now = t!("clients-in-force-now", own = rows.iter().filter(|row| row.is_own).count(), all = rows.len());
    let rows: Vec<_> = rows.into_iter().map(Row::view).collect();
    let heads = vec![t!("clients-in-force-setting"), t!("clients-in-force-workspace"), t!("clients-in-force-client")];
    view! {
        <Section title=t!("clients-in-force-title") lead=t!("clients-in-force-lead") fold=Fold::new(now, false)>
            <div class="in-force-table">
                <Table label=t!("clients-in-force-table") heads><tbody>{rows}</tbody></Table>
            </div>
        </Section>
    }
    .into_any()
}

impl Row {
    fn view(self) -> AnyView {
        let Self { label, workspace: (of_workspace, inherited), client: (of_client, value), is_own } = self;
        let at_workspace = t!("clients-in-force-at-workspace", label = label, value = inherited.clone());
        let at_client = t!("clients-in-force-at-client", label = label, value = value.clone());
        let of_workspace = if permits(Action::SeeWorkspaces) {
            view! { <A href=of_workspace attr:aria-label=at_workspace>{inherited}</A> }.into_any()
        } else {
            inherited.into_any()
        };
        let badge = is_own.then(|| view! { " "<Badge tone=Tone::Info>{t!("clients-in-force-own")}</Badge> });
        view! {
            <tr>
                <th scope="row" data-label=t!("clients-in-force-setting")>{label}</th>
                <td data-label=t!("clients-in-force-workspace")>{of_workspace}</td>
                <td data-label=t!("clients-in-force-client")><a href=of_client aria-label=at_client>{value}</a>{badge}</td>
            </tr>
        }
        .into_any()
    }
}
