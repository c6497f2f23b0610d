"""Serve a day of made-up news on loopback, for other benchmarks: outlets report planted stories in feeds.

    python -m benchmarks.world [--articles N] [--feeds N] [--port P] [--seed N]

Serves /f/<n>.xml (RSS) and /opml (the list of all feeds) until it is stopped. It measures nothing; the line
that it prints when it is ready is one JSON object with the port, the number of feeds and their size in bytes.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from random import Random
from time import time
from xml.sax.saxutils import escape

ONSETS = (
    "b",
    "br",
    "c",
    "cl",
    "d",
    "dr",
    "f",
    "g",
    "gr",
    "h",
    "k",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "st",
    "t",
    "tr",
    "v",
    "w",
)
NUCLEI = ("a", "ai", "e", "ea", "i", "o", "oa", "ou", "u")
CODAS = ("", "l", "m", "n", "nd", "r", "rd", "s", "st", "t", "x")


def make_words(chance: Random, word_count: int) -> list[str]:
    """Make up pronounceable words; write_sentence draws the first ones most often, as in a language."""
    words: dict[str, None] = {}
    while len(words) < word_count:
        syllables = chance.choice((1, 2, 2, 3))
        words[
            "".join(
                chance.choice(ONSETS) + chance.choice(NUCLEI) + chance.choice(CODAS) for _ in range(syllables)
            )
        ] = None
    return list(words)


def make_name(chance: Random) -> str:
    """Make up a name of three syllables; of a million, a few are equal."""
    return "".join(
        chance.choice(ONSETS) + chance.choice(NUCLEI) + chance.choice(CODAS) for _ in range(3)
    ).capitalize()


def write_sentence(chance: Random, words: list[str], subject: list[str]) -> str:
    """Write a sentence of 12 to 24 words, a third of them from its subject."""
    chosen = [
        chance.choice(subject) if chance.random() < 0.33 else words[int(len(words) * chance.random() ** 3)]
        for _ in range(chance.randint(12, 24))
    ]
    return " ".join(chosen).capitalize() + "."


@dataclass(frozen=True, slots=True)
class Report:
    """One outlet's report of a planted story. outlet, story: numbers. moment: seconds since 1970."""

    number: int
    outlet: int
    story: int
    title: str
    sentences: tuple[str, ...]
    moment: float


def make_reports(articles: int, outlets: int, seed: int, now: float, names: int = 0) -> Iterator[Report]:
    """Yield `articles` reports of the day before `now`, ordered by story.

    names: of the 24 words that a story is about, so many are names of its own. Without them all stories of a
    day are about the same 20,000 words, and a larger day has no more words than a small one.
    """
    chance = Random(seed)
    words = make_words(chance, 20_000)
    number = 0
    for story in count():
        if number >= articles:
            return
        report_count = min(articles - number, chance.choice((1, 1, 1, 2, 3, 5, 8, 13)))
        subject = chance.sample(words, 24 - names) + [make_name(chance) for _ in range(names)]
        facts = [write_sentence(chance, words, subject) for _ in range(10)]
        for outlet in chance.sample(range(outlets), min(report_count, outlets)):
            sentences = tuple(
                fact if chance.random() < 0.3 else write_sentence(chance, words, subject)
                for fact in chance.sample(facts, 8)
            )
            title = " ".join(chance.sample(subject, 7)).capitalize()
            yield Report(number, outlet, story, title, sentences, now - 80_000 * chance.random())
            number += 1


def make_feeds(articles: int, feeds: int, seed: int, now: float) -> list[bytes]:
    """Make `feeds` RSS documents that together contain `articles` articles of the last day."""
    items: list[list[str]] = [[] for _ in range(feeds)]
    for report in make_reports(articles, feeds, seed, now):
        address = f"http://127.0.0.1/a/{report.outlet}/{report.number}"
        paragraphs = "".join(f"<p>{sentence}</p>" for sentence in report.sentences)
        items[report.outlet].append(
            f"<item><title>{escape(report.title)}</title><link>{address}</link><guid>{address}</guid>"
            f"<pubDate>{formatdate(report.moment)}</pubDate>"
            f"<description>{escape(paragraphs)}</description></item>"
        )
    return [
        (
            f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Outlet {n}</title>'
            f"<link>http://127.0.0.1/{n}</link><description>made up</description><language>en</language>"
            f"{''.join(rows)}</channel></rss>"
        ).encode()
        for n, rows in enumerate(items)
    ]


def serve(feeds: list[bytes], port: int) -> None:
    """Serve the feeds until stopped."""

    class FeedHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        """Else a body sent after its headers waits 40 ms for their acknowledgement."""

        def do_GET(self) -> None:
            if self.path == "/opml":
                rows = "".join(
                    f'<outline type="rss" text="Outlet {n}" xmlUrl="http://127.0.0.1:{port}/f/{n}.xml"/>'
                    for n in range(len(feeds))
                )
                body = f'<opml version="2.0"><body>{rows}</body></opml>'.encode()
            else:
                body = feeds[int(self.path.split("/")[-1].removesuffix(".xml"))]
            self.send_response(200)
            self.send_header("Content-Type", "application/xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", port), FeedHandler) as server:
        print(json.dumps({"port": port, "feeds": len(feeds), "bytes": sum(map(len, feeds))}), flush=True)
        server.serve_forever()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--feeds", type=int, default=100)
    parser.add_argument("--port", type=int, default=8901)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    serve(make_feeds(args.articles, args.feeds, args.seed, time()), args.port)
