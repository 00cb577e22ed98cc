//! What a configuration says of things beside what programs send of them, and what both together are like.

use serde_json::Value as Json;

use crate::{
    client::ClientStatus,
    id::ClientId,
    name::{Name, Slug},
    wire::{
        client::Client,
        resource::Resource,
        sent::Sent,
        server::Server,
        service::Service,
        shape::{Member, Object, Shape, Shaped},
        types::sent,
    },
};

sent! {
    /// The tenant of a configuration.
    pub struct ConfiguredTenant needed [id] {
        /// Its part of every issuer and of every address.
        pub id: Sent<Slug>,
        /// Its name, which it gets where it is not there yet.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<Sent<Name>>,
    }

    /// What a configuration says of a workspace beside its settings.
    pub struct BesideServer {
        /// The version that it must have, and 0 if it must not be there. Without one it may have any.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub version: Option<i64>,
        /// Its services, but for those that come with every workspace. Without the list they stay as they are.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub services: Option<Vec<Json>>,
        /// Its clients. Without the list they stay as they are.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub clients: Option<Vec<Json>>,
    }

    /// What a configuration says of a service beside its settings.
    pub struct BesideService {
        /// The version that it must have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub version: Option<i64>,
    }

    /// What a configuration says of a client beside its settings.
    pub struct BesideClient {
        /// Its identifier. Without one, it is the client with its name.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_id: Option<Sent<ClientId>>,
        /// Whether it can be used; `active` where it is not said.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_status: Option<Sent<ClientStatus>>,
        /// Its secret: 32 to 200 printable ASCII characters. Without one it keeps what it has, and a new client gets a new one.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub client_secret: Option<String>,
        /// The version that it must have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub version: Option<i64>,
    }
}

impl Resource for BesideServer {}
impl Resource for BesideService {}
impl Resource for BesideClient {}

/// Returns what a configuration is like.
pub(super) fn shape() -> Shape {
    let list = |item: Object| Shape::List(Box::new(Shape::Object(item)));
    let optional = |shape: Shape| Shape::Optional(Box::new(shape));
    let mut server = entry::<Server, BesideServer>("ConfiguredServer");
    for member in &mut server.members {
        match member.name {
            "services" => member.shape = optional(list(entry::<Service, BesideService>("ConfiguredService"))),
            "clients" => member.shape = optional(list(entry::<Client, BesideClient>("ConfiguredClient"))),
            _ => {}
        }
    }
    let member = |name, about: &str, shape, needed| Member { name, about: about.to_owned(), shape, told: false, needed };
    Shape::Object(Object {
        name: "Configuration",
        about: "The configuration of a tenant, or of some of its workspaces. What it does not speak of is left alone.".to_owned(),
        members: vec![
            member("tenant", "The tenant.", ConfiguredTenant::shape(), true),
            member("servers", "Its workspaces. One that is not there is left alone.", list(server), false),
        ],
        sent: true,
    })
}

/// Returns what the JSON is like of something that a configuration says more of.
fn entry<R: Shaped, B: Shaped>(name: &'static str) -> Object {
    let (own, beside) = (object::<R>(), object::<B>());
    let own_members = own.members.into_iter().filter(|member| !member.told);
    Object { name, about: own.about, members: own_members.chain(beside.members).collect(), sent: true }
}

pub(super) fn object<R: Shaped>() -> Object {
    match R::shape() {
        Shape::Object(object) => object,
        _ => Object { name: "", about: String::new(), members: Vec::new(), sent: true },
    }
}
