//! Quiz and survey in words: the question with its buttons, what came of the answer, the result.
//! It must not know what is right; it is told.

use super::{Action, Block, Choice, Entry, Look, Reply, Words, phrase};
use crate::coach::ids::QuizRunId;
use crate::coach::quiz::{Answer, Item, Question, Quiz, Survey, Way};

/// What opens a run.
pub fn intro(words: &Words, quiz: &Quiz, counts: bool) -> Reply {
    let count = quiz.items.len().to_string();
    let seen = if counts { phrase::QUIZ_COUNTS } else { phrase::QUIZ_PRACTICE };
    Reply::default()
        .with(Block::Title(words.say(phrase::QUIZ_INTRO, &[("title", &quiz.title), ("count", &count)])))
        .with(Block::Text(quiz.summary.clone()))
        .with(Block::Note(words.plain(seen).into()))
}

/// The letter of a place in a list.
fn letter(at: usize) -> String {
    u8::try_from(at)
        .ok()
        .filter(|at| *at < 26)
        .map(|at| char::from(b'A' + at).to_string())
        .unwrap_or_default()
}

/// The so-manieth question of a run, counted from 0.
pub fn question(words: &Words, quiz: &Quiz, run: QuizRunId, seed: u64, at: usize) -> Option<Reply> {
    let item = quiz.item(seed, at)?;
    let (number, of) = ((at + 1).to_string(), quiz.items.len().to_string());
    let mut reply = Reply::default()
        .with(Block::Note(words.say(phrase::QUIZ_QUESTION, &[("at", &number), ("of", &of)])))
        .with(Block::Title(item.ask.clone()));
    if let Answer::Classify { line, .. } = &item.answer {
        reply = reply.with(Block::Quote(line.clone()));
    }
    let asked = match item.way(seed) {
        Way::One(order) => one(item, &order, run, at, reply),
        Way::Some(order) => some(words, item, &order, run, at, reply),
        Way::Truth => {
            let button = |value| Action::QuizPick(run, at, value);
            reply.button(words.plain(phrase::QUIZ_TRUE).into(), button(1), Look::Plain).button(
                words.plain(phrase::QUIZ_FALSE).into(),
                button(0),
                Look::Plain,
            )
        }
        Way::Typed(order) => typed(words, item, &order, run, at, reply),
    };
    let unscored = (!item.scored).then(|| Block::Note(words.plain(phrase::QUIZ_NOT_SCORED).into()));
    Some(unscored.into_iter().fold(asked, Reply::with))
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
        reply = reply
            .with(listed(&lettered(item, order)))
            .with(Block::Note(words.plain(phrase::QUIZ_LETTERS).into()));
    }
    reply.button(words.plain(phrase::QUIZ_TYPE).into(), Action::QuizType(run, at), Look::Main)
}

/// What came of an answer; the explanation is there at a miss.
pub fn marked(words: &Words, item: &Item, right: bool, source: &str) -> Vec<Block> {
    if right {
        return vec![Block::Text(words.plain(phrase::QUIZ_RIGHT).into())];
    }
    let mut answer = item.right_answer().join(" · ");
    if let Answer::TrueFalse { correct } = item.answer {
        answer = words.plain(if correct { phrase::QUIZ_TRUE } else { phrase::QUIZ_FALSE }).to_owned();
    }
    vec![
        Block::Text(words.plain(phrase::QUIZ_WRONG).into()),
        Block::Text(words.say(phrase::QUIZ_RIGHT_ANSWER, &[("answer", &answer)])),
        Block::Text(item.explain.clone()),
        Block::Note(words.say(phrase::CARD_SOURCE, &[("source", source)])),
    ]
}

/// The result of a run.
pub fn done(words: &Words, right: usize, of: usize) -> Block {
    let percent = (right * 100).checked_div(of).unwrap_or(0).to_string();
    Block::Title(words.say(
        phrase::QUIZ_DONE,
        &[("right", &right.to_string()), ("of", &of.to_string()), ("percent", &percent)],
    ))
}

/// The so-manieth question of a survey, counted from 0; thanks after the last.
pub fn survey(words: &Words, survey: &Survey, run: QuizRunId, at: usize) -> Reply {
    let Some(Question { ask, choices, .. }) = survey.questions.get(at) else {
        return Reply::text(words.plain(phrase::SURVEY_THANKS));
    };
    let (number, of) = ((at + 1).to_string(), survey.questions.len().to_string());
    let reply = Reply::default()
        .with(Block::Note(words.say(phrase::SURVEY_INTRO, &[("at", &number), ("of", &of)])))
        .with(Block::Title(ask.clone()));
    choices.iter().enumerate().fold(reply, |reply, (which, (_, text))| {
        reply.button(text.clone(), Action::SurveyPick(run, at, which), Look::Plain)
    })
}
