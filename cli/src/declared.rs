//! What `regrant plan` and `regrant apply` have in common: the file, the terms, and how a plan is told.

use std::path::PathBuf;

use domain::{
    audit::Change,
    configuration::{Configuration, Configured, Doing, LeftAlone, Plan, PlannedChange, Terms, Tokens},
    impact::Reach,
};

use super::{choice::one_of, document::Document, failure::Failure, terminal};

/// A configuration that is declared in a file, and the terms on which it is applied.
#[derive(Debug, clap::Args)]
pub(super) struct Declared {
    /// The file, in YAML or JSON; `-` for standard input.
    file: PathBuf,
    /// Delete the clients that a list of clients leaves out. Without this, they are left alone.
    #[arg(long)]
    prune: bool,
    /// Whether lower lifetimes apply to existing refresh tokens. To be said where some of them would end
    /// earlier.
    #[arg(long, value_parser = one_of::<Reach>(Reach::ALL.map(Reach::name)))]
    reach: Option<Reach>,
}

impl Declared {
    /// Reads the file, and the secrets that it refers to.
    pub(super) fn read(&self) -> Result<(Document, Configuration), Failure> {
        let document = Document::read(&self.file)?;
        let declared = document.declares()?;
        Ok((document, declared))
    }

    pub(super) const fn terms(&self) -> Terms {
        Terms { prune: self.prune, reach: self.reach }
    }

    /// Returns the command that does a plan of this and nothing else.
    pub(super) fn command(&self, plan: &Plan) -> String {
        let prune = if self.prune { " --prune" } else { "" };
        let reach = self.reach.map(|reach| format!(" --reach {}", reach.name())).unwrap_or_default();
        format!("regrant apply{prune}{reach} --plan {} {}", plan.id, self.file.display())
    }
}

/// Prints a plan.
pub(super) fn tell(plan: &Plan) {
    for LeftAlone { at, kind, id, name } in &plan.left_alone {
        terminal::say(&format!("  {}  {at}: not declared, left alone", named(*kind, name, id)));
    }
    if plan.is_empty() {
        terminal::say("Nothing changes: everything is as it is declared.");
        return;
    }
    for change in &plan.changes {
        terminal::say(&heading(change));
        for field in &change.fields {
            terminal::say(&format!("      {}", line(field)));
        }
        if !change.tokens.is_none() {
            terminal::say(&format!("      active refresh tokens: {}", words(change.tokens)));
        }
    }
    let count = |doing| plan.changes.iter().filter(|change| change.doing == doing).count();
    let [create, change, delete] = [Doing::Create, Doing::Change, Doing::Delete].map(count);
    terminal::say(&format!("To create: {create}, to change: {change}, to delete: {delete}."));
    let of_tokens = if plan.tokens.is_empty() { "they stay as they are".to_owned() } else { words(plan.total()) };
    terminal::say(&format!("Active refresh tokens: {of_tokens}."));
    for client in &plan.tokens {
        terminal::say(&format!("  {} ({}): {}", client.client_name, client.client_id, words(client.tokens)));
    }
    if plan.undecided {
        terminal::say(
            "Whether existing refresh tokens end earlier has to be said: `--reach live_tokens`, as counted, or `--reach new_tokens`.",
        );
    }
}

fn heading(PlannedChange { at, doing, kind, id, name, .. }: &PlannedChange) -> String {
    let sign = match doing {
        Doing::Create => '+',
        Doing::Change => '~',
        Doing::Delete => '-',
    };
    // An import creates a workspace for a whole file.
    format!("{sign} {}  {at}", named(*kind, name, id)).trim_end().to_owned()
}

fn named(kind: Configured, name: &str, id: &str) -> String {
    let id = if id.is_empty() || id == name { String::new() } else { format!(" ({id})") };
    format!("{} {name}{id}", kind.name())
}

fn line(Change { field, from, to }: &Change) -> String {
    match (from.as_str(), to.as_str()) {
        ("", to) => format!("{field}: {to}"),
        (from, "") => format!("{field}: {from} -> none"),
        (from, to) => format!("{field}: {from} -> {to}"),
    }
}

/// Returns what becomes of refresh tokens in words.
fn words(Tokens { ended, shortened, suspended }: Tokens) -> String {
    format!("{ended} end, {shortened} get an earlier end, {suspended} are suspended")
}
