"""Measures how much memory exports need, on corpora that are made here, and checks that it does not grow with the tags.

usage: memory.py ABREAST [TAGS]: the program, and how many tags the larger corpus has (20,000); the smaller one has a tenth
of them. Ends with 1 if the larger one needs twice as much: what is held of each tag would need more. `html` is one page of
everything, and is left out.
"""

import hashlib
import json
import os
import subprocess
import sys
import tempfile

PROGRAM, TAGS = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
FORMATS = "csv xlsx parquet hf spacy prodigy doccano label-studio brat cas-json w3c conllu-plus dna graphml".split()
PER_ARTICLE = 200


def corpus(folder, articles):
    """Articles in folders of ten, each with a sidecar in which every sentence is tagged."""
    for number in range(articles):
        place = os.path.join(folder, f"event-{number // 10}", f"{number}.txt")
        os.makedirs(os.path.dirname(place), exist_ok=True)
        quotes = [f"The board of town {number} said on day {day} that the toll is too high." for day in range(PER_ARTICLE)]
        text, at, records = "\n".join(quotes) + "\n", 0, []
        for day, quote in enumerate(quotes):
            number_of_tag = number * PER_ARTICLE + day
            record = {"id": f"019d9144-0000-7000-8000-{number_of_tag:012x}", "label": "position", "start": at,
                      "end": at + len(quote), "quote": quote, "holder": {"name": f"Board {day % 50}"},
                      "issue": f"toll-{day % 20}", "stance": "oppose", "created": "2026-04-15T13:11:21Z"}
            records.append(json.dumps(record))
            at += len(quote) + 1
        with open(place, "w") as file:
            file.write(text)
        head = {"format": "abreast", "version": "1.0",
                "article": {"file": f"{number}.txt", "sha256": hashlib.sha256(text.encode()).hexdigest()},
                "annotator": {"id": "ada"}}
        with open(place + ".ada.abreast.json", "w") as file:
            file.write(json.dumps(head)[:-1] + ',"annotations":[\n' + ",\n".join(records) + "\n]}\n")


def export(name, folder, to):
    """The most memory that an export needs, in MB, and the seconds that it computes."""
    code = ("import resource, subprocess, sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, "
            "stderr=subprocess.DEVNULL); used = resource.getrusage(resource.RUSAGE_CHILDREN); "
            "print(used.ru_maxrss / 1024, used.ru_utime)")
    command = [PROGRAM, "export", "--format", name, "-o", to, folder]
    printed = subprocess.run([sys.executable, "-c", code, *command], check=True, capture_output=True, text=True)
    return map(float, printed.stdout.split())


with tempfile.TemporaryDirectory() as folder:
    sizes = [TAGS // 10, TAGS]
    for tags in sizes:
        corpus(os.path.join(folder, str(tags)), tags // PER_ARTICLE)
    print("| format | " + " | ".join(f"{tags:,} tags: MB | s" for tags in sizes) + " |\n|---|---:|---:|---:|---:|")
    grown = []
    for name in FORMATS:
        figures = [list(export(name, os.path.join(folder, str(tags)), os.path.join(folder, f"{name}-{tags}"))) for tags in sizes]
        print(f"| {name} | " + " | ".join(f"{memory:.0f} | {seconds:.1f}" for memory, seconds in figures) + " |", flush=True)
        if figures[1][0] > 2 * figures[0][0]:
            grown.append(name)
if grown:
    sys.exit(f"the memory grows with the tags: {', '.join(grown)}")
