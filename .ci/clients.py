"""Loads exports of sample-data, and of an article that is hard on offsets, with the tools that they are for, and compares
what these understand with the sidecars.

usage: clients.py ABREAST FOLDER: the program, and a folder for the exports. Ends with 1 at the first difference.
"""

import collections
import csv
import glob
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import warnings

os.environ.update(HF_HUB_OFFLINE="1", HF_DATASETS_OFFLINE="1", HF_DATASETS_DISABLE_PROGRESS_BARS="1")
warnings.simplefilter("error", UserWarning)

import cassis
import conllu
import networkx
import openpyxl
import pandas
import spacy
from label_studio_sdk.label_interface import LabelInterface
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from spacy.tokens import Doc, DocBin
from spacy.training import Example, iob_to_biluo

PROGRAM, FOLDER = sys.argv[1:]
os.environ["HF_HOME"] = os.path.join(FOLDER, "cache")
import datasets

# Emoji of several code points, combining marks, CJK beyond the first plane, CRLF, tabs, quotes, a line separator, cells that
# begin as formulas; tags over line ends, within and across each other, by two annotators; and an article without words.
CORPUS = os.path.join(FOLDER, "corpus")
shutil.copytree("sample-data", CORPUS)
NASTY = (
    "Ministerin: „Kein Zoll“ 😀\r\n\r\nZoe\u0308 Roth said: “No new\ttoll.” =SUM(A1) was there. 東京の記者𠮷が来た。 \"Quoted, and\" more;\r\n"
    "line two of it. 👩🏽‍🚀 Ana Li opposes the levy!\r\n\r\n+1 is a start. @home 'quoted'. <b>&amp;</b> \u00a0a\u2028separator.\r\n"
)
with open(os.path.join(CORPUS, "nasty.txt"), "w", encoding="utf-8", newline="") as file:
    file.write(NASTY)
open(os.path.join(CORPUS, "empty.txt"), "w").close()
canonical = NASTY.replace("\r\n", "\n")
with open(os.path.join(FOLDER, "tags.csv"), "w", encoding="utf-8", newline="") as file:
    rows = csv.writer(file)
    rows.writerow(["doc", "label", "start", "end", "quote", "annotator", "holder", "issue", "stance"])
    for label, quote, annotator in [
        ("claim", "„Kein Zoll“ 😀\n\nZoe\u0308 Roth said: “No new\ttoll.”", "ada"),
        ("claim", "Roth said: “No new\ttoll.” =SUM(A1) was there.", "ada"),
        ("none", "=SUM(A1) was there.", "bo"),
        ("position", "東京の記者𠮷が来た。 \"Quoted, and\" more;\nline two of it. 👩🏽‍🚀", "ada"),
        ("claim", "者𠮷が", "bo"),
        ("position", "👩🏽‍🚀 Ana Li opposes the levy!", "bo"),
        ("claim", "+1 is a start.", "ada"),
        ("none", "@home 'quoted'.", "ada"),
        ("claim", "<b>&amp;</b> \u00a0a\u2028separator.", "bo"),
    ]:
        start = canonical.index(quote)
        more = ["Ana Li", "levy", "oppose"] if label == "position" else ["", "", ""]
        rows.writerow(["nasty.txt", label, start, start + len(quote), quote, annotator, *more])
subprocess.run([PROGRAM, "import", "--format", "csv", "--into", CORPUS, os.path.join(FOLDER, "tags.csv")], check=True)

texts, expected, names = {}, collections.Counter(), collections.Counter()
for path in sorted(glob.glob(f"{CORPUS}/*.txt")):
    with open(path, encoding="utf-8") as file:
        texts[os.path.basename(path)] = file.read()
for path in glob.glob(f"{CORPUS}/*.abreast.json"):
    with open(path, encoding="utf-8") as file:
        sidecar = json.load(file)
    doc = sidecar["article"]["file"]
    for tag in sidecar["annotations"]:
        assert texts[doc][tag["start"] : tag["end"]] == tag["quote"], path
        expected[doc, tag["start"], tag["end"], tag["label"]] += 1
printed = subprocess.run([PROGRAM, "inspect", "--json", CORPUS], check=True, capture_output=True, text=True)
for article in map(json.loads, printed.stdout.split("\n")[:-1]):
    for mention in article["mentions"]:
        names[os.path.basename(article["path"]), mention["start"], mention["end"], mention["type"]] += 1


def export(name, ending="", *more):
    path = os.path.join(FOLDER, "-".join([name, *more]).replace("--", "") + ending)
    subprocess.run([PROGRAM, "export", "--force", "--format", name, "-o", path, *more, CORPUS], check=True)
    return path


