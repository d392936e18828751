#!/usr/bin/env python3
"""The figures of `abreast agreement --json` against those of scikit-learn, statsmodels, krippendorff and nltk.

usage: agreement.py ABREAST            compare on published and generated cases; 1 if any figure differs by more than 1e-9
       agreement.py ABREAST FOLDER     print what these libraries say of the sidecars in FOLDER, as JSON

What is compared with what is made here from the sidecars and `abreast inspect --json` alone, in the plainest way.
"""
import collections, hashlib, itertools, json, pathlib, random, subprocess, sys, tempfile, time, warnings

import krippendorff, numpy
from nltk.metrics.agreement import AnnotationTask
from sklearn.metrics import accuracy_score, cohen_kappa_score, precision_recall_fscore_support
from statsmodels.stats.inter_rater import fleiss_kappa

warnings.filterwarnings("ignore")
BOUND = 1e-9


def abreast(*args):
    return subprocess.run(args, check=True, capture_output=True, text=True).stdout


# What the libraries say.

def coefficients(rows, annotators):
    """rows: for each item what each annotator says, or None."""
    rows = [r for r in rows if sum(v is not None for v in r) > 1]
    values = sorted({v for r in rows for v in r if v is not None})
    code = {v: i for i, v in enumerate(values)}
    task = lambda rows: AnnotationTask([(str(a), i, code[v]) for i, r in enumerate(rows) for a, v in enumerate(r) if v is not None])
    full = [r for r in rows if None not in r]
    out = {"items": len(rows), "complete": len(full), "pairs": {}}
    if len(values) > 1:
        matrix = [[numpy.nan if r[a] is None else code[r[a]] for r in rows] for a in range(len(annotators))]
        out["krippendorff_alpha"] = [krippendorff.alpha(reliability_data=matrix, level_of_measurement="nominal"), task(rows).alpha()]
    if len({v for r in full for v in r}) > 1:
        out["fleiss_kappa"] = [fleiss_kappa(numpy.array([[r.count(v) for v in values] for r in full]))]
        if len(full) == len(rows):
            out["observed"] = [task(full).avg_Ao()]
    for a, b in itertools.combinations(range(len(annotators)), 2):
        both = [(r[a], r[b]) for r in rows if r[a] is not None and r[b] is not None]
        x, y = [code[p] for p, _ in both], [code[q] for _, q in both]
        pair = out["pairs"][f"{annotators[a]} {annotators[b]}"] = {"items": len(both)}
        if both:
            pair["observed"] = [accuracy_score(x, y)]
        if len(set(x + y)) > 1:
            pair["cohen_kappa"] = [cohen_kappa_score(x, y), task([(p, q) for p, q in both]).kappa()]
    return out


def reference(program, folder, attributes):
    articles = [json.loads(line) for line in abreast(program, "inspect", "--json", folder).splitlines()]
    tags = collections.defaultdict(dict)
    for article in articles:
        for path in sorted(pathlib.Path(folder).glob(pathlib.Path(article["path"]).name + ".*.abreast.json")):
            sidecar = json.loads(path.read_text())
            tags[sidecar["annotator"]["id"]][article["path"]] = [t for t in sidecar["annotations"] if "start" in t]
    annotators = sorted(tags)
    on = lambda a, path, s: [t for t in tags[a].get(path, []) if t["start"] < s["end"] and s["start"] < t["end"]]
    sentences = [(article["path"], s) for article in articles for s in article["sentences"]]
    items = []
    for path, s in sentences:
        row = [{t["label"] for t in on(a, path, s)} for a in annotators]
        items.append([(frozenset(l - {"none"}) or frozenset(l)) if l else None for l in row])
    common = [(place, row) for place, row in zip(sentences, items) if sum(v is not None for v in row) > 1]
    labels = sorted({l for _, row in common for v in row if v for l in v})
    name = lambda v: None if v is None else "+".join(sorted(v))
    has = lambda l: [[None if v is None else l in v for v in row] for _, row in common]
    out = {"labels": {"": coefficients([[name(v) for v in row] for _, row in common], annotators)}, "spans": {}, "attributes": {}}
    out["labels"].update({l: coefficients(has(l), annotators) for l in labels})
    tagging = [l for l in labels if l != "none"]
    for which in [""] + tagging:
        for x, y in itertools.combinations(range(len(annotators)), 2):
            read = [(path, s) for (path, s), row in common if row[x] is not None and row[y] is not None]
            by_path = collections.defaultdict(list)
            for path, s in read:
                by_path[path].append(s)
            def within(path, t):
                """What both have read of it: from the first to the last such sentence."""
                here = [s for s in by_path[path] if t["start"] < s["end"] and s["start"] < t["end"]]
                return max(t["start"], here[0]["start"]), min(t["end"], here[-1]["end"])
            both = []
            for a in (x, y):
                spans = collections.Counter((path, *within(path, t), t["label"]) for path, ts in tags[annotators[a]].items() for t in ts
                    if t["label"] in ([which] if which else tagging) and any(t["start"] < s["end"] and s["start"] < t["end"] for s in by_path[path]))
                both.append({(span, i) for span, n in spans.items() for i in range(n)})
            union = sorted(both[0] | both[1])
            pair = {"spans": [len(b) for b in both]}
            if union:
                p, r, f, _ = precision_recall_fscore_support([u in both[0] for u in union], [u in both[1] for u in union], average="binary")
                pair.update({"f1": [f], **({"precision": [p]} if both[1] else {}), **({"recall": [r]} if both[0] else {})})
            out["spans"].setdefault(which, {})[f"{annotators[x]} {annotators[y]}"] = pair
    # Where nobody has two tags with one label in a sentence, things are sentences.
    for label, names in (("claim", ["claimant", "certainty"]), ("position", ["stance", "issue", "holder"])) if attributes else ():
        for attribute in names:
            words = lambda ts: next((t[attribute]["name"] if isinstance(t[attribute], dict) else t[attribute] for t in ts if t["label"] == label and attribute in t), None)
            rows = [[words(on(a, path, s)) for a in annotators] for path, s in sentences]
            out["attributes"][f"{label} {attribute}"] = coefficients(rows, annotators)
    return out


