//! One paragraph: its sentences as clauses, its quotation marks, and what is attributed to whom.

use super::Draft;
use super::clause::Clause;
use super::content::{
    answers, follows_on, has_object, is_clause, is_sentence_like, is_term, is_title, speech_ends,
};
use super::cues::{Cue, cues};
use super::marks::{Pair, pairs};
use super::sources::{PRONOUNS, Source, What, subject};
use super::verbs::Use;
use super::within;
use crate::model::{EntityType, Kind, Mention, QuoteKind, Sentence, Span};
use crate::nlp::names::Words;
use crate::nlp::words::words;

/// A sentence with the cues that stand outside its quotation marks.
struct Line<'a> {
    sentence: Sentence,
    clause: Clause<'a>,
    cues: Vec<Cue>,
}

/// How a pair of marks is attributed.
#[derive(Clone, Copy)]
enum Place {
    /// To a cue of a sentence, both by their numbers, that stands before or behind it.
    Cue { line: usize, cue: usize, behind: bool },
    /// To the subject of the words before it: Ann Lee was blunt: “…”
    Led(Option<Source>),
    /// To nobody there: it is all of its sentences. A sentence beside it may be about who speaks.
    Alone(Option<Source>),
}

/// Who has just spoken, so that quoted words without a cue may be theirs.
#[derive(Clone, Copy, Debug, Default)]
pub struct Carry {
    source: Option<Source>,
    /// Whether the last words were a question, which another may answer.
    question: bool,
    /// Whether a quotation goes on in the next paragraph.
    open: bool,
}

/// What is between two words for them to be side by side.
const BESIDE: usize = 3;
/// How far quoted words stand from a verb that needs them.
const OBJECT: usize = 8;

/// Where what follows a cue ends, as a word: at the next cue, unless what that says is what is said.
fn content_end(clause: &Clause, cues: &[Cue], number: usize) -> usize {
    let end = cues.get(number).map_or(0, |cue| cue.end);
    // What was told by others is what is said.
    let passive = |next: &Cue| next.source.span.start() > next.span.start() && clause.joined(next.first);
    let next =
        cues.get(number + 1).filter(|next| next.first > end && !passive(next) || !clause.joined(next.first));
    let next = next.map(|next| next.first);
    next.map_or(clause.len(), |next| next.max(end))
}

/// The person that a clause is about: its subject, or, not `strictly`, who owns it.
fn person(clause: &Clause, strictly: bool) -> Option<Source> {
    let owner = || {
        let at = (0..clause.len().min(BESIDE)).find(|&at| clause.mention(at).is_some())?;
        let span = clause.mention(at)?.span;
        clause.mention(at).map(|mention| Source { span, what: What::Named(mention), first: at })
    };
    let known = |source: &Source| match source.what {
        What::Named(mention) => mention.kind == EntityType::Per,
        What::Pronoun => clause.is(source.first, &["he", "she"]),
        What::Described => false,
    };
    let subject = subject(clause, clause.len(), &[]).filter(known);
    subject.or_else(|| owner().filter(|owner| !strictly && known(owner)))
}

/// How many quotes back those of one sentence may stand.
const NEAR: usize = 32;

/// A paragraph, read for its quotes.
pub struct Passage<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    lines: Vec<Line<'a>>,
    pairs: Vec<Pair>,
    places: Vec<Option<Place>>,
}

impl<'a> Passage<'a> {
    /// The paragraph `span` with its `sentences`. `double`: its chunk has double quotation marks, so that single
    /// ones say little.
    pub fn new(
        text: &'a str,
        span: Span,
        sentences: &[Sentence],
        words: &Words,
        mentions: &'a [Mention],
        double: bool,
    ) -> Self {
        let pairs: Vec<Pair> = pairs(text, span).into_iter().filter(|pair| !is_title(text, *pair)).collect();
        let line = |&sentence: &Sentence| {
            let read = if sentence.kind == Kind::Boilerplate { Span::default() } else { sentence.span };
            let from = pairs.partition_point(|pair| pair.span.end() <= read.start());
            let clause = Clause::new(
                text,
                read,
                words.within(read),
                within(mentions, read),
                pairs.get(from..).unwrap_or_default(),
            );
            let cues = cues(&clause);
            Line { sentence, clause, cues }
        };
        let lines = sentences.iter().map(line).collect();
        let mut passage = Self { text, mentions, lines, pairs, places: Vec::new() };
        passage.places = (0..passage.pairs.len()).map(|at| passage.place(at, double)).collect();
        passage
    }

