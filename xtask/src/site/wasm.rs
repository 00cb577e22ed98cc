//! The console's WASM: compiled by cargo, bound by the wasm-bindgen library at the locked version, made small by wasm-opt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use wasm_bindgen_cli_support::Bindgen;

use super::{Profile, output::Output};
use crate::{
    process::{Failure, Result, cargo, run},
    setup,
};

/// Between the steps; not served.
const BOUND: &str = "target/wasm-bindgen";
const NAME: &str = "console";

pub(super) fn compile(profile: Profile) -> Result<PathBuf> {
    setup::wasm_target()?;
    let (profile_name, folder) = match profile {
        Profile::Debug => ("dev", "debug"),
        Profile::Release => ("wasm-release", "wasm-release"),
    };
    run(cargo().args(["build", "--package", "frontend", "--target", "wasm32-unknown-unknown", "--profile", profile_name]))?;
    Ok(Path::new("target/wasm32-unknown-unknown").join(folder).join("frontend.wasm"))
}

/// Returns the JavaScript that loads the WASM. Leptos hands it the WASM's address, so it holds no name to be replaced.
pub(super) fn bind(compiled: &Path, profile: Profile) -> Result<String> {
    let folder = Path::new(BOUND);
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(|error| Failure::about(folder, &error))?;
    }
    let mut bindgen = Bindgen::new();
    bindgen.web(true).map_err(|error| Failure::new(format!("wasm-bindgen: {error:#}")))?;
    bindgen.input_path(compiled).out_name(NAME).typescript(false).omit_default_module_path(true).keep_debug(profile == Profile::Debug);
    bindgen.generate(folder).map_err(|error| Failure::new(format!("wasm-bindgen: {error:#}")))?;
    let script = folder.join(NAME).with_extension("js");
    fs::read_to_string(&script).map_err(|error| Failure::about(&script, &error))
}

/// The bound WASM; in release as small as wasm-opt can make it, with the features that the file says it uses.
pub(super) fn optimised(profile: Profile) -> Result<Vec<u8>> {
    let bound = Path::new(BOUND).join(format!("{NAME}_bg.wasm"));
    let result = match profile {
        Profile::Debug => bound,
        Profile::Release => {
            let small = Path::new(BOUND).join(format!("{NAME}_small.wasm"));
            let program = setup::wasm_opt()?;
            run(Command::new(program).arg("-Oz").arg(&bound).arg("-o").arg(&small))?;
            small
        }
    };
    fs::read(&result).map_err(|error| Failure::about(&result, &error))
}

/// JavaScript that crates bring along; the loading script imports it by these names, which carry a hash already.
pub(super) fn add_snippets(output: &mut Output) -> Result<()> {
    output.add_folder(&Path::new(BOUND).join("snippets"), Path::new("snippets"))
}
