"""Summaries of stories, and the edition that contains them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.models.article import LeftOut
    from digest.models.edition_data import LineKind
    from digest.models.source_health import SourceHealth
    from digest.models.story import Story, Topic

# In a class with a field named `date`, the types have to go by other names.
Dates = tuple[date, ...]
OptionalDate = date | None


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, word for word as in its article.

    article: index into the story's articles. position: index among that article's sentences.
    new: no earlier edition has published its article. kind: "headline" for the headline of its article,
    quoted as a line of its own; its position is -1.
    """

    text: str
    article: int
    position: int
    new: bool = False
    kind: LineKind = "sentence"


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure or date as one source gives it, word for word, and its sentence."""

    figure: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """Figures or dates that independent sources give differently.

    about: the words that follow each of the figures ("people were moved"), or "". figures: one per source,
    highest first.
    """

    about: str
    figures: tuple[ReportedFigure, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A story and the sentences that summarize it, in reading order.

    known: the sentences of the last edition that had the story. known_on: that edition's date. method: a key
    of SUMMARIZERS. brief: shown in a line or two, among the briefs. merged: the headlines of earlier
    stories that have become part of it. split_from: the headline of the story it was part of, or "".
    related: ids of the other stories on the same topic in the same edition, its core first. differences:
    where its sources differ. keywords: what it is about, the weightiest first.
    """

    story: Story
    sentences: tuple[Sentence, ...]
    known: tuple[Sentence, ...] = ()
    method: str = "news"
    brief: bool = False
    known_on: date | None = None
    merged: tuple[str, ...] = ()
    split_from: str = ""
    related: tuple[str, ...] = ()
    differences: tuple[Difference, ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviousSummary:
    """A story as an earlier edition showed it: its date, the headline and the sentences.

    since: the date that it gave as the story's first. sentences: (article id, text, position). brief: it was
    among the briefs.
    """

    date: date
    headline: str
    sentences: tuple[tuple[str, str, int], ...] = ()
    brief: bool = False
    language: str = "und"
    since: OptionalDate = None


@dataclass(frozen=True, slots=True)
class Skyline:
    """Reports per quarter hour before the edition: all of them, and those used in it (same length).

    peak: the highest quarter hour of the last weeks, so that all editions share one scale.
    """

    start: datetime
    end: datetime
    reports: tuple[int, ...]
    used: tuple[int, ...]
    peak: int = 0


@dataclass(frozen=True, slots=True)
class EarlierEdition:
    """The date and the first headline of an earlier edition."""

    date: date
    headline: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of the digest.

    window: (from, to); from is None when everything is taken, however old. stories: in rank order.
    sections: in page order. quiet: stories that the last edition had in full and that bring nothing new, as
    (story id, headline, language). reports: the number of reports in the window, left out ones included.
    unlisted: how many reports of stories below the cut are left out without a row in `left_out`.
    earlier: newest first. missed: the dates since the last edition that should have had one.
    only: the only section in it, or "". peers: (language, how many sources answered and have
    news in it). topics: with two or more stories in it, in the order of the page. tags: (article id, what the
    rules of the reader call it). name: of its row of [[editions]], or "". counterparts: (story id, story id)
    of two stories on one event in two languages.
    """

    title: str
    date: date
    made: datetime
    timezone: str
    language: str
    window: tuple[datetime | None, datetime]
    stories: tuple[Summary, ...]
    sections: tuple[str, ...] = ()
    sources: tuple[SourceHealth, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    unlisted: int = 0
    reports: int = 0
    quiet: tuple[tuple[str, str, str], ...] = ()
    skyline: Skyline | None = None
    earlier: tuple[EarlierEdition, ...] = ()
    missed: Dates = ()
    only: str = ""
    peers: tuple[tuple[str, int], ...] = ()
    topics: tuple[Topic, ...] = ()
    tags: tuple[tuple[str, tuple[str, ...]], ...] = ()
    name: str = ""
    counterparts: tuple[tuple[str, str], ...] = ()