# What the program says, in the same form.

def ours(program, folder):
    start = time.monotonic()
    report = json.loads(abreast(program, "agreement", "--json", folder))
    seconds = time.monotonic() - start
    def form(f):
        pairs = {" ".join(p["annotators"]): {k: p[k] for k in ("items", "observed", "cohen_kappa")} for p in f["pairs"]}
        return {**f, "pairs": pairs}
    return {
        "labels": {l["label"] or "": form(l["figures"]) for l in report["labels"]},
        "spans": {s["label"] or "": {" ".join(p["annotators"]): {"spans": p["spans"], **p["exact"]} for p in s["pairs"]} for s in report["spans"]},
        "attributes": {f"{a['label']} {a['attribute']}": form(a["figures"]) for a in report["attributes"]},
    }, seconds


def differences(wanted, got, place=()):
    """(figure, difference) of all that the libraries say; a figure that is not there differs wholly."""
    for key, value in wanted.items():
        there = got.get(key) if isinstance(got, dict) else None
        if isinstance(value, dict):
            if value.get("items") == 0 and there is None:
                continue
            yield from differences(value, there, (*place, key))
        elif isinstance(value, int) or key == "spans":
            yield key, 0.0 if value == there else 1.0
        else:
            figure = there and there.get("value")
            yield from ((key, 1.0 if figure is None else abs(figure - v)) for v in value)
    # What has no meaning for the libraries has none here.
    for key in ("fleiss_kappa", "krippendorff_alpha", "cohen_kappa"):
        if isinstance(got, dict) and key in got and key not in wanted:
            yield key, 0.0 if got[key]["value"] is None else 1.0


# Cases: for each annotator what is said of each sentence: a list of (label, attributes).

def write(folder, said):
    count = max(map(len, said.values()))
    half = (count + 1) // 2
    for number in range(2):
        lines = [f"Boat number {i} came back to the harbour late." for i in range(number * half, min(count, (number + 1) * half))]
        text, name = "\n".join(lines) + "\n", f"{number}.txt"
        (folder / name).write_text(text)
        for annotator, items in said.items():
            records, start = [], 0
            for i, line in enumerate(lines, number * half):
                for k, (label, cut, attributes) in enumerate(items[i]):
                    end = start + len(line) - cut
                    records.append({"id": f"{i:08}-0000-7000-8000-{k:012}", "label": label, "start": start, "end": end, "quote": text[start:end],
                                    "prefix": "", "suffix": "", **attributes, "created": "2026-01-01T00:00:00Z"})
                start += len(line) + 1
            records.sort(key=lambda r: (r["start"], r["end"], r["id"]))
            sidecar = {"format": "abreast", "version": "1.0", "generator": {"name": "abreast", "version": "0.1.0"},
                       "article": {"file": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "length": len(text), "unit": "code-point",
                                   "title": None, "date": None, "outlet": None, "language": None},
                       "annotator": {"id": annotator, "name": annotator}, "annotations": records}
            (folder / f"{name}.{annotator}.abreast.json").write_text(json.dumps(sidecar))


