//! The contract of the store: every function, on SQLite and on PostgreSQL, by the same cases.
//! PostgreSQL is used where `SPARRING_TEST_POSTGRES` holds a URL; where it does not, one line says that it was not.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

mod assignments;
mod backup;
mod corrections;
mod duels;
mod explain;
mod follow_ups;
mod markings;
mod migrations;
mod misses;
mod notices;
mod plans;
mod processes;
mod quizzes;
mod reps;
mod reviews;
mod sample;
mod sessions;
mod trainings;
mod trouble;
mod uploads;

use std::io::Write;

use crate::support::db;

/// Makes a test of each case for each database. A case that is not listed is dead code, which is a warning.
macro_rules! contract {
    ($($family:ident: $($case:ident),+;)+) => {
        mod on_sqlite {
            $($(#[tokio::test]
            async fn $case() {
                super::db::on_sqlite(super::$family::$case).await;
            })+)+
        }
        mod on_postgres {
            $($(#[tokio::test]
            async fn $case() {
                super::db::on_postgres(super::$family::$case).await;
            })+)+
        }
    };
}

contract! {
    sessions:
        a_drill_is_found_by_its_server_its_channel_and_its_id,
        a_drill_that_begins_twice_is_a_duplicate,
        a_rep_holds_one_drill_at_a_time_in_a_server_and_in_a_channel,
        of_many_drills_begun_at_once_one_is_open,
        a_reply_is_stored_once,
        a_reply_out_of_place_is_a_conflict,
        the_same_message_from_two_sides_is_stored_once,
        the_last_reply_ends_the_drill_with_its_receipts,
        a_drill_that_was_left_stays_as_it_ended,
        a_restart_between_two_replies_changes_nothing,
        history_and_points_are_of_the_last_ended_drills,
        another_server_sees_no_drill;
    duels:
        a_duel_is_found_by_either_of_the_two,
        a_buyers_line_is_stored_once_and_stays_in_its_place,
        the_first_rating_counts;
    follow_ups:
        a_follow_up_is_planned_once_with_its_pings,
        a_ping_that_was_given_up_shows_in_its_touch,
        a_touch_closed_before_its_ping_is_not_told,
        only_the_owner_closes_or_puts_off_a_touch,
        putting_off_moves_the_ping_and_not_the_schedule,
        touches_are_listed_by_day_and_closed_ones_last,
        a_customer_is_handed_over_with_all_pings,
        a_customer_whose_follow_ups_end_is_not_pinged_any_more,
        a_touch_that_cannot_be_understood_names_its_cell,
        several_customers_are_taken_together_or_not_at_all,
        the_open_touches_of_a_customer_come_in_their_order,
        touches_are_counted_by_owner;
    plans:
        a_plan_is_looked_at_when_its_time_has_come,
        touches_are_added_moved_merged_and_stand_alone_again,
        a_plan_is_changed_as_a_whole_or_not_at_all,
        of_two_that_change_a_plan_at_once_one_does,
        plans_of_a_server_are_looked_at_again;
    notices:
        a_notice_is_planned_once_and_claimed_by_one,
        notices_that_wait_can_be_taken_back,
        a_claim_that_ran_out_is_taken_over,
        a_limit_takes_the_most_overdue,
        a_server_with_much_to_tell_does_not_hold_up_the_others,
        workers_at_once_never_claim_the_same_notice,
        a_notice_that_another_is_just_claiming_is_passed_over,
        a_lease_ends_over_a_restart_too,
        a_bad_notice_does_not_hold_up_the_others,
        what_was_not_tried_is_put_back_as_if_it_had_not_been_claimed,
        what_comes_again_and_again_is_told_anew_each_time,
        what_is_told_together_is_sent_or_given_up_together,
        what_may_have_been_sent_is_not_told_again_together_with_others;
    assignments:
        an_assignment_is_made_once_and_found_as_it_was_made,
        a_server_has_only_so_many_open_assignments,
        an_assignment_is_handed_out_once_to_so_many_and_told_once,
        attempts_are_found_with_those_who_made_them,
        a_rep_sees_what_is_theirs_and_open,
        a_cancelled_assignment_is_over;
    quizzes:
        a_quiz_run_is_found_with_its_answers,
        a_question_is_answered_once,
        a_run_that_is_over_takes_no_answer,
        results_are_counted_and_practice_is_private,
        survey_answers_do_not_know_who_gave_them,
        runs_are_told_that_a_rep_began_of_late,
        a_run_whose_time_is_up_ends_then_and_what_was_not_answered_counts,
        a_run_over_missed_questions_is_no_result;
    misses:
        a_miss_is_stored_with_its_answer_and_its_notice,
        a_miss_climbs_and_goes,
        an_answer_that_is_not_taken_moves_no_miss,
        another_rep_and_another_server_see_no_miss,
        what_is_said_freely_does_not_know_who_said_it,
        what_is_said_at_once_is_all_kept;
    reps:
        a_rep_is_noted_and_the_newer_note_stays,
        a_zone_may_be_set_before_the_rep_is_noted,
        names_are_of_one_server,
        who_never_used_the_bot_has_a_name_until_they_do,
        known_reps_come_with_their_names_the_latest_first,
        settings_are_replaced_and_absent_where_nobody_set_them,
        a_direct_channel_is_noted_changed_and_forgotten;
    corrections:
        a_dispute_waits_once_with_what_was_said,
        a_dispute_is_settled_once,
        of_the_same_words_the_newest_correction_stays,
        another_server_sees_no_dispute_and_no_correction,
        a_server_holds_only_so_many_corrections_of_a_task,
        disputes_are_walked_through_from_place_to_place,
        a_rep_has_only_so_many_disputes_waiting,
        a_settled_dispute_is_told_to_its_rep_and_a_test_is_kept_apart;
    reviews:
        official_drills_wait_in_their_order_and_practice_does_not,
        what_a_trainer_changes_is_kept_until_it_is_settled,
        of_two_trainers_at_once_one_settles,
        a_settled_review_counts_everywhere_and_the_machines_stays,
        another_server_and_the_rep_review_nothing;
    markings:
        a_marking_goes_on_where_it_was_left,
        what_one_other_has_marked_comes_first,
        whoever_saw_the_machines_verdicts_marks_nothing,
        finished_marks_stay_and_are_of_one_server;
    uploads:
        an_upload_is_kept_as_the_next_version_of_its_file,
        uploads_at_once_get_versions_of_their_own,
        what_is_in_effect_changes_by_editions,
        a_change_that_was_overtaken_is_void,
        another_server_sees_no_upload,
        a_server_holds_only_so_many_files,
        old_versions_are_dropped_unless_an_attempt_needs_them,
        the_cadence_of_touches_to_come_is_kept,
        what_was_assigned_keeps_its_uploads;
    trainings:
        a_training_is_opened_attended_and_closed_once,
        a_survey_is_counted_once_each_and_knows_no_names,
        the_last_answer_to_a_check_in_and_the_last_figure_count,
        tests_and_drills_of_a_training_are_found_with_their_stage,
        a_teams_official_attempts_are_read_and_practice_is_not,
        a_servers_keys_stay_those_that_were_first;
    processes:
        processes_live_as_long_as_they_renew_and_what_they_hold_with_them,
        a_shard_is_given_back_by_its_holder_alone_and_all_of_them_when_it_leaves,
        the_first_says_how_many_shards_there_are_until_nobody_lives,
        those_that_come_at_once_agree_and_never_hold_the_same_shard,
        the_turn_to_identify_is_given_to_one_and_the_next_comes_later,
        an_answer_that_was_left_is_taken_over_once_and_only_from_who_lives_no_more,
        two_that_take_over_at_once_take_each_answer_once;
    trouble:
        a_value_that_is_not_understood_is_named,
        a_locked_database_is_told_as_locked,
        a_database_that_may_only_be_read_is_told_as_such,
        tables_of_a_newer_program_are_refused,
        a_nul_in_what_was_said_is_no_obstacle;
    explain:
        what_is_asked_all_the_time_is_found_by_an_index;
    backup:
        a_backup_holds_every_row_and_goes_back_into_either_database,
        a_backup_is_taken_from_one_moment_while_others_write,
        a_backup_of_an_older_program_is_brought_up_to_date,
        a_newer_programs_rows_are_neither_backed_up_nor_restored,
        nothing_is_replaced_and_nothing_is_mixed,
        many_rows_and_long_words_are_copied;
}

