//! A directory that the program runs in.

use std::{
    env,
    ffi::OsString,
    fs,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use sea_orm::ConnectionTrait as _;
use store::Store;

/// Settings of a program that logs nothing but warnings.
pub(crate) const QUIET: [(&str, &str); 1] = [("REGRANT_LOG_LEVEL", "warn")];

/// A directory that goes with the test.
pub(crate) struct Place(pub(crate) PathBuf);

impl Place {
    pub(crate) fn new(name: &str) -> Self {
        let directory = env::temp_dir().join(format!("regrant-command-line-{name}-{}", std::process::id()));
        fs::create_dir_all(&directory).unwrap();
        Self(directory)
    }

    /// A database with a workspace, and so with something that is sealed.
    pub(crate) fn with_workspace(name: &str) -> Self {
        let place = Self::new(name);
        place.says(&["migrate"]);
        place.says(&["tenant", "create", "--slug", "acme", "--name", "Acme"]);
        place.says(&["workspace", "create", "--tenant", "acme", "--slug", "shop", "--name", "Shop"]);
        place
    }

    /// Runs the program here.
    pub(crate) fn run(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
        self.command(arguments, settings).output().unwrap()
    }

    /// The program here, with these settings and no others.
    pub(crate) fn command(&self, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        self.program(env!("CARGO_BIN_EXE_regrant"), arguments, settings)
    }

    /// A program that knows no settings but these, whatever the tests themselves were started with.
    pub(crate) fn program(&self, program: &str, arguments: &[&str], settings: &[(&str, &str)]) -> Command {
        let mut command = Command::new(program);
        let is_setting = |name: &OsString| ["REGRANT_", "OTEL_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix));
        for (name, _) in env::vars_os().filter(|(name, _)| is_setting(name)) {
            command.env_remove(name);
        }
        command.args(arguments).envs(settings.iter().copied()).current_dir(&self.0).stdin(Stdio::null());
        command
    }

    /// What it says when all is well.
    pub(crate) fn says(&self, arguments: &[&str]) -> String {
        said(&self.run(arguments, &QUIET))
    }

    /// Does something to the database behind the program's back.
    pub(crate) fn execute(&self, statement: &str) {
        self.with_store(async |store| {
            store.connection_for_migrations().execute_unprepared(statement).await.unwrap();
        });
    }

    /// Works with the database behind the program's back.
    pub(crate) fn with_store<T>(&self, work: impl AsyncFnOnce(&Store) -> T) -> T {
        let url = format!("sqlite://{}", self.0.join("data/regrant.db").display());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let store = Store::connect(&url).await.unwrap();
            let done = work(&store).await;
            store.close().await.unwrap();
            done
        })
    }

    /// What it complains of: one sentence on standard error, and nothing else anywhere.
    pub(crate) fn complains(&self, arguments: &[&str], settings: &[(&str, &str)]) -> String {
        let output = self.run(arguments, settings);
        assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), b"".as_slice()), "{arguments:?}: {output:?}");
        let complaint = String::from_utf8(output.stderr).unwrap();
        assert_eq!(complaint.matches('\n').count(), 1, "{complaint}");
        complaint.trim_end().to_owned()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

pub(crate) fn said(output: &Output) -> String {
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout.clone()).unwrap()
}
