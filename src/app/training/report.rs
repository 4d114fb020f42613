//! The report of a training: read, evaluated, said, with all its files; and figures of the business that are kept beside it.
//! It must not show an answer to the survey that may not be shown.

use super::super::files::{XLSX, file, manner, with_picture};
use super::super::uploads::not_for;
use super::super::{App, AppError, Canvas, Who};
use super::board;
use super::record::Whole;
use super::tables::{self, Names};
use crate::coach::evaluate::figures::figures;
use crate::coach::evaluate::training::{Evaluation, Record, evaluate};
use crate::export::figures::{Fault, Field};
use crate::export::markdown::{Document, Part};
use crate::export::{Table, csv, xlsx};
use crate::reply::evaluation::{Shown, claim, claims, report};
use crate::reply::{Block, File, Reply, Words, notice, phrase};
use crate::store::{BusinessFigure, Training};

/// The most figures of the business beside one training.
const MOST_OUTCOMES: usize = 1_000;
/// Faults of a file that are told.
const FAULTS: usize = 10;

impl App {
    /// What a training came to, with files.
    pub async fn training_report(
        &self,
        who: &Who,
        asked: Option<&str>,
        canvas: Canvas,
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let training = match self.reported(who, asked, &words).await? {
            Ok(training) => training,
            Err(reply) => return Ok(reply),
        };
        let now = self.now();
        // A test whose time is up counts as it stands.
        self.store.end_late_runs(now).await?;
        let whole = self.whole(who, training).await?;
        // Thousands of answers are counted and written: not on the threads that talk.
        tokio::task::spawn_blocking(move || told(&words, &whole, now, canvas)).await?
    }

    /// The training that a trainer asks for; `Err` with what to tell where there is none, or who asks is no trainer.
    async fn reported(
        &self,
        who: &Who,
        asked: Option<&str>,
        words: &Words,
    ) -> Result<Result<Training, Reply>, AppError> {
        if let Some(why) = not_for(who) {
            return Ok(Err(notice::plain(words, why)));
        }
        let found = self.training_asked(who, asked, false).await?;
        Ok(found.ok_or_else(|| notice::plain(words, phrase::REPORT_NONE)))
    }

    /// Keeps figures of the business beside a training, all of a file or none.
    pub async fn keep_outcomes(
        &self,
        who: &Who,
        asked: Option<&str>,
        file: &[u8],
    ) -> Result<Reply, AppError> {
        let words = self.words(&who.language)?;
        let training = match self.reported(who, asked, &words).await? {
            Ok(training) => training,
            Err(reply) => return Ok(reply),
        };
        let read = match crate::export::figures::read(file, SYNONYMS) {
            Ok(read) => read,
            Err(faults) => return Ok(refused(&words, &faults)),
        };
        let kept: Vec<BusinessFigure> = read
            .into_iter()
            .take(MOST_OUTCOMES)
            .map(|figure| BusinessFigure {
                metric: figure.rep.map_or(figure.metric.clone(), |rep| format!("{} · {rep}", figure.metric)),
                period: format!("{}/{}", figure.period.first, figure.period.last),
                unit: figure.unit,
                value: figure.value,
                note: figure.note.unwrap_or_default(),
            })
            .collect();
        self.store.set_outcomes(training.new.id, &kept, who.rep, self.now()).await?;
        Ok(Reply::text(words.say(phrase::REPORT_KEPT, &[("count", &kept.len().to_string())])))
    }
}

/// Chinese names of columns.
const SYNONYMS: &[(Field, &str)] = &[
    (Field::Metric, "指标"),
    (Field::Period, "期间"),
    (Field::Unit, "单位"),
    (Field::Value, "数值"),
    (Field::Rep, "销售"),
    (Field::Note, "备注"),
];