    /// All quotes of the paragraph.
    pub fn quotes(&self, carry: &mut Carry, found: &mut Vec<Draft>) {
        let mut next = 0;
        for (at, line) in self.lines.iter().enumerate() {
            self.indirect(at, found);
            while let Some(pair) =
                self.pairs.get(next).filter(|pair| pair.span.start() < line.sentence.span.end())
            {
                if let Some(place) = self.places.get(next).copied().flatten() {
                    let draft = self.direct(*pair, place, carry);
                    if carry.open
                        && carry.source.is_none()
                        && let Some(begun) = found.iter_mut().rfind(|other| other.kind == QuoteKind::Direct)
                    {
                        // What was left open in the paragraph before is of the same speaker.
                        (begun.source, begun.carried) = (draft.source, true);
                    }
                    *carry = Carry { source: draft.source, question: false, open: pair.open };
                    found.push(draft);
                    self.nested(*pair, found);
                }
                next += 1;
            }
            if line.sentence.kind != Kind::Boilerplate {
                self.carry(at, found, next, carry);
            }
        }
    }

    /// Who may go on speaking behind the sentence `at`, the last of which `found` is.
    fn carry(&self, at: usize, found: &[Draft], next: usize, carry: &mut Carry) {
        let Some(line) = self.lines.get(at) else { return };
        // A quotation may have begun in an earlier sentence than the one that says whose it is.
        let inside = |draft: &&Draft| line.sentence.span.covers(draft.cue.unwrap_or(draft.span));
        let near = found.len().saturating_sub(NEAR);
        let said: Vec<&Draft> = found.get(near..).unwrap_or_default().iter().filter(inside).collect();
        let within = |pair: &Pair| pair.span.end() >= line.sentence.span.end();
        let inside = next.checked_sub(1).and_then(|last| self.pairs.get(last)).filter(|pair| within(pair));
        if inside.is_some_and(|pair| pair.open) || carry.open && said.is_empty() && inside.is_some() {
            return;
        }
        let mut main = said.iter().filter(|draft| !draft.nested && !draft.outer).filter_map(|d| d.source);
        let source = main.next().filter(|first| main.all(|other| self.alike(*first, other)));
        // A quotation of several sentences goes on being its speaker's.
        let words = line.sentence.span.of(self.text);
        let goes_on = said.is_empty() && at > 0 && ["He ", "She "].iter().any(|who| words.starts_with(who));
        let source = source.or(carry.source.filter(|_| inside.is_some() || goes_on));
        // Who had this to say: the words follow.
        let source = source.or(line.cues.last().filter(|_| words.ends_with(':')).map(|cue| cue.source));
        let quoted = said.iter().rfind(|draft| draft.kind == QuoteKind::Direct);
        let asked = quoted.map_or(words, |draft| draft.span.of(self.text));
        let asked =
            asked.trim_end_matches(|c: char| c.is_whitespace() || matches!(c, '"' | '”' | '’' | '\'' | '»'));
        let asked = asked.ends_with('?');
        *carry = Carry { source, question: asked, open: false };
    }

    fn alike(&self, one: Source, other: Source) -> bool {
        one.span.of(self.text) == other.span.of(self.text)
            || PRONOUNS.iter().any(|pronoun| other.span.of(self.text).eq_ignore_ascii_case(pronoun))
    }

    fn line_at(&self, offset: usize) -> Option<usize> {
        let at = self.lines.partition_point(|line| line.sentence.span.end() <= offset);
        (at < self.lines.len()).then_some(at)
    }

