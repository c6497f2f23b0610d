"""Make folders with files of every format, and collect the articles in them."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from digest.http import Client
from digest.models import Article, Collected, Source, SourceState, Visit
from digest.sources.folder.folder_reader import read_folder

NOW = datetime(2026, 5, 4, 6, 30, 45, tzinfo=UTC)
RIVER = (
    "The river Ambel has risen by two metres since Sunday and stands at the third step of the mill, the "
    "water board said. Sandbags were handed out in the lower town."
)
BREAD = (
    "Bakers in the old town baked through the night because the bridge that the bread vans use is closed. "
    "They expect to run out of flour by Thursday, said the oldest of them."
)
GOAT = (
    "A goat that had lived on the roof of the town hall for a week came down by itself on Monday. It had "
    "eaten the flag, two geraniums and a part of the minutes."
)


def collect(
    folder: Path, state: SourceState | None = None, now: datetime = NOW, **settings: object
) -> Collected:
    source = replace(Source("Inbox", "folder", str(folder)), **settings)  # type: ignore[arg-type]
    return read_folder(Visit(source, now, state or SourceState()), Client())


def collect_file(folder: Path, name: str, body: str | bytes) -> Collected:
    """Write a file and collect the whole folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body.encode() if isinstance(body, str) else body)
    return collect(folder)


def collect_article(folder: Path, name: str, body: str | bytes) -> Article:
    (article,) = collect_file(folder, name, body).articles
    return article


def list_left_out(collected: Collected) -> list[tuple[str, str, str]]:
    """(title, reason, detail) of everything left out."""
    return [(left.title, left.why, left.detail) for left in collected.left_out]


def make_zip(**files: str) -> bytes:
    """A ZIP archive of files. In their names, "__" stands for "/" and "_" for "."."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), body)
    return buffer.getvalue()


def make_page(title: str, text: str) -> str:
    body = f"<article><h1>{title}</h1><p>{text}</p></article>"
    return f"<!DOCTYPE html><html lang=en><title>{title}</title>{body}</html>"


def make_record(**fields: object) -> str:
    return json.dumps(fields)


MAIL = f"""\
From: Ambel Courier <news@courier.example>
Subject: =?utf-8?B?RmzDvHNzZQ==?=
Date: Mon, 4 May 2026 07:00:00 +0200
Content-Type: text/plain; charset=utf-8

{RIVER}
"""
FEED = f"""\
<?xml version='1.0'?>
<rss version='2.0'><channel><title>Ambel Courier</title><item><title>High water</title>
<link>https://courier.example/1</link><description>{RIVER}</description></item></channel></rss>
"""
WEB_ARCHIVE = f"""\
MIME-Version: 1.0
Content-Type: multipart/related; boundary="b"

--b
Content-Type: text/html; charset=utf-8
Content-Location: https://courier.example/1

{make_page("High water", RIVER)}
--b--
"""
FILES = {
    "a.txt": f"High water\n\n{RIVER}\n",
    "a.md": f"# High *water*\n\n{RIVER}\n",
    "a.html": make_page("High water", RIVER),
    "a.mht": WEB_ARCHIVE,
    "a.json": make_record(articles=[{"headline": "High water", "content": RIVER}]),
    "a.jsonl": make_record(title="High water", text=RIVER),
    "a.csv": f'title,text\nHigh water,"{RIVER}"\n',
    "a.tsv": f"Title\tText\nHigh water\t{RIVER}\n",
    "a.xml": FEED,
}
