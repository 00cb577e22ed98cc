//! target/deploy: what a node needs, and the program's debug information beside it, for whoever reads a backtrace.

use std::{fs, path::Path, process::Command};

use crate::{
    process::{Failure, Result, run},
    site::{self, SITE},
    start,
};

const FOLDER: &str = "target/deploy";
/// What the program may take on a disk, in bytes: what it does take (75 MB on 2026-12-01, of which docs/profile.md tells), with room. Each change
/// that makes it smaller lowers this.
const BUDGET: u64 = 77_000_000;

/// Puts together what was built in release.
pub(crate) fn gather() -> Result<()> {
    let folder = Path::new(FOLDER);
    let (program, debug) = (folder.join("regrant"), folder.join("regrant.debug"));
    fs::create_dir_all(folder).map_err(|error| Failure::about(folder, &error))?;
    let built = start::server(site::Profile::Release);
    run(objcopy().args(["--only-keep-debug", built]).arg(&debug))?;
    run(objcopy().arg("--strip-unneeded").arg(format!("--add-gnu-debuglink={}", debug.display())).arg(built).arg(&program))?;
    copy_folder(Path::new(SITE), &folder.join("site"))?;
    let bytes = fs::metadata(&program).map_err(|error| Failure::about(&program, &error))?.len();
    println!("{FOLDER}: regrant, {} MB, with its debug information in regrant.debug, and site", bytes.div_ceil(1_000_000));
    if bytes > BUDGET {
        return Err(Failure::new(format!("regrant is {bytes} bytes; the budget is {BUDGET}")));
    }
    Ok(())
}

/// Of the same package as the linker.
fn objcopy() -> Command {
    Command::new("objcopy")
}

/// Makes a folder hold what another holds, and nothing else.
fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    let about = |path: &Path, error: &std::io::Error| Failure::about(path, error);
    if to.exists() {
        fs::remove_dir_all(to).map_err(|error| about(to, &error))?;
    }
    fs::create_dir_all(to).map_err(|error| about(to, &error))?;
    for entry in fs::read_dir(from).map_err(|error| about(from, &error))? {
        let path = entry.map_err(|error| about(from, &error))?.path();
        let Some(name) = path.file_name() else { continue };
        if path.is_dir() {
            copy_folder(&path, &to.join(name))?;
        } else {
            fs::copy(&path, to.join(name)).map_err(|error| about(&path, &error))?;
        }
    }
    Ok(())
}
