"""The values that describe sources: the source, its state, one visit and what the visit collected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from digest.models.default_limits import (
    ARTICLES_PER_VISIT,
    FAILURE_NOTICE_SECONDS,
    MAX_BYTES,
    TIMEOUT_SECONDS,
)
from digest.models.secret_text import reveal
from digest.text.urls import find_host, remove_credentials

if TYPE_CHECKING:
    from digest.errors import SourceError
    from digest.models.article import Article, LeftOut
    from digest.models.mailbox import MailboxSettings


@dataclass(frozen=True, slots=True)
class Source:
    """One configured place that articles come from.

    name: the user's name for it; unique in a configuration. kind: a key of SOURCES or a dotted path.
    location: a URL or an absolute path. section: the section its stories belong to, or "". language:
    ISO 639-1, or None to detect it. timeout: seconds for one visit. limit: the most articles taken in
    one visit. full_text: "auto", "never" or "always". include, exclude: an article is kept if a phrase
    of include (if there is any) and none of exclude occurs in its title or text. headers: extra request
    headers, (name, value). max_bytes: cap on a decoded response or file. weight: factor of its articles
    in the ranking, 0 or more. failure_notice_after: how many seconds it may fail before the failure is
    reported. missing_variables: the environment variables it needs that are not set. takes_title: nobody has
    given it a name, so the feed's own title replaces the one made of its address. mailbox: the
    settings of a mailbox, None for other kinds.
    """

    name: str
    kind: str
    location: str
    section: str = ""
    language: str | None = None
    timeout: float = TIMEOUT_SECONDS
    limit: int = ARTICLES_PER_VISIT
    full_text: str = "never"
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    max_bytes: int = MAX_BYTES
    weight: float = 1.0
    failure_notice_after: float = FAILURE_NOTICE_SECONDS
    missing_variables: tuple[str, ...] = ()
    takes_title: bool = False
    mailbox: MailboxSettings | None = None

    @property
    def key(self) -> str:
        """The key of the source in the store, independent of its name: its location without secrets.

        A user name and a password are left out; of a variable, the location has the name. The user of
        a mailbox is a part of its location, and so are the senders: some may go to another section.
        """
        if self.mailbox:
            senders = ",".join(self.mailbox.senders)
            return f"{self.location!s}?from={senders}" if senders else str(self.location)
        return remove_credentials(self.location)

    @property
    def host(self) -> str:
        """The host of its address; "" for a source of this machine."""
        return find_host(reveal(self.location))

    @property
    def revealed_key(self) -> str:
        """The location without user name and password, but with the values of variables.

        Never shown or kept, only hashed: the ids of articles without an address were made of it before
        locations had the names of variables.
        """
        return self.key if self.mailbox else remove_credentials(reveal(self.location))


@dataclass(frozen=True, slots=True)
class SourceState:
    """What the store keeps of a source between visits; the fields are columns of its table.

    etag, modified: the validators of the last complete response. moved_to: the target of a permanent
    redirect, or "". gone: the server answered 410 Gone. body: hash of the last body, to detect that
    nothing changed; for a folder, the state of its files. not_before: no visit before this time
    (Retry-After, backoff), or None. failures: number of failed visits in a row. failing_since: the time
    of the first of them, or None. last_visit, last_success: None if there was none. pages: ids of the
    articles in the feed whose pages have been requested, so that each page is requested once.
    rest_minutes: the feed's ttl. quiet_hours: the feed's skipHours, in UTC, "0" to "23".
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
    """The input of one visit to one source: the single argument of a mapped task.

    continuation: that of the visit which has read the part before, if the source is read in parts.
    """

    source: Source
    now: datetime
    state: SourceState = SourceState()
    continuation: object = None


@dataclass(frozen=True, slots=True)
class Collected:
    """The result of one visit. It carries its source, so results may arrive in any order.

    state: the source's state after the visit. unchanged: the source has nothing new.
    failure_became_persistent: this is the first visit at which the failure has lasted for
    source.failure_notice_after seconds, and the only one that reports it. has_more: the source is large and
    only a part of it was read; a visit with the new state goes on with the next part. continuation: what
    saves that visit some work; it is kept in memory only, and may be missing.
    """

    source: Source
    articles: tuple[Article, ...] = ()
    failure: SourceError | None = None
    state: SourceState = SourceState()
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()
    unchanged: bool = False
    failure_became_persistent: bool = False
    has_more: bool = False
    continuation: object = None
