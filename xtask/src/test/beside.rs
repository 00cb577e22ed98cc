//! Steps that run beside another one: tests wait a good part of their time, and builds have use for it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::ExitStatus,
    sync::mpsc::{self, Receiver},
    thread::{self, JoinHandle},
};

use crate::process::{Failure, Result, cargo};

/// A step as it is called on the command line: its name, and what is handed to it.
pub(super) type Call = &'static [&'static str];

/// Steps under way in processes of their own, one after the other. What one prints is printed when its turn comes.
pub(super) struct Beside {
    ended: Receiver<Result<Ended>>,
    runner: Option<JoinHandle<()>>,
}

struct Ended {
    log: PathBuf,
    status: ExitStatus,
}

impl Beside {
    pub(super) fn begin(steps: &'static [Call]) -> Self {
        let names: Vec<&str> = steps.iter().filter_map(|call| call.first().copied()).collect();
        println!("Beside the tests run the steps {}; what they say is in target/<step>.log and comes later.", names.join(", "));
        let (tell, ended) = mpsc::channel();
        // Where nobody listens any more, the run has failed.
        let runner = thread::spawn(move || steps.iter().take_while(|call| tell.send(run(call)).is_ok()).for_each(drop));
        Self { ended, runner: Some(runner) }
    }

    /// Waits until the next of them is over.
    pub(super) fn next(&self) -> Result<()> {
        let Ended { log, status } = self.ended.recv().map_err(|_| Failure::new("there is no further step beside the tests"))??;
        print!("{}", fs::read_to_string(&log).map_err(|error| Failure::about(&log, &error))?);
        if status.success() { Ok(()) } else { Err(Failure::new(status.to_string())) }
    }
}

impl Drop for Beside {
    /// Where a step before them failed, nothing of them goes on behind the terminal's back.
    fn drop(&mut self) {
        self.ended = mpsc::channel().1;
        drop(self.runner.take().map(JoinHandle::join));
    }
}

/// Runs a step to its end.
fn run(call: Call) -> Result<Ended> {
    let log = Path::new("target").join(call.first().unwrap_or(&"step")).with_extension("log");
    let (out, err) = File::create(&log).and_then(|file| Ok((file.try_clone()?, file))).map_err(|error| Failure::about(&log, &error))?;
    // By cargo: this program's own file may have been built anew since it was started.
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "xtask", "--"]).args(call).stdout(out).stderr(err);
    let status = command.status().map_err(|error| Failure::new(format!("{} could not be begun: {error}", call.join(" "))))?;
    Ok(Ended { log, status })
}
