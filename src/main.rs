//! Arguments -> settings -> run: everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    ExitCode::from(frontdesk::cli::main())
}
