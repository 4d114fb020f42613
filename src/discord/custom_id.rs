//! What buttons carry: a press says all that is needed to act on it, so buttons work after a restart.
//! The first part is the version; ids of another version get a kind answer.
//! It must not decide who may press.

use super::{follow_up, review};
use crate::coach::ids::{
    AssignmentId, FollowUpId, QuizRunId, ServerId, SessionId, TouchId, TrainingId, TurnId,
};
use crate::coach::purpose::Stage;
use crate::reply::Action;

/// The version of these ids.
const VERSION: &str = "v1";

/// The id of a button or a form; at most 60 of Discord's 100 characters.
pub(super) fn write(action: &Action) -> String {
    match action {
        Action::Answer(SessionId(id)) => format!("{VERSION}:answer:{id}"),
        Action::Hint(SessionId(id)) => format!("{VERSION}:hint:{id}"),
        Action::Stop(SessionId(id)) => format!("{VERSION}:stop:{id}"),
        Action::Why(SessionId(id)) => format!("{VERSION}:why:{id}"),
        Action::Tape(SessionId(id)) => format!("{VERSION}:tape:{id}"),
        Action::Rounds(SessionId(id)) => format!("{VERSION}:rounds:{id}"),
        Action::Round(SessionId(id), part) => format!("{VERSION}:round:{id}:{part}"),
        Action::Secret(SessionId(id)) => format!("{VERSION}:secret:{id}"),
        Action::Rate(SessionId(id), at, rating) => format!("{VERSION}:rate:{id}:{at}:{rating}"),
        Action::Rehearse(TouchId { follow_up, n }) => format!("{VERSION}:rehearse:{}:{n}", follow_up.0),
        Action::TouchDone(TouchId { follow_up, n }) => {
            format!("{VERSION}:done:{}:{n}", follow_up.0)
        }
        Action::TouchShow(TouchId { follow_up, n }) => format!("{VERSION}:touch:{}:{n}", follow_up.0),
        Action::LateTouches(bundle) => format!("{VERSION}:late:{bundle}"),
        Action::Overdue(ServerId(server), day) => format!("{VERSION}:overdue:{server}:{day}"),
        Action::QuizPick(QuizRunId(run), at, choice) => {
            format!("{VERSION}:pick:{run}:{at}:{choice}")
        }
        Action::QuizChoose(QuizRunId(run), at) => format!("{VERSION}:choose:{run}:{at}"),
        Action::QuizType(QuizRunId(run), at) => format!("{VERSION}:type:{run}:{at}"),
        Action::SurveyPick(QuizRunId(run), at, choice) => {
            format!("{VERSION}:survey:{run}:{at}:{choice}")
        }
        Action::SurveySay(QuizRunId(run)) => format!("{VERSION}:say:{run}"),
        Action::QuizResume(QuizRunId(run)) => format!("{VERSION}:resume:{run}"),
        Action::QuizAnew(quiz) => format!("{VERSION}:anew:{}", quiz.cast_signed()),
        Action::QuizReview(ServerId(server), day) => format!("{VERSION}:misses:{server}:{day}"),
        Action::Dispute(SessionId(id)) => format!("{VERSION}:dispute:{id}"),
        Action::Correct(TurnId { session, n }) => format!("{VERSION}:correct:{session}:{n}"),
        Action::Keep(TurnId { session, n }) => format!("{VERSION}:keep:{session}:{n}"),
        Action::Overlay => format!("{VERSION}:overlay"),
        Action::Enable(id) => format!("{VERSION}:enable:{id}"),
        Action::Attend(TrainingId(id)) => format!("{VERSION}:attend:{id}"),
        Action::Test(TrainingId(id), stage) => format!("{VERSION}:test:{id}:{}", *stage as u8),
        Action::TestDrill(TrainingId(id), stage) => format!("{VERSION}:test-drill:{id}:{}", *stage as u8),
        Action::TrainingSurvey(TrainingId(id)) => format!("{VERSION}:react:{id}"),
        Action::TrainingSurveyPick(TrainingId(id), at, choice) => {
            format!("{VERSION}:react-pick:{id}:{at}:{choice}")
        }
        Action::TrainingComment(TrainingId(id)) => format!("{VERSION}:remark:{id}"),
        Action::CheckIn(TrainingId(id), day, which) => format!("{VERSION}:check-in:{id}:{day}:{which}"),
        Action::TeamCheckIn(TrainingId(id), day, page) => {
            format!("{VERSION}:team-check-in:{id}:{day}:{page}")
        }
        Action::TeamNobody(TrainingId(id), day, page) => format!("{VERSION}:team-nobody:{id}:{day}:{page}"),
        Action::BeginAssigned(AssignmentId(id), notice) => format!("{VERSION}:begin:{id}:{notice}"),
        Action::AssignedPage(AssignmentId(id), page) => format!("{VERSION}:assigned:{id}:{page}"),
        Action::Touch(action) => format!("{VERSION}:{}", follow_up::write(*action)),
        Action::Review(action) => format!("{VERSION}:{}", review::write(*action)),
    }
}

