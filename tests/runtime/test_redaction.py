"""What is said about an error is short, and shows no secret."""

from __future__ import annotations

from digest.errors import SourceError
from digest.runtime.redaction import sanitize_error


def test_a_message_has_an_end_and_no_secret() -> None:
    error = sanitize_error(SourceError("feed", "hunter2 " + "no " * 10_000, "wait hunter2"), ["hunter2"])
    assert error.message.startswith("*** no no")
    assert 900 < len(error.message) <= 1_000
    assert error.advice == "wait ***"
