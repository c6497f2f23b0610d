"""What is told: sentences, summaries, and the edition around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from digest.models.source import LeftOut
from digest.models.story import Story

Dates = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, word for word as it stands in an article.

    article: index into the story's articles. position: index among that article's sentences.
    new: it stands in an article that no earlier edition has published.
    """

    text: str
    article: int
    position: int
    new: bool = False


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure or date as a source gives it, word for word, and the sentence it stands in."""

    figure: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Difference:
    """What independent sources give different figures of.

    about: the words that stand behind all the figures ("people were moved"), or "". figures: one of each
    source, the highest first.
    """

    about: str
    figures: tuple[ReportedFigure, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A story and the sentences that tell it, in reading order.

    known: what the last edition that told it said of it. known_on: that edition's date. method: a key
    of SUMMARIZERS. brief: told in a line or two, among the briefs. merged: the headlines of earlier
    stories that have become part of it. split_from: the headline of the story it was part of, or "".
    related: ids of stories of the same saga in the same edition, the most alike first. differences: where
    its sources differ. keywords: what it is about, the weightiest first.
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
    """How an earlier edition told a story: when, under which headline, in which sentences.

    sentences: (article id, text, position). brief: in a line or two, among the briefs.
    """

    date: date
    headline: str
    sentences: tuple[tuple[str, str, int], ...] = ()
    brief: bool = False
    language: str = "und"


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """How one source did.

    status: "ok", "failed" or "gone". articles: its reports in this edition's window. message,
    advice: what is wrong and what to do, or "". since: when it began to fail, or None. failures:
    visits in a row that failed. last_success: when it last answered, or None. moved_to: the address it
    has moved to for good, or "". not_before: it is left alone until then, or None. key: of the source.
    """

    name: str
    status: str
    articles: int = 0
    message: str = ""
    advice: str = ""
    since: datetime | None = None
    failures: int = 0
    last_success: datetime | None = None
    moved_to: str = ""
    not_before: datetime | None = None
    key: str = ""


@dataclass(frozen=True, slots=True)
class Skyline:
    """Reports per quarter hour before the edition: all of them, and those used in it (same length)."""

    start: datetime
    end: datetime
    reports: tuple[int, ...]
    used: tuple[int, ...]
    peak: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """An earlier edition: its date and its first headline."""

    date: date
    headline: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue of the digest.

    window: (from, to); from is None when everything is taken, however old. stories: in rank order.
    sections: in page order. quiet: what the last edition told in full and nothing new is known of, as
    (story id, headline, language). reports: how many reports the window held, left out ones included.
    earlier: newest first. missed: the dates since the last edition on which there should have been one.
    only: the one section it holds, or "". peers: (language, how many sources answered and have
    news in it).
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
    reports: int = 0
    quiet: tuple[tuple[str, str, str], ...] = ()
    skyline: Skyline | None = None
    earlier: tuple[Earlier, ...] = ()
    missed: Dates = ()
    only: str = ""
    peers: tuple[tuple[str, int], ...] = ()
