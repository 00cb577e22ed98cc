//! Who a user is at trusted issuers.

use domain::{
    id::{LinkedSubjectId, UserId},
    linked_subject::LinkedSubject,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use super::frame::{LoadedUser, user_target};
use crate::{
    api::{ApiError, Keep, done, operator},
    done::Done,
    form::{Confirm, CreateForm, Form, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    t, t_view,
    ui::{Choice, Kind, Section, Select, Table, TextField, Time},
};

/// A subject as it is typed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedSubject {
    /// The trusted issuer, as it is called here.
    pub issuer: String,
    /// What the issuer calls the user.
    pub subject: String,
}

/// Links a subject of a trusted issuer to a user.
#[server]
pub async fn link_subject(path: WorkspacePath, user: UserId, #[server(default)] typed: TypedSubject) -> Result<(), ApiError> {
    operator()?.link_subject(&path, user, &typed.issuer, &typed.subject).await.keep(&typed)?;
    done(&path.user(user), Done::SubjectLinked);
    Ok(())
}

crate::form::needs!(LinkSubject: SetTrustedIssuers);

/// Unlinks a subject from a user.
#[server]
pub async fn unlink_subject(path: WorkspacePath, user: UserId, linked: LinkedSubjectId) -> Result<(), ApiError> {
    operator()?.unlink_subject(&path, user, linked).await?;
    done(&path.user(user), Done::SubjectUnlinked);
    Ok(())
}

crate::form::needs!(UnlinkSubject: SetTrustedIssuers);

/// The actions of the section.
#[derive(Clone, Copy)]
pub(super) struct LinkActions {
    link: FormAction<LinkSubject>,
    unlink: FormAction<UnlinkSubject>,
}

impl LinkActions {
    pub(super) fn new() -> Self {
        Self { link: FormAction::typed(), unlink: FormAction::new() }
    }

    pub(super) const fn forms(self) -> [Form; 2] {
        [self.link.form, self.unlink.form]
    }

    /// The one that asks for a confirmation and says above the page what failed.
    pub(super) const fn confirmed(self) -> Form {
        self.unlink.form
    }
}

/// The subjects that are linked to a user, and the way to link one; nothing where no issuer is trusted and none is linked.
#[component]
pub(super) fn Linked(path: WorkspacePath, loaded: LoadedUser, actions: LinkActions) -> impl IntoView {
    let LoadedUser { view, linked, issuers, .. } = loaded;
    if issuers.is_empty() && linked.is_empty() {
        return ().into_any();
    }
    let target = user_target(&path, view.user.id);
    let form = actions.link.form;
    let shown = if linked.is_empty() {
        view! { <p class="quiet">{t!("users-linked-none")}</p> }.into_any()
    } else {
        table(linked, &target, actions.unlink)
    };
    let link = (!issuers.is_empty()).then(|| {
        let first = issuers.first().map(ToString::to_string).unwrap_or_default();
        let choices = issuers.iter().map(|issuer| Choice::new(issuer.to_string(), issuer.to_string())).collect();
        view! {
            <CreateForm action=actions.link target label=t!("users-linked-link") kind=Kind::Secondary>
                <Select input=form.field("issuer", first) label=t!("users-linked-issuer") choices/>
                <TextField
                    input=form.field("subject", "")
                    label=t!("users-linked-subject")
                    hint=t!("users-linked-subject-hint")
                    mono=true
                />
            </CreateForm>
        }
    });
    view! { <Section title=t!("users-linked-title") lead=t!("users-linked-lead")>{shown}{link}</Section> }.into_any()
}

fn table(linked: Vec<LinkedSubject>, target: &Target, unlink: FormAction<UnlinkSubject>) -> AnyView {
    let rows = linked
        .into_iter()
        .map(|linked| {
            let (id, target) = (format!("unlink-{}", linked.id), target.clone().with("linked", linked.id));
            let (issuer, subject) = (linked.issuer.to_string(), linked.subject.to_string());
            view! {
                <tr>
                    <th scope="row" data-label=t!("users-linked-subject")><code>{subject.clone()}</code></th>
                    <td data-label=t!("users-linked-issuer")>{issuer.clone()}</td>
                    <td data-label=t!("users-linked-at")><Time utc=linked.linked_at.to_string()/></td>
                    <td class="family-revoke">
                        <Confirm
                            id
                            opens=t!("users-linked-unlink")
                            title=t!("users-linked-title-unlink")
                            action=unlink
                            target
                            label=t!("users-linked-unlink")
                        >
                            <p>
                                {t_view!(
                                    "users-linked-question",
                                    issuer = view! { <strong>{issuer}</strong> },
                                    subject = view! { <strong>{subject}</strong> }
                                )}
                            </p>
                        </Confirm>
                    </td>
                </tr>
            }
        })
        .collect_view();
    let heads = vec![t!("users-linked-subject"), t!("users-linked-issuer"), t!("users-linked-at"), t!("users-linked-unlink")];
    view! { <Table label=t!("users-linked-title") heads><tbody>{rows}</tbody></Table> }.into_any()
}
