use domain::user::UserIdentifier;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    api::{ApiError, Keep, done, operator},
    components::within_workspace,
    done::Done,
    form::{CreateForm, FormAction, Target},
    paths::{WorkspacePages as _, WorkspacePath},
    ui::{Breadcrumb, Page, PasswordField, TextField},
};

/// A user as it is typed. The password is not in it: it never comes back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TypedUser {
    /// What they sign in with.
    pub identifier: String,
    /// What they are called.
    pub name: String,
    /// Their e-mail address; empty for none.
    pub email: String,
}

impl TypedUser {
    /// The same with the user name as the e-mail address, where it is one and no other was typed: mail to the user would go nowhere.
    fn with_email(self) -> Self {
        let is_email = UserIdentifier::parse(&self.identifier).is_ok_and(|identifier| identifier.is_email());
        if is_email && self.email.trim().is_empty() { Self { email: self.identifier.clone(), ..self } } else { self }
    }
}

/// Adds a user and leads to them.
#[server]
pub async fn create_user(path: WorkspacePath, typed: TypedUser, password: String) -> Result<(), ApiError> {
    let TypedUser { identifier, name, email } = typed.clone().with_email();
    let new = domain::view::NewUser { identifier, name, email, password };
    let user = operator()?.create_user(&path, new).await.keep(&typed)?;
    done(&path.user(user.id), Done::UserCreated);
    Ok(())
}

crate::form::needs!(CreateUser: CreateUser);

/// Where a user is added.
#[component]
pub fn NewUserPage() -> impl IntoView {
    let create = FormAction::<CreateUser>::typed();
    let form = create.form;
    view! {
        {within_workspace(move |path| {
            let steps = vec![(path.users(), "Users".to_owned())];
            view! {
                <Page
                    title="Add user"
                    lead="Somebody who can sign in to the clients of this workspace."
                    above=(move || view! { <Breadcrumb steps=steps.clone() here="Add user"/> }).into()
                >
                    <CreateForm action=create target=Target::workspace(&path) label="Add user">
                        <div class="card">
                            <TextField input=form.field("identifier", "") label="User name" hint="An e-mail address or a user name, without spaces. Upper and lower case are the same."/>
                            <TextField input=form.field("name", "") label="Name"/>
                            <TextField input=form.field("email", "") label="E-mail" hint="Where mail to the user goes. Left empty, it is the user name, if that is an e-mail address. The user can sign in with it, too; shared with clients by the scope email." kind="email" optional=true/>
                            <PasswordField
                                input=form.within("").field("password", "")
                                label="Password"
                                hint="At least 12 characters, and not easily guessed. Give it to the user over a secure channel."
                                autocomplete="new-password"
                            />
                        </div>
                    </CreateForm>
                </Page>
            }
        })}
    }
    .into_any()
}
