"""The errors of the program.

    DigestError
    ├── ConfigError            the configuration is invalid: the run stops (exit code 2)
    ├── UsageError             a name, an id or a file that was given cannot be used (exit code 2)
    ├── SourceError            a source cannot be read: returned as a value and shown in the edition
    │   └── UnreachableError   no server answers: the visit does not count against the source (no backoff)
    ├── StoreError             the database cannot be used: the run stops (exit code 1)
    ├── RenderError            a template or an output format fails: the run stops (exit code 1)
    └── DeliveryError          an edition was not delivered; it is tried again (exit code 1)
        └── RefusalError       the target refuses it; it is tried again only on request

Every error says where it happened, what happened and what to do. A class is added only where a caller acts
differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any


class DigestError(Exception):
    """An error that the user can understand and fix.

    Args:
        where: the file, URL or source that the error is about, or "".
        message: what happened, one sentence without a period at its end.
        advice: what to do about it, one sentence, or "".
    """

    def __init__(self, where: str, message: str, advice: str = "") -> None:
        super().__init__(where, message, advice)
        self.where = where
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}" if self.where else self.message
        return f"{text}. {self.advice}" if self.advice else text

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __reduce__(self) -> tuple[Any, ...]:
        # Errors are returned as values from worker processes. Exceptions are pickled by their args; this
        # keeps it so when a subclass changes its constructor.
        return type(self), (self.where, self.message, self.advice)


class ConfigError(DigestError):
    """The configuration is invalid; `message` has one line for each mistake found."""


class UsageError(DigestError):
    """A name, an id or a file that a user gave to a command cannot be used."""


class SourceError(DigestError):
    """A source cannot be read. Source readers raise it; `collect_source` returns it as a value."""


class UnreachableError(SourceError):
    """The host of the source does not answer, or this machine is offline."""


class StoreError(DigestError):
    """The database cannot be opened, read or written."""


class RenderError(DigestError):
    """A template or an output format cannot be used."""


class DeliveryError(DigestError):
    """An edition could not be written or sent."""


class RefusalError(DeliveryError):
    """A target refuses the edition and would refuse it again: a wrong password, an unknown address."""


def explain_existing_file(path: Path, advice: str = "Name a new one.") -> UsageError:
    """Return the error about a file that would be overwritten."""
    return UsageError(str(path), "there is such a file already", advice)


def explain_unwritable_file(path: Path, error: OSError) -> UsageError:
    """Return the error about a file that cannot be written where a user wants it."""
    advice = "Name a file in a folder that exists and that you may write to."
    return UsageError(str(path), f"the file cannot be written ({error.strerror or error})", advice)


def explain_missing_edition(day: date, name: str = "") -> DigestError:
    """Return the error about a day that has no edition in the store. name: of one of several editions."""
    advice = "`digest archive list` lists the days that have one."
    return DigestError("", f"the store has no {f'edition {name}'.rstrip()} of {day}", advice)


def explain_missing_variables(names: Sequence[str]) -> tuple[str, str]:
    """Return the message and the advice of an error about environment variables that are not set."""
    if len(names) == 1:
        return f"the environment variable {names[0]} is not set", "Set it before the program starts."
    return f"the environment variables {', '.join(names)} are not set", "Set them before the program starts."
