"""What is sent when a story matches a watch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from digest.models.edition_data import EditionData


@dataclass(frozen=True, slots=True)
class WatchAlert:
    """Stories that match a watch, for one target, and whether they have reached it.

    watch, target, made: which alert it is. data: an edition of these stories alone; its title is the name of
    the watch. state: "waiting", "done" or "failed" (for good). attempts: how often it was tried. next_try:
    not before this time, or None. message, advice: why the last attempt failed, or "".
    """

    watch: str
    target: str
    made: datetime
    data: EditionData
    state: str = "waiting"
    attempts: int = 0
    next_try: datetime | None = None
    message: str = ""
    advice: str = ""
