"""Replace secrets (passwords, keys) in texts that are shown, logged or stored."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from digest.errors import DigestError
from digest.models.secret_text import MIN_SECRET_LENGTH
from digest.text import clean_message

MAX_ERROR_CHARACTERS = 1_000

Error = TypeVar("Error", bound=DigestError)


def redact(text: str, secrets: Iterable[str]) -> str:
    """Return a text with "***" in place of every secret, longest secrets first."""
    for secret in sorted(secrets, key=lambda secret: (-len(secret), secret)):
        if len(secret) >= MIN_SECRET_LENGTH:
            text = text.replace(secret, "***")
    return text


def redact_error(error: Error, secrets: Sequence[str]) -> Error:
    """Return a copy of an error with its texts redacted."""
    return type(error)(*(redact(part, secrets) for part in (error.where, error.message, error.advice)))


def sanitize_error(error: Error, secrets: Sequence[str]) -> Error:
    """Return a copy of an error that is safe to show and to keep, whatever a server or a program has said.

    Its texts become short lines without control characters, escape sequences and changes of direction; then
    secrets are redacted, so that no invisible character hides one.
    """
    parts = (clean_message(part, MAX_ERROR_CHARACTERS) for part in (error.where, error.message, error.advice))
    return redact_error(type(error)(*parts), secrets)
