"""Visit a source whose server, or whose folder, contains what an attack has made."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from digest.http import Client, Request, Response
from digest.models import Collected, Source, Visit
from digest.sources.collector import collect_source
from digest.sources.feed.feed_parser import parse_feed
from digest.sources.page.page_reader import extract_articles
from digest.text import detect_language

NOW = datetime(2026, 3, 12, 6, 30, tzinfo=UTC)
ADDRESS = "https://harbour.example/news"


@dataclass(frozen=True, slots=True)
class OneBodyClient(Client):
    """A client that receives the same body from every address."""

    body: bytes = b""
    content_type: str = ""

    def fetch(self, request: Request) -> Response:
        return Response(request.url, 200, (("content-type", self.content_type),), self.body)


def load_libraries() -> None:
    """Load what the first article and the first page load, so that it does not count in any case."""
    extract_articles("<p>The first page loads the libraries.</p>")
    parse_feed(b"<rss><channel><item><title>a", address="")
    detect_language("Et ord eller flere")


def visit_address(body: str | bytes, kind: str = "feed", content_type: str = "") -> str:
    """Visit a feed or a page with this body, and return the outcome."""
    source = Source("Harbour", kind, ADDRESS)
    encoded = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    client = OneBodyClient(body=encoded, content_type=content_type)
    return describe(collect_source(Visit(source, NOW), client))


def visit_folder(files: Mapping[str, str | bytes]) -> str:
    """Visit a folder with these files, {name: content}, and return the outcome."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            body = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
            (Path(folder) / name).write_bytes(body)
        source = Source("Inbox", "folder", folder)
        return describe(collect_source(Visit(source, NOW), Client()))


def describe(collected: Collected) -> str:
    """What a visit gave, in a few words; all that it says about errors of the program."""
    parts = [f"{len(collected.articles)} articles"]
    if collected.left_out:
        parts.append(f"{len(collected.left_out)} left out")
    messages = [
        str(collected.failure or ""),
        *(row.detail for row in collected.left_out),
        *collected.warnings,
    ]
    parts += [f"longest field {longest}"] if (longest := _find_longest(collected)) > 1_000_000 else []
    errors = [text for text in messages if "unexpected error" in text]
    return ", ".join(parts + (errors or messages[:1]))


def _find_longest(collected: Collected) -> int:
    return max((len(text) for row in collected.articles for text in (row.title, row.text)), default=0)
