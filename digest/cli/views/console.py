"""What the terminal shows: progress, what was done, what went wrong. Nothing else prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from digest.errors import DigestError
from digest.models import Collected
from digest.pipeline import Collecting, Publication
from digest.publishing.outbox import Sent
from digest.text.urls import SHORT_ID


@dataclass(frozen=True, slots=True)
class Console:
    """How talkative a command is: quiet tells errors only, json tells one object on standard output."""

    quiet: bool = False
    verbose: bool = False
    json: bool = False

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[Collected, int], None]]:
        """A function to be told of each visit and of how many there are: a bar on a terminal, else lines."""
        if self.quiet or self.json:
            yield lambda visit, total: None
        elif self.verbose or not sys.stderr.isatty():
            yield self.visited
        else:
            from rich.console import Console as Terminal
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            with Progress(*columns, console=Terminal(stderr=True), transient=True) as bar:
                task = bar.add_task(label, total=None)
                yield lambda visit, total: bar.update(task, total=total, advance=1)

    def visited(self, visit: Collected, _total: int) -> None:
        """One plain line for a visit, when somebody wants to know."""
        if self.verbose:
            brought = "unchanged" if visit.unchanged else count(len(visit.articles), "article", "articles")
            self.say(f"{visit.source.name}: {visit.failure.message if visit.failure else brought}")
            for row in visit.left_out:
                why = ": ".join(filter(None, (row.why.replace("_", " "), row.detail)))
                self.say(f"  left out: {row.title or row.url}: {why}")
            for warning in visit.warnings:
                self.say(f"  {warning}")

    def say(self, text: str) -> None:
        """A line on standard error, unless quiet."""
        if not self.quiet:
            print(text, file=sys.stderr)

    def fail(self, error: DigestError, about: str = "") -> None:
        """An error, always told. about: what it is about, when it does not say so itself."""
        print(f"digest: {about}: {error}" if about else f"digest: {error}", file=sys.stderr)

    def answer(self, text: str, data: Mapping[str, Any]) -> None:
        """The result of a command on standard output: for a person, or as one JSON object."""
        if self.json:
            print(json.dumps(data, ensure_ascii=False, default=str))
        elif not self.quiet:
            print(text)


def tell_collecting(console: Console, collecting: Collecting) -> None:
    """Which sources failed, on standard error, and how many articles came.

    What is wrong with a source is told when it has never answered, and once when it has lasted; what may
    be a hiccup is named only.
    """
    hiccups = []
    for visit in collecting.failures:
        first = visit.state.last_success is None and visit.state.failures <= 1
        if visit.failure and (first or visit.lasting):
            console.say(f"{visit.source.name}: {visit.failure.message}. {visit.failure.advice}".rstrip())
        else:
            hiccups.append(visit.source.name)
    answered = collecting.visits - len(collecting.failures)
    console.say(
        f"{answered} of {count(collecting.visits, 'source', 'sources')} answered, "
        f"{count(collecting.new, 'new article', 'new articles')}."
    )
    if collecting.unread:
        told = count(collecting.unread, "file or part of one", "files or parts of them")
        console.say(f"{told} could not be read; `digest archive left-out` names them.")
    if hiccups:
        console.say(f"Not this time: {', '.join(hiccups)}. `digest sources list` says why.")


def tell_sent(console: Console, sent: Iterable[Sent]) -> list[str]:
    """Which deliveries failed, on standard error; a line each."""
    lines = []
    for row in sent:
        if row.failure:
            lines.append(f"{row.target}: {row.failure}")
            console.fail(row.failure, row.target)
        else:
            console.say(f"{row.target}: delivered.")
    return lines


def describe_publication(publication: Publication) -> str:
    """What a person wants to know of a new edition: what is in it, and where it is."""
    data = publication.data
    full = sum(not story["brief"] for story in data["stories"])
    briefs = len(data["stories"]) - full
    held = f"{count(full, 'story', 'stories')} and {count(briefs, 'brief', 'briefs')}"
    lines = [f"{data['title']}, {data['date']}: {held}"]
    lines += [f"  {story['id'][:SHORT_ID]}  {story['title']}" for story in data["stories"][:5]]
    lines += [str(shortest(path)) for path in publication.files]
    return "\n".join(lines)


def count(number: int, one: str, many: str) -> str:
    """1 story, 2 stories"""
    return f"{number} {one if number == 1 else many}"


def shortest(path: Path) -> Path:
    """A path as it is shortest to type from here."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