    /// How the pair of this number is attributed; none if it is no quotation.
    fn place(&self, number: usize, double: bool) -> Option<Place> {
        let pair = *self.pairs.get(number)?;
        let inside = pair.inside.of(self.text);
        let first = self.line_at(pair.span.start())?;
        let last = self.line_at(pair.span.end() - 1)?;
        let (start, end) = (self.lines.get(first)?, self.lines.get(last)?);
        if start.sentence.kind == Kind::Boilerplate {
            return None;
        }
        let before = self.text.get(start.sentence.span.start()..pair.span.start())?;
        let begins = !before.contains(char::is_alphanumeric);
        let rest = self.text.get(pair.span.end()..end.sentence.span.end()).unwrap_or_default();
        let ends = !rest.contains(char::is_alphanumeric);
        let behind = self.behind(pair, last).filter(|_| begins || speech_ends(inside, rest));
        let ahead = self.ahead(pair, first);
        let strict = pair.single && double;
        let place = |(line, cue, behind): (usize, usize, bool)| Place::Cue { line, cue, behind };
        let beside = behind.map(|cue| (last, cue, true));
        if begins {
            if let Some(found) = beside {
                return Some(place(found));
            }
            if first > 0 && self.lines.get(first - 1)?.sentence.span.of(self.text).ends_with(':') {
                let cue = self.lines.get(first - 1)?.cues.len().checked_sub(1);
                if let Some(cue) = cue {
                    return Some(place((first - 1, cue, false)));
                }
            }
            if let Some(cue) = end.cues.iter().position(|cue| cue.phrase && !cue.source.span.is_empty()) {
                return Some(place((last, cue, true)));
            }
            if ends {
                return is_sentence_like(inside).then(|| Place::Alone(self.neighbour(first, last)));
            }
            // “…,” somebody smiled; ‘…’: what somebody did.
            let spoken = inside.trim_end().ends_with([',', '!', '?']) || rest.starts_with(':');
            if spoken && is_sentence_like(inside) && end.cues.is_empty() {
                return Some(Place::Alone(person(&end.clause, true)));
            }
        }
        if is_term(before) {
            return None;
        }
        let near = ahead.filter(|(_, distance)| *distance <= BESIDE);
        if let Some((cue, _)) = near {
            return Some(place((first, cue, false)));
        }
        if strict {
            return beside.filter(|_| is_sentence_like(inside)).map(place);
        }
        let far = || {
            let index = end.clause.index(pair.span.end());
            let cue = end
                .cues
                .iter()
                .position(|cue| cue.first >= index && !cue.outer && follows_on(&end.clause, cue));
            cue.map(|cue| (last, cue, true))
        };
        let led = || {
            let led = before.trim_end().ends_with(':') && is_sentence_like(inside);
            led.then(|| Place::Led(person(&start.clause, false)))
        };
        beside.or(ahead.map(|(cue, _)| (first, cue, false))).or_else(far).map(place).or_else(led)
    }

    /// The subject of the sentence before these, or else behind them, if it tells of a person and reports nothing.
    fn neighbour(&self, first: usize, last: usize) -> Option<Source> {
        let silent = |line: &&Line| line.cues.is_empty() && !line.clause.quote_last;
        let before = first.checked_sub(1).and_then(|at| self.lines.get(at)).filter(silent);
        let after = || self.lines.get(last + 1).filter(silent);
        before.map_or_else(|| person(&after()?.clause, true), |line| person(&line.clause, true))
    }

    /// The cue right behind a pair: “…,” said Ann Lee.
    fn behind(&self, pair: Pair, line: usize) -> Option<usize> {
        let Line { clause, cues, .. } = self.lines.get(line)?;
        let from = clause.index(pair.span.end());
        let at = cues.iter().position(|cue| cue.span.start() >= pair.span.end())?;
        let cue = cues.get(at)?;
        let own = cue.source.span.start() >= pair.span.end() && cue.first >= from;
        let between = (from + 1..=cue.first).any(|word| clause.after_quote(word));
        let beside = !clause.is(from, &["with"]) && cue.first <= from + BESIDE
            || cue.outer && !cue.phrase && cue.first <= from + OBJECT;
        (own && !between && beside && cue.usage != Use::Quoted).then_some(at)
    }

    /// The last cue before a pair in its sentence, and how many words stand between.
    fn ahead(&self, pair: Pair, line: usize) -> Option<(usize, usize)> {
        let Line { clause, cues, .. } = self.lines.get(line)?;
        let from = clause.index(pair.span.start());
        let at = cues.iter().rposition(|cue| cue.end <= from)?;
        let cue = cues.get(at)?;
        let distance = from - cue.end;
        (cue.usage != Use::Quoted || distance <= OBJECT).then_some((at, distance))
    }

