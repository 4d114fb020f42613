//! What can go wrong in a use case, told to operators; members are told a kind sentence with a number.

use crate::store::StoreError;

/// A use case failed. The message is for the log.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Content is not there (any more).
    #[error("there is no {0} in the library; check the playbooks folder")]
    NoContent(&'static str),
    /// A stored row does not fit the content.
    #[error("session {session} cannot be folded: {why}")]
    Fold {
        /// The session.
        session: i64,
        /// Why not.
        why: String,
    },
    /// A table could not be put together.
    #[error(transparent)]
    Table(#[from] crate::export::TableError),
    /// A file could not be written.
    #[error(transparent)]
    Export(#[from] crate::export::ExportError),
    /// A name for other systems is none.
    #[error(transparent)]
    Name(#[from] crate::export::xapi::NoIri),
    /// What was worked out beside the threads that talk ended badly.
    #[error("it could not be worked out: {0}")]
    Aside(#[from] tokio::task::JoinError),
}
