//! Clients.

use control::{ClientTokenPolicy as OwnPolicy, SavedClient, permission::Action};
use domain::{
    client::ClientStatus,
    id::ClientId,
    page::Cursor,
    sort::ClientSort,
    wire::{
        ActivityQuery, Client, ClientActivity, ClientLogoutDelivery, ClientRegistration, ClientSecret, ClientSecrets, ClientTokenPolicy,
        DuplicateClient, Impact, ReachQuery, RotateSecret, Sent,
    },
};

use super::{
    at::{ClientAt, WORKSPACE, WorkspaceAt},
    error::Failure,
    kit::{Ask, Created, Found, ListQuery, Listed, Nothing, Noun, Operation, Outcome, Place, Tag},
};

const NOUN: Noun = Noun {
    one: "client",
    many: "clients",
    searched: true,
    sorted_by: "created_at",
    newest_first: true,
    also_by: &["client_name"],
    counted: true,
};

/// What a change of settings asks for.
const CHANGES: &str = "Where existing refresh tokens would end earlier, `reach` has to say whether they shall. Another authentication \
                       method, and other keys or another address of them, need the permission to replace the client's secret, too.";
/// The permissions for that.
const SETS: &[Action] = &[Action::SetClient, Action::RotateClientSecret];

pub(super) fn operations() -> Vec<Operation> {
    let all = Place::<WorkspaceAt>::new("Clients", format!("{WORKSPACE}/clients"));
    let one = all.below::<ClientAt>("/{client}");
    vec![
        all.list(("list_clients", "List clients"), NOUN, list)
            .about("Those that the caller sees. `search_phrase` is looked for in their names, or is an identifier.")
            .needs(&[Action::SeeClients]),
        all.create(("create_client", "Create a client"), create)
            .about("Its secret is in the answer, and nowhere else later on.")
            .needs(&[Action::CreateClient]),
        one.read(("read_client", "Read a client"), read).needs(&[Action::SeeClients]),
        one.replace(("replace_client", "Replace a client's settings"), read, save).about(CHANGES).needs(SETS),
        one.patch(("change_client", "Change a client's settings"), read, save).about(CHANGES).needs(SETS),
        one.remove(("delete_client", "Delete a client"), read, remove).about("Its refresh tokens end.").needs(&[Action::DeleteClient]),
        one.below::<ClientAt>("/duplicate")
            .create(("duplicate_client", "Create a client with the settings of another"), duplicate)
            .about(
                "The copy has an identifier and a secret of its own. Neither keys nor refresh tokens are copied: a client that \
                 authenticates by its keys is copied as one with a secret, and one that has to sign its requests as one that does not.",
            )
            .needs(&[Action::CreateClient]),
        one.below::<ClientAt>("/rotateSecret")
            .act_on(("rotate_client_secret", "Replace a client's secret"), read, rotate_secret)
            .about("The secret before it goes on working for a day, or for as long as it is said.")
            .needs(&[Action::RotateClientSecret]),
        one.below::<ClientAt>("/revokeRotatedSecrets")
            .turn(("revoke_rotated_client_secrets", "End the secret before a client's current one"), read, revoke_rotated)
            .about("At once. Nothing is done where there is none that works.")
            .needs(&[Action::RotateClientSecret]),
        one.below::<ClientAt>("/registration")
            .look(("read_client_registration", "Look at how a client registered itself"), registration)
            .about("Little is told of a client that an administrator has made.")
            .needs(&[Action::SeeClients]),
        one.below::<ClientAt>("/revokeRegistrationToken")
            .turn(("revoke_client_registration_token", "End that a client manages what it registered"), read, revoke_registration_token)
            .about("Its registration access token is good for nothing any more. Nothing is done where it has none.")
            .needs(&[Action::RotateClientSecret]),
        one.below::<ClientAt>("/secrets")
            .look(("read_client_secrets", "Look at what is known of a client's secrets"), secrets)
            .about("Never the secrets themselves.")
            .needs(&[Action::SeeClients]),
        one.below::<ClientAt>("/enable").turn(("enable_client", "Enable a client"), read, enable).needs(&[Action::SetClientStatus]),
        one.below::<ClientAt>("/disable")
            .turn(("disable_client", "Disable a client"), read, disable)
            .about("Its refresh tokens end.")
            .needs(&[Action::SetClientStatus]),
        one.below::<ClientAt>("/token-policy")
            .look(("read_client_token_policy", "Look at the token policy in force for a client"), token_policy)
            .needs(&[Action::SeeClients]),
        one.below::<ClientAt>("/logout-delivery")
            .look(("read_client_logout_delivery", "Look at how a client takes that it is told of sign-outs"), logout_delivery)
            .about("How many it is still to be told of, and its last answer. Nothing waits for a client without a `backchannel_logout_uri`.")
            .needs(&[Action::SeeClients]),
        one.below::<ClientAt>("/activity")
            .look(("read_client_activity", "Look at what happened at a client"), activity)
            .about(
                "Logins, refreshes, retries, reuses, refusals, and refresh tokens that were issued and revoked, over time. They are added up every few \
                 minutes; `counted_until` says until when. They are kept for 31 days.",
            )
            .needs(&[Action::SeeClients]),
        one.below::<ClientAt>("/impact")
            .preview(("preview_client", "Preview what a change of settings does to refresh tokens"), read, impact)
            .about("Takes the merge patch that would change the client, and changes nothing.")
            .needs(&[Action::SeeFamilies]),
    ]
}

