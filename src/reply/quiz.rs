//! Quiz and survey in words: the question with its buttons, what came of the answer, the result.
//! It must not know what is right; it is told.

use super::{Action, Block, Choice, Entry, Look, Reply, Words, phrase};
use crate::coach::ids::QuizRunId;
use crate::coach::quiz::{Answer, Item, Question, Quiz, Survey, Way};
use crate::coach::seed;

/// What opens a run of so many questions: whether trainers see it, and until when it is to be answered (seconds since 1970).
pub fn intro(words: &Words, quiz: &Quiz, count: usize, counts: bool, until: Option<i64>) -> Reply {
    let seen = if counts { phrase::QUIZ_COUNTS } else { phrase::QUIZ_PRACTICE };
    let title = words.say(phrase::QUIZ_INTRO, &[("title", &quiz.title), ("count", &count.to_string())]);
    let reply = Reply::default().with(Block::Title(title)).with(Block::Text(quiz.summary.clone()));
    let reply = by_then(words, until).into_iter().fold(reply, Reply::with);
    reply.with(Block::Note(words.plain(seen).into()))
}

fn by_then(words: &Words, until: Option<i64>) -> Option<Block> {
    until.map(|until| Block::Moment(words.plain(phrase::QUIZ_UNTIL).into(), until))
}

/// The offer to go on with a run that stands at a question of so many, or to begin the quiz that was asked for.
pub fn offer(
    words: &Words,
    open: &Quiz,
    run: QuizRunId,
    (at, of): (usize, usize),
    until: Option<i64>,
    wanted: &Quiz,
) -> Reply {
    let (at, of) = ((at + 1).to_string(), of.to_string());
    let told = words.say(phrase::QUIZ_OPEN, &[("title", &open.title), ("at", &at), ("of", &of)]);
    let reply = Reply::default().with(Block::Text(told));
    let reply = by_then(words, until).into_iter().fold(reply, Reply::with);
    let anew = words.say(phrase::QUIZ_ANEW, &[("title", &wanted.title)]);
    reply.button(words.plain(phrase::QUIZ_RESUME).into(), Action::QuizResume(run), Look::Main).button(
        anew,
        Action::QuizAnew(seed::digest(wanted.id.as_str())),
        Look::Plain,
    )
}

/// The words for true or false.
pub fn truth(words: &Words, is_true: bool) -> &str {
    words.plain(if is_true { phrase::QUIZ_TRUE } else { phrase::QUIZ_FALSE })
}

/// The letter of a place in a list.
fn letter(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map(|at| char::from(b'A' + at).to_string())
        .unwrap_or_default()
}

/// Where a question is asked: in which run, by which seed, as the so-manieth (counted from 0) of how many.
#[derive(Debug, Clone, Copy)]
pub struct Asked {
    /// The run.
    pub run: QuizRunId,
    /// The seed of its choices.
    pub seed: u64,
    /// The place of the question.
    pub at: usize,
    /// How many there are.
    pub of: usize,
}

/// A question with what one may answer.
pub fn question(words: &Words, item: &Item, asked: &Asked) -> Reply {
    let Asked { run, seed, at, of } = *asked;
    let (number, of) = ((at + 1).to_string(), of.to_string());
    let mut reply = Reply::default()
        .with(Block::Note(words.say(phrase::QUIZ_QUESTION, &[("at", &number), ("of", &of)])))
        .with(Block::Title(item.ask.clone()));
    if let Answer::Classify { line, .. } = &item.answer {
        reply = reply.with(Block::Quote(line.clone()));
    }
    let asked = match item.way(seed) {
        Way::One(order) => one(item, &order, run, at, reply),
        Way::Some(order) => some(words, item, &order, run, at, reply),
        Way::Truth => [true, false].into_iter().fold(reply, |reply, which| {
            let pick = Action::QuizPick(run, at, usize::from(which));
            reply.button(truth(words, which).into(), pick, Look::Plain)
        }),
        Way::Typed(order) => typed(words, item, &order, run, at, reply),
    };
    let unscored = (!item.scored).then(|| Block::Note(words.plain(phrase::QUIZ_NOT_SCORED).into()));
    unscored.into_iter().fold(asked, Reply::with)
}

fn lettered(item: &Item, order: &[usize]) -> Vec<String> {
    let choices = item.choices();
    let shown = order.iter().enumerate().filter_map(|(place, &which)| Some((place, choices.get(which)?)));
    shown.map(|(place, text)| format!("{}. {text}", letter(place))).collect()
}

