"""What a summariser chooses from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from digest.model import Story
from digest.summarizers.length import Length
from digest.summarizers.readability import strip_dateline
from digest.text import fingerprint, split_sentences

MOST_CANDIDATES = 300
"""So many sentences of a story are looked at, the earliest in their articles: news begins with the news."""

MOST_CHARACTERS = 1_000
"""What is longer is no sentence but a text without stops."""

ALIKE = 0.6
"""From this cosine of stems on, two sentences say the same."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One sentence that may be chosen.

    text: word for word from its article. article: index into the story's articles. position: index
    among that article's sentences. source: who says it. title: its article's headline. language: ISO
    639-1 or "und".
    """

    text: str
    article: int
    position: int
    source: str
    title: str = ""
    language: str = "und"


Choose = Callable[[Sequence[Candidate], Length], Sequence[int]]
"""A summariser: the candidates of one story and a length in; indices of candidates out, none twice."""


def list_candidates(story: Story, articles: Iterable[int]) -> list[Candidate]:
    """The sentences of some of a story's articles by (position, article), at most 300.

    articles: indices into the story's articles. A sentence that stands in several of them comes once.
    A dateline is left off; what remains still stands word for word in the article. Linear.
    """
    found = [
        Candidate(strip_dateline(text), index, position, article.source, article.title, article.language)
        for index, article in ((index, story.articles[index]) for index in articles)
        for position, text in enumerate(split_sentences(article.text, article.language))
        if len(text) <= MOST_CHARACTERS
    ]
    found.sort(key=lambda candidate: (candidate.position, candidate.article))
    kept: dict[str, Candidate] = {}
    for candidate in found:
        kept.setdefault(fingerprint(candidate.text), candidate)
        if len(kept) == MOST_CANDIDATES:
            break
    return list(kept.values())


def cosine(a: Counter[str], b: Counter[str]) -> float:
    """How alike two bags of words are: 0 (no word shared) to 1 (the same words as often)."""
    shared = sum(count * b[word] for word, count in a.items())
    norm = sqrt(sum(n * n for n in a.values()) * sum(n * n for n in b.values()))
    return shared / norm if norm else 0.0
