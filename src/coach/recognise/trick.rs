//! Replies that try for points without saying anything of their own: an echo of the buyer, the playbook's own model
//! answer, keywords strung together, one's own words once more. They are named, not scored.
//! It must not look at labels' worth.

use std::collections::BTreeSet;

use super::units::{NUMBER, units};
use super::{Recogniser, Text, is_cjk};
use crate::coach::seed;

/// What a reply is instead of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Trick {
    /// The buyer's own words, said back.
    Echo,
    /// The model answer of the playbook.
    Pasted,
    /// Keywords without a sentence, or the same words again and again.
    Salad,
    /// What the rep said before, said once more.
    Again,
}

impl Trick {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Echo, Self::Pasted, Self::Salad, Self::Again];

    /// What it is called in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Echo => "echo",
            Self::Pasted => "pasted",
            Self::Salad => "salad",
            Self::Again => "again",
        }
    }
}

/// Words in a row that make a copy; fewer are everyday phrases.
const RUN: usize = 4;
/// A reply of fewer words is too short to be called a copy.
const SHORTEST_COPY: usize = 4;
/// So much of an echo is the buyer's; the rest is room for "right?". "You worry that …, is that right?" around the
/// buyer's own words is a check, if a poor one, and stays below.
const ECHO_SHARE: f64 = 0.85;
/// So much of what the buyer said last makes a recital of it, with so few other words around.
const RECITED_SHARE: f64 = 0.9;
const AROUND_A_RECITAL: usize = 12;
/// A shorter line may well be said back whole.
const SHORTEST_RECITAL: usize = 8;
/// A shorter reply may well consist of words that the rubric has, too.
const SHORTEST_ASSEMBLY: usize = 12;
/// So many of its words, or pairs of Chinese characters, come from the rubric, from so many of its lines at least.
const ASSEMBLED_WORDS: f64 = 0.95;
const ASSEMBLED_PAIRS: f64 = 0.75;
const ASSEMBLED_OF: usize = 5;
/// So much of a pasted answer is the model's.
const PASTED_SHARE: f64 = 0.9;
/// So much of a repeated reply was said before.
const AGAIN_SHARE: f64 = 0.9;
/// The model answer's share counts from so many words on; two people may hit upon the same short sentence.
const SHORTEST_PASTE: usize = 10;
/// Speech has a third or more of words that hold it together; a string of keywords has hardly any.
const FRAME_SHARE: f64 = 0.13;
/// A string of keywords has so many words at least.
const SHORTEST_SALAD: usize = 6;
/// Whoever says something uses half of the words once only; who pads repeats.
const DIFFERENT_SHARE: f64 = 0.4;
/// Padding is recognised from so many words on.
const SHORTEST_PADDING: usize = 12;

/// What a reply may be a copy of.
#[derive(Debug, Default)]
pub struct Sources<'t> {
    /// What the buyer said so far, the latest last.
    pub buyer: Vec<&'t str>,
    /// The model answers.
    pub model: Vec<&'t str>,
    /// What the rep said before.
    pub before: Vec<&'t str>,
    /// Names, titles and advice of what is scored.
    pub rubric: Vec<&'t str>,
}

impl Recogniser {
    /// Whether a reply that got so many labels is a trick.
    pub fn trick(&self, said: &Text, sources: &Sources<'_>, labels: usize) -> Option<Trick> {
        let words = words(said);
        let copied = |from: &[&str], least: usize, share: f64| {
            words.len() >= least && count(&copied(&words, from)) >= share * count(&words)
        };
        if copied(&sources.buyer, SHORTEST_COPY, ECHO_SHARE) || recites(&words, sources.buyer.last()) {
            return Some(Trick::Echo);
        }
        if copied(&sources.model, SHORTEST_PASTE, PASTED_SHARE) {
            return Some(Trick::Pasted);
        }
        if copied(&sources.before, SHORTEST_PASTE, AGAIN_SHARE) {
            return Some(Trick::Again);
        }
        let salad = self.is_strung_together(&words, labels)
            || is_padded(&words)
            || labels > 0 && is_assembled(&words, &sources.rubric);
        salad.then_some(Trick::Salad)
    }

