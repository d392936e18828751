//! Who says what to which issue, as a network: `GraphML` (<http://graphml.graphdrawing.org>) and GEXF 1.3
//! (<https://gexf.net>).
//!
//! Actors and issues are nodes. One edge goes from an actor to an issue; its sign and weight are those of the
//! positions for it without those against it.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use super::output::Files;
use super::xml::escaped;
use super::{Format, Lost, Outgoing};
use crate::model::{LabelName, Stance};

pub(super) const GRAPHML: Format = Format {
    name: "graphml",
    readers: "networkx, igraph, Gephi, yEd",
    carries: "the network of actors and issues by positions: counts by stance and of holders that are only \
              prefilled, articles",
    loses: "all tags but positions with a holder and an issue",
    ending: "graphml",
    seen: false,
    write: graphml,
    read: None,
};

pub(super) const GEXF: Format =
    Format { name: "gexf", ending: "gexf", readers: "Gephi, networkx", write: gexf, ..GRAPHML };

/// What one actor says to one issue.
#[derive(Default)]
struct Edge {
    /// How many positions, by stance; without one under `unset`.
    stances: BTreeMap<&'static str, usize>,
    /// In how many of them nobody has confirmed the actor.
    prefilled: usize,
    articles: BTreeSet<String>,
}

impl Edge {
    fn count(&self, stance: &str) -> usize {
        self.stances.get(stance).copied().unwrap_or_default()
    }

    fn all(&self) -> usize {
        self.stances.values().sum()
    }

    /// For it without against it.
    fn sign(&self) -> i128 {
        self.count("support") as i128 - self.count("oppose") as i128
    }

    /// The attributes of an edge: names, types, values.
    fn values(&self) -> Vec<(&'static str, &'static str, String)> {
        let mut values =
            vec![("sign", "long", self.sign().to_string()), ("positions", "long", self.all().to_string())];
        values.extend(STANCES.map(|stance| (stance, "long", self.count(stance).to_string())));
        values.push(("prefilled", "long", self.prefilled.to_string()));
        values.push(("articles", "string", self.articles.iter().cloned().collect::<Vec<_>>().join(" ")));
        values
    }
}

const STANCES: [&str; 6] = ["support", "oppose", "conditional", "neutral", "unclear", "unset"];

/// Edges by actor and issue.
type Edges = BTreeMap<(String, String), Edge>;

/// Grows with the pairs of an actor and an issue, and the articles of each.
fn network(outgoing: &Outgoing) -> (Edges, Lost) {
    let (mut edges, mut lost) = (Edges::new(), Lost::default());
    for article in outgoing.articles() {
        lost.add_all(article.other_records(false));
        for (_, tag) in article.tags() {
            if tag.label.as_str() != LabelName::POSITION {
                lost.add("tag other than positions", 1);
                continue;
            }
            let (Some(holder), Some(issue)) = (tag.word("holder"), tag.word("issue")) else {
                lost.add("position without holder or issue", 1);
                continue;
            };
            let edge = edges.entry((holder, issue)).or_default();
            *edge.stances.entry(tag.stance().map_or("unset", Stance::name)).or_default() += 1;
            edge.prefilled += usize::from(tag.is_prefilled("holder"));
            edge.articles.insert(article.name.clone());
        }
    }
    (edges, lost)
}

/// The nodes: their ids, names and kinds. An actor and an issue may have one name.
fn nodes(edges: &Edges) -> Vec<(String, &str, &'static str)> {
    let actors: BTreeSet<&String> = edges.keys().map(|(actor, _)| actor).collect();
    let issues: BTreeSet<&String> = edges.keys().map(|(_, issue)| issue).collect();
    let actors = actors.into_iter().map(|name| (format!("actor:{name}"), name.as_str(), "actor"));
    let issues = issues.into_iter().map(|name| (format!("issue:{name}"), name.as_str(), "issue"));
    actors.chain(issues).collect()
}

fn graphml(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (edges, lost) = network(outgoing);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n"
        .to_owned();
    let mut key = |of: &str, name: &str, kind: &str| {
        xml += &format!("  <key id=\"{name}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>\n");
    };
    key("node", "label", "string");
    key("node", "kind", "string");
    Edge::default().values().iter().for_each(|(name, kind, _)| key("edge", name, kind));
    xml += "  <graph edgedefault=\"directed\">\n";
    for (id, name, kind) in nodes(&edges) {
        xml += &format!("    <node id=\"{}\">", escaped(&id));
        xml +=
            &format!("<data key=\"label\">{}</data><data key=\"kind\">{kind}</data></node>\n", escaped(name));
    }
    for ((actor, issue), edge) in &edges {
        let (from, to) = (escaped(&format!("actor:{actor}")), escaped(&format!("issue:{issue}")));
        xml += &format!("    <edge source=\"{from}\" target=\"{to}\">");
        for (name, _, value) in edge.values() {
            xml += &format!("<data key=\"{name}\">{}</data>", escaped(&value));
        }
        xml += "</edge>\n";
    }
    xml += "  </graph>\n</graphml>\n";
    files.create("network.graphml")?.write_all(xml.as_bytes())?;
    Ok(lost)
}

fn gexf(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (edges, lost) = network(outgoing);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <gexf xmlns=\"http://gexf.net/1.3\" version=\"1.3\">\n\
                   \x20 <graph defaultedgetype=\"directed\">\n\
                   \x20   <attributes class=\"node\"><attribute id=\"kind\" title=\"kind\" type=\"string\"/></attributes>\n\
                   \x20   <attributes class=\"edge\">\n"
        .to_owned();
    for (name, kind, _) in Edge::default().values() {
        xml += &format!("      <attribute id=\"{name}\" title=\"{name}\" type=\"{kind}\"/>\n");
    }
    xml += "    </attributes>\n    <nodes>\n";
    for (id, name, kind) in nodes(&edges) {
        xml += &format!("      <node id=\"{}\" label=\"{}\">", escaped(&id), escaped(name));
        xml += &format!("<attvalues><attvalue for=\"kind\" value=\"{kind}\"/></attvalues></node>\n");
    }
    xml += "    </nodes>\n    <edges>\n";
    for (number, ((actor, issue), edge)) in edges.iter().enumerate() {
        let (from, to) = (escaped(&format!("actor:{actor}")), escaped(&format!("issue:{issue}")));
        xml += &format!(
            "      <edge id=\"{number}\" source=\"{from}\" target=\"{to}\" weight=\"{}\"><attvalues>",
            edge.all()
        );
        for (name, _, value) in edge.values() {
            xml += &format!("<attvalue for=\"{name}\" value=\"{}\"/>", escaped(&value));
        }
        xml += "</attvalues></edge>\n";
    }
    xml += "    </edges>\n  </graph>\n</gexf>\n";
    files.create("network.gexf")?.write_all(xml.as_bytes())?;
    Ok(lost)
}
