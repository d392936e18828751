//! What goes out: an article with all that is known of it.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Map, Value as Json, json};

use super::lost::Lost;
use super::tokens::narrowed;
use super::training::{Judged, Part, Untagged, hash};
use super::units::{Offsets, Unit};
use crate::model::{
    Annotation, Annotations, AnnotatorId, Id, LabelName, Mention, Sentence, Span, Status, Value,
};
use crate::nlp::Corrections;
use crate::text::CodePoints;

/// What is lost where nothing is carried of what people say of names.
pub const CORRECTION: &str = "correction of an entity";

/// An article as it goes out.
#[derive(Clone, Debug)]
pub struct Exported {
    /// What it is called: its path below the folder that the articles share, with `/`.
    pub name: String,
    /// The event that it is about: as its file says, else the folder that it lies in; none: one of several articles
    /// in a file, of which nothing tells.
    pub bundle: Option<String>,
    /// Its text, counted.
    pub points: CodePoints,
    /// The headline, in one line.
    pub title: Option<String>,
    /// The day of publication.
    pub date: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its sentences, in order.
    pub sentences: Vec<Sentence>,
    /// The names in it that the program sees and people have corrected, in order; none overlaps another.
    pub mentions: Vec<Mention>,
    /// What people say of these names.
    pub corrections: Corrections,
    /// What annotators have made in it.
    pub annotations: Vec<(AnnotatorId, Annotations)>,
    /// What others say of these, by annotator and id.
    pub judged: BTreeMap<(AnnotatorId, Id), Judged>,
    /// The sentences that are taken for read, although nobody has said so.
    pub untagged: Vec<Untagged>,
    /// The tags that were asked for and are left out, since a reviewer has rejected them.
    pub left_out: Vec<(AnnotatorId, LabelName)>,
    /// On which side of a split it stands.
    pub part: Part,
}

/// A link between two annotations.
#[derive(Debug, PartialEq, Eq)]
pub struct Link {
    /// Its own id.
    pub id: String,
    /// When it was made.
    pub created: Option<String>,
    /// `same`, `supports`, `contradicts`, or another word.
    pub relation: String,
    /// The annotation that it goes out from, by its id, in the article that holds the link.
    pub from: String,
    /// The other one, by its id.
    pub to: String,
    /// The name of the file of the other one's article; none: the same article.
    pub to_file: Option<String>,
    /// Whose the other one is; none: the same annotator's.
    pub to_annotator: Option<String>,
}

impl Exported {
    /// The canonical text.
    pub fn text(&self) -> &str {
        self.points.text()
    }

    /// Whether it has no words.
    pub fn is_blank(&self) -> bool {
        self.text().trim().is_empty()
    }

    /// All tags: those of one annotator after those of the other, each in order.
    pub fn tags(&self) -> impl Iterator<Item = (&AnnotatorId, &Annotation)> {
        self.annotations.iter().flat_map(|(annotator, all)| all.iter().map(move |tag| (annotator, tag)))
    }

    /// The same, and what is said of names: those of one annotator after those of the other.
    pub fn placed(&self) -> impl Iterator<Item = (&AnnotatorId, &Annotation)> {
        self.annotations.iter().flat_map(|(annotator, all)| all.placed().map(move |tag| (annotator, tag)))
    }

    /// What others say of a tag, or of what is said of a name.
    pub fn judged(&self, annotator: &AnnotatorId, tag: &Annotation) -> Option<&Judged> {
        self.judged.get(&(annotator.clone(), tag.id.clone()))
    }

    /// How a person has found a name; none: nobody has looked at it.
    pub fn status(&self, mention: Mention) -> Option<Status> {
        Some(self.corrections.of(mention)?.correction.as_ref()?.status)
    }

    /// All links, each with whose it is.
    pub fn links(&self) -> impl Iterator<Item = (&AnnotatorId, Link)> {
        self.annotations.iter().flat_map(|(who, all)| links(all).into_iter().map(move |link| (who, link)))
    }

