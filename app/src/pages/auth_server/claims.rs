use domain::{
    claim_mapping::{ClaimMapping, ClaimPlace, MOST_MAPPINGS, ProfileField},
    permission::Action,
    problem::Problem,
    settings::tokens::TokenSettings,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, Problems, Undoing, operator},
    components::{Setting, ShowAs, Shows, load_at, load_settings, loaded, use_workspace_path},
    form::{FormAction, Opened, SavedNotice, Sent, SettingsForm, Shown, Target, Write},
    id,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    text::problem,
    ui::{Input, Mark, Page, TextArea},
};

/// Three mappings.
const EXAMPLE: &str = "\
company | =Example Ltd | profile | id_token userinfo
city | locality | address | userinfo
login | identifier | - | access_token";

/// The claims as they are typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedClaims {
    /// The mappings, one a line.
    pub claim_mappings: String,
}

impl TypedClaims {
    fn of(tokens: &TokenSettings) -> Self {
        Self { claim_mappings: tokens.claim_mappings.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n") }
    }

    fn parse(&self) -> Result<Vec<ClaimMapping>, ApiError> {
        let mut problems = Problems::default();
        let mut mappings = Vec::new();
        for (line, text) in (0..).zip(self.claim_mappings.lines()).filter(|(_, text)| !text.trim().is_empty()) {
            let read = text.parse::<ClaimMapping>().map_err(|problem| Problem::ClaimMappingLine { line, problem });
            mappings.extend(problems.take("claim_mappings", read));
        }
        problems.finish(mappings)
    }
}

/// Saves the claims of a workspace's own.
#[server]
pub async fn set_claim_mappings(
    path: WorkspacePath,
    version: i64,
    #[server(default)] typed: TypedClaims,
    #[server(default)] opened: Opened,
    #[server(default)] reset: String,
) -> Result<(), ApiError> {
    let operator = operator()?;
    let in_force = operator.load_workspace(&path).await?;
    let sent = Sent { typed, version, opened }.with_default(&reset, &TypedClaims::default());
    let merged = sent.merge(in_force.version, &TypedClaims::of(&in_force.tokens));
    let write = Write { action: Action::SetTokenSettings, client: None, about: &in_force.id.to_string() };
    let merged = merged.settled(&operator, &path, write).await?.unless_reset(&reset)?;
    let claim_mappings = merged.typed.parse().keep(&merged)?;
    let tokens = TokenSettings { claim_mappings, ..in_force.tokens.clone() };
    let saved = operator.set_token_settings(&path, merged.version, tokens, None).await.keep(&merged)?;
    merged.done(&path.claims(), saved.version, Undoing::workspace(&path, &in_force, &saved)).await
}

crate::form::needs!(SetClaimMappings: SetTokenSettings);

/// Auth Server › Claims.
#[component]
pub fn ClaimsPage() -> impl IntoView {
    let save = FormAction::<SetClaimMappings>::typed();
    let form = save.form;
    let loading = load_at(use_workspace_path(), load_settings);
    loaded(loading, move |(path, (workspace, changes))| {
        let show_as = view! { <ShowAs path=path.clone() shows=Shows::Workspace(Box::new(workspace.clone()))/> };
        let typed = TypedClaims::of(&workspace.tokens);
        let setting = Setting { name: "claim_mappings", label: id!("auth-server-claims-mappings") };
        let failure = form.failure();
        let problems = failure.as_ref().map(ApiError::problems).unwrap_or_default();
        let sentences: Vec<_> = problems.iter().filter(|at| at.field == setting.name).map(|at| problem(&at.problem)).collect();
        let told = (!sentences.is_empty()).then(|| sentences.join(" "));
        let input = form.field(setting.name, typed.claim_mappings.clone());
        let input = Input { mark: Mark { problem: told, ..input.mark }, ..input };
        let field = view! {
            <TextArea
                input
                label=setting.label.text()
                hint=t!("auth-server-claims-mappings-hint", most = MOST_MAPPINGS)
                optional=true
                mono=true
                rows=8
            />
        };
        let fields = ProfileField::ALL.map(ProfileField::name).join(", ");
        let places = ClaimPlace::ALL.map(ClaimPlace::name).join(", ");
        view! {
            <Page title=t!("auth-server-claims-title") lead=t!("auth-server-claims-lead")>
                <SettingsForm
                    action=save
                    target=Target::workspace(&path)
                    version=workspace.version
                    shown=Shown::of(&typed)
                    saved=SavedNotice::Above
                >
                    <div class="card">{setting.view(field, None, &changes)}</div>
                    <div class="card">
                        <p class="quiet">{t!("auth-server-claims-example")}</p>
                        <pre class="code" tabindex="0"><code>{EXAMPLE}</code></pre>
                        <p class="quiet">{t!("auth-server-claims-fields", fields = fields)}</p>
                        <p class="quiet">{t!("auth-server-claims-places", places = places)}</p>
                        <p class="quiet">{t!("auth-server-claims-reserved")}</p>
                        <p class="quiet">{t!("auth-server-claims-levels")}</p>
                    </div>
                </SettingsForm>
                {show_as}
            </Page>
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_that_is_no_mapping_is_named() {
        let text = "department | =Sales | profile | id_token\r\n\r\nsub | =x | - | userinfo\r\ncity";
        let problems = TypedClaims { claim_mappings: text.to_owned() }.parse().unwrap_err();
        let sentences: Vec<_> = problems.problems().iter().map(|at| at.problem.sentence()).collect();
        assert_eq!(sentences.len(), 2);
        assert!(sentences[0].starts_with("Line 3: ") && sentences[1].starts_with("Line 4: "), "{sentences:?}");
        let fine = TypedClaims { claim_mappings: " city | locality | - | userinfo \r\n".to_owned() }.parse().unwrap();
        let tokens = TokenSettings { claim_mappings: fine, ..TokenSettings::default() };
        assert_eq!(TypedClaims::of(&tokens).claim_mappings, "city | locality | - | userinfo");
    }
}
