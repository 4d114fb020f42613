//! Where recognisers keep what they learnt, so that the next start need not learn it again: one file a playbook, named
//! after a digest of everything that was learnt from. A file that is missing, old or damaged costs time, nothing else.
//! It must not know what is in a memory.

use std::fs;
use std::path::{Path, PathBuf};

use crate::coach::ids::Id;
use crate::coach::seed;

/// Larger memories are not read; those of the shipped playbooks have a tenth of it.
const LARGEST: u64 = 128 << 20;

/// The file of one playbook.
#[derive(Debug, Clone)]
pub(super) struct Memory {
    folder: PathBuf,
    playbook: Id,
    digest: u64,
}

impl Memory {
    pub(super) fn new(folder: &Path, playbook: &Id, digest: u64) -> Self {
        Self { folder: folder.to_owned(), playbook: playbook.clone(), digest }
    }

    /// What was kept, when it is whole.
    pub(super) fn read(&self) -> Option<Vec<u8>> {
        let path = self.path();
        if fs::metadata(&path).ok()?.len() > LARGEST {
            return None;
        }
        let mut kept = fs::read(path).ok()?;
        let sum = kept.split_off(kept.len().checked_sub(8)?);
        (sum == seed::digest_bytes(&kept).to_le_bytes()).then_some(kept)
    }

    /// Keeps a memory and forgets those of earlier contents. Failing is no harm: it will be learnt again.
    pub(super) fn keep(&self, memory: Vec<u8>) {
        let sum = seed::digest_bytes(&memory).to_le_bytes();
        let bytes = [memory, sum.to_vec()].concat();
        // Written beside and moved into place, so that no reader meets half of it.
        let beside = self.folder.join(format!("{}{}.new", self.prefix(), std::process::id()));
        let kept = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(&beside, bytes))
            .and_then(|()| fs::rename(&beside, self.path()));
        if kept.is_err() {
            fs::remove_file(&beside).ok();
            return;
        }
        let own = self.path();
        for entry in fs::read_dir(&self.folder).into_iter().flatten().flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(&self.prefix()) && name.ends_with(ENDING) && entry.path() != own {
                fs::remove_file(entry.path()).ok();
            }
        }
    }

    fn prefix(&self) -> String {
        format!("{}@", self.playbook)
    }

    fn path(&self) -> PathBuf {
        self.folder.join(format!("{}{:016x}{ENDING}", self.prefix(), self.digest))
    }
}

const ENDING: &str = ".learnt";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_kept_is_read_and_what_is_damaged_is_not() {
        let folder = std::env::temp_dir().join(format!("sparring-memory-{}", std::process::id()));
        let (old, new) =
            (Memory::new(&folder, &Id::new("book"), 1), Memory::new(&folder, &Id::new("book"), 2));
        assert_eq!(new.read(), None);
        old.keep(vec![1, 2, 3]);
        new.keep(vec![4, 5]);
        assert_eq!((old.read(), new.read()), (None, Some(vec![4, 5])));
        let mut bytes = fs::read(new.path()).expect("kept");
        bytes[0] ^= 1;
        fs::write(new.path(), &bytes).expect("damaged");
        assert_eq!(new.read(), None);
        fs::write(new.path(), [7]).expect("cut");
        assert_eq!(new.read(), None);
        fs::remove_dir_all(&folder).expect("gone");
    }
}
