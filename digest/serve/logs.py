"""What `digest serve` writes down of itself: standard logging, as plain lines or a JSON object a line."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from digest.runtime.redaction import redact

LOG = logging.getLogger("digest")


def open_log(form: str, level: str, secrets: Sequence[str]) -> None:
    """Write to standard error from now on, in place of what was set before.

    form: "plain" or "json". level: the least that is told. secrets: what must not be told.
    """
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATS[form](tuple(secrets)))
    LOG.handlers[:] = [handler]
    LOG.setLevel(level.upper())
    LOG.propagate = False


class Plain(logging.Formatter):
    """2026-03-12T06:30:00Z info: what happened"""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        told = redact(super().format(record), self._secrets)
        return f"{tell_time(record)} {record.levelname.lower()}: {told}"


class Json(logging.Formatter):
    """{"time", "level", "message"} and, of the program's own mistakes, "traceback"; one line each."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        row = {
            "time": tell_time(record),
            "level": record.levelname.lower(),
            "message": redact(record.getMessage(), self._secrets),
        }
        if record.exc_info:
            row["traceback"] = redact(self.formatException(record.exc_info), self._secrets)
        return json.dumps(row, ensure_ascii=False)


FORMATS: dict[str, type[Plain] | type[Json]] = {"plain": Plain, "json": Json}


def tell_time(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"
