//! Progress of a rep and of a team.

use super::Phrase;

phrases! {
    ME_TITLE = "me-title" [];
    ME_DRILLS = "me-drills" [];
    ME_WEAK = "me-weak" [];
    ME_WEAK_LINE = "me-weak-line" ["step", "percent"];
    ME_QUIZZES = "me-quizzes" [];
    ME_QUIZ_LINE = "me-quiz-line" ["title", "right", "of"];
    ME_TREND = "me-trend" [];
    ME_TREND_LINE = "me-trend-line" ["earlier", "later", "count"];
    ME_NEXT = "me-next" [];
    ME_NEXT_HOW = "me-next-how" [];
    ME_DUE = "me-due" [];
    ME_NOTHING = "me-nothing" [];
    TEAM_TITLE = "team-title" [];
    TEAM_REACTION = "team-reaction" ["count"];
    TEAM_REACTION_LINE = "team-reaction-line" ["count", "choice"];
    TEAM_TOO_FEW = "team-too-few" ["fewest"];
    TEAM_NOTHING = "team-nothing" [];
    TEAM_PRIVATE = "team-private" [];
    NOT_A_MANAGER = "not-a-manager" [];
}
