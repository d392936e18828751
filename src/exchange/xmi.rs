//! UIMA's XMI (<https://uima.apache.org/d/uimaj-current/ref.html#ugr.ref.xmi>): a file for each article and annotator, in the layers of
//! [`cas`](super::cas), and the type system beside it.

use std::collections::BTreeSet;
use std::io;

use super::cas::{Feature, SOFA, Structure, TYPES, VIEW, path, structures};
use super::output::Files;
use super::xml::escaped;
use super::{Format, Lost, Outgoing, Version};

pub(super) const XMI: Format = Format {
    name: "xmi",
    readers: "INCEpTION, UIMA, dkpro-cassis",
    carries: "every tag with all that is set in it; links inside an article; sentences; names as the program sees them",
    loses: "links between articles, control characters in texts",
    ending: "",
    seen: true,
    write,
    read: None,
};

fn write(outgoing: &Outgoing, files: &dyn Files) -> io::Result<Lost> {
    let (mut lost, mut folders) = (Lost::default(), BTreeSet::new());
    let odd = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{7f}'..='\u{9f}');
    for article in outgoing.articles() {
        lost.add_all(article.leaving_links());
        lost.add("character that XML cannot hold", article.text().chars().filter(|c| odd(*c)).count());
        for version in article.versions() {
            let name = path(&version);
            folders.insert(name.rsplit_once('/').map(|(folder, _)| format!("{folder}/")).unwrap_or_default());
            files.create(&format!("{name}.xmi"))?.write_all(document(&version).as_bytes())?;
        }
    }
    for folder in folders {
        files.create(&format!("{folder}TypeSystem.xml"))?.write_all(types().as_bytes())?;
    }
    Ok(lost)
}

/// The package and the name of a type.
fn parts(kind: &str) -> (&str, &str) {
    kind.rsplit_once('.').unwrap_or(("", kind))
}

/// What stands for a package before the name of an element: its last words.
fn prefix(package: &str) -> String {
    package.rsplit('.').take(2).collect::<Vec<_>>().join("_")
}

fn document(version: &Version) -> String {
    let packages: BTreeSet<&str> = TYPES.iter().map(|(kind, ..)| parts(kind).0).collect();
    let namespace =
        |package: &str| format!(" xmlns:{}=\"http:///{}.ecore\"", prefix(package), package.replace('.', "/"));
    let mut xml = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" \
         xmlns:cas=\"http:///uima/cas.ecore\"{} xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n",
        packages.into_iter().map(namespace).collect::<String>()
    );
    let structures = structures(version);
    for Structure { id, kind, begin, end, features } in &structures {
        let (package, name) = parts(kind);
        xml += &format!(
            "<{}:{name} xmi:id=\"{id}\" sofa=\"{SOFA}\" begin=\"{begin}\" end=\"{end}\"",
            prefix(package)
        );
        for (name, value) in features {
            let value = match value {
                Feature::Text(words) => escaped(words),
                Feature::Flag(yes) => yes.to_string(),
                Feature::Structure(other) => other.to_string(),
            };
            xml += &format!(" {name}=\"{value}\"");
        }
        xml += "/>\n";
    }
    let members: Vec<String> = structures.iter().map(|structure| structure.id.to_string()).collect();
    xml + &format!(
        "<cas:Sofa xmi:id=\"{SOFA}\" sofaNum=\"1\" sofaID=\"{VIEW}\" mimeType=\"text\" sofaString=\"{}\"/>\n\
         <cas:View sofa=\"{SOFA}\" members=\"{}\"/>\n</xmi:XMI>\n",
        escaped(version.article.text()),
        members.join(" ")
    )
}

fn types() -> String {
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                   <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n<types>\n"
        .to_owned();
    for (name, parent, features) in TYPES {
        xml += &format!(
            "<typeDescription><name>{name}</name><supertypeName>{parent}</supertypeName><features>\n"
        );
        for (name, range) in features {
            xml += &format!(
                "<featureDescription><name>{name}</name><rangeTypeName>{range}</rangeTypeName></featureDescription>\n"
            );
        }
        xml += "</features></typeDescription>\n";
    }
    xml + "</types>\n</typeSystemDescription>\n"
}
