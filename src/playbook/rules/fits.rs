//! What is shown at once must fit into one message, with the longest names put in: buttons stand under all of it, and a
//! draft that is cut in two cannot be copied.

use super::report;
use crate::coach::draft::longest;
use crate::playbook::problem::Problem;
use crate::playbook::read::Node;

/// Characters of a message that are used; Discord's descriptions allow 4,096, and escapes take some.
const MESSAGE: usize = 3_600;
/// The longest name of a customer.
const NAME: usize = 80;

fn length(node: Node<'_>, key: &str) -> usize {
    node.text(key).map_or(0, |text| text.chars().count())
}

fn lengths(texts: &[String]) -> usize {
    // Each line has its letter or bullet.
    texts.iter().map(|text| text.chars().count() + 5).sum()
}

fn too_long(node: Node<'_>, key: &str, length: usize, help: &str, problems: &mut Vec<Problem>) {
    if length > MESSAGE {
        let what = format!("what is shown at once has {length} characters, not at most {MESSAGE}");
        problems.push(report(node, key, "too-long-to-show", what, help));
    }
}

/// The ping of a touch: name, purpose, checklist and draft, with the longest facts put in.
pub(super) fn touches(node: Node<'_>, problems: &mut Vec<Problem>) {
    for touch in node.tables("touches") {
        let draft = touch.text("draft").unwrap_or_default();
        let words = length(touch, "title") + length(touch, "purpose") + lengths(&touch.texts("checklist"));
        let all = words + draft.chars().count() + longest(&draft) + NAME;
        too_long(touch, "draft", all, "shorten the draft or the checklist", problems);
    }
}

/// A question with all that it shows.
pub(super) fn question(item: Node<'_>, problems: &mut Vec<Problem>) {
    let Some((_, answer)) = item.choice("answer") else {
        return;
    };
    let lists = ["choices", "lines", "items"].map(|key| lengths(&answer.texts(key)));
    let pairs: usize =
        answer.tables("pairs").iter().map(|p| length(*p, "left") + length(*p, "right") + 10).sum();
    let all = length(item, "ask") + length(answer, "line") + lists.iter().sum::<usize>() + pairs;
    too_long(item, "ask", all, "shorten the question or its choices", problems);
}