/// What a press means; `None` for what is not ours or of another version.
pub(super) fn read(id: &str) -> Option<Action> {
    let mut parts = id.split(':');
    if parts.next()? != VERSION {
        return None;
    }
    let verb = parts.next()?;
    let numbers: Vec<i64> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let place = |number: i64| usize::try_from(number).ok();
    let turn = |session: i64, n: i64| Some(TurnId { session: SessionId(session), n: u32::try_from(n).ok()? });
    let touch = |id: i64, n: i64| Some(TouchId { follow_up: FollowUpId(id), n: u32::try_from(n).ok()? });
    Some(match (verb, numbers.as_slice()) {
        ("answer", [id]) => Action::Answer(SessionId(*id)),
        ("hint", [id]) => Action::Hint(SessionId(*id)),
        ("stop", [id]) => Action::Stop(SessionId(*id)),
        ("why", [id]) => Action::Why(SessionId(*id)),
        ("tape", [id]) => Action::Tape(SessionId(*id)),
        ("rounds", [id]) => Action::Rounds(SessionId(*id)),
        ("round", [id, part]) => Action::Round(SessionId(*id), u32::try_from(*part).ok()?),
        ("secret", [id]) => Action::Secret(SessionId(*id)),
        ("rate", [id, at, rating]) => Action::Rate(SessionId(*id), place(*at)?, place(*rating)?),
        ("rehearse", [id, n]) => Action::Rehearse(touch(*id, *n)?),
        ("done", [id, n]) => Action::TouchDone(touch(*id, *n)?),
        ("touch", [id, n]) => Action::TouchShow(touch(*id, *n)?),
        ("late", [bundle]) => Action::LateTouches(*bundle),
        ("overdue", [server, day]) => Action::Overdue(ServerId(*server), *day),
        ("pick", [run, at, choice]) => Action::QuizPick(QuizRunId(*run), place(*at)?, place(*choice)?),
        ("choose", [run, at]) => Action::QuizChoose(QuizRunId(*run), place(*at)?),
        ("type", [run, at]) => Action::QuizType(QuizRunId(*run), place(*at)?),
        ("survey", [run, at, choice]) => Action::SurveyPick(QuizRunId(*run), place(*at)?, place(*choice)?),
        ("say", [run]) => Action::SurveySay(QuizRunId(*run)),
        ("resume", [run]) => Action::QuizResume(QuizRunId(*run)),
        ("anew", [quiz]) => Action::QuizAnew(quiz.cast_unsigned()),
        ("misses", [server, day]) => Action::QuizReview(ServerId(*server), *day),
        ("dispute", [id]) => Action::Dispute(SessionId(*id)),
        ("correct", [session, n]) => Action::Correct(turn(*session, *n)?),
        ("keep", [session, n]) => Action::Keep(turn(*session, *n)?),
        ("overlay", []) => Action::Overlay,
        ("enable", [id]) => Action::Enable(*id),
        ("begin", [id, notice]) => Action::BeginAssigned(AssignmentId(*id), *notice),
        ("assigned", [id, page]) => Action::AssignedPage(AssignmentId(*id), place(*page)?),
        (verb, numbers) => {
            let touch = follow_up::read(verb, numbers).map(Action::Touch);
            let touch = touch.or_else(|| read_training(verb, numbers));
            touch.or_else(|| review::read(verb, numbers).map(Action::Review))?
        }
    })
}

