//! Recognition: what a sentence *did*, with the words that carried it. Patterns that trainers write, a small learner
//! over their examples and a server's own corrections vote together; where the votes are too near to each other, the
//! verdict is "unsure", not a guess.
//! It must not know what a label is worth, nor which playbook it came from.

mod correction;
mod explain;
mod features;
mod fold;
mod learner;
mod lexicon;
mod measure;
mod model;
mod patterns;
mod sight;
mod structure;
mod table;
mod task;
mod text;
mod trick;
mod units;
mod verdict;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

pub use correction::Correction;
pub use explain::{Choice, Likeness, Reason, Weighing};
pub use lexicon::{Lexicon, Role};
pub use measure::{Measure, Verdicts};
pub use sight::Part;
pub use text::{MOST_CHARACTERS, Text, is_cjk};
pub use trick::{Sources, Trick};
pub use verdict::{Mark, Verdict};

use self::lexicon::Lexicons;
use self::model::Model;
use self::patterns::Telling;
use self::sight::{Counts, Known, Sight};
use self::task::{Heard, Task};
use super::ids::{Id, Place};
use super::seed;
use crate::coach::pattern::Regex;

/// How many labels a task gives to one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Select {
    /// As many as apply, or none.
    Many,
    /// Exactly one; this one when nothing else is found.
    One {
        /// The label's name within the task.
        fallback: Id,
    },
}

/// What a task is built from; all of it is playbook content.
#[derive(Debug, Clone)]
pub struct TaskSpec {
    /// The task's id.
    pub task: Id,
    /// How many labels a text gets; as many as apply where nothing is said.
    pub select: Option<Select>,
    /// Its labels' names, in the playbook's order.
    pub labels: Vec<Id>,
    /// Classes of words; every task hears those of all.
    pub lexicons: Vec<Lexicon>,
    /// What trainers wrote as patterns.
    pub patterns: Vec<Pattern>,
    /// What trainers wrote as examples.
    pub examples: Vec<Example>,
}

/// A pattern that speaks for or against a label.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The label's name within the task.
    pub label: Id,
    /// What it looks for, in a sentence's folded form.
    pub matches: Regex,
    /// It is silent in a sentence that also matches this.
    pub unless: Option<Regex>,
    /// How loud it speaks, −4 to 4; the learner's own voice is seldom louder than 1.5.
    pub weight: f32,
    /// Where it is written.
    pub place: Place,
}

/// A labelled text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What was said just before; may be empty.
    pub context: String,
    /// Names of its labels within the task; none for "nothing of this".
    pub labels: Vec<Id>,
}

/// Recognises every task of a playbook, in all of its languages at once: writing decides which examples speak.
/// A clone is cheap; what was learnt is shared.
#[derive(Debug, Clone)]
pub struct Recogniser {
    tasks: Vec<Task>,
    sight: Arc<Sight>,
}

impl Recogniser {
    /// Learns the tasks' examples. The same specs give the same recogniser on any machine.
    pub fn new(specs: &[Arc<TaskSpec>], part: Part) -> Self {
        let tasks = tasks(specs, part);
        let mut sight = Sight { telling: telling(specs), ..Sight::new(lexicons(specs), part, Known::all()) };
        let counted = each(&tasks, |task| task.count(&sight));
        sight.known = Known::of(&counted);
        let learning: Vec<(&Task, &Counts)> = tasks.iter().zip(&counted).collect();
        let learners = each(&learning, |(task, counts)| task.learn(counts, &sight));
        sight.model = Model::new(&learners);
        // A feature that no task learnt is not looked at any more.
        sight.known = Known::those(|bucket| sight.model.knows(bucket));
        Self { tasks, sight: Arc::new(sight) }
    }

    /// What was learnt, to be kept and taken up again by [`Self::remembered`].
    pub fn memory(&self) -> Vec<u8> {
        self.sight.model.write()
    }

    /// A recogniser that takes up what an equal one learnt; `None` where the memory is not one of these tasks.
    /// `memory` belongs to specs with the same [`digest`].
    pub fn remembered(specs: &[Arc<TaskSpec>], memory: &[u8]) -> Option<Self> {
        let model = Model::read(memory)?;
        let labels: usize = specs.iter().map(|spec| spec.labels.len()).sum();
        let known = Known::those(|bucket| model.knows(bucket));
        let sight = Sight { model, telling: telling(specs), ..Sight::new(lexicons(specs), Part::All, known) };
        (sight.model.labels() == labels)
            .then(|| Self { tasks: tasks(specs, Part::All), sight: Arc::new(sight) })
    }

