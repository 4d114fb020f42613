//! What a rep is told of a review: in a notice when it is settled, and beside the receipts whenever they look.
//! The drill's own notice is part 0; that of a disputed reply has the reply's number, counted from 1.
//! It must not show one rep what another did.

use super::judge::Examined;
use super::{App, AppError, Who};
use crate::coach::ids::{Id, ServerId, SessionId, TurnId};
use crate::reply::reviewed::{Told, dispute_notice, notice};
use crate::reply::{Action, Reply};
use crate::store::{Notice, Review, Session};

/// A review that counts, with the drill that it is of.
pub(super) struct Counted {
    examined: Examined,
    review: Review,
    who: String,
}

impl Counted {
    /// The same, as it is told.
    pub(super) fn told(&self) -> Told<'_> {
        let (machine, _) = self.examined.standings();
        Told {
            session: self.examined.session.new.id,
            title: &self.examined.title,
            who: &self.who,
            machine,
            standing: (self.review.score, self.review.passed),
            judged: &self.examined.judged,
            comment: self.review.said.comment.as_deref(),
        }
    }
}

impl App {
    /// The review of a rep's own drill that counts.
    pub(super) async fn counted(&self, session: &Session) -> Result<Option<Counted>, AppError> {
        let Some(review) = self.store.review_of(session.new.id).await? else { return Ok(None) };
        let mut examined = self.examine(session.clone()).await?;
        examined.change(&review.said);
        let known = self.store.rep(session.new.server, review.by).await?.map(|rep| rep.name);
        let who = known.filter(|name| !name.is_empty()).unwrap_or_else(|| review.by.to_string());
        Ok(Some(Counted { examined, review, who }))
    }

    /// What a rep is told when a review was settled; none where there is nothing to tell any more.
    pub(super) async fn said_of_review(&self, due: &Notice) -> Result<Option<(Reply, Action)>, AppError> {
        let about = due.new.about;
        let session = SessionId(about.subject);
        let Some(drill) = self.store.session(session, about.rep).await? else { return Ok(None) };
        let language = self.language_of(due.new.server, &drill).await?;
        let words = self.words(&language)?;
        if let Some(n) = about.part.checked_sub(1) {
            let turn = TurnId { session, n };
            let Some(settled) = self.store.settled_dispute(turn, about.rep).await? else { return Ok(None) };
            let who = Who {
                server: due.new.server,
                rep: about.rep,
                name: String::new(),
                language,
                manager: false,
                roles: Vec::new(),
            };
            let known = self.labels(&who, &settled.task);
            let name = |label: &Id| {
                let known = known.iter().find(|(own, _)| own.name() == label.as_str());
                known.map_or(label.as_str(), |(_, name)| name).to_owned()
            };
            let labels = settled.labels.map(|labels| labels.iter().map(name).collect::<Vec<_>>());
            return Ok(Some(dispute_notice(&words, turn, &settled.said, labels.as_deref())));
        }
        Ok(self.counted(&drill).await?.map(|counted| notice(&words, &counted.told())))
    }

    /// The language in which a rep reads, as far as it is known; else that of the drill.
    async fn language_of(&self, server: ServerId, drill: &Session) -> Result<String, AppError> {
        let rep = self.store.rep(server, drill.new.rep).await?;
        let known = rep.map(|rep| rep.language).filter(|language| !language.is_empty());
        Ok(known.unwrap_or_else(|| drill.new.language.clone()))
    }
}
