"""Run the Python examples of a documentation page, in order, in a folder that holds a few articles.

    python tests/support/doc_examples.py docs/api.md

Uses the standard library and the installed program only, so that it also runs in the environment of a wheel.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path

ARTICLES = {
    "coastradio.txt": (
        "Swing bridge at Port Ellis jams",
        "Coast Radio, 29 November 2026",
        "The swing bridge at Port Ellis jammed on Monday morning with two lorries on it. Nobody was hurt, "
        "the harbor office said. Divers will look at the bearings of the bridge on Tuesday.",
    ),
    "harborpost.txt": (
        "Port Ellis bridge stuck, two lorries stranded",
        "Harbor Post, 29 November 2026",
        "Two lorries were stranded on the swing bridge at Port Ellis when it jammed on Monday morning. "
        "The harbor office expects the repair of the bearings to take a week. "
        "Ferries carry the traffic meanwhile.",
    ),
    "fieldnotes.txt": (
        "Late swifts counted over Marrow Island",
        "Field Notes, 28 November 2026",
        "Volunteers counted forty swifts over Marrow Island this week, a month after the last ones "
        "usually leave. Warm nights keep insects in the air, the bird station said.",
    ),
}
"""{file: headline, dateline, text}"""


def list_examples(page: Path) -> list[str]:
    """Return the Python code blocks of a Markdown page, in order."""
    return re.findall(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)


def write_articles(folder: Path) -> None:
    """Write a folder "inbox" with a few articles, two of them on one event."""
    (folder / "inbox").mkdir()
    for name, paragraphs in ARTICLES.items():
        (folder / "inbox" / name).write_text("\n\n".join(paragraphs) + "\n", "utf-8")


def run_example(code: str, folder: Path) -> None:
    """Run one example with `folder` as the working folder."""
    here = Path.cwd()
    os.chdir(folder)
    try:
        exec(compile(code, "<example>", "exec"), {"__name__": "__main__"})
    finally:
        os.chdir(here)


def main() -> None:
    for page in map(Path, sys.argv[1:]):
        examples = list_examples(page)
        with tempfile.TemporaryDirectory() as name:
            write_articles(Path(name))
            for code in examples:
                run_example(code, Path(name))
        print(f"{page}: {len(examples)} examples ran")


if __name__ == "__main__":
    main()