/// Lines that have letters or numbers of their own need no bullets.
fn listed(lines: &[String]) -> Block {
    Block::Text(lines.join("\n"))
}

fn one(item: &Item, order: &[usize], run: QuizRunId, at: usize, reply: Reply) -> Reply {
    // Buttons show some thirty characters, so the words stand above and the buttons carry letters.
    let reply = reply.with(listed(&lettered(item, order)));
    order.iter().enumerate().fold(reply, |reply, (place, &which)| {
        reply.button(letter(place), Action::QuizPick(run, at, which), Look::Plain)
    })
}

fn some(words: &Words, item: &Item, order: &[usize], run: QuizRunId, at: usize, mut reply: Reply) -> Reply {
    let lines = lettered(item, order);
    reply = reply.with(listed(&lines));
    let entry = |(which, words): (&usize, String)| Entry { value: which.to_string(), words, chosen: false };
    reply.choice = Some(Choice {
        action: Action::QuizChoose(run, at),
        prompt: words.plain(phrase::QUIZ_CHOOSE).into(),
        least: 1,
        most: lines.len(),
        options: order.iter().zip(lines).map(entry).collect(),
    });
    reply
}

fn typed(words: &Words, item: &Item, order: &[usize], run: QuizRunId, at: usize, mut reply: Reply) -> Reply {
    if let Answer::Match { pairs } = &item.answer {
        let lefts = pairs.iter().enumerate().map(|(place, (left, _))| format!("{}. {left}", place + 1));
        reply = reply.with(listed(&lefts.collect::<Vec<_>>()));
    }
    if !order.is_empty() {
        let matched = matches!(item.answer, Answer::Match { .. });
        let how = if matched { phrase::QUIZ_LETTERS_MATCH } else { phrase::QUIZ_LETTERS };
        reply = reply.with(listed(&lettered(item, order))).with(Block::Note(words.plain(how).into()));
    }
    reply.button(words.plain(phrase::QUIZ_TYPE).into(), Action::QuizType(run, at), Look::Main)
}

/// What came of an answer; the explanation is there at a miss.
pub fn marked(words: &Words, item: &Item, right: bool, source: &str) -> Vec<Block> {
    if right {
        return vec![Block::Text(words.plain(phrase::QUIZ_RIGHT).into())];
    }
    let mut told = vec![Block::Text(words.plain(phrase::QUIZ_WRONG).into())];
    told.extend(explained(words, item, source));
    told
}

/// The right answer with why it is right.
pub fn explained(words: &Words, item: &Item, source: &str) -> Vec<Block> {
    vec![
        Block::Text(words.say(phrase::QUIZ_RIGHT_ANSWER, &[("answer", &right_answer(words, item))])),
        Block::Text(item.explain.clone()),
        Block::Note(words.say(phrase::CARD_SOURCE, &[("source", source)])),
    ]
}

/// The right answer in one line.
pub fn right_answer(words: &Words, item: &Item) -> String {
    match item.answer {
        Answer::TrueFalse { correct } => truth(words, correct).to_owned(),
        _ => item.right_answer().join(" · "),
    }
}

/// The result of a run.
pub fn done(words: &Words, right: usize, of: usize) -> Block {
    let percent = (right * 100).checked_div(of).unwrap_or(0).to_string();
    Block::Title(words.say(
        phrase::QUIZ_DONE,
        &[("right", &right.to_string()), ("of", &of.to_string()), ("percent", &percent)],
    ))
}

/// The so-manieth question of a survey, counted from 0, with what choosing the so-manieth answer does; thanks after the
/// last, with the button for what else is to be said.
pub fn survey(
    words: &Words,
    survey: &Survey,
    at: usize,
    pick: &dyn Fn(usize) -> Action,
    more: Option<Action>,
) -> Reply {
    let Some(Question { ask, choices, .. }) = survey.questions.get(at) else {
        let thanks = Reply::text(words.plain(phrase::SURVEY_THANKS));
        let button =
            |reply: Reply, more| reply.button(words.plain(phrase::SURVEY_MORE).into(), more, Look::Plain);
        return more.into_iter().fold(thanks, button);
    };
    let (number, of) = ((at + 1).to_string(), survey.questions.len().to_string());
    let reply = Reply::default()
        .with(Block::Note(words.say(phrase::SURVEY_INTRO, &[("at", &number), ("of", &of)])))
        .with(Block::Title(ask.clone()));
    choices
        .iter()
        .enumerate()
        .fold(reply, |reply, (which, (_, text))| reply.button(text.clone(), pick(which), Look::Plain))
}
