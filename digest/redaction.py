"""What must not be told: passwords and keys, taken out of whatever is shown, logged or kept."""

from __future__ import annotations

from collections.abc import Iterable

SHORTEST = 4
"""A shorter secret would take pieces out of ordinary words, and protects nothing."""


def redact(text: str, secrets: Iterable[str]) -> str:
    """The text with three stars in the place of every secret in it, the longest first."""
    for secret in sorted(secrets, key=lambda secret: (-len(secret), secret)):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, "***")
    return text
