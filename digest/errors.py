"""The errors of the program.

    DigestError            where it happened, what is wrong, what to do about it
    ├── ConfigError        the configuration cannot be used: the run stops (exit 2)
    ├── SourceError        one source cannot be read: a value, told in the edition's foot
    │   └── UnreachableError   nobody answers there at all: it was not pestered, so it is not spared
    ├── StoreError         the database cannot be used: the run stops (exit 1)
    ├── RenderError        a template or an output cannot be used (exit 1)
    └── DeliveryError      an edition could not be put where it belongs (exit 1)
        └── RefusalError   and never will be, as things stand: nobody tries again unasked

A further class is added only where a caller would act differently.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class DigestError(Exception):
    """Something a user can understand and mend.

    Args:
        where: the file, address or source it is about ("" when there is none).
        message: what is wrong, in one sentence without a full stop at its end.
        advice: what to do about it, one sentence, or "".
    """

    def __init__(self, where: str, message: str, advice: str = "") -> None:
        super().__init__(where, message, advice)
        self.where = where
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        told = f"{self.where}: {self.message}" if self.where else self.message
        return f"{told}. {self.advice}" if self.advice else told

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and self.args == getattr(other, "args", None)

    def __hash__(self) -> int:
        return hash((type(self), self.args))

    def __reduce__(self) -> tuple[Any, ...]:
        # Exceptions pickle by their args; said here because failures cross process borders as values.
        return type(self), (self.where, self.message, self.advice)


def tell_unset(names: Sequence[str]) -> tuple[str, str]:
    """What is wrong where variables of the environment are wanted that are not set, and what to do."""
    if len(names) == 1:
        return f"the environment variable {names[0]} is not set", "Set it before the program starts."
    told = f"the environment variables {', '.join(names)} are not set"
    return told, "Set them before the program starts."


class ConfigError(DigestError):
    """The configuration cannot be used; carries every mistake found, one per line of `message`."""


class SourceError(DigestError):
    """One source cannot be read. It is returned, not raised past the source's own room."""


class UnreachableError(SourceError):
    """No host answers where the source should be, or this machine is off the network."""


class StoreError(DigestError):
    """The database cannot be opened, read or written."""


class RenderError(DigestError):
    """A template cannot be rendered."""


class DeliveryError(DigestError):
    """An edition could not be written or sent."""


class RefusalError(DeliveryError):
    """A target does not take it, and would not the next time either: a wrong password, an unknown address."""
