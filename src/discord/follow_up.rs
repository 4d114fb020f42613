//! Presses, lists and forms of touches and customers: what their ids say, and the use case of each.
//! It must not decide who may press.

use std::sync::Arc;

use serenity::all::{
    ActionRowComponent, CommandInteraction, ComponentInteraction, ComponentInteractionDataKind,
    ModalInteraction,
};
use serenity::builder::{CreateActionRow, CreateInputText, CreateInteractionResponse, CreateModal};
use serenity::model::application::InputTextStyle;

use super::answer::Answer;
use super::commands::Typed;
use super::component::{chosen, hidden, old, step};
use super::intake::signed;
use super::{Bot, assign, attachment, start};
use crate::app::{
    AppError, Closing, FollowUpAsked, LARGEST_CUSTOMERS, LONGEST_NOTED, Person, Step, Until, Who,
};
use crate::coach::ids::{FollowUpId, TouchId};
use crate::reply::followup::{Chosen, Form, FormField, Working};
use crate::reply::{Action, Reply, notice, phrase};

/// With this begins the verb of each of these ids.
const OURS: &str = "touch-";
/// Discord's limit for a form's title and a field's label, and for what a field shows while it is empty.
const LABEL: usize = 45;
const HINT: usize = 100;

/// Work on `/followup`.
pub(super) async fn run(
    bot: &Arc<Bot>,
    who: &Who,
    command: &CommandInteraction,
    typed: &Typed<'_>,
) -> Result<Reply, AppError> {
    let (app, event) = (&bot.app, signed(command.id.get()));
    let text = |name| typed.text(name).unwrap_or_default();
    let owned = |name| typed.text(name).map(str::to_owned);
    let channel = command.guild_id.map_or(0, |_| signed(command.channel_id.get()));
    match typed.subcommand {
        "add" => {
            let asked = FollowUpAsked {
                customer: text("customer").to_owned(),
                signed: owned("signed"),
                zone: owned("zone"),
                contact: owned("contact"),
                product: owned("product"),
                note: owned("note"),
                channel,
            };
            app.add_follow_up(who, event, &asked).await
        }
        "done" => app.done_typed(who, text("touch"), (typed.text("gave"), typed.text("next"))).await,
        "snooze" => app.snooze_typed(who, text("touch"), typed.text("until")).await,
        "cancel" => app.end_asked(who, text("customer")).await,
        "import" => import(bot, who, (event, channel), typed).await,
        "preview" => app.preview_follow_ups(who, typed.text("signed"), typed.text("zone")).await,
        "export" => app.export_follow_ups(who).await,
        _ => app.list_follow_ups(who, text("by")).await,
    }
}

async fn import(
    bot: &Arc<Bot>,
    who: &Who,
    (event, channel): (i64, i64),
    typed: &Typed<'_>,
) -> Result<Reply, AppError> {
    let Some(file) = typed.file("file") else {
        return Ok(notice::plain(&*bot.app.words(&who.language)?, phrase::OLD_BUTTON));
    };
    match attachment::fetched(bot, who, file, LARGEST_CUSTOMERS).await? {
        Ok(bytes) => bot.app.import_customers(who, event, channel, &bytes).await,
        Err(reply) => Ok(reply),
    }
}

/// The rest of an id, after the version.
pub(super) fn write(action: Working) -> String {
    let touch = |verb: &str, TouchId { follow_up, n }: TouchId| format!("{OURS}{verb}:{follow_up}:{n}");
    match action {
        Working::Skip(id) => touch("skip", id),
        Working::Snooze(id) => touch("snooze", id),
        Working::Until(id, chosen) => {
            let which = Chosen::ALL.iter().position(|other| *other == chosen).unwrap_or_default();
            format!("{}:{which}", touch("until", id))
        }
        Working::HandOver(id) => touch("hand", id),
        Working::HandTo(id) => touch("to", id),
        Working::Next(FollowUpId(id)) => format!("{OURS}next:{id}"),
        Working::End(FollowUpId(id)) => format!("{OURS}end:{id}"),
        Working::Open => format!("{OURS}open"),
    }
}

