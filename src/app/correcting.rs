//! Correcting names: which words, by which keys.

use super::corrected::Said;
use super::selection::words;
use super::{App, Candidate, Choice, Correct, Open, Prompt, Scope, Screen};
use crate::keys::{Key, KeyCode};
use crate::model::{EntityType, Mention, Span, Status};
use crate::nlp::without_genitive;

/// The most entities that are offered for a name.
const OFFERED: usize = 2000;

/// How many bytes are analysed for whoever corrects more than one name, before it is said that there may be more.
const SEEN_AT_ONCE: usize = 1 << 20;

/// The keys of the types.
pub const TYPES: [(char, EntityType); 5] = [
    ('p', EntityType::Per),
    ('o', EntityType::Org),
    ('l', EntityType::Loc),
    ('m', EntityType::Misc),
    ('d', EntityType::Date),
];

impl App {
    /// Asks what the name under the cursor is; where there is none, what the chosen words are, or others that may be
    /// one.
    pub(super) fn correct(&mut self) {
        if matches!(self.screen, Screen::Table(_)) {
            return self.say("This works on the text");
        }
        if self.target().is_none() {
            return;
        }
        let (mention, chosen) = (self.mention(), self.selection.as_ref().map(|selection| selection.span));
        let Some(open) = self.focused() else { return };
        let Some(sentence) = open.sentence() else { return };
        let mut candidates = open.candidates(sentence.span);
        let at = match chosen {
            None => candidates.iter().position(|one| one.mention == mention).unwrap_or_default(),
            Some(span) => {
                let Some(span) = open.in_one_sentence(span) else {
                    return self.say("A name stands in one sentence");
                };
                candidates.iter().position(|one| one.span == span).unwrap_or_else(|| {
                    candidates.insert(0, Candidate { span, mention: None });
                    0
                })
            }
        };
        match Correct::new(self.focus, candidates, at) {
            Some(correct) => self.prompt = Some(Prompt::Correct(Box::new(correct))),
            None => self.say("There is no word in this sentence"),
        }
        self.keep_in_view();
    }

    /// Takes a key of the correction in, of which the prompt has been taken.
    pub(super) fn correct_key(&mut self, mut correct: Box<Correct>, key: Key, cancel: bool) {
        if correct.naming.is_some() {
            return self.naming_key(correct, key, cancel);
        }
        if cancel {
            return correct.adopts.into_iter().for_each(|adopted| self.leave_adopted(adopted));
        }
        let kind = match key.code {
            KeyCode::Char(c) if !key.ctrl && !key.alt => TYPES.iter().find(|(sign, _)| *sign == c),
            _ => None,
        };
        if let Some((_, kind)) = kind {
            let said = Said::Name { kind: Some(*kind), name: correct.name.clone() };
            return self.say_of(&correct, &said);
        }
        let known = correct.candidate().mention.is_some();
        match (key.code, key.shift) {
            (KeyCode::Enter, _) if known => {
                return self.say_of(&correct, &Said::Name { kind: None, name: None });
            }
            (KeyCode::Char(' '), _) if known && correct.adopts.is_none() => {
                self.say_of(&correct, &Said::Name { kind: None, name: None });
                return self.correct_next();
            }
            (KeyCode::Enter | KeyCode::Char(' '), _) => self.say("Choose its type: p o l m d"),
            (KeyCode::Char('x'), _) => return self.say_of(&correct, &Said::Nothing),
            (KeyCode::Char('r'), _) if self.is_corrected(&correct) => {
                return self.say_of(&correct, &Said::AsSeen);
            }
            (KeyCode::Char('n'), _) => {
                correct.naming = Some(Correct::name_field(self.entities_like(&correct)));
            }
            (KeyCode::Char('s'), _) if known => {
                let (words, name) = self.words_and_name(&correct);
                if words != name {
                    return self.call(correct, words, None);
                }
                // Another thing of the same name needs one of its own.
                let mut field = Correct::name_field(self.entities_like(&correct));
                field.paste(&words);
                correct.naming = Some(field);
            }
            (KeyCode::Char('a'), _) => self.widen(&mut correct),
            (KeyCode::Tab, false) | (KeyCode::Down, _) => correct.step(self.focus, 1),
            (KeyCode::Tab, true) | (KeyCode::Up, _) => correct.step(self.focus, -1),
            (KeyCode::Char('w'), _) | (KeyCode::Right, false) => self.move_end(&mut correct, false, 1),
            (KeyCode::Char('b'), _) | (KeyCode::Left, false) => self.move_end(&mut correct, false, -1),
            (KeyCode::Char('W'), _) | (KeyCode::Left, true) => self.move_end(&mut correct, true, 1),
            (KeyCode::Char('B'), _) | (KeyCode::Right, true) => self.move_end(&mut correct, true, -1),
            _ => {}
        }
        self.prompt = Some(Prompt::Correct(correct));
    }