#[test]
fn postgres_is_tested_or_a_line_says_that_it_is_not() {
    if db::postgres().is_some() {
        return;
    }
    // Past the capture of test output, so that the line is seen.
    let line = "PostgreSQL not tested: set SPARRING_TEST_POSTGRES=postgres://user:password@host/database\n";
    std::io::stderr().write_all(line.as_bytes()).unwrap();
    let ci = std::env::var_os("CI").is_some() && std::env::var_os("SPARRING_SKIP_POSTGRES").is_none();
    assert!(
        !ci,
        "with CI set, PostgreSQL must be tested: set SPARRING_TEST_POSTGRES, or SPARRING_SKIP_POSTGRES=1"
    );
}

#[tokio::test]
async fn both_databases_have_the_same_columns() {
    if db::postgres().is_none() {
        return;
    }
    let (send, mut receive) = tokio::sync::mpsc::unbounded_channel();
    let other = send.clone();
    db::on_sqlite(|db| async move { send.send(db.columns().await).unwrap() }).await;
    db::on_postgres(|db| async move { other.send(db.columns().await).unwrap() }).await;
    let (sqlite, postgres) = (receive.recv().await.unwrap(), receive.recv().await.unwrap());
    assert!(sqlite.len() > 80, "{sqlite:#?}");
    assert_eq!(sqlite, postgres);
}

#[test]
fn every_function_of_the_store_is_called_here() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let helpers = std::fs::read_to_string(root.join("tests/it/support/db.rs")).unwrap();
    let cases = all_text(&root.join("tests/it/store")) + &helpers;
    let store = all_text(&root.join("src/store"));
    let functions = store.match_indices("pub async fn ").map(|(at, key)| &store[at + key.len()..]);
    let names: Vec<&str> = functions.map(|rest| rest.split(['(', '<']).next().unwrap()).collect();
    assert!(names.len() > 30, "{names:?}");
    let missing: Vec<_> = names.iter().filter(|name| !cases.contains(&format!("{name}("))).collect();
    assert!(missing.is_empty(), "no case calls {missing:?}");
}

/// The text of all files of a folder and of those in it.
fn all_text(folder: &std::path::Path) -> String {
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| if path.is_dir() { all_text(&path) } else { std::fs::read_to_string(path).unwrap() })
        .collect()
}
