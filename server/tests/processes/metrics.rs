//! The metrics of a node under way, and the files that are made for them.

use std::{
    collections::BTreeSet,
    fs,
    net::{Ipv4Addr, TcpListener},
    path::Path,
};

use crate::{
    browser::Browser,
    database::Database,
    process::Process,
    shop::{DeployedShop, PASSWORD},
};

/// What the names of all metrics begin with.
const FAMILIES: [&str; 4] = ["http_server_", "regrant_", "db_client_", "process_"];

fn repository(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).unwrap()
}

/// The metrics that a text names, without what a histogram adds to its name.
fn named_in(text: &str) -> BTreeSet<String> {
    let words = text.split(|letter: char| !(letter.is_ascii_alphanumeric() || letter == '_'));
    let metrics = words.filter(|word| FAMILIES.iter().any(|family| word.len() > family.len() && word.starts_with(family)));
    let base = |word: &str| ["_bucket", "_sum"].iter().find_map(|suffix| word.strip_suffix(suffix)).unwrap_or(word).to_owned();
    let counted = ["_seconds_count", "refreshes_per_statement_count"];
    let is_count = |word: &str| counted.iter().any(|end| word.ends_with(end));
    let base = |word: &str| if is_count(word) { word.trim_end_matches("_count").to_owned() } else { base(word) };
    metrics.map(base).collect()
}

/// The value of a metric with these labels.
fn value(metrics: &str, series: &str) -> u64 {
    let line = metrics.lines().find(|line| line.starts_with(series)).unwrap_or_else(|| panic!("{series} in {metrics}"));
    line.rsplit(' ').next().unwrap().parse().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_node_exports_is_documented_and_what_the_files_ask_for_is_exported() {
    let shop = DeployedShop::open(Database::postgresql().await).await;
    let listen = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).unwrap();
    let node = Process::start_with(&shop, &[("REGRANT_METRICS_LISTEN", listen.to_string())]);
    let mut browser = Browser::new(&shop);
    assert!(!browser.clone().sign_in(&node, &format!("not-{PASSWORD}")).await);
    let token = browser.login(&node).await.refresh;
    let successor = browser.refresh(node.address(), &token).await.unwrap().tokens().refresh;
    browser.refresh(node.address(), &successor).await.unwrap().tokens();
    assert!(browser.refresh(node.address(), "rt1.forged").await.unwrap().is_refused_as("invalid_grant"));
    reqwest::get(format!("http://{}/nothing/{token}", node.address())).await.unwrap();

    let register = format!("http://{}/acme/shop/oauth2/register", node.address());
    let off = reqwest::Client::new().post(register).header("content-type", "application/json").body("{}").send().await.unwrap();
    assert_eq!(off.status(), 404);

    let metrics = reqwest::get(format!("http://{listen}/metrics")).await.unwrap().text().await.unwrap();
    let refreshes =
        |result: &str| value(&metrics, &format!("regrant_token_requests_total{{grant_type=\"refresh_token\",result=\"{result}\"}}"));
    assert_eq!(refreshes("success"), 2);
    assert_eq!(value(&metrics, "regrant_refreshes_total{outcome=\"rotated\"}"), 1);
    assert_eq!(value(&metrics, "regrant_refreshes_total{outcome=\"repeated\"}"), 1, "the successor, within the retry window");
    assert_eq!(value(&metrics, "regrant_refreshes_per_statement_sum"), 2);
    assert!(value(&metrics, "regrant_configuration_lookups_total{result=\"read\"}") > 0);
    assert_eq!(value(&metrics, "regrant_client_registrations_total{result=\"refused\",reason=\"off\"}"), 1);
    assert_eq!(value(&metrics, "regrant_client_registrations_total{result=\"registered\",reason=\"none\"}"), 0);
    assert_eq!(value(&metrics, "regrant_ready"), 1);
    assert_eq!(value(&metrics, "regrant_master_key_version"), 1);
    assert_eq!(value(&metrics, "db_client_connection_max{pool=\"write\"}"), 12);
    assert!(value(&metrics, "process_resident_memory_bytes") > 1_000_000);
    let route = "http_route=\"/{tenant}/{workspace}/oauth2/token\",http_response_status_code=\"200\"";
    let answered = format!("http_server_request_duration_seconds_count{{http_request_method=\"POST\",{route}}}");
    assert_eq!(value(&metrics, &answered), 3, "a code and two refreshes");
    assert!(!metrics.contains(&token) && !metrics.contains("/nothing/"), "no label is what a stranger typed");

    let exported = named_in(&metrics.lines().filter_map(|line| line.strip_prefix("# TYPE ")).collect::<Vec<_>>().join("\n"));
    let page = repository("docs/metrics.md");
    // This node sends no traces.
    let rows = page.lines().filter(|line| !line.contains("with `otlp_endpoint` alone"));
    let rows = rows.filter_map(|line| line.strip_prefix("| `")).filter_map(|row| row.split('`').next());
    let documented: BTreeSet<String> = rows.map(str::to_owned).collect();
    assert_eq!(exported, documented, "docs/metrics.md has a row for each");
    for file in ["deploy/grafana/regrant.json", "deploy/prometheus/regrant.rules.yml"] {
        let asked = named_in(&repository(file));
        assert!(asked.len() > 8 && asked.is_subset(&exported), "{file}: {:?}", asked.difference(&exported));
    }
    let dashboard: serde_json::Value = serde_json::from_str(&repository("deploy/grafana/regrant.json")).unwrap();
    assert_eq!(dashboard["panels"].as_array().unwrap().len(), 21);

    // The public listener has none.
    assert_eq!(reqwest::get(format!("http://{}/metrics", node.address())).await.unwrap().status(), 404);
}
