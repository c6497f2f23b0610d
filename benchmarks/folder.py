"""Measure a folder of many small files as a source: its first visit and later ones.

    python -m benchmarks.folder [--files N]

Writes N (default 10,000) texts of about 150 words to a temporary folder, 100 per subfolder, and visits it
three times: "first"; "unchanged"; and "two_changed", with one file changed and one added.

Prints CPU seconds and articles of each visit. The last line is one JSON object with the same figures and
memory_bytes, the size of the state kept between visits. Good: the later visits take a small fraction of the
time of the first, and the last one brings two articles.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from digest.http import Client
from digest.models import Source, SourceState, Visit
from digest.sources.folder.folder_reader import read_folder

NOW = datetime(2026, 10, 16, 5, 30, tzinfo=UTC)
PER_FOLDER = 100
NAMES = (
    "ferry",
    "council",
    "bridge",
    "harvest",
    "library",
    "orchestra",
    "reservoir",
    "tram",
    "mill",
    "school",
)
VERBS = (
    "closed",
    "opened",
    "was moved",
    "was praised",
    "was sold",
    "has grown",
    "was painted",
    "will be tested",
)
PLACES = ("Ambel", "Orvik", "Lindhaven", "Saint Amery", "the lower town", "the valley", "the old harbour")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--files", type=int, default=10_000)
    files = parser.parse_args().files
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        rng = Random(1)
        for number in range(files):
            write_file(folder, number, rng)
        first, state = visit_folder(folder, SourceState())
        again, _ = visit_folder(folder, state)
        write_file(folder, files // 2, rng)
        write_file(folder, files, rng)
        changed, _ = visit_folder(folder, state)
    visits = {"first": first, "unchanged": again, "two_changed": changed}
    for name, figures in visits.items():
        print(f"{name}: {figures}")
    print(json.dumps({"files": files, **visits, "memory_bytes": len(state.body)}))


def write_file(folder: Path, number: int, rng: Random) -> None:
    path = folder / f"{number // PER_FOLDER:04}" / f"{number:06}.txt"
    path.parent.mkdir(exist_ok=True)
    title = f"The {rng.choice(NAMES)} of {rng.choice(PLACES)} {rng.choice(VERBS)} ({number})"
    paragraphs = [" ".join(write_sentence(rng) for _ in range(3)) for _ in range(4)]
    path.write_text("\n\n".join([title, *paragraphs]), encoding="utf-8")


def write_sentence(rng: Random) -> str:
    clause = f"The {rng.choice(NAMES)} in {rng.choice(PLACES)} {rng.choice(VERBS)}"
    return f"{clause} after {rng.randint(2, 9999)} people had asked the {rng.choice(NAMES)} to do so."


def visit_folder(folder: Path, state: SourceState) -> tuple[dict[str, Any], SourceState]:
    started = time.process_time()
    found = read_folder(Visit(Source("Inbox", "folder", str(folder)), NOW, state), Client())
    seconds = round(time.process_time() - started, 2)
    return {
        "cpu_seconds": seconds,
        "articles": len(found.articles),
        "unchanged": found.unchanged,
    }, found.state


if __name__ == "__main__":
    main()
