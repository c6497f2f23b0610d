"""What must not be told: passwords and keys, taken out of whatever is shown, logged or kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from digest.errors import DigestError

Error = TypeVar("Error", bound=DigestError)

SHORTEST = 4
"""A shorter secret would take pieces out of ordinary words, and protects nothing."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text with three stars in the place of every secret in it, the longest first."""
    for secret in sorted(secrets, key=lambda secret: (-len(secret), secret)):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "***")
    return text


def redact_error(error: Error, secrets: Sequence[str]) -> Error:
    """The same error without the secrets in it."""
    return type(error)(*(redact(part, secrets) for part in (error.where, error.message, error.advice)))
