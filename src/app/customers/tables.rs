//! Customers, touches and owners as tables.
//! It must not read the store.

use super::super::files::column;
use crate::export::{Cell, Kind, Table, TableError};
use crate::reply::{Phrase, Words, phrase};
use crate::store::{Customer, Touch, TouchCounts, TouchState};

/// A rep's customers, as they can be taken from a file again.
pub(super) fn customers(words: &Words, all: &[Customer]) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "customer", phrase::COLUMN_CUSTOMER, Kind::Text),
        column(words, "signed", phrase::COLUMN_SIGNED, Kind::Date),
        column(words, "contact", phrase::COLUMN_CONTACT, Kind::Text),
        column(words, "product", phrase::COLUMN_PRODUCT, Kind::Text),
        column(words, "note", phrase::COLUMN_NOTE, Kind::Text),
        column(words, "zone", phrase::COLUMN_ZONE, Kind::Text),
    ];
    let mut table = Table::new("customers", words.plain(phrase::TABLE_CUSTOMERS), columns)?;
    for customer in all {
        let text = |text: &str| Cell::Text(text.to_owned());
        let card = &customer.card;
        table.push(vec![
            text(&card.customer),
            Cell::Date(customer.signed),
            text(&card.contact),
            text(&card.product),
            text(&card.note),
            text(&customer.zone),
        ])?;
    }
    Ok(table)
}

/// A rep's touches with what was given; each with its title.
pub(super) fn touches(words: &Words, all: &[(Touch, String)]) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "customer", phrase::COLUMN_CUSTOMER, Kind::Text),
        column(words, "signed", phrase::COLUMN_SIGNED, Kind::Date),
        column(words, "touch", phrase::COLUMN_TOUCH, Kind::Text),
        column(words, "planned", phrase::COLUMN_PLANNED, Kind::Date),
        column(words, "due", phrase::COLUMN_DUE, Kind::Moment),
        column(words, "state", phrase::COLUMN_STATE, Kind::Text),
        column(words, "closed", phrase::COLUMN_CLOSED, Kind::Moment),
        column(words, "gave", phrase::COLUMN_GAVE, Kind::Text),
        column(words, "next_step", phrase::COLUMN_NEXT_STEP, Kind::Text),
        column(words, "skipped_because", phrase::COLUMN_SKIPPED, Kind::Text),
    ];
    let mut table = Table::new("touches", words.plain(phrase::TABLE_TOUCHES), columns)?;
    for (touch, title) in all {
        let text = |text: &Option<String>| text.clone().map_or(Cell::Empty, Cell::Text);
        table.push(vec![
            Cell::Text(touch.card.customer.clone()),
            Cell::Date(touch.signed),
            Cell::Text(title.clone()),
            Cell::Date(touch.new.planned),
            Cell::Moment(touch.new.due),
            Cell::Text(words.plain(state(touch)).to_owned()),
            touch.closed.map_or(Cell::Empty, Cell::Moment),
            text(&touch.gave),
            text(&touch.next_step),
            text(&touch.skipped_because),
        ])?;
    }
    Ok(table)
}

fn state(touch: &Touch) -> Phrase {
    match touch.state {
        TouchState::Open | TouchState::Merged => phrase::COLUMN_OPEN,
        TouchState::Done if touch.gave.is_none() => phrase::COLUMN_EMPTY,
        TouchState::Done => phrase::COLUMN_DONE,
        TouchState::Skipped | TouchState::Cancelled => phrase::COLUMN_LEFT_OUT,
    }
}

/// How the touches of each owner stand.
pub(super) fn owners(words: &Words, all: &[TouchCounts], names: &[String]) -> Result<Table, TableError> {
    let columns = vec![
        column(words, "rep", phrase::COLUMN_NAME, Kind::Text),
        column(words, "open", phrase::COLUMN_OPEN, Kind::Whole),
        column(words, "overdue", phrase::COLUMN_LATE, Kind::Whole),
        column(words, "not_delivered", phrase::COLUMN_GAVE_UP, Kind::Whole),
        column(words, "done", phrase::COLUMN_DONE, Kind::Whole),
        column(words, "empty", phrase::COLUMN_EMPTY, Kind::Whole),
        column(words, "left_out", phrase::COLUMN_LEFT_OUT, Kind::Whole),
        column(words, "next_due", phrase::COLUMN_NEXT_DUE, Kind::Moment),
    ];
    let mut table = Table::new("followups", words.plain(phrase::TABLE_OWNERS), columns)?;
    for (one, name) in all.iter().zip(names) {
        let count = |count: u32| Cell::Whole(i64::from(count));
        table.push(vec![
            Cell::Text(name.clone()),
            count(one.open),
            count(one.overdue),
            count(one.gave_up),
            count(one.done),
            count(one.empty),
            count(one.skipped),
            one.next.map_or(Cell::Empty, Cell::Moment),
        ])?;
    }
    Ok(table)
}
