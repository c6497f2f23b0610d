"""Sanitizing: whatever a source reader returns, only clean text is kept."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.errors import SourceError, UnreachableError
from digest.models import Article, Collected, LeftOut, Source, SourceState
from digest.sources.sanitize import sanitize_collected

SOURCE = Source("Gazette", "mine:read", "https://gazette.example/")
NOW = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
BAD = "a\0b \ud83d\u202e\x1b[2J c\nd"


def article(title: str, text: str, categories: tuple[str, ...]) -> Article:
    return Article("1", title, "https://gazette.example/1", title, text, None, NOW, categories=categories)


def test_all_foreign_text_is_sanitized() -> None:
    plain = "ab ?[2J c d"
    collected = Collected(
        SOURCE,
        (article(BAD, f"One\n{BAD}", (BAD,)),),
        SourceError(BAD, BAD),
        SourceState(etag=BAD, moved_to=BAD, body=BAD),
        (LeftOut("1", BAD, BAD, "unreadable", BAD),),
        (BAD,),
    )
    assert sanitize_collected(collected) == Collected(
        SOURCE,
        (article(plain, "One\nab [2J c\nd", (plain,)),),
        SourceError(plain, plain),
        SourceState(etag=plain, moved_to=plain, body=BAD),
        (LeftOut("1", plain, plain, "unreadable", plain),),
        (plain,),
    )


def test_clean_text_is_unchanged() -> None:
    plain = article("“Fähre” – gestrandet", "Erstens.\n\nمی\u200cخواهم  👩\u200d🔧 二", ("Ports, ships",))
    failure = UnreachableError("gazette.example", "nobody answers")
    collected = Collected(SOURCE, (plain,), failure, SourceState(etag='W/"1"'))
    sanitized = sanitize_collected(collected)
    assert sanitized == collected
    assert sanitized.articles[0] is plain
    assert sanitized.failure is failure
