use domain::impact::Paused;
use leptos::prelude::*;

use crate::{
    api::ApiError,
    form::Form,
    paths::{WorkspacePages as _, WorkspacePath},
    t,
    ui::{Button, Kind, Link, LinkButton, Table, group},
};

/// Returns whether a form's last submission left it to be decided whether refresh tokens are paused.
pub fn asks_about_pauses(form: Form) -> bool {
    matches!(form.failure(), Some(ApiError::Undecided { .. }))
}

/// Asks, within a form with a switch that active refresh tokens need, whether it is turned off: told by client, before anything is saved.
#[component]
pub fn PauseQuestion(
    /// The workspace.
    path: WorkspacePath,
    /// What would be paused.
    paused: Paused,
    /// The page without the question.
    back: String,
) -> impl IntoView {
    // What was typed may have been changed back elsewhere meanwhile: then saving again asks nothing.
    (!paused.is_none())
        .then(|| {
            let more = paused.client_count.saturating_sub(u64::try_from(paused.clients.len()).unwrap_or_default());
            let sentence = sentence(&paused);
            let rows = paused.clients.into_iter().map(|client| {
                view! {
                    <tr>
                        <th scope="row" data-label=t!("components-client")><Link href=path.client_tokens(client.client_id)>{client.client_name}</Link></th>
                        <td data-label=t!("components-pauses-paused")>{group(client.tokens)}</td>
                    </tr>
                }
            });
            let rows = rows.collect_view();
            let heads = vec![t!("components-client"), t!("components-pauses-paused")];
            view! {
                // `Enter` in a field presses the first button of a form: it must ask again, and decide nothing.
                <button type="submit" hidden></button>
                <section class="impact" aria-labelledby="impact-title">
                    <h2 id="impact-title" tabindex="-1">{t!("components-pauses-title")}</h2>
                    <p>{sentence}</p>
                    <Table label=t!("components-pauses-table") heads><tbody>{rows}</tbody></Table>
                    {(more > 0).then(|| view! { <p class="quiet">{t!("components-more-clients", count = more)}</p> })}
                    <p class="quiet">{t!("components-pauses-back")}</p>
                    <div class="impact-actions">
                        <LinkButton href=back kind=Kind::Secondary>{t!("components-pauses-cancel")}</LinkButton>
                        <Button kind=Kind::Danger name="pausing" value="true">{t!("components-pauses-save")}</Button>
                    </div>
                </section>
            }
        })
        .into_any()
}

fn sentence(paused: &Paused) -> String {
    t!("components-pauses-sentence", tokens = paused.tokens, clients = paused.client_count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_paused_is_told_in_one_sentence() {
        let told = |tokens, client_count| sentence(&Paused { tokens, client_count, clients: Vec::new() });
        assert_eq!(told(1, 1), "1 active refresh token of 1 client would be refused at its next use.");
        assert_eq!(told(2_100, 3), "2,100 active refresh tokens of 3 clients would be refused at their next use.");
    }
}