    /// Goes on to the next name, also from the article's end to the next article, and asks what that is. Behind the last
    /// one the prompt stays: whoever goes on gives no command by that.
    fn correct_next(&mut self) {
        let (article, here) = (self.focus, self.mention());
        self.by_mentions(1);
        let mut is_there = self.mention() != here;
        let after: Vec<usize> =
            self.all_open().map(|(next, _)| next).filter(|next| *next > article).collect();
        for next in after {
            if is_there {
                break;
            }
            self.focus_on(next);
            if self.mention().is_none() {
                self.by_mentions(1);
            }
            is_there = self.mention().is_some();
        }
        if !is_there {
            self.focus_on(article);
        }
        self.notice = None;
        self.correct();
        if !is_there {
            self.say("There is no further name");
        }
    }

    fn naming_key(&mut self, mut correct: Box<Correct>, key: Key, cancel: bool) {
        let Some(field) = correct.naming.as_mut().filter(|_| !cancel) else {
            correct.naming = None;
            self.prompt = Some(Prompt::Correct(correct));
            return;
        };
        match field.picked(key) {
            Some(choice) if self.is_called(&correct, &choice) => {
                correct.naming = None;
                self.say(format!("It is called {} already: choose or type another name", choice.word));
            }
            Some(choice) => {
                correct.naming = None;
                return self.call(correct, choice.word, choice.kind);
            }
            None if key.code == KeyCode::Enter => correct.naming = None,
            None => {
                if let Some(field) = correct.naming.as_mut() {
                    field.press(key);
                }
            }
        }
        self.prompt = Some(Prompt::Correct(correct));
    }

    /// Whether to choose this changes nothing.
    fn is_called(&self, correct: &Correct, choice: &Choice) -> bool {
        let Candidate { span, mention } = correct.candidate();
        let same = mention.is_some_and(|mention| choice.kind.is_none_or(|kind| kind == mention.kind));
        same && span == correct.span && choice.word == self.words_and_name(correct).1
    }

    /// Calls the entity so. If its type is not chosen along, it is that of the words, unless all entities of this name
    /// are of other types.
    fn call(&mut self, mut correct: Box<Correct>, name: String, kind: Option<EntityType>) {
        let seen = correct.candidate().mention.map(|mention| mention.kind);
        let same = seen.filter(|kind| self.entities.named(&name, *kind).is_some());
        let other = || self.entities.iter().find(|(_, entity)| entity.name == name).map(|(_, e)| e.kind);
        match kind.or(same).or_else(other).or(seen) {
            Some(kind) => self.say_of(&correct, &Said::Name { kind: Some(kind), name: Some(name) }),
            None => {
                self.say(format!("Choose the type of {name}: p o l m d"));
                correct.name = Some(name);
                self.prompt = Some(Prompt::Correct(correct));
            }
        }
    }

    /// Corrects more together: all alike, then all of the entity, then this one again.
    fn widen(&mut self, correct: &mut Correct) {
        if correct.adopts.is_some() {
            return self.say("What others have said is judged one by one");
        }
        let known = self.see(0);
        let seen = known || self.see(SEEN_AT_ONCE);
        if !known {
            self.gather();
        }
        let alike = self.spots(correct, Scope::Alike, known);
        let all = match correct.candidate().mention {
            Some(_) => self.spots(correct, Scope::Entity, known),
            None => Vec::new(),
        };
        let (scope, spots) = match correct.scope {
            Scope::This if alike.len() > 1 => (Scope::Alike, alike),
            Scope::This | Scope::Alike if all.len() > alike.len() => (Scope::Entity, all),
            Scope::This if seen => return self.say("It is named only here"),
            Scope::This => return self.say("It is named only here so far; not all is read yet"),
            Scope::Alike | Scope::Entity => return correct.only_this(self.focus),
        };
        (correct.scope, correct.spots, correct.so_far) = (scope, spots, !seen);
    }

