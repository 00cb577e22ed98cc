//! Fuzzing: what is read from strangers, read from a fuzzer. The targets are the files of `fuzz/fuzz_targets`.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
};

use crate::{
    process::{Failure, Result, capture, cargo, run},
    setup,
};

/// libFuzzer's counters and comparisons, by the means of the stable compiler. They are what `cargo fuzz` passes without a sanitizer: our
/// crates forbid `unsafe`, so there is little that an address sanitizer could find, and it would need a nightly compiler.
const FLAGS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Who fuzzes for no longer waits more for the compiler than for the fuzzer, and gets what is compiled sooner and runs slower.
const SHORT: u32 = 60;

const TARGETS: &str = "fuzz/fuzz_targets";
const BUILD: &str = "target/fuzz";

/// Runs a target, or all of them, for so many seconds each. With `keep`, new inputs that reach new code go into the corpus.
pub(crate) fn fuzz(target: Option<&str>, seconds: u32, keep: bool) -> Result<()> {
    let targets = chosen(targets()?, target)?;
    setup::cpp_compiler()?;
    let host = host()?;
    let mut build = cargo();
    build.args(["build", "--release", "--bins", "--manifest-path", "fuzz/Cargo.toml", "--target-dir", BUILD, "--target", &host]);
    if seconds <= SHORT {
        build.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1").env("CARGO_PROFILE_RELEASE_DEBUG", "0");
    }
    run(build.env("RUSTFLAGS", FLAGS))?;
    let programs = Path::new(BUILD).join(&host).join("release");
    // A fuzzer has one thread.
    let at_once = thread::available_parallelism().map_or(1, usize::from);
    for some in targets.chunks(at_once) {
        thread::scope(|scope| {
            let mut running = Vec::new();
            for target in some {
                let program = programs.join(target);
                running.push(scope.spawn(move || run_target(&program, target, seconds, keep)));
            }
            let ended = running.into_iter().map(|one| one.join().unwrap_or_else(|_| Err(Failure::new("a fuzzer could not be watched"))));
            // All of them are waited for, whichever fails.
            ended.collect::<Vec<_>>().into_iter().collect::<Result<()>>()
        })?;
    }
    Ok(())
}

fn targets() -> Result<Vec<String>> {
    let failed = |error| Failure::about(Path::new(TARGETS), &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(TARGETS).map_err(failed)? {
        names.extend(entry.map_err(failed)?.path().file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn chosen(targets: Vec<String>, wanted: Option<&str>) -> Result<Vec<String>> {
    let Some(wanted) = wanted else { return Ok(targets) };
    if targets.iter().any(|target| target == wanted) {
        return Ok(vec![wanted.to_owned()]);
    }
    Err(Failure::new(format!("there is no target {wanted}; there are {}", targets.join(", "))))
}

/// Named explicitly, so that the flags are for our crates and not for build scripts and macros.
fn host() -> Result<String> {
    let about = capture(Command::new("rustc").arg("-vV"))?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).map(str::to_owned);
    host.ok_or_else(|| Failure::new("rustc does not say what machine it is for"))
}

fn run_target(program: &Path, target: &str, seconds: u32, keep: bool) -> Result<()> {
    let corpus = PathBuf::from("fuzz/corpus").join(target);
    // New inputs go into the first folder that is named; the kept ones stay as they are.
    let found = Path::new(BUILD).join("corpus").join(target);
    let artifacts = Path::new(BUILD).join("artifacts").join(target);
    for folder in [&found, &artifacts] {
        fs::create_dir_all(folder).map_err(|error| Failure::about(folder, &error))?;
    }
    let mut command = Command::new(program);
    command.arg(&found).arg(&corpus);
    command.arg(format!("-max_total_time={seconds}")).arg(format!("-artifact_prefix={}/", artifacts.display()));
    command.args(["-max_len=4096", "-print_final_stats=1", "-verbosity=0"]);
    tell(target, &mut command)?;
    if keep {
        run(Command::new(program).args(["-merge=1", "-verbosity=0"]).arg(&corpus).arg(&found))?;
    }
    Ok(())
}

/// Runs a fuzzer, which talks much on its standard error: all of it where it found something, a few numbers where it did not.
fn tell(target: &str, command: &mut Command) -> Result<()> {
    let output = command.output().map_err(|error| Failure::new(format!("the fuzzer could not be run: {error}")))?;
    let said = String::from_utf8_lossy(&output.stderr);
    if output.status.success() {
        println!("{target}: {}", numbers(&said));
        return Ok(());
    }
    eprintln!("{said}");
    Err(Failure::new("the fuzzer found an input that breaks a promise; it is in the file that is named above"))
}

/// From libFuzzer's closing statistics.
fn numbers(said: &str) -> String {
    let number = |name: &str| {
        let lines = said.lines().filter_map(|line| line.strip_prefix("stat::"));
        lines.filter_map(|line| line.split_once(':')).find(|(found, _)| *found == name).map_or("?", |(_, number)| number.trim())
    };
    let (tried, speed, new) = (number("number_of_executed_units"), number("average_exec_per_sec"), number("new_units_added"));
    format!("{tried} inputs tried, {speed} a second; {new} of them reached something new")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_chosen_by_its_name() {
        let targets = || vec!["form".to_owned(), "refresh_token".to_owned()];
        assert_eq!(chosen(targets(), None).unwrap(), targets());
        assert_eq!(chosen(targets(), Some("form")).unwrap(), ["form"]);
        let failure = chosen(targets(), Some("forms")).unwrap_err();
        assert_eq!(failure.to_string(), "there is no target forms; there are form, refresh_token");
    }

    #[test]
    fn the_numbers_are_read_from_the_statistics() {
        let said =
            "INFO: seed corpus\nstat::number_of_executed_units: 836121\nstat::average_exec_per_sec:     39815\nstat::new_units_added: 7\n";
        assert_eq!(numbers(said), "836121 inputs tried, 39815 a second; 7 of them reached something new");
    }
}
