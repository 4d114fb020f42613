//! Content: reads playbook folders into a [`Library`] and says everything that is wrong with them at once.
//! Loading is a function of the files' texts; a caller that reloads keeps its old library when there are problems.
//! It must not know sessions, databases or chat platforms.

mod build;
pub mod exchange;
pub mod format;
mod guide;
mod ids;
mod library;
mod load;
mod memory;
mod overlay;
mod problem;
mod quote;
mod read;
mod rules;
pub mod scaffold;
pub mod schema;
mod self_test;
pub mod shape;
mod source;
mod uploads;
mod validate;
mod watch;
mod words;

pub use guide::guide;
pub use ids::{GOOD_ID, is_id};
pub use library::{Library, Playbook};
pub use load::load;
pub use overlay::{Overlaid, Worse, missed, overlay, trial, with, written};
pub use problem::{Problem, SourceFile, sorted};
pub use self_test::{Reached, SelfTest, play, self_test, self_test_of};
pub use source::{SourceError, bundled, read_dir, read_file};
pub use uploads::{UPLOADS, UploadKind, put_in, put_in_what_fits};
pub use watch::{Watch, reload};

/// What came of loading.
#[derive(Debug)]
pub struct Loaded {
    /// What could be built; complete only when there are no problems.
    pub library: Library,
    /// Everything that is wrong, in the order of the files.
    pub problems: Vec<Problem>,
}
