"""A folder of many small files: how long the first reading takes, and the later ones.

    python -m benchmarks.folder [--files N]

Makes N texts (10,000) of some 150 words in a folder of its own, a hundred to a subfolder, and visits it as a
source: first, again with nothing changed, and again with one file changed and one added. Told are CPU
seconds and articles of each visit, and how much is remembered. The last line printed is one JSON object.
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
    told = f"The {rng.choice(NAMES)} in {rng.choice(PLACES)} {rng.choice(VERBS)}"
    return f"{told} after {rng.randint(2, 9999)} people had asked the {rng.choice(NAMES)} to do so."


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
