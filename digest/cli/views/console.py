"""Print to the terminal: progress, results, errors. Nothing else in the package prints."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from digest.cli.views.failure_groups import SourceFailure, describe_failures
from digest.errors import DigestError, SourceError
from digest.models.edition_data import count_stories, describe_contents
from digest.runtime.environment import find_typed_command, find_typed_pip, read_steady_seconds
from digest.text.urls import SHORT_ID

if TYPE_CHECKING:
    from digest.models import Collected, DeliveryJob
    from digest.pipeline import CollectResult, Publication
    from digest.publishing.outbox import DeliveryResult
    from digest.publishing.watch_alerts import AlertResult


PLAIN_PAUSE = 2.0
"""Seconds between two lines that say how far some work has come."""

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Console:
    """The output of a command.

    quiet: print errors only. verbose: print every visit. json: print the result as one JSON object.
    """

    quiet: bool = False
    verbose: bool = False
    json: bool = False

    @contextmanager
    def progress(self, label: str) -> Iterator[Callable[[Collected, int], None]]:
        """Show progress: a bar on a terminal, else a line for each visit if verbose, or one now and then.

        Yields a function to call with each visit and the number of all visits.
        """
        if self.quiet or self.json:
            yield lambda visit, total: None
        elif self.verbose:
            yield self._note_visit
        elif not sys.stderr.isatty():
            lines = PlainProgress(self, label)
            yield lambda visit, total: lines.advance(
                total, 0 if visit.has_more else 1, f" (part of {visit.source.name})" if visit.has_more else ""
            )
        else:
            from rich.console import Console as Terminal
            from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

            columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
            with Progress(*columns, console=Terminal(stderr=True), transient=True) as bar:
                task = bar.add_task(label, total=None)
                yield lambda visit, total: bar.update(task, total=total, advance=not visit.has_more)

    @contextmanager
    def steps(self) -> Iterator[Callable[[str], None]]:
        """Show which step is running: the current one on a terminal, else a line for each.

        Yields a function to call with the name of each step before it starts.
        """
        if self.verbose or self.quiet or self.json or not sys.stderr.isatty():
            yield lambda step: None if self.json else self.note(f"{step} ...")
        else:
            from rich.console import Console as Terminal
            from rich.text import Text

            with Terminal(stderr=True).status("") as status:
                yield lambda step: status.update(Text(step))

    def track(self, label: str, items: Iterable[Item]) -> Iterator[Item]:
        """Yield items, and print how many there have been, now and then if it takes long."""
        lines = PlainProgress(self, label)
        for item in items:
            yield item
            lines.advance()

    def _note_visit(self, visit: Collected, _total: int) -> None:
        result = "unchanged" if visit.unchanged else count(len(visit.articles), "article", "articles")
        if visit.has_more:
            result += ", and there is more to read"
        self.note(f"{visit.source.name}: {visit.failure.message if visit.failure else result}")
        # The last part of a large source lists what was left out of all of them.
        for row in () if visit.has_more else visit.left_out:
            reason = ": ".join(filter(None, (row.why.replace("_", " "), row.detail)))
            self.note(f"  left out: {row.title or row.url}: {reason}")
        for warning in visit.warnings:
            self.note(f"  {warning}")

    def note(self, text: str) -> None:
        """Print a line on standard error, unless quiet."""
        if not self.quiet:
            print(name_program(text), file=sys.stderr)

    def print_error(self, error: DigestError, name: str = "") -> None:
        """Print an error on standard error, even if quiet. name: what failed, if it does not say so."""
        text = f"{name}: {error}" if name else str(error)
        print(f"digest: {name_program(text)}", file=sys.stderr)

    def print_problems(self, lines: Iterable[str]) -> None:
        """Print on standard error what a result says is wrong, where the result itself is not printed."""
        if self.quiet and not self.json:
            for line in lines:
                print(f"digest: {name_program(line)}", file=sys.stderr)

    def print_result(self, text: str, data: Mapping[str, Any]) -> None:
        """Print the result of a command on standard output: the text, or the data as one JSON object."""
        if self.json:
            print(json.dumps(data, ensure_ascii=False, default=str))
        elif text and not self.quiet:
            print(name_program(text))


def name_program(text: str) -> str:
    """Return a text for the terminal whose commands (`digest run`) can be typed as they are.

    Where the shell does not find `digest`, its path takes the place of the name, and that of the pip beside
    it the place of `pip`: another pip would install into another environment.
    """
    if "`pip " in text:
        text = text.replace("`pip ", f"`{find_typed_pip()} ")
    if "`digest " in text:
        text = text.replace("`digest ", f"`{find_typed_command()} ")
    return text


class PlainProgress:
    """Prints how far some work has come, as lines, at most one in PLAIN_PAUSE seconds."""

    def __init__(self, console: Console, label: str) -> None:
        self._console, self._label = console, label
        self._count, self._printed_at = 0, read_steady_seconds()

    def advance(self, total: int | None = None, by: int = 1, remark: str = "") -> None:
        """Count items. total: how many there are, if that is known. remark: is printed with the count."""
        self._count += by
        now = read_steady_seconds()
        if now - self._printed_at >= PLAIN_PAUSE and self._count != total:
            of_all = f" of {total}" if total else ""
            self._console.note(f"{self._label}: {self._count}{of_all}{remark} ...")
            self._printed_at = now


def report_collecting(
    console: Console, collecting: CollectResult, conflicts: Iterable[SourceError] = ()
) -> None:
    """Print which sources failed and how many articles are new. conflicts: sources that are not visited.

    The error of a source is printed when it has never answered, and once when its failure has become
    persistent. In between, failures are often temporary, so only the names are listed.
    """
    reported, temporary = [], []
    for visit in collecting.failures:
        is_first = visit.state.last_success is None and visit.state.failures <= 1
        if visit.failure and (is_first or visit.failure_became_persistent):
            source, failure = visit.source, visit.failure
            reported.append(SourceFailure(source.name, source.key, failure.message, failure.advice))
        else:
            temporary.append(visit.source.name)
    for line in (*describe_failures(reported), *map(str, conflicts)):
        console.note(line)
    answered = collecting.visits - len(collecting.failures)
    console.note(
        f"{answered} of {count(collecting.visits, 'source', 'sources')} answered, "
        f"{count(collecting.new, 'new article', 'new articles')}."
    )
    if collecting.unread:
        files = count(collecting.unread, "file, or part of one,", "files, or parts of files,")
        console.note(f"{files} could not be read; `digest archive left-out` lists them.")
    if temporary:
        console.note(f"No answer this time: {', '.join(temporary)}. `digest sources list` shows the reasons.")


def report_watches(console: Console, results: Iterable[AlertResult]) -> list[str]:
    """Print what was sent because of watches on standard error. Return a line for each failure."""
    lines = []
    for row in results:
        name = f"{row.alert.target}, watch {row.alert.watch}"
        if row.failure:
            lines.append(f"{name}: {row.failure}")
            console.print_error(row.failure, name)
        else:
            console.note(f"{name}: sent.")
    return lines


def report_deliveries(console: Console, sent: Iterable[DeliveryResult]) -> list[str]:
    """Print the result of each delivery on standard error. Return a line for each failure."""
    lines = []
    for row in sent:
        name = f"{row.edition}, {row.target}" if row.edition else row.target
        if row.failure:
            advice = row.failure.advice.replace(" DATE", f" {row.date}")
            failure = DigestError(row.failure.where, row.failure.message, advice)
            lines.append(f"{name}: {failure}")
            console.print_error(failure, name)
        else:
            console.note(f"{name}: delivered.")
    return lines


def report_waiting(console: Console, waiting: Iterable[DeliveryJob]) -> list[str]:
    """Print how to send at once what waits for its next attempt. Return a line for each."""
    lines = []
    for job in waiting:
        name = f"{job.edition}, {job.target}" if job.edition else job.target
        command = " ".join(filter(None, ("digest deliver", job.edition, "--again", str(job.date))))
        message = f"not delivered yet, because the last attempt failed ({job.message})"
        failure = DigestError("", message, f"It is tried again automatically; `{command}` tries it now.")
        lines.append(f"{name}: {failure}")
        console.print_error(failure, name)
    return lines


def describe_publication(publication: Publication) -> str:
    """Describe a new edition: date, number of stories, the first headlines with their ids, files."""
    data = publication.data
    lines = [f"{data['title']}, {data['date']}: {describe_contents(*count_stories(data))}"]
    lines += [f"  {story['id'][:SHORT_ID]}  {story['title']}" for story in data["stories"][:5]]
    lines += [str(_shorten_path(path)) for path in publication.files]
    return "\n".join(lines)


def count(number: int, singular: str, plural: str) -> str:
    """Format a number with its noun: "1 story", "2 stories"."""
    return f"{number} {singular if number == 1 else plural}"


def _shorten_path(path: Path) -> Path:
    """Return a path relative to the working folder if it lies there."""
    here = Path.cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path
