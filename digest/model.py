"""The values that flow through the program, from a source to an edition.

All are frozen, slotted and made of plain values, so every one of them pickles and can cross to a
thread, a process or another machine. Each holds the one before it. Times are aware and in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, get_args

from digest.errors import SourceError

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = get_args(Weekday)
"""In the order of date.weekday()."""

Dates = tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """One place that articles come from.

    name: what the reader calls it; unique in a configuration. kind: a key of SOURCES or a dotted
    path. location: a URL or an absolute path. section: the section its stories belong to, or "".
    language: ISO 639-1, or None to find out. timeout: seconds for one visit. limit: the most
    articles taken in one visit. full_text: "auto", "never" or "always". include, exclude: an article
    is kept when a word of include (if any) and none of exclude stands in its title or text.
    headers: extra request headers, (name, value). max_bytes: cap on a decoded answer or file.
    weight: how much its voice counts in the ranking, 0 or more. patience: how many seconds it may fail
    before that is told.
    """

    name: str
    kind: str
    location: str
    section: str = ""
    language: str | None = None
    timeout: float = 20.0
    limit: int = 200
    full_text: str = "never"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    max_bytes: int = 10_000_000
    weight: float = 1.0
    patience: float = 86_400.0


@dataclass(frozen=True, slots=True)
class Memory:
    """What is remembered of a source from one visit to the next.

    etag, modified: the validators of the last whole answer. moved_to: the address it moved to for
    good, or "". gone: the source said it will not come back (410). body: fingerprint of the last
    body, to notice that nothing changed.
    not_before: no visit before this time (Retry-After), or None. failures: visits in a row that
    failed. failing_since: the first of them, or None. last_visit, last_success: when, or None. pages:
    ids of the articles in it whose pages were asked for, so that none is asked for twice. rest_minutes:
    how long its feed wants to be left alone after a visit. quiet_hours: the hours of the day, in UTC, in
    which it does not want to be asked, "0" to "23".
    """

    etag: str = ""
    modified: str = ""
    moved_to: str = ""
    gone: bool = False
    body: str = ""
    not_before: datetime | None = None
    failures: int = 0
    failing_since: datetime | None = None
    last_visit: datetime | None = None
    last_success: datetime | None = None
    pages: tuple[str, ...] = ()
    rest_minutes: int = 0
    quiet_hours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Visit:
    """Everything that one reading of one source needs: the single argument of a mapped task."""

    source: Source
    now: datetime
    memory: Memory = Memory()


@dataclass(frozen=True, slots=True)
class Article:
    """One publisher's cleaned text.

    id: hex of a stable hash of what identifies it (its canonical address; for a text without one,
    its place in its source). source: the name of who says it: the outlet when the text names one,
    else the source's name. feed: the name of the configured source it came through. url: absolute
    http, https or file address without tracking parameters. title, text: plain; paragraphs of text
    are parted by a blank line; text may be "". published: None when unknown, never invented.
    language: ISO 639-1 or "und". title_derived: the page gave no title, so the first sentence stands
    for it. categories: what its outlet files it under. from_page: its text was read from its page,
    because its feed gives a teaser only.
    """

    id: str
    source: str
    url: str
    title: str
    text: str
    published: datetime | None
    first_seen: datetime
    language: str = "und"
    author: str = ""
    image: str = ""
    section: str = ""
    title_derived: bool = False
    feed: str = ""
    categories: tuple[str, ...] = ()
    from_page: bool = False

    @property
    def moment(self) -> datetime:
        """When it appeared, as well as is known."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True)
class Headline:
    """The title of an article, whose it is and when it appeared: what is looked at of earlier days."""

    id: str
    source: str
    title: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A report that is not in the edition, and why.

    why: a key of the reasons table (same_text, too_old, muted, too_short, below_cut, other_section,
    not_an_article, excluded, unreadable). detail: a few words more (the outlet whose text it is, the
    muted word, "line 12: …"), or "".
    """

    id: str
    title: str
    source: str
    why: str
    detail: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Collected:
    """What one visit to one source brought. Carries its source, so that order does not matter.

    lasting: its failure has now lasted so long that it is told, this once.
    """

    source: Source
    articles: tuple[Article, ...] = ()
    failure: SourceError | None = None
    memory: Memory = Memory()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    unchanged: bool = False
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """The articles on one event.

    id: stable over days. articles: never empty; the lead (the one whose title is shown) first, then
    by time and id. new: ids of the articles that no earlier edition has published, sorted. since: the
    date of the first edition that told it, None for a new story. terms: (word, weight) that hold it together,
    heaviest first. links: (article id, article id, similarity 0..1), strongest first. copies: (id of
    a copy, id of the article whose text it repeats). score: (part, points), whose sum ranks it.
    """

    id: str
    articles: tuple[Article, ...]
    new: tuple[str, ...] = ()
    since: date | None = None
    terms: tuple[tuple[str, float], ...] = ()
    links: tuple[tuple[str, str, float], ...] = ()
    copies: tuple[tuple[str, str], ...] = ()
    score: tuple[tuple[str, float], ...] = ()
    section: str = ""

    @property
    def lead(self) -> Article:
        return self.articles[0]

    @property
    def originals(self) -> tuple[Article, ...]:
        """The articles that are nobody's copy."""
        copied = {copy for copy, _ in self.copies}
        return tuple(article for article in self.articles if article.id not in copied)

    @property
    def voices(self) -> int:
        """How many outlets tell it in a text of their own."""
        return len({article.source for article in self.originals})

    @property
    def continuing(self) -> bool:
        return self.since is not None

    @property
    def total(self) -> float:
        return sum(points for _, points in self.score)


@dataclass(frozen=True, slots=True)
class Published:
    """That an article has stood in an edition: in which story, and when first."""

    story_id: str
    date: date


@dataclass(frozen=True, slots=True)
class Corrections:
    """What the reader said of stories; it holds from then on.

    moved: (article id, the story it was taken out of, the story it is now). joined: (story id, the
    story it is part of). muted: ids of stories not to be told any more.
    """

    moved: tuple[tuple[str, str, str], ...] = ()
    joined: tuple[tuple[str, str], ...] = ()
    muted: tuple[str, ...] = ()


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
class FigureSaid:
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
    figures: tuple[FigureSaid, ...]


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
class Told:
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
    has moved to for good, or "". not_before: it is left alone until then, or None.
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


@dataclass(frozen=True, slots=True)
class Step:
    """One of the steps that must not be done twice at a time ("collect", "publish"), and how it went.

    owner: who does it or did it last. until: nobody else may do it before this time, unless it has
    ended. tries: how often in a row it failed, 0 when all is well; then message and advice say why and
    next_try when it is tried again.
    """

    name: str
    owner: str
    until: datetime
    began: datetime
    ended: datetime | None = None
    tries: int = 0
    next_try: datetime | None = None
    message: str = ""
    advice: str = ""


DispatchState = Literal["waiting", "sending", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One edition on its way to one target.

    made: which making of the day's edition it is. state: "waiting" for its (next) try, "sending", "done",
    or "failed" for good. tries: those made so far. ended: when the last one ended.
    """

    date: date
    target: str
    made: datetime
    state: DispatchState
    tries: int = 0
    next_try: datetime | None = None
    ended: datetime | None = None
    message: str = ""
    advice: str = ""