    /// Whether words that earn several labels lack what holds sentences together.
    fn is_strung_together(&self, words: &[String], labels: usize) -> bool {
        let plain: Vec<&String> = words.iter().filter(|word| word.starts_with(char::is_alphabetic)).collect();
        let frame = plain.iter().filter(|word| self.sight.lexicons.is_frame(word)).count();
        // A price or a date holds a short answer together as well as a verb does.
        let numbers = words.len() - plain.len();
        labels > 1 && plain.len() >= SHORTEST_SALAD && share(frame + numbers, plain.len()) < FRAME_SHARE
    }
}

/// The words of a text without its marks; in Chinese its characters.
fn words(text: &Text) -> Vec<String> {
    let all = text.sentences().iter().flat_map(|range| units(text.slice(range)));
    all.map(|unit| unit.word)
        .filter(|word| word.starts_with(char::is_alphanumeric))
        .map(str::to_owned)
        .collect()
}

/// The words that stand in a run which one of the sources has as well. Runs are compared by their digests.
fn copied<'w>(words: &'w [String], sources: &[&str]) -> Vec<&'w String> {
    let runs_in =
        |source: &&str| runs_of(&self::words(&Text::new(source))).map(|(_, run)| run).collect::<Vec<_>>();
    let runs: BTreeSet<u64> = sources.iter().flat_map(runs_in).collect();
    let mut own = vec![false; words.len()];
    for (at, run) in runs_of(words) {
        if runs.contains(&run) {
            own.iter_mut().skip(at).take(RUN).for_each(|copied| *copied = true);
        }
    }
    words.iter().zip(own).filter_map(|(word, copied)| copied.then_some(word)).collect()
}

/// Whether all that the buyer said last stands in a reply, with few words around it: whoever checks what was heard picks
/// out what matters.
fn recites(said: &[String], last: Option<&&str>) -> bool {
    let line = last.map(|line| words(&Text::new(line))).unwrap_or_default();
    let told = said.join(" ");
    let own = said.len() - copied(said, last.map_or(&[], std::slice::from_ref)).len();
    line.len() >= SHORTEST_RECITAL
        && own <= AROUND_A_RECITAL
        && count(&copied(&line, &[&told])) >= RECITED_SHARE * count(&line)
}

/// Whether a reply is put together from pieces of many lines of the rubric: in Chinese pairs of characters, else words.
fn is_assembled(said: &[String], rubric: &[&str]) -> bool {
    if said.len() < SHORTEST_ASSEMBLY {
        return false;
    }
    let (size, wanted) = if is_chinese(said) { (2, ASSEMBLED_PAIRS) } else { (1, ASSEMBLED_WORDS) };
    let own: BTreeSet<u64> = pieces(said.iter().map(String::as_str), size).collect();
    let taken = |line: &&str| {
        pieces(bare_words(line).iter().map(String::as_str), size)
            .filter(|piece| own.contains(piece))
            .collect()
    };
    let lines: Vec<BTreeSet<u64>> = rubric.iter().map(taken).collect();
    let all: BTreeSet<u64> = lines.iter().flatten().copied().collect();
    share(all.len(), own.len()) >= wanted && lines_needed(&lines, all) >= ASSEMBLED_OF
}

/// How many lines it takes to have all of these pieces, the one with the most of them first.
fn lines_needed(lines: &[BTreeSet<u64>], mut left: BTreeSet<u64>) -> usize {
    let mut needed = 0;
    while let Some(most) =
        lines.iter().max_by_key(|line| line.intersection(&left).count()).filter(|_| !left.is_empty())
    {
        left.retain(|piece| !most.contains(piece));
        needed += 1;
    }
    needed
}

