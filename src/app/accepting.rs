//! What all agree on is accepted at once.

use std::collections::HashSet;

use super::adopting::Made;
use super::matters::Verdicts;
use super::{App, Open};
use crate::command::Command;
use crate::model::{Change, Reference, Step};
use crate::review::Comparison;

impl App {
    /// Accepts everything on which all agree who have read its sentence, as one step. Where somebody's sidecar cannot be
    /// read, it is not known whether all agree.
    pub(super) fn accept_agreed(&mut self) {
        if !self.knows_others(Command::AcceptAgreed) {
            return;
        }
        let unread: HashSet<usize> = self.unread_others().map(|(article, ..)| article).collect();
        let read = self.all_open().filter(|(article, _)| !unread.contains(article));
        let accepted: Vec<Vec<Change>> = read.flat_map(|(article, open)| open.agreed(article)).collect();
        let count = accepted.len();
        let mut changes: Vec<Change> = accepted.into_iter().flatten().collect();
        // A mark that gives way to two annotations does so once.
        let mut gone: HashSet<(usize, String)> = HashSet::new();
        changes.retain(|change| match (&change.before, &change.after) {
            (Some(before), None) => gone.insert((change.article, before.id().to_owned())),
            _ => true,
        });
        if let Some(reason) = changes.iter().find_map(|change| self.refusal_in(change.article)) {
            return self.warn(reason);
        }
        if count > 0 {
            self.make(Step { name: "accept what all agree on".to_owned(), changes });
        }
        let says = match count {
            0 => "There is nothing left on which all agree".to_owned(),
            1 => "1 annotation accepted on which all agree".to_owned(),
            _ => format!("{count} annotations accepted on which all agree"),
        };
        let left = self.unread_others().next().map(|(article, by, _)| {
            let articles = match unread.len() {
                1 => self.articles.file(article),
                count => format!("{count} articles"),
            };
            format!("{articles} left out: {by}'s sidecar cannot be read, {} says why", self.key_for("faults"))
        });
        match left {
            None => self.say(says),
            Some(left) => self.warn(format!("{says}; {left}")),
        }
    }
}

impl Open {
    /// What it changes to accept each annotation on which all agree.
    fn agreed(&self, article: usize) -> Vec<Vec<Change>> {
        let (verdicts, made) = (self.verdicts(), self.made());
        let own = self.annotator();
        let disputed = self.disputed();
        let agreed = self
            .comparisons
            .iter()
            .filter(|all| all.is_agreed() && !all.references().any(|of| disputed.contains(&of)));
        let open = agreed.filter(|comparison| !is_settled(comparison, &verdicts, &made));
        let changes = open.filter_map(|comparison| {
            let tag = comparison.sides.first()?.tag.as_ref()?;
            let of_others = |of: &Reference| Some(&of.annotator) != own;
            let from: Vec<Reference> = comparison.references().filter(of_others).collect();
            Some(self.adoption(article, Some(tag.adopted(&from)), (&from, &[]), (&verdicts, &made)))
        });
        changes.filter(|changes| !changes.is_empty()).collect()
    }
}

/// Whether some of it has been rejected, or is what an annotation of this annotator was made of.
fn is_settled(comparison: &Comparison, verdicts: &Verdicts<'_>, made: &Made<'_>) -> bool {
    let rejected =
        |of: &Reference| verdicts.get(of).is_some_and(|(_, verdict)| verdict.accepted == Some(false));
    comparison.references().any(|of| rejected(&of) || made.contains_key(&of))
}
