//! The program `regrant`.

use std::process::ExitCode;

/// A refresh allocates some hundred times, and this allocator keeps what each thread frees at hand.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    server::commands::main().await
}