/// What the rest of an id means.
pub(super) fn read(verb: &str, numbers: &[i64]) -> Option<Working> {
    let touch = |id: i64, n: i64| Some(TouchId { follow_up: FollowUpId(id), n: u32::try_from(n).ok()? });
    Some(match (verb.strip_prefix(OURS)?, numbers) {
        ("skip", [id, n]) => Working::Skip(touch(*id, *n)?),
        ("snooze", [id, n]) => Working::Snooze(touch(*id, *n)?),
        ("until", [id, n, which]) => {
            Working::Until(touch(*id, *n)?, *Chosen::ALL.get(usize::try_from(*which).ok()?)?)
        }
        ("hand", [id, n]) => Working::HandOver(touch(*id, *n)?),
        ("to", [id, n]) => Working::HandTo(touch(*id, *n)?),
        ("next", [id]) => Working::Next(FollowUpId(*id)),
        ("end", [id]) => Working::End(FollowUpId(*id)),
        ("open", []) => Working::Open,
        _ => return None,
    })
}

/// Work on a press, or on a choice from a list.
pub(super) async fn pressed(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    action: Action,
    pressed: &ComponentInteraction,
) {
    let (app, id) = (&bot.app, pressed.data.custom_id.as_str());
    match action {
        // A form must be the first answer, so what it is called is looked up before.
        Action::TouchDone(touch) => open(answer, app.done_form(who, touch).await, id).await,
        Action::Overdue(server, _) => hidden(answer, app.show_overdue(who, server)).await,
        Action::TouchShow(touch) => hidden(answer, app.show_touch(who, touch)).await,
        Action::LateTouches(bundle) => match chosen(pressed).first() {
            Some(one) => hidden(answer, app.show_chosen(who, one)).await,
            None => hidden(answer, app.show_late(who, bundle)).await,
        },
        Action::Rehearse(touch) => {
            hidden(answer, start::rehearsal(bot, who, signed(answer.id), touch)).await;
        }
        Action::Touch(action) => worked(bot, answer, who, action, pressed).await,
        _ => old(bot, answer, who).await,
    }
}

async fn worked(bot: &Arc<Bot>, answer: &Answer, who: &Who, action: Working, pressed: &ComponentInteraction) {
    let (app, id) = (&bot.app, pressed.data.custom_id.as_str());
    match action {
        Working::Skip(touch) => open(answer, app.skip_form(who, touch).await, id).await,
        Working::Snooze(touch) => hidden(answer, app.snooze_choice(who, touch)).await,
        Working::Until(touch, Chosen::Hour) => step(answer, app.snooze(who, touch, Until::Hour)).await,
        Working::Until(touch, Chosen::Tomorrow) => {
            step(answer, app.snooze(who, touch, Until::Tomorrow)).await;
        }
        Working::Until(touch, Chosen::Typed) => open(answer, app.snooze_form(who, touch).await, id).await,
        // In direct messages Discord lists nobody but the two who talk.
        Working::HandOver(touch) => {
            hidden(answer, app.hand_over_choice(who, touch, pressed.guild_id.is_some())).await;
        }
        Working::HandTo(touch) => match person(pressed) {
            Some(rep) => step(answer, hand_to(bot, who, touch, rep)).await,
            None => old(bot, answer, who).await,
        },
        Working::Next(customer) => hidden(answer, app.show_next(who, customer)).await,
        Working::End(customer) => open(answer, app.end_form(who, customer).await, id).await,
        Working::Open => match chosen(pressed).first() {
            Some(one) => hidden(answer, app.show_chosen(who, one)).await,
            None => old(bot, answer, who).await,
        },
    }
}