def letters(**said):
    return {a: [[] if c == "." else [(f"c{c}", 0, {})] for c in s] for a, s in said.items()}


def tallies(table):
    rows = ["".join(str(c) * n for c, n in enumerate(row)) for row in table]
    return letters(**{f"r{i}": "".join(row[i] for row in rows) for i in range(len(rows[0]))})


FLEISS = """00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006"""
PUBLISHED = {
    "Cohen 1960": (letters(a="0" * 120 + "1" * 60 + "2" * 20, b="0" * 88 + "1" * 14 + "2" * 18 + "0" * 10 + "1" * 40 + "2" * 10 + "0" * 2 + "1" * 6 + "2" * 12), "cohen_kappa", 0.492),
    "Fleiss 1971": (tallies([list(map(int, row)) for row in FLEISS.split()]), "fleiss_kappa", 0.430),
    "Krippendorff 2011": (letters(a="123321412...", b="1233224125.3", c=".3332342251.", d="12332441251."), "krippendorff_alpha", 0.743),
    "Artstein & Poesio 2008": (letters(a="0" * 46 + "1" * 44 + "2" * 10, b="0" * 52 + "1" * 32 + "2" * 16), "cohen_kappa", 0.801),
    "one category": (letters(a="0000", b="0000"), None, None),
    "nothing in common": (letters(a="00..", b="..00"), None, None),
}


def generated(seed, annotators, count):
    rng = random.Random(seed)
    missing, noise = rng.choice([0, 0.1, 0.4]), rng.choice([0.05, 0.3, 0.9])
    labels = ["claim", "position", "none", "event"][: rng.randint(2, 4)]
    def attributes(label):
        pick = lambda name, words: {name: rng.choice(words)} if rng.random() < 0.9 else {}
        actor = lambda name: {name: {"name": rng.choice(["Ada Quill", "Bo Hart", "Port Office", "Cy Moor"])}} if rng.random() < 0.9 else {}
        if label == "claim":
            return {**actor("claimant"), **pick("certainty", ["asserted", "hedged", "denied"])}
        if label == "position":
            return {**pick("stance", ["support", "oppose", "unclear"]), **pick("issue", ["quay", "tolls"]), **actor("holder")}
        return {}
    def tags():
        chosen = rng.sample(labels, rng.choice([1, 1, 1, 2]))
        if len(chosen) > 1 and "none" in chosen:
            chosen.remove("none")
        return [(label, rng.choice([0, 0, 0, 5]), attributes(label)) for label in chosen]
    truth = [tags() for _ in range(count)]
    vary = lambda item: [] if rng.random() < missing else tags() if rng.random() < noise else item
    return {f"a{i}": [vary(item) for item in truth] for i in range(annotators)}


def compare(program):
    cases = [(name, said, (key, value)) for name, (said, key, value) in PUBLISHED.items()]
    cases += [(f"generated {seed}", generated(seed, 2 + seed % 4, 6 * 3 ** (seed % 4)), None) for seed in range(24)]
    cases.append(("10,000 annotations by five", generated(1000, 5, 2000), None))
    largest, figures, wrong = collections.Counter(), collections.Counter(), 0
    for name, said, published in cases:
        with tempfile.TemporaryDirectory() as folder:
            write(pathlib.Path(folder), said)
            got, seconds = ours(program, folder)
            for key, difference in differences(reference(program, folder, True), got):
                largest[key] = max(largest[key], difference)
                figures[key] += 1
                if not difference <= BOUND:
                    wrong += 1
                    print(f"{name}: {key} differs by {difference}")
        if published and published[0]:
            key, value = published
            whole = got["labels"][""]
            figure = (whole if key in whole else next(iter(whole["pairs"].values())))[key]["value"]
            print(f"{name}: {key} {figure:.3f}, published {value:.3f}")
            wrong += round(figure, 3) != value
    for key in figures:
        print(f"{key}: {figures[key]} figures, largest difference {largest[key]:.1e}")
    print(f"{sum(len(tags) for items in said.values() for tags in items)} annotations by five annotators: {seconds:.2f} s")
    return wrong


if __name__ == "__main__":
    match sys.argv[1:]:
        case [program]:
            sys.exit(1 if compare(program) else 0)
        case [program, folder]:
            print(json.dumps(reference(program, folder, False), indent=1))
        case _:
            sys.exit(__doc__)
