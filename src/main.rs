//! The program: arguments in, exit code out. The only place that writes to standard error.

use std::process::ExitCode;
use std::sync::Arc;

use clap::Parser;
use sparring::cli::{Arguments, run};
use sparring::clock::SystemClock;

#[expect(clippy::print_stderr, reason = "this is where failures are told")]
fn main() -> ExitCode {
    match run(Arguments::parse(), Arc::new(SystemClock)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) if is_closed_pipe(&*failure) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("sparring: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Somebody who pipes into `head` has seen enough; that is no failure.
fn is_closed_pipe(failure: &(dyn std::error::Error + 'static)) -> bool {
    let mut cause = Some(failure);
    while let Some(error) = cause {
        if error.downcast_ref::<std::io::Error>().is_some_and(|e| e.kind() == std::io::ErrorKind::BrokenPipe)
        {
            return true;
        }
        cause = error.source();
    }
    false
}