/// So many words in a row, by their digests.
fn pieces<'w>(words: impl Iterator<Item = &'w str>, size: usize) -> impl Iterator<Item = u64> {
    let digests: Vec<u64> = words.map(seed::digest).collect();
    let joined: Vec<u64> = digests
        .windows(size)
        .map(|piece| piece.iter().fold(0, |sum, &digest| seed::mix(sum, digest)))
        .collect();
    joined.into_iter()
}

/// The words of a line of a playbook, which needs no folding but that of case: there are dozens to a reply.
fn bare_words(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in line.chars() {
        let sort =
            if is_cjk(c) { None } else { (c.is_alphanumeric() || c == '\'').then_some(c.is_ascii_digit()) };
        match (sort, words.last_mut()) {
            // Every number is one word, as in a reply.
            (Some(true), _) if last != Some(true) => words.push(NUMBER.to_owned()),
            (Some(false), Some(word)) if last == Some(false) => word.extend(c.to_lowercase()),
            (Some(false), _) => words.push(c.to_lowercase().collect()),
            _ if is_cjk(c) => words.push(c.to_string()),
            _ => {}
        }
        last = sort;
    }
    words
}

fn runs_of(words: &[String]) -> impl Iterator<Item = (usize, u64)> {
    let digest = |run: &[String]| run.iter().fold(0, |digest, word| seed::mix(digest, seed::digest(word)));
    words.windows(RUN).map(digest).enumerate()
}

fn is_chinese(words: &[String]) -> bool {
    words.iter().filter(|word| word.starts_with(is_cjk)).count() * 2 > words.len()
}

/// Whether the same words come again and again. A Chinese character recurs in many words, so pairs are counted there.
fn is_padded(words: &[String]) -> bool {
    let size = if is_chinese(words) { 2 } else { 1 };
    let different: BTreeSet<&[String]> = words.windows(size).collect();
    words.len() >= SHORTEST_PADDING && share(different.len(), words.len()) < DIFFERENT_SHARE
}

#[expect(clippy::cast_precision_loss, reason = "a reply has at most some thousand words")]
fn count<T>(words: &[T]) -> f64 {
    words.len() as f64
}

#[expect(clippy::cast_precision_loss, reason = "a reply has at most some thousand words")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

#[cfg(test)]
mod tests {
    use super::super::{Lexicon, Part, Role, TaskSpec};
    use super::*;
    use crate::coach::ids::Id;
    use std::sync::Arc;

    fn recogniser() -> Recogniser {
        let frame =
            ["i", "the", "is", "that", "you", "to", "and", "so", "of", "我", "您", "的", "是", "了", "吗"];
        let frame = Lexicon {
            id: Id::new("frame"),
            role: Role::Frame,
            words: frame.iter().map(|&word| word.to_owned()).collect(),
        };
        let spec = TaskSpec {
            task: Id::new("lscpa"),
            select: None,
            labels: Vec::new(),
            lexicons: vec![frame],
            patterns: Vec::new(),
            examples: Vec::new(),
        };
        Recogniser::new(&[Arc::new(spec)], Part::All)
    }

    fn trick(said: &str, buyer: &str, model: &str, labels: usize) -> Option<Trick> {
        let sources = Sources { buyer: vec![buyer], model: vec![model], ..Sources::default() };
        recogniser().trick(&Text::new(said), &sources, labels)
    }

    #[test]
    fn an_echo_is_the_buyers_words_and_hardly_more() {
        let buyer = "The last vendor said so too, and then we stood still for three days in the season.";
        let echo = "The last vendor said so too, and then we stood still for three days, right?";
        assert_eq!(trick(echo, buyer, "", 1), Some(Trick::Echo));
        let own = "So what worries you is that the shop stands still again for days, is that it?";
        assert_eq!(trick(own, buyer, "", 1), None);
        let buyer = "上一家也这么说，结果旺季停了三天，没有一个人出来负责。";
        assert_eq!(trick("上一家也这么说,结果旺季停了三天,对吗?", buyer, "", 1), Some(Trick::Echo));
        assert_eq!(trick("您担心的是旺季又停几天,还没人管,是吗?", buyer, "", 1), None);
        assert_eq!(trick("您担心的是旺季停了三天,没有一个人出来负责,对吗?", buyer, "", 1), None);
    }