def same(client, found, wanted=expected):
    found = collections.Counter(found)
    assert found == wanted, f"{client}: missing {wanted - found}, too many {found - wanted}"
    print(f"{client}: {found.total()} in their places")


def lines(path):
    with open(path, encoding="utf-8", newline="\n") as file:
        return [json.loads(line) for line in file]


def as_it_was(cell):
    """A cell of csv-sheet without the marks before what a spreadsheet could take for a formula."""
    return re.sub(r"(^|[;\t\r\n])'", r"\1", cell)


for name, separator in ("csv", ","), ("tsv", "\t"), ("csv-sheet", ","):
    table = pandas.read_csv(export(name, ".csv"), sep=separator, keep_default_na=False, encoding="utf-8-sig")
    assert all(texts[row.doc][row.start : row.end] == (as_it_was(row.quote) if name == "csv-sheet" else row.quote) for row in table.itertuples())
    same(f"pandas, {name}", ((row.doc, row.start, row.end, row.label) for row in table.itertuples()))

table = pandas.read_parquet(export("parquet", ".parquet"))
assert all(texts[row.doc][row.start : row.end] == row.quote for row in table.itertuples())
same("pandas, parquet", ((row.doc, row.start, row.end, row.label) for row in table.itertuples()))
sheet, links = openpyxl.load_workbook(export("xlsx", ".xlsx"))
names_of, *rows = ([cell.value for cell in row] for row in sheet.iter_rows())
assert not any(cell.data_type == "f" for row in sheet.iter_rows() for cell in row)
rows = [dict(zip(names_of, row)) for row in rows]
assert all(texts[row["doc"]][row["start"] : row["end"]] == row["quote"] for row in rows)
same("openpyxl", ((row["doc"], row["start"], row["end"], row["label"]) for row in rows))

folder = export("hf")
sentences = datasets.load_dataset(folder, "sentences", split="train")
label = sentences.features["label"].int2str
assert all(texts[row["doc"]][row["start"] : row["end"]] == row["text"] for row in sentences)
same("datasets, sentences", ((row["doc"], row["start"], row["end"], label(row["label"])) for row in sentences))
ner = datasets.load_dataset(folder, "ner", split="train")
same("datasets, ner", ((row["doc"], e["start"], e["end"], e["label"]) for row in ner for e in row["entities"]), names)

# Training sets train: a classifier of sentences twice, a recogniser of names once.
rows = datasets.load_dataset(export("hf", "", "--what", "sentences", "--assume-read"), split="train")
texts_of, labels = rows["text"], rows.features["label"].int2str(rows["label"])
model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=100)).fit(list(texts_of), labels)
share, most = model.score(texts_of, labels), max(collections.Counter(labels).values()) / len(labels)
assert len(set(labels)) == 3 and share > most, (share, most)
print(f"scikit-learn: {len(labels)} sentences, {share:.0%} learnt, {most:.0%} with one label alone")


def train(pipe, examples):
    nlp = spacy.blank("en")
    nlp.add_pipe(pipe)
    optimizer = nlp.initialize(lambda: examples)
    losses = [nlp.update(batch, sgd=optimizer)[pipe] for batch in spacy.util.minibatch(examples, 8)]
    assert all(loss >= 0 for loss in losses) and sum(losses) > 0, losses
    assert nlp.evaluate(examples)
    print(f"spaCy, {pipe}: {len(examples)} examples, a loss of {losses[0]:.2f} at first and {losses[-1]:.2f} at last")


def classified(row):
    here = rows.features["label"].int2str(row["label"])
    return {"cats": {name: float(name == here) for name in rows.features["label"].names}}


blank = spacy.blank("en")
train("textcat", [Example.from_dict(blank.make_doc(row["text"]), classified(row)) for row in rows])
rows = datasets.load_dataset(export("hf", "", "--what", "entities"), split="train")
tag = rows.features["ner_tags"].feature.int2str
examples = [(Doc(blank.vocab, words=row["tokens"]), iob_to_biluo(tag(row["ner_tags"]))) for row in rows]
train("ner", [Example.from_dict(doc, {"entities": tags}) for doc, tags in examples])

nlp, found, entities, docs = spacy.blank("en"), [], set(), DocBin()
for row in lines(export("spacy", ".jsonl")):
    doc = Doc(nlp.vocab).from_json(row, validate=True)
    assert doc.text == texts[row["meta"]["doc"]]
    docs.add(doc)
    for group in doc.spans.values():
        found += [(row["meta"]["doc"], span.start_char, span.end_char, span.label_) for span in group]
    entities |= {(row["meta"]["doc"], e.start_char, e.end_char, e.label_) for e in doc.ents}
