"""Whatever a reader gives back, what is kept of it is text."""

from __future__ import annotations

from datetime import UTC, datetime

from digest.errors import SourceError, UnreachableError
from digest.models import Article, Collected, LeftOut, Source, SourceState
from digest.sources.sanitize import wash

SOURCE = Source("Gazette", "mine:read", "https://gazette.example/")
NOW = datetime(2026, 5, 4, 6, 30, tzinfo=UTC)
BAD = "a\0b \ud83d\u202e\x1b[2J c\nd"


def article(title: str, text: str, categories: tuple[str, ...]) -> Article:
    return Article("1", title, "https://gazette.example/1", title, text, None, NOW, categories=categories)


def test_every_text_of_somebody_elses_is_made_plain() -> None:
    plain = "ab ?[2J c d"
    brought = Collected(
        SOURCE,
        (article(BAD, f"One\n{BAD}", (BAD,)),),
        SourceError(BAD, BAD),
        SourceState(etag=BAD, moved_to=BAD, body=BAD),
        (LeftOut("1", BAD, BAD, "unreadable", BAD),),
        (BAD,),
    )
    assert wash(brought) == Collected(
        SOURCE,
        (article(plain, "One\nab [2J c\nd", (plain,)),),
        SourceError(plain, plain),
        SourceState(etag=plain, moved_to=plain, body=BAD),
        (LeftOut("1", plain, plain, "unreadable", plain),),
        (plain,),
    )


def test_what_is_plain_stays_as_it_is() -> None:
    told = article("“Fähre” – gestrandet", "Erstens.\n\nمی\u200cخواهم  👩\u200d🔧 二", ("Ports, ships",))
    failure = UnreachableError("gazette.example", "nobody answers")
    brought = Collected(SOURCE, (told,), failure, SourceState(etag='W/"1"'))
    washed = wash(brought)
    assert washed == brought
    assert washed.articles[0] is told
    assert washed.failure is failure