    /// The text with what each annotator has made of it; without any annotator if there is none.
    pub fn versions(&self) -> Vec<Version<'_>> {
        if self.annotations.is_empty() {
            return vec![Version::new(self, None, Vec::new())];
        }
        let version =
            |(annotator, all)| Version::new(self, Some(annotator), Annotations::iter(all).collect());
        self.annotations.iter().map(|(annotator, all)| version((annotator, all))).collect()
    }

    /// The path of its file in a folder of files, without the ending `.txt`. An id behind `#` makes no folders, and no
    /// name that is too long for a disk.
    pub fn path(&self) -> String {
        let (file, id) = in_parts(&self.name);
        match id {
            None => file.strip_suffix(".txt").unwrap_or(file).to_owned(),
            Some(id) => {
                let mut id = id.replace('%', "%25").replace('/', "%2F");
                if id.len() > LONGEST {
                    id.truncate(id.floor_char_boundary(LONGEST));
                    id += &format!("~{:016x}", hash(&self.name));
                }
                format!("{file}#{id}")
            }
        }
    }

    /// The records that are no tags, and no format but the sidecar carries; with the links, if `links` are not
    /// carried either.
    pub fn other_records(&self, links: bool) -> Lost {
        let mut lost = Lost::default();
        let corrections = self.annotations.iter().map(|(_, all)| all.corrections().len());
        lost.add(CORRECTION, corrections.sum());
        for record in self.annotations.iter().flat_map(|(_, all)| all.others()) {
            let label = fields(record.json()).get("label").and_then(Json::as_str).map(str::to_owned);
            match label.as_deref() {
                Some("link") if links => {}
                Some("link") => lost.add("link", 1),
                Some("verdict") => lost.add("verdict", 1),
                _ => lost.add("record without a certain place", 1),
            }
        }
        lost
    }

    /// What is lost where documents are single articles of one annotator: links that leave them.
    pub fn leaving_links(&self) -> Lost {
        let all = self.links().count();
        let inside: usize = self.versions().iter().map(|version| version.links.len()).sum();
        let mut lost = self.other_records(true);
        lost.add("link to another article or annotator", all - inside);
        lost
    }

    /// Offsets in code points, and the words there.
    pub fn place(&self, span: Span) -> (usize, usize, &str) {
        let (start, end) = self.points.points(span);
        (start, end, span.of(self.text()))
    }

    /// The span of a tag where it has to begin and end with tokens. If it is another one, `fields` say what it was, which
    /// holds as long as it is not moved there.
    pub fn narrowed(&self, tag: &Annotation, fields: &mut Map<String, Json>) -> Span {
        let span = narrowed(self.text(), tag.span).unwrap_or(tag.span);
        if span != tag.span {
            let ((from, to, _), (start, end, _)) = (self.place(span), self.place(tag.span));
            fields.insert("narrowed".to_owned(), json!({"to": [from, to], "start": start, "end": end}));
        }
        span
    }

    /// The same, with offsets in another unit.
    pub fn offsets(&self, unit: Unit) -> Offsets<'_> {
        Offsets::new(self.text(), unit)
    }

    /// What is set in a tag besides its place and label: attributes, fields that are not known here, note,
    /// doubt, mark of a conflict, times; as in a sidecar.
    pub fn fields(&self, tag: &Annotation) -> Map<String, Json> {
        let mut fields: Map<String, Json> =
            tag.attributes.iter().map(|(name, value)| (name.clone(), self.value(value))).collect();
        fields.extend(tag.unknown.clone());
        fields.extend(tag.note.iter().map(|note| ("note".to_owned(), json!(note))));
        fields.extend(tag.doubt.then(|| ("doubt".to_owned(), json!(true))));
        fields.extend(tag.conflict.iter().map(|id| ("conflict".to_owned(), json!(id))));
        fields.insert("created".to_owned(), json!(tag.created.as_str()));
        fields.extend(tag.modified.iter().map(|time| ("modified".to_owned(), json!(time.as_str()))));
        fields
    }

    /// The same with the identity of the tag.
    pub fn fields_with_id(&self, tag: &Annotation) -> Map<String, Json> {
        let mut fields = Map::from_iter([("id".to_owned(), json!(tag.id.as_str()))]);
        fields.extend(self.fields(tag));
        fields
    }

    /// An attribute's value as in a sidecar.
    fn value(&self, value: &Value) -> Json {
        value.json(|span| self.points.points(span))
    }
}

