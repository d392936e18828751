//! Whom the words for a speaker mean.

use super::Draft;
use super::callings::{head_of, is_bare_person, is_calling, is_kin};
use super::heads::headlines;
use super::nouns::{BUSINESS, DOCUMENTS, GROUPS, INSTITUTIONS, MEDIA, is_plural};
use super::pronouns::Wanted;
use super::roles::{Persons, Role, is_role};
use super::sources::{Source, What};
use super::within;
use crate::model::EntityType::{Misc, Org, Per};
use crate::model::{Mention, Quote, QuoteKind, Sentence, Span, Speaker};
use crate::nlp::lists::SPEAKERS;

/// How many sentences back the last speaker may be meant by a description.
const DESCRIPTION: usize = 4;
/// How many names before a description are looked at.
const NAMES: usize = 40;
/// What tells a business from the one that is spoken of.
const OTHERS: [&str; 8] = ["rival", "other", "second", "third", "same", "former", "previous", "local"];

/// The drafts as quotes with their speakers.
pub fn resolved(
    text: &str,
    sentences: &[Sentence],
    mentions: &[Mention],
    roles: &[Role],
    drafts: &[Draft],
) -> Vec<Quote> {
    let mut scene = Scene {
        text,
        sentences,
        mentions,
        roles,
        drafts,
        persons: None,
        said: Vec::new(),
        heads: Vec::new(),
    };
    let mut found: Vec<Quote> = Vec::with_capacity(drafts.len());
    let mut nobody = None;
    for draft in drafts {
        let sentence = scene.sentence(draft.cue.unwrap_or(draft.span).start());
        let speaker = draft.source.and_then(|source| scene.speaker(draft, source, sentence));
        // What nobody known is said to have said, in the words of the article, tells little.
        let unknown = speaker.is_none() && draft.kind != QuoteKind::Direct;
        // Nor does what others say by nobody known's account: he said that Ann Lee told them.
        let by_nobody = draft.kind != QuoteKind::Direct
            && nobody.is_some_and(|other: &Draft| other.span == draft.span && is_inside(text, other, draft));
        nobody = if unknown { Some(draft) } else { nobody };
        if unknown || by_nobody || draft.nested && !matches!(speaker, Some(Speaker::Named(_))) {
            continue;
        }
        // A second verb of the same speaker in a sentence says nothing new.
        let same = |other: &&Quote| {
            other.span == draft.span && other.kind != QuoteKind::Direct && draft.kind != QuoteKind::Direct
        };
        if let Some(other) = found.iter_mut().rev().take(8).find(|o| same(&&**o) && o.speaker == speaker) {
            if draft.kind == QuoteKind::Mixed {
                other.kind = QuoteKind::Mixed;
            }
            continue;
        }
        if let (Some(speaker), false, false) = (speaker, draft.nested, draft.outer) {
            scene.said.push((sentence, speaker));
        }
        found.push(Quote {
            span: draft.span,
            kind: draft.kind,
            cue: draft.cue,
            source: draft.source.filter(|_| !draft.carried).map(|source| source.span),
            speaker,
        });
    }
    headlines(text, sentences, &mut found);
    found
}

/// Whether the source of `inner` stands in what `outer` says, with no comma between.
fn is_inside(text: &str, outer: &Draft, inner: &Draft) -> bool {
    let between =
        outer.cue.zip(inner.source).and_then(|(cue, inner)| text.get(cue.end()..inner.span.start()));
    between.is_some_and(|between| !between.contains([',', ';', ':', '–', '—']))
}

/// The chunk, and who has spoken in it so far.
pub struct Scene<'a> {
    pub text: &'a str,
    pub sentences: &'a [Sentence],
    pub mentions: &'a [Mention],
    pub roles: &'a [Role],
    pub drafts: &'a [Draft],
    /// Made when it is first needed.
    pub persons: Option<Persons<'a>>,
    /// The sentences, by their numbers, with those who spoke there.
    pub said: Vec<(usize, Speaker)>,
    /// What those who were described are, and whom that meant.
    pub heads: Vec<(String, Speaker)>,
}

