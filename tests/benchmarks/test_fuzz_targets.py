"""The targets of the fuzzer read valid documents, and a fault of the program is one for the fuzzer."""

from __future__ import annotations

import pytest

from benchmarks.attack.fuzz_targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_valid_and_damaged_documents_are_read(name: str) -> None:
    target = TARGETS[name]
    for document in target.documents:
        target.read(document)
        target.read(document[: len(document) // 2])
        target.read(document.replace(b"e", b"\xff\x00"))


def test_an_error_of_the_program_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> object:
        raise ZeroDivisionError

    monkeypatch.setattr("digest.sources.feed.feed_parser.parse_feed", fail)
    with pytest.raises(AssertionError, match="unexpected error"):
        TARGETS["feed"].read(b"<rss/>")
