"""Stories and helpers for the tests of summaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from digest.models import Article, Sentence, Story, Summary
from digest.summarizers import summarize_story

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)

STRUCK = "A barge struck the bridge on Monday."


HARBOUR = (
    (
        "The Tidewater Post",
        "PORT ELLIS — The swing bridge at Port Ellis jammed half open on Monday after a barge struck its"
        " central pier. Nobody was hurt, the harbour office said. But the town is cut in two.\n\n"
        "Buses will take a detour of forty minutes over the dam until further notice. “I have never seen"
        " the quay so quiet,” baker Nora Quist said. Read more: Ten bridges that turn.",
    ),
    (
        "Northern Ledger",
        "A barge struck the central pier of the swing bridge at Port Ellis on Monday and jammed it half"
        " open. He called it a miracle that nobody was hurt. Divers will inspect the central pier on"
        " Wednesday before engineers try to close the bridge. We will keep you informed.",
    ),
    (
        "Radio Ellis",
        "Engineers hope to close the swing bridge by Friday, the harbour office said. The barge had lost"
        " its steering in strong wind, according to its captain Olaf Brandt. Divers will inspect the"
        " central pier on Wednesday.",
    ),
)


def make_article(number: int, source: str, text: str, **more: object) -> Article:
    article = Article(
        id=f"a{number}",
        source=source,
        url=f"https://example.org/{number}",
        title="Barge jams the swing bridge at Port Ellis",
        text=text,
        published=MORNING + timedelta(hours=number),
        first_seen=MORNING,
        language="en",
    )
    return replace(article, **more)  # type: ignore[arg-type]


def make_story(*articles: Article, **more: object) -> Story:
    return Story("s", tuple(replace(article, **more) for article in articles))  # type: ignore[arg-type]


def harbour_story() -> Story:
    return make_story(*(make_article(number, source, text) for number, (source, text) in enumerate(HARBOUR)))


def long_story(sentences: int, articles: int) -> Story:
    """Articles of invented words; no sentence repeats another, and the articles share some pairs of words."""
    per = sentences // articles
    texts = [" ".join(invent_sentence(a * per + p, p) for p in range(per)) for a in range(articles)]
    return make_story(*(make_article(n, f"Paper {n}", text) for n, text in enumerate(texts)))


def make_papers(*texts: str, **more: object) -> Story:
    """One article for each text, each from another source."""
    return make_story(*(make_article(n, f"Paper {n}", text, **more) for n, text in enumerate(texts)))


def list_towns(words: int) -> str:
    """A sentence of this many words: the more, the more content it has."""
    starts = ("Al", "Bo", "Ca", "Du", "El", "Fa", "Ga", "Hol", "Im", "Jo", "Ky", "Lo", "Mor")
    towns = [start + end for end in ("by", "ham", "ton") for start in starts]
    return f"Ferries leave for {', '.join(towns[: words - 3])}."


def invent_sentence(number: int, shared: int) -> str:
    words = [invent_word(7 * number + place) for place in range(7)]
    words[2:2] = "gave to", invent_word(shared), invent_word(shared + 1)
    return f"The {' '.join(words)}."


def invent_word(number: int) -> str:
    syllables = ("ba", "ko", "lim", "ster", "dun", "vee", "pra")
    return "".join(syllables[number // 7**place % 7] for place in range(5))


def make_summary(
    story: Story,
    known: Sequence[Sentence] = (),
    *,
    method: str = "news",
    words: int = 80,
    single_words: int = 50,
    **more: Any,
) -> Summary:
    return summarize_story(story, method=method, words=words, single_words=single_words, known=known, **more)


def list_texts(story: Story, known: Sequence[Sentence] = (), **settings: Any) -> list[str]:
    """The texts of the sentences of make_summary()."""
    return [sentence.text for sentence in make_summary(story, known, **settings).sentences]