    /// Sees what is not seen yet of the articles, up to so many bytes. Returns whether all is that can be read.
    fn see(&self, mut left: usize) -> bool {
        let all = self.all_open().map(|(_, open)| open.analysis.see(&mut left));
        all.fold(self.is_whole(), |all, one| all & one)
    }

    /// Moves an end of the words by one, within their sentence.
    fn move_end(&mut self, correct: &mut Correct, start: bool, by: isize) {
        let Some(open) = self.focused() else { return };
        let grown =
            open.grown(correct.span, start, by, name_words).and_then(|span| open.in_one_sentence(span));
        if let Some(span) = grown {
            correct.take(self.focus, span);
        }
    }

    /// Whether this annotator has said something of the words.
    pub fn is_corrected(&self, correct: &Correct) -> bool {
        let own = |open: &Open| open.annotations.corrections_over(correct.candidate().span).next().is_some();
        correct.adopts.is_none() && self.focused().is_some_and(own)
    }

    /// The words in question in one line, and what the entity is called.
    fn words_and_name(&self, correct: &Correct) -> (String, String) {
        let words = self.focused().map_or("", |open| correct.span.of(&open.article.text));
        let name = correct.candidate().mention.map(|mention| self.name_of(self.focus, mention));
        (words.split_whitespace().collect::<Vec<_>>().join(" "), name.unwrap_or_default())
    }

    /// The entities of the corpus for a name, the likeliest first: those with a word of it, then those of its type,
    /// then those in this article, each by how often they are named.
    fn entities_like(&self, correct: &Correct) -> Vec<Choice> {
        let (words, name) = self.words_and_name(correct);
        let kind = correct.candidate().mention.map(|mention| mention.kind);
        let parts =
            |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        let own = parts(&format!("{words} {name}"));
        let mut ranked: Vec<_> = self
            .entities
            .iter()
            .filter(|(_, entity)| {
                entity.name != name && (entity.kind != EntityType::Date || kind == Some(entity.kind))
            })
            .map(|(id, entity)| {
                let shares = parts(&entity.name).iter().any(|part| own.contains(part));
                let here = entity.articles.binary_search(&self.focus).is_ok();
                ((!shares, kind.is_some_and(|kind| kind != entity.kind), !here, id), entity)
            })
            .collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        let choice = |entity: &crate::nlp::Entity| {
            let kind = Some(entity.kind);
            Choice { kind, ..Choice::new(entity.name.clone(), format!("{}×", entity.mentions)) }
        };
        ranked.into_iter().take(OFFERED).map(|(_, entity)| choice(entity)).collect()
    }
}

impl Open {
    /// The words of a sentence that can be corrected: its names, then words that somebody has said are none, then
    /// capitalised ones that may be; where nothing is left, each word.
    fn candidates(&self, sentence: Span) -> Vec<Candidate> {
        let name = |mention: Mention| Candidate { span: mention.span, mention: Some(mention) };
        let mut all: Vec<Candidate> = self.analysis.mentions_in(sentence).map(name).collect();
        let removed = self.analysis.corrections().over(sentence).iter().filter(|one| {
            one.correction.as_ref().is_some_and(|correction| correction.status == Status::Removed)
        });
        all.extend(removed.map(|one| Candidate { span: one.span, mention: None }));
        let text = &self.article.text;
        let words = name_words(self, sentence);
        let mut runs: Vec<Span> = Vec::new();
        for word in words.iter().filter(|word| word.of(text).starts_with(char::is_uppercase)) {
            match runs.last_mut() {
                Some(run) if matches!(&text[run.end()..word.start()], " " | "-" | "’" | "'" | ". ") => {
                    *run = run.join(*word);
                }
                _ => runs.push(*word),
            }
        }
        runs.retain(|run| all.iter().all(|one| !one.span.overlaps(*run)));
        all.extend(runs.into_iter().map(|span| Candidate { span, mention: None }));
        if all.is_empty() {
            all.extend(words.into_iter().map(|span| Candidate { span, mention: None }));
        }
        all
    }

    /// The same words without white space and marks around them, and without a genitive's sign, if they stand in one
    /// sentence. A full stop stays behind an abbreviation.
    pub(super) fn in_one_sentence(&self, span: Span) -> Option<Span> {
        self.analysis.in_one_sentence(span)
    }
}

/// The words in a part of the text, as they stand in names.
fn name_words(open: &Open, near: Span) -> Vec<Span> {
    let words = words(open, near).into_iter();
    words.map(|word| without_genitive(word, &open.article.text)).collect()
}
