//! A child that cannot outlive us: it ends when this process ends, however that happens.

use std::{
    ffi::OsStr,
    os::unix::process::CommandExt,
    process::{Child, Command, ExitStatus, Stdio},
};

use crate::process::{Failure, Result};

/// A shell between us and the child. Its standard input is a pipe whose other end only this process holds: when that end is
/// closed, be it by us or by the kernel, the shell asks the child to end. The shell's exit status is the child's.
const KEEPER: &str = r#"
signal=$1; shift
exec 3<&0
"$@" </dev/null 3<&- & child=$!
{ read -r _ <&3; kill -s "$signal" "$child"; } 2>/dev/null & keeper=$!
wait "$child"; status=$?
kill "$keeper" 2>/dev/null
exit "$status"
"#;

pub(crate) struct Supervised {
    shell: Child,
}

pub(crate) struct Account {
    pub(crate) uid: u32,
    pub(crate) gid: u32,
}

impl Supervised {
    /// `signal` is the one that makes the program end in good order.
    pub(crate) fn start<A: AsRef<OsStr>>(signal: &str, account: Option<&Account>, program_and_arguments: &[A]) -> Result<Self> {
        let mut command = Command::new("sh");
        command.args(["-c", KEEPER, "sh", signal]).args(program_and_arguments).stdin(Stdio::piped());
        if let Some(account) = account {
            command.uid(account.uid).gid(account.gid);
        }
        let shell = command.spawn().map_err(|error| Failure::new(format!("sh could not be run: {error}")))?;
        Ok(Self { shell })
    }

    /// `None` while it runs.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        self.shell.try_wait().ok().flatten()
    }
}

impl Drop for Supervised {
    fn drop(&mut self) {
        drop(self.shell.stdin.take());
        // Without a wait the next start would race this end for the port and the files; there is nobody left to tell of an error.
        let _ = self.shell.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::{fs, thread, time::Duration};

    use super::*;

    #[test]
    fn dropping_ends_the_child_in_good_order_and_waits_for_it() {
        let note = std::env::temp_dir().join(format!("regrant-supervised-{}", std::process::id()));
        let script = format!("trap 'echo ended >{0}; exit 0' TERM; echo ready >{0}; while :; do sleep 0.05; done", note.display());
        let child = Supervised::start("TERM", None, &["sh", "-c", &script]).unwrap();
        while fs::read_to_string(&note).unwrap_or_default() != "ready\n" {
            thread::sleep(Duration::from_millis(10));
        }
        drop(child);
        assert_eq!(fs::read_to_string(&note).unwrap(), "ended\n");
        fs::remove_file(&note).unwrap();
    }

    #[test]
    fn a_child_that_ends_by_itself_is_noticed_with_its_status() {
        let mut child = Supervised::start("TERM", None, &["sh", "-c", "exit 7"]).unwrap();
        let status = loop {
            if let Some(status) = child.ended() {
                break status;
            }
            thread::sleep(Duration::from_millis(10));
        };
        assert_eq!(status.code(), Some(7));
    }
}
