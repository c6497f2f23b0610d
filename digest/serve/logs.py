"""Configure the log of `digest serve`: standard logging, as plain lines or one JSON object per line."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import UTC, datetime

from digest.runtime.redaction import redact
from digest.text import clean_line, remove_invisible

LOG = logging.getLogger("digest")


def configure_logging(log_format: str, level: str, secrets: Sequence[str]) -> None:
    """Log to standard error from now on, replacing the previous configuration.

    Args:
        log_format: "plain" or "json".
        level: the lowest level that is logged: "debug", "info", "warning" or "error".
        secrets: texts that are replaced by "***".
    """
    handler = logging.StreamHandler()
    handler.setFormatter(FORMATTERS[log_format](tuple(secrets)))
    LOG.handlers[:] = [handler]
    LOG.setLevel(level.upper())
    LOG.propagate = False


class PlainFormatter(logging.Formatter):
    """Format records as `2026-03-12T06:30:00Z info: message`."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802, logging names it
        """Return the message on one line: a line break in it could pretend to be another record."""
        return clean_line(super().formatMessage(record))

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record, and its traceback if it has one."""
        text = redact(remove_invisible(super().format(record)), self._secrets)
        return f"{_format_time(record)} {record.levelname.lower()}: {text}"


class JsonFormatter(logging.Formatter):
    """Format records as JSON objects: time, level, message and, for unexpected errors, traceback."""

    def __init__(self, secrets: tuple[str, ...]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return a record as one line of JSON."""
        row = {
            "time": _format_time(record),
            "level": record.levelname.lower(),
            "message": redact(remove_invisible(record.getMessage()), self._secrets),
        }
        if record.exc_info:
            row["traceback"] = redact(self.formatException(record.exc_info), self._secrets)
        return json.dumps(row, ensure_ascii=False)


FORMATTERS: dict[str, type[PlainFormatter] | type[JsonFormatter]] = {
    "plain": PlainFormatter,
    "json": JsonFormatter,
}


def _format_time(record: logging.LogRecord) -> str:
    return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"
