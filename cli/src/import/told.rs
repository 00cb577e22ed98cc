//! How an import is told.

use std::collections::HashMap;

use control::{AppliedImport, ImportedClient, ImportedUsers, PlannedImport};
use domain::{
    import::{ImportReport, LeftOut, Omissions, Reason},
    wire::{self, ConfigurationPlan},
};
use serde::Serialize;

use super::{file::ImportFile, places::Place};
use crate::{declared::tell, failure::Failure, terminal};

/// How many places are told of what was left out for one reason.
const MOST_TOLD: usize = 5;

/// An import in JSON.
#[derive(Serialize)]
struct Told<'a> {
    configuration: ConfigurationPlan,
    users: ImportedUsers,
    clients: Vec<ToldClient<'a>>,
    left_out: Vec<ToldGroup<'a>>,
}

#[derive(Serialize)]
struct ToldClient<'a> {
    known_as: &'a str,
    #[serde(flatten)]
    client: wire::AppliedClient,
}

#[derive(Serialize)]
struct ToldGroup<'a> {
    reason: &'static str,
    about: String,
    count: u64,
    places: Vec<ToldPlace<'a>>,
}

#[derive(Serialize)]
struct ToldPlace<'a> {
    file: &'a str,
    line: u64,
    column: u64,
    pointer: &'a str,
    name: &'a str,
}

pub(super) fn planned(planned: &PlannedImport, files: &[ImportFile], json: bool) -> Result<(), Failure> {
    if json {
        return say_json(planned, &[], files);
    }
    say(planned, files, "would be");
    Ok(())
}

pub(super) fn applied(applied: &AppliedImport, files: &[ImportFile], json: bool) -> Result<(), Failure> {
    if json {
        return say_json(&applied.done, &applied.clients, files);
    }
    say(&applied.done, files, "were");
    Ok(())
}

/// Tells what clients are now, with their new secrets.
pub(super) fn clients(clients: &[ImportedClient]) {
    for ImportedClient { known_as, client } in clients {
        let told = if client.secret.is_some() { " It has a new secret, which is shown only once:" } else { "" };
        terminal::say(&format!("The client {known_as} has the client_id {}.{told}", client.id));
        if let Some(secret) = &client.secret {
            terminal::say(secret.expose());
        }
    }
}

fn say(done: &PlannedImport, files: &[ImportFile], were: &str) {
    if !done.plan.is_empty() {
        tell(&done.plan);
    }
    let ImportedUsers { added, with_password, with_second_factor } = done.users;
    if added > 0 {
        terminal::say(&format!(
            "Users that {were} added: {added}; with their password: {with_password}; with their authenticator app: {with_second_factor}."
        ));
    }
    if done.is_empty() {
        terminal::say("Nothing is imported: all that can be is there already.");
    }
    let groups = groups(&done.report, files, MOST_TOLD);
    if !groups.is_empty() {
        terminal::say("Not carried over:");
    }
    for ToldGroup { reason, about, count, places } in groups {
        terminal::say(&format!("  {reason} ({count}): {about}"));
        let told = u64::try_from(places.len()).unwrap_or_default();
        for ToldPlace { file, line, column, pointer, name } in places {
            let name = if name.is_empty() { String::new() } else { format!(" ({name})") };
            terminal::say(&format!("    {file}:{line}:{column}: {pointer}{name}"));
        }
        if told < count {
            terminal::say(&format!("    and {} more", count - told));
        }
    }
}

fn say_json(done: &PlannedImport, clients: &[ImportedClient], files: &[ImportFile]) -> Result<(), Failure> {
    let told = Told {
        configuration: ConfigurationPlan::from(&done.plan),
        users: done.users,
        clients: clients.iter().map(|of| ToldClient { known_as: &of.known_as, client: (&of.client).into() }).collect(),
        left_out: groups(&done.report, files, ImportReport::MOST_PLACES),
    };
    terminal::say_json(&told)
}

/// Returns what was left out, with the first places of each reason.
fn groups<'a>(report: &'a ImportReport, files: &'a [ImportFile], most: usize) -> Vec<ToldGroup<'a>> {
    let told = |omissions: &'a Omissions| omissions.first.iter().take(most);
    // Each file is searched once, for all that is told of it.
    let places: Vec<HashMap<&str, Place>> = files
        .iter()
        .enumerate()
        .map(|(index, file)| {
            let here = report.iter().flat_map(|(_, omissions)| told(omissions)).filter(|left| left.at.file == index);
            file.locate(here.map(|left| left.at.pointer.as_str()))
        })
        .collect();
    let place = |LeftOut { at, name }: &'a LeftOut| {
        let (line, column) = places.get(at.file).and_then(|of| of.get(at.pointer.as_str())).copied().unwrap_or((1, 1));
        let file = files.get(at.file).map_or("", |file| file.name.as_str());
        ToldPlace { file, line, column, pointer: &at.pointer, name }
    };
    let group = |(reason, omissions): (Reason, &'a Omissions)| ToldGroup {
        reason: reason.code(),
        about: reason.to_string(),
        count: omissions.count,
        places: told(omissions).map(place).collect(),
    };
    report.iter().map(group).collect()
}
