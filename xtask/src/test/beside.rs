//! A step that runs beside another one: tests wait a good part of their time, and a build has use for it.

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
    process::Child,
};

use crate::process::{Failure, Result, cargo};

/// A step under way in a process of its own. What it prints is printed when it is over.
pub(super) struct Beside {
    step: &'static str,
    child: Child,
    log: PathBuf,
}

impl Beside {
    /// Begins a step, by its name on the command line.
    pub(super) fn begin(step: &'static str) -> Result<Self> {
        let log = Path::new("target").join(format!("{step}.log"));
        let about = |error| Failure::about(&log, &error);
        let (out, err) = File::create(&log).and_then(|file| Ok((file.try_clone()?, file))).map_err(about)?;
        // By cargo: this program's own file may have been built anew since it was started.
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "xtask", "--", step]).stdout(out).stderr(err);
        let child = command.spawn().map_err(|error| Failure::new(format!("step {step} could not be begun: {error}")))?;
        println!("Step {step} runs beside the tests; what it says is in {} and comes later.", log.display());
        Ok(Self { step, child, log })
    }

    /// Waits until it is over.
    pub(super) fn end(mut self) -> Result<()> {
        let status = self.child.wait().map_err(|error| Failure::about(&self.log, &error))?;
        print!("{}", fs::read_to_string(&self.log).map_err(|error| Failure::about(&self.log, &error))?);
        if status.success() { Ok(()) } else { Err(Failure::new(format!("{} failed ({status})", self.step))) }
    }
}

impl Drop for Beside {
    /// Where a step before it failed, nothing of it goes on behind the terminal's back.
    fn drop(&mut self) {
        let _ = self.child.wait();
    }
}
