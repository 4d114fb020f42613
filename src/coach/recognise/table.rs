//! Weights by feature: a row of them for each bucket that was learnt, nothing for the others.
//! It must not know what a weight means.

/// Rows of weights, one weight a label.
#[derive(Debug, Clone, Default)]
pub(super) struct Table<W> {
    /// For each bucket, its row; 0 for features that were not learnt.
    pub(super) rows: Vec<u32>,
    pub(super) labels: usize,
    /// The rows, one after the other. Row 0 is nobody's.
    pub(super) weights: Vec<W>,
}

impl<W> Table<W> {
    /// Whether a feature was learnt.
    pub(super) fn knows(&self, bucket: u32) -> bool {
        self.row(bucket) != 0
    }

    /// What one feature says about each label; empty when it was not learnt.
    pub(super) fn of(&self, bucket: u32) -> &[W] {
        match self.row(bucket) {
            0 => &[],
            row => self.weights.get(row * self.labels..(row + 1) * self.labels).unwrap_or_default(),
        }
    }

    fn row(&self, bucket: u32) -> usize {
        self.rows.get(bucket as usize).map_or(0, |row| *row as usize)
    }
}