impl<'a> Scene<'a> {
    pub fn sentence(&self, offset: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.span.end() <= offset)
    }

    pub fn persons(&mut self) -> &Persons<'a> {
        let (text, sentences, mentions, roles) = (self.text, self.sentences, self.mentions, self.roles);
        self.persons.get_or_insert_with(|| Persons::new(text, sentences, mentions, roles))
    }

    /// Who spoke last, at most so many sentences before this one.
    pub fn last(&self, sentence: usize, reach: usize) -> Option<Speaker> {
        let (at, speaker) = self.said.last()?;
        (at + reach >= sentence).then_some(*speaker)
    }

    fn speaker(&mut self, draft: &Draft, source: Source, sentence: usize) -> Option<Speaker> {
        match source.what {
            What::Named(mention) => {
                // The Turk: who was named before.
                let surface = mention.span.of(self.text);
                let the = || self.word_before(mention).eq_ignore_ascii_case("the");
                let one = !is_plural(surface)
                    && match mention.kind {
                        Per => false,
                        Misc => is_bare_person(surface) || the(),
                        _ => is_bare_person(surface) && the(),
                    };
                let person = one.then(|| self.antecedent(draft, source, Wanted::Person(None))).flatten();
                person.or(Some(Speaker::Named(mention)))
            }
            What::Pronoun => self.pronoun(draft, source),
            What::Described => {
                let who = self.described(draft, source, sentence)?;
                let head = head_of(source.span.of(self.text)).to_lowercase();
                let is_name = |span: Span| span.of(self.text).starts_with(char::is_uppercase);
                if matches!(who, Speaker::Named(_))
                    || matches!(who, Speaker::Described(span) if is_name(span))
                {
                    self.heads.push((head, who));
                }
                Some(who)
            }
        }
    }

    fn described(&mut self, draft: &Draft, source: Source, sentence: usize) -> Option<Speaker> {
        let text = self.text;
        let words = source.span.of(text);
        let (first, rest) = words.split_once(char::is_whitespace).unwrap_or(("", words));
        let small = first.to_lowercase();
        let article = ["a", "an", "the"].contains(&&*small);
        // A name that is not known is not called by its title: chief executive Ann Lee.
        let particle = |word: &str| ["de", "del", "la", "van", "von", "al"].contains(&word);
        let name = |word: &&str| word.starts_with(char::is_uppercase) || particle(word);
        let name: Vec<&str> = words.rsplit(' ').take_while(name).collect();
        let count = name.len() - name.iter().rev().take_while(|word| particle(word)).count();
        let length: usize = words.rsplit(' ').take(count).map(|word| word.len() + 1).sum();
        let title = words.rsplit(' ').nth(count).is_some_and(is_role);
        let as_it_stands = || {
            let cut = match () {
                () if count > 1 && title => words.len() + 1 - length,
                () if article => words.len() - rest.len(),
                () => 0,
            };
            // A caretaker at one of the halls is a caretaker.
            let whole = words.get(cut..).unwrap_or_default();
            let place = [" at ", " in ", " from ", " near ", " who "]
                .iter()
                .filter_map(|place| whole.find(place))
                .min();
            let place = place.filter(|&end| {
                let head = whole.get(..end).and_then(|head| head.rsplit(' ').next());
                head.is_some_and(|head| SPEAKERS.contains(head))
            });
            let end = cut + place.unwrap_or(whole.len());
            Speaker::Described((source.span.start() + cut..source.span.start() + end).into())
        };
        let last = rest.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        if ["a", "an", "another", "one", "some", "two", "three", "several", "many"].contains(&&*small) {
            let found = if article { self.unnamed(source, rest, sentence) } else { None };
            return found.or_else(|| Some(as_it_stands()));
        }
        // The Post: a part of a name that stands elsewhere.
        let in_full = |mention: &&Mention| {
            let name = mention.span.of(text);
            mention.kind != Per && name.len() > rest.len() && name.ends_with(rest)
        };
        let capital = rest.starts_with(char::is_uppercase) && !SPEAKERS.contains(&last);
        if capital && let Some(mention) = self.mentions.iter().find(in_full) {
            return Some(Speaker::Named(*mention));
        }
        let before = match self.last(sentence, DESCRIPTION) {
            Some(Speaker::Named(mention)) => Some(mention),
            _ => None,
        };
        let determined = article || ["his", "her", "its", "their", "this", "that"].contains(&&*small);
        let role = if determined { rest } else { words };
        if let Some(person) = self.persons().described(text, role, before) {
            return Some(Speaker::Named(person));
        }
        if small == "the" && ["leader", "boss", "chief"].contains(&&*last) {
            let before = self.antecedent(draft, source, Wanted::Person(None));
            if let Some(Speaker::Named(person)) = before
                && self.persons().leads(text, person)
            {
                return before;
            }
        }
        if small == "the" && DOCUMENTS.contains(&&*last) {
            return self.maker(&last, sentence).or_else(|| Some(as_it_stands()));
        }
        // The spokesperson: of whom one has spoken.
        if small == "the"
            && !rest.contains(' ')
            && let Some((_, who)) = self.heads.iter().rev().find(|(head, _)| *head == last)
        {
            return Some(*who);
        }
        if small == "the" && (is_calling(rest) || is_kin(&head_of(rest).to_lowercase())) {
            return self.calling(draft, source, rest).or_else(|| Some(as_it_stands()));
        }
        let based = rest.split(' ').next().is_some_and(|first| first.ends_with("-based"));
        // Who has spoken has a name that is not known.
        if article
            && (GROUPS.contains(&&*last) || BUSINESS.contains(&&*last))
            && let Some(Speaker::Described(span)) = self.last(sentence, DESCRIPTION)
            && !rest.contains(' ')
            && span.of(text).split(' ').all(|word| word.starts_with(char::is_uppercase))
            && !SPEAKERS.contains(&span.of(text).rsplit(' ').next().unwrap_or_default().to_lowercase())
        {
            return Some(Speaker::Described(span));
        }
        // The state-owned operator; but not another one.
        let qualified = small == "the"
            && BUSINESS.contains(&&*last)
            && !rest.split(' ').any(|word| word.starts_with(char::is_uppercase) || OTHERS.contains(&word));
        if article && (based || qualified || !rest.contains(char::is_whitespace)) {
            let business = BUSINESS.contains(&&*last);
            let group = business || MEDIA.contains(&&*last) || GROUPS.contains(&&*last);
            let spoken = before.filter(|m| m.kind == Org && group && !business);
            let end = self.mentions.partition_point(|m| m.span.start() < source.span.start());
            let near = self.mentions.get(end.saturating_sub(NAMES)..end).unwrap_or_default();
            let told = |m: &&Mention| {
                self.sentences.get(self.sentence(m.span.start())).is_some_and(|unit| unit.kind.is_read())
            };
            let mut all = near.iter().rev().filter(|m| m.kind == Org).filter(told).copied();
            let like = |m: &&Mention| m.kind != Per && m.span.of(text).to_lowercase().contains(&last);
            let named = near.iter().rev().find(like).copied();
            let media = MEDIA.contains(&&*last) && last != "agency";
            let nearest = || match () {
                () if business => self.business(source, sentence),
                () => all.find(|m| is_bare(text, *m)).filter(|_| media),
            };
            if let Some(mention) = named.or(spoken).or_else(nearest) {
                return Some(Speaker::Named(mention));
            }
        }
        self.introduced(role, sentence).or_else(|| Some(as_it_stands()))
    }

    /// The business that is spoken of before a description: the last that is named, and of its sentence the subject.
    fn business(&self, source: Source, sentence: usize) -> Option<Mention> {
        let is_read = |m: &Mention| {
            self.sentences.get(self.sentence(m.span.start())).is_some_and(|unit| unit.kind.is_read())
        };
        let fits = |m: &Mention| m.kind == Org && is_read(m) && is_bare(self.text, *m) && !self.is_told(*m);
        let end = self.mentions.partition_point(|m| m.span.start() < source.span.start());
        let before = self.mentions.get(end.saturating_sub(NAMES)..end).unwrap_or_default();
        let nearest = before.iter().rfind(|m| fits(m)).copied();
        let place = nearest.map(|m| self.sentence(m.span.start()));
        let unit =
            place.and_then(|place| self.sentences.get(place)).map_or(Span::default(), |unit| unit.span);
        let subject = within(before, unit).iter().find(|m| fits(m) && self.is_subject(**m)).copied();
        let spoke = self.said.iter().rev().take_while(|(at, _)| at + DESCRIPTION >= sentence);
        let mut spoke = spoke.filter(|(at, _)| Some(*at) >= place);
        let spoke = spoke.find_map(|(_, who)| match *who {
            Speaker::Named(mention) if fits(&mention) => Some(mention),
            _ => None,
        });
        spoke.or(subject).or(nearest)
    }

    /// Whose a document is: Ann Lee said so in a note to clients. The note said …
    fn maker(&self, document: &str, sentence: usize) -> Option<Speaker> {
        let near = self.said.iter().rev().take_while(|(place, _)| place + DESCRIPTION >= sentence);
        let wrote = |place: usize| {
            let Some(unit) = self.sentences.get(place) else { return false };
            let words: Vec<&str> = unit.span.of(self.text).split_whitespace().collect();
            let made = |window: &[&str]| {
                window.first() == Some(&"in")
                    && window.iter().any(|word| word.trim_end_matches([',', '.']) == document)
            };
            words.windows(4).any(made) || words.windows(3).last().is_some_and(made)
        };
        near.into_iter().find(|(place, _)| wrote(*place)).map(|(_, speaker)| *speaker)
    }
}

/// Whether the name of an organisation does not say what it is, so that it may be a business.
fn is_bare(text: &str, mention: Mention) -> bool {
    let head = mention.span.of(text).rsplit(' ').next().unwrap_or_default();
    // Whose news it is: PORT HART (Wire) -
    let before = text.get(..mention.span.start()).unwrap_or_default();
    !INSTITUTIONS.contains(&head) && !before.ends_with('(')
}