/// The member who was chosen, from the server's members or from a list.
fn person(pressed: &ComponentInteraction) -> Option<i64> {
    match &pressed.data.kind {
        ComponentInteractionDataKind::UserSelect { values } => values.first().map(|id| signed(id.get())),
        _ => chosen(pressed).first()?.parse().ok(),
    }
}

/// Whoever was chosen is asked for at Discord: only a member of that server is handed a customer, and no bot.
async fn hand_to(bot: &Bot, who: &Who, touch: TouchId, rep: i64) -> Result<Step, AppError> {
    let found: Option<Person> = match bot.app.server_of(touch).await? {
        Some(server) => assign::member_of(bot, server, rep).await,
        None => None,
    };
    bot.app.hand_over(who, touch, found).await
}

/// Opens a form, or shows what there is to say instead.
async fn open(answer: &Answer, form: Result<Result<Form, Step>, AppError>, id: &str) {
    match form {
        Ok(Ok(form)) => {
            let cut = |text: &str| text.chars().take(LABEL).collect::<String>();
            let rows = form.fields.iter().enumerate().map(|(at, field)| row(at, field)).collect();
            let modal = CreateModal::new(id, cut(&form.title)).components(rows);
            answer.respond(&CreateInteractionResponse::Modal(modal)).await;
        }
        Ok(Err(instead)) => step(answer, async { Ok(instead) }).await,
        Err(error) => hidden(answer, async { Err(error) }).await,
    }
}

fn row(at: usize, field: &FormField) -> CreateActionRow {
    let cut = |text: &str, most| text.chars().take(most).collect::<String>();
    let style = if field.long { InputTextStyle::Paragraph } else { InputTextStyle::Short };
    let mut input = CreateInputText::new(style, cut(&field.label, LABEL), format!("field{at}"))
        .required(field.required)
        .max_length(u16::try_from(LONGEST_NOTED).unwrap_or(u16::MAX));
    if !field.hint.is_empty() {
        input = input.placeholder(cut(&field.hint, HINT));
    }
    CreateActionRow::InputText(input)
}

/// What was typed into a field of a form.
fn typed(form: &ModalInteraction, at: usize) -> String {
    let name = format!("field{at}");
    let inputs = form.data.components.iter().flat_map(|row| &row.components);
    let mut found = inputs.filter_map(|input| match input {
        ActionRowComponent::InputText(text) if text.custom_id == name => text.value.clone(),
        _ => None,
    });
    found.next().unwrap_or_default()
}

/// Work on a form that was sent.
pub(super) async fn submitted(
    bot: &Arc<Bot>,
    answer: &Answer,
    who: &Who,
    action: Action,
    form: &ModalInteraction,
) {
    let (app, first) = (&bot.app, typed(form, 0));
    match action {
        Action::TouchDone(id) => {
            let closing = Closing::Done { gave: first, next_step: typed(form, 1) };
            step(answer, app.close_touch(who, id, &closing)).await;
        }
        Action::Touch(Working::Skip(id)) => {
            let closing = Closing::Skipped { because: first };
            step(answer, app.close_touch(who, id, &closing)).await;
        }
        Action::Touch(Working::Until(id, Chosen::Typed)) => {
            step(answer, app.snooze(who, id, Until::Typed(&first))).await;
        }
        Action::Touch(Working::End(id)) => step(answer, app.end_follow_up(who, id, &first)).await,
        _ => old(bot, answer, who).await,
    }
}

#[cfg(test)]
pub(super) fn samples() -> Vec<Working> {
    let (touch, customer) = (TouchId { follow_up: FollowUpId(i64::MIN), n: u32::MAX }, FollowUpId(i64::MAX));
    vec![
        Working::Skip(touch),
        Working::Snooze(touch),
        Working::Until(touch, Chosen::Hour),
        Working::Until(touch, Chosen::Tomorrow),
        Working::Until(touch, Chosen::Typed),
        Working::HandOver(touch),
        Working::HandTo(touch),
        Working::Next(customer),
        Working::End(customer),
        Working::Open,
    ]
}