    #[test]
    fn the_model_answer_is_recognised_through_small_changes() {
        let model =
            "I understand your worry; after such a season I would be careful too. Is it the standstill?";
        assert_eq!(trick(model, "", model, 2), Some(Trick::Pasted));
        let typed =
            "i understand your worry, after such a season I would be careful too!! is it the standstill";
        assert_eq!(trick(typed, "", model, 2), Some(Trick::Pasted));
        assert_eq!(
            trick("I would be careful too after a season like that one, honestly.", "", model, 1),
            None
        );
    }

    #[test]
    fn keywords_without_sentences_are_a_salad() {
        let salad = "understand concern confirm case figures guarantee next step";
        assert_eq!(trick(salad, "", "", 3), Some(Trick::Salad));
        assert_eq!(trick("理解 顾虑 确认 案例 数据 保证 下一步", "", "", 3), Some(Trick::Salad));
        assert_eq!(
            trick("I see that the cost of it is hard to defend, so what would you need?", "", "", 2),
            None
        );
        assert_eq!(trick("每月 5800 元,按年预付优惠 4%。", "", "", 2), None);
        let padded = "i understand i understand i understand i understand i understand i understand";
        assert_eq!(trick(padded, "", "", 1), Some(Trick::Salad));
    }

    #[test]
    fn a_whole_line_said_back_is_an_echo_whatever_stands_around_it() {
        let buyer = "Twenty per cent above the other one, that is what your quote is.";
        let framed = format!("So, if I understand you rightly: {buyer} Is that right?");
        assert_eq!(trick(&framed, buyer, "", 1), Some(Trick::Echo));
        let picked = "So it is the twenty per cent that bothers you, is that right?";
        assert_eq!(trick(picked, buyer, "", 1), None);
        let buyer = "上一家也这么说,结果旺季停了三天,没有一个人出来负责。";
        assert_eq!(trick(&format!("我理解您的意思:{buyer}"), buyer, "", 1), Some(Trick::Echo));
    }

    #[test]
    fn pieces_of_many_lines_of_the_rubric_are_a_salad() {
        let recogniser = recogniser();
        let judged = |said: &str, rubric: &[&str]| {
            recogniser.trick(&Text::new(said), &Sources { rubric: rubric.to_vec(), ..Sources::default() }, 2)
        };
        let rubric = [
            "Tell me more about that, I am listening.",
            "I understand that this worries you.",
            "So the standstill is what counts, is that right?",
            "Our last rollout took six weeks.",
            "Shall we say Thursday at ten?",
            "Asked what was behind it",
        ];
        let pieces =
            "listening worries standstill six rollout Thursday behind more understand right weeks ten";
        assert_eq!(judged(pieces, &rubric), Some(Trick::Salad));
        let own = "I understand that this worries you, so tell me how the three days last summer came about.";
        assert_eq!(judged(own, &rubric), None);
        let rubric = [
            "您再多说说",
            "您的顾虑很实在",
            "我理解得对吗",
            "三家厂都是六周上线",
            "周四上午十点过一遍",
            "最长停机两小时",
        ];
        let pieces =
            "三家厂都是六周上线 您的顾虑很实在 最长停机两小时 我理解得对吗 周四上午十点过一遍 您再多说说";
        assert_eq!(judged(pieces, &rubric), Some(Trick::Salad));
        let own = "您的顾虑很实在,去年旺季停了三天,换了谁都会先问清楚上线的时候谁在现场。";
        assert_eq!(judged(own, &rubric), None);
    }
}