/// What a press about a training means.
fn read_training(verb: &str, numbers: &[i64]) -> Option<Action> {
    let place = |number: i64| usize::try_from(number).ok();
    Some(match (verb, numbers) {
        ("attend", [id]) => Action::Attend(TrainingId(*id)),
        ("test", [id, stage]) => Action::Test(TrainingId(*id), *Stage::ALL.get(place(*stage)?)?),
        ("test-drill", [id, stage]) => Action::TestDrill(TrainingId(*id), *Stage::ALL.get(place(*stage)?)?),
        ("react", [id]) => Action::TrainingSurvey(TrainingId(*id)),
        ("react-pick", [id, at, choice]) => {
            Action::TrainingSurveyPick(TrainingId(*id), place(*at)?, place(*choice)?)
        }
        ("remark", [id]) => Action::TrainingComment(TrainingId(*id)),
        ("check-in", [id, day, which]) => {
            Action::CheckIn(TrainingId(*id), u32::try_from(*day).ok()?, place(*which)?)
        }
        ("team-check-in", [id, day, page]) => {
            Action::TeamCheckIn(TrainingId(*id), u32::try_from(*day).ok()?, place(*page)?)
        }
        ("team-nobody", [id, day, page]) => {
            Action::TeamNobody(TrainingId(*id), u32::try_from(*day).ok()?, place(*page)?)
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_action_comes_back_as_it_went() {
        let run = QuizRunId(i64::MAX);
        let touch = TouchId { follow_up: FollowUpId(7), n: 3 };
        let session = SessionId(1_300_000_000_000_000_000);
        for action in [
            Action::Answer(session),
            Action::Hint(session),
            Action::Stop(session),
            Action::Why(session),
            Action::Tape(session),
            Action::Rounds(session),
            Action::Round(session, 3),
            Action::Secret(session),
            Action::Rate(session, 2, 1),
            Action::Rehearse(touch),
            Action::TouchDone(touch),
            Action::TouchShow(touch),
            Action::LateTouches(-9),
            Action::Overdue(ServerId(8), 739_000),
            Action::QuizPick(run, 9, 4),
            Action::QuizChoose(run, 9),
            Action::QuizType(run, 9),
            Action::SurveyPick(run, 2, 4),
            Action::SurveySay(run),
            Action::QuizResume(run),
            Action::QuizAnew(u64::MAX),
            Action::QuizReview(ServerId(i64::MAX), -1),
            Action::Dispute(session),
            Action::Correct(TurnId { session, n: u32::MAX }),
            Action::Keep(TurnId { session, n: 0 }),
            Action::Overlay,
            Action::Enable(session.0),
            Action::Attend(TrainingId(8)),
            Action::Test(TrainingId(8), Stage::Delayed),
            Action::TestDrill(TrainingId(8), Stage::Pre),
            Action::TrainingSurvey(TrainingId(8)),
            Action::TrainingSurveyPick(TrainingId(8), 2, 1),
            Action::TrainingComment(TrainingId(8)),
            Action::CheckIn(TrainingId(8), 60, 3),
            Action::TeamCheckIn(TrainingId(i64::MAX), 90, 11),
            Action::TeamNobody(TrainingId(8), 30, 0),
            Action::BeginAssigned(AssignmentId(session.0), i64::MIN),
            Action::AssignedPage(AssignmentId(0), 3),
        ] {
            let id = write(&action);
            assert!(id.len() <= 100);
            assert_eq!(read(&id), Some(action));
        }
    }

    #[test]
    fn every_action_of_a_touch_comes_back_as_it_went() {
        for action in follow_up::samples() {
            let id = write(&Action::Touch(action));
            assert!(id.len() <= 100);
            assert_eq!(read(&id), Some(Action::Touch(action)));
        }
    }

    #[test]
    fn every_action_of_a_review_comes_back_as_it_went() {
        for action in review::samples() {
            let id = write(&Action::Review(action));
            assert!(id.len() <= 100);
            assert_eq!(read(&id), Some(Action::Review(action)));
        }
    }

    proptest! {
        #[test]
        fn whatever_is_sent_does_no_harm(id in "\\PC{0,100}") {
            let _ = read(&id);
            let _ = read(&format!("v1:pick:{id}"));
            let _ = read(&format!("v1:correct:{id}"));
        }
    }
}
