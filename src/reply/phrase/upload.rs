//! A server's own content.

use super::Phrase;

phrases! {
    HELD_WITH_VERSION = "held-with-version" ["version"];
    HISTORY_VERSION = "history-version" ["title", "version"];
    PLAYBOOK_LIST = "playbook-list" [];
    PLAYBOOK_LINE = "playbook-line" ["title", "playbook", "version"];
    PLAYBOOK_COUNT = "playbook-count" ["kind", "count"];
    PLAYBOOK_UPLOADS = "playbook-uploads" [];
    PLAYBOOK_NO_UPLOADS = "playbook-no-uploads" [];
    UPLOAD_LINE = "upload-line" ["kind", "name", "playbook", "version", "state", "who"];
    UPLOAD_ON = "upload-on" []; UPLOAD_ON_OLDER = "upload-on-older" ["version"]; UPLOAD_OFF = "upload-off" [];
    UPLOAD_LEFT_OUT = "upload-left-out" [];
    UPLOAD_TAKEN = "upload-taken" ["kind", "name", "playbook", "version"];
    UPLOAD_CHECKED = "upload-checked" ["kind", "name", "playbook"];
    UPLOAD_PROBLEMS = "upload-problems" ["kind", "name", "playbook", "count"];
    PROBLEMS_MORE = "problems-more" ["count"];
    CONTENT_CHECKED = "content-checked" ["count"];
    CONTENT_PROBLEMS = "content-problems" ["count"];
    CONTENT_RELOADED = "content-reloaded" ["count"];
    UPLOAD_BAD_NAME = "upload-bad-name" ["name"];
    UPLOAD_NEEDS_KIND = "upload-needs-kind" [];
    UPLOAD_NO_PLAYBOOK = "upload-no-playbook" ["there"];
    UPLOAD_TOO_LARGE = "upload-too-large" ["most"];
    UPLOAD_NOT_TEXT = "upload-not-text" ["byte"];
    UPLOAD_ELSEWHERE = "upload-elsewhere" []; UPLOAD_NOT_FETCHED = "upload-not-fetched" [];
    UPLOAD_FULL = "upload-full" ["most"];
    BUTTON_ENABLE = "button-enable" [];
    ENABLED = "enabled" ["kind", "name", "playbook", "version"];
    ENABLED_BEFORE = "enabled-before" ["kind", "name", "version"];
    TURNED_OFF = "turned-off" ["kind", "name", "playbook"];
    TURNED_OFF_BEFORE = "turned-off-before" ["kind", "name"];
    TURN_OFF_REFUSED = "turn-off-refused" ["kind", "name", "count"];
    ENABLE_UNKNOWN = "enable-unknown" ["typed"];
    ENABLE_NO_VERSION = "enable-no-version" ["typed", "kind", "name", "versions"];
    ENABLE_OVERTAKEN = "enable-overtaken" [];
    CHOOSE_UPLOAD = "choose-upload" ["kind", "name", "playbook"];
    CHOOSE_VERSION = "choose-version" ["version"]; CHOOSE_NEWEST = "choose-newest" ["version"];
    CHOOSE_OFF = "choose-off" [];
    NOT_FOR_CONTENT = "not-for-content" [];
    KIND_SCENARIO = "kind-scenario" []; KIND_QUIZ = "kind-quiz" []; KIND_CARDS = "kind-cards" [];
    KIND_CADENCE = "kind-cadence" []; KIND_PERSONA = "kind-persona" []; KIND_SURVEY = "kind-survey" [];
    KIND_METHOD = "kind-method" []; KIND_BANK = "kind-bank" [];
}
