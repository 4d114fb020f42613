//! A rep's missed questions as a table for spreadsheets, in UTF-8 with the mark by which Excel knows it.

/// One missed question.
#[derive(Debug, Clone)]
pub struct MissRow {
    /// The quiz's name.
    pub quiz: String,
    /// The question.
    pub question: String,
    /// The right answer.
    pub right: String,
    /// What was answered.
    pub given: String,
    /// Where the answer comes from.
    pub source: String,
    /// The day on which it comes back.
    pub due: String,
}

/// The table with its heads, in the order of the row's fields.
pub fn misses_table(heads: [&str; 6], rows: &[MissRow]) -> String {
    let mut writer = ::csv::WriterBuilder::new().from_writer(Vec::new());
    let mut all: Vec<[String; 6]> = vec![heads.map(str::to_owned)];
    all.extend(rows.iter().cloned().map(|row| {
        [row.quiz, row.question, row.right, row.given, row.source, row.due].map(|cell| not_a_formula(&cell))
    }));
    for row in &all {
        // Rows of one length into memory: there is nothing that could fail.
        writer.write_record(row).ok();
    }
    format!("\u{FEFF}{}", String::from_utf8_lossy(&writer.into_inner().unwrap_or_default()))
}

/// What a spreadsheet would reckon with is kept as words; numbers stay numbers.
fn not_a_formula(cell: &str) -> String {
    let reckoned = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err();
    if reckoned { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_kept_apart_and_none_is_a_formula() {
        let row = |given: &str| MissRow {
            quiz: "A, B".into(),
            question: "What is\n\"it\"?".into(),
            right: "-5".into(),
            given: given.into(),
            source: "deck".into(),
            due: "2026-03-07".into(),
        };
        let table = misses_table(["a", "b", "c", "d", "e", "f"], &[row("=1+1"), row("八成")]);
        assert_eq!(
            table,
            "\u{FEFF}a,b,c,d,e,f\n\"A, B\",\"What is\n\"\"it\"\"?\",-5,'=1+1,deck,2026-03-07\n\
             \"A, B\",\"What is\n\"\"it\"\"?\",-5,八成,deck,2026-03-07\n"
        );
    }
}
