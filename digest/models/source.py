"""What comes from sources: visits, articles, and what is remembered of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from digest.errors import SourceError
from digest.text.urls import without_password


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
    before that is told. unset: variables of the environment that it needs and that are not set.
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
    unset: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What the store knows it by, whatever it is called: its location without a password."""
        return without_password(self.location)


@dataclass(frozen=True, slots=True)
class SourceState:
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
    state: SourceState = SourceState()


@dataclass(frozen=True, slots=True)
class Article:
    """One publisher's cleaned text.

    id: hex of a stable hash of what identifies it (its canonical address; for a text without one,
    its place in its source). source: the name of who says it: the outlet when the text names one,
    else the source's name. feed: the key of the configured source it came through. url: absolute
    http, https or file address without tracking parameters. title, text: plain; paragraphs of text
    are parted by a blank line; text may be "". published: None when unknown, never invented.
    language: ISO 639-1 or "und". title_derived: the page gave no title, so the first sentence stands
    for it. categories: what its outlet files it under. from_page: its text was read from its page,
    because its feed gives a teaser only. arrived: the clock of the edition that first found it in the
    store, or None before any has.
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
    arrived: datetime | None = None

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
    state: SourceState = SourceState()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    unchanged: bool = False
    lasting: bool = False