/// An article as one annotator sees it: what most tools take for a document.
pub struct Version<'a> {
    /// The article.
    pub article: &'a Exported,
    /// Who; none, if nobody has annotated it.
    pub annotator: Option<&'a AnnotatorId>,
    /// What they have tagged, in order.
    pub tags: Vec<&'a Annotation>,
    /// Their links between two of these.
    pub links: Vec<Link>,
    /// The place of each tag among them, by its id.
    numbers: HashMap<&'a str, usize>,
}

impl<'a> Version<'a> {
    fn new(article: &'a Exported, annotator: Option<&'a AnnotatorId>, tags: Vec<&'a Annotation>) -> Self {
        let numbers: HashMap<&str, usize> =
            tags.iter().enumerate().map(|(number, tag)| (tag.id.as_str(), number)).collect();
        let own = article.annotations.iter().filter(|(who, _)| Some(who) == annotator);
        let mut links: Vec<Link> = own.flat_map(|(_, all)| links(all)).collect();
        let here = |id: &str| numbers.contains_key(id);
        links.retain(|link| here(&link.from) && here(&link.to));
        Self { article, annotator, tags, links, numbers }
    }

    /// What is left where tags begin and end with tokens: all that hold one.
    #[must_use]
    pub fn of_tokens(mut self, lost: &mut Lost) -> Self {
        let all = self.tags.len();
        self.tags.retain(|tag| narrowed(self.article.text(), tag.span).is_some());
        lost.add("tag of white space", all - self.tags.len());
        Self::new(self.article, self.annotator, self.tags)
    }

    /// The number of a tag: its place among them.
    pub fn number(&self, id: &str) -> Option<usize> {
        self.numbers.get(id).copied()
    }

    /// What is said of the document besides its text.
    pub fn meta(&self) -> Map<String, Json> {
        let Exported { name, title, date, outlet, .. } = self.article;
        let meta = json!({"doc": name, "title": title, "date": date, "outlet": outlet,
            "annotator": self.annotator.map(AnnotatorId::as_str)});
        meta.as_object().cloned().unwrap_or_default()
    }
}

/// The fields of a record.
pub fn fields(json: &str) -> Map<String, Json> {
    serde_json::from_str(json).unwrap_or_default()
}

/// The links among the records of an annotator.
fn links(all: &Annotations) -> Vec<Link> {
    let link = |json: &str| {
        let fields = fields(json);
        (fields.get("label")?.as_str()? == "link").then_some(())?;
        let text = |json: Option<&Json>| json.and_then(Json::as_str).map(str::to_owned);
        let to = fields.get("to")?;
        Some(Link {
            id: text(fields.get("id")).unwrap_or_default(),
            created: text(fields.get("created")),
            relation: text(fields.get("relation"))?,
            from: text(fields.get("from"))?,
            to: text(to.get("id").or(Some(to)))?,
            to_file: text(to.get("file")),
            to_annotator: text(to.get("annotator")),
        })
    };
    all.others().iter().filter_map(|record| link(record.json())).collect()
}

/// The longest id in the name of a file, in bytes.
const LONGEST: usize = 120;

/// The endings of files that hold several articles.
const LISTS: [&str; 3] = [".jsonl#", ".ndjson#", ".json#"];

/// The path of an article's file, and its id if it is one of several in that: `c.jsonl#7`.
pub fn in_parts(name: &str) -> (&str, Option<&str>) {
    let input = name.starts_with("-#").then_some(1);
    let found = LISTS.iter().filter_map(|ending| Some(name.find(ending)? + ending.len() - 1)).min();
    match input.or(found) {
        Some(at) => (name.get(..at).unwrap_or(name), name.get(at + 1..)),
        None => (name, None),
    }
}

/// The name of an article without its folders.
pub fn last(name: &str) -> &str {
    let (file, _) = in_parts(name);
    name.get(file.rfind('/').map_or(0, |at| at + 1)..).unwrap_or(name)
}
