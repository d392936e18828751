//! The sidecars of other annotators, which are only read.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use super::work::Context;
use crate::app::{Look, Msg, TheirWork};
use crate::store::{self, Store};

/// Reads what others than this annotator have made of these articles. Each folder is listed once.
pub(super) fn read(context: &Context, looks: &[Look]) -> Msg {
    let mut works: BTreeMap<usize, TheirWork> = looks
        .iter()
        .map(|look| {
            let sha256 = look.facts.sha256.clone();
            (look.article, TheirWork { article: look.article, sha256, others: BTreeMap::new() })
        })
        .collect();
    // Where nothing can be written beside the articles, others may have their sidecars there all the same.
    for store in context.own.beside.iter().chain([&context.store]) {
        read_in(store, context, looks, &mut works);
    }
    Msg::Others(works.into_values().collect())
}

fn read_in(store: &Store, context: &Context, looks: &[Look], works: &mut BTreeMap<usize, TheirWork>) {
    let own = &context.annotator.id;
    let by_sidecar: HashMap<PathBuf, &Look> =
        looks.iter().map(|look| (store.sidecar(&look.file, own), look)).collect();
    let folders: BTreeSet<&Path> = by_sidecar.keys().filter_map(|path| path.parent()).collect();
    for folder in folders {
        let listed = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
        for file in listed.into_iter().flatten().flatten() {
            let path = folder.join(file.file_name());
            let Some((annotator, sidecar)) = store.annotator_of(&path, own) else { continue };
            let Some(look) = by_sidecar.get(&sidecar).filter(|_| annotator != *own) else { continue };
            let opened =
                store::read(&path, &look.file, &look.points, &look.facts, &annotator, &context.schema);
            if let (Some(work), Some(opened)) = (works.get_mut(&look.article), opened.transpose()) {
                work.others.insert(annotator, opened.map(|(opened, _)| opened));
            }
        }
    }
}
