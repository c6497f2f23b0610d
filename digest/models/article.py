"""Values that describe articles: the article, its headline, and a report that was left out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

MediaKind = Literal["", "audio", "video"]
"""What kind of recording an article is; "" for one to read."""


@dataclass(frozen=True, slots=True)
class Article:
    """One cleaned article as its publisher wrote it.

    id: a stable hash in hexadecimal digits: of its canonical URL or, if it has none, of its source and its
    key, title or text. source: the name of the publisher: the outlet if the text names one, else the name
    of the source. feed: the key of the configured source it came from. url: absolute http, https or file
    URL without tracking parameters. title, text: plain text; blank lines separate the paragraphs of text;
    text may be "". published: None if unknown; never guessed. language: ISO 639-1 or "und". title_derived:
    it has no title of its own, so title is its first sentence. categories: as assigned by its outlet.
    from_page: the text comes from the article's web page instead of its feed. arrived: when the first
    edition that found it in the store was built, or None if none has yet. guid: what its feed identifies it
    by, if that is not its address, or "". is_backlog: a feed had it without a date, behind its first entries,
    when it was visited for the first time, so it may be of any age before that.
    image: URL of its picture, or ""; image_alt: the text in place of it, or "". media_url: URL of the sound
    or film that it has, or ""; media_kind: which of the two; media_seconds: its length, 0 if unknown.
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
    guid: str = ""
    is_backlog: bool = False
    image_alt: str = ""
    media_url: str = ""
    media_kind: MediaKind = ""
    media_seconds: int = 0

    @property
    def moment(self) -> datetime:
        """The best known time of publication: published, else first_seen."""
        return self.published or self.first_seen


@dataclass(frozen=True, slots=True)
class Headline:
    """The title, source and time of an article of an earlier day."""

    id: str
    source: str
    title: str
    moment: datetime


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An article or file that is not in the edition, and the reason.

    why: same_text, too_old, muted, too_short, below_cut, other_section, not_an_article, excluded, rule,
    unreadable, failed (the program failed on it), or the reason of a plug-in. detail: more about it (the
    outlet whose text it repeats, the muted word, the name of the rule, "line 12: …"), or "".
    """

    id: str
    title: str
    source: str
    why: str
    detail: str = ""
    url: str = ""