same("spaCy", found)
same("spaCy, names", entities, names)
assert len(list(DocBin().from_bytes(docs.to_bytes()).get_docs(nlp.vocab))) == len(docs)

found = []
for row in lines(export("prodigy", ".jsonl")):
    doc = Doc(nlp.vocab, words=[t["text"] for t in row["tokens"]], spaces=[t["ws"] for t in row["tokens"]])
    assert doc.text == texts[row["meta"]["doc"]]
    for span in row["spans"]:
        there = doc[span["token_start"] : span["token_end"] + 1]
        assert there.text == span["text"]
        found.append((row["meta"]["doc"], there.start_char, there.end_char, span["label"]))
same("spaCy, tokens of prodigy", found)

for name in "label-studio", "label-studio-bundle":
    folder = export(name)
    with open(os.path.join(folder, "config.xml"), encoding="utf-8") as file:
        interface = LabelInterface(file.read())
    interface.validate()
    found = []
    with open(os.path.join(folder, "tasks.json"), encoding="utf-8") as file:
        tasks = json.load(file)
    assert len(tasks) == (len(texts) if name == "label-studio" else 1)
    for task in tasks:
        for annotation in task["annotations"] + task["predictions"]:
            wrong = interface.validate_prediction({"result": annotation["result"]}, return_errors=True)
            assert not wrong, wrong
        for result in (result for annotation in task["annotations"] for result in annotation["result"]):
            value, text = result["value"], result["to_name"]
            if result["type"] == "labels":
                assert task["data"][text][value["start"] : value["end"]] == value["text"]
                doc = task["data"][text.replace("text", "doc")]
                found.append((doc, value["start"], value["end"], value["labels"][0]))
    same(f"label-studio-sdk, {name}", found)

folders = {".json": export("cas-json"), ".xmi": export("xmi")}
for ending, folder in folders.items():
    found, found_names = [], set()
    for path in glob.glob(f"{folder}/*/*{ending}"):
        with open(os.path.join(os.path.dirname(path), "TypeSystem.xml") if ending == ".xmi" else os.devnull, "rb") as file:
            types = cassis.load_typesystem(file) if ending == ".xmi" else None
        with open(path, "rb") as file:
            cas = cassis.load_cas_from_xmi(file, typesystem=types) if types else cassis.load_cas_from_json(file)
        doc = os.path.basename(path).replace(ending, ".txt")
        assert cas.sofa_string == texts[doc]
        for tag in cas.select("webanno.custom.Statement"):
            assert tag.get_covered_text() == tag.quote
            found.append((doc, tag.begin, tag.end, tag.kind))
        for name in cas.select("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity"):
            found_names.add((doc, name.begin, name.end, name.value))
    same(f"cassis, {ending}", found)
    same(f"cassis, {ending}, names", found_names, names)

doc, found = None, []
with open(export("conllu-plus", ".conllup"), encoding="utf-8", newline="\n") as file:
    for sentence in conllu.parse(file.read()):
        doc = sentence.metadata.get("newdoc id", doc)
        for token in sentence:
            start, end = map(int, token["misc"]["Offset"].split(":"))
            assert texts[doc][start:end] == token["form"]
            if token["anno:ne"].startswith("B-"):
                found.append((doc, start, token["anno:ne"][2:]))
same("conllu", found, collections.Counter((doc, start, kind) for doc, start, _, kind in names.elements()))

database = sqlite3.connect(export("dna", ".dna"))
assert not database.execute("PRAGMA foreign_key_check").fetchall()
joined = "STATEMENTS AS s JOIN DOCUMENTS AS d ON s.DocumentId = d.ID"
found = database.execute(f"SELECT Title, Start, Stop, SUBSTR(Text, Start + 1, Stop - Start) FROM {joined}").fetchall()
plain = {doc: re.sub("[^\\0-\\uffff]", "□", text) for doc, text in texts.items()}
assert all(plain[doc][start:stop] == words for doc, start, stop, words in found)
same("SQLite, dna", (row[:3] for row in found), collections.Counter(row[:3] for row in expected.elements()))

graphs = [networkx.read_graphml(export("graphml")), networkx.read_gexf(export("gexf"))]
assert len({tuple(sorted(graph.edges)) for graph in graphs}) == 1
print(f"networkx: {graphs[0]}")
