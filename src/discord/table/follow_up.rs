//! The commands about customers and their follow-ups.
//! It must not hold texts.

use super::OptionKind::{File, Order, Suggested, Text};
use super::list::{group, option, sub};
use super::{Command, CommandOption};
use crate::reply::phrase;

const TOUCH: CommandOption = option("touch", phrase::NAME_TOUCH, phrase::OPTION_TOUCH, true, Suggested);

/// Customers and their follow-ups.
pub(super) const FOLLOWUP: Command = group(
    "followup",
    phrase::NAME_FOLLOWUP,
    phrase::COMMAND_FOLLOWUP,
    &[
        sub(
            "add",
            phrase::NAME_ADD,
            phrase::COMMAND_FOLLOWUP_ADD,
            &[
                option("customer", phrase::NAME_CUSTOMER, phrase::OPTION_CUSTOMER, true, Text),
                option("signed", phrase::NAME_SIGNED, phrase::OPTION_SIGNED, false, Text),
                option("zone", phrase::NAME_ZONE, phrase::OPTION_ZONE, false, Suggested),
                option("contact", phrase::NAME_CONTACT, phrase::OPTION_CONTACT, false, Text),
                option("product", phrase::NAME_PRODUCT, phrase::OPTION_PRODUCT, false, Text),
                option("note", phrase::NAME_NOTE, phrase::OPTION_NOTE, false, Text),
            ],
        ),
        sub(
            "list",
            phrase::NAME_LIST,
            phrase::COMMAND_FOLLOWUP_LIST,
            &[option("by", phrase::NAME_BY, phrase::OPTION_BY, false, Order)],
        ),
        sub(
            "done",
            phrase::NAME_DONE,
            phrase::COMMAND_FOLLOWUP_DONE,
            &[
                TOUCH,
                option("gave", phrase::NAME_GAVE, phrase::OPTION_GAVE, false, Text),
                option("next", phrase::NAME_NEXT_STEP, phrase::OPTION_NEXT_STEP, false, Text),
            ],
        ),
        sub(
            "snooze",
            phrase::NAME_SNOOZE,
            phrase::COMMAND_FOLLOWUP_SNOOZE,
            &[TOUCH, option("until", phrase::NAME_UNTIL, phrase::OPTION_UNTIL, false, Text)],
        ),
        sub(
            "cancel",
            phrase::NAME_CANCEL,
            phrase::COMMAND_FOLLOWUP_CANCEL,
            &[option("customer", phrase::NAME_CUSTOMER, phrase::OPTION_OWN_CUSTOMER, true, Suggested)],
        ),
        sub(
            "import",
            phrase::NAME_IMPORT,
            phrase::COMMAND_FOLLOWUP_IMPORT,
            &[option("file", phrase::NAME_FILE, phrase::OPTION_CUSTOMERS_FILE, true, File)],
        ),
        sub(
            "preview",
            phrase::NAME_PREVIEW,
            phrase::COMMAND_FOLLOWUP_PREVIEW,
            &[
                option("signed", phrase::NAME_SIGNED, phrase::OPTION_SIGNED, false, Text),
                option("zone", phrase::NAME_ZONE, phrase::OPTION_ZONE, false, Suggested),
            ],
        ),
        sub("export", phrase::NAME_EXPORT, phrase::COMMAND_FOLLOWUP_EXPORT, &[]),
    ],
);