fn found(client: &domain::client::Client) -> Found<Client> {
    Found { body: client.into(), tag: Tag::of(client.id, client.version), version: client.version }
}

/// Returns a client that was saved, with the secret that it got.
fn saved(SavedClient { client, secret }: &SavedClient) -> Found<Client> {
    let client_secret = secret.as_ref().map(|secret| secret.expose().clone());
    let found = found(client);
    Found { body: Client { client_secret, ..found.body }, ..found }
}

async fn list((ask, query): (Ask<WorkspaceAt>, ListQuery<Cursor<ClientId>>)) -> Outcome<Listed<Client>> {
    let page = ask.operator.list_clients(&ask.at.workspace(), &query.search, query.sorted::<ClientSort>()?).await?;
    Ok(Listed::of(page, |client| Client::from(&client)))
}

async fn create(ask: Ask<WorkspaceAt, Nothing, Client>) -> Outcome<Created<Client>> {
    let created = ask.operator.register_client(&ask.at.workspace(), ask.body.settings()?).await?;
    let saved = saved(&created);
    Ok(Created::below(&created.client.id, saved.body, Some(saved.tag)))
}

async fn duplicate(ask: Ask<ClientAt, Nothing, DuplicateClient>) -> Outcome<Created<Client>> {
    let copy = ask.operator.duplicate_client(&ask.at.workspace(), ask.at.client, ask.body.client_name.as_deref()).await?;
    let saved = saved(&copy);
    Ok(Created::beside(&copy.client.id, saved.body, Some(saved.tag)))
}

async fn read(ask: Ask<ClientAt>) -> Outcome<Found<Client>> {
    Ok(found(&ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?.client))
}

async fn save((ask, version): (Ask<ClientAt, ReachQuery, Client>, i64)) -> Outcome<Found<Client>> {
    let (path, settings) = (ask.at.workspace(), ask.body.settings()?);
    let reach = ask.query.read().map_err(|misfits| Failure::from(misfits).in_parameters())?;
    Ok(saved(&ask.operator.replace_client(&path, ask.at.client, version, settings, reach).await?))
}

async fn remove((ask, found): (Ask<ClientAt>, Found<Client>)) -> Outcome<()> {
    Ok(ask.operator.delete_client(&ask.at.workspace(), ask.at.client, found.version).await?)
}

async fn rotate_secret((ask, found): (Ask<ClientAt, Nothing, RotateSecret>, Found<Client>)) -> Outcome<ClientSecret> {
    let keep = ask.body.read()?;
    let secret = ask.operator.rotate_client_secret(&ask.at.workspace(), ask.at.client, found.version, keep).await?;
    Ok(ClientSecret { client_id: Sent::of(&ask.at.client), client_secret: secret.expose().clone() })
}

async fn revoke_rotated((ask, found_now): (Ask<ClientAt>, Found<Client>)) -> Outcome<Found<Client>> {
    Ok(found(&ask.operator.revoke_previous_client_secret(&ask.at.workspace(), ask.at.client, found_now.version).await?))
}

async fn registration(ask: Ask<ClientAt>) -> Outcome<ClientRegistration> {
    let view = ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?;
    Ok(view.registration.as_ref().into())
}

async fn revoke_registration_token((ask, found_now): (Ask<ClientAt>, Found<Client>)) -> Outcome<Found<Client>> {
    Ok(found(&ask.operator.revoke_registration_access_token(&ask.at.workspace(), ask.at.client, found_now.version).await?))
}

async fn secrets(ask: Ask<ClientAt>) -> Outcome<ClientSecrets> {
    let view = ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?;
    Ok(view.secrets.as_ref().into())
}

async fn enable(asked: (Ask<ClientAt>, Found<Client>)) -> Outcome<Found<Client>> {
    set_status(asked, ClientStatus::Active).await
}

async fn disable(asked: (Ask<ClientAt>, Found<Client>)) -> Outcome<Found<Client>> {
    set_status(asked, ClientStatus::Inactive).await
}

async fn set_status((ask, found_now): (Ask<ClientAt>, Found<Client>), status: ClientStatus) -> Outcome<Found<Client>> {
    Ok(found(&ask.operator.set_client_status(&ask.at.workspace(), ask.at.client, found_now.version, status).await?))
}

async fn token_policy(ask: Ask<ClientAt>) -> Outcome<ClientTokenPolicy> {
    let view = ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?;
    Ok(ClientTokenPolicy::of(&view.workspace, &view.client))
}

async fn logout_delivery(ask: Ask<ClientAt>) -> Outcome<ClientLogoutDelivery> {
    let view = ask.operator.load_client(&ask.at.workspace(), ask.at.client).await?;
    Ok(view.logouts.as_ref().into())
}

async fn activity(ask: Ask<ClientAt, ActivityQuery>) -> Outcome<ClientActivity> {
    let period = ask.query.read()?;
    Ok((&ask.operator.load_client_activity(&ask.at.workspace(), ask.at.client, period).await?).into())
}

async fn impact(ask: Ask<ClientAt, Nothing, Client>) -> Outcome<Impact> {
    let (path, settings) = (ask.at.workspace(), ask.body.settings()?);
    let paused = ask.operator.preview_client_pauses(&path, ask.at.client, &settings).await?;
    let policy = OwnPolicy { token_ttls: settings.token_ttls, refresh: settings.refresh, reach: None };
    Ok(Impact::from(ask.operator.preview_client_token_policy(&path, ask.at.client, &policy).await?).pausing(&paused))
}