fn refused(words: &Words, faults: &[Fault]) -> Reply {
    let count = faults.len().to_string();
    let lines = faults.iter().take(FAULTS).map(ToString::to_string).collect();
    Reply::text(words.say(phrase::REPORT_BAD_FIGURES, &[("count", &count)])).with(Block::List(lines))
}

fn told(
    words: &Words,
    whole: &Whole,
    now: chrono::DateTime<chrono::Utc>,
    canvas: Canvas,
) -> Result<Reply, AppError> {
    let record = whole.record();
    let evaluation = evaluate(&record);
    let outcomes: Vec<(String, String, String)> = whole
        .outcomes
        .iter()
        .map(|o| (o.metric.clone(), o.period.clone(), format!("{} {}", o.value, o.unit)))
        .collect();
    let shown = Shown {
        title: &whole.training.new.title,
        evaluation: &evaluation,
        questions: &whole.questions(),
        comments: &whole.comments,
        outcomes: &outcomes,
        open: whole.training.closed.is_none(),
    };
    let reply = report(words, &shown).with(Block::Note(words.plain(phrase::REPORT_FILES).into()));
    let files = files(words, whole, (&record, &evaluation), now)?;
    let picture = board::draw(words, whole, &record, &evaluation, canvas);
    let alt = evaluation.claims.iter().map(|one| claim(words, one)).collect::<Vec<_>>().join(" ");
    Ok(with_picture(files.into_iter().fold(reply, Reply::file), picture, "report.png", alt))
}

/// The files of a report; names are the same each time, so that a script finds them.
fn files(
    words: &Words,
    whole: &Whole,
    (record, evaluation): (&Record, &Evaluation),
    now: chrono::DateTime<chrono::Utc>,
) -> Result<Vec<File>, AppError> {
    let all = figures(evaluation);
    let (shown, figures) = (tables::shown(words, &all)?, tables::figures(words, &all, 6)?);
    let answers = tables::answers(words, whole)?;
    let survey = tables::survey(words, whole, evaluation)?;
    let items = tables::items(words, whole, evaluation)?;
    let outcomes = tables::outcomes(words, whole)?;
    let named = [
        tables::people(words, whole, record, Names::Shown)?,
        tables::figures(words, &all, 2)?,
        items.clone(),
        survey.clone(),
        tables::check_ins(words, whole, Names::Shown)?,
        outcomes.clone(),
    ];
    let title = words.say(phrase::REPORT_TITLE, &[("title", &whole.training.new.title)]);
    let book = xlsx::Book { title: title.clone(), created: now, zone: chrono_tz::UTC, summary: None };
    let text = markdown(words, &title, evaluation, &[shown, items, survey.clone(), outcomes]);
    let raw = [
        figures,
        tables::people(words, whole, record, Names::Left)?,
        answers,
        survey,
        tables::check_ins(words, whole, Names::Left)?,
    ];
    let mut files = vec![
        file("report.xlsx", XLSX, xlsx::written(&book, &named)?),
        file("report.md", "text/markdown", text.into_bytes()),
    ];
    for table in raw {
        files.push(file(
            &format!("{}.csv", table.name()),
            "text/csv",
            csv::written(&table, csv::Mark::With)?,
        ));
    }
    Ok(files)
}

/// The report to read: what one may say, then every figure as it is shown, then the tables.
fn markdown(words: &Words, title: &str, evaluation: &Evaluation, tables: &[Table]) -> String {
    let mut blocks = vec![Part::Heading { level: 1, text: title.to_owned() }];
    for block in claims(words, &evaluation.claims) {
        match block {
            Block::Field(heading, _) => blocks.push(Part::Heading { level: 2, text: heading }),
            Block::List(lines) => blocks.push(Part::List(lines)),
            _ => {}
        }
    }
    for table in tables {
        blocks.push(Part::Heading { level: 2, text: table.title().to_owned() });
        blocks.push(Part::Table(table.clone()));
    }
    crate::export::markdown::written(&Document { blocks }, &manner(words, chrono_tz::UTC))
}