    /// The same, with a server's corrections in effect.
    #[must_use]
    pub fn corrected(&self, corrections: &[Correction]) -> Self {
        let tasks = self.tasks.iter().map(|task| task.corrected(corrections, &self.sight)).collect();
        Self { tasks, sight: Arc::clone(&self.sight) }
    }

    /// The tasks that it knows.
    pub fn tasks(&self) -> impl Iterator<Item = &TaskSpec> {
        self.tasks.iter().map(Task::spec)
    }

    /// Judges a text in all tasks; `context` is what was said just before.
    pub fn judge(&self, text: &Text, context: &str) -> Verdict {
        self.judge_tasks(text, context, |_| true)
    }

    /// Judges a text in one task.
    pub fn judge_task(&self, task: &str, text: &Text, context: &str) -> Verdict {
        self.judge_tasks(text, context, |name| name == task)
    }

    fn heard<'t>(&'t self, text: &'t Text, context: &str) -> Heard<'t> {
        Heard::new(text, context, &self.sight, self.tasks.iter().any(Task::is_corrected))
    }

    fn judge_tasks(&self, text: &Text, context: &str, wanted: impl Fn(&str) -> bool) -> Verdict {
        let heard = self.heard(text, context);
        let mut verdict = Verdict::default();
        for task in self.tasks.iter().filter(|task| wanted(task.spec().task.as_str())) {
            task.judge(&heard, &mut verdict);
        }
        verdict.marks.sort_by(|a, b| (a.span.start, &a.label).cmp(&(b.span.start, &b.label)));
        verdict
    }
}

fn tasks(specs: &[Arc<TaskSpec>], part: Part) -> Vec<Task> {
    let (mut first, mut first_pattern) = (0, 0);
    let task = |spec: &Arc<TaskSpec>| {
        let task = Task::new(Arc::clone(spec), first, first_pattern, part);
        first += spec.labels.len();
        first_pattern += spec.patterns.len();
        task
    };
    specs.iter().map(task).collect()
}

fn telling(specs: &[Arc<TaskSpec>]) -> Telling {
    Telling::new(specs.iter().flat_map(|spec| &spec.patterns))
}

fn lexicons(specs: &[Arc<TaskSpec>]) -> Lexicons {
    Lexicons::new(specs.iter().flat_map(|spec| &spec.lexicons))
}

/// How texts are looked at and learnt from: a memory made by other code is of no use.
const HOW: [&str; 11] = [
    include_str!("features.rs"),
    include_str!("fold.rs"),
    include_str!("learner.rs"),
    include_str!("lexicon.rs"),
    include_str!("mod.rs"),
    include_str!("model.rs"),
    include_str!("sight.rs"),
    include_str!("structure.rs"),
    include_str!("table.rs"),
    include_str!("text.rs"),
    include_str!("units.rs"),
];

/// A digest of everything that is learnt from, and of how: specs that differ in it learn differently.
pub fn digest(specs: &[Arc<TaskSpec>]) -> u64 {
    let mut all = HOW.iter().fold(0, |all, how| seed::mix(all, seed::digest(how)));
    let mut add = |text: &str| all = seed::mix(all, seed::digest(text));
    for spec in specs {
        add(spec.task.as_str());
        spec.labels.iter().for_each(|label| add(label.as_str()));
        for lexicon in &spec.lexicons {
            add(lexicon.id.as_str());
            add(&format!("{:?}", lexicon.role));
            lexicon.words.iter().for_each(|word| add(word));
        }
        for example in &spec.examples {
            add(&example.text);
            add(&example.context);
            example.labels.iter().for_each(|label| add(label.as_str()));
            add("");
        }
    }
    all
}

/// Does something with each, on as many threads as there are cores; what comes back is in the order of what went in.
fn each<T: Sync, R: Send>(all: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(all.len());
    let next = AtomicUsize::new(0);
    let some = || {
        let turns = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        turns.map_while(|at| Some((at, work(all.get(at)?)))).collect::<Vec<(usize, R)>>()
    };
    let mut done: Vec<(usize, R)> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..threads).map(|_| scope.spawn(some)).collect();
        // A panic in there is a bug; it goes on to whoever asked.
        let join = |thread: std::thread::ScopedJoinHandle<'_, Vec<(usize, R)>>| {
            thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        };
        threads.into_iter().flat_map(join).collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}
