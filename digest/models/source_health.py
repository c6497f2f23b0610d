"""The state of a source as an edition and `digest status` show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.models.edition_data import SourceStatus


@dataclass(frozen=True, slots=True)
class SourceHealth:
    """The state of one source.

    articles: its reports in this edition's window. message, advice: what is wrong and what to do, or "".
    since: when it began to fail, or None. failures: visits in a row that failed. last_success: when it last
    answered, or None. moved_to: the address it has permanently moved to, or "". not_before: no visit before
    this time, or None. key: of the source.
    """

    name: str
    status: SourceStatus
    articles: int = 0
    message: str = ""
    advice: str = ""
    since: datetime | None = None
    failures: int = 0
    last_success: datetime | None = None
    moved_to: str = ""
    not_before: datetime | None = None
    key: str = ""
