//! Every URL of the server, for review: a change of one is a change for somebody who has it.

use insta::assert_snapshot;
use leptos::server_fn::axum::server_fn_paths;
use server::{
    admin_api,
    paths::{API, ConsoleRoute, ExportRoute, LiveRoute, SITE, ServerRoute, WorkspaceRoute},
};

#[tokio::test]
async fn every_url() {
    let server = ServerRoute::ALL.iter().map(|route| route.template().to_owned());
    let workspaces = WorkspaceRoute::ALL.iter().map(|route| route.template().to_owned());
    let mut admin_api: Vec<String> = Vec::new();
    for operation in admin_api::list() {
        let url = format!("{API}{}", operation.path);
        match admin_api.iter_mut().find(|known| known.split(' ').next() == Some(&url)) {
            Some(known) => known.extend([" ", operation.method]),
            None => admin_api.push(format!("{url} {}", operation.method)),
        }
    }
    let console = ConsoleRoute::ALL.iter().map(|route| route.template().to_owned());
    let pages = server::page_routes().iter().map(|route| route.path().to_owned());
    let functions = server_fn_paths().map(|(path, _)| path.to_owned());
    let exports = ExportRoute::ALL.iter().map(|route| route.template().to_owned());
    let streams = LiveRoute::ALL.iter().map(|route| route.template().to_owned());
    let groups: [(&str, Vec<String>); 9] = [
        ("The server", server.collect()),
        ("The console's files", vec![format!("{SITE}/…")]),
        ("The protocol and the users' pages", workspaces.collect()),
        ("The admin API", admin_api),
        ("The console", console.collect()),
        ("The console's pages", sorted(pages)),
        ("The console's lists as files", exports.collect()),
        ("The console's streams", streams.collect()),
        ("The console's server functions", sorted(functions)),
    ];
    let shown: Vec<String> = groups.iter().map(|(name, urls)| format!("# {name}\n{}\n", urls.join("\n"))).collect();
    assert_snapshot!(shown.join("\n"));
}

fn sorted(urls: impl Iterator<Item = String>) -> Vec<String> {
    let mut urls: Vec<String> = urls.collect();
    urls.sort();
    urls
}