    fn direct(&self, pair: Pair, place: Place, carry: &Carry) -> Draft {
        let draft = Draft::new(pair.span, QuoteKind::Direct);
        match place {
            Place::Cue { line, cue, behind } => {
                let cue = self.lines.get(line).and_then(|line| line.cues.get(cue));
                Draft { cue: cue.map(|cue| cue.span), source: cue.map(|cue| cue.source), behind, ..draft }
            }
            Place::Led(source) => Draft { source, ..draft },
            Place::Alone(beside) => {
                // A question in a paragraph of its own is another's, and so may be an answer.
                let begins =
                    self.lines.first().is_some_and(|line| line.sentence.span.start() == pair.span.start());
                let asks = begins && pair.inside.of(self.text).trim_end().ends_with('?');
                let carried = carry.source.filter(|_| !(begins && carry.question || asks) || carry.open);
                let source = carried.or(beside);
                Draft { source, carried: true, ..draft }
            }
        }
    }

    /// What is said in the words of the article in a sentence.
    fn indirect(&self, at: usize, found: &mut Vec<Draft>) {
        let Some(Line { sentence, clause, cues }) = self.lines.get(at) else { return };
        for (number, cue) in cues.iter().enumerate() {
            let end = content_end(clause, cues, number);
            let parts = self.pairs.iter().zip(&self.places).filter(|(_, place)| {
                matches!(place, Some(Place::Cue { line, cue, .. }) if (*line, *cue) == (at, number))
            });
            let (mut mixed, mut built_in) = (false, false);
            for (pair, place) in parts {
                let behind = matches!(place, Some(Place::Cue { behind: true, .. }));
                let lead = self.text.get(..pair.span.start()).unwrap_or_default().trim_end();
                let words = clause.index(pair.span.start()) > cue.end;
                mixed = true;
                built_in |= behind && clause.index(pair.span.start()) > 1 && cue.usage != Use::Quoted
                    || !behind && !lead.ends_with([',', ':']) && (words || cue.usage == Use::Quoted)
                    || !behind && matches!(cue.usage, Use::Act | Use::Quoted);
            }
            let content = match cue.usage {
                Use::Ask | Use::Text => false,
                Use::Quoted => built_in || answers(clause, cue),
                Use::Act => built_in || has_object(clause, cue, end) || follows_on(clause, cue),
                Use::Say | Use::State => built_in || is_clause(clause, cue, end) || follows_on(clause, cue),
            };
            if content {
                let kind = if mixed { QuoteKind::Mixed } else { QuoteKind::Indirect };
                let behind = cue.first > 0 && follows_on(clause, cue);
                found.extend([cue.also, Some(cue.source)].into_iter().flatten().map(|source| Draft {
                    cue: Some(cue.span),
                    source: Some(source),
                    outer: cue.outer,
                    behind,
                    ..Draft::new(sentence.span, kind)
                }));
            }
        }
    }

    /// What others are said to have said inside the quoted words.
    fn nested(&self, pair: Pair, found: &mut Vec<Draft>) {
        let from = self.lines.partition_point(|line| line.sentence.span.end() <= pair.inside.start());
        let lines = self.lines.iter().skip(from);
        for line in lines.take_while(|line| line.sentence.span.start() < pair.inside.end()) {
            let span = line.sentence.span.intersect(pair.inside);
            let mut inside = Vec::new();
            words(self.text, span, &mut inside);
            let clause = Clause::new(self.text, span, &inside, within(self.mentions, span), &[]);
            let cues = cues(&clause);
            for (number, cue) in cues.iter().enumerate() {
                let end = content_end(&clause, &cues, number);
                let content = match cue.usage {
                    Use::Say | Use::State => is_clause(&clause, cue, end),
                    Use::Act => has_object(&clause, cue, end),
                    Use::Quoted | Use::Ask | Use::Text => false,
                };
                if content && cue.source.what != What::Pronoun {
                    found.push(Draft {
                        cue: Some(cue.span),
                        source: Some(cue.source),
                        nested: true,
                        ..Draft::new(line.sentence.span, QuoteKind::Indirect)
                    });
                }
            }
        }
    }
}
